"""The form in which a risk is looked at again: how large it is now, whether it happened and came to what, and why.

What is entered stays until it is recorded, also where somebody else was faster, over a reload and over a restart.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from planlib.editing.check import check
from planlib.editing.edits import Edits
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.locale import N_, NONE, Language
from planlib.locale.sentences import error_sentence, problem_message
from planlib.locale.words import word
from planlib.metrics.risks import LIKELIHOOD_ENDS, STEPS
from planlib.model import PlanKey, Risk
from planlib.plans import names_by_login
from planlib.risk_steps import review
from planlib.snapshot import RiskLine, Snapshot
from planlib.store.drafts import Place
from planlib.vocabulary import RiskState
from ui import session
from ui.form import keep_typed, typed_at
from ui.markup import Tone, chip, finding
from ui.saving import say_saved, what_was_saved
from ui.show import show

_SEEN = "risk under review"
"""Which risk, the change that had written it when its form was opened, and the one the review is based on."""
_REVIEWED, _REFUSED = "risk reviewed", "review refused"
_LONGEST = 200
_CAME_TO = N_("What it did cost or bring once it happened; while it is empty, the money at stake counts.")


def forget() -> None:
    """Begin the next review with what was entered and not recorded, else with what stands then."""
    st.session_state.pop(_SEEN, None)


def review_form(_: Language, snapshot: Snapshot, line: RiskLine, today: date) -> None:
    """Draw the form and record what comes of it."""
    opened, seen = _seen(line)
    key = f"review {line.risk.risk} {opened}"
    _fields(_, line, key, today)
    _keep(_, line, key, today, seen)
    saves = st.button(_("Record the review"), type="primary", icon=":material/check:", key=f"{key} save")
    what_was_saved(_, _REVIEWED)
    if why_not := st.session_state.pop(_REFUSED, None):
        show(finding(why_not, chip(_("Not recorded"), Tone.BAD)))
    if saves:
        _save(_, snapshot, line, key, seen)


def _seen(line: RiskLine) -> tuple[int, int]:
    risk, opened, seen = st.session_state.get(_SEEN, ("", 0, 0))
    if risk != line.risk.risk:
        opened = seen = typed_at(_place(line)).get("seen", line.change_id)
        st.session_state[_SEEN] = (line.risk.risk, opened, seen)
    return opened, seen


def _fields(_: Language, line: RiskLine, key: str, today: date) -> None:
    risk, state = line.risk, st.session_state
    stands, first = _stands(_, line, today), f"{key} state"
    for name, value in (stands | (typed_at(_place(line)) if first not in state else {})).items():
        state.setdefault(f"{key} {name}", value)
    for name, label, words in (
        ("likelihood", _("Likelihood"), likely_words(_)),
        ("impact", _("Impact"), _("From 1, hardly felt, to 5: the goal is lost.")),
    ):
        st.segmented_control(label, list(STEPS), key=f"{key} {name}", help=words)
    states = {one.value: word(_, one) for one in RiskState}
    st.segmented_control(_("State"), list(states), required=True, format_func=states.__getitem__, key=f"{key} state")
    if state[first] == RiskState.OCCURRED:
        st.text_input(_("What it came to"), key=f"{key} came_to", help=_(_CAME_TO), width=240)
    st.text_area(
        _("What has changed, and why?"),
        max_chars=_LONGEST,
        height=88,
        key=f"{key} words",
        help=_("Needed where anything changes. Of a risk that is closed it is kept as the reason."),
    )
    st.date_input(
        _("Day of the review"),
        max_value=max(today, risk.reviewed or today),
        format="YYYY-MM-DD",
        key=f"{key} day",
        width=180,
    )


def _stands(_: Language, line: RiskLine, today: date) -> dict[str, Any]:
    """Return what the fields begin with."""
    risk = line.risk
    size = {"likelihood": risk.likelihood, "impact": risk.impact}
    came_to = "" if risk.came_to is None else _.exact(risk.came_to)
    return {**size, "state": risk.state.value, "came_to": came_to, "words": "", "day": today}


def _place(line: RiskLine) -> Place:
    return Place(session.actor(), PlanKey(line.risk.team, line.risk.month), f"review {line.risk.risk}")


def _keep(_: Language, line: RiskLine, key: str, today: date, seen: int) -> None:
    """Keep what is entered, and on which version of the risk."""
    stands = _stands(_, line, today)
    typed = {name: st.session_state[f"{key} {name}"] for name in stands}
    typed = {name: value for name, value in typed.items() if value != stands[name]}
    if typed != {name: value for name, value in typed_at(_place(line)).items() if name != "seen"}:
        keep_typed(_place(line), typed and typed | {"seen": seen})


def likely_words(_: Language) -> str:
    """Return which probability within the month each step of likelihood stands for."""
    ends = [_.percent(end) for end in LIKELIHOOD_ENDS]
    steps = [
        f"1 <{ends[0]}",
        *(f"{step} {low}–{high}" for step, low, high in zip(STEPS[1:], ends, ends[1:], strict=False)),
    ]
    return _("Within the month: {steps}", steps=_.join([*steps, f"5 >{ends[-1]}"]))


def _save(_: Language, snapshot: Snapshot, line: RiskLine, key: str, seen: int) -> None:
    state = st.session_state
    likelihood, impact, chosen, words, day = (
        state[f"{key} {name}"] for name in ("likelihood", "impact", "state", "words", "day")
    )
    try:
        change = review(
            session.store(),
            line.risk,
            likelihood=likelihood,
            impact=impact,
            state=RiskState(chosen),
            came_to=_came_to(_, snapshot, line, key, seen),
            day=day,
            words=words,
            seen=seen,
            actor=session.actor(),
            at=session.now(),
        )
    except ConflictError as error:
        state[_SEEN] = (line.risk.risk, state[_SEEN][1], error.conflicts[0].change_id)
        state[_REFUSED] = _who_was_faster(_, snapshot, error)
    except InvalidError as error:
        state[_REFUSED] = _.sentences([problem_message(_, problem) for problem in error.problems])
    except RefusedError as error:
        state[_REFUSED] = error_sentence(_, error)
    else:
        keep_typed(_place(line), {})
        forget()
        say_saved(change, _REVIEWED)
    st.rerun()


def _came_to(_: Language, snapshot: Snapshot, line: RiskLine, key: str, seen: int) -> Decimal | None:
    """Return what a risk that happened came to, read and checked as in its form; of another one what stands.

    InvalidError where it is no amount.
    """
    if st.session_state[f"{key} state"] != RiskState.OCCURRED:
        return line.risk.came_to
    typed = Edits(changed={line.risk.risk: {"came_to": st.session_state[f"{key} came_to"]}})
    checked = check(_, read_tables(session.store(), SHEETS["risks"], snapshot.key, seen), typed)
    if checked.problems:
        raise InvalidError([one.problem for one in checked.problems])
    return next((row.after.came_to for row in checked.rows if isinstance(row.after, Risk)), line.risk.came_to)


def _who_was_faster(_: Language, snapshot: Snapshot, error: ConflictError) -> str:
    met = error.conflicts[0]
    theirs, names = met.theirs or {}, names_by_login(_, session.store(), snapshot.team.team)
    size = " × ".join(str(theirs.get(field) or NONE) for field in ("likelihood", "impact"))
    who = _("{who} was faster and says {size}.", who=names.get(met.actor, met.actor), size=size)
    why = [_("Their reason: {reason}.", reason=_.own(met.reason))] if met.reason else []
    return _.sentences([who, *why, _("What you entered is still in the form; record it again to put it on top.")])
