"""What drafting a month made, with the way back in one press; and where a row of a drafted plan came from."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from planlib.locale import Language
from planlib.model import PlanKey, Record
from planlib.place import database
from planlib.rollover import Drafted, drafted
from planlib.snapshot import Snapshot
from planlib.store.ledger import history, undo
from planlib.vocabulary import PlanState
from ui import address, session
from ui.budget_table import LINE
from ui.history import CHANGE, say_undone
from ui.links import link
from ui.markup import Tone, bold, chip, finding, note, rich
from ui.plan_parts import TABLE
from ui.show import show


def what_goes_on(_: Language, counts: Mapping[str, int], month: date) -> str:
    """Return how many things of each kind a draft carries into a month."""
    told = [
        _.plural("{count} goal", "{count} goals", counts.get("objectives", 0)),
        _.plural("{count} target", "{count} targets", counts.get("targets", 0)),
        _.plural("{count} budget line", "{count} budget lines", counts.get("budgets", 0)),
        _.plural("{count} task", "{count} tasks", counts.get("tasks", 0)),
        _.plural("{count} risk", "{count} risks", counts.get("risks", 0)),
        _.plural("{count} lesson", "{count} lessons", counts.get("lessons", 0)),
        _.plural("{count} open action", "{count} open actions", counts.get("decisions", 0)),
    ]
    return _("{what} go on into {month}.", what=_.join(told), month=_.month_name(month))


def how_drafted(plan: PlanKey) -> Drafted | None:
    """Return how a plan was drafted, as it stands; None where it was made otherwise."""
    return _drafted(database(), plan, session.store().last_change())


@st.cache_resource(max_entries=16, show_spinner=False)
def _drafted(path: Path, plan: PlanKey, last_change: int) -> Drafted | None:
    return drafted(session.store(), plan)


def just_drafted(_: Language, snapshot: Snapshot) -> None:
    """Say on the page of a plan how it was drafted, until somebody goes on with it."""
    if snapshot.plan.state is not PlanState.DRAFT or session.read_only():
        return
    found = how_drafted(snapshot.key)
    if found and found.untouched:
        what_was_made(_, snapshot.key, found)


def what_was_made(_: Language, plan: PlanKey, found: Drafted) -> None:
    """Say from which month and by which change a plan was made, what went on, and take it back on a press."""
    change = found.change
    made = rich(
        _("The plan of {month} is drafted from {before} ({change})."),
        month=_.month(plan.month),
        before=bold(link("plan", _.month(found.month), **{address.MONTH: f"{found.month:%Y-%m}"})),
        change=bold(link("uploads", f"#{change.change_id}", **{CHANGE: str(change.change_id)})),
    )
    counts = what_goes_on(_, {**change.counts, "decisions": found.actions}, plan.month)
    show(finding(made, chip(_("Made"), Tone.GOOD)), note(counts))
    if not found.untouched:
        show(note(_("Something was recorded in it since, so it is undone change by change in the history.")))
        return
    label = _("Undo the draft")
    if st.button(label, icon=":material/undo:", key="undo the draft", help=_("Nothing was recorded in it since.")):
        undo(session.store(), change.change_id, actor=session.actor(), at=session.now())
        before = address.carried(**{address.MONTH: f"{found.month:%Y-%m}"})
        st.switch_page(address.page_file("next_month"), query_params=before)


_THERE = {"targets": ("kpis", address.KPI), "budgets": ("budget", LINE)}
"""The page where a row of a table is looked at, and what its address calls the row; else it is the page Plan."""


def say_taken_back(_: Language, plan: PlanKey) -> None:
    """Say of a plan that there is no more by which change it was taken back."""
    for last in history(session.store(), plan=plan, limit=1):
        if last.undoes is not None:
            say_undone(_, last.undoes, last.change_id)


def carried_over(_: Language, plan: PlanKey, table: str, row: Record, code: str = "") -> Markup:
    """Return from which month a row was carried over, leading to where it stands there; nothing where it was not."""
    found = how_drafted(plan)
    if found is None or not found.has(table, row):
        return Markup("")
    page, name = _THERE.get(table, ("plan", TABLE))
    at = {address.MONTH: f"{found.month:%Y-%m}", name: code if table in _THERE else table}
    return note(rich(_("Carried over from {month}"), month=bold(link(page, _.month(found.month), **at))))
