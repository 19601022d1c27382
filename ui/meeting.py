"""A meeting's page before, during and after it: the start, the screens of its items, and what came of it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from planlib.export.docx_file import docx_file
from planlib.export.markdown import markdown
from planlib.locale import LANGUAGES, N_, NONE, Language
from planlib.meeting import running
from planlib.meeting.agenda import Item, ItemKind, agenda, items_of
from planlib.meeting.minutes import as_it_ended, back_words, minutes
from planlib.model import Decision, Meeting
from planlib.review.since import past_meetings
from planlib.snapshot import Snapshot
from planlib.vocabulary import DecisionKind, PlanState
from ui import address, session
from ui.links import link
from ui.markup import Column, Row, empty, finding, joined, note, section, table
from ui.meeting_actions import settled_actions
from ui.meeting_desk import Desk, by
from ui.meeting_draft import corrected, follow, typed_in
from ui.meeting_items import item as draw_item
from ui.meeting_items import mark, said
from ui.meeting_left import say_left
from ui.meeting_notes import about, form, line, lines, taken_in, taken_on
from ui.meeting_return import forget, remember, remembered
from ui.meeting_start import start_of
from ui.presenter import ITEM, presenter
from ui.refused import refusable
from ui.show import page_head, page_link, show, stamp
from ui.things import to_item

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEETING = "meeting"
"""Names in the address a meeting that is over."""
_TYPED = "meeting typed"


def held_now(snapshot: Snapshot) -> Meeting | None:
    """Return the meeting about the plan that is being held."""
    return running.running(snapshot.meetings, snapshot.key)


def why_not(_: Language, snapshot: Snapshot) -> str:
    """Return why no meeting can be held; empty where one can."""
    if session.read_only():
        return _("You are looking back; go back to now to hold a meeting.")
    if snapshot.plan.state is PlanState.CLOSED:
        return _("The month is closed, and its plan with it. Hold the meeting about the month that runs.")
    return ""


def start_button(_: Language, snapshot: Snapshot) -> None:
    """Draw the button that starts the plan's meeting, or goes on with the one that is being held."""
    held, hindrance = held_now(snapshot), why_not(_, snapshot)
    label = _("Start meeting") if held is None else _("Resume meeting")
    if held and held.day < session.now().date():
        label = _("Resume meeting of {day}", day=_.short_day(held.day))
    pressed = st.button(
        label, icon=":material/co_present:", type="primary", disabled=bool(hindrance), help=hindrance or None
    )
    if pressed:
        running.start(session.store(), snapshot.key, agenda(snapshot, session.today()), snapshot.day, by(snapshot))
        st.switch_page(address.page_file("meeting"), query_params=address.carried())


# while it is held


def hold(_: Language, snapshot: Snapshot, meeting: Meeting) -> None:
    """Draw the screen of the item in view."""
    items = items_of(meeting)
    with st.container(key="pl-presenter", horizontal=True, vertical_alignment="center"):
        item = presenter(_, snapshot, meeting, items, start_of(meeting).at, remembered(meeting))
        remember(meeting, item.key)
        _other_language(_)
        _leave(_)
    desk = Desk(_, snapshot, meeting, item, st.session_state.setdefault(_TYPED, {}))
    head = Markup('<div class="pl-meeting"><h1 class="pl-title">{}</h1>{}</div>')
    show(head.format(to_item(snapshot, item), mark(_, snapshot, item)))
    _of_another_day(_, meeting)
    if item.kind is ItemKind.END:
        _end(desk)
        return
    what, notes = st.columns([8, 5], gap="large")
    with what:
        draw_item(desk)
    with notes:
        show(said(desk), section(_("What came of it")))
        lines(desk, taken_on(snapshot, meeting, items, item))
        form(desk)


def _other_language(_: Language) -> None:
    """Draw the button that tells the same screen in the other language."""
    code = next(code for code in LANGUAGES if code != _.code)
    st.button(LANGUAGES[code], key="pl-language", type="tertiary", on_click=address.put, args=(address.LANGUAGE, code))


def _leave(_: Language) -> None:
    """Draw the button that leads out of the meeting, which goes on."""
    if st.button(_("Leave"), icon=":material/logout:", type="tertiary", key="pl-leave"):
        forget()
        st.switch_page(address.page_file("weekly_review"), query_params=address.carried())


def _of_another_day(_: Language, meeting: Meeting) -> None:
    if meeting.day < session.now().date():
        text = _(
            "This meeting was begun on {day}. Go on with it, or end it on its last screen.", day=_.day(meeting.day)
        )
        show(note(text))


def _end(desk: Desk) -> None:
    """Draw what was taken down and what is still typed, and the button that ends the meeting."""
    _ = desk.language
    follow(desk)
    what, correct = st.columns([8, 5], gap="large")
    with what:
        draw_item(desk)
        st.button(
            _("End the meeting"),
            type="primary",
            icon=":material/event_available:",
            disabled=say_left(desk),
            on_click=_over,
            args=(desk,),
        )
        show(note(_("What was taken down stays as it is then; open actions come to the next agenda.")))
    with correct:
        if corrected(desk):
            form(desk)


@refusable
def _over(desk: Desk) -> None:
    """End the meeting, unless something was typed meanwhile, in another window."""
    if typed_in(desk):
        return
    running.end(session.store(), desk.meeting, desk.by())
    forget()
    address.put(ITEM, None)
    address.put(MEETING, desk.meeting.meeting)


