"""How the parts of a KPI's target stand: those of segments, of people and of weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from planlib.metrics import attribution, kpis, parts, periods, status
from planlib.metrics.exact import difference, part, total
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.kpis import Dated, aggregate
from planlib.metrics.periods import Span
from planlib.metrics.status import Case
from planlib.model import Person, TargetPart
from planlib.snapshot.gap import dimensions
from planlib.snapshot.kpi_answers import KpiAnswers
from planlib.snapshot.kpis import KpiMonth, case_of
from planlib.snapshot.lines import KpiLine
from planlib.snapshot.reading import PlanFacts
from planlib.store import queries
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Aggregation, Reason, Split, Status


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a target, or the rest of it."""

    part: TargetPart | None
    """None for the rest."""
    person: Person | None
    """Whose part it is, or who answers for it."""
    week: Span | None
    amount: Decimal
    actual: Figure[Decimal]
    expected: Figure[Decimal]
    """By now; of a week that has not begun 0."""
    gap: Figure[Decimal]
    attainment: Figure[float]
    share: float | None = None
    """Of the gaps of the split; it may be negative or above 1. None where they all but cancel out."""
    status: Status | None = None
    """By the thresholds of the target; None for the rest."""


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A target split one way."""

    split: Split
    parts: tuple[PartLine, ...]
    """The largest first, weeks in order."""
    rest: PartLine | None
    """None where the parts leave nothing over and nothing came from elsewhere."""
    allocated: Decimal
    left: Decimal | None
    """target − allocated; None where the target cannot be split so any more."""
    why: str
    """Why the parts do not add up to the target."""

    @property
    def apart(self) -> bool:
        """Whether they do not add up, and nobody says why."""
        return self.left is None or bool(self.left and not self.why)


class PartsAnswers(KpiAnswers):
    """What can be asked of a snapshot about the parts of its targets."""

    def parts(self, kpi: str) -> tuple[SplitLine, ...]:
        """Return the target of a KPI split by segment, person and week, as far as it is."""
        line = self.kpi(kpi)
        found = self._parts.get(line.kpi.kpi, ())
        if not found:
            return ()
        month = self._months[line.kpi.kpi]
        days = {value.day for value in month.values}
        rows = (
            queries.segment_values(self._store, line.kpi.kpi, min(days), max(days), self._facts.known_at)
            if days
            else []
        )
        came = [row for row in rows if row.day in days]
        return split_lines(self._facts, month, line, found, came)


def split_lines(
    facts: PlanFacts, month: KpiMonth, line: KpiLine, found: Iterable[TargetPart], came: Sequence[SegmentValue]
) -> tuple[SplitLine, ...]:
    """Return a KPI's target by each of its splits; `came` are the values of its segments on the days that count."""
    return tuple(_SplitOf(facts, month, line, came).line_of(split, of) for split, of in parts.by_split(found).items())


