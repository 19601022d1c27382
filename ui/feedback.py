"""How the team found the month, on the month-end page: averages, words, and the short form for an answer.

The form does not begin with what a person answered before: nobody is to read there what another one said. What is
typed and not recorded stays in it, over a reload and over a restart.
"""

from collections.abc import Iterator
from typing import Any

import streamlit as st
from markupsafe import Markup

from planlib.errors import RefusedError
from planlib.feedback import QUESTIONS, give, who_said
from planlib.locale import NONE, Language
from planlib.locale.sentences import error_sentence
from planlib.model import Feedback
from planlib.snapshot import Snapshot
from planlib.snapshot.feedback import ENOUGH, SCORES, WORDS, FeedbackView
from planlib.store.drafts import Place, drafted_names
from ui import session
from ui.form import Form
from ui.markup import Column, Row, Tone, cell, chip, finding, joined, note, section, table
from ui.plan_parts import is_open
from ui.saving import say_saved, what_was_saved
from ui.show import show

_RECORDED = "feedback recorded"
_LONGEST = 2000


def feedback_section(_: Language, snapshot: Snapshot) -> None:
    """Draw what the team said of the month, and the form while the month is open."""
    found, asked = snapshot.feedback, is_open(snapshot)
    if not found.count and not asked:
        return
    count = _.plural("{count} answer", "{count} answers", found.count) if found.count else ""
    show(section(_("Feedback of the team"), count))
    if found.count:
        show(feedback_rows(_, snapshot, found))
    if asked:
        what_was_saved(_, _RECORDED)
        begun = _place(snapshot).table in drafted_names(session.store(), session.actor(), snapshot.key)
        with st.expander(_("Say how the month was"), begun, icon=":material/rate_review:", key="pl-feedback"):
            _form(_, snapshot)


def feedback_rows(_: Language, snapshot: Snapshot, found: FeedbackView) -> Markup:
    """Return the averages and the words as tables, and what is not told so that nobody is known by it."""
    scores = [Column(_("From 1, not at all, to 5, fully"), wrap=True), Column(_("Average"), right=True)]
    scores.append(Column(_("Answers"), right=True))
    parts = [table(scores, _scores(_, found), _("Feedback of the team"))]
    if any(found.words.values()):
        parts.append(
            table([Column(_("What the team said"), wrap=True)], _words(_, snapshot, found), _("What the team said"))
        )
    few = _("Averages and unsigned words are shown once {count} people have answered.", count=ENOUGH)
    if found.held_back or any(score.average is None for score in found.scores.values()):
        parts.append(note(few))
    return joined(parts)


def _scores(_: Language, found: FeedbackView) -> Iterator[Row]:
    for name, score in found.scores.items():
        average = NONE if score.average is None else _.number(score.average, 1)
        yield Row([_(QUESTIONS[name]), average, _.exact(score.answers)])


def _words(_: Language, snapshot: Snapshot, found: FeedbackView) -> Iterator[Row]:
    for name, said in found.words.items():
        if said:
            yield Row([_(QUESTIONS[name])], group=True)
        yield from (Row([cell(_.own(one.text), who_said(_, snapshot, one))]) for one in said)


# the form


def _form(_: Language, snapshot: Snapshot) -> None:
    """Draw the fields with what was typed and not recorded, and record it on a press."""
    form = Form(_place(snapshot), "", "who")
    form.say_left(_)
    kept = _("Your name makes it one answer a person: a later one replaces it. It is shown only where you sign.")
    show(note(kept))
    person = _who(_, snapshot, form)
    answer: dict[str, Any] = {name: _score(_, form, name) for name in SCORES}
    show(note(_("1: not at all, 5: fully. Leave out what you do not want to answer.")))
    answer |= {name: _text(_, form, name) for name in WORDS}
    signs, key = form.start("signed", False), form.key("signed")
    signed = form.enter("signed", st.checkbox(_("Show my name with my words"), signs, key=key))
    form.keep()
    if not st.button(_("Record"), type="primary", icon=":material/check:", key=form.key("record")):
        return
    if person is None:
        show(finding(_("Choose first who answers."), chip(_("Not recorded"), Tone.BAD)))
        return
    _give(_, snapshot, form, Feedback(**snapshot.key._asdict(), person=person, signed=signed, **answer))


def _place(snapshot: Snapshot) -> Place:
    return Place(session.actor(), snapshot.key, "feedback")


def _who(_: Language, snapshot: Snapshot, form: Form) -> str | None:
    people = {one.person: _.name(one) for one in snapshot.people}
    first = form.start("who", None)
    who: str | None = st.selectbox(
        _("Who answers"),
        list(people),
        list(people).index(first) if first in people else None,
        people.__getitem__,
        key=form.key("who"),
        placeholder="",
        width=320,
    )
    form.enter("who", who)
    return who


def _score(_: Language, form: Form, name: str) -> int | None:
    begins, key = form.start(name, None), form.key(name)
    score: int | None = st.segmented_control(_(QUESTIONS[name]), range(1, 6), default=begins, key=key)
    form.enter(name, score)
    return score


def _text(_: Language, form: Form, name: str) -> str:
    begins, key = form.start(name, ""), form.key(name)
    text: str = st.text_area(_(QUESTIONS[name]), begins, key=key, height=72, max_chars=_LONGEST, width=720)
    form.enter(name, text)
    return text


def _give(_: Language, snapshot: Snapshot, form: Form, answer: Feedback) -> None:
    try:
        change = give(session.store(), snapshot, answer, actor=session.actor(), at=session.now())
    except RefusedError as error:
        show(finding(error_sentence(_, error), chip(_("Not recorded"), Tone.BAD)))
        return
    form.drop()
    say_saved(change, _RECORDED)
    st.rerun()