# before, and after


def before(_: Language, snapshot: Snapshot) -> None:
    """Draw what a meeting would talk about, and the button that starts it."""
    hindrance = why_not(_, snapshot)
    with page_head(_("Weekly meeting · {month}", month=_.month(snapshot.key.month)), stamp(snapshot)):
        start_button(_, snapshot)
    if hindrance:
        show(empty(_("No meeting can be held here"), hindrance))
    else:
        items = agenda(snapshot, session.today())
        text = _.plural("{count} item needs a word.", "{count} items need a word.", _to_speak_about(items))
        show(finding(text), section(_("Agenda")), _agenda(_, snapshot, items))
        show(note(_("From item to item: arrow keys, space, page keys, or a presenter's remote.")))
    _earlier(_, snapshot)


def _to_speak_about(items: Sequence[Item]) -> int:
    return sum(item.kind not in (ItemKind.MONTH, ItemKind.OTHER, ItemKind.END) for item in items)


def _agenda(_: Language, snapshot: Snapshot, items: Sequence[Item]) -> Markup:
    one = Markup("<li>{} {}</li>")
    titles = [one.format(to_item(snapshot, item), mark(_, snapshot, item)) for item in items]
    return Markup('<ol class="pl-agenda">{}</ol>').format(joined(titles))


SHOWN = 12
"""Earlier meetings that are listed."""


def _earlier(_: Language, snapshot: Snapshot) -> None:
    over = [one for one in snapshot.meetings if one.known_at is not None][:SHOWN]
    if not over:
        return
    columns = [Column(_("Meeting")), Column(_("Plan")), *(Column(_(head), right=True) for head in _HEADS.values())]
    rows = (_earlier_row(_, snapshot, one) for one in over)
    show(section(_("Earlier meetings")), table(columns, rows, _("Earlier meetings")))


_HEADS = {DecisionKind.DECISION: N_("Decisions"), DecisionKind.ACTION: N_("Actions")} | {
    DecisionKind.ADJUSTMENT: N_("Adjustments")
}


def _earlier_row(_: Language, snapshot: Snapshot, one: Meeting) -> Row:
    taken = [found.kind for found in snapshot.decisions if found.meeting == one.meeting]
    where = link("meeting", _.day(one.day), meeting=one.meeting)
    return Row([where, _.month(one.month), *(taken.count(kind) or NONE for kind in _HEADS)])


def meeting_over(snapshot: Snapshot) -> Meeting | None:
    """Return the meeting that is over and that the address asks for; with an item in view the one it was of."""
    wanted = address.asked(MEETING)
    if wanted is None and address.asked(ITEM) and held_now(snapshot) is None:
        return next(iter(past_meetings(snapshot)), None)
    return next((one for one in snapshot.meetings if one.meeting == wanted and one.known_at is not None), None)


def summary(_: Language, meeting: Meeting) -> None:
    """Draw what a meeting that is over came to, as it stood at its end."""
    then = as_it_ended(session.store(), session.actor(), meeting)
    stamped = _("{month} · as of change #{change}", month=_.month(meeting.month), change=meeting.known_at)
    with page_head(_("Meeting of {day}", day=_.day(meeting.day)), stamped):
        _minutes(_, then, meeting)
        page_link("weekly_review", _("Weekly review"), ":material/groups:")
    taken, items = taken_in(then, meeting), items_of(meeting)
    back = back_words(session.store(), then, meeting, taken, _read_at(), _)
    show(finding(_came_to(_, taken)))
    for kind, head in _HEADS.items():
        found = [one for one in taken if one.kind is kind]
        if found:
            told = (line(_, then, one, about(_, then, items, one), back.get(one.decision, "")) for one in found)
            show(section(_(head)), *told)
    settled_actions(_, then, meeting)


def _read_at() -> int:
    """Return the last change that the reader knows: looking back, none of those since."""
    return session.known_at() or session.store().last_change()


def _minutes(_: Language, then: Snapshot, meeting: Meeting) -> None:
    """Offer the minutes to take away."""
    document = minutes(session.store(), session.actor(), then, meeting, _, read_at=_read_at())
    stem = f"{then.team.code}-{meeting.day}"
    for label, content, name, kind in (
        (_("Minutes (Word)"), partial(docx_file, document, meeting.day, _), f"{stem}.docx", _DOCX),
        (_("Minutes (Markdown)"), markdown(document), f"{stem}.md", "text/markdown"),
    ):
        st.download_button(label, content, name, kind, icon=":material/download:", on_click="ignore")


def _came_to(_: Language, taken: Sequence[Decision]) -> str:
    if not taken:
        return _("Nothing was taken down.")
    kinds = [one.kind for one in taken]
    counts = [
        _.plural("{count} decision", "{count} decisions", kinds.count(DecisionKind.DECISION)),
        _.plural("{count} action", "{count} actions", kinds.count(DecisionKind.ACTION)),
        _.plural(
            "{count} adjustment of the plan", "{count} adjustments of the plan", kinds.count(DecisionKind.ADJUSTMENT)
        ),
    ]
    return _.join([text for text, kind in zip(counts, _HEADS, strict=True) if kind in kinds])
