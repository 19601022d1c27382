"""The sample plan: an invented e-commerce operations team, three closed months and one in progress.

``data/sample`` holds the definitions as tables, the files that the team uploads, and ``story.toml``, which tells
who did what when and why. Loading it records those changes one by one, so that the ledger has a past to look back
on: weekly meetings, adjusted targets, an import that was taken back. Ids are made of the short names in the files.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from pydantic import AwareDatetime, BaseModel, ConfigDict

from planlib.calendars import holidays_calendar
from planlib.close import close_plan
from planlib.metrics.periods import week_start
from planlib.model import PlanKey, Record
from planlib.place import ROOT
from planlib.short_names import read_rows, with_ids
from planlib.store.changes import utc
from planlib.store.connect import Store
from planlib.store.ledger import Change, FileInfo, Write, current, record, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import ChangeKind, CloseCheck

FOLDER = ROOT / "data" / "sample"
TEAM = "team-ecom"
LEADS_MEETINGS = "zheng.ke"


class Step(BaseModel):
    """One change of the story; see the head of ``story.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    actor: str = ""
    kind: ChangeKind = ChangeKind.EDIT
    plan: str = ""
    reason: str = ""
    load: tuple[str, ...] = ()
    calendar: tuple[int, ...] = ()
    upload: str = ""
    name: str = ""
    changed: int = 0
    set: dict[str, list[dict[str, str]]] = {}
    undoes: bool = False
    close: bool = False
    waived: dict[CloseCheck, str] = {}
    ends: str = ""
    """The meeting that is over."""

    @property
    def key(self) -> PlanKey | None:
        """The plan that the change is made to."""
        return PlanKey(TEAM, date.fromisoformat(f"{self.plan}-01")) if self.plan else None


