"""What is taken down on an item of a meeting: its lines, and the form for the next one.

What is typed stays with its item until it is taken down, also while others are in view, and after a reload.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from planlib.editing.sheets import SHEETS, Kind
from planlib.locale import Language
from planlib.locale.words import word
from planlib.meeting import adjusting, running
from planlib.meeting.adjusting import Subject, subjects
from planlib.meeting.agenda import Item, ItemKind
from planlib.meeting.words import Adjusted, adjusted, field_words, kpi_of, parts_left, parts_of, thing, value_words
from planlib.model import Decision, Meeting
from planlib.snapshot import Snapshot
from planlib.vocabulary import DecisionKind
from ui import session
from ui.links import link
from ui.markup import Tone, bold, chip, joined, note, rich
from ui.meeting_desk import Desk
from ui.meeting_draft import PARTS, SUBJECT, WHERE, clear, correct, corrected, field, follow, inside, put
from ui.meeting_explain import EXPLANATION, explanation, is_owed, line_in_view
from ui.meeting_steps import DUE, TEXT, attempt, person, say_what_happened
from ui.parts_along import ALONG, CHOICES, STAY
from ui.plan_parts import TABLE
from ui.show import show
from ui.things import to_item, to_thing

NOTE, ADJUSTMENT = "note", "adjustment"
"""The forms for a decision or an action, and for a new value; that of a line to be corrected is called as the line."""
_TEXT, _NUMBER = 200, 40
"""How long a new value may be."""


def taken_in(snapshot: Snapshot, meeting: Meeting) -> list[Decision]:
    """Return what was taken down in a meeting, in order."""
    return [one for one in reversed(snapshot.decisions) if one.meeting == meeting.meeting]


def taken_on(snapshot: Snapshot, meeting: Meeting, items: Sequence[Item], item: Item) -> list[Decision]:
    """Return what was taken down on an item, or about what belongs to it; on the last but one what is nobody's."""
    found = taken_in(snapshot, meeting)
    if item.kind is not ItemKind.OTHER:
        return [one for one in found if one.about in _belonging(snapshot, item)]
    others = set[str]().union(*(_belonging(snapshot, one) for one in items if one.kind is not ItemKind.OTHER))
    return [one for one in found if one.about not in others]


def _belonging(snapshot: Snapshot, item: Item) -> set[str]:
    own = subjects(snapshot, item) if item.id or item.kind in (ItemKind.TASKS, ItemKind.RISKS) else ()
    return {item.key, *(one.about for one in own)}


# the lines


def lines(desk: Desk, taken: Sequence[Decision], items: Sequence[Item] = ()) -> None:
    """Draw what was taken down, each line with what can be done about it; with the item it belongs to of `items`."""
    _ = desk.language
    for one in taken:
        with st.container(key=f"pl-taken-{one.decision}", gap=None):
            show(line(_, desk.snapshot, one, about(_, desk.snapshot, items, one) if items else ""))
            with st.container(horizontal=True, gap="small"):
                if one.kind is not DecisionKind.ADJUSTMENT:
                    _small(_("Correct"), ":material/edit:", _begin, desk, one)
                _small(_("Take back"), ":material/undo:", _take_back, desk, one)


def _small(label: str, icon: str, act: Callable[..., None], desk: Desk, one: Decision) -> None:
    st.button(
        label, icon=icon, type="tertiary", key=desk.key(f"{label} {one.decision}"), on_click=act, args=(desk, one)
    )


def about(_: Language, snapshot: Snapshot, items: Sequence[Item], one: Decision) -> str | Markup:
    """Return how the item or the thing is called that a line is about; of an adjustment its words say so."""
    if one.kind is DecisionKind.ADJUSTMENT:
        return ""
    item = next((item for item in items if item.key == one.about), None)
    return to_item(snapshot, item) if item else to_thing(snapshot, one.about, thing(_, snapshot, one.about))


def line(_: Language, snapshot: Snapshot, one: Decision, of: str | Markup = "", back: str = "") -> Markup:
    """Return one line: which kind, what, `of` which item, by whom until when or why; and how it was taken `back`."""
    if one.kind is DecisionKind.ADJUSTMENT:
        text, more = to_thing(snapshot, one.about, change_words(adjusted(_, snapshot, one))), _.own(one.text)
    else:
        text, more = bold(_.own(one.text)), who_and_when(_, snapshot, one)
    apart = parts_left(_, snapshot, one)
    under = joined(filter(None, [of, more, apart and link("plan", apart, **{TABLE: "targets"})]), " · ")
    small = Markup("<small>{}</small>").format(under) if under else ""
    mark = chip(word(_, one.kind).capitalize(), Tone.NONE)
    text += Markup(" {}").format(chip(back[0].upper() + back[1:], Tone.WARN)) if back else ""
    return Markup('<div class="pl-taken">{}<p>{}{}</p></div>').format(mark, text, small)


