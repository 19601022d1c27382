"""What budget lines owe and were given: explanations of large variances, and who looked at control points."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from planlib.errors import RefusedError
from planlib.explaining import By, Said, explain, look
from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.sentences import error_sentence
from planlib.snapshot import BudgetLine, BudgetView, Crossing, Snapshot
from planlib.store.ledger import Change
from planlib.vocabulary import ControlPoint, PlanState
from ui import session
from ui.amounts import Amounts, meaning_word
from ui.markup import Tone, bold, chip, finding, joined, note, rich, section
from ui.saving import say_saved, what_was_saved
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
        lines = sorted(view.lines, key=lambda line: (not line.needs_explaining, line.explanation is not None))
        _explain(_, snapshot, lines)
        if found := [(line, one) for line in view.lines for one in reversed(line.crossings)]:
            _look(_, snapshot, sorted(found, key=lambda pair: pair[1].look is not None))
    what_was_saved(_, _SAVED)


def _threshold(_: Language, view: BudgetView, shown: Amounts) -> str:
    """Return from where on costs, or revenues, need explaining."""
    kind = view.lines[0].budget.kind
    least = view.thresholds[next((line.budget.kind for line in view.lines if line.needs_explaining), kind)]
    amount, share = _short(_, least.amount, shown), _.percent(least.share)
    return _("explained from {amount} and {share} on", amount=amount, share=share)


# what stands


def _crossed(view: BudgetView) -> list[tuple[BudgetLine, Crossing]]:
    """Return the last crossing of each line that is used faster than it falls due, the worst first."""
    found = [(line, line.crossings[-1]) for line in view.lines if line.crossings and not _is_due(line)]
    worst = list(ControlPoint)
    return sorted(found, key=lambda pair: (-worst.index(pair[1].point), pair[1].day))


def _is_due(line: BudgetLine) -> bool:
    return line.control_point is not ControlPoint.OVER and line.actual + line.committed <= line.phased


def _as_planned(_: Language, view: BudgetView) -> Markup:
    names = [_.name(line.budget) for line in view.lines if line.crossings and _is_due(line)]
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
    told = [_("with data to {day}", day=_.short_day(said.day)), *_plan(_, snapshot, line)]
    text = joined((head, Markup("<br>"), _.own(said.text)))
    return _entry(chip(_("Explained"), Tone.NONE), text, " · ".join(told))


def _plan(_: Language, snapshot: Snapshot, line: BudgetLine) -> Iterator[str]:
    said = line.explanation
    assert said is not None
    if said.action:
        yield _("to do: {action}", action=_.own(said.action))
    if person := snapshot.person(said.owner):
        yield _.name(person)
    if said.due:
        yield _("due {day}", day=_.short_day(said.due))


def _looked(_: Language, snapshot: Snapshot, line: BudgetLine, crossing: Crossing) -> Markup:
    head = rich(
        _("{name} passed {share} of its budget"), name=bold(_.name(line.budget)), share=_point(_, line, crossing)
    )
    day = _.short_day(crossing.day)
    tone = Tone.BAD if crossing.point is ControlPoint.OVER else Tone.WARN
    if crossing.look is None:
        return _entry(chip(day, tone), head, _("nobody has said yet what is decided"))
    person = snapshot.person(crossing.look.person)
    by = {"day": _.short_day(crossing.look.looked), "name": _.name(person) if person else ""}
    who = _("looked at by {name} on {day}", **by) if person else _("looked at on {day}", day=by["day"])
    return _entry(chip(day, Tone.NONE), joined((head, Markup("<br>"), _.own(crossing.look.decided))), who)


def _point(_: Language, line: BudgetLine, crossing: Crossing) -> str:
    shares = {ControlPoint.NOTICE: line.budget.notice, ControlPoint.WARNING: line.budget.warning}
    return _.percent(shares.get(crossing.point, Decimal(1)))


def _entry(mark: Markup, head: Markup, under: str) -> Markup:
    small = Markup("<small>{}</small>").format(under) if under else ""
    return Markup('<div class="pl-owed">{}<p>{}{}</p></div>').format(mark, head, small)


# the forms


def _explain(_: Language, snapshot: Snapshot, lines: Sequence[BudgetLine]) -> None:
    by_line = {line.budget.line: line for line in lines}
    people = _people(_, snapshot)
    is_owed = any(line.needs_explaining and not line.explanation for line in lines)
    with st.popover(_("Explain a variance"), icon=":material/edit:", type="primary" if is_owed else "secondary"):
        chosen = st.selectbox(
            _("Budget line"), list(by_line), format_func=lambda line: _.name(by_line[line].budget), key="explain line"
        )
        line = by_line[chosen]
        said, key = line.explanation, f"explain {snapshot.key.month} {chosen} {snapshot.known_at}"
        with st.form(key, border=False):
            text = st.text_area(_("Why?"), said.text if said else "", max_chars=_LONGEST, height=88, key=f"{key} text")
            action = st.text_input(
                _("What is done about it? (may be empty)"), said.action if said else "", key=f"{key} action"
            )
            owner = _person(_("Who does it"), people, said.owner if said else None, f"{key} owner")
            due: date | None = st.date_input(_("Due by"), said.due if said else None, key=f"{key} due")
            refused = st.container()
            if st.form_submit_button(_("Record"), type="primary", icon=":material/check:"):
                given = Said(text, action, owner, due)
                _save(_, refused, lambda: explain(session.store(), snapshot, line, given, _by()))


def _look(_: Language, snapshot: Snapshot, found: Sequence[tuple[BudgetLine, Crossing]]) -> None:
    names = [f"{_.name(line.budget)} · {_.short_day(one.day)} · {_point(_, line, one)}" for line, one in found]
    people = _people(_, snapshot)
    with st.popover(_("Say what was decided"), icon=":material/fact_check:"):
        chosen = st.selectbox(_("Control point"), range(len(found)), format_func=names.__getitem__, key="look at")
        line, crossing = found[chosen]
        seen, key = crossing.look, f"look {snapshot.key.month} {names[chosen]} {snapshot.known_at}"
        with st.form(key, border=False):
            decided = st.text_area(
                _("What was decided?"), seen.decided if seen else "", max_chars=_LONGEST, height=88, key=f"{key} text"
            )
            person = _person(_("Who looked at it"), people, seen.person if seen else None, f"{key} person")
            refused = st.container()
            if st.form_submit_button(_("Record"), type="primary", icon=":material/check:"):
                _save(
                    _,
                    refused,
                    lambda: look(session.store(), snapshot, line, crossing, decided, _by(), person=person),
                )


def _people(_: Language, snapshot: Snapshot) -> dict[str, str]:
    return {one.person: _.name(one) for one in snapshot.people}


def _person(label: str, people: dict[str, str], first: str | None, key: str) -> str | None:
    index = list(people).index(first) if first in people else None
    found: str | None = st.selectbox(label, list(people), index=index, format_func=people.__getitem__, key=key)
    return found


def _by() -> By:
    return By(session.actor(), session.now())


def _save(_: Language, refused: DeltaGenerator, write: Callable[[], Change | None]) -> None:
    """Save, or say why not right above the button."""
    try:
        change = write()
    except RefusedError as error:
        with refused:
            show(finding(error_sentence(_, error), chip(_("Not saved"), Tone.BAD)))
    else:
        say_saved(change, _SAVED)
        st.rerun()


def _short(_: Language, amount: Decimal, shown: Amounts) -> str:
    return money(_, amount, shown.currency, unit=False)
