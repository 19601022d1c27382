"""What is still to be done with a plan as long as it is a draft."""

from collections.abc import Iterator

import streamlit as st
from markupsafe import Markup

from planlib.locale import Language
from planlib.plans import plan_name
from planlib.snapshot import Snapshot
from planlib.vocabulary import PlanState, SmartCode, SmartVerdict
from ui.links import link
from ui.markup import Tone, bold, chip, finding, rich, sentences
from ui.plan_parts import TABLE
from ui.show import show
from ui.start import BEGUN


def what_next(_: Language, snapshot: Snapshot) -> None:
    """Say what is still to be said in a draft, and that it is made where this session just made it."""
    if snapshot.plan.state is not PlanState.DRAFT:
        return
    steps = sentences([Markup("{}. {}").format(number, step) for number, step in enumerate(_steps(_, snapshot), 1)])
    if st.session_state.get(BEGUN) != plan_name(snapshot.team, snapshot.key.month):
        show(finding(_("Next:")), steps)
        return
    made = _("The plan of {month} is made.", month=_.month(snapshot.key.month))
    show(finding(_.sentences([made, _("Next:")]), chip(_("Made"), Tone.GOOD)), steps)


def _steps(_: Language, snapshot: Snapshot) -> Iterator[Markup]:
    """Yield what is missing, in the order in which one would say it."""
    if not snapshot.people:
        yield _step(_("Enter your {people}, then name the owners of goals and tasks."), "people", _("people"))
    if not snapshot.objectives():
        yield _step(
            _("Write the {goals} of the month, each with the standard by which it is done."), "objectives", _("goals")
        )
        yield _step(_("Say by which {kpis} they are measured, and give each a target."), "kpis", _("KPIs"))
        return
    if snapshot.people and any(line.owner is None for line in snapshot.objectives()):
        yield _step(_("Name the owners of the {goals}."), "objectives", _("goals"))
    asks_baseline = any(letter.code is SmartCode.NO_BASELINE for line in snapshot.smart for letter in line.letters)
    baselines = _("Look through the {targets}, and enter last month's values as baselines.")
    yield _step(baselines if asks_baseline else _("Look through the {targets}."), "targets", _("targets"))
    if not snapshot.budget().cost.budget:
        yield _step(_("Give the {lines} their amounts."), "budgets", _("budget lines"))
    under = bold(link("plan", _("goals"), **{TABLE: "objectives"}))
    asks = _("See under the {goals} what SMART still asks: {open}. Then activate the plan.")
    yield rich(asks, goals=under, open=_open(_, snapshot))


def _step(text: str, table: str, word: str) -> Markup:
    """Return a sentence in which one word leads to a table of the page."""
    name = text[text.index("{") + 1 : text.index("}")]
    return rich(text, **{name: bold(link("plan", word, **{TABLE: table}))})


def _open(_: Language, snapshot: Snapshot) -> str:
    letters = [letter for line in snapshot.smart for letter in line.letters]
    fails = sum(letter.verdict is SmartVerdict.FAIL for letter in letters)
    yes = sum(letter.code is SmartCode.NOT_CONFIRMED for letter in letters)
    told = [
        _.plural("{count} letter fails", "{count} letters fail", fails) if fails else _("no letter fails"),
        _.plural("{count} waits for somebody's yes", "{count} wait for somebody's yes", yes),
    ]
    return _.join(told)
