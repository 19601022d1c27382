"""Prints what the ledger costs beside DuckDB's bare work on the same rows, as ratios measured in one run.

Reading: daily values of 50 KPIs over 13 months, with some million rows of history loaded in day order, against the
same rows summed without looking for the newest; then with the last month, or every row, written a second time. The
other ways to find the newest row stand beside ours. Writing: a million rows recorded against DuckDB's own insert.

Run alone: python -m benchmarks.ledger_read [MILLIONS …]
"""

import gc
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as csv

from planlib.model import Kpi, Team
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind

KPIS = [f"kpi{number:09d}" for number in range(50)]
SEGMENTS = 20
LAST = date(2026, 12, 31)
FIRST = LAST - timedelta(days=396)
AT = datetime(2027, 1, 1, tzinfo=UTC)
ROUNDS = 7

_RANGE = "kpi in (select unnest($kpis::varchar[])) and day between $first and $last and change_id <= $known_at"
BARE = f"select kpi, day, sum(value), sum(base) from actuals where {_RANGE} group by all order by all"
OTHERS = {
    "arg_max": f"""
        select kpi, day, sum(newest.value), sum(newest.base)
        from (
            select kpi, day, segment, arg_max(struct_pack(value, base, removed), change_id) as newest
            from actuals where {_RANGE} group by kpi, day, segment
        )
        where not newest.removed group by kpi, day order by kpi, day""",
    "window": f"""
        select kpi, day, sum(value), sum(base)
        from (
            select * from actuals where {_RANGE}
            qualify row_number() over (partition by kpi, day, segment order by change_id desc) = 1
        )
        where not removed group by kpi, day order by kpi, day""",
}


def actuals(days: int, offset: int = 0) -> pa.Table:
    """Return one value per KPI, segment and day for the last `days` days, in day order."""
    sql = """
        select printf('kpi%09d', k) as kpi, $last::date - ($days - 1 - d)::integer as day, 'segment ' || s as segment,
            ((hash(k, d, s) % 100000 + $offset) / 100)::decimal(38, 15) as value
        from range($days) as t(d), range($kpis) as u(k), range($segments) as v(s)
        order by d, k, s"""
    values = {"last": LAST, "days": days, "kpis": len(KPIS), "segments": SEGMENTS, "offset": offset}
    with duckdb.connect() as connection:
        return connection.sql(sql, params=values).to_arrow_table()


def write(store: Store, rows: pa.Table) -> None:
    """Record rows as an import does."""
    based_on = store.last_change()
    record(store, [Write("actuals", rows, based_on=based_on)], actor="bench", kind=ChangeKind.IMPORT, at=AT)


def empty(path: Path) -> Store:
    """Return a store with the KPIs, but no actuals."""
    store = Store.open(path, create=True)
    kpis = [Kpi(kpi=kpi, team="t", code=kpi) for kpi in KPIS]
    head = [Write("teams", [Team(team="t", code="t")]), Write("kpis", kpis)]
    record(store, head, actor="bench", kind=ChangeKind.EDIT, at=AT)
    return store


def filled(path: Path, millions: int) -> Store:
    """Return a store with `millions` million rows of actuals, a million in each change."""
    store = empty(path)
    rows = actuals(millions * 1_000_000 // (len(KPIS) * SEGMENTS))
    for start in range(0, rows.num_rows, 1_000_000):
        write(store, rows.slice(start, 1_000_000))
    return store


def seconds(ways: Mapping[str, Callable[[], Any]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median time of each way, taken in turns so that a busy moment hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            gc.collect()  # or the garbage of one way is paid for by the next
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def read(store: Store) -> dict[str, float]:
    """Return the times of the bare aggregation, of ours and of the other ways."""
    values = {"kpis": KPIS, "first": FIRST, "last": LAST, "known_at": store.last_change()}

    def ask(sql: str) -> Callable[[], Any]:
        def run() -> list[Any]:
            with store.cursor() as cursor:
                return cursor.execute(sql, values).fetchall()

        return run

    ways = {"bare": ask(BARE), "ledger": lambda: _daily(store)}
    return seconds(ways | {name: ask(sql) for name, sql in OTHERS.items()})


def _daily(store: Store) -> list[queries.DailyValue]:
    return queries.daily_values(store, KPIS, FIRST, LAST, store.last_change())


def show(label: str, times: Mapping[str, float]) -> None:
    """Print one line: milliseconds of the first way, then the ratio of each other way to it."""
    bare, *others = times.items()
    ratios = "  ".join(f"{name} x{taken / bare[1]:.2f}" for name, taken in others)
    print(f"{label:<40} {bare[0]} {1000 * bare[1]:6.1f} ms  {ratios}")


def main(sizes: list[int]) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        stores = {millions: filled(Path(folder) / f"{millions}.duckdb", millions) for millions in sizes}
        show_reading(stores, "written once")
        show_sizes(stores)
        for rows, label in ((actuals(30, offset=1), "last month written twice"), (actuals(397, offset=2), "all again")):
            for store in stores.values():
                write(store, rows)
            show_reading(stores, label)
        for store in stores.values():
            store.close()
        show("a million rows of CSV", writing(Path(folder)))


def show_reading(stores: Mapping[int, Store], label: str) -> None:
    """Print one line for each size of history."""
    for millions, store in stores.items():
        show(f"{millions} million rows, {label}", read(store))


def show_sizes(stores: Mapping[int, Store]) -> None:
    """Print what the ledger's read costs with each size of history, beside the smallest."""
    ways: dict[str, Callable[[], Any]] = {
        f"{millions} million": partial(_daily, store) for millions, store in stores.items()
    }
    show("the same rows read out of", seconds(ways, rounds=3 * ROUNDS))


def writing(folder: Path) -> dict[str, float]:
    """Return the times to bring a CSV file's million rows into a database file: DuckDB's own way, and the ledger's."""
    source = folder / "million.csv"
    csv.write_csv(actuals(1000), source)
    types = {"kpi": "varchar", "day": "date", "segment": "varchar", "value": "decimal(38, 15)"}
    names = itertools.count()

    def bare() -> None:
        with duckdb.connect(str(folder / f"{next(names)}.duckdb")) as connection:
            connection.execute(f"create table actuals ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
            connection.execute(
                "insert into actuals from read_csv($file, columns=$types)", {"file": str(source), "types": types}
            )

    def ledger() -> None:
        store = empty(folder / f"{next(names)}.duckdb")
        kinds = {name: TABLES["actuals"].kind(name).arrow for name in types}
        write(store, csv.read_csv(source, convert_options=csv.ConvertOptions(column_types=kinds)))
        store.close()

    return seconds({"read_csv and insert": bare, "ledger": ledger}, rounds=3)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 10])
