"""What a file for a plan may be expected to hold, before anybody looks at it."""

from collections.abc import Callable, Collection, Iterable

from planlib.intake.known import Known
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.map import heading, recognised
from planlib.intake.options import Options
from planlib.intake.reading.table import Expectation
from planlib.intake.values.values import name_key
from planlib.vocabulary import FileKind


def expect(
    kind: FileKind, here: Known, options: Options, segments: Callable[[], Collection[str]] = tuple
) -> Expectation:
    """Return the headers of the kind, the plan's KPIs and their segments, and what the person said of them."""
    fields = {heading(name).name: field.name for field in FIELDS[kind] for name in (field.name, *field.headers)}
    said = ((field, name) for field, header in options.mapping.items() for name in (header, *header.split("+")))
    fields |= {heading(name).name: field for field, name in said}
    kpis: Iterable[str] = () if kind is not FileKind.ACTUALS else (*options.names, *_names(here))
    return Expectation(
        kind=kind,
        fields=fields,
        said=frozenset((*options.mapping, *options.constants)),
        names=frozenset(filter(None, map(name_key, kpis))),
        month=here.plan.month,
        segments=segments,
    )


def better_kind(kind: FileKind, header: tuple[str, ...]) -> FileKind | None:
    """Return the kind whose columns a header has most of, and all that it needs; None for several, or for `kind`."""
    known = {one: recognised(one, header).keys() for one in FIELDS}
    better = {
        one: len(known[one])
        for one, fields in FIELDS.items()
        if len(known[one]) > len(known[kind]) and {field.name for field in fields if field.needed} <= known[one]
    }
    best = [one for one, columns in better.items() if columns == max(better.values())]
    return best[0] if len(best) == 1 else None


def _names(here: Known) -> Iterable[str]:
    for kpi in here.kpis:
        yield from (kpi.code, kpi.name_zh, kpi.name_en, *kpi.aliases.replace("；", ";").split(";"))
