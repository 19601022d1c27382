"""What is taken down on an item of a meeting: its lines, and the form for the next one.

What is typed stays with its item until it is taken down, also while others are in view, and after a reload.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st
from markupsafe import Markup

from planlib.editing.sheets import SHEETS, Kind
from planlib.errors import ConflictError, InvalidError, RefusedError
from planlib.locale import Language
from planlib.locale.sentences import error_sentence, problem_message
from planlib.locale.words import word
from planlib.meeting import adjusting, running
from planlib.meeting.adjusting import Subject, subjects
from planlib.meeting.agenda import Item, ItemKind
from planlib.meeting.words import Adjusted, adjusted, field_words, item_title, thing, value_words
from planlib.model import Decision, Meeting
from planlib.plans import names_by_login
from planlib.snapshot import Snapshot
from planlib.vocabulary import DecisionKind
from ui import session
from ui.markup import Tone, bold, chip, finding, joined, note, rich
from ui.meeting_desk import Desk
from ui.meeting_draft import keep, put_back
from ui.show import show

TEXT = 2000
DUE = timedelta(days=7)
"""After the meeting an action is due, unless it is said otherwise."""


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


def about(_: Language, snapshot: Snapshot, items: Sequence[Item], one: Decision) -> str:
    """Return how the item or the thing is called that a line is about; of an adjustment its words say so."""
    if one.kind is DecisionKind.ADJUSTMENT:
        return ""
    item = next((item for item in items if item.key == one.about), None)
    return item_title(_, snapshot, item) if item else thing(_, snapshot, one.about)


def line(_: Language, snapshot: Snapshot, one: Decision, of: str = "", back: str = "") -> Markup:
    """Return one line: which kind, what, `of` which item, by whom until when or why; and how it was taken `back`."""
    if one.kind is DecisionKind.ADJUSTMENT:
        text, more = change_words(adjusted(_, snapshot, one)), _.own(one.text)
    else:
        text, more = bold(_.own(one.text)), who_and_when(_, snapshot, one)
    under = " · ".join(filter(None, [of, more]))
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
    put_back(desk)
    _, corrected = desk.language, _corrected(desk)
    if corrected:
        show(note(_("Correct what was taken down:")))
        kind = corrected.kind
    else:
        kind = _kind(desk)
    _say_what_happened(desk)
    if kind is DecisionKind.ADJUSTMENT:
        _adjustment(desk)
        return
    action = kind is DecisionKind.ACTION
    st.text_area(
        _("What is to be done?") if action else _("What is decided?"),
        key=desk.field("text"),
        height=88,
        max_chars=TEXT,
        **_kept(desk),
    )
    if action:
        _who_and_when(desk)
    with st.container(horizontal=True):
        label = _("Save") if corrected else _("Take down")
        st.button(
            label,
            type="primary",
            icon=":material/check:",
            key=desk.key("take"),
            on_click=_take,
            args=(desk, kind, corrected),
        )
        if corrected:
            st.button(_("Cancel"), key=desk.key("cancel"), on_click=clear, args=(desk,))


def _kind(desk: Desk) -> DecisionKind:
    _ = desk.language
    words = {kind.value: word(_, kind).capitalize() for kind in DecisionKind}
    st.session_state.setdefault(desk.key("kind"), DecisionKind.DECISION.value)
    chosen = st.segmented_control(
        _("What to take down"),
        list(words),
        format_func=words.__getitem__,
        required=True,
        key=desk.key("kind"),
        label_visibility="collapsed",
        **_kept(desk),
    )
    return DecisionKind(chosen)


def _who_and_when(desk: Desk) -> None:
    _ = desk.language
    for name in ("owner", "due"):
        st.session_state.setdefault(desk.field(name), _at_first(desk, desk.field(name)))
    who, when = st.columns(2)
    with who:
        _person(desk, _("Owner"), desk.field("owner"), new=True)
    with when:
        st.date_input(_("Due by"), key=desk.field("due"), format="YYYY-MM-DD", **_kept(desk))


def _own_owner(desk: Desk) -> str | None:
    """Return who owns the KPI in view."""
    return next((line.kpi.owner for line in desk.snapshot.kpis() if line.kpi.kpi == desk.item.id), None)


def _person(desk: Desk, label: str, key: str, *, new: bool) -> None:
    _, names = desk.language, {one.person: desk.language.name(one) for one in desk.snapshot.people}
    st.selectbox(
        label,
        list(names),
        format_func=lambda person: names.get(person, person),
        index=None,
        key=key,
        placeholder=_("choose or type a name") if new else "",
        accept_new_options=new,
        label_visibility="visible" if new else "collapsed",
        **_kept(desk),
    )


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
        key=desk.field("subject"),
        **_kept(desk),
    )
    subject = found[chosen]
    row = adjusting.standing(desk.snapshot, subject)
    for column, field in zip(st.columns(len(subject.fields)), subject.fields, strict=True):
        with column:
            _new_value(desk, subject, field, adjusting.value_of(row, field))
    st.text_input(_("Why?"), key=desk.field("why"), max_chars=TEXT, **_kept(desk))
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


def _new_value(desk: Desk, subject: Subject, field: str, value: str) -> None:
    """Draw the field for a new value, with the one that stands beside it."""
    _, key = desk.language, desk.field(f"{_name(subject)} {field}")
    kpi = next((line.kpi for line in desk.snapshot.kpis() if line.kpi.kpi == subject.row), None)
    now = value_words(_, desk.snapshot, subject.table, field, value, kpi)
    name = field_words(_, subject.table, field)
    show(note(rich(_("{field}: now {value}, new:"), field=name, value=bold(now))))
    shared = {"key": key, **_kept(desk)}
    label = _("{field}, new value", field=name)
    match SHEETS[subject.table].by_field[field].kind:
        case Kind.DAY:
            st.session_state.setdefault(key, None)
            st.date_input(label, format="YYYY-MM-DD", label_visibility="collapsed", **shared)
        case Kind.REFERENCE:
            _person(desk, label, key, new=False)
        case _:
            st.text_input(label, max_chars=40, label_visibility="collapsed", **shared)


# what is typed


def _kept(desk: Desk) -> dict[str, Any]:
    """Return what keeps a field of the form: in the session while others are in view, and in the draft of its item."""
    return {"on_change": _keep, "args": (desk,), "persist_state": "session"}


def _keep(desk: Desk) -> None:
    """Keep what is typed, with where it is typed; what a field says by itself is not."""
    state = st.session_state
    fields = [str(key) for key in state if str(key).startswith(desk.field(""))]
    typed = [key for key in fields if state[key] not in (None, "", _at_first(desk, key))]
    where = [desk.key("kind"), desk.key("corrected"), desk.field("subject")] if typed else []
    known = [key for key in [*typed, *where] if state.get(key) is not None]
    keep(desk, {key.removeprefix(desk.key("")): state[key] for key in known})


# what the buttons do


def _begin(desk: Desk, one: Decision) -> None:
    """Put a line into the form, to be corrected."""
    st.session_state[desk.key("corrected")] = one.decision
    for name in ("text", "owner", "due"):
        st.session_state[desk.field(name)] = getattr(one, name)


def _corrected(desk: Desk) -> Decision | None:
    wanted = st.session_state.get(desk.key("corrected"))
    return next((one for one in desk.snapshot.decisions if one.decision == wanted), None)


def clear(desk: Desk) -> None:
    """Empty the fields of the item."""
    st.session_state.pop(desk.key("corrected"), None)
    for key in [str(key) for key in st.session_state if str(key).startswith(desk.field(""))]:
        st.session_state[key] = _at_first(desk, key)
    _keep(desk)


def _at_first(desk: Desk, key: str) -> Any:
    """Return what a field of the form says before anything is typed."""
    if key == desk.field("owner"):
        return _own_owner(desk)
    if key == desk.field("due"):
        return session.now().date() + DUE
    if key == desk.field("subject"):
        return st.session_state[key]
    return None if key.endswith(("owner", "due")) else ""


def _take(desk: Desk, kind: DecisionKind, corrected: Decision | None) -> None:
    state, store = st.session_state, session.store()

    def act() -> None:
        fields: dict[str, Any] = {"text": (state.get(desk.field("text")) or "").strip()}
        people = []
        if kind is DecisionKind.ACTION:
            named, due = state.get(desk.field("owner")), state.get(desk.field("due"))
            who, people = running.owner(store, desk.snapshot.team.team, named) if named else (None, [])
            fields |= {"owner": who, "due": due}
        if corrected:
            taken = running.checked(corrected.model_dump() | fields)
        else:
            taken = running.note(desk.meeting, kind, desk.item.key, desk.by(), **fields)
        running.take_down(store, desk.meeting, taken, desk.by(), people)

    attempt(desk, act, clear)


def _adjust(desk: Desk, subject: Subject) -> None:
    cells = {field: st.session_state.get(desk.field(f"{_name(subject)} {field}")) for field in subject.fields}
    typed = {field: cell for field, cell in cells.items() if cell not in (None, "")}
    why = st.session_state.get(desk.field("why")) or ""
    attempt(
        desk,
        lambda: adjusting.adjust(desk.language, session.store(), desk.meeting, subject, typed, why, desk.by()),
        clear,
    )


def _take_back(desk: Desk, one: Decision) -> None:
    corrected = st.session_state.get(desk.key("corrected")) == one.decision
    then = (clear,) if corrected else ()
    attempt(desk, lambda: running.take_back(session.store(), desk.meeting, one, desk.by()), *then)


def attempt(desk: Desk, act: Callable[[], object], *then: Callable[[Desk], None]) -> None:
    """Do a step and what comes `then`, or have the item say why not where it was refused."""
    try:
        act()
    except RefusedError as error:
        st.session_state[desk.key("refused")] = _why_not(desk, error)
    else:
        for follow in then:
            follow(desk)


def _why_not(desk: Desk, error: RefusedError) -> str:
    _ = desk.language
    match error:
        case InvalidError():
            return _.sentences([problem_message(_, problem) for problem in error.problems])
        case ConflictError():
            names = names_by_login(_, session.store(), desk.snapshot.team.team)
            met = error.conflicts[0]
            who = names.get(met.actor, met.actor)
            said = _("{who} was faster: what stands now is shown.", who=who)
            return _.sentences(
                [said, _("Their reason: {reason}.", reason=_.own(met.reason)) if met.reason else ""]
            ).strip()
    return error_sentence(_, error)


def _say_what_happened(desk: Desk) -> None:
    _ = desk.language
    if why_not := st.session_state.pop(desk.key("refused"), None):
        show(finding(why_not, chip(_("Not taken down"), Tone.BAD)))