class Talk(BaseModel):
    """A weekly meeting of the story: three changes, or four with an adjustment that stands there on its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: AwareDatetime
    ends: AwareDatetime
    plan: str
    data_day: str
    agenda: str
    decided: list[dict[str, str]]
    done: dict[str, str] = {}
    reason: str = ""
    set: dict[str, list[dict[str, str]]] = {}
    """What is said of tasks and risks."""

    def steps(self) -> list[Step]:
        """Return its beginning, what was taken down, and its end."""
        day = f"{self.begins:%Y-%m-%d}"
        done = [{"decision": action, "done": when} for action, when in self.done.items()]
        decided = [{"meeting": day, "day": day, "about": "other", **decision} for decision in self.decided]
        begun = {"meeting": day, "day": day, "data_day": self.data_day, "agenda": self.agenda}
        return [
            self._step(self.begins, set={"meetings": [begun]}),
            self._step(
                self.ends - timedelta(minutes=2), reason=self.reason, set={"decisions": done + decided, **self.set}
            ),
            self._step(self.ends, ends=day),
        ]

    def _step(self, at: datetime, **told: Any) -> Step:
        return Step(at=at, actor=LEADS_MEETINGS, kind=ChangeKind.MEETING, plan=self.plan, **told)


def load_sample(store: Store, *, at: datetime, actor: str) -> PlanKey:
    """Return the newest plan of the sample, recorded into an empty ledger with all that led to it.

    No change is made later than `at`, so that nothing in the ledger lies in the future. `actor` is who set the team
    up; the other changes were made by the people of the story.
    """
    newest = PlanKey(TEAM, date.min)
    change: Change | None = None
    for step in _story():
        change = _tell(store, step, step.actor or actor, min(utc(step.at), utc(at)), change)
        newest = max(newest, step.key or newest)
    return newest


def _story() -> list[Step]:
    told = tomllib.loads((FOLDER / "story.toml").read_text(encoding="utf-8"))
    steps = [Step.model_validate(step) for step in told["change"]]
    steps += [step for meeting in told["meeting"] for step in Talk.model_validate(meeting).steps()]
    beside = {said.pop("at"): said["set"] for said in told["beside"]}
    return sorted([*steps, *_check_ins(beside)], key=attrgetter("at"))


def _check_ins(beside: Mapping[datetime, dict[str, list[dict[str, str]]]]) -> Iterator[Step]:
    """Give what each owner said at one moment, about the week it was said in, and what was said `beside` it."""
    logins = {row["person"]: row["login"] for row in read_rows(FOLDER / "people.csv")}
    for at, group in groupby(read_rows(FOLDER / "check_ins.csv"), key=lambda row: row.pop("at")):
        rows = [{**row, "week": str(week_start(date.fromisoformat(at[:10])))} for row in group]
        actor = logins[rows[0]["person"]]
        said = {"check_ins": rows, **beside.get(datetime.fromisoformat(at), {})}
        yield Step(at=at, actor=actor, kind=ChangeKind.MEETING, plan=at[:7], set=said)


def _tell(store: Store, step: Step, actor: str, at: datetime, before: Change | None) -> Change | None:
    """Record one step; `before` is the change just before it."""
    if step.undoes and before:
        return undo(store, before.change_id, actor=actor, at=at, reason=step.reason)
    if step.close and step.key:
        return close_plan(store, step.key, step.reason, actor=actor, at=at, today=step.at.date(), waived=step.waived)
    writes = [*_loaded(step), *_calendar(step), *_edited(store, step), *_ended(store, step), *_uploaded(step)]
    file = _file(step, writes[0]) if step.upload else None
    return record(store, writes, actor=actor, kind=step.kind, at=at, reason=step.reason, plan=step.key, file=file)


# what a step writes


def _loaded(step: Step) -> Iterator[Write]:
    for table in step.load:
        rows = read_rows(FOLDER / f"{table}.csv")
        month = f"{step.plan}-01"
        yield Write(table, [_record(table, row) for row in rows if row.get("month", month) == month])


def _calendar(step: Step) -> Iterator[Write]:
    if step.calendar:
        yield Write("calendar_days", holidays_calendar("CN", step.calendar, TEAM))


def _edited(store: Store, step: Step) -> Iterator[Write]:
    for table, rows in step.set.items():
        yield Write(table, [_changed(store, table, {"month": f"{step.plan}-01", **row}) for row in rows])


def _ended(store: Store, step: Step) -> Iterator[Write]:
    if step.ends:
        over = {"meeting": step.ends, "known_at": str(store.last_change())}
        yield from _edited(store, step.model_copy(update={"set": {"meetings": [over]}}))


def _changed(store: Store, table: str, row: dict[str, str]) -> Record:
    """Return the row that stands under the key of `row`, if any, with its other fields changed."""
    kind = TABLES[table].record
    given = {"team": TEAM} | _with_ids(table, row)
    fields = {field: value for field, value in given.items() if field in kind.model_fields}
    standing = current(store, table, where={name: fields[name] for name in TABLES[table].key})
    return kind.model_validate((standing[0].record.model_dump() if standing else {}) | fields)


def _uploaded(step: Step) -> Iterator[Write]:
    path = _path(step)
    if step.upload.startswith("actuals"):
        yield Write("actuals", _actuals(path))
    elif step.upload:
        yield Write("spend", [_record("spend", row) for row in read_rows(path)])


def _actuals(path: Path) -> pa.Table:
    """Return a file of actuals as the ledger takes it."""
    types = TABLES["actuals"].schema()
    rows = pa.csv.read_csv(path, convert_options=pa.csv.ConvertOptions(column_types=types))
    return rows.set_column(0, "kpi", pc.binary_join_element_wise("kpi", rows["kpi"], "-"))


# the file behind an import


def _path(step: Step) -> Path:
    return FOLDER / "uploads" / f"{step.upload}.csv"


def _file(step: Step, write: Write) -> FileInfo:
    """Return what the history says about an uploaded file."""
    path = _path(step)
    content = path.read_bytes()
    header = content.partition(b"\n")[0].decode().split(",")
    return FileInfo(
        name=step.name or path.name,
        kind=write.table,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        encoding="utf-8",
        rows=len(write.rows),
        added=len(write.rows) - step.changed,
        changed=step.changed,
        unchanged=0,
        refused=0,
        mapping={field: field for field in header},
    )


# rows of the files


def _record(table: str, row: dict[str, str]) -> Record:
    """Return a row of a file as a record; where it has no code, its short name is the code."""
    kind = TABLES[table].record
    short = row.get(TABLES[table].key[-1], "")
    voucher = {"payment": f"voucher:{row['voucher']}"} if "voucher" in row else {}
    given = {"team": TEAM, "code": short} | _with_ids(table, row) | voucher
    return kind.model_validate({field: value for field, value in given.items() if field in kind.model_fields})


def _with_ids(table: str, row: dict[str, str]) -> dict[str, Any]:
    """Return the row with ids in place of short names; that of a budget line names its month, which has its own."""
    month = (row.get("month") or row.get("day", ""))[:7]

    def ident(of: str, short: str) -> str:
        return f"line-{month}-{short}" if of == "budgets" else f"{TABLES[of].key[-1]}-{short}"

    items = {field: row[field] for field in ("about", "agenda") if field in row}
    items = {field: " ".join(_item(key, month) for key in text.split()) for field, text in items.items()}
    return with_ids(TABLES[table], row, ident) | items


def _item(key: str, month: str) -> str:
    """Return the key of an item of an agenda (actions, kpi:…, line:…) with an id in place of its short name."""
    return key.replace("kpi:", "kpi:kpi-").replace("line:", f"line:line-{month}-")
