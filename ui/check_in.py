"""What the owner of a KPI says about its month, week by week, and the form for this week.

What is typed stays until it is recorded, also where that is refused.
"""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from planlib.errors import RefusedError
from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from planlib.locale.words import word
from planlib.meeting.check_in import give, limit, said_of, score_to_explain, week_of
from planlib.model import CheckIn
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Confidence, PlanState
from ui import session
from ui.markup import Tone, chip, finding, joined, note, section
from ui.saving import say_saved, what_was_saved
from ui.show import show

TONES = {Confidence.ON_TRACK: Tone.GOOD, Confidence.AT_RISK: Tone.WARN, Confidence.OFF_TRACK: Tone.BAD}
_WEEKS = 5
"""That are shown, newest first."""
_LONGEST = 2000
_RECORDED, _REFUSED = "check-in recorded", "check-in refused"


def check_in_section(_: Language, snapshot: Snapshot, line: KpiLine) -> None:
    """Draw what was said of a KPI, and where the present is in view the form for this week."""
    said = said_of(snapshot, line.kpi.kpi)
    owner = _.name(line.owner) if line.owner else ""
    show(section(_("What the owner says"), owner), _said(_, snapshot, said))
    if not session.read_only() and snapshot.plan.state is not PlanState.CLOSED:
        _form(_, snapshot, line, said)


def _said(_: Language, snapshot: Snapshot, said: Sequence[CheckIn]) -> Markup:
    if not said:
        return note(_("Nothing was said about this month yet."))
    return joined(_line(_, snapshot, one) for one in said[:_WEEKS])


def _line(_: Language, snapshot: Snapshot, one: CheckIn) -> Markup:
    person = snapshot.person(one.person)
    when = " · ".join([_("week of {day}", day=_.short_day(one.week)), *([_.name(person)] if person else [])])
    mark = chip(word(_, one.confidence).capitalize(), TONES[one.confidence])
    return Markup('<div class="pl-taken">{}<p>{}<small>{}</small></p></div>').format(mark, _.own(one.text), when)


# the form


def _form(_: Language, snapshot: Snapshot, line: KpiLine, said: Sequence[CheckIn]) -> None:
    week, state = week_of(snapshot, session.now().date()), st.session_state
    standing = next((one for one in said if one.week == week), None)
    key = f"check-in {line.kpi.kpi} {week}"
    people = {one.person: _.name(one) for one in snapshot.people}
    first = {
        "confidence": standing.confidence.value if standing else None,
        "text": standing.text if standing else "",
        "person": (standing and standing.person) or line.kpi.owner,
    }
    for name, value in first.items():
        state.setdefault(f"{key} {name}", value)
    words = {one.value: word(_, one).capitalize() for one in Confidence}
    st.segmented_control(
        _("This week: will the month be made?"),
        list(words),
        format_func=words.__getitem__,
        key=f"{key} confidence",
        persist_state="session",
    )
    st.text_area(
        _("In a sentence"),
        key=f"{key} text",
        height=88,
        max_chars=_LONGEST,
        placeholder=_("What happened, and what will be done?"),
        help=_asked_for(_, snapshot, line),
        on_change="ignore",
        persist_state="session",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Who says so"),
            list(people),
            format_func=lambda person: people.get(person, person),
            index=None,
            key=f"{key} person",
            on_change="ignore",
            persist_state="session",
        )
        label = _("Replace this week's words") if standing else _("Record")
        st.button(label, type="primary", icon=":material/check:", on_click=_give, args=(_, snapshot, line, key))
    what_was_saved(_, _RECORDED)
    if why_not := state.pop(_REFUSED, None):
        show(finding(why_not, chip(_("Not recorded"), Tone.BAD)))


def _asked_for(_: Language, snapshot: Snapshot, line: KpiLine) -> str | None:
    """Return why words are asked for, where they are."""
    score = score_to_explain(snapshot, line)
    if score is None:
        return None
    return _("The score so far is {score}, below {limit}.", score=_.exact(score), limit=_.exact(limit(snapshot)))


def _give(_: Language, snapshot: Snapshot, line: KpiLine, key: str) -> None:
    state, moment = st.session_state, session.now()
    chosen, text, person = (state.get(f"{key} {name}") for name in ("confidence", "text", "person"))
    if chosen is None:
        state[_REFUSED] = _("Choose first whether the month will be made.")
        return
    said = Confidence(chosen), text or ""
    try:
        change = give(
            session.store(),
            snapshot,
            line,
            *said,
            person=person,
            day=moment.date(),
            actor=session.actor(),
            at=moment,
        )
    except RefusedError as error:
        state[_REFUSED] = error_sentence(_, error)
    else:
        say_saved(change, _RECORDED)
