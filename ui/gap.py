"""Where a KPI's gap is: what each segment contributes to it, on the page of the KPI."""

from collections.abc import Iterator

from planlib import charts
from planlib.locale import Language
from planlib.locale.scale import Scale
from planlib.review.why import basis_sentence, why_sentence
from planlib.snapshot import Gap, KpiLine, Snapshot
from planlib.snapshot.gap import AS_WRITTEN
from planlib.vocabulary import Measure, Path, Reason
from ui import address
from ui.markup import bold, note, section
from ui.show import chart, reader, show

BY = "by"
_NAMED = 3
"""Elements of a dimension that its name gives."""


def gap_section(_: Language, snapshot: Snapshot, line: KpiLine) -> None:
    """Draw the section; nothing for a KPI without segments, without a gap, or within its range."""
    gap = snapshot.why(line.kpi.kpi, _dimension())
    if gap.reason is Reason.NOT_APPLICABLE or not gap.total.value or line.actual.value is None:
        return
    shown = reader(snapshot)
    unit = charts.gap_scale(gap, line.actual.value, shown)
    of = [_less(_, line), _unit(_, line, unit, snapshot.team.currency)]
    show(section(_("Where the gap is"), " · ".join(filter(None, of))))
    if not gap.parts:
        show(note(basis_sentence(_, gap)))
        return
    if gap.dimensions:
        address.switch(_("By"), BY, _dimensions(_, gap), str(gap.dimension))
    bars = charts.gap_bars(gap, unit, shown)
    show(note(bold(why_sentence(_, gap))))
    chart(charts.gap_chart(bars, shown), charts.gap_chart_words(bars, shown))
    show(note(_.sentences([*_about(_, gap), basis_sentence(_, gap)])))


def _dimensions(_: Language, gap: Gap) -> dict[str, str]:
    """Return what the dimensions are called: by their elements, for they have no names."""
    names = {}
    for n, elements in enumerate(gap.dimensions):
        more = ["…"] if len(elements) > _NAMED else []
        names[str(n)] = _.join([*elements[:_NAMED], *more])
    return names | {str(AS_WRITTEN): _("each of them")}


def _dimension() -> int | None:
    asked = address.asked(BY) or ""
    return int(asked) if asked.removeprefix("-").isdecimal() else None


def _less(_: Language, line: KpiLine) -> str:
    whole = line.over or line.path is Path.LEVEL
    return _("actual − target") if whole else _("actual − expected by now")


def _unit(_: Language, line: KpiLine, unit: Scale, currency: str) -> str:
    """Return what the amounts are counted in."""
    kpi = line.kpi
    if kpi.measure is Measure.PERCENT:
        return _("percentage points")
    if kpi.measure is Measure.CURRENCY and kpi.unit in ("", "元", currency):
        return unit.unit(currency)
    return unit.mark + _.unit(kpi.unit)


def _about(_: Language, gap: Gap) -> Iterator[str]:
    if any(part.rate is not None for part in gap.parts):
        yield _("Rate: the segment's own rate differs. Mix: its weight in the whole does.")
    if gap.dimension == gap.best:
        yield _("Of the {count} dimensions of the segments this one explains the gap best.", count=len(gap.dimensions))
