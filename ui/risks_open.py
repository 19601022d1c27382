"""One risk whole, beside the page: how large, what is done, what is watched, its next review, and its history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count

import streamlit as st
from markupsafe import Markup

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.editing.words import Difference, differences
from planlib.locale import NONE, Language
from planlib.locale.amounts import money
from planlib.locale.words import reason_sentence, word
from planlib.model import new_id
from planlib.plans import names_by_login
from planlib.risk_words import condition, review_words, standing, title
from planlib.snapshot import RiskLine, Snapshot
from planlib.store.ledger import Change, RowChange, made_between, rows_between
from planlib.vocabulary import RiskKind, RiskState
from ui import address, session
from ui.draft import Draft
from ui.history import CHANGE
from ui.links import link
from ui.markup import Tone, chip, facts, finding, joined, section
from ui.plan_parts import is_open
from ui.risks import RISK, levels
from ui.risks_fired import contingency_words, make_task
from ui.risks_review import forget, review_form
from ui.row_form import row_form
from ui.show import show

NEW = "+"
"""What the address calls a risk that is being written down."""
_SHEET = SHEETS["risks"]
_LOOK, _EDIT = "look", "edit"
_CHANGES = 12
"""That the history shows, newest first."""


def open_risk(_: Language, snapshot: Snapshot, line: RiskLine, today: date) -> None:
    """Open a risk beside the page; closing it takes it out of the address."""
    drawer = st.dialog(title(_, line), width="large", position="right", on_dismiss=_left)
    drawer(_content)(_, snapshot, line, today)


def _left() -> None:
    forget()
    address.put(RISK, None)


def _content(_: Language, snapshot: Snapshot, line: RiskLine, today: date) -> None:
    if is_open(snapshot) and _choose_view(_, snapshot, line) == _EDIT:
        row_form(_SHEET, snapshot.key, line.risk.risk)
        return
    show(*_asked(_, line), levels(_, line), facts(_facts(_, snapshot, line)))
    if is_open(snapshot):
        if line.task is None and line.risk.contingency and line.risk.state is not RiskState.CLOSED:
            make_task(_, snapshot, line, today, where="drawer")
        show(section(_("Review it")))
        review_form(_, snapshot, line, today)
    show(section(_("History")), _history(_, snapshot, line))


def _choose_view(_: Language, snapshot: Snapshot, line: RiskLine) -> str:
    """Draw the choice between looking at a risk and editing it; with edits that are not saved it begins with those."""
    row, draft = line.risk.risk, Draft(_SHEET, snapshot.key)
    key = f"view of risk {row} {draft.round}"
    st.session_state.setdefault(key, _EDIT if row in draft.now.changed else _LOOK)
    names = {_LOOK: _("Overview"), _EDIT: _("Edit")}
    st.segmented_control(
        _("View"), list(names), format_func=names.__getitem__, required=True, key=key, label_visibility="collapsed"
    )
    return str(st.session_state[key])


def open_new(_: Language, snapshot: Snapshot) -> None:
    """Open the form of the risk that is being written down; where none is, it was saved or dropped."""
    added = Draft(_SHEET, snapshot.key).now.added
    if not is_open(snapshot) or not added:
        address.put(RISK, None)
        return
    drawer = st.dialog(_("New risk or opportunity"), width="large", position="right", on_dismiss=_left)
    drawer(row_form)(_SHEET, snapshot.key, str(added[-1][_SHEET.id_field]))


def begin_new(snapshot: Snapshot) -> None:
    """Begin a risk in the draft with a code that is free, and open its form."""
    draft = Draft(_SHEET, snapshot.key)
    codes = {line.risk.code for line in snapshot.risks(session.today()).lines}
    codes |= {str(cells.get("code")) for cells in draft.now.added}
    code = next(code for code in (f"R{number}" for number in count(len(codes) + 1)) if code not in codes)
    fields = {_SHEET.id_field: new_id(), "code": code, "kind": RiskKind.THREAT.value, "state": RiskState.OPEN.value}
    draft.begin(replace(draft.now, added=[*draft.now.added, fields]), draft.at)
    address.put(RISK, NEW)


def _asked(_: Language, line: RiskLine) -> Iterator[Markup]:
    """Yield what cannot be quite right about it."""
    for query in line.queries:
        yield finding(word(_, query), chip(_("Check"), Tone.WARN))


def _facts(_: Language, snapshot: Snapshot, line: RiskLine) -> Iterator[tuple[str, object]]:
    risk, currency = line.risk, snapshot.team.currency
    kind = [word(_, risk.kind).capitalize(), _.own(risk.category)]
    yield _("Kind of risk"), " · ".join(filter(None, kind))
    yield _("Owner"), _.name(line.owner) if line.owner else _("nobody owns it")
    goal = next((one.objective for one in snapshot.objectives() if one.objective.objective == risk.objective), None)
    if goal is not None:
        yield _("Goal"), _.name(goal, "title")
    yield _("Money at stake"), _stake(_, line, currency)
    response = [word(_, risk.response).capitalize() if risk.response else NONE, _.own(risk.action)]
    yield _("Response"), " · ".join(filter(None, response))
    yield _("Contingency plan"), contingency_words(_, line)
    if line.trigger is None:
        yield _("Trigger condition"), NONE
    else:
        words = f"{condition(_, line.trigger, currency)} — {standing(_, line.trigger, currency)}"
        fired = chip(_("Trigger fired"), Tone.BAD) if line.fired else Markup("")
        yield _("Trigger condition"), joined([words, fired], " ")
    reviewed = _.day(risk.reviewed) if risk.reviewed else _("never; written down on {day}", day=_.day(line.last_review))
    yield _("Last review"), reviewed
    if risk.carried_from:
        month, code = risk.carried_from.split("/", 1)
        there = link("risks", _.month(date.fromisoformat(f"{month}-01")), **{address.MONTH: month, RISK: code})
        yield _("Carried over from"), there
    if risk.state is RiskState.CLOSED:
        yield _("State"), _("closed: {reason}", reason=_.own(risk.reason))
        return
    if line.review_due.value:
        due = review_words(_, line)
        yield _("Review due"), chip(due, Tone.WARN) if line.overdue else due
    yield _("State"), word(_, risk.state)


def _stake(_: Language, line: RiskLine, currency: str) -> str:
    risk = line.risk
    if risk.state is not RiskState.OPEN:
        at_stake, came = (money(_, amount, currency) for amount in (risk.cost, risk.came_to))
        return at_stake if risk.came_to is None else _("{cost}; it came to {amount}", cost=at_stake, amount=came)
    if line.emv.value is None:
        return f"{NONE} ({reason_sentence(_, line.emv.reason)})" if line.emv.reason else NONE
    parts = _.percent(risk.probability), money(_, risk.cost, currency), money(_, line.emv.value, currency)
    return _("{probability} of {cost}: EMV {emv}", probability=parts[0], cost=parts[1], emv=parts[2])


# history


def _history(_: Language, snapshot: Snapshot, line: RiskLine) -> Markup:
    """Return who changed what of it, when and why, newest first."""
    store, key, known_at = session.store(), snapshot.key, snapshot.known_at
    where = {**key._asdict(), "risk": line.risk.risk}
    found = rows_between(store, "risks", 0, known_at, where)[::-1][:_CHANGES]
    made = {change.change_id: change for change in made_between(store, found[-1][0] - 1, found[0][0])}
    tables = read_tables(store, _SHEET, key, known_at)
    names = names_by_login(_, store, key.team)

    def fields(row: RowChange) -> list[Difference]:
        return differences(_, tables, [RowEdit(line.risk.risk, row.before, row.after, 0)])

    return joined(_change(_, made[number], fields(row), names) for number, row in found)


def _change(_: Language, change: Change, fields: list[Difference], names: dict[str, str]) -> Markup:
    when = _.moment(change.made_at.astimezone(session.zone()))
    by = [when, names.get(change.actor, change.actor), _.own(change.reason)]
    number = link("uploads", f"#{change.change_id}", **{CHANGE: str(change.change_id)})
    said = _.clauses([_field(_, one) for one in fields]) or _("looked at again")
    one = Markup('<div class="pl-todo"><p>{}</p><small>{} · {}</small></div>')
    return one.format(said, " · ".join(filter(None, by)), number)


def _field(_: Language, one: Difference) -> str:
    if one.column is None:
        return _("written down") if one.before == NONE else _("removed")
    return f"{_(one.column.head)} {_.own(one.before)} → {_.own(one.after)}"
