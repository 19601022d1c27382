"""The parts of one KPI's page: the finding, its numbers, its segments, and how it is worked out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import NONE, Language
from planlib.locale.amounts import interval_words, quantity, rounded_like, target_words
from planlib.locale.words import reason_sentence, word
from planlib.metrics.figure import Figure
from planlib.snapshot import KpiLine, SegmentLine
from planlib.vocabulary import Aggregation, Direction, Measure, Path, Status
from ui.markup import Column, Mark, Number, Row, Tone, bar, cell, facts, numbers, section, table, tone, toned


def finding_words(_: Language, line: KpiLine, currency: str) -> str | Markup:
    """Return what is the matter with the KPI, in one sentence."""
    if line.actual.value is None or line.reason is not None:
        why = line.reason or line.actual.reason
        return _("It cannot be judged yet: {why}.", why=reason_sentence(_, why)) if why else _("There is no value yet.")
    shown = {
        "actual": quantity(_, line.kpi, line.actual.value, currency),
        "target": target_words(_, line.kpi, line.target, currency, unit=True),
    }
    if line.status == Status.REACHED:
        return _("Reached: {actual} against a target of {target}.", **shown)
    if line.status == Status.MISSED:
        return _("Missed: {actual} against a target of {target}.", **shown)
    if line.growth.value is not None:
        growth = _.percent(line.growth.value, 1, signed=True)
        return _("Growth of {growth} so far, target {target}.", growth=growth, target=shown["target"])
    return _joined_sentence(_, _where(_, line, currency), _whither(_, line, currency))


def _where(_: Language, line: KpiLine, currency: str) -> str:
    """Return how far the actual is from where it should be."""
    if line.gap.value is None or line.actual.value is None:
        return _("{actual} so far", actual=quantity(_, line.kpi, line.actual.value, currency))
    points = line.kpi.measure == Measure.PERCENT
    gap = abs(rounded_like(line.gap.value, line.actual.value))
    size = quantity(_, line.kpi, gap, currency, signed=points).removeprefix("+")
    if not line.gap.value:
        return _("Exactly where it should be")
    if line.path == Path.LEVEL:
        return (
            _("{amount} below target", amount=size) if line.gap.value < 0 else _("{amount} above target", amount=size)
        )
    below = line.gap.value < 0
    return (
        _("{amount} less than is due by now", amount=size)
        if below
        else _("{amount} more than is due by now", amount=size)
    )


def _whither(_: Language, line: KpiLine, currency: str) -> str:
    """Return where it is heading, or nothing."""
    if line.forecast.value is None:
        return ""
    forecast = quantity(_, line.kpi, line.forecast.value, currency)
    target = target_words(_, line.kpi, line.target, currency, unit=True)
    return _("heading for {forecast} at month end, target {target}", forecast=forecast, target=target)


def _joined_sentence(_: Language, first: str, second: str) -> str:
    return _("{first}; {second}.", first=first, second=second) if second else _("{first}.", first=first)


def head_numbers(_: Language, line: KpiLine, currency: str) -> Markup:
    """Return actual, what is due, the forecast and the chance, each with what explains it."""
    judged = tone(line.status)
    off = judged if judged in (Tone.BAD, Tone.WARN) else Tone.PLAIN
    return numbers(
        Number(_("Actual"), _short(_, line, line.actual.value, currency), _exact(_, line, currency)),
        Number(_("Due by now"), _short(_, line, line.expected.value, currency), _behind(_, line, currency), off),
        Number(
            _("Month-end forecast"), _short(_, line, line.forecast.value, currency), _how(_, line, currency), main=True
        ),
        Number(_("Chance"), _.probability(line.forecast.probability), _aim(_, line, currency), off),
    )


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
        gap = rounded_like(line.gap.value, line.actual.value)
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
    if forecast.reason is not None:
        parts.append(reason_sentence(_, forecast.reason))
    return " · ".join(parts)


def _aim(_: Language, line: KpiLine, currency: str) -> str:
    if line.target.target is None and line.target.lower is None:
        return ""
    return _("target {target}", target=target_words(_, line.kpi, line.target, currency, unit=True))


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
        Column(_("Last year"), right=True),
        Column(_("Change") + points, right=True),
    ]
    rows = (_segment(_, line, one, most, currency) for one in segments)
    heading = section(_("Where it comes from"), _("this month to date; tick: last year"))
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
    change = one.change.value
    if change is None:
        return NONE
    if line.kpi.measure == Measure.PERCENT:
        text = _.number(change * 100, 2, signed=True)
    elif line.kpi.aggregation == Aggregation.RATIO:
        text = _.number(change, 2, signed=True)
    else:
        text = _.percent(change, signed=True)
    mark = "▲" if change > 0 else "▼" if change < 0 else "■"
    return toned(f"{mark} {text}", _meaning(line.kpi.direction, change))


def _meaning(direction: Direction, change: float) -> Tone:
    if not change or direction in (Direction.NEUTRAL, Direction.WITHIN):
        return Tone.NONE
    return Tone.GOOD if (change > 0) == (direction == Direction.UP) else Tone.BAD


def definition(_: Language, line: KpiLine, currency: str) -> Markup:
    """Return how the KPI is worked out and what it is to reach."""
    return facts(pair for pair in _definition(_, line, currency) if pair[1])


def _definition(_: Language, line: KpiLine, currency: str) -> Iterable[tuple[str, str]]:
    kpi, target = line.kpi, line.target
    yield _("Over the month"), word(_, kpi.aggregation)
    yield _("Good is"), word(_, kpi.direction)
    yield _("Values"), _.join([word(_, kpi.frequency), word(_, kpi.expected), word(_, kpi.gaps)])
    yield _("Target"), target_words(_, kpi, target, currency, unit=True)
    yield _("Baseline"), quantity(_, kpi, target.baseline, currency) if target.baseline is not None else ""
    yield _("Path"), word(_, line.path)
    yield _("Due by now"), _due_words(_, line)
    yield _("Commitment"), word(_, target.commitment)
    yield _("Weight"), _.exact(target.weight)
    yield _("Last month"), _compared(_, line, line.last_month, currency)
    yield _("Last year"), _compared(_, line, line.last_year, currency)
    yield _("Source"), kpi.source
    yield _("Code"), kpi.code


def _due_words(_: Language, line: KpiLine) -> str:
    """Return in words how what is due by now follows from the target."""
    if line.target.growth_rate is not None:
        return _("growth against the month before")
    if line.path == Path.LEVEL:
        return _("the target itself")
    if line.kpi.aggregation == Aggregation.SUM:
        return _("target × share of the path gone")
    return _("baseline + (target − baseline) × share of the path gone")


def _compared(_: Language, line: KpiLine, figure: Figure[Decimal], currency: str) -> str:
    if figure.value is None:
        return f"{NONE} {reason_sentence(_, figure.reason)}" if figure.reason else ""
    return quantity(_, line.kpi, figure.value, currency)
