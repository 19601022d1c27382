"""Open actions, each with what can become of it: on a meeting's first screen, and on the weekly review."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from planlib.locale import N_, Language
from planlib.meeting import running
from planlib.meeting.running import Outcome, Settled, settled
from planlib.meeting.words import thing
from planlib.model import Decision, Meeting
from planlib.snapshot import Snapshot
from ui import session
from ui.markup import Tone, chip, joined, section
from ui.meeting_desk import Desk
from ui.meeting_draft import field, follow, inside
from ui.meeting_start import start_of
from ui.meeting_steps import DUE, TEXT, attempt
from ui.show import show
from ui.things import to_thing

_OUTCOME = {
    Outcome.DONE: (N_("done"), Tone.GOOD),
    Outcome.MOVED: (N_("moved"), Tone.WARN),
    Outcome.DROPPED: (N_("dropped"), Tone.NONE),
}


def actions(desk: Desk) -> None:
    """Draw the actions that were open when the meeting began: those still open, and what became of the others."""
    follow(desk)
    _, now = desk.language, desk.snapshot.decisions
    before = start_of(desk.meeting).actions
    known = {one.before.decision: one for one in settled(before, now)}
    present = {one.decision: one for one in now}
    for one in before:
        found = known.get(one.decision)
        with st.container(key=f"pl-action-{one.decision}", gap=None):
            show(action_line(_, desk.snapshot, present.get(one.decision, one), session.today(), found))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                if found is None:
                    _choices(desk, one)
                else:
                    _button(desk, _("Take back"), ":material/undo:", one, partial(_back, desk, one))


def action_line(_: Language, snapshot: Snapshot, one: Decision, today: date, found: Settled | None = None) -> Markup:
    """Return an action: how late it is or what became of it, what is to be done, by whom and until when."""
    mark = _outcome(_, found) if found else due_chip(_, one, today)
    person = snapshot.person(one.owner)
    owner = _.name(person) if person else ""
    before = found.before.due if found and found.outcome is Outcome.MOVED else None
    moved = _("was due {day}", day=_.short_day(before)) if before else ""
    due = _("due {day}", day=_.short_day(one.due)) if one.due else ""
    times = snapshot.moves.get(one.decision, 0)
    often = _.plural("moved once", "moved {count} times", times) if times else ""
    of = to_thing(snapshot, one.about, thing(_, snapshot, one.about))
    small = joined(filter(None, [of, owner, due, moved, often, _origin(_, snapshot, one)]), " · ")
    return Markup('<div class="pl-todo"><p>{}</p>{} <small>{}</small></div>').format(_.own(one.text), mark, small)


def _origin(_: Language, snapshot: Snapshot, one: Decision) -> str:
    """Return of which earlier month the meeting was that took an action down."""
    months = (found.month for found in snapshot.meetings if found.meeting == one.meeting)
    return next((_("from {month}", month=_.month_name(month)) for month in months if month < snapshot.key.month), "")


def settled_actions(_: Language, snapshot: Snapshot, meeting: Meeting) -> None:
    """Draw what became of the actions that were open when a meeting began."""
    found = settled(start_of(meeting).actions, snapshot.decisions)
    if found:
        rows = [action_line(_, snapshot, one.now or one.before, meeting.day, one) for one in found]
        show(section(_("What became of open actions")), *rows)


def _outcome(_: Language, found: Settled) -> Markup:
    text, of = _OUTCOME[found.outcome]
    return chip(_(text), of)


def due_chip(_: Language, one: Decision, today: date) -> Markup:
    """Return how late an action is, or that it is still in time."""
    if one.due is None or one.due > today:
        return chip(_("open"), Tone.NONE)
    if one.due == today:
        return chip(_("due today"), Tone.WARN)
    return chip(_.plural("{count} day overdue", "{count} days overdue", (today - one.due).days), Tone.BAD)


def _choices(desk: Desk, one: Decision) -> None:
    """Draw what can become of an open action: done, a later day, given up."""
    _, store, plan = desk.language, session.store(), desk.snapshot.key
    _button(
        desk, _("Mark as done"), ":material/check:", one, lambda: running.done(store, plan, one, desk.by()), strong=True
    )
    with st.popover(_("New date"), icon=":material/event:", type="tertiary"):
        later = max(one.due or date.min, session.now().date()) + DUE
        st.date_input(_("Due by"), format="YYYY-MM-DD", **field(desk, one.decision, "due", later))
        _button(desk, _("Move"), None, one, partial(_move, desk, one), strong=True)
    with st.popover(_("Drop"), icon=":material/close:", type="tertiary"):
        st.text_input(_("Why is it given up?"), max_chars=TEXT, **field(desk, one.decision, "why"))
        _button(desk, _("Give it up"), None, one, partial(_drop, desk, one), strong=True)


def _move(desk: Desk, one: Decision) -> None:
    day: date | None = inside(desk, one.decision)["due"] or one.due
    assert day is not None, "an action has a day"
    running.move(session.store(), desk.snapshot.key, one, day, desk.by())


def _drop(desk: Desk, one: Decision) -> None:
    why = inside(desk, one.decision)["why"] or ""
    running.drop(session.store(), desk.snapshot.key, one, why, desk.by())


def _back(desk: Desk, before: Decision) -> None:
    running.rewrite(session.store(), desk.snapshot.key, before, desk.by())


def _button(
    desk: Desk, label: str, icon: str | None, one: Decision, act: Callable[[], object], *, strong: bool = False
) -> None:
    st.button(
        label,
        icon=icon,
        type="secondary" if strong else "tertiary",
        key=desk.key(f"{label} {one.decision}"),
        on_click=attempt,
        args=(desk, act, one.decision),
    )
