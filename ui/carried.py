"""What can go on into the next month, thing by thing: whether it does, with what, or why it stays behind."""

from decimal import Decimal
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from planlib.locale import N_, Language
from planlib.locale.amounts import money, quantity
from planlib.locale.words import word
from planlib.model import Budget, Decision, Kpi, Lesson, Objective, Record, Risk, Target, Task
from planlib.rollover import Carried, Choice, Left
from planlib.snapshot import Snapshot
from ui import session
from ui.form import Form
from ui.links import link
from ui.markup import joined, note, rich
from ui.meeting_actions import due_chip
from ui.show import show

_TITLES = {
    "title_zh": N_("Title (Chinese)"),
    "title_en": N_("Title (English)"),
    "standard_zh": N_("Done when (Chinese)"),
    "standard_en": N_("Done when (English)"),
}
_LEFT = {
    Left.SHARES: N_("The weekly shares stay behind: the next month has other weeks."),
    Left.WEEKS: N_("The parts by week stay behind: the next month has other weeks."),
}
_LONGEST = 2000
"""Characters of a next step, or of what says when a goal is done."""


class _Option(NamedTuple):
    target: Decimal | None
    words: str


def choice(_: Language, snapshot: Snapshot, form: Form, one: Carried, row: Record) -> Choice:
    """Draw whether a thing goes on, as `row` is proposed, and with what; return what is chosen."""
    carry, why = f"carry {one.key}", f"why {one.key}"
    with st.container(key=f"pl-carry-{one.key}", horizontal=True, vertical_alignment="center", gap="medium"):
        kept = st.checkbox(
            one.called(_),
            form.start(carry, not one.offered),
            key=form.key(carry),
            width=360,
            disabled=one.held,
            help=_("A lesson names it, so it is not dropped.") if one.held else None,
        )
        if not form.enter(carry, kept) and one.offered:
            show(note(_("proposed in the team's feedback; tick it to try it")))
            return Choice(drop=True)
        if not kept:
            reason = st.text_input(
                _("Why does it stay behind?"),
                form.start(why, ""),
                key=form.key(why),
                placeholder=_("Why does it stay behind?"),
                label_visibility="collapsed",
                max_chars=200,
            )
            return Choice(drop=True, reason=form.enter(why, reason))
        return _kept(_, snapshot, form, one, row)


def _kept(_: Language, snapshot: Snapshot, form: Form, one: Carried, row: Record) -> Choice:
    """Draw what can be chosen of a thing that goes on, and what there is to know of it."""
    if isinstance(row, Target):
        return Choice(target=_target(_, snapshot, form, one))
    if isinstance(row, Lesson):
        return Choice(titles=_next_step(_, snapshot, form, one.key, row))
    if isinstance(row, Decision):
        return _action(_, snapshot, form, one.key, row)
    changed = {}
    if _reworded(row, one.about):
        with st.container(width=560):
            changed = titles(_, form, one.key, row, one.about)
    _beside(_, one, details(_, snapshot, one))
    return Choice(titles=changed)


def _beside(_: Language, one: Carried, about: str) -> None:
    """Draw what there is to know of a thing, and what of it stays behind."""
    show(*map(note, filter(None, [about, *(_(_LEFT[left]) for left in one.left)])))


def titles(_: Language, form: Form, key: str, row: Record, before: Record) -> dict[str, str]:
    """Draw the texts that name another month or state another target, to be changed; return them as they are typed.

    Where another target is chosen, they are proposed anew.
    """
    drawn = {}
    for field in _reworded(row, before):
        name, stands = f"{field} {key}", getattr(row, field)
        label = _("{field}, before: {title}", field=_(_TITLES[field]), title=getattr(before, field))
        longest = 200 if field.startswith("title") else _LONGEST
        key_now = form.key(f"{name} {stands}")
        typed = st.text_input(label, form.start(name, stands), max_chars=longest, key=key_now)
        drawn[field] = form.enter(name, typed)
    return drawn


def _reworded(row: Record, before: Record) -> list[str]:
    """Return the texts that are proposed otherwise than they were."""
    return [field for field in _TITLES if getattr(row, field, "") != getattr(before, field, "")]


