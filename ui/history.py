"""The history of a plan: every change with who, when and why, its rows, and undo."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from planlib.errors import RefusedError
from planlib.locale import NONE, Language
from planlib.locale.sentences import error_sentence
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.plans import names_by_login
from planlib.store.connect import Store
from planlib.store.ledger import Change, history, made_between, rows_of, undo
from planlib.told import cut, in_short, told
from planlib.vocabulary import ChangeKind
from ui import address, session
from ui.markup import Column, Row, Tone, cell, chip, empty, exactly, finding, note, section, table
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
    did = in_short(_, store, found)
    show(_changes(_, found, did, names_by_login(_, store, plan.team)))
    if not session.read_only():
        one_change(_, store, plan, found, did, "looked at")


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
        named = _named(_, change, in_short(_, store, [change]))
        show(section(named, " · ".join(filter(None, [who, when, _.own(change.reason)]))))
        said = st.container()
        with st.container(horizontal=True):
            undoes = not session.read_only() and _undo_button(_, change, "asked")
            st.button(
                _("Close"), icon=":material/close:", on_click=address.put, args=(CHANGE, None), key="close a change"
            )
        if not session.read_only():
            with said:
                _undoing(_, store, change, "asked", undoes=undoes)
        if key:
            _rows(_, store, key, change)


def _changes(_: Language, found: Sequence[Change], did: Mapping[int, str], names: Mapping[str, str]) -> Markup:
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
    rows = table(columns, (_row(_, change, did, names) for change in found), _("History"))
    return Markup('<div class="pl-history">{}</div>').format(rows)


def _row(_: Language, change: Change, did: Mapping[int, str], names: Mapping[str, str]) -> Row:
    file = change.file
    counts = [_.exact(count) for count in (file.added, file.changed, file.refused)] if file else [NONE] * 3
    moment = change.made_at.astimezone(session.zone())
    who = names.get(change.actor, change.actor)
    what = _what(_, change, did.get(change.change_id, ""))
    return Row([f"#{change.change_id}", _.moment(moment), who, what, *counts, _.own(change.reason) or NONE])


def _what(_: Language, change: Change, did: str) -> Markup:
    words = " ".join([_kind(_, change), *([f"· {cut(did)}"] if did else [])])
    shown = exactly(words, did) if cut(did) != did else Markup("{}").format(words)
    if change.undone_by is not None:
        return cell(Markup("<s>{}</s>").format(shown), _("undone by #{change}", change=change.undone_by))
    return cell(shown)


def _kind(_: Language, change: Change) -> str:
    """Return the kind of a change, with the file or the change it is about."""
    of = [_("of change #{change}", change=change.undoes)] if change.undoes is not None else []
    return " ".join([word(_, change.kind), *([change.file.title] if change.file else of)])


def _named(_: Language, change: Change, did: Mapping[int, str]) -> str:
    file = [change.file.title] if change.file else []
    words = [cut(did[change.change_id])] if change.change_id in did else []
    return " · ".join([f"#{change.change_id}", word(_, change.kind), *file, *words])


def one_change(
    _: Language, store: Store, plan: PlanKey, found: Sequence[Change], did: Mapping[int, str], where: str
) -> None:
    """Draw the choice of one of the changes, its rows and its undo; `where` tells it from others on the page."""
    names = {change.change_id: _named(_, change, did) for change in found}
    said = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Look at a change"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder=_("choose a change"),
            width=560,
            key=f"change {where}",
        )
        change = next((one for one in found if one.change_id == chosen), None)
        if change is None:
            return
        undoes = _undo_button(_, change, where)
    with said:
        _undoing(_, store, change, where, undoes=undoes)
    _rows(_, store, plan, change)


# undo

_IN_THE_WAY = "rows in the way of an undo"
_UNDONE = "changes undone"


def undo_change(store: Store, change_id: int) -> None:
    """Undo a change from above the history; where rows were changed since, have it asked about by itself."""
    try:
        done = _undo(store, change_id)
    except RefusedError as error:
        if error.code != "changed_since":
            raise
        address.put(CHANGE, str(change_id))
    else:
        st.session_state.setdefault(_UNDONE, []).append((change_id, done.change_id))
    st.rerun()


def say_what_was_undone(_: Language) -> None:
    """Say which changes the last clicks above the history undid."""
    for change, by in st.session_state.pop(_UNDONE, []):
        say_undone(_, change, by)


def say_undone(_: Language, change: int, by: int) -> None:
    """Say that a change is undone, and by which."""
    said = _("Change #{change} is undone; that is change #{undo}.", change=change, undo=by)
    st.success(said, icon=":material/check_circle:")


def _undo(store: Store, change_id: int, *, partial: bool = False) -> Change:
    """Return the undo of a change; where rows were changed since, remember them and refuse."""
    st.session_state.pop(_IN_THE_WAY, None)
    try:
        return undo(store, change_id, actor=session.actor(), at=session.now(), partial=partial)
    except RefusedError as error:
        if error.code == "changed_since":
            st.session_state[_IN_THE_WAY] = (change_id, error.parameters["count"], error.parameters["changes"])
        raise


def _undo_button(_: Language, change: Change, where: str) -> bool:
    undoable = change.undone_by is None and change.kind not in _FINAL
    label = _("Undo #{change}", change=change.change_id)
    return st.button(label, key=f"undo {where}", icon=":material/undo:", disabled=not undoable)


def _undoing(_: Language, store: Store, change: Change, where: str, *, undoes: bool) -> None:
    """Undo a change if that is asked for; say that it is undone, or why not."""
    if change.undone_by is not None:
        say_undone(_, change.change_id, change.undone_by)
        return
    rest = _ask_for_rest(_, change, where)
    if not (undoes or rest):
        return
    try:
        _undo(store, change.change_id, partial=rest)
    except RefusedError as error:
        if error.code != "changed_since":
            show(finding(error_sentence(_, error), chip(_("Not undone"), Tone.BAD)))
            return
    st.rerun()


def _ask_for_rest(_: Language, change: Change, where: str) -> bool:
    """Ask whether the rest is undone where some rows were changed since; return whether it is."""
    change_id, count, later = st.session_state.get(_IN_THE_WAY, (None, 0, []))
    if change_id != change.change_id:
        return False
    st.warning(
        _.plural(
            "{count} row was changed since, by {later}, and stays as it is.",
            "{count} rows were changed since, by {later}, and stay as they are.",
            count,
            later=_.join(later),
        )
    )
    return st.button(_("Undo the rest of #{change}", change=change_id), key=f"rest {where}", icon=":material/undo:")


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
