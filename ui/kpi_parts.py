"""The parts of one KPI's page: its numbers, its segments, and how it is worked out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.findings import distance_words
from planlib.locale import NONE, Language
from planlib.locale.amounts import interval_words, quantity, rounded_like, target_words
from planlib.locale.words import reason_sentence, word
from planlib.metrics.figure import Figure
from planlib.review import course
from planlib.snapshot import KpiLine, SegmentLine
from planlib.vocabulary import Aggregation, Frequency, Measure, Path
from ui.kpi_table import COURSE_TONES
from ui.markup import Column, Mark, Number, Row, Tone, bar, cell, facts, rich, section, table, tone, toned
from ui.values import change_tone, moved


def head_numbers(_: Language, line: KpiLine, currency: str) -> list[Number]:
    """Return actual, what is due, forecast and chance, each with what explains it; at the end what it came to."""
    judged = tone(line.status)
    off = judged if judged in (Tone.BAD, Tone.WARN) else Tone.PLAIN
    actual = Number(_("Actual"), _short(_, line, line.actual.value, currency), _exact(_, line, currency))
    if line.over:
        return [actual._replace(main=True), _reached(_, line, currency, off), *_before(_, line, currency)]
    end = _short(_, line, line.forecast.value, currency)
    forecast = Number(_("Month-end forecast"), end, _how(_, line, currency), main=True)
    if not _aimed(line):
        return [actual, forecast, *_before(_, line, currency)]
    return [
        actual,
        Number(_("Expected by now"), _short(_, line, line.expected.value, currency), _behind(_, line, currency), off),
        forecast,
        Number(
            _("Chance"),
            _.probability(line.forecast.probability),
            _aim(_, line, currency),
            COURSE_TONES.get(course(line), Tone.PLAIN),
        ),
    ]


def _reached(_: Language, line: KpiLine, currency: str, off: Tone) -> Number:
    """Return the attainment, or the target where there is none."""
    distance = distance_words(_, line, currency)
    if line.attainment.value is None:
        target = target_words(_, line.kpi, line.target, currency, unit=True) if _aimed(line) else NONE
        return Number(_("Target"), target, distance, off)
    note = " · ".join(part for part in (_aim(_, line, currency), distance) if part)
    return Number(_("Attainment"), _.percent(line.attainment.value, 1), note, off)


def _before(_: Language, line: KpiLine, currency: str) -> Iterable[Number]:
    """Yield how the actual compares with the month before and the year before."""
    for label, change, before in (
        (_("Against the month before"), line.month_change, line.last_month),
        (_("Against a year before"), line.year_change, line.last_year),
    ):
        was = "" if before.value is None else _("it was {value}", value=_short(_, line, before.value, currency))
        why = reason_sentence(_, change.reason) if change.reason else ""
        told = moved(_, line.kpi, change) if change.value is not None else NONE
        yield Number(label, told, " · ".join(filter(None, [why, was])))


def _short(_: Language, line: KpiLine, value: Decimal | None, currency: str) -> str:
    return quantity(_, line.kpi, value, currency)


def _exact(_: Language, line: KpiLine, currency: str) -> str:
    """Return every digit of a value that was not divided, and how many values are behind it."""
    days = _("{days} of {expected} values", days=line.days, expected=line.days_expected)
    divided = line.kpi.aggregation in (Aggregation.MEAN, Aggregation.RATIO) or line.kpi.measure == Measure.PERCENT
    exact = "" if divided else quantity(_, line.kpi, line.actual.value, currency, exact=True)
    told = exact in ("", _short(_, line, line.actual.value, currency))
    return days if told else f"{exact} · {days}"


def _behind(_: Language, line: KpiLine, currency: str) -> str:
    parts = []
    if line.gap.value is not None and line.actual.value is not None:
        gap = rounded_like(line.kpi, line.gap.value, line.actual.value)
        parts.append(_("gap {amount}", amount=quantity(_, line.kpi, gap, currency, signed=True, unit=False)))
    if line.pace.value is not None:
        parts.append(_("pace {pace}", pace=_.number(line.pace.value, 2)))
    if line.ahead_days.value is not None and abs(line.ahead_days.value) >= 0.05:
        days = _.number(abs(line.ahead_days.value), 1)
        late = line.ahead_days.value < 0
        parts.append(_("{days} days behind", days=days) if late else _("{days} days ahead", days=days))
    return " · ".join(parts)


def _how(_: Language, line: KpiLine, currency: str) -> str:
    forecast = line.forecast
    parts = []
    if forecast.low is not None and forecast.high is not None and forecast.low < forecast.high:
        span = interval_words(_, line.kpi, forecast.low, forecast.high, currency)
        parts.append(_("80% interval {span}", span=span))
    if forecast.method is not None:
        parts.append(word(_, forecast.method))
    if forecast.reason is not None and forecast.low is None:
        parts.append(reason_sentence(_, forecast.reason))
    return " · ".join(parts)


def _aim(_: Language, line: KpiLine, currency: str) -> str:
    if not _aimed(line):
        return ""
    return _("target {target}", target=target_words(_, line.kpi, line.target, currency, unit=True))


def course_head(_: Language, line: KpiLine, month: str) -> Markup:
    """Return the heading of the KPI's course over the month."""
    if line.over:
        return section(_("How the month ended"), _("by day of {month}", month=month))
    return section(_("How the month will end"), _("to date, by day of {month}", month=month))


