"""How the month compares: the last whole week and month of each KPI, against those before and a year earlier."""

from planlib.document import Cell, Column, Sentence, Table
from planlib.document.cells import text_cell
from planlib.findings import change_words, last_whole, period_name, trends_finding, worse_than_last_year
from planlib.locale import NONE, Language, plain
from planlib.locale.amounts import quantity
from planlib.metrics.figure import Figure
from planlib.model import Kpi
from planlib.month_end.telling import Telling
from planlib.snapshot import KpiLine, Snapshot, Trend
from planlib.vocabulary import Grain

GRAINS = (Grain.WEEK, Grain.MONTH)


def trend_sentence(snapshot: Snapshot, _: Language) -> Sentence:
    """Return which KPIs were worse in their last whole month than a year earlier."""
    wanted = [(line.kpi.kpi, Grain.MONTH) for line in snapshot.kpis() if Grain.MONTH in snapshot.grains(line.kpi.kpi)]
    if not wanted:
        return Sentence("trends", "")
    trends, telling = snapshot.trends(wanted), Telling(snapshot, _)
    telling.count("kpis", _("KPIs that are worse than last year"), len(worse_than_last_year(trends)))
    return telling.sentence("trends", trends_finding(_, trends))


def trend_table(snapshot: Snapshot, _: Language) -> Table:
    """Return a row per KPI and grain, as far as it has one: value, change, change from a year earlier."""
    columns = (
        Column("code", _("Code"), right=False, data=True),
        Column("kpi", _("KPI"), right=False),
        Column("week", _("Week"), right=False, data=True),
        Column("week_value", _("Last whole week")),
        Column("week_change", _("WoW")),
        Column("week_year", _("YoY")),
        Column("month", _("Month"), right=False, data=True),
        Column("month_value", _("Last whole month")),
        Column("month_change", _("MoM")),
        Column("month_year", _("YoY")),
    )
    rows = tuple(_row(snapshot, line, _) for line in snapshot.kpis())
    spans = [_most([row[at].text for row in rows]) for at in (2, 6)]
    return Table("trends", _("Trends"), columns, rows, note=_.join([span for span in spans if span]))


def _most(names: list[str]) -> str:
    """Return the period that most KPIs are compared by."""
    known = [name for name in names if name != NONE]
    return max(known, key=known.count) if known else ""


def _row(snapshot: Snapshot, line: KpiLine, _: Language) -> tuple[Cell, ...]:
    kpi, known = line.kpi, snapshot.grains(line.kpi.kpi)
    parts = [_part(snapshot, snapshot.trend(kpi.kpi, grain), _) if grain in known else _nothing() for grain in GRAINS]
    return (text_cell(kpi.code), text_cell(_.name(kpi)), *parts[0], *parts[1])


def _nothing() -> tuple[Cell, ...]:
    return (Cell(NONE),) * 4


def _part(snapshot: Snapshot, trend: Trend, _: Language) -> tuple[Cell, ...]:
    whole = last_whole(trend)
    if whole is None:
        return _nothing()
    name = period_name(_, trend.grain, whole.start, snapshot.day, whole.last)
    value = whole.value.value
    return (
        Cell(name, str(whole.start)),
        Cell(quantity(_, trend.kpi, value, snapshot.team.currency), "" if value is None else plain(value)),
        _change(_, trend.kpi, whole.before.change),
        _change(_, trend.kpi, whole.last_year.change),
    )


def _change(_: Language, kpi: Kpi, change: Figure[float]) -> Cell:
    return Cell(NONE if change.value is None else change_words(_, kpi, change), _exact(change))


def _exact(change: Figure[float]) -> str:
    return "" if change.value is None else repr(change.value)
