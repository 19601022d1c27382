"""A process killed while it saves: what it was told is recorded is there, whole, and nothing half."""

import random
import subprocess
import sys
import time
from pathlib import Path

from planlib.store.connect import Store
from planlib.store.ledger import history, rows_of

SAVE = """
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from planlib.model import Actual, Kpi, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind

store = Store.open(Path(sys.argv[1]), create=True)
given = {"actor": "mei", "kind": ChangeKind.IMPORT, "at": datetime(2026, 3, 9, tzinfo=UTC)}
record(store, [Write("teams", [Team(team="t", code="t")]), Write("kpis", [Kpi(kpi="k", team="t", code="k")])], **given)
while True:
    number = store.last_change()
    days = (date(2026, 1, 1) + timedelta(days=(number + part) % 40) for part in range(5))
    rows = [Actual(kpi="k", day=day, value=Decimal(number)) for day in days]
    change = record(store, [Write("actuals", rows)], **given)
    print(change.change_id, flush=True)
    if number % 7 == 0:
        with store.cursor() as cursor:
            cursor.execute("checkpoint")
"""
KILLS = 6


def killed(path: Path, patience: float) -> list[int]:
    """Return the changes that a process was told are recorded before it was killed."""
    with subprocess.Popen([sys.executable, "-c", SAVE, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(patience)
        process.kill()
        told = first + process.stdout.read()
    return [int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")]


def test_what_was_acknowledged_survives_a_kill_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.duckdb"
    chance = random.Random(20260309)
    told: set[int] = set()
    for kill in range(1, KILLS + 1):
        told |= set(killed(path, chance.uniform(0, 0.3)))
        store = Store.open(path)
        found = history(store)
        ids = [change.change_id for change in found]
        assert ids == list(range(len(ids), 0, -1))
        assert told <= set(ids)
        assert len(set(ids) - told) <= 1 + kill  # the first change, and one in flight at each kill
        assert all(len(rows_of(store, change.change_id)) == sum(change.counts.values()) for change in found)
        store.close()
