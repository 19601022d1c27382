"""What can be asked of a snapshot about its KPIs, and how one of them would stand with another target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from planlib.errors import NotFoundError
from planlib.metrics import periods, rollup
from planlib.metrics.kpis import Dated
from planlib.metrics.pace import path_in_force
from planlib.metrics.parts import of_segments
from planlib.metrics.periods import Span
from planlib.model import Kpi, ProcessLimits, Target, TargetPart
from planlib.snapshot.control import control_chart, signal_grain, target_of, uneven
from planlib.snapshot.control import first_day as first_charted
from planlib.snapshot.gap import Gap, gap_by_segment
from planlib.snapshot.kpis import KpiMonth, day_by_day, kpi_line, kpi_month
from planlib.snapshot.lines import ActualRow, ControlChart, DayByDay, KpiLine, SegmentLine
from planlib.snapshot.reading import PlanFacts, last_year_values, process_limits, recent_values, season_start
from planlib.snapshot.segments import segment_lines
from planlib.snapshot.target_basis import TargetBasis, target_basis
from planlib.snapshot.values import Series
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.store.queries import SegmentValue
from planlib.vocabulary import Grain, LimitsMethod, RuleSet


class KpiAnswers:
    """What can be asked of a snapshot about its KPIs."""

    _store: Store
    _facts: PlanFacts
    day: date

    def kpis(self) -> tuple[KpiLine, ...]:
        """Return one line per KPI of the plan, worst first: by status, then by pace, at the end by attainment."""
        return self._kpis

    def kpi(self, kpi: str) -> KpiLine:
        """Return the line of a KPI by its id or code; NotFoundError where the plan has none."""
        found = next((line for line in self._kpis if kpi in (line.kpi.kpi, line.kpi.code)), None)
        if found is None:
            raise NotFoundError("no_kpi", kpi=kpi, known=[line.kpi.code for line in self._kpis])
        return found

    @cached_property
    def _kpis(self) -> tuple[KpiLine, ...]:
        return tuple(sorted((self._line(self._facts, month) for month in self._months.values()), key=_worst_first))

    def _line(self, facts: PlanFacts, month: KpiMonth) -> KpiLine:
        chart = self._control(month, signal_grain(month.kpi.frequency), self._recent.get(month.kpi.kpi, ()))
        return kpi_line(facts, month, self._year_ago(month.kpi), chart)

    def _judged(self, facts: PlanFacts, kpi: Kpi, target: Target) -> KpiLine:
        """Return how a KPI stands in another plan of the month."""
        return self._line(facts, kpi_month(facts, kpi, target, self._until_now(kpi), self.day))

    @cached_property
    def _months(self) -> dict[str, KpiMonth]:
        key, found = self._facts.key, {}
        for kpi in self._facts.kpis.values():
            series, target = self._until_now(kpi), self._facts.targets.get(kpi.kpi)
            if target is not None or series.within(periods.month_span(key.month)):
                target = target or Target(team=key.team, month=key.month, kpi=kpi.kpi, weight=0)
                found[kpi.kpi] = kpi_month(self._facts, kpi, target, series, self.day)
        return found

    def _until_now(self, kpi: Kpi) -> Series:
        """Return the KPI's values of the season's weeks before the month, and of the month up to the day."""
        series = self._series(kpi, self._recent.get(kpi.kpi, ()))
        return self._series(kpi, series.within(Span(season_start(self._facts), self.day)))

    def _year_ago(self, kpi: Kpi) -> Series:
        return self._series(kpi, self._last_year.get(kpi.kpi, ()))

    @cached_property
    def _last_year(self) -> Mapping[str, Sequence[Dated]]:
        return last_year_values(self._store, self._facts)

    @cached_property
    def _recent(self) -> Mapping[str, Sequence[Dated]]:
        return recent_values(self._store, self._facts, self.day)

    def _series(self, kpi: Kpi, values: Sequence[Dated]) -> Series:
        return Series(kpi, self._facts.calendar, self._facts.team.first_weekday, values)

    def day_by_day(self, kpi: str) -> DayByDay:
        """Return a KPI's path and its actual to date on each day of the month."""
        return day_by_day(self._facts, self._months[self.kpi(kpi).kpi.kpi])

    def with_target(self, target: Target) -> tuple[KpiLine, DayByDay]:
        """Return how a KPI would stand now with another target of the month, and its path."""
        kpi = self._facts.kpis[target.kpi]
        month = kpi_month(self._facts, kpi, target, self._until_now(kpi), self.day)
        return self._line(self._facts, month), day_by_day(self._facts, month)

    def target_basis(self, kpi: str) -> TargetBasis:
        """Return what is known of a KPI by id before the month, to spread its target by."""
        found = self._facts.kpis[kpi]
        return target_basis(self._facts, self._until_now(found), self._year_ago(found))

    def segments(self, kpi: str) -> tuple[SegmentLine, ...]:
        """Return a KPI's month to date by segment, largest first; empty where it has none."""
        line = self.kpi(kpi)
        if line.day is None:
            return ()
        month = self._months[line.kpi.kpi]
        now = Span(month.span.first, line.day)
        then = Span(periods.year_earlier(now.first), periods.year_earlier(now.last))
        rows = [
            queries.segment_values(self._store, line.kpi.kpi, span.first, span.last, self._facts.known_at)
            for span in (now, then)
        ]
        return segment_lines(self._series(line.kpi, ()), *rows)

    def why(self, kpi: str, dimension: int | None = None) -> Gap:
        """Return which segments a KPI's gap comes from; of segments with several dimensions, by the one asked for."""
        line = self.kpi(kpi)
        month = self._months[line.kpi.kpi]

        def values(first: date, last: date) -> list[SegmentValue]:
            return queries.segment_values(self._store, line.kpi.kpi, first, last, self._facts.known_at)

        def usual() -> Iterator[list[SegmentValue]]:
            yield [value for value in found if value.day < month.span.first]
            yield values(periods.year_earlier(month.span.first), periods.year_earlier(month.span.last))

        found = values(season_start(self._facts), month.until)
        planned = of_segments(line.kpi, line.target, self._parts.get(line.kpi.kpi, ()))
        return gap_by_segment(line.kpi, line.gap, month.values, found, usual(), dimension, planned)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[TargetPart]]:
        """The parts of the targets by KPI."""
        where = self._facts.key._asdict()
        read = current(self._store, "target_parts", known_at=self._facts.known_at, where=where)
        found = sorted((stored.record for stored in read if stored.record.kpi in self._months), key=attrgetter("kpi"))
        return {kpi: tuple(of) for kpi, of in groupby(found, key=attrgetter("kpi"))}

    def actual_rows(self, kpi: str) -> tuple[ActualRow, ...]:
        """Return the rows of the month behind a KPI, by day and segment."""
        line = self.kpi(kpi)
        span = self._months[line.kpi.kpi].span
        rows = queries.actual_rows(
            self._store, line.kpi.kpi, span.first, min(self.day, span.last), self._facts.known_at
        )
        return tuple(ActualRow(*row) for row in rows)

    # control charts

    def control(
        self,
        kpi: str,
        grain: Grain | None = None,
        rules: RuleSet = RuleSet.WHEELER,
        method: LimitsMethod | None = None,
    ) -> ControlChart:
        """Return a KPI's control chart up to the snapshot's day, at the grain of its signal where none is given.

        `method` stands in for that of limits that are not locked.
        """
        found = self.kpi(kpi).kpi
        grain = grain or signal_grain(found.frequency)
        first = first_charted(grain, self.day, self._facts.team.first_weekday)
        values = queries.daily_values(self._store, [found.kpi], first, self.day, self._facts.known_at)
        chart = self._control(self._months[found.kpi], grain, values, rules, method)
        return replace(chart, uneven=uneven(self._series(found, values), chart))

    def _control(
        self,
        month: KpiMonth,
        grain: Grain,
        values: Sequence[Dated],
        rules: RuleSet = RuleSet.WHEELER,
        method: LimitsMethod | None = None,
    ) -> ControlChart:
        series = self._series(month.kpi, values)
        target = target_of(series, grain, month.target, path_in_force(month.kpi, month.target), month.span)
        kept = self._process_limits.get((month.kpi.kpi, grain), ())
        return control_chart(series, grain, self.day, kept, rules=rules, method=method, target=target)

    @cached_property
    def _process_limits(self) -> Mapping[tuple[str, Grain], Sequence[ProcessLimits]]:
        return process_limits(self._store, self._facts)


def _worst_first(line: KpiLine) -> tuple[int, float, str]:
    order, index = rollup.WORST_FIRST.index(line.status), line.attainment if line.over else line.pace
    return order, index.value if index.value is not None else 9.0, line.kpi.code
