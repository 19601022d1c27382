"""Closing the month and opening it again, from the month-end page: what is to be in order, then the form."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup

import ui
from planlib.close import Check, Kept, checklist, close_plan, kept_close, missing, ready_to_close, reopen_plan
from planlib.close.words import PAGES, missing_words
from planlib.locale import Language
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.place import database
from planlib.plans import names_by_login
from planlib.snapshot import Snapshot
from planlib.vocabulary import CloseCheck, PlanState
from ui.markup import facts
from ui.rights import may_close
from ui.session import zone


def closing(snapshot: Snapshot) -> None:
    """Draw the checklist and the form that closes the plan in view, or what it was closed with and how to reopen it."""
    _ = ui.language()
    closed = snapshot.plan.state is PlanState.CLOSED
    if kept := kept_close(ui.store(), snapshot):
        ui.show(ui.section(_("The close")), _kept(_, snapshot, kept))
    ui.show(ui.section(_("Reopen the month") if closed else _("Close the month")))
    if ui.read_only():
        ui.show(ui.note(_("You are looking back; go back to now to close or reopen.")))
    elif closed:
        _reopen(_, snapshot)
    elif ui.today() <= snapshot.key.last_day:
        first = snapshot.key.last_day + timedelta(days=1)
        ui.show(ui.note(_("The month can be closed from {day} on.", day=_.day(first))))
    else:
        _close(_, snapshot)


def _kept(_: Language, snapshot: Snapshot, kept: Kept) -> Markup:
    """Return who closed the month, when and why, by which formulas, the hash of its facts, and what was waived."""
    change, close = kept.change, kept.close
    who = names_by_login(_, ui.store(), snapshot.key.team).get(change.actor, change.actor)
    pairs = [
        (_("Closed by"), f"{who} · {_.moment(change.made_at.astimezone(zone()))}"),
        (_("Reason"), _.own(change.reason)),
        *((_("Waived: {point}", point=word(_, code)), _.own(why)) for code, why in kept.waived.items()),
        (_("Formulas"), close.formulas),
        (_("SHA-256 of the facts"), close.sha256),
    ]
    return facts(pairs)


def _reopen(_: Language, snapshot: Snapshot) -> None:
    with st.form("closing", border=False):
        ui.show(ui.note(_("Reopening lets the plan be changed again; the close stays in the history.")))
        barred = not may_close(_, snapshot)
        reason = st.text_input(_("Reason"), max_chars=200, disabled=barred)
        if st.form_submit_button(_("Reopen"), type="primary", disabled=barred):
            reopen_plan(ui.store(), snapshot.key, reason, ui.actor(), ui.now())
            st.rerun()


def _close(_: Language, snapshot: Snapshot) -> None:
    checks = _checks(database(), ui.actor(), snapshot.key, snapshot.known_at, ui.today())
    ui.show(_table(_, snapshot, checks))
    with st.form("closing", border=False):
        ui.show(ui.note(_("A closed plan keeps its numbers. Nothing more can be recorded until it is reopened.")))
        barred = not may_close(_, snapshot)
        waived = _waivers(_, missing(checks), barred=barred)
        reason = st.text_input(_("Reason"), max_chars=200, disabled=barred)
        if st.form_submit_button(_("Close the month"), type="primary", disabled=barred):
            close_plan(ui.store(), snapshot.key, reason, ui.actor(), ui.now(), ui.today(), waived=waived)
            st.rerun()


@st.cache_resource(max_entries=32, show_spinner=False)
def _checks(path: Path, actor: str, plan: PlanKey, known_at: int, today: date) -> tuple[Check, ...]:
    """Keep the checklist by the plan, what was known and the day."""
    del path, known_at
    return checklist(ready_to_close(ui.store(), plan, actor, today))


def _table(_: Language, snapshot: Snapshot, checks: Sequence[Check]) -> Markup:
    columns = [
        ui.Column(_("Before the close")),
        ui.Column(_("State"), phone="side", headless=True),
        ui.Column(_("What is missing"), wrap=True, phone="row", headless=True),
    ]
    return ui.table(columns, [_row(_, snapshot, check) for check in checks], _("Checklist of the close"))


def _row(_: Language, snapshot: Snapshot, check: Check) -> ui.Row:
    name = ui.cell(word(_, check.code), strong=True)
    if check.met:
        return ui.Row([name, ui.chip(_("Met"), ui.Tone.GOOD), ""])
    said = missing_words(_, check, snapshot.team.currency)
    mend = ui.link(PAGES[check.code], _("Mend it"))
    return ui.Row([name, ui.chip(_("Not met"), ui.Tone.WARN), ui.cell(said, mend)], ui.Tone.WARN)


def _waivers(_: Language, unmet: Sequence[Check], *, barred: bool) -> Mapping[CloseCheck, str]:
    """Ask of each point that is not met why it may stay so."""
    return {
        check.code: st.text_input(
            _("Why this may stay: {point}", point=word(_, check.code)),
            max_chars=200,
            key=f"waive {check.code}",
            disabled=barred,
        )
        for check in unmet
    }
