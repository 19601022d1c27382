"""Triggers that have fired, as bands at the top of the page, and the contingency made a task with a click."""

from datetime import date

import streamlit as st
from markupsafe import Markup

from planlib.errors import ConflictError
from planlib.locale import Language
from planlib.risk_steps import contingency_task
from planlib.risk_words import condition, standing, title
from planlib.snapshot import RiskLine, Snapshot
from ui import session
from ui.links import link
from ui.markup import Tone, bold, chip, joined, rich
from ui.plan_parts import is_open
from ui.refused import refusable
from ui.risks import RISK
from ui.saving import say_saved, what_was_saved

MADE = "contingency made a task"


def fired_bands(_: Language, snapshot: Snapshot, today: date) -> None:
    """Draw a band for each risk whose trigger has fired."""
    what_was_saved(_, MADE)
    for line in snapshot.risks(today).fired:
        waits = line.task is None
        with st.container(
            key=f"pl-fired-{'now' if waits else 'met'}-{line.risk.code}", horizontal=True, vertical_alignment="center"
        ):
            st.html(str(_words(_, snapshot, line)), width="stretch")
            if waits:
                make_task(_, snapshot, line, today)


def make_task(_: Language, snapshot: Snapshot, line: RiskLine, today: date, where: str = "band") -> None:
    """Draw the button that makes a contingency a task."""
    st.button(
        _("Make the contingency a task"),
        key=f"make task {where} {line.risk.risk}",
        icon=":material/add_task:",
        type="primary" if where == "band" else "secondary",
        disabled=not is_open(snapshot) or not line.risk.contingency,
        on_click=_make,
        args=(snapshot, line, today),
    )


@refusable
def _make(snapshot: Snapshot, line: RiskLine, today: date) -> None:
    who, at = session.actor(), session.now()
    try:
        say_saved(contingency_task(session.store(), snapshot, line, today=today, actor=who, at=at), MADE)
    except ConflictError:
        say_saved(None, MADE)


def _words(_: Language, snapshot: Snapshot, line: RiskLine) -> Markup:
    currency = snapshot.team.currency
    watched = ""
    if line.trigger is not None:
        watched = f"{condition(_, line.trigger, currency)} — {standing(_, line.trigger, currency)}"
    name = bold(link("risks", title(_, line), **{RISK: line.risk.code}))
    parts = [name, watched, *([_.name(line.owner)] if line.owner else [])]
    one = Markup('<div class="pl-fired">{}<p>{}<small>{}</small></p></div>')
    plan = rich(_("Contingency plan: {plan}"), plan=contingency_words(_, line))
    return one.format(chip(_("Trigger fired"), Tone.BAD), joined(filter(None, parts), " · "), plan)


def contingency_words(_: Language, line: RiskLine) -> Markup:
    """Return what is to be done, in how many working days, and the task it was made into."""
    risk = line.risk
    if not risk.contingency:
        return Markup("{}").format(_("none; write one on the page Plan"))
    days = risk.contingency_days
    parts = [_.own(risk.contingency)]
    if days:
        parts.append(_.plural("{count} working day", "{count} working days", days))
    words = Markup("{}").format(" · ".join(parts))
    if line.task is None:
        return words
    start = line.task.start
    made = _("made a task from {day} on", day=_.short_day(start)) if start else _("made a task")
    return joined([words, link("tasks", made, task=line.task.code)], " · ")
