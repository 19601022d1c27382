"""A KPI's signal on the screen: the chip beside its status, the sentence, the sparkline."""

from collections.abc import Sequence

from markupsafe import Markup

from planlib.charts import sparkline
from planlib.locale import Language
from planlib.review.signal import SIDES, Bearing, adverse, bearing, signal_help, signal_phrase
from planlib.snapshot import KpiLine
from planlib.vocabulary import Aggregation, Frequency, Path, Status
from ui.markup import Glyph, joined, signal_chip, spark, status_chip


def chips(_: Language, line: KpiLine) -> Markup:
    """Return the chips of status and signal, which read as one sentence; a KPI without data has the first one."""
    status = status_chip(_, line.status)
    if line.status is Status.NO_DATA:
        return status
    words = signal_help(_, line)
    told = signal_chip(signal_phrase(_, line), _glyph(line), adverse=bool(adverse(line)), words=words)
    return Markup('<span class="pl-judged">{}</span>').format(joined((status, told), " "))


def _glyph(line: KpiLine) -> Glyph:
    """Return the sign that goes the way of the numbers, whatever it means."""
    side = SIDES.get(line.signal, 0) if line.signal else 0
    if side:
        return "up" if side > 0 else "down"
    return "zigzag" if bearing(line) is Bearing.NOISE and line.signal else "line"


# the sparkline


def by_week(lines: Sequence[KpiLine]) -> bool:
    """Return whether sparklines show whole weeks: not in a plan that is too young for it, which shows single values."""
    return any(len(line.charted) > 1 for line in lines)


def recent_head(_: Language, lines: Sequence[KpiLine]) -> str:
    """Return what the sparklines of a table show."""
    all_weeks = by_week(lines) and all(line.kpi.frequency is not Frequency.MONTH for line in lines)
    return _("13 weeks") if all_weeks else _("Recent")


def recent_line(_: Language, line: KpiLine, *, weeks: bool) -> Markup:
    """Return the sparkline of a KPI; signals are hollow, the dashed line is the target. Nothing without two values."""
    if weeks:
        values = [point.value for point in line.charted]
        signals = [number for number, point in enumerate(line.charted) if point.rules]
        address = sparkline(values, line.charted_target, signals)
    else:
        values = [float(value) for _day, value in line.recent]
        level = line.path == Path.LEVEL or line.kpi.aggregation != Aggregation.SUM
        target = line.target.target if level else None
        address = sparkline(values, None if target is None else float(target))
    known = [_.short(value) for value in values if value is not None]
    return spark(address, _.join(known)) if address else Markup("")
