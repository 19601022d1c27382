"""How long the whole pack of a month takes, all six formats: of the sample plan, and of one with 50 KPIs and 200 tasks.

Each is made by a process that made none before, so that the libraries which draw and typeset are loaded within the
time; what every command and page has loaded is not.

Run alone: python -m benchmarks.packing
"""

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.drawing import planned_work
from benchmarks.ledger_read import AT
from benchmarks.snapshot import KEY, TODAY, planned
from planlib.export.pack import Format
from planlib.locale import language
from planlib.model import PlanKey
from planlib.packs import What, archived
from planlib.sample import load_sample
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import record
from planlib.vocabulary import ChangeKind

TASKS, LINKS = 200, 400
SAMPLE_DAY = date(2026, 10, 26)


def seconds(folder: Path) -> dict[str, float]:
    """Return how long the pack of each plan takes."""
    sample, large = folder / "packed-sample.duckdb", folder / "packed-large.duckdb"
    store = Store.open(sample, create=True)
    key = load_sample(store, at=AT, actor="bench")
    store.close()
    store = planned(large, 1)
    record(store, planned_work(KEY, TASKS, LINKS), actor="bench", kind=ChangeKind.EDIT, at=AT, reason="bench", plan=KEY)
    store.close()
    plans = {"the sample plan": (sample, key, SAMPLE_DAY), "50 KPIs and 200 tasks": (large, KEY, TODAY)}
    return {name: _apart(*plan) for name, plan in plans.items()}


def _apart(database: Path, key: PlanKey, today: date) -> float:
    asked = ["-m", "benchmarks.packing", str(database), key.team, key.month.isoformat(), today.isoformat()]
    done = subprocess.run([sys.executable, *asked], check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


def _once(database: Path, key: PlanKey, today: date) -> float:
    store = Store.open(database)
    began = time.perf_counter()
    snapshot = open_snapshot(store, "bench", key, today=today)
    archived(What.SUMMARY, list(Format), store, snapshot, today, [language("zh")])
    took = time.perf_counter() - began
    store.close()
    return took


if __name__ == "__main__":
    if len(sys.argv) > 1:
        path, team, month, day = sys.argv[1:]
        print(_once(Path(path), PlanKey(team, date.fromisoformat(month)), date.fromisoformat(day)))
    else:
        with tempfile.TemporaryDirectory() as made:
            for plan, took in seconds(Path(made)).items():
                print(f"{plan}: {took:.1f} s")
