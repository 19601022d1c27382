"""What is typed in the forms of a meeting's items and not taken down yet: in the session, and beside the ledger.

Streamlit ends a callback at its next look into the session once a person has pressed something else. So between the
record of a line and the end of its text there is none: the form begins anew, its fields under other keys, and what
comes late from the fields before is nobody's.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from planlib.editing.sheets import SHEETS
from planlib.meeting.agenda import Item, ItemKind, items_of
from planlib.meeting.words import field_words
from planlib.model import PlanKey
from planlib.store.drafts import Place
from ui import session
from ui.form import keep_typed, typed_at
from ui.meeting_desk import Desk, Typed
from ui.meeting_start import start_of

WHERE = "where"
"""The form that says which of the others is open: it is no entry of its own."""
SUBJECT = "subject"
"""The field that says of what a new value is: without one it is no entry."""
PARTS = "parts"
"""The field that says what becomes of the parts of the target that is adjusted."""
_BESIDE = (SUBJECT, PARTS)
_FIRST = ("text", "why")


def field(desk: Desk, form: str, name: str, stands: Any = "") -> dict[str, Any]:
    """Return what a widget needs to be a field of a form: it begins with what was typed, or else with what stands."""
    typed, full = _typed(desk), f"{form} {name}"
    first = typed["stands"].setdefault(full, stands)
    key = _key(desk, full)
    st.session_state.setdefault(key, typed["kept"].get(full, first))
    return {"key": key, "on_change": keep, "args": (desk,)}


def inside(desk: Desk, form: str) -> dict[str, Any]:
    """Return what is in the fields of a form now, by their names."""
    state, typed = st.session_state.to_dict(), _typed(desk)
    stands = _of(form, typed["stands"]) | _of(form, typed["kept"])
    return {_name(full): state.get(_key(desk, full), value) for full, value in stands.items()}


def put(desk: Desk, form: str, name: str, value: Any) -> None:
    """Put a value into a field, for the next time that it is drawn."""
    st.session_state[_key(desk, f"{form} {name}")] = value


def keep(desk: Desk) -> None:
    """Keep what is typed on the item; what a field says by itself is not."""
    follow(desk)
    typed, now = _typed(desk), _now(desk)
    if now != typed["kept"]:
        keep_typed(_place(desk), now)
        typed["kept"] = now


def clear(desk: Desk, form: str) -> None:
    """Have a form of the item begin anew."""
    typed = _typed(desk)
    _begin(typed, form)
    typed["kept"] = _entries(_without(form, typed["kept"]))
    keep_typed(_place(desk), typed["kept"])


def follow(desk: Desk) -> None:
    """Have forms begin anew in which another window has typed since, or of which it took down what both had."""
    typed, stored = _typed(desk), typed_at(_place(desk))
    if stored == typed["kept"]:
        return
    now = _now(desk)
    for form in {*map(_form, typed["kept"]), *map(_form, stored)}:
        if _of(form, now) == _of(form, typed["kept"]) != _of(form, stored):
            _begin(typed, form)
            typed["kept"] = _without(form, typed["kept"]) | _of(form, stored)


def correct(desk: Desk, line: str | None) -> None:
    """Have the form correct a line, or take down another one."""
    _typed(desk)["corrected"] = line


def corrected(desk: Desk) -> str | None:
    """Return the line that the form corrects."""
    return _typed(desk)["corrected"]


# the entries


class Entry(NamedTuple):
    """What is typed in a form of an item, in words."""

    item: Item
    form: str
    words: str


def typed_in(desk: Desk) -> list[Entry]:
    """Return what is typed on the items of the meeting."""
    return [entry for item in items_of(desk.meeting) for entry in _of_item(desk.at(item))]


def _of_item(desk: Desk) -> Iterator[Entry]:
    typed = _entries(typed_at(_place(desk)))
    for form in dict.fromkeys(map(_form, typed)):
        if form != WHERE and not _is_moot(desk, form):
            yield Entry(desk.item, form, _words(desk, form, typed))


def _is_moot(desk: Desk, form: str) -> bool:
    """Return whether something was typed about an action that is open no more."""
    if desk.item.kind is not ItemKind.ACTIONS:
        return False
    still = {one.decision for one in desk.snapshot.open_actions}
    return any(one.decision == form for one in start_of(desk.meeting).actions if one.decision not in still)


def _words(desk: Desk, form: str, typed: Mapping[str, Any]) -> str:
    """Return the values of the fields, its text or its reason first; of an open action with what it is about."""
    fields = [full for full in _of(form, typed) if _name(full) not in _BESIDE]
    fields.sort(key=lambda full: _name(full) not in _FIRST)
    of = [one.text for one in desk.snapshot.open_actions if desk.item.kind is ItemKind.ACTIONS and one.decision == form]
    return " · ".join([*map(desk.language.own, of), *(_value(desk, full, typed[full]) for full in fields)])


def _value(desk: Desk, full: str, value: str | date) -> str:
    """Return a value as it is read, a new one of the plan with its field: its name begins with its table."""
    _, (_form, table, *rest) = desk.language, full.split(" ")
    person = desk.snapshot.person(str(value))
    words = _.short_day(value) if isinstance(value, date) else _.name(person) if person else _.own(value)
    return f"{field_words(_, table, rest[-1])} {words}" if table in SHEETS else words


# how it is kept


_CORRECTED = f"{WHERE} corrected"


def _typed(desk: Desk) -> Typed:
    name = desk.key("typed")
    if name not in desk.typed:
        kept = typed_at(_place(desk))
        desk.typed[name] = Typed(kept=kept, stands={}, rounds={}, corrected=kept.get(_CORRECTED))
    return desk.typed[name]


def _begin(typed: Typed, form: str) -> None:
    typed["rounds"][form] = typed["rounds"].get(form, 0) + 1
    typed["stands"] = _without(form, typed["stands"])
    if typed["corrected"] == form:
        typed["corrected"] = None


def _now(desk: Desk) -> dict[str, Any]:
    """Return what is typed on the item now, each value by its form and field."""
    state, typed = st.session_state.to_dict(), _typed(desk)
    found = dict(typed["kept"])
    for full, stands in typed["stands"].items():
        found[full] = state.get(_key(desk, full), found.get(full, stands))
        if found[full] in (None, "", stands):
            del found[full]
    found.pop(_CORRECTED, None)
    return _entries(found | ({_CORRECTED: typed["corrected"]} if typed["corrected"] else {}))


def _entries(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed without the forms in which nothing is; nothing where nothing is in any."""
    forms = {_form(full) for full in found if _form(full) != WHERE and _name(full) not in _BESIDE}
    return {full: value for full, value in found.items() if _form(full) in {*forms, WHERE}} if forms else {}


def _of(form: str, found: Mapping[str, Any]) -> dict[str, Any]:
    return {full: value for full, value in found.items() if _form(full) == form}


def _without(form: str, found: Mapping[str, Any]) -> dict[str, Any]:
    return {full: value for full, value in found.items() if _form(full) != form}


def _form(full: str) -> str:
    return full.partition(" ")[0]


def _name(full: str) -> str:
    return full.partition(" ")[2]


def _key(desk: Desk, full: str) -> str:
    return desk.key(f"{full} {_typed(desk)['rounds'].get(_form(full), 0)}")


def _place(desk: Desk) -> Place:
    meeting = desk.meeting
    return Place(session.actor(), PlanKey(meeting.team, meeting.month), f"{meeting.meeting} {desk.item.key}")
