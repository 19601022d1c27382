"""Each goal by the five letters of SMART: how it stands, why, what would be better, and who says yes to A and R."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from planlib.editing.confirm import confirm
from planlib.errors import RefusedError
from planlib.locale import N_, Language
from planlib.locale.sentences import error_sentence
from planlib.locale.words import word
from planlib.metrics.smart import ACHIEVABLE, RELEVANT, Check
from planlib.review.smart import goal_sentence, letter_words
from planlib.snapshot import SmartLine, Snapshot
from planlib.vocabulary import PlanState, SmartVerdict
from ui import session
from ui.drafted import carried_over
from ui.markup import Tone, chip, finding, joined, section
from ui.saving import say_saved, what_was_saved
from ui.show import show

SHEETS = ("objectives", "milestones", "targets")
"""Tables of the page Plan below which the letters stand."""
TONES = {SmartVerdict.PASS: Tone.GOOD, SmartVerdict.WARN: Tone.WARN, SmartVerdict.FAIL: Tone.BAD}
_LETTERS = {
    "specific": N_("Specific"),
    "measurable": N_("Measurable"),
    "achievable": N_("Achievable"),
    "relevant": N_("Relevant"),
    "timely": N_("Time-bound"),
}
_RECORDED, _REFUSED = "goal confirmed", "goal not confirmed"


def smart_section(_: Language, snapshot: Snapshot, sheet: str) -> None:
    """Draw the goals by their letters below the tables they are written in; nothing below others."""
    if sheet not in SHEETS or not snapshot.smart:
        return
    about = _("can each goal be checked, reached and told by its day? A and R pass once a person says so")
    show(section(_("Goals by SMART"), about), _counted(_, snapshot.smart))
    what_was_saved(_, _RECORDED)
    if why_not := st.session_state.pop(_REFUSED, None):
        show(finding(why_not, chip(_("Not recorded"), Tone.BAD)))
    asks = not session.read_only() and snapshot.plan.state is not PlanState.CLOSED
    for line in snapshot.smart:
        show(_goal(_, snapshot, line), carried_over(_, snapshot.key, "objectives", line.objective))
        if asks:
            _ask(_, snapshot, line)


def _counted(_: Language, lines: Sequence[SmartLine]) -> Markup:
    verdicts = [check.verdict for line in lines for check in line.letters]
    chips = (chip(f"{verdicts.count(one)} {word(_, one)}", TONES[one]) for one in SmartVerdict if one in verdicts)
    return Markup('<div class="pl-chips">{}</div>').format(joined(chips))


def _goal(_: Language, snapshot: Snapshot, line: SmartLine) -> Markup:
    letters = (
        _letter(_, snapshot, line, _LETTERS[name], check)
        for name, check in zip(line.letters._fields, line.letters, strict=True)
    )
    whole = Markup('<div class="pl-smart"><header><b>{}</b><span>{}</span></header><div>{}</div></div>')
    return whole.format(_.name(line.objective, "title"), goal_sentence(_, snapshot, line), joined(letters))


def _letter(_: Language, snapshot: Snapshot, line: SmartLine, name: str, check: Check) -> Markup:
    why, better = letter_words(_, snapshot, line, check)
    one = Markup("<section><h3>{}{}</h3><p>{}</p>{}</section>")
    hint = Markup("<p><b>{}</b></p>").format(better) if better else ""
    return one.format(_(name), chip(word(_, check.verdict), TONES[check.verdict]), why, hint)


# who says yes


def _ask(_: Language, snapshot: Snapshot, line: SmartLine) -> None:
    """Draw the form in which a person says so; what is typed stays until it is recorded."""
    state, key = st.session_state, f"smart {line.objective.objective}"
    people = {one.person: _.name(one) for one in snapshot.people}
    first = {
        "reached": _stands(line, ACHIEVABLE) is not None,
        "matters": _stands(line, RELEVANT) is not None,
        "who": next((one.person for one in snapshot.people if one.login == session.actor()), None),
        "why": "",
    }
    for name, value in first.items():
        state.setdefault(f"{key} {name}", value)
    with st.popover(_("Confirm A and R"), icon=":material/how_to_reg:"), st.form(key, border=False):
        st.checkbox(_said(_, snapshot, _("It can be reached"), _stands(line, ACHIEVABLE)), key=f"{key} reached")
        st.checkbox(
            _said(_, snapshot, _("It matters for what it serves"), _stands(line, RELEVANT)), key=f"{key} matters"
        )
        st.selectbox(
            _("Who says yes"),
            list(people),
            index=None,
            format_func=lambda person: people.get(person, person),
            placeholder=_("Choose a person"),
            key=f"{key} who",
        )
        st.text_input(_("Why?"), max_chars=200, key=f"{key} why")
        label, icon = _("Record"), ":material/check:"
        st.form_submit_button(label, type="primary", icon=icon, on_click=_record, args=(_, snapshot, line, key))


def _stands(line: SmartLine, tick: str) -> str | None:
    """Return who says yes to the goal as it is now."""
    who: str | None = None if tick in line.lapsed else getattr(line.objective, tick)
    return who


def _said(_: Language, snapshot: Snapshot, what: str, person: str | None) -> str:
    found = snapshot.person(person)
    return _("{what}, says {person}", what=what, person=_.name(found)) if found else what


def _record(_: Language, snapshot: Snapshot, line: SmartLine, key: str) -> None:
    """Record the ticks as one edit of the goal as it was shown; who ticked before stays who said so."""
    goal, state = line.objective, st.session_state
    reached, matters, who, why = (state[f"{key} {name}"] for name in ("reached", "matters", "who", "why"))
    ticks = {ACHIEVABLE: reached, RELEVANT: matters}
    lapsed = {tick: getattr(goal, tick) for tick in line.lapsed}
    said = {tick: (_stands(line, tick) or who) if ticked else lapsed.get(tick) for tick, ticked in ticks.items()}
    if any(ticked and not said[tick] for tick, ticked in ticks.items()):
        state[_REFUSED] = _("Choose who says so.")
        return
    try:
        change = confirm(
            session.store(),
            snapshot,
            goal.objective,
            **said,
            again=[tick for tick in line.lapsed if ticks[tick]],
            actor=session.actor(),
            at=session.now(),
            reason=why,
        )
    except RefusedError as error:
        state[_REFUSED] = error_sentence(_, error)
    else:
        for name in ("reached", "matters", "who", "why"):
            state.pop(f"{key} {name}")
        say_saved(change, _RECORDED)