def _next_step(_: Language, snapshot: Snapshot, form: Form, key: str, lesson: Lesson) -> dict[str, str]:
    """Draw what is to be tried, to be changed, and who sees to it."""
    name = f"next_step {key}"
    stands = form.start(name, lesson.next_step)
    typed = st.text_input(
        _("Next step"), stands, max_chars=_LONGEST, key=form.key(name), label_visibility="collapsed", width=520
    )
    show(note(_owner(_, snapshot, lesson.owner)))
    return {"next_step": form.enter(name, typed)}


def _action(_: Language, snapshot: Snapshot, form: Form, key: str, action: Decision) -> Choice:
    """Draw who does an open action and until when, both to be changed, and where it was taken down."""
    who, when, people = f"owner {key}", f"due {key}", {one.person: _.name(one) for one in snapshot.people}
    stands, names = form.start(who, action.owner), list(people)
    owner = st.selectbox(
        _("Owner"),
        names,
        names.index(stands) if stands in people else None,
        format_func=people.__getitem__,
        key=form.key(who),
        label_visibility="collapsed",
        width=180,
    )
    day = st.date_input(
        _("Due by"),
        form.start(when, action.due),
        format="YYYY-MM-DD",
        key=form.key(when),
        label_visibility="collapsed",
        width=150,
    )
    show(note(_taken_down(_, snapshot, action)))
    return Choice(owner=form.enter(who, owner), due=form.enter(when, day))


def _taken_down(_: Language, snapshot: Snapshot, action: Decision) -> Markup:
    """Return how late an action is, and from which meeting it comes."""
    late = due_chip(_, action, session.today())
    if action.meeting is None:
        return late
    day = link("meeting", _.short_day(action.day), meeting=action.meeting)
    return joined([late, rich(_("from the meeting of {day}"), day=day)], " ")


def _target(_: Language, snapshot: Snapshot, form: Form, one: Carried) -> Decimal | None:
    """Draw the targets that one can take; None leaves the one of the draft."""
    options = {str(option.target): option for option in _options(_, snapshot, one)}
    if not options:
        _beside(_, one, details(_, snapshot, one))
        return None
    name, even, targets = f"target {one.key}", len(one.proposed.proposals) // 2, list(options)
    stands = form.start(name, targets[even])
    chosen: str = st.selectbox(
        _("Target of {kpi}", kpi=one.called(_)),
        targets,
        targets.index(stands) if stands in options else even,
        format_func=lambda target: options[target].words,
        key=form.key(name),
        label_visibility="collapsed",
        width=320,
    )
    if basis := one.proposed.basis:
        _beside(_, one, _("{basis}, {count} months", basis=word(_, basis), count=one.proposed.months))
    return options[form.enter(name, chosen)].target


def _options(_: Language, snapshot: Snapshot, one: Carried) -> list[_Option]:
    kpi, currency = one.about, snapshot.team.currency
    if one.proposed.basis is None or not isinstance(kpi, Kpi):
        return []
    before = next(line.target.target for line in snapshot.kpis() if line.kpi.kpi == kpi.kpi)
    told = [
        _Option(
            target,
            _("{target}, chance {chance}", target=quantity(_, kpi, target, currency), chance=_.probability(chance)),
        )
        for target, chance in one.proposed.proposals
    ]
    same = _("{target}, as this month", target=quantity(_, kpi, before, currency)) if before is not None else ""
    return [*told, *([_Option(before, same)] if same else [])]


def details(_: Language, snapshot: Snapshot, one: Carried) -> str:
    """Return what there is to know of a thing before one lets it go on."""
    row = one.row
    match row:
        case Target(lower=Decimal(), upper=Decimal()):
            return _("range as this month")
        case Target(growth_rate=Decimal()):
            return _("growth as this month")
        case Target():
            return _("target as this month; the past says too little for a proposal")
        case Budget():
            return money(_, row.amount, snapshot.team.currency)
        case Task():
            left = row.duration or 0
            days = _.plural("{count} working day left", "{count} working days left", left) if left else _("milestone")
            return " · ".join(filter(None, [_owner(_, snapshot, row.owner), days]))
        case Risk() if row.likelihood and row.impact:
            return " · ".join(filter(None, [f"{row.likelihood} × {row.impact}", _owner(_, snapshot, row.owner)]))
        case Objective() | Risk():
            return _owner(_, snapshot, row.owner)
    return ""


def _owner(_: Language, snapshot: Snapshot, person: str | None) -> str:
    found = snapshot.person(person)
    return _.name(found) if found else ""
