"""The questions that snapshots ask, one SQL file each; a row as the database gives it.

Every answer is as of a change, `known_at`; ranges of days include both ends. SQL adds up, Python judges.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from planlib.model import PlanKey, Spend
from planlib.store.connect import Store
from planlib.store.rows import record_of
from planlib.store.tables import TABLES
from planlib.vocabulary import SpendStatus

_SQL = Path(__file__).with_name("sql")


class DailyValue(NamedTuple):
    """A KPI's day, its segments taken together."""

    kpi: str
    day: date
    value: Decimal
    """The numerator of a ratio KPI."""
    base: Decimal | None
    """Its denominator; None where a segment has none."""


class SegmentValue(NamedTuple):
    """A KPI's day in one segment."""

    segment: str
    day: date
    value: Decimal
    base: Decimal | None


class ActualRow(NamedTuple):
    """One row of actuals, and the change that wrote it."""

    day: date
    segment: str
    value: Decimal
    base: Decimal | None
    note: str
    change_id: int


class LastDay(NamedTuple):
    """The last day on which a KPI has a value."""

    kpi: str
    day: date


class Extremes(NamedTuple):
    """What the values of a KPI have been."""

    smallest: Decimal
    largest: Decimal
    has_base: bool
    """Some of them have a denominator."""


class SpendTotal(NamedTuple):
    """A budget line's money in one status."""

    line: str
    status: SpendStatus
    amount: Decimal
    """Of requests and commitments what is still open."""
    payments: int
    """Rows behind it."""
    quantity: Decimal = Decimal(0)
    """What those rows paid for that say so."""
    measured: int = 0
    """How many do."""


class SpendRow(NamedTuple):
    """One request, commitment or payment, and the change that wrote it."""

    spend: Spend
    change_id: int


class ActionDay(NamedTuple):
    """By when an action was to be done, as a change says."""

    decision: str
    meeting: str | None
    """In which it was taken down."""
    due: date
    change_id: int


class RestatedValue(NamedTuple):
    """A value that was another one before; None where there was or is none."""

    change_id: int
    """The change that wrote what stands now."""
    kpi: str
    day: date
    segment: str
    value_before: Decimal | None
    base_before: Decimal | None
    value: Decimal | None
    base: Decimal | None
    values: int
    """How many of the KPI the change restated."""
    difference: Decimal
    """By how much they differ in all; of a ratio KPI its numerators."""
    base_difference: Decimal


class ValueChange(NamedTuple):
    """What a change did to the values of a KPI."""

    change_id: int
    added: int
    changed: int
    removed: int
    first: date
    """Of the days they are about."""
    last: date


def daily_values(store: Store, kpis: Sequence[str], first: date, last: date, known_at: int) -> list[DailyValue]:
    """One value per KPI and day that has actuals, by KPI and day."""
    found = _ask(
        store, "daily_values", of=("actuals", "kpis"), kpis=list(kpis), first=first, last=last, known_at=known_at
    )
    return list(map(DailyValue._make, found))


def segment_values(store: Store, kpi: str, first: date, last: date, known_at: int) -> list[SegmentValue]:
    """One value per segment and day of a KPI, by segment and day."""
    found = _ask(store, "segment_values", kpi=kpi, first=first, last=last, known_at=known_at)
    return list(map(SegmentValue._make, found))


def actual_rows(store: Store, kpi: str, first: date, last: date, known_at: int) -> list[ActualRow]:
    """The rows behind a KPI, by day and segment."""
    found = _ask(store, "actual_rows", kpi=kpi, first=first, last=last, known_at=known_at)
    return list(map(ActualRow._make, found))


def value_changes(store: Store, kpi: str, first: date, last: date, known_at: int) -> list[ValueChange]:
    """What each change did to the values of a KPI, oldest first."""
    found = _ask(store, "value_changes", kpi=kpi, first=first, last=last, known_at=known_at)
    return list(map(ValueChange._make, found))


def last_days(store: Store, kpis: Sequence[str], first: date, last: date, known_at: int) -> list[LastDay]:
    """The last day with a value for each KPI that has one in the range, by KPI."""
    found = _ask(store, "last_days", of=("actuals",), kpis=list(kpis), first=first, last=last, known_at=known_at)
    return list(map(LastDay._make, found))


def spend_totals(store: Store, lines: Sequence[str], day: date, known_at: int) -> list[SpendTotal]:
    """Money requested, committed and paid up to `day`, by line and status; commitments less what settled them."""
    found = _ask(store, "spend_totals", of=("spend",), lines=list(lines), day=day, known_at=known_at)
    return [SpendTotal(line, SpendStatus(status), *numbers) for line, status, *numbers in found]


