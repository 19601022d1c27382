"""What the KPIs are to reach: from where, by when, and along which path."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from planlib.document import Cell, Chart, ChartKind, Column, Look, Series, Table
from planlib.document.cells import person_cell, text_cell
from planlib.kick_off.goals import heaviest_first
from planlib.locale import NONE, Language, plain, round_half_up
from planlib.locale.amounts import quantity, target_words
from planlib.locale.scale import scale, settled
from planlib.locale.words import word
from planlib.metrics.periods import Span, clipped_weeks, month_span
from planlib.month_end.figures import DRAWN, unit_of
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Measure, Path


def aimed(snapshot: Snapshot) -> list[KpiLine]:
    """Return the KPIs that have a target: goal by goal, those of most weight first."""
    goals = [line.objective.objective for line in heaviest_first(snapshot)]

    def order(line: KpiLine) -> tuple[int, Decimal, str]:
        goal = line.target.objective
        return goals.index(goal) if goal in goals else len(goals), -line.target.weight, line.kpi.code

    return sorted(filter(_has_aim, snapshot.kpis()), key=order)


def _has_aim(line: KpiLine) -> bool:
    target = line.target
    return any(one is not None for one in (target.target, target.lower, target.growth_rate))


def weeks(snapshot: Snapshot) -> list[Span]:
    """Return the weeks of the month, cut at its edges."""
    return clipped_weeks(month_span(snapshot.key.month), snapshot.team.first_weekday)


def target_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per KPI with a target: its goal and owner, from where to where, and along which path."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("kpi", _("KPI"), right=False),
        Column("goal", _("Goal"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("baseline", _("Baseline")),
        Column("target", _("Target")),
        Column("weight", _("Weight")),
        Column("path", _("Path"), right=False),
    )
    return Table("targets", _("Targets"), columns, tuple(_target(snapshot, line, _) for line in aimed(snapshot)))


def _target(snapshot: Snapshot, line: KpiLine, _: Language) -> tuple[Cell, ...]:
    kpi, target = line.kpi, line.target
    goal = snapshot.strategies.objectives.get(target.objective or "")
    return (
        text_cell(kpi.code),
        text_cell(_.name(kpi)),
        text_cell(_.name(goal, "title")) if goal else Cell(NONE),
        person_cell(line.owner, _),
        _value(snapshot, line, target.baseline, _),
        _aim(snapshot, line, _),
        Cell(_.exact(target.weight), plain(target.weight)),
        text_cell(word(_, line.path)),
    )


def _value(snapshot: Snapshot, line: KpiLine, value: Decimal | None, _: Language) -> Cell:
    if value is None:
        return Cell(NONE)
    shown = round_half_up(value, 0) if line.kpi.whole else value
    text = quantity(_, line.kpi, shown, snapshot.team.currency)
    return Cell(text, plain(value), full=quantity(_, line.kpi, settled(value, 6), snapshot.team.currency, exact=True))


def _aim(snapshot: Snapshot, line: KpiLine, _: Language) -> Cell:
    """Return the target: of a range both ends, of a growth its rate."""
    if line.target.target is not None:
        return _value(snapshot, line, line.target.target, _)
    text = target_words(_, line.kpi, line.target, snapshot.team.currency, unit=True)
    bounds = [one for one in (line.target.lower, line.target.upper, line.target.growth_rate) if one is not None]
    return Cell(text, "–".join(map(plain, bounds)))


def weekly_table(snapshot: Snapshot, _: Language) -> Table:
    """Return where each KPI is to stand at the end of each week, what came before included."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("kpi", _("KPI"), right=False),
        *(Column(f"by_{week.last}", _("by {day}", day=_.short_day(week.last))) for week in weeks(snapshot)),
    )
    rows = tuple(_by_week(snapshot, line, _) for line in aimed(snapshot))
    note = _("What the month is to have come to by the end of each week; a level is to be kept in every one.")
    return Table("weekly_targets", _("Weekly targets"), columns, rows, note=note)


def _by_week(snapshot: Snapshot, line: KpiLine, _: Language) -> tuple[Cell, ...]:
    path, aim = snapshot.day_by_day(line.kpi.kpi).path, _aim(snapshot, line, _)
    ends = [_at(path, week.last) for week in weeks(snapshot)]
    cells = (aim if value is None else _value(snapshot, line, value, _) for value in ends)
    return (text_cell(line.kpi.code), text_cell(_.name(line.kpi)), *cells)


def _at(path: tuple[tuple[date, Decimal], ...], day: date) -> Decimal | None:
    """Return where a path stands on a day; None where there is none."""
    return next((value for when, value in reversed(path) if when <= day), None)


def path_charts(snapshot: Snapshot, _: Language) -> Iterator[Chart]:
    """Yield where those KPIs are to stand from week to week that weigh most among those that go along a path."""
    lines = [line for line in aimed(snapshot) if line.path is not Path.LEVEL and line.target.target is not None]
    chosen = sorted(lines, key=lambda line: -line.target.weight)[:DRAWN]
    for line in chosen:
        if path := snapshot.day_by_day(line.kpi.kpi).path:
            yield _path(snapshot, line, path, _)


def _path(snapshot: Snapshot, line: KpiLine, path: tuple[tuple[date, Decimal], ...], _: Language) -> Chart:
    ends = [week.last for week in weeks(snapshot)]
    values = tuple(settled(_at(path, day) or Decimal(0), 6) for day in ends)
    percent = line.kpi.measure is Measure.PERCENT
    return Chart(
        name=f"path {line.kpi.code}",
        title=_.name(line.kpi),
        kind=ChartKind.LINES,
        categories=tuple(_.short_day(day) for day in ends),
        series=(Series(_("Target to date"), Look.PLAN, values),),
        scale=scale(_, [value * 100 for value in values] if percent else values),
        unit=unit_of(snapshot, line.kpi, values, _),
        percent=percent,
    )
