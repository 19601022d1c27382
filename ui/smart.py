"""Each goal by the five letters of SMART: how it stands, why, what would be better, and who says yes to A and R."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from planlib.editing.confirm import confirm
from planlib.errors import RefusedError
from planlib.explaining import By
from planlib.locale import N_, Language
from planlib.locale.words import word
from planlib.metrics.smart import ACHIEVABLE, RELEVANT, Check
from planlib.review.smart import goal_sentence, letter_words
from planlib.snapshot import SmartLine, Snapshot
from planlib.store.drafts import Place
from planlib.store.ledger import Change
from planlib.vocabulary import PlanState, SmartVerdict
from ui import session
from ui.drafted import carried_over
from ui.form import Saying
from ui.markup import Tone, chip, joined, section
from ui.saving import what_was_saved
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
_RECORDED = "goal confirmed"


def smart_section(_: Language, snapshot: Snapshot, sheet: str) -> None:
    """Draw the goals by their letters below the tables they are written in; nothing below others."""
    if sheet not in SHEETS or not snapshot.smart:
        return
    about = _("can each goal be checked, reached and told by its day? A and R pass once a person says so")
    show(section(_("Goals by SMART"), about), _counted(_, snapshot.smart))
    what_was_saved(_, _RECORDED)
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
    """Draw the form in which a person says so; what is entered stays until it is recorded."""
    place = Place(session.actor(), snapshot.key, f"smart {line.objective.objective}")
    form = Saying(place, snapshot.known_at, "reached")
    with st.popover(_("Confirm A and R"), icon=":material/how_to_reg:"):
        form.say_left(_)
        ticks = {
            ACHIEVABLE: _tick(_, form, snapshot, "reached", _("It can be reached"), _stands(line, ACHIEVABLE)),
            RELEVANT: _tick(_, form, snapshot, "matters", _("It matters for what it serves"), _stands(line, RELEVANT)),
        }
        who = _who(_, form, snapshot)
        why = form.start("why", "")
        why = form.enter("why", st.text_input(_("Why?"), why, max_chars=200, key=form.key("why")))
        form.record(_, lambda by: _confirm(snapshot, line, ticks, who, why, by), _RECORDED)


def _tick(_: Language, form: Saying, snapshot: Snapshot, field: str, what: str, person: str | None) -> bool:
    begins = form.start(field, person is not None)
    ticked: bool = form.enter(field, st.checkbox(_said(_, snapshot, what, person), begins, key=form.key(field)))
    return ticked


def _who(_: Language, form: Saying, snapshot: Snapshot) -> str | None:
    """Ask who says yes; at first it is the person who is at the screen."""
    people = {one.person: _.name(one) for one in snapshot.people}
    first = form.start("who", next((one.person for one in snapshot.people if one.login == session.actor()), None))
    who: str | None = form.enter(
        "who",
        st.selectbox(
            _("Who says yes"),
            list(people),
            index=list(people).index(first) if first in people else None,
            format_func=people.__getitem__,
            placeholder=_("Choose a person"),
            key=form.key("who"),
        ),
    )
    return who


def _stands(line: SmartLine, tick: str) -> str | None:
    """Return who says yes to the goal as it is now."""
    who: str | None = None if tick in line.lapsed else getattr(line.objective, tick)
    return who


def _said(_: Language, snapshot: Snapshot, what: str, person: str | None) -> str:
    found = snapshot.person(person)
    return _("{what}, says {person}", what=what, person=_.name(found)) if found else what


def _confirm(
    snapshot: Snapshot, line: SmartLine, ticks: Mapping[str, bool], who: str | None, why: str, by: By
) -> Change | None:
    """Record the ticks as one edit of the goal as it was seen; who ticked before stays who said so."""
    goal = line.objective
    lapsed = {tick: getattr(goal, tick) for tick in line.lapsed}
    said = {tick: (_stands(line, tick) or who) if ticked else lapsed.get(tick) for tick, ticked in ticks.items()}
    if any(ticked and not said[tick] for tick, ticked in ticks.items()):
        raise RefusedError("who_needed")
    return confirm(
        session.store(),
        snapshot.key,
        goal.objective,
        achievable_by=said[ACHIEVABLE],
        relevant_by=said[RELEVANT],
        again=[tick for tick in line.lapsed if ticks[tick]],
        seen=by.seen,
        actor=by.actor,
        at=by.at,
        reason=why,
    )
