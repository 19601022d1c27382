"""How good the month-end forecasts were: every day of every closed month against what came.

It writes the tables of docs/forecast.md, which says what they show.

Run as ``python -m tools.backtest [--data FOLDER]``. The months are those of the sample plan and of the real files in
the folder, which stand beside the project and are no part of it. The forecasts are made by what the screens use, from
the days up to each day alone; values that were corrected since are taken as corrected.
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from math import fsum, sqrt
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple, TypeVar

from planlib.metrics import pace, periods
from planlib.metrics.forecast import Forecast
from planlib.metrics.kpis import Dated, DayValue
from planlib.metrics.periods import Calendar, Span
from planlib.metrics.projection import LEAST_FOR_ALIKE
from planlib.model import Kpi, Plan, PlanKey, Target, Team
from planlib.place import ROOT
from planlib.sample import TEAM, load_sample
from planlib.snapshot.kpis import kpi_month, month_forecast
from planlib.snapshot.reading import PlanFacts, read_plan, season_start
from planlib.snapshot.values import Series
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import Aggregation, Direction, Frequency, Gaps, PlanState
from planlib.vocabulary import Path as Course

K = TypeVar("K")

DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "forecast.md"
SAMPLE = "sample plan"
SHARES = (0.0, 0.3, 0.5, 0.7, 0.85, 1.0)
"""Edges of the shares of the month gone."""
CHANCES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Edges of the chances that were told."""
LEAST_WEEKS = 100
"""A weekly series of Chicago that is shorter is left out."""


class Made(NamedTuple):
    """One forecast, and what came."""

    source: str
    kpi: Kpi
    month: date
    day: date
    gone: float
    """Share of the month's path."""
    forecast: Forecast
    came: Decimal
    met: bool | None
    """The target was reached; None without one."""

    @property
    def held(self) -> bool | None:
        """Whether what came lay in the interval; None without one."""
        low, high = self.forecast.low, self.forecast.high
        return None if low is None or high is None else low <= self.came <= high


class Case(NamedTuple):
    """One KPI over its months."""

    source: str
    kpi: Kpi
    values: Sequence[Dated]
    months: Sequence[tuple[PlanFacts, Target]]


def made(cases: Iterable[Case]) -> list[Made]:
    """Return every forecast that was given, in order of case, month and day."""
    return [one for case in cases for facts, target in case.months for one in _of_month(case, facts, target)]


def _of_month(case: Case, facts: PlanFacts, target: Target) -> Iterator[Made]:
    series = Series(case.kpi, facts.calendar, facts.team.first_weekday, case.values)
    span = periods.month_span(facts.key.month, case.kpi.frequency, facts.team.first_weekday)
    came = series.over(span).whole.value
    if came is None:
        return
    way = pace.sign(case.kpi.direction)
    met = None if target.target is None or not way else way * (came - target.target) >= 0
    for day in span.days()[:-1]:
        known = replace(series, values=series.within(Span(season_start(facts), day)))
        month = kpi_month(facts, case.kpi, target, known, day)
        found = month_forecast(month)
        if found.value is not None and month.day == day and month.share < 1:
            yield Made(case.source, case.kpi, facts.key.month, day, float(month.share), found, came, met)


# the sample plan


def sample_cases(store: Store) -> Iterator[Case]:
    """Yield the KPIs of the sample plan over its closed months, each with that month's target."""
    plans = (stored.record for stored in current(store, "plans", where={"team": TEAM}))
    closed = sorted(plan.month for plan in plans if plan.state is PlanState.CLOSED)
    months = [read_plan(store, PlanKey(TEAM, month), None) for month in closed]
    last = months[-1]
    for kpi in last.kpis.values():
        values = queries.daily_values(store, [kpi.kpi], date.min, last.key.last_day + periods.WEEK, store.last_change())
        yield Case(SAMPLE, kpi, values, [(facts, facts.targets[kpi.kpi]) for facts in months])


# real files


def real_cases(folder: Path) -> Iterator[Case]:
    """Yield the series of the real files, each month with the one before as its target; sums of days by both paths."""
    for path in (Course.CALENDAR, Course.SEASONAL):
        yield from _orders(folder / "superstore_zh_orders.csv", path)
        yield from _catering(folder / "catering_daily_zh.csv", path)
    yield from _margin(folder / "superstore_zh_orders.csv")
    yield from _marketing(folder / "marketing_weekly.csv")
    yield from _chicago(folder / "chicago_311_weekly.csv")


def _orders(path: Path, course: Course) -> Iterator[Case]:
    for code, column in {"sales": "销售额", "profit": "利润", "quantity": "数量"}.items():
        days = _added_up(path, "订单日期", column)
        yield _case("superstore", _daily(code), [DayValue(*one) for one in days.items()], course)


