"""Where somebody else was faster: both versions of a row, what fits together, and a choice for what does not."""

import re
from collections.abc import Sequence

import streamlit as st

from planlib.editing.conflict import Ask, Collision, Side, questions
from planlib.editing.tables import Tables, row_name
from planlib.editing.words import Dispute, disputes
from planlib.locale import NONE, Language
from planlib.plans import names_by_login
from ui import session
from ui.markup import Column, Row, note, section, table
from ui.show import show

SHOWN = 40
"""Characters of a value that a choice repeats."""
_MARKED = re.compile(r"([!-/:-@\[-`{-~])")
"""What could be markup in the label of a choice."""


def settle(_: Language, now: Tables, met: Sequence[Collision]) -> dict[Ask, str] | None:
    """Ask what must be asked about rows that somebody else changed; None while an answer is missing."""
    if not met:
        return {}
    asked = any(questions(now.sheet, one) for one in met)
    words = (
        _("choose which version stays, field by field; nothing is lost until then")
        if asked
        else _("your edits and theirs fit together; both are kept")
    )
    show(section(_("Somebody else was faster"), words))
    answers = {ask: answer for one in met for ask, answer in _settle_one(_, now, one).items()}
    return None if None in answers.values() else {ask: answer for ask, answer in answers.items() if answer}


def _settle_one(_: Language, now: Tables, collision: Collision) -> dict[Ask, str | None]:
    """Draw both versions of a row, and ask for each field that both gave another value."""
    change, record = collision.change, collision.mine.after or collision.mine.before
    name = row_name(_, now, record.model_dump()) if record else NONE
    found = disputes(_, now, collision)
    columns = [Column(name), Column(_("When you opened it")), Column(_("Yours")), Column(_("Theirs"))]
    show(table(columns, (Row([_(one.column.head), one.before, one.mine, one.theirs]) for one in found), name))
    names = names_by_login(_, session.store(), now.key.team)
    who = [names.get(change.actor, change.actor), _("change #{change}", change=change.change_id), _.own(change.reason)]
    show(note(" · ".join(filter(None, who))))
    if kept := _both_kept(_, found):
        show(note(kept))
    by_field = {one.column.field: one for one in found}
    return {
        ask: _ask(_, f"keep {now.sheet.name} {ask} {change.change_id}", name, collision, by_field.get(ask.field or ""))
        for ask in questions(now.sheet, collision)
    }


def _both_kept(_: Language, found: Sequence[Dispute]) -> str:
    """Return which fields only one of the two changed; nothing where there are none."""
    fields = {side: _.join([_(one.column.head) for one in found if one.stays == side]) for side in Side}
    mine, theirs = fields[Side.MINE], fields[Side.THEIRS]
    if mine and theirs:
        return _("Kept without asking: {mine} of yours, {theirs} of theirs.", mine=mine, theirs=theirs)
    if mine:
        return _("Kept without asking: {mine} of yours.", mine=mine)
    return _("Kept without asking: {theirs} of theirs.", theirs=theirs) if theirs else ""


def _ask(_: Language, key: str, row: str, collision: Collision, one: Dispute | None) -> str | None:
    """Ask for one field, or for the row as a whole where it is about none."""
    if one is None:
        label = row
        words = {
            Side.MINE: _("Remove it anyway") if collision.mine.after is None else _("Keep my edits on top of theirs"),
            Side.THEIRS: _("Keep it removed") if collision.theirs is None else _("Keep theirs"),
        }
    else:
        label = _(one.column.head)
        words = {
            Side.MINE: _("Yours: {value}", value=_plain(one.mine)),
            Side.THEIRS: _("Theirs: {value}", value=_plain(one.theirs)),
        }
    options = {str(side): text for side, text in words.items()}
    return st.segmented_control(_plain(label), list(options), format_func=options.__getitem__, key=key)


def _plain(text: str) -> str:
    """Return a text cut to what a choice can show, in which nothing is read as markup."""
    return _MARKED.sub(r"\\\1", text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
