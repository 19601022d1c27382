"""Drafting the next month on screen: what goes on, a target for each KPI, and why something stays behind."""

from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import streamlit as st

from planlib.errors import RefusedError
from planlib.locale import N_, Language
from planlib.metrics.periods import DAY
from planlib.model import PlanKey
from planlib.place import database
from planlib.rollover import PLAN, Choice, Draft, as_proposed, draft, roll_over
from planlib.snapshot import Snapshot
from planlib.store.drafts import Place
from ui import address, session
from ui.carried import choice, titles
from ui.carried_table import IN_TABLE, MANY, choices_in_table, table_key
from ui.drafted import how_drafted, say_taken_back, what_goes_on, what_was_made
from ui.form import Form
from ui.markup import empty, finding, note, section
from ui.show import page_head, page_link, show
from ui.width import narrow

_GROUPS = {
    "objectives": (N_("Goals"), N_("those that numbers measure, and others with steps left")),
    "milestones": (N_("Milestones"), N_("steps that are left")),
    "targets": (N_("Targets"), N_("proposed from history, with the chance of reaching them")),
    "budgets": (N_("Budget lines"), N_("with this month's budgets")),
    "tasks": (N_("Tasks"), N_("what is left of those that are not done")),
    "risks": (N_("Risks"), N_("those that may still come")),
    "decisions": (N_("Open actions"), N_("of earlier meetings, with who does them and until when")),
    "lessons": (N_("Lessons"), N_("the next step of each, to be tried")),
}

_LAST = ("objectives",)
"""Drawn once it is known which targets are chosen: goals state them."""


def next_month(_: Language, snapshot: Snapshot) -> None:
    """Draw the draft of the month after the one in view, and the button that makes it a plan."""
    to = PlanKey(snapshot.key.team, snapshot.key.last_day + DAY)
    with page_head(_("Draft of {month}", month=_.month(to.month)), _drafted_from(_, snapshot)):
        page_link("plan", _("Plan"), ":material/edit_note:")
        page_link("new_plan", _("New plan"), ":material/add:")
    if session.read_only():
        show(empty(_("No month can be drafted here"), _("You are looking back; go back to now to draft a month.")))
        return
    try:
        found = _draft(database(), snapshot.key, snapshot.day, session.store().last_change(), snapshot, to)
    except RefusedError:
        _made_already(_, to)
        return
    say_taken_back(_, to)
    counts = Counter(one.table for one in found.carried if not one.offered)
    long = {table: table_key(table, found.seen) for table in IN_TABLE if counts[table] > MANY}
    first = next(iter([*long.values(), *(f"carry {one.key}" for one in found.carried), ""]))
    form, small = Form(Place(session.actor(), to, "next month"), f"{snapshot.key.month:%Y-%m}", first), narrow()
    show(finding(what_goes_on(_, counts, to.month)), note(_("Take the tick from what does not go on, and say why.")))
    form.say_left(_)
    with st.container(horizontal=not small):
        choices = {PLAN: Choice(titles=titles(_, form, PLAN, found.plan, snapshot.plan))}
    places = {table: st.container() for table in _GROUPS}
    for table in sorted(_GROUPS, key=_LAST.__contains__):
        with places[table]:
            choices |= _group(_, snapshot, form, found, choices, table, long.get(table, ""), small=small)
    form.keep()
    _confirm(_, snapshot, form, found, choices)


def _made_already(_: Language, to: PlanKey) -> None:
    """Say that there is a plan for the month: how it was drafted, or that it was made otherwise."""
    found = how_drafted(to)
    if found:
        what_was_made(_, to, found)
    else:
        show(empty(_("There is a plan for {month} already", month=_.month(to.month)), _("Go on with it there.")))
    page_link("plan", _("Open it"), ":material/edit_note:", **{address.MONTH: f"{to.month:%Y-%m}"})


def _drafted_from(_: Language, snapshot: Snapshot) -> str:
    title = _.name(snapshot.plan, "title") or _.month(snapshot.key.month)
    return _("from {plan}, with data to {day}", plan=title, day=_.short_day(snapshot.day, weekday=True))


@st.cache_resource(max_entries=4, show_spinner=False)
def _draft(path: Path, plan: PlanKey, day: date, last_change: int, _snapshot: Snapshot, to: PlanKey) -> Draft:
    """Keep the draft while one chooses; it follows each change of the ledger."""
    return draft(session.store(), _snapshot, to.month)


def _group(
    _: Language,
    snapshot: Snapshot,
    form: Form,
    found: Draft,
    chosen: Mapping[str, Choice],
    table: str,
    long: str,
    *,
    small: bool,
) -> dict[str, Choice]:
    """Draw the things of one kind, folded in a small window, and return what is chosen for each.

    Where they are too many for a line each, `long` is how the form calls their table.
    """
    carried = [one for one in found.carried if one.table == table]
    if not carried:
        return {}
    title, words = (_(text) for text in _GROUPS[table])
    folded = st.expander(f"{title} · {len(carried)}", key=f"carried {table}") if small else nullcontext()
    with folded:
        show(note(words) if small else section(title, words))
        if long:
            return choices_in_table(_, snapshot, form, carried, long)
        rows = [as_proposed(snapshot, found, chosen, one) for one in carried]
        return {one.key: choice(_, snapshot, form, one, row) for one, row in zip(carried, rows, strict=True)}


def _confirm(_: Language, snapshot: Snapshot, form: Form, found: Draft, choices: Mapping[str, Choice]) -> None:
    """Draw the button; it makes the plan and opens it."""
    offered = {one.key for one in found.carried if one.offered}
    unexplained = sum(one.drop and not one.reason.strip() for key, one in choices.items() if key not in offered)
    if unexplained:
        show(note(_.plural("{count} thing lacks a reason.", "{count} things lack a reason.", unexplained)))
    label = _("Make the plan of {month}", month=_.month(found.key.month))
    if st.button(label, type="primary", icon=":material/event_upcoming:", disabled=bool(unexplained)):
        roll_over(session.store(), snapshot, found, choices, actor=session.actor(), at=session.now())
        form.drop()
        more = address.carried(**{address.MONTH: f"{found.key.month:%Y-%m}"})
        st.switch_page(address.page_file("plan"), query_params=more)
