"""What a file for a plan may be expected to hold, before anybody looks at it."""

from collections.abc import Iterable

from planlib.intake.fields import FIELDS
from planlib.intake.known import Known
from planlib.intake.map import heading
from planlib.intake.options import Options
from planlib.intake.table import Expectation
from planlib.intake.values import name_key
from planlib.vocabulary import FileKind


def expect(kind: FileKind, here: Known, options: Options) -> Expectation:
    """Return the headers of the kind, the names of the plan's KPIs, and what the person said of either."""
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
    )


def _names(here: Known) -> Iterable[str]:
    for kpi in here.kpis:
        yield from (kpi.code, kpi.name_zh, kpi.name_en, *kpi.aliases.replace("；", ";").split(";"))
