"""The month in charts: goals against what was due of them, KPIs over a year, and the bridge from budget to actual."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial

from planlib.document import Chart, ChartKind, Drawing, Look, Series
from planlib.locale import Language
from planlib.locale.amounts import unit_apart
from planlib.locale.scale import scale
from planlib.metrics.exact import difference
from planlib.model import Kpi
from planlib.palette import LIGHT
from planlib.snapshot import KpiLine, Snapshot, Trend, task_groups
from planlib.vocabulary import Grain, Measure, TaskStatus

DRAWN = 4
"""KPIs whose year is drawn."""
_BARS = 45
"""Tasks that are drawn one by one at most, so that a page or a slide can be read; of more, their goals are drawn."""


def goal_chart(snapshot: Snapshot, _: Language) -> Chart | None:
    """Return the score of each goal beside what the paths ask for by now; None where no goal has one."""
    lines = [line for line in snapshot.objectives() if line.score.value is not None]
    if not lines:
        return None
    over = snapshot.day >= snapshot.key.last_day
    scores = tuple(_exact(line.score.value) for line in lines)
    due = tuple(_exact(line.due.value) for line in lines)
    planned = () if over else (Series(_("Expected by now"), Look.PLAN, due),)
    return Chart(
        name="goals",
        title=_("Score of the goals, 1 is reached"),
        kind=ChartKind.BARS,
        categories=tuple(_.name(line.objective, "title") for line in lines),
        series=(*planned, Series(_("Score"), Look.ACTUAL, scores)),
        scale=scale(_, [Decimal(1)]),
        unit="",
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def trend_charts(snapshot: Snapshot, _: Language) -> Iterator[Chart]:
    """Yield a year by month of the KPIs that weigh most, beside the year before."""
    from planlib.charts import last_months  # plotly comes along, which takes half a second

    for line in weightiest(snapshot):
        if Grain.MONTH in snapshot.grains(line.kpi.kpi):
            trend = last_months(snapshot.trend(line.kpi.kpi, Grain.MONTH), snapshot.day)
            if any(period.level.value is not None for period in trend.periods):
                yield _year(snapshot, trend, _)


def weightiest(snapshot: Snapshot) -> list[KpiLine]:
    """Return the KPIs that are drawn: those of most weight, in the order of the summary."""
    lines = [line for line in snapshot.kpis() if line.target.weight]
    chosen = sorted(lines, key=lambda line: -line.target.weight)[:DRAWN]
    return [line for line in lines if line in chosen]


def _year(snapshot: Snapshot, trend: Trend, _: Language) -> Chart:
    kpi, months = trend.kpi, trend.periods
    values = tuple(period.level.value for period in months)
    before = tuple(period.last_year.value.value for period in months)
    percent = kpi.measure is Measure.PERCENT
    known = [value for value in (*values, *before) if value is not None]
    return Chart(
        name=f"trend {kpi.code}",
        title=_(
            "{kpi}, {first} to {last}", kpi=_.name(kpi), first=_.month(months[0].start), last=_.month(months[-1].start)
        ),
        kind=ChartKind.LINES,
        categories=tuple(_.short_month(period.start) for period in months),
        series=(Series(_("Last year"), Look.LAST_YEAR, before), Series(_("Actual"), Look.ACTUAL, values)),
        scale=scale(_, [value * 100 for value in known] if percent else known),
        unit=unit_of(snapshot, kpi, known, _),
        percent=percent,
    )


def unit_of(snapshot: Snapshot, kpi: Kpi, values: Sequence[Decimal], _: Language) -> str:
    """Return what the numbers of a KPI's chart are in: 万元, ¥K, %."""
    currency = snapshot.team.currency
    if kpi.measure is Measure.PERCENT:
        return "%"
    if kpi.measure is Measure.CURRENCY and unit_apart(_, kpi, currency) in ("", "元"):
        return scale(_, values).unit(currency)
    return scale(_, values).mark + unit_apart(_, kpi, currency)


def bridge_chart(snapshot: Snapshot, _: Language) -> Chart | None:
    """Return the way from the phased budget to the actual; None where there is no budget."""
    from planlib.charts import Reader, bridge_bars

    view, currency = snapshot.budget(), snapshot.team.currency
    if not view.lines:
        return None
    bars = bridge_bars(view, Reader(_, LIGHT, currency))
    amounts = tuple(bar.end if bar.is_end else difference(bar.end, bar.start) for bar in bars)
    unit = scale(_, [bar.end for bar in bars])
    return Chart(
        name="bridge",
        title=_("From the phased budget to the actual"),
        kind=ChartKind.WATERFALL,
        categories=tuple(bar.name for bar in bars),
        series=(
            Series(_("Amount"), Look.STEPS, amounts, tuple(None if bar.is_end else not bar.adverse for bar in bars)),
        ),
        scale=unit,
        unit=unit.unit(currency),
    )


def gantt_drawing(snapshot: Snapshot, _: Language) -> Drawing | None:
    """Return the tasks over time; None where there are none."""
    from planlib.charts import Reader, gantt, gantt_of_groups, gantt_png, gantt_svg, gantt_words

    lines = [line for line in snapshot.tasks if line.status is not TaskStatus.CANCELLED]
    if not lines:
        return None
    goals = {line.objective.objective: _.name(line.objective, "title") for line in snapshot.objectives()}
    # whoever reads it does so later: the line at the snapshot's day is called by it
    when = snapshot.calendar, snapshot.day, date.max
    if len(lines) > _BARS:
        groups = task_groups(lines, lambda line: line.task.objective or "")
        drawn = gantt_of_groups(_, groups, *when, names={"": _("Without a goal")} | goals)
    else:
        owners = {person.person: _.name(person) for person in snapshot.people}
        drawn = gantt(_, lines, *when, goals=goals, owners=owners)
    reader = Reader(_, LIGHT, snapshot.team.currency)
    title, stamp = _("Tasks over time"), _("Data to {day}", day=_.day(snapshot.day))
    asked = (drawn, title, stamp, reader)
    svg, png = cache(partial(gantt_svg, *asked)), cache(partial(gantt_png, *asked))  # several formats want the same one
    return Drawing("gantt", title, gantt_words(drawn, reader), svg, png)
