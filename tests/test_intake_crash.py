"""A process killed while it imports a large file: the database holds all of it or nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path

from planlib.store.connect import Store
from planlib.store.ledger import Write, current, history, record, rows_of
from planlib.vocabulary import ChangeKind
from tests.intake_plan import MARCH, NOW, make_plan

IMPORT = """
import sys
from pathlib import Path
from planlib.intake.options import Options
from planlib.intake.preview import preview, record_preview
from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from tests.intake_plan import NOW, PLAN

store = Store.open(Path(sys.argv[1]))
data = Path(sys.argv[2]).read_bytes()
found = preview(store, data, "file.csv", FileKind.ACTUALS, PLAN, Options(), actor="test", today=NOW.date())
print("previewed", flush=True)
change = record_preview(store, found, actor="test", at=NOW)
print("recorded", flush=True)
"""
ROWS = 60_000
KILLS = 5
ROOT = Path(__file__).parent.parent


def imported(database: Path, file: Path, patience: float) -> bool:
    """Return whether a process said that the file was recorded before it was killed."""
    command = [sys.executable, "-c", IMPORT, str(database), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "previewed\n"
        time.sleep(patience)
        process.kill()
        return "recorded" in process.stdout.read()


def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    database, file = tmp_path / "plan.duckdb", tmp_path / "file.csv"
    rows = (f"REV,2025-03-{1 + number % 31:02},s{number // 31},{number}.5\n" for number in range(ROWS))
    file.write_text("kpi,date,segment,value\n" + "".join(rows))
    store = Store.open(database, create=True)
    make_plan(store)
    store.close()
    chance = random.Random(20250331)
    for _ in range(KILLS):
        told = imported(database, file, chance.uniform(0, 0.6))
        store = Store.open(database)
        change = history(store)[0]
        there = len(current(store, "actuals", where={"kpi": "k-rev"}))
        assert there in (0, ROWS)
        assert (there == ROWS) == (change.kind == ChangeKind.IMPORT)
        assert there == ROWS or not told
        if there:
            assert len(rows_of(store, change.change_id, limit=10)) == 10
            gone = [(row.kpi, row.day, row.segment) for row in (stored.record for stored in current(store, "actuals"))]
            record(store, [Write("actuals", removed=gone)], actor="test", kind=ChangeKind.EDIT, at=NOW)
        assert current(store, "plans", where={"month": MARCH})
        store.close()
