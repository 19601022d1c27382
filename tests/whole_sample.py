"""Everything that can be asked of the sample plan, as lines of text; ``python -m tests.whole_sample`` prints them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from planlib.intake.options import Options
from planlib.intake.preview import preview
from planlib.model import PlanKey
from planlib.place import ROOT
from planlib.sample import TEAM, load_sample
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current, history, rows_of
from planlib.store.tables import TABLES
from planlib.vocabulary import FileKind
from tests.stores import empty_store

LOADED_AT = datetime(2026, 10, 24, 12, tzinfo=UTC)
TODAY = LOADED_AT.date()
SEPTEMBER, OCTOBER = (PlanKey(TEAM, date(2026, month, 1)) for month in (9, 10))


def whole_sample() -> Iterator[str]:
    """Load the sample and give what it comes to: numbers, past and present rows, and an import made twice."""
    with empty_store() as store:
        load_sample(store, at=LOADED_AT, actor="local")
        last = store.last_change()
        for key, known_at in ((SEPTEMBER, last), (OCTOBER, last // 2 + last // 3), (OCTOBER, last)):
            snapshot = open_snapshot(store, "local", key, today=TODAY, known_at=known_at)
            yield from _lines(snapshot)
        yield from _behind(snapshot)
        yield from _ledger(store, last // 2)
        yield from _imported_again(store)


def _lines(snapshot: Snapshot) -> Iterator[str]:
    view = snapshot.budget()
    yield from map(repr, (*snapshot.kpis(), *snapshot.objectives(), *view.lines, view.revenue, view.cost, view.result))


def _behind(snapshot: Snapshot) -> Iterator[str]:
    for kpi in (line.kpi.kpi for line in snapshot.kpis()):
        yield from map(repr, (*snapshot.segments(kpi), *snapshot.actual_rows(kpi)))
        yield from (repr(snapshot.trend(kpi, grain)) for grain in snapshot.grains(kpi))
    for line in snapshot.budget().lines:
        yield from map(repr, snapshot.payments(line.budget.line))


def _ledger(store: Store, known_at: int) -> Iterator[str]:
    for table in TABLES:
        yield from map(repr, current(store, table, known_at=known_at))
    for change in history(store):
        yield repr(change)
        yield from map(repr, rows_of(store, change.change_id, limit=20))


def _imported_again(store: Store) -> Iterator[str]:
    path = ROOT / "data" / "sample" / "uploads" / "actuals-2026-10-24.csv"
    yield repr(
        preview(store, path.read_bytes(), path.name, FileKind.ACTUALS, OCTOBER, Options(), actor="local", today=TODAY)
    )


if __name__ == "__main__":
    for told in whole_sample():
        print(told)
