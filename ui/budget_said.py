"""What budget lines owe and were given: explanations of large variances, and who looked at control points."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

import streamlit as st
from markupsafe import Markup

from planlib.explaining import Said, explain, look
from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.review.spending import action_words, as_planned
from planlib.snapshot import BudgetLine, BudgetView, Crossing, Snapshot
from planlib.store.drafts import Place, drafted_names
from planlib.vocabulary import ControlPoint, PlanState
from ui import address, session
from ui.amounts import Amounts, meaning_word
from ui.budget_table import LINE
from ui.form import Saying
from ui.markup import Tone, bold, chip, joined, note, rich, section
from ui.saving import what_was_saved
from ui.show import show

_SAVED = "budget said"
_LONGEST = 2000


def said_section(_: Language, snapshot: Snapshot, view: BudgetView, shown: Amounts) -> None:
    """Draw what is owed and was said of each line, and where the present is in view the forms to say it."""
    owed = [line for line in view.lines if line.needs_explaining or line.explanation]
    crossed = _crossed(view)
    entries = [
        *(_explained(_, snapshot, line, shown) for line in owed),
        *(_looked(_, snapshot, *one) for one in crossed),
    ]
    show(
        section(_("Explanations and control points"), _threshold(_, view, shown)),
        joined(entries) if entries else note(_("No variance is large enough, and no line came to a control point.")),
        _as_planned(_, view),
    )
    if session.read_only() or snapshot.plan.state is PlanState.CLOSED:
        return
    with st.container(horizontal=True):
        asked = address.asked(LINE)
        lines = sorted(
            view.lines,
            key=lambda line: (line.budget.code != asked, not line.needs_explaining, line.explanation is not None),
        )
        _explain(_, snapshot, lines)
        if found := [(line, one) for line in view.lines for one in reversed(_highest(line))]:
            _look(_, snapshot, sorted(found, key=lambda pair: pair[1].look is not None))
    what_was_saved(_, _SAVED)


def _threshold(_: Language, view: BudgetView, shown: Amounts) -> str:
    """Return from where on costs, or revenues, need explaining."""
    kind = view.lines[0].budget.kind
    least = view.thresholds[next((line.budget.kind for line in view.lines if line.needs_explaining), kind)]
    amount, share = _short(_, least.amount, shown), _.percent(least.share)
    return _("to be explained from {amount} and {share} on", amount=amount, share=share)


# what stands


def _crossed(view: BudgetView) -> list[tuple[BudgetLine, Crossing]]:
    """Return the last crossing of each line that is used faster than it falls due, the worst first."""
    found = [(line, line.crossings[-1]) for line in view.lines if line.crossings and not as_planned(line)]
    worst = list(ControlPoint)
    return sorted(found, key=lambda pair: (-worst.index(pair[1].point), pair[1].day))


def _highest(line: BudgetLine) -> list[Crossing]:
    """Return the highest point of each day: a look at it is one at the lower ones, too."""
    return list({one.day: one for one in line.crossings}.values())


def _as_planned(_: Language, view: BudgetView) -> Markup:
    names = [_.name(line.budget) for line in view.lines if line.crossings and as_planned(line)]
    if not names:
        return Markup("")
    return note(_("Came to a control point as planned: {names}.", names=_.join(names)))


def _explained(_: Language, snapshot: Snapshot, line: BudgetLine, shown: Amounts) -> Markup:
    ratio = line.variance_ratio.value
    share = "" if ratio is None else _(" ({share})", share=_.percent(abs(ratio), 1))
    amount = f"{meaning_word(_, line.favourable)} {_short(_, abs(line.variance), shown)}{share}"
    head = rich("{name} {amount}", name=bold(_.name(line.budget)), amount=amount)
    if line.explanation is None:
        return _entry(chip(_("To be explained"), Tone.BAD if line.favourable < 0 else Tone.WARN), head, "")
    said = line.explanation
    told = [_("with data to {day}", day=_.short_day(said.day)), *action_words(_, snapshot, line.action)]
    text = joined((head, Markup("<br>"), _.own(said.text)))
    return _entry(chip(_("Explained"), Tone.NONE), text, " · ".join(told))


def _looked(_: Language, snapshot: Snapshot, line: BudgetLine, crossing: Crossing) -> Markup:
    share = _.percent(line.budget.limit(crossing.point))
    head = rich(_("{name} passed {share} of its budget"), name=bold(_.name(line.budget)), share=share)
    day = _.short_day(crossing.day)
    tone = Tone.BAD if crossing.point is ControlPoint.OVER else Tone.WARN
    if crossing.look is None:
        return _entry(chip(day, tone), head, _("no decision recorded yet"))
    person = snapshot.person(crossing.look.person)
    by = {"day": _.short_day(crossing.look.looked), "name": _.name(person) if person else ""}
    who = _("looked at by {name} on {day}", **by) if person else _("looked at on {day}", day=by["day"])
    return _entry(chip(day, Tone.NONE), joined((head, Markup("<br>"), _.own(crossing.look.decided))), who)


def _entry(mark: Markup, head: Markup, under: str) -> Markup:
    small = Markup("<small>{}</small>").format(under) if under else ""
    return Markup('<div class="pl-owed">{}<p>{}{}</p></div>').format(mark, head, small)


# the forms


def _explain(_: Language, snapshot: Snapshot, lines: Sequence[BudgetLine]) -> None:
    places = {_place(snapshot, f"explain {line.budget.line}"): line for line in lines}
    is_owed = any(line.needs_explaining and not line.explanation for line in lines)
    with st.popover(_("Explain a variance"), icon=":material/edit:", type="primary" if is_owed else "secondary"):
        place = _choose(_("Budget line"), {place: _.name(line.budget) for place, line in places.items()})
        form, line = Saying(place, snapshot.known_at, "text"), places[place]
        said = _as_said(line)
        form.say_left(_)
        text = _text(form, "text", _("Why?"), said.text)
        action = _text(form, "action", _("What is done about it? (may be empty)"), said.action)
        owner = _person(_, form, snapshot, _("Who does it"), said.owner)
        due = form.enter("due", st.date_input(_("Due by"), form.start("due", said.due), key=form.key("due")))
        given = Said(text, action, owner, due)
        form.record(_, lambda by: explain(session.store(), snapshot, line, given, by), _SAVED)


def _as_said(line: BudgetLine) -> Said:
    """Return what stands of a line, to be gone on with."""
    text = line.explanation.text if line.explanation else ""
    return Said(text, line.action.text, line.action.owner, line.action.due) if line.action else Said(text)


def _crossed_words(_: Language, line: BudgetLine, crossing: Crossing) -> str:
    share = _.percent(line.budget.limit(crossing.point))
    return " · ".join([_.name(line.budget), _.short_day(crossing.day), share])


def _look(_: Language, snapshot: Snapshot, found: Sequence[tuple[BudgetLine, Crossing]]) -> None:
    places = {_place(snapshot, f"look {line.budget.line} {one.point} {one.day}"): (line, one) for line, one in found}
    with st.popover(_("Say what was decided"), icon=":material/fact_check:"):
        place = _choose(_("Control point"), {place: _crossed_words(_, *one) for place, one in places.items()})
        form, (line, crossing) = Saying(place, snapshot.known_at, "decided"), places[place]
        seen = crossing.look
        form.say_left(_)
        decided = _text(form, "decided", _("What was decided?"), seen.decided if seen else "")
        person = _person(_, form, snapshot, _("Who looked at it"), seen.person if seen else None)
        say = partial(look, session.store(), snapshot, line, crossing, decided, person=person)
        form.record(_, say, _SAVED)


def _place(snapshot: Snapshot, about: str) -> Place:
    return Place(session.actor(), snapshot.key, about)


def _choose(label: str, names: Mapping[Place, str]) -> Place:
    """Ask what something is said of; first stands what was begun and not recorded."""
    places = {place.table: place for place in names}
    (actor, plan), key = next(iter(names))[:2], f"choose {label}"
    if st.session_state.get(key) not in places:
        drafted = drafted_names(session.store(), actor, plan)
        st.session_state[key] = next((table for table in places if table in drafted), next(iter(places)))
    return places[st.selectbox(label, list(places), format_func=lambda table: names[places[table]], key=key)]


def _text(form: Saying, field: str, label: str, stands: str) -> str:
    stands = form.start(field, stands)
    key = form.key(field)
    text: str = form.enter(field, st.text_area(label, stands, max_chars=_LONGEST, height=88, key=key))
    return text


def _person(_: Language, form: Saying, snapshot: Snapshot, label: str, stands: str | None) -> str | None:
    """Ask for somebody of the team."""
    people = {one.person: _.name(one) for one in snapshot.people}
    first, key = form.start("person", stands), form.key("person")
    index = list(people).index(first) if first in people else None
    person: str | None = form.enter(
        "person",
        st.selectbox(label, list(people), index=index, format_func=people.__getitem__, key=key, placeholder=""),
    )
    return person


def _short(_: Language, amount: Decimal, shown: Amounts) -> str:
    return money(_, amount, shown.currency, unit=False)
