"""What a task waits for, as fields of its form."""

from collections.abc import Mapping

import streamlit as st

from planlib.locale import Language
from planlib.locale.words import word
from planlib.model import Task, TaskLink
from planlib.vocabulary import LinkKind
from ui.form import Form

_MOST_DAYS = 1000
_WAITS = "waits"


def link_fields(
    _: Language, form: Form, task: Task, links: tuple[TaskLink, ...], others: Mapping[str, str]
) -> tuple[TaskLink, ...]:
    """Draw which of the `others` the task waits for and how, and return its links; others are names by id."""
    before = {link.predecessor: link for link in links if link.predecessor in others}
    stands = [name for name in form.start(_WAITS, list(before)) if name in others]
    waits: list[str] = st.multiselect(
        _("Waits for"), list(others), stands, format_func=others.__getitem__, key=form.key(_WAITS), placeholder=""
    )
    form.enter(_WAITS, waits)
    start = {"team": task.team, "month": task.month, "task": task.task}
    drawn = [before.get(name) or TaskLink(**start, predecessor=name) for name in waits]
    return tuple(_link(_, form, link, others[link.predecessor]) for link in drawn)


def _link(_: Language, form: Form, link: TaskLink, name: str) -> TaskLink:
    """Draw how the task waits for one of the others."""
    kind, lag = f"kind {link.predecessor}", f"lag {link.predecessor}"
    how, days = st.columns([3, 2])
    kinds = [one.value for one in LinkKind]
    chosen = how.selectbox(
        name,
        kinds,
        kinds.index(form.start(kind, link.kind.value)),
        format_func=lambda one: f"{word(_, LinkKind(one))} ({one})",
        key=form.key(kind),
    )
    between = days.number_input(
        _("Calendar days between") if link.elapsed else _("Working days between"),
        -_MOST_DAYS,
        _MOST_DAYS,
        form.start(lag, link.lag),
        help=_("Below 0: it may begin so many days earlier."),
        key=form.key(lag),
    )
    entered = {"kind": LinkKind(form.enter(kind, chosen)), "lag": int(form.enter(lag, between))}
    return link.model_copy(update=entered)
