"""Drafting the next month on screen: what goes on, a target for each KPI, and why something stays behind."""

from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from planlib.errors import RefusedError
from planlib.locale import N_, Language
from planlib.locale.amounts import money, quantity
from planlib.locale.words import word
from planlib.metrics.periods import DAY
from planlib.model import Budget, Kpi, Lesson, Objective, PlanKey, Record, Risk, Target, Task
from planlib.place import database
from planlib.rollover import PLAN, Carried, Choice, Draft, Left, as_proposed, draft, roll_over
from planlib.snapshot import Snapshot
from planlib.store.drafts import Place
from ui import address, session
from ui.drafted import how_drafted, say_taken_back, what_goes_on, what_was_made
from ui.form import Form
from ui.markup import empty, finding, note, section
from ui.show import page_head, page_link, show
from ui.width import narrow

_GROUPS = {
    "objectives": (N_("Goals"), N_("those that numbers measure, and others with steps left")),
    "milestones": (N_("Milestones"), N_("steps that are left")),
    "targets": (N_("Targets"), N_("proposed from history, with the chance of reaching them")),
    "budgets": (N_("Budget lines"), N_("with this month's budgets")),
    "tasks": (N_("Tasks"), N_("what is left of those that are not done")),
    "risks": (N_("Risks"), N_("those that may still come")),
    "lessons": (N_("Lessons"), N_("the next step of each, to be tried")),
}

_LAST = ("objectives",)
"""Drawn once it is known which targets are chosen: goals state them."""
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


def next_month(_: Language, snapshot: Snapshot) -> None:
    """Draw the draft of the month after the one in view, and the button that makes it a plan."""
    to = PlanKey(snapshot.key.team, snapshot.key.last_day + DAY)
    with page_head(_("Draft of {month}", month=_.month(to.month)), _drafted_from(_, snapshot)):
        page_link("plan", _("Plan"), ":material/edit_note:")
        page_link("new_plan", _("New plan"), ":material/add:")
    if session.read_only():
        show(empty(_("No month can be drafted here"), _("You are looking back; go back to now to draft a month.")))
        return
    try:
        found = _draft(database(), snapshot.key, snapshot.day, snapshot.known_at, snapshot, to)
    except RefusedError:
        _made_already(_, to)
        return
    say_taken_back(_, to)
    first = next((f"carry {one.key}" for one in found.carried), "")
    form, small = Form(Place(session.actor(), to, "next month"), f"{snapshot.key.month:%Y-%m}", first), narrow()
    counts = Counter(one.table for one in found.carried)
    show(finding(what_goes_on(_, counts, to.month)), note(_("Take the tick from what does not go on, and say why.")))
    form.say_left(_)
    with st.container(horizontal=not small):
        choices = {PLAN: Choice(titles=_titles(_, form, PLAN, found.plan, snapshot.plan))}
    places = {table: st.container() for table in _GROUPS}
    for table in sorted(_GROUPS, key=_LAST.__contains__):
        with places[table]:
            choices |= _group(_, snapshot, form, found, choices, table, small=small)
    form.keep()
    _confirm(_, snapshot, form, found, choices)


def _made_already(_: Language, to: PlanKey) -> None:
    """Say that there is a plan for the month: how it was drafted, or that it was made otherwise."""
    found = how_drafted(to)
    if found:
        what_was_made(_, to, found)
    else:
        show(empty(_("There is a plan for {month} already", month=_.month(to.month)), _("Go on with it there.")))
    page_link("plan", _("Open it"), ":material/edit_note:", **{address.MONTH: f"{to.month:%Y-%m}"})


def _drafted_from(_: Language, snapshot: Snapshot) -> str:
    title = _.name(snapshot.plan, "title") or _.month(snapshot.key.month)
    return _("from {plan}, with data to {day}", plan=title, day=_.short_day(snapshot.day, weekday=True))


@st.cache_resource(max_entries=4, show_spinner=False)
def _draft(path: Path, plan: PlanKey, day: date, known_at: int, _snapshot: Snapshot, to: PlanKey) -> Draft:
    """Keep the draft while one chooses; it follows each change of the ledger."""
    return draft(session.store(), _snapshot, to.month)


def _group(
    _: Language,
    snapshot: Snapshot,
    form: Form,
    found: Draft,
    chosen: Mapping[str, Choice],
    table: str,
    *,
    small: bool,
) -> dict[str, Choice]:
    """Draw the things of one kind, folded in a small window, and return what is chosen for each."""
    carried = [one for one in found.carried if one.table == table]
    if not carried:
        return {}
    title, words = (_(text) for text in _GROUPS[table])
    folded = st.expander(f"{title} · {len(carried)}", key=f"carried {table}") if small else nullcontext()
    with folded:
        show(note(words) if small else section(title, words))
        rows = [as_proposed(snapshot, found, chosen, one) for one in carried]
        return {one.key: _choice(_, snapshot, form, one, row) for one, row in zip(carried, rows, strict=True)}


def _choice(_: Language, snapshot: Snapshot, form: Form, one: Carried, row: Record) -> Choice:
    """Draw whether a thing goes on, as `row` is proposed, and with what; return what is chosen."""
    carry, why = f"carry {one.key}", f"why {one.key}"
    with st.container(key=f"pl-carry-{one.key}", horizontal=True, vertical_alignment="center", gap="medium"):
        kept = st.checkbox(one.called(_), form.start(carry, stands=True), key=form.key(carry), width=360)
        if not form.enter(carry, kept):
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
    titles = {}
    if _reworded(row, one.about):
        with st.container(width=560):
            titles = _titles(_, form, one.key, row, one.about)
    _beside(_, one, _details(_, snapshot, one))
    return Choice(titles=titles)


def _beside(_: Language, one: Carried, about: str) -> None:
    """Draw what there is to know of a thing, and what of it stays behind."""
    show(*map(note, filter(None, [about, *(_(_LEFT[left]) for left in one.left)])))


def _titles(_: Language, form: Form, key: str, row: Record, before: Record) -> dict[str, str]:
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


def _target(_: Language, snapshot: Snapshot, form: Form, one: Carried) -> Decimal | None:
    """Draw the targets that one can take; None leaves the one of the draft."""
    options = {str(option.target): option for option in _options(_, snapshot, one)}
    if not options:
        _beside(_, one, _details(_, snapshot, one))
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


def _details(_: Language, snapshot: Snapshot, one: Carried) -> str:
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


def _confirm(_: Language, snapshot: Snapshot, form: Form, found: Draft, choices: Mapping[str, Choice]) -> None:
    """Draw the button; it makes the plan and opens it."""
    unexplained = sum(one.drop and not one.reason.strip() for one in choices.values())
    if unexplained:
        show(note(_.plural("{count} thing lacks a reason.", "{count} things lack a reason.", unexplained)))
    label = _("Make the plan of {month}", month=_.month(found.key.month))
    if st.button(label, type="primary", icon=":material/event_upcoming:", disabled=bool(unexplained)):
        roll_over(session.store(), snapshot, found, choices, actor=session.actor(), at=session.now())
        form.drop()
        more = address.carried(**{address.MONTH: f"{found.key.month:%Y-%m}"})
        st.switch_page(address.page_file("plan"), query_params=more)
