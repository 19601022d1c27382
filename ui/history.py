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
from planlib.store.ledger import Change, history, rows_of, undo
from planlib.told import told
from planlib.vocabulary import ChangeKind
from ui import session
from ui.markup import Column, Row, cell, empty, note, section, table
from ui.show import show

SHOWN = 25
ROWS = 200

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
    return table(columns, (_row(_, change, names) for change in found), _("History"))


def _row(_: Language, change: Change, names: Mapping[str, str]) -> Row:
    file = change.file
    counts = [_.exact(count) for count in (file.added, file.changed, file.refused)] if file else [NONE] * 3
    moment = change.made_at.astimezone(session.zone())
    who = names.get(change.actor, change.actor)
    return Row([f"#{change.change_id}", _.moment(moment), who, _what(_, change), *counts, change.reason or NONE])


def _what(_: Language, change: Change) -> Markup:
    kind = word(_, change.kind)
    name = change.file.name if change.file else ""
    if change.undoes is not None:
        name = _("of change #{change}", change=change.undoes)
    if change.undone_by is not None:
        return cell(Markup("<s>{} {}</s>").format(kind, name), _("undone by #{change}", change=change.undone_by))
    return cell(Markup("{} {}").format(kind, name))


def _named(_: Language, change: Change) -> str:
    file = [change.file.name] if change.file else []
    return " · ".join([f"#{change.change_id}", word(_, change.kind), *file])


def _one(_: Language, store: Store, plan: PlanKey, found: Sequence[Change]) -> None:
    """Draw one change's rows and its undo."""
    names = {change.change_id: _named(_, change) for change in found}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Look at a change"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder=_("choose a change"),
            width=320,
            key="change looked at",
        )
        change = next((one for one in found if one.change_id == chosen), None)
        if change is None:
            return
        undoable = change.undone_by is None and change.kind not in _FINAL
        if st.button(_("Undo #{change}", change=change.change_id), icon=":material/undo:", disabled=not undoable):
            _undo(_, store, change, partial=False)
    _partial(_, store, change)
    _rows(_, store, plan, change)


_IN_THE_WAY = "rows in the way of an undo"


def _undo(_: Language, store: Store, change: Change, *, partial: bool) -> None:
    """Undo a change; where rows were changed since, remember that and ask."""
    try:
        done = undo(store, change.change_id, actor=session.actor(), at=session.now(), partial=partial)
    except RefusedError as error:
        if error.code != "changed_since":
            raise
        st.session_state[_IN_THE_WAY] = (change.change_id, error.parameters["count"])
        return
    st.session_state.pop(_IN_THE_WAY, None)
    st.session_state["said about the upload"] = _(
        "Change #{change} is undone; that is change #{undo}.", change=change.change_id, undo=done.change_id
    )
    st.rerun()


def _partial(_: Language, store: Store, change: Change) -> None:
    """Ask whether the rest is undone where some rows were changed since."""
    change_id, count = st.session_state.get(_IN_THE_WAY, (None, 0))
    if change_id != change.change_id:
        return
    st.warning(
        _.plural(
            "{count} row was changed since and stays as it is.",
            "{count} rows were changed since and stay as they are.",
            count,
        )
    )
    if st.button(_("Undo the rest of #{change}", change=change_id), icon=":material/undo:"):
        _undo(_, store, change, partial=True)


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
