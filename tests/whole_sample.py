"""Everything that can be asked of the sample plan, as lines of text; ``python -m tests.whole_sample`` prints them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from planlib.intake.options import Options
from planlib.intake.preview import preview
from planlib.model import PlanKey
from planlib.place import ROOT
from planlib.review.changed import changed
from planlib.sample import TEAM, load_sample
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import current, history, rows_of
from planlib.store.tables import TABLES
from planlib.vocabulary import FileKind
from tests.stores import empty_store

LOADED_AT = datetime(2026, 10, 24, 12, tzinfo=UTC)
TODAY = LOADED_AT.date()
ODD = {
    FileKind.ACTUALS: """kpi,day,segment,value,base
orders,2026-10-31,华东,9580,
gross_margin,2026-10-23,西南,-1,451016.92
complaints,2026-10-22,华东,99,
gmv,2026-10-23,华南,99999999,
merchants,2026-10-23,华东,2111,
""",
    FileKind.SPEND: """line,day,status,amount
ads,2026-10-23,actual,-5
""",
}
"""Files of rows that are unlikely, each in a way of its own."""
SEPTEMBER, OCTOBER = (PlanKey(TEAM, date(2026, month, 1)) for month in (9, 10))


def whole_sample() -> Iterator[str]:
    """Load the sample and give what it comes to: numbers, past and present rows, and imports."""
    with empty_store() as store:
        load_sample(store, at=LOADED_AT, actor="local")
        last = store.last_change()
        moments = ((SEPTEMBER, last), (OCTOBER, last // 2 + last // 3), (OCTOBER, last))
        opened = [open_snapshot(store, "local", key, today=TODAY, known_at=known_at) for key, known_at in moments]
        for snapshot in opened:
            yield from _lines(snapshot)
        yield repr(changed(store, *opened[1:]))
        yield from _behind(opened[-1])
        yield from _ledger(store, last // 2)
        yield from _imported(store)


def _lines(snapshot: Snapshot) -> Iterator[str]:
    view = snapshot.budget()
    yield from map(repr, (*snapshot.kpis(), *snapshot.objectives()))
    yield from map(repr, (*view.lines, view.revenue, view.cost, view.result))
    first = snapshot.original.value
    if first is not None:
        yield from map(repr, (first.moves, first.kpis, first.objectives, first.score, snapshot.original_budget))
    yield from map(repr, (snapshot.risks(), snapshot.schedule, snapshot.workload, snapshot.smart))


def _behind(snapshot: Snapshot) -> Iterator[str]:
    kpis = [line.kpi.kpi for line in snapshot.kpis()]
    yield from map(repr, snapshot.trends([(kpi, grain) for kpi in kpis for grain in snapshot.grains(kpi)]))
    for kpi in kpis[:: len(kpis) // 4]:
        yield from map(repr, (*snapshot.segments(kpi), *snapshot.actual_rows(kpi), *snapshot.events(kpi)))
        yield from map(repr, (snapshot.why(kpi), snapshot.control(kpi)))
    for line in snapshot.budget().lines[:3]:
        yield from map(repr, snapshot.payments(line.budget.line))
    yield from map(repr, (snapshot.meetings, snapshot.decisions, snapshot.check_ins, snapshot.moves, snapshot.lessons))


def _ledger(store: Store, known_at: int) -> Iterator[str]:
    for table in TABLES:
        yield from map(repr, current(store, table, known_at=known_at))
    changes = history(store)
    yield from map(repr, changes)
    for change in changes[::10]:
        yield from map(repr, rows_of(store, change.change_id, limit=20))


def _imported(store: Store) -> Iterator[str]:
    """Import a file of the sample again, and rows that each need a tick, which ask for what stands beside them."""
    again = ROOT / "data" / "sample" / "uploads" / "actuals-2026-10-24.csv"
    for kind, content in ((FileKind.ACTUALS, again.read_bytes()), *((kind, odd.encode()) for kind, odd in ODD.items())):
        found = preview(store, content, again.name, kind, OCTOBER, Options(), actor="local", today=TODAY)
        yield from sorted(map(repr, (*found.notices, *found.warnings, *found.additions, *found.changes)))
        yield repr(found.unchanged)


if __name__ == "__main__":
    for told in whole_sample():
        print(told)
