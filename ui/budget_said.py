"""What budget lines owe and were given: explanations of large variances, and who looked at control points."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from planlib.errors import RefusedError
from planlib.explaining import By, Said, explain, look
from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.sentences import error_sentence
from planlib.review.spending import action_words
from planlib.snapshot import BudgetLine, BudgetView, Crossing, Snapshot
from planlib.store.ledger import Change
from planlib.vocabulary import ControlPoint, PlanState
from ui import address, session
from ui.amounts import Amounts, meaning_word
from ui.budget_table import LINE
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
        asked = address.asked(LINE)
        lines = sorted(
            view.lines,
            key=lambda line: (line.budget.code != asked, not line.needs_explaining, line.explanation is not None),
        )
        _explain(_, snapshot, lines)
        if found := [(line, one) for line in view.lines for one in reversed(line.crossings)]:
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
    by_line = {line.budget.line: line for line in lines}
    is_owed = any(line.needs_explaining and not line.explanation for line in lines)
    with st.popover(_("Explain a variance"), icon=":material/edit:", type="primary" if is_owed else "secondary"):
        chosen = st.selectbox(
            _("Budget line"), list(by_line), format_func=lambda line: _.name(by_line[line].budget), key="explain line"
        )
        line, form = by_line[chosen], Form(snapshot, f"explain {chosen}")
        said = _as_said(line)
        with st.form(form.key, border=False):
            text = form.text(_("Why?"), said.text)
            action = form.text(_("What is done about it? (may be empty)"), said.action)
            owner = form.person(_, _("Who does it"), said.owner)
            due: date | None = st.date_input(_("Due by"), said.due, key=f"{form.key} due")
            given = Said(text, action, owner, due)
            form.submit(_, lambda by: explain(session.store(), snapshot, line, given, by))


def _as_said(line: BudgetLine) -> Said:
    """Return what stands of a line, to be gone on with."""
    text = line.explanation.text if line.explanation else ""
    return Said(text, line.action.text, line.action.owner, line.action.due) if line.action else Said(text)


def _crossed_words(_: Language, line: BudgetLine, crossing: Crossing) -> str:
    share = _.percent(line.budget.limit(crossing.point))
    return " · ".join([_.name(line.budget), _.short_day(crossing.day), share])


def _look(_: Language, snapshot: Snapshot, found: Sequence[tuple[BudgetLine, Crossing]]) -> None:
    names = [_crossed_words(_, *one) for one in found]
    with st.popover(_("Say what was decided"), icon=":material/fact_check:"):
        chosen = st.selectbox(_("Control point"), range(len(found)), format_func=names.__getitem__, key="look at")
        line, crossing = found[chosen]
        form, seen = Form(snapshot, f"look {line.budget.line} {crossing.point} {crossing.day}"), crossing.look
        with st.form(form.key, border=False):
            decided = form.text(_("What was decided?"), seen.decided if seen else "")
            person = form.person(_, _("Who looked at it"), seen.person if seen else None)
            form.submit(_, lambda by: look(session.store(), snapshot, line, crossing, decided, by, person=person))


class Form:
    """What is typed about one thing: kept while others are looked at, and what others say meanwhile is a conflict."""

    def __init__(self, snapshot: Snapshot, about: str) -> None:
        """Go on with the form about something, or begin it."""
        self._snapshot = snapshot
        self._round = f"{about} round"
        self.key = f"{about} {st.session_state.setdefault(self._round, 0)}"
        self._seen = f"{self.key} seen"
        st.session_state.setdefault(self._seen, snapshot.known_at)

    def text(self, label: str, first: str) -> str:
        """Ask for words; `first` are those that stand."""
        key = f"{self.key} {label}"
        return st.text_area(label, first, max_chars=_LONGEST, height=88, key=key, persist_state="session")

    def person(self, _: Language, label: str, first: str | None) -> str | None:
        """Ask for somebody of the team."""
        people = {one.person: _.name(one) for one in self._snapshot.people}
        index = list(people).index(first) if first in people else None
        key = f"{self.key} {label}"
        found: str | None = st.selectbox(
            label, list(people), index=index, format_func=people.__getitem__, key=key, placeholder=""
        )
        return found

    def submit(self, _: Language, write: Callable[[By], Change | None]) -> None:
        """Save on a click, or say why not right above the button; once a conflict was seen, the next click saves."""
        refused = st.container()
        if not st.form_submit_button(_("Record"), type="primary", icon=":material/check:"):
            return
        state = st.session_state
        try:
            change = write(By(session.actor(), session.now(), state[self._seen]))
        except RefusedError as error:
            state[self._seen] = session.store().last_change()
            with refused:
                show(finding(error_sentence(_, error), chip(_("Not saved"), Tone.BAD)))
        else:
            state[self._round] += 1
            say_saved(change, _SAVED)
            st.rerun()


def _short(_: Language, amount: Decimal, shown: Amounts) -> str:
    return money(_, amount, shown.currency, unit=False)