def _margin(path: Path) -> Iterator[Case]:
    above, below = (_added_up(path, "订单日期", column) for column in ("利润", "销售额"))
    kpi = _daily("margin").model_copy(update={"aggregation": Aggregation.RATIO})
    yield _case("superstore", kpi, [DayValue(day, above[day], below[day]) for day in above])


def _catering(path: Path, course: Course) -> Iterator[Case]:
    """Yield what was sold; most days of the file have the same number as their profit."""
    days = _added_up(path, "日期", "销量")
    yield _case("restaurant", _daily("sold"), [DayValue(*one) for one in days.items()], course)


def _marketing(path: Path) -> Iterator[Case]:
    weeks = _added_up(path, "wk_strt_dt", "sales")
    kpi = _daily("sales").model_copy(update={"frequency": Frequency.WEEK, "gaps": Gaps.MISSING})
    yield _case("marketing", kpi, [DayValue(*one) for one in weeks.items()], first_weekday=6)


def _chicago(path: Path) -> Iterator[Case]:
    weeks: dict[str, list[DayValue]] = defaultdict(list)
    for row in _rows(path):
        requests = Decimal(row["Total Completed Requests"])
        month, day, year = map(int, row["Period Start"].split("/"))
        value = Decimal(row["Average Days to Complete Activity"]) * requests
        weeks[row["Activity"]].append(DayValue(date(year, month, day), value, requests))
    fields = {"aggregation": Aggregation.RATIO, "frequency": Frequency.WEEK, "gaps": Gaps.MISSING}
    for code, values in weeks.items():
        if len(values) >= LEAST_WEEKS:
            kpi = _daily(code).model_copy(update={**fields, "direction": Direction.DOWN})
            yield _case("chicago 311", kpi, sorted(values))


def _daily(code: str) -> Kpi:
    return Kpi(kpi=code, team="t", code=code, gaps=Gaps.ZERO)


def _case(
    source: str, kpi: Kpi, values: Sequence[DayValue], course: Course | None = None, first_weekday: int = 0
) -> Case:
    """Return the series over its whole months, each with what came in the month before as its target."""
    team = Team(team="t", code="t", country="", first_weekday=first_weekday)
    series = Series(kpi, Calendar(), first_weekday, sorted(values))
    months, before = [], None
    month = periods.next_month(series.values[0].day)
    while periods.month_end(month) <= series.values[-1].day:
        goal = Target(team="t", month=month, kpi=kpi.kpi, target=before, path=course)
        months.append((_facts(team, month), goal))
        came = series.over(periods.month_span(month, kpi.frequency, first_weekday)).whole.value
        before = None if came is None else round(came, 10)
        month = periods.next_month(month)
    return Case(source, kpi, series.values, months)


def _facts(team: Team, month: date) -> PlanFacts:
    plan = Plan(team="t", month=month, state=PlanState.CLOSED)
    return PlanFacts(PlanKey("t", month), 0, plan, team, Calendar(), {}, {}, {}, (), (), ())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _added_up(path: Path, day: str, column: str) -> dict[date, Decimal]:
    """Return the sum of a column by day, the earliest first; days are written 2024/4/27 or 2024-04-27."""
    found: dict[date, Decimal] = defaultdict(Decimal)
    for row in _rows(path):
        found[date(*map(int, re.split("[/-]", row[day])))] += Decimal(row[column] or 0)
    return dict(sorted(found.items()))


# how good they were


class Score(NamedTuple):
    """How the forecasts of one group did."""

    forecasts: int
    months: int
    """KPI-months they are from."""
    intervals: int
    coverage: float | None
    """Share of the intervals in which what came lay."""
    within: float | None
    """Standard error of the coverage, by KPI-months: the forecasts of one month are right or wrong together."""
    below: float | None
    """Share of the intervals below which it lay."""
    error: float
    """Median of |forecast − what came| ÷ |what came|."""
    bias: float
    """Median of (forecast − what came) ÷ |what came|."""


def score(group: Sequence[Made]) -> Score:
    """Return how the forecasts of a group did."""
    spans = [one for one in group if one.held is not None]
    off = [float((one.forecast.value - one.came) / abs(one.came)) for one in group if one.forecast.value and one.came]
    coverage = sum(bool(one.held) for one in spans) / len(spans) if spans else None
    months = grouped(spans, _month)
    return Score(
        forecasts=len(group),
        months=len({_month(one) for one in group}),
        intervals=len(spans),
        coverage=coverage,
        within=_standard_error(list(months.values()), coverage) if coverage is not None and len(months) > 1 else None,
        below=sum(one.came < (one.forecast.low or 0) for one in spans) / len(spans) if spans else None,
        error=median(map(abs, off)) if off else 0.0,
        bias=median(off) if off else 0.0,
    )