def change_words(found: Adjusted) -> Markup:
    """Return what was changed, from what to what."""
    what = joined([part for part in (found.of, found.field) if part], " · ")
    return Markup("{} {} → {}").format(what, found.before, bold(found.after))


def who_and_when(_: Language, snapshot: Snapshot, one: Decision) -> str:
    """Return who does it until when; empty where nobody does."""
    person = snapshot.person(one.owner)
    due = [_("due {day}", day=_.short_day(one.due, weekday=True))] if one.due else []
    return " · ".join([*([_.name(person)] if person else []), *due])


# the form


def form(desk: Desk) -> None:
    """Draw the form that takes something down on the item, or corrects a line of it."""
    follow(desk)
    _, line = desk.language, _corrected(desk)
    if line:
        show(note(_("Correct what was taken down:")))
    chosen = line.kind.value if line else _kind(desk)
    say_what_happened(desk)
    if chosen == EXPLANATION and (off := line_in_view(desk)):
        explanation(desk, off)
    elif chosen == DecisionKind.ADJUSTMENT:
        _adjustment(desk)
    else:
        _words(desk, DecisionKind(chosen), line)


def _words(desk: Desk, kind: DecisionKind, line: Decision | None) -> None:
    """Draw the form of a decision or an action, or of the line that is corrected."""
    _, name, action = desk.language, line.decision if line else NOTE, kind is DecisionKind.ACTION
    st.text_area(
        _("What is to be done?") if action else _("What is decided?"),
        height=88,
        max_chars=TEXT,
        **field(desk, name, "text", line.text if line else ""),
    )
    if action:
        _who_and_when(desk, name, line)
    with st.container(horizontal=True):
        label = _("Save") if line else _("Take down")
        st.button(
            label,
            type="primary",
            icon=":material/check:",
            key=desk.key("take"),
            on_click=_take,
            args=(desk, kind, line),
        )
        if line:
            st.button(_("Cancel"), key=desk.key("cancel"), on_click=clear, args=(desk, name))


def _kind(desk: Desk) -> str:
    """Draw the choice of what to take down; a line that is to be explained begins with that."""
    _ = desk.language
    words = {kind.value: word(_, kind).capitalize() for kind in DecisionKind}
    if line_in_view(desk):
        words[EXPLANATION] = _("Explanation")
    first = EXPLANATION if is_owed(desk) else DecisionKind.DECISION.value
    chosen: str = st.segmented_control(
        _("What to take down"),
        list(words),
        format_func=words.__getitem__,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        **field(desk, WHERE, "kind", first),
    )
    return chosen


def _who_and_when(desk: Desk, form: str, line: Decision | None) -> None:
    _ = desk.language
    owner, due = (line.owner, line.due) if line else (_own_owner(desk), session.now().date() + DUE)
    who, when = st.columns(2)
    with who:
        person(desk, _("Owner"), field(desk, form, "owner", owner), new=True)
    with when:
        st.date_input(_("Due by"), format="YYYY-MM-DD", **field(desk, form, "due", due))


def _own_owner(desk: Desk) -> str | None:
    """Return who owns the KPI in view."""
    return next((line.kpi.owner for line in desk.snapshot.kpis() if line.kpi.kpi == desk.item.id), None)


# an adjustment


def _adjustment(desk: Desk) -> None:
    _, found = desk.language, {_name(one): one for one in subjects(desk.snapshot, desk.item)}
    if not found:
        show(note(_("Nothing of this item is in the plan any more.")))
        return
    chosen = st.selectbox(
        _("What is changed in the plan?"),
        list(found),
        format_func=lambda name: _subject_words(desk, found[name]),
        **field(desk, ADJUSTMENT, SUBJECT, next(iter(found))),
    )
    subject = found[chosen]
    row = adjusting.standing(desk.snapshot, subject)
    for column, of in zip(st.columns(len(subject.fields)), subject.fields, strict=True):
        with column:
            _new_value(desk, subject, of, adjusting.value_of(row, of))
    if _is_split(desk, subject):
        _what_of_parts(desk)
    st.text_input(_("Why?"), max_chars=TEXT, **field(desk, ADJUSTMENT, "why"))
    st.button(
        _("Change the plan"),
        type="primary",
        icon=":material/check:",
        key=desk.key("adjust"),
        on_click=_adjust,
        args=(desk, subject),
    )


def _name(subject: Subject) -> str:
    return f"{subject.table} {' '.join(subject.fields)} {subject.row}"


