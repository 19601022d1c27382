"""The history of a plan: every change with who, when and why, its rows, and undo."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from planlib.errors import RefusedError
from planlib.locale import NONE, Language
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.plans import names_by_login
from planlib.store.connect import Store
from planlib.store.ledger import Change, history, made_between, rows_of, undo
from planlib.told import told
from planlib.vocabulary import ChangeKind
from ui import address, session
from ui.markup import Column, Row, cell, empty, note, section, table
from ui.show import show

CHANGE = "change"
"""What the address calls the change whose rows are shown."""
SHOWN = 25
ROWS = 200

_DIGITS = 12
_FINAL = (ChangeKind.CLOSE, ChangeKind.REOPEN)


def show_history(_: Language, store: Store, plan: PlanKey | None) -> None:
    """Draw the plan's changes up to the moment in view, newest first, and what can be done with one of them."""
    if plan is None:
        return
    known_at = session.known_at() if session.read_only() else None
    changes = history(store, plan=plan, limit=SHOWN if known_at is None else None)
    found = [change for change in changes if known_at is None or change.change_id <= known_at][:SHOWN]
    show(section(_("History"), _("every change can be undone; an undo stays in the history too")))
    if not found:
        show(empty(_("Nothing was recorded yet"), _("Upload a file, or write the plan on the page Plan.")))
        return
    show(_changes(_, found, names_by_login(_, store, plan.team)))
    if not session.read_only():
        _one(_, store, plan, found)


def show_asked(_: Language, store: Store, plan: PlanKey | None) -> None:
    """Draw the change that the address asks for: who made it, when and why, and its rows."""
    asked = address.asked(CHANGE) or ""
    number = int(asked) if asked.isdecimal() and len(asked) < _DIGITS else 0
    change = next(iter(made_between(store, number - 1, number)), None)
    known_at = session.known_at()
    if change is None or (known_at is not None and number > known_at):
        return
    key = change.plan or plan
    names = names_by_login(_, store, key.team) if key else {}
    who, when = names.get(change.actor, change.actor), _.moment(change.made_at.astimezone(session.zone()))
    with st.container(key="pl-asked"):
        show(section(_named(_, change), " · ".join(filter(None, [who, when, _.own(change.reason)]))))
        if key:
            _rows(_, store, key, change)
        st.button(_("Close"), icon=":material/close:", on_click=address.put, args=(CHANGE, None), key="close a change")


def _changes(_: Language, found: Sequence[Change], names: Mapping[str, str]) -> Markup:
    columns = [
        Column(_("Change no.")),
        Column(_("When")),
        Column(_("Who")),
        Column(_("What"), wrap=True, phone="row"),
        Column(_("Added"), right=True),
        Column(_("Changed"), right=True),
        Column(_("Refused"), right=True),
        Column(_("Why"), wrap=True, phone="row"),
    ]
    rows = table(columns, (_row(_, change, names) for change in found), _("History"))
    return Markup('<div class="pl-history">{}</div>').format(rows)


def _row(_: Language, change: Change, names: Mapping[str, str]) -> Row:
    file = change.file
    counts = [_.exact(count) for count in (file.added, file.changed, file.refused)] if file else [NONE] * 3
    moment = change.made_at.astimezone(session.zone())
    who = names.get(change.actor, change.actor)
    return Row([f"#{change.change_id}", _.moment(moment), who, _what(_, change), *counts, _.own(change.reason) or NONE])


def _what(_: Language, change: Change) -> Markup:
    kind = word(_, change.kind)
    name = change.file.title if change.file else ""
    if change.undoes is not None:
        name = _("of change #{change}", change=change.undoes)
    if change.undone_by is not None:
        return cell(Markup("<s>{} {}</s>").format(kind, name), _("undone by #{change}", change=change.undone_by))
    return cell(Markup("{} {}").format(kind, name))


def _named(_: Language, change: Change) -> str:
    file = [change.file.title] if change.file else []
    return " · ".join([f"#{change.change_id}", word(_, change.kind), *file])


def _one(_: Language, store: Store, plan: PlanKey, found: Sequence[Change]) -> None:
    """Draw one change's rows and its undo."""
    names = {change.change_id: _named(_, change) for change in found}
    wanted = st.session_state.pop(_TO_LOOK_AT, None)
    if wanted in names:
        st.session_state[_LOOKED_AT] = wanted
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Look at a change"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder=_("choose a change"),
            width=320,
            key=_LOOKED_AT,
        )
        change = next((one for one in found if one.change_id == chosen), None)
        if change is None:
            return
        undoable = change.undone_by is None and change.kind not in _FINAL
        if st.button(_("Undo #{change}", change=change.change_id), icon=":material/undo:", disabled=not undoable):
            undo_change(_, store, change.change_id)
    _partial(_, store, change)
    _rows(_, store, plan, change)


_IN_THE_WAY = "rows in the way of an undo"
_LOOKED_AT = "change looked at"
_TO_LOOK_AT = "change to be looked at"
_UNDONE = "changes undone"


def undo_change(_: Language, store: Store, change_id: int, *, partial: bool = False) -> None:
    """Undo a change; where rows were changed since, remember that, and have the history ask."""
    undone = st.session_state.setdefault(_UNDONE, [])
    st.session_state.pop(_IN_THE_WAY, None)
    try:
        done = undo(store, change_id, actor=session.actor(), at=session.now(), partial=partial)
    except RefusedError as error:
        if error.code != "changed_since":
            raise
        st.session_state[_IN_THE_WAY] = (change_id, error.parameters["count"], error.parameters["changes"])
        st.session_state[_TO_LOOK_AT] = change_id
        st.rerun()
    undone.append((change_id, done.change_id))
    st.rerun()


def say_what_was_undone(_: Language) -> None:
    """Say once which changes the last click undid."""
    for change, by in st.session_state.pop(_UNDONE, []):
        said = _("Change #{change} is undone; that is change #{undo}.", change=change, undo=by)
        st.success(said, icon=":material/check_circle:")


def _partial(_: Language, store: Store, change: Change) -> None:
    """Ask whether the rest is undone where some rows were changed since."""
    change_id, count, later = st.session_state.get(_IN_THE_WAY, (None, 0, []))
    if change_id != change.change_id:
        return
    st.warning(
        _.plural(
            "{count} row was changed since, by {later}, and stays as it is.",
            "{count} rows were changed since, by {later}, and stay as they are.",
            count,
            later=_.join(later),
        )
    )
    if st.button(_("Undo the rest of #{change}", change=change_id), icon=":material/undo:"):
        undo_change(_, store, change.change_id, partial=True)


def _rows(_: Language, store: Store, plan: PlanKey, change: Change) -> None:
    total = sum(change.counts.values())
    found = rows_of(store, change.change_id, limit=ROWS)
    rows = told(_, store, plan, found, change.change_id)
    show(note(_("{shown} of {total} rows", shown=_.exact(len(found)), total=_.exact(total))))
    st.dataframe(
        {
            _("What"): [row.what for row in rows],
            _("Before"): [row.before for row in rows],
            _("After"): [row.after for row in rows],
        },
        hide_index=True,
    )