def _month(one: Made) -> tuple[str, str, date]:
    return one.source, one.kpi.kpi, one.month


def _standard_error(months: Sequence[Sequence[Made]], coverage: float) -> float:
    """Return the error of a ratio of sums over clusters."""
    residuals = [sum(bool(one.held) for one in month) - coverage * len(month) for month in months]
    count = len(months)
    return sqrt(count / (count - 1) * fsum(one**2 for one in residuals)) / sum(len(month) for month in months)


def grouped(found: Iterable[Made], key: Callable[[Made], K]) -> dict[K, list[Made]]:
    """Return the forecasts by `key`, in order of their first."""
    groups: dict[K, list[Made]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return groups


# the page


def tables(found: Sequence[Made]) -> dict[str, str]:
    """Return the tables of the page by name."""
    spans = [one for one in found if one.held is not None]
    return {
        "source": _table("source", found, lambda one: one.source),
        "method": _table("method", found, lambda one: f"{_group(one)} · {one.forecast.method}"),
        "kpi": _table("KPI", spans, lambda one: f"{one.source} · {one.kpi.code} · {one.forecast.method}"),
        "alike": _table(
            "neighbouring days",
            (one for one in spans if one.forecast.n >= LEAST_FOR_ALIKE and one.kpi.aggregation is not Aggregation.LAST),
            lambda one: f"{_group(one)} · {'alike' if one.forecast.alike else 'independent'}",
        ),
        "gone": _table("month gone", spans, lambda one: f"{_group(one)} · {_between(one.gone, SHARES)}"),
        "chance": _chances(found),
    }


def filled(page: str, tables: Mapping[str, str]) -> str:
    """Return the page with its tables in place of those between ``<!-- name -->`` and ``<!-- end -->``."""
    for name, table in tables.items():
        before, head, rest = page.partition(f"<!-- {name} -->\n")
        page = f"{before}{head}{table}\n{rest[rest.index('<!-- end -->') :]}"
    return page


def _group(one: Made) -> str:
    return "sample" if one.source == SAMPLE else "files"


def _between(share: float, edges: Sequence[float]) -> str:
    """Return between which edges a share lies, in words; the last edge lies within."""
    return next(f"{low:.0%} to {high:.0%}" for low, high in pairwise(edges) if share < high or high == edges[-1])


def _table(head: str, found: Iterable[Made], key: Callable[[Made], str]) -> str:
    lines = [f"| {head} | forecasts | KPI-months | intervals | held | came below | came above | error | bias |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    lines += [f"| {name} | {_cells(score(group))} |" for name, group in sorted(grouped(found, key).items())]
    return "\n".join(lines)


def _cells(one: Score) -> str:
    held = "—" if one.coverage is None else f"**{one.coverage:.0%}**" + (f" ± {one.within:.0%}" if one.within else "")
    below = "—" if one.below is None else f"{one.below:.0%}"
    above = "—" if one.below is None or one.coverage is None else f"{1 - one.coverage - one.below:.0%}"
    counts = f"{one.forecasts:,} | {one.months:,} | {one.intervals:,}"
    return f"{counts} | {held} | {below} | {above} | {one.error:.1%} | {one.bias:+.1%}"


def _chances(found: Iterable[Made]) -> str:
    """Return how often the target was reached where a chance was told."""
    lines = ["| chance told | forecasts | KPI-months | mean | reached |", "|---|--:|--:|--:|--:|"]
    told = [one for one in found if one.met is not None and one.forecast.probability is not None]
    told.sort(key=lambda one: one.forecast.probability or 0)
    for name, group in grouped(told, lambda one: _between(one.forecast.probability or 0, CHANCES)).items():
        mean = fmean(one.forecast.probability or 0 for one in group)
        counts = f"{len(group):,} | {len({_month(one) for one in group}):,}"
        lines.append(f"| {name} | {counts} | {mean:.0%} | **{fmean(bool(one.met) for one in group):.0%}** |")
    return "\n".join(lines)


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real files")
    folder = parser.parse_args().data
    if not folder.exists():
        parser.error(f"the real files are not in {folder}")
    with closing(Store.open(":memory:")) as store:
        load_sample(store, at=datetime.now(UTC), actor="local")
        found = [*made(sample_cases(store)), *made(real_cases(folder))]
    PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(found)), "utf-8")
    print(f"{len(found):,} forecasts; the tables are in {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