def used_by_day(store: Store, lines: Sequence[str], day: date, known_at: int) -> dict[str, list[tuple[date, Decimal]]]:
    """Money spent and committed on each line that has any, up to each day on which something was booked, in order."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for line, booked, used in _ask(store, "used_by_day", of=("spend",), lines=list(lines), day=day, known_at=known_at):
        found.setdefault(line, []).append((booked, used))
    return found


def spend_rows(store: Store, line: str, day: date, known_at: int) -> list[SpendRow]:
    """The rows behind a budget line up to `day`, by day and payment."""
    found = _ask(store, "spend_rows", line=line, day=day, known_at=known_at)
    return [SpendRow(_spend(row[:-1]), row[-1]) for row in found]


def values_before(store: Store, written: pa.Table, most: int, known_at: int) -> pa.Table:
    """What stands before the rows `written` (kpi, segment, month, day): a row per KPI, segment and month of them.

    It is about the latest values, at most `most`; the columns are those of the SQL.
    """
    with store.cursor() as cursor:
        cursor.register("written", written)
        found: pa.Table = cursor.sql(
            _text("values_before"), params={"latest": most, "known_at": known_at}
        ).to_arrow_table()
        return found


def last_before(store: Store, written: pa.Table, known_at: int) -> pa.Table:
    """The latest value that stands before each of the rows `written` (row, kpi, segment, day), but none they replace.

    The columns are those of the SQL.
    """
    with store.cursor() as cursor:
        cursor.register("written", written)
        found: pa.Table = cursor.sql(_text("last_before"), params={"known_at": known_at}).to_arrow_table()
        return found


def extremes(store: Store, kpis: Sequence[str], known_at: int) -> dict[str, Extremes]:
    """What the values of each KPI that has any have been; those of a ratio KPI are its numerators."""
    return {kpi: Extremes(*found) for kpi, *found in _ask(store, "extremes", kpis=list(kpis), known_at=known_at)}


def spend_extremes(store: Store, lines: Sequence[str], known_at: int) -> dict[str, tuple[Decimal, Decimal]]:
    """The smallest and the largest amount of each budget line that has any."""
    found = _ask(store, "spend_extremes", lines=list(lines), known_at=known_at)
    return {line: (smallest, largest) for line, smallest, largest in found}


def days_by_segment(store: Store, written: pa.Table, known_at: int) -> pa.Table:
    """What stands on the days of `written` (kpi, day), or else on the last one before; the columns are the SQL's."""
    with store.cursor() as cursor:
        cursor.register("written", written)
        found: pa.Table = cursor.sql(_text("days_by_segment"), params={"known_at": known_at}).to_arrow_table()
        return found


def segments(store: Store, kpis: Sequence[str], last: date, known_at: int) -> dict[str, list[str]]:
    """The segments that each KPI has had up to `last`, in order; "" for a KPI as a whole."""
    found: dict[str, list[str]] = {}
    for kpi, segment in _ask(store, "segments", kpis=list(kpis), last=last, known_at=known_at):
        found.setdefault(kpi, []).append(segment)
    return found


def restated_values(
    store: Store, untils: Mapping[str, date], before: int, after: int, most: int
) -> list[RestatedValue]:
    """Values that counted at the change `before` and are others at `after`, by change, KPI, day and segment.

    `untils` is the last day that counted of each KPI; of each change and KPI the first `most` are told.
    """
    kpis, days = list(untils), list(untils.values())
    found = _ask(store, "restated_values", kpis=kpis, untils=days, before=before, after=after, most=most)
    return list(map(RestatedValue._make, found))


def action_days(store: Store, team: str, known_at: int) -> list[ActionDay]:
    """The days by which a team's actions were to be done, as they were written, by action and change."""
    return list(map(ActionDay._make, _ask(store, "action_days", team=team, known_at=known_at)))


def task_moves(store: Store, plan: PlanKey, since: int, known_at: int) -> dict[str, int]:
    """How many times the planned finish of each task that was moved was changed after the change `since`."""
    return dict(_ask(store, "task_moves", team=plan.team, month=plan.month, since=since, known_at=known_at))


def _spend(values: Sequence[Any]) -> Spend:
    spend = record_of(TABLES["spend"], values)
    assert isinstance(spend, Spend)
    return spend


def _ask(store: Store, name: str, *, of: tuple[str, ...] = (), **values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of the query; of one that several pages ask as of a change, `of` the tables, they are kept."""

    def read() -> list[tuple[Any, ...]]:
        with store.cursor() as cursor:
            return cursor.execute(_text(name), values).fetchall()

    if not of:
        return read()
    known_at = values["known_at"]
    asked = (name, repr({**values, "known_at": None}))
    return store.memory.answer(store, of, known_at, asked, read)


@cache
def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
