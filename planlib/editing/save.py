"""Recording edits, and bringing a plan into force."""

from collections.abc import Sequence
from datetime import datetime

from planlib.calendars import of_other_country
from planlib.editing.check import RowEdit
from planlib.editing.tables import Tables
from planlib.errors import RefusedError
from planlib.model import PlanKey, Team
from planlib.store.connect import Store
from planlib.store.ledger import Change, Write, current, record
from planlib.store.tables import TABLES, Table
from planlib.vocabulary import ChangeKind, PlanState


def save(
    store: Store,
    tables: Tables,
    rows: Sequence[RowEdit],
    *,
    parts: Sequence[RowEdit] = (),
    actor: str,
    at: datetime,
    reason: str,
) -> Change | None:
    """Return the change that records the rows, None where they stand like that already.

    With targets go the `parts` that they take along, and with a team's country its public holidays.

    Raises:
        ConflictError: Somebody else changed one of them since it was read; see ``conflict``.
        InvalidError: A code is taken, or a row is still referred to.
        RefusedError: `reason_needed` in an active plan, `plan_closed`.
    """
    written = ((tables.sheet.table, rows), (TABLES["target_parts"], parts))
    writes = [write_of(table, of) for table, of in written if of]
    writes += _holidays(store, tables, rows)
    return record(store, writes, actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=tables.key)


def _holidays(store: Store, tables: Tables, rows: Sequence[RowEdit]) -> list[Write]:
    """Return the public holidays that come with another country of the team."""
    for edit in rows:
        if isinstance(edit.before, Team) and isinstance(edit.after, Team) and edit.before.country != edit.after.country:
            known = [one.record for one in current(store, "calendar_days", where={"team": edit.after.team})]
            new, gone = of_other_country(edit.after, tables.key.month.year, known)
            return [Write("calendar_days", new, [(one.team, one.day) for one in gone])]
    return []


def write_of(table: Table, rows: Sequence[RowEdit]) -> Write:
    """Return what the ledger is to write of the rows of a table, each over the change that it was read from."""
    old = {table.key_of(edit.before): edit.based_on for edit in rows if edit.before}
    new = {table.key_of(edit.after) for edit in rows if edit.after}
    return Write(
        table.name,
        [edit.after for edit in rows if edit.after is not None],
        [key for key in old if key not in new],
        based_on=dict.fromkeys(new, 0) | old,
    )


def activate(store: Store, plan: PlanKey, *, actor: str, at: datetime, reason: str = "") -> Change | None:
    """Return the change that makes a draft the plan in force; RefusedError `not_a_draft` where it is none."""
    stored = current(store, "plans", where=plan._asdict())[0]
    if stored.record.state != PlanState.DRAFT:
        raise RefusedError("not_a_draft")
    active = stored.record.model_copy(update={"state": PlanState.ACTIVE})
    write = Write("plans", [active], based_on={tuple(plan): stored.change_id})
    return record(store, [write], actor=actor, kind=ChangeKind.EDIT, at=at, reason=reason, plan=plan)