@dataclass(frozen=True)
class _SplitOf:
    """One KPI's month, to be split."""

    facts: PlanFacts
    month: KpiMonth
    kpi: KpiLine
    came: Sequence[SegmentValue]

    def line_of(self, split: Split, found: Sequence[TargetPart]) -> SplitLine:
        target = self.month.target
        amounts, why = [part.amount for part in found], target.parts_reason or ""
        lines = [self._bare(part) for part in found]
        if target.target is None or parts.refusal(self.month.kpi, target, split):
            return SplitLine(split, tuple(lines), None, total(amounts), None, why)
        left = parts.left_over(target.target, amounts)
        rest = self._rest(lines, left)
        if split is Split.WEEK:
            judged = sorted(map(self._week, lines), key=lambda one: one.week.first if one.week else date.max)
        else:
            *judged, rest = _with_shares(self._due([*lines, rest], target.target))
            judged = sorted(map(self._judged, judged), key=lambda one: (-one.amount, one.part and one.part.part))
        shown = rest if left or rest.actual.value else None
        return SplitLine(split, tuple(judged), shown, total(amounts), left, why)

    # what came

    def _bare(self, part: TargetPart) -> PartLine:
        """Return a part with what can be said without its target."""
        person = self.facts.people.get(part.person or part.owner or "")
        week = next((week for week in self._weeks if week.first == part.week), None)
        actual = self._of_segment(part.segment) if part.week is None else self._of_week(week)
        return PartLine(part, person, week, part.amount, actual, _NONE, _NONE, undefined(Reason.NO_TARGET))

    @cached_property
    def _weeks(self) -> list[Span]:
        return periods.clipped_weeks(self.month.span, self.facts.team.first_weekday)

    def _of_week(self, week: Span | None) -> Figure[Decimal]:
        if week is not None and week.first > self.month.until:
            return undefined(Reason.NO_ELAPSED)
        return aggregate(self.month.kpi.aggregation, self._in_week(week))

    def _in_week(self, week: Span | None) -> list[Dated]:
        return [value for value in self.month.values if week and week.first <= value.day <= week.last]

    def _of_segment(self, segment: str) -> Figure[Decimal]:
        """Return what a segment, or one element of those of several dimensions, came to."""
        if not segment:
            return undefined(Reason.NOT_APPLICABLE)
        rows = self._rows(segment)
        return Figure(total(row.value for row in rows)) if rows else undefined(Reason.MISSING_DATA)

    def _rows(self, segment: str) -> list[SegmentValue]:
        last = max((row.day for row in self.came), default=None)
        days = {last} if self.month.kpi.aggregation is Aggregation.LAST else {row.day for row in self.came}
        return [row for row in self.came if row.day in days and segment in self._names[row.segment]]

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """By segment what a part of it may be called."""
        segments = {row.segment for row in self.came}
        elements = dimensions(segments)
        return {segment: {segment, *(one[segment] for one in elements)} for segment in segments}

    def _rest(self, lines: Sequence[PartLine], left: Decimal) -> PartLine:
        """Return what the parts leave over, and what came from elsewhere; unknown where a part is not measured."""
        actual, reasons = self.kpi.actual, {one.actual.reason for one in lines}
        if actual.value is not None:
            known = total(one.actual.value for one in lines if one.actual.value is not None)
            actual = Figure(difference(actual.value, known))
        if Reason.NOT_APPLICABLE in reasons:
            actual = undefined(Reason.NOT_APPLICABLE)
        nothing: Figure[float] = undefined(Reason.NOT_APPLICABLE)
        return PartLine(None, None, None, left, actual, _NONE, _NONE, nothing)

    # what is due

    def _due(self, lines: Sequence[PartLine], target: Decimal) -> list[PartLine]:
        """Return the parts and the rest with what is due of each, each going the way of the target."""
        expected = self.kpi.expected
        due: dict[int, Decimal] | Reason = expected.reason or Reason.NO_TARGET
        if expected.value is not None:
            due = parts.due({place: one.amount for place, one in enumerate(lines)}, target, expected.value)
        if isinstance(due, Reason):
            return [_expecting(one, undefined(due)) for one in lines]
        return [_expecting(one, Figure(due[place])) for place, one in enumerate(lines)]

    def _judged(self, line: PartLine) -> PartLine:
        """Return a part of the whole month with its status: a stock begins at its own share of the baseline."""
        target = self.month.target
        share = Fraction(line.amount) / Fraction(target.target or 1)
        baseline = None if target.baseline is None else part(target.baseline, share)
        own = target.model_copy(update={"target": line.amount, "baseline": baseline})
        rows = self._rows(line.part.segment) if line.part and line.part.segment else []
        case = replace(self._case, target=own, actual=line.actual, rising=all(row.value >= 0 for row in rows))
        return _with_status(line, case)

    def _week(self, line: PartLine) -> PartLine:
        """Return the part of a week with what is due within the week, and its status."""
        week, month = line.week, self.month
        if week is None:
            return _expecting(line, undefined(Reason.NOT_APPLICABLE))
        missing = {day for start in month.missing for day in month.series.covered(start).days()}
        gone = parts.week_gone(month.weights, week, month.day, missing)
        over = month.over or (month.day is not None and week.last <= month.day and missing.isdisjoint(week.days()))
        share = Fraction(1) if over else gone
        own = month.target.model_copy(update={"target": line.amount, "path": None, "weekly_split": ""})
        rising = all(value.value >= 0 for value in self._in_week(week))
        case = replace(self._case, target=own, actual=line.actual, share=share, over=over, rising=rising)
        return _with_status(_expecting(line, Figure(part(line.amount, share))), case)

    @cached_property
    def _case(self) -> Case:
        return case_of(self.facts, self.month, None)


_NONE: Figure[Decimal] = undefined(Reason.NOT_APPLICABLE)


def _expecting(line: PartLine, expected: Figure[Decimal]) -> PartLine:
    if expected.value is None or line.actual.value is None:
        gap: Figure[Decimal] = undefined(expected.reason or line.actual.reason or Reason.MISSING_DATA)
    else:
        gap = Figure(difference(line.actual.value, expected.value))
    return replace(line, expected=expected, gap=gap)


def _with_status(line: PartLine, case: Case) -> PartLine:
    actual, attainment = line.actual, line.attainment
    if actual.value is None:
        attainment = undefined(actual.reason or Reason.MISSING_DATA)
    else:
        attainment = kpis.attainment(case.kpi.direction, line.amount, actual.value)
    return replace(line, attainment=attainment, status=status.judge(case).status)


def _with_shares(lines: Sequence[PartLine]) -> list[PartLine]:
    """Return the lines with their shares of the gap, where all of it is known."""
    gaps = {place: one.gap.value for place, one in enumerate(lines) if one.gap.value is not None}
    shares = attribution.shares(gaps)
    if len(gaps) < len(lines) or isinstance(shares, Reason):
        return list(lines)
    return [replace(one, share=float(shares[place])) for place, one in enumerate(lines)]