def _aimed(line: KpiLine) -> bool:
    target = line.target
    return target.target is not None or target.lower is not None or target.growth_rate is not None


def segments(_: Language, line: KpiLine, segments: Sequence[SegmentLine], currency: str) -> Markup:
    """Return the section of the KPI's month to date by segment, beside the same dates a year earlier.

    Nothing for a KPI without segments.
    """
    if not segments:
        return Markup("")
    known = [figure.value for one in segments for figure in (one.actual, one.last_year) if figure.value is not None]
    most = max((abs(value) for value in known), default=Decimal(0)) or Decimal(1)
    points = _(" (pp)") if line.kpi.measure == Measure.PERCENT else ""
    columns = [
        Column(_("Segment")),
        Column("", phone="row", headless=True),
        Column(_("Actual"), right=True),
        Column(_("Year before") if line.over else _("Last year"), right=True),
        Column(_("Change") + points, right=True),
    ]
    rows = (_segment(_, line, one, most, currency) for one in segments)
    days = _("the whole month; tick: a year before") if line.over else _("this month to date; tick: last year")
    heading = section(_("Where it comes from"), days)
    return heading + table(columns, rows, caption=_("{kpi} by segment", kpi=_.name(line.kpi)))


def _segment(_: Language, line: KpiLine, one: SegmentLine, most: Decimal, currency: str) -> Row:
    def shown(value: Decimal | None) -> str:
        return quantity(_, line.kpi, value, currency, unit=False)

    share = _.percent(one.share.value) if one.share.value is not None else ""
    marks = [Mark("fill", 0, _part(one.actual.value, most))]
    if one.last_year.value is not None:
        marks.append(Mark("year", _part(one.last_year.value, most)))
    drawn = bar(marks, f"{one.segment}: {shown(one.actual.value)}")
    name = one.segment or _("Without segment")
    return Row(
        [
            name,
            drawn,
            cell(shown(one.actual.value), share, strong=True),
            shown(one.last_year.value),
            _change(_, line, one),
        ]
    )


def _part(value: Decimal | None, most: Decimal) -> float:
    return float(max(value or Decimal(0), Decimal(0)) / most)


def _change(_: Language, line: KpiLine, one: SegmentLine) -> str | Markup:
    change = one.change
    if change.value is None or line.kpi.measure != Measure.PERCENT:
        return NONE if change.value is None else moved(_, line.kpi, change)
    arrow = "▲" if change.value > 0 else "▼" if change.value < 0 else "■"
    return toned(f"{arrow} {_.number(change.value * 100, 2, signed=True)}", change_tone(line.kpi, change))


def definition(_: Language, line: KpiLine, currency: str) -> Markup:
    """Return how the KPI is worked out and what it is to reach."""
    return facts(pair for pair in _definition(_, line, currency) if pair[1])


def _definition(_: Language, line: KpiLine, currency: str) -> Iterable[tuple[str, str | Markup]]:
    kpi, target = line.kpi, line.target
    yield _("Over the month"), word(_, kpi.aggregation)
    yield _("Good is"), word(_, kpi.direction)
    daily = [word(_, kpi.expected), word(_, kpi.gaps)] if kpi.frequency is Frequency.DAY else []
    yield _("Values"), _.join([word(_, kpi.frequency), *daily])
    yield _("Target"), target_words(_, kpi, target, currency, unit=True) if _aimed(line) else _("none set")
    yield _("Baseline"), quantity(_, kpi, target.baseline, currency) if target.baseline is not None else ""
    if _aimed(line):
        yield _("Path"), word(_, line.path) if target.growth_rate is None else ""
        yield _("Expected by now"), "" if line.over else _due_words(_, line)
        yield _("Commitment"), word(_, target.commitment)
        yield _("Weight"), _.exact(target.weight)
    if not line.over:
        yield _("Last month"), _compared(_, line, line.last_month, line.month_change, currency)
        yield _("Last year"), _compared(_, line, line.last_year, line.year_change, currency)
    yield _("Source"), _.own(kpi.source)
    yield _("Code"), kpi.code


def _due_words(_: Language, line: KpiLine) -> str:
    """Return in words how what is expected by now follows from the target."""
    if line.target.growth_rate is not None:
        return _("growth against the month before")
    if line.path == Path.LEVEL:
        return _("the target itself")
    if line.kpi.aggregation == Aggregation.SUM:
        return _("target × share of the path gone")
    return _("baseline + (target − baseline) × share of the path gone")


def _compared(
    _: Language, line: KpiLine, figure: Figure[Decimal], change: Figure[float], currency: str
) -> str | Markup:
    if figure.value is None:
        return f"{NONE} {reason_sentence(_, figure.reason)}" if figure.reason else ""
    value = quantity(_, line.kpi, figure.value, currency)
    return (
        value
        if change.value is None
        else rich(_("{value}, now {change}"), value=value, change=moved(_, line.kpi, change))
    )