def _subject_words(desk: Desk, subject: Subject) -> str:
    _ = desk.language
    fields = _.join([field_words(_, subject.table, field) for field in subject.fields])
    of = "" if subject.about == desk.item.key else thing(_, desk.snapshot, subject.about)
    return " · ".join(filter(None, [of, fields]))


def _new_value(desk: Desk, subject: Subject, of: str, value: str) -> None:
    """Draw the field for a new value, with the one that stands beside it."""
    _ = desk.language
    kpi = kpi_of(desk.snapshot, subject.about)
    now = value_words(_, desk.snapshot, subject.table, of, value, kpi)
    name = field_words(_, subject.table, of)
    show(note(rich(_("{field}: now {value}, new:"), field=name, value=bold(now))))
    label = _("{field}, new value", field=name)
    match SHEETS[subject.table].by_field[of].kind:
        case Kind.DAY:
            kept = field(desk, ADJUSTMENT, _field_of(subject, of), None)
            st.date_input(label, format="YYYY-MM-DD", label_visibility="collapsed", **kept)
        case Kind.REFERENCE:
            person(desk, label, field(desk, ADJUSTMENT, _field_of(subject, of), None), labelled=False)
        case _:
            kept = field(desk, ADJUSTMENT, _field_of(subject, of))
            longest = _TEXT if SHEETS[subject.table].by_field[of].kind is Kind.TEXT else _NUMBER
            st.text_input(label, max_chars=longest, label_visibility="collapsed", **kept)


def _is_split(desk: Desk, subject: Subject) -> bool:
    """Return whether it is the target of a KPI, and split into parts."""
    return (subject.table, subject.fields) == ("targets", ("target",)) and bool(parts_of(desk.snapshot, subject.row))


def _what_of_parts(desk: Desk) -> None:
    """Draw the choice what becomes of the parts of the target that is adjusted."""
    _ = desk.language
    names = {name: _(text) for name, text in CHOICES.items()}
    st.segmented_control(
        _("What becomes of the parts"),
        list(names),
        format_func=names.__getitem__,
        required=True,
        **field(desk, ADJUSTMENT, PARTS, STAY),
    )


def _field_of(subject: Subject, of: str) -> str:
    """Return how the field is called in which a new value is typed."""
    return f"{_name(subject)} {of}"


# what the buttons do


def turn_to(desk: Desk, form: str) -> None:
    """Have the item show a form in which something is typed: of a new value, or of the line that it corrects."""
    corrects = any(one.decision == form for one in taken_in(desk.snapshot, desk.meeting))
    correct(desk, form if corrects else None)
    others = (ADJUSTMENT, EXPLANATION)
    if form in others:
        put(desk, WHERE, "kind", form)
    elif form == NOTE and inside(desk, WHERE).get("kind") in others:
        put(desk, WHERE, "kind", DecisionKind.DECISION.value)


def _begin(desk: Desk, one: Decision) -> None:
    """Put a line into the form, to be corrected."""
    correct(desk, one.decision)


def _corrected(desk: Desk) -> Decision | None:
    return next((one for one in desk.snapshot.decisions if one.decision == corrected(desk)), None)


def _take(desk: Desk, kind: DecisionKind, line: Decision | None) -> None:
    store, form = session.store(), line.decision if line else NOTE
    typed = inside(desk, form)

    def act() -> None:
        fields: dict[str, Any] = {"text": (typed["text"] or "").strip()}
        people = []
        if kind is DecisionKind.ACTION:
            named = typed["owner"]
            who, people = running.owner(store, desk.snapshot.team.team, named) if named else (None, [])
            fields |= {"owner": who, "due": typed["due"]}
        if line:
            taken = running.checked(line.model_dump() | fields)
        else:
            taken = running.note(desk.meeting, kind, desk.item.key, desk.by(), **fields)
        running.take_down(store, desk.meeting, taken, desk.by(), people)

    attempt(desk, act, form)


def _adjust(desk: Desk, subject: Subject) -> None:
    typed = inside(desk, ADJUSTMENT)
    cells = {of: typed[_field_of(subject, of)] for of in subject.fields}
    given = {of: cell for of, cell in cells.items() if cell not in (None, "")}
    along = _is_split(desk, subject) and typed[PARTS] == ALONG

    def act() -> None:
        why = typed["why"] or ""
        adjusting.adjust(desk.language, session.store(), desk.meeting, subject, given, why, desk.by(), along=along)

    attempt(desk, act, ADJUSTMENT)


def _take_back(desk: Desk, one: Decision) -> None:
    attempt(desk, lambda: running.take_back(session.store(), desk.meeting, one, desk.by()), one.decision)
