"""Prints what it costs to bring in a million rows of actuals, against DuckDB's own `read_csv` and insert of the file.

A regular file has plain numbers and days; the odd one is what an export may look like: GB18030, every cell in
quotation marks, 2026年3月5日 and ¥1,234.50; a workbook has the rows as texts, days and numbers. Each is read, checked,
compared with the ledger and recorded, into an empty ledger; the regular one over a million other values too. Memory is
the most that a process of its own took, and the process that reads workbooks, as Linux tells it.

Run alone: python -m benchmarks.importing [regular | over | odd | workbook …]
"""

import itertools
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import xlsxwriter

from benchmarks.ledger_read import AT, KPIS, LAST, actuals, seconds, write
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.model import Kpi, Plan, PlanKey, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, FileKind

DAYS = 1000
PLAN = PlanKey("t", date(LAST.year, LAST.month, 1))
_TYPES = {"kpi": "varchar", "day": "date", "segment": "varchar", "value": "decimal(38, 15)"}
_AS_TEXT = {
    "regular": """
        select kpi, strftime(day, '%Y-%m-%d') as day, segment, printf('%.2f', value::double) as value from rows""",
    "odd": """
        select kpi as 指标, strftime(day, '%Y年%-m月%-d日') as 日期, segment as 地区,
            '¥' || format('{:,.2f}', value::double) as 实际值
        from rows""",
}


CASES = {
    "regular": ("a regular file, into an empty ledger", 5),
    "over": ("a regular file that changes a million rows", 15),
    "odd": ("an odd file, into an empty ledger", 15),
    "workbook": ("a workbook, into an empty ledger", 15),
}
"""What is measured, and how many times DuckDB's own time it may take."""


class Costs(NamedTuple):
    """What one file costs."""

    ratio: float
    """Time of the import against DuckDB's own of the regular file."""
    limit: float
    """At most so many times may it take."""
    memory: float
    """Bytes."""


def files(folder: Path, cases: Collection[str] = CASES) -> dict[str, Path]:
    """Write the million rows as the files of the cases, and return the paths."""
    rows = actuals(DAYS)
    found = {}
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        for name, sql in _AS_TEXT.items():
            path = found[name] = folder / f"{name}.csv"
            quotes = ", force_quote *" if name == "odd" else ""
            connection.execute(f"copy ({sql}) to '{path}' (header{quotes})")
    odd = found["odd"]
    odd.write_bytes(odd.read_text(encoding="utf-8").encode("gb18030"))
    found["over"] = found["regular"]
    if "workbook" in cases:
        found["workbook"] = _workbook(rows, folder / "workbook.xlsx")
    return found


def _workbook(rows: pa.Table, path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:  # texts kept once, as Excel does
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows.column_names)
        for number, cells in enumerate(zip(*(column.to_pylist() for column in rows.columns), strict=True), 1):
            sheet.write_row(number, 0, cells)
    return path


def planned(path: Path) -> Store:
    """Return a store with the KPIs and a plan, but no actuals."""
    store = Store.open(path, create=True)
    kpis = [Kpi(kpi=kpi, team="t", code=kpi) for kpi in KPIS]
    head = [Write("teams", [Team(team="t", code="t")]), Write("plans", [Plan(team=PLAN.team, month=PLAN.month)])]
    record(store, [*head, Write("kpis", kpis)], actor="bench", kind=ChangeKind.EDIT, at=AT)
    return store


def import_file(store: Store, path: Path) -> Preview:
    """Read, check, compare and record a file."""
    options = Options(history=True)
    found = preview(store, path.read_bytes(), path.name, FileKind.ACTUALS, PLAN, options, actor="bench", today=LAST)
    if found.problems or found.added + found.changed + found.unchanged != DAYS * 1000:
        raise RuntimeError(f"not all rows were read: {found.problems[:1]}")
    record_preview(store, found, actor="bench", at=AT, accept_warnings=True)
    return found


def costs(folder: Path, cases: Collection[str] = CASES) -> dict[str, Costs]:
    """Return by its label what each case costs."""
    paths = files(folder, cases)
    names = itertools.count()

    def bare() -> None:
        with duckdb.connect(str(folder / f"bare{next(names)}.duckdb")) as connection:
            connection.execute(f"create table actuals ({', '.join(f'{name} {kind}' for name, kind in _TYPES.items())})")
            sql = "insert into actuals from read_csv($file, columns=$types)"
            connection.execute(sql, {"file": str(paths["regular"]), "types": _TYPES})

    def ledger(way: str, name: str) -> Path:
        path = folder / f"{way} {name}.duckdb"
        store = planned(path)
        if way == "over":
            write(store, actuals(DAYS, offset=1))
        store.close()
        return path

    def ours(way: str) -> Callable[[], None]:
        def run() -> None:
            store = Store.open(ledgers[way].pop())
            import_file(store, paths[way])
            store.close()

        return run

    rounds = 5
    ledgers = {way: [ledger(way, str(number)) for number in range(rounds)] for way in cases}
    ledgers.setdefault("regular", []).append(ledger("regular", "first"))
    ours("regular")()  # what a server loads once is not what a file costs
    times = seconds({"bare": bare} | {way: ours(way) for way in cases}, rounds)
    return {
        label: Costs(times[way] / times["bare"], limit, _memory(paths[way], ledger(way, "memory")))
        for way, (label, limit) in CASES.items()
        if way in cases
    }


def _memory(path: Path, ledger: Path) -> float:
    """Return the most memory that a process takes that imports the file into the ledger and does nothing else."""
    command = [sys.executable, "-m", "benchmarks.importing", "memory", str(path), str(ledger)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _peak() -> float:
    """Return the most memory that this process and one that it started took, in bytes.

    Of its own `getrusage` counts what its parent took.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = float(status.partition("VmHWM:")[2].split()[0])
    return 1024 * (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def main(arguments: list[str]) -> None:
    """Print the table; with `memory`, a file and a ledger, the memory that importing the file takes."""
    if arguments[:1] == ["memory"]:
        file, ledger = map(Path, arguments[1:])
        store = Store.open(ledger)
        import_file(store, file)
        store.close()
        print(_peak())
        return
    with tempfile.TemporaryDirectory() as folder:
        for label, found in costs(Path(folder), arguments or CASES).items():
            print(f"{label:<50} x{found.ratio:.2f} of {found.limit}  {found.memory / 2**20:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
