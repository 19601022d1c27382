"""What of the plan is aimed otherwise than as it was activated, and how both plans stand, side by side."""

from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from planlib.editing.tables import called
from planlib.locale import Language, language
from planlib.locale.amounts import favour, money
from planlib.model import Budget, Kpi, Milestone, Objective, PlanKey, Record
from planlib.place import database
from planlib.review.original import Beside, Standing, against_original, beside, target_then, when_and_why
from planlib.snapshot import BudgetTotal, KpiLine, Snapshot
from ui import session
from ui.budget_table import LINE
from ui.history import CHANGE
from ui.links import link
from ui.markup import Column, Row, cell, joined, note, section, table
from ui.plan_parts import TABLE
from ui.show import show

SHEETS = ("kpis", "targets", "objectives", "milestones", "budgets", "plans")
"""Tables of the page Plan below which it stands."""


def original_section(_: Language, snapshot: Snapshot, sheet: str) -> None:
    """Draw what moved since the activation, with how both plans stand; nothing of a draft, nor below other tables."""
    if sheet not in SHEETS or snapshot.original.value is None:
        return
    rows, day = _beside(database(), session.actor(), snapshot.key, snapshot.day, snapshot.known_at, _.code, snapshot)
    if not rows:
        show(note(_("Nothing has moved since the plan was activated ({when}).", when=day)))
        return
    columns = [
        Column(_("Goal, KPI, budget line")),
        Column(_("Moved"), wrap=True, phone="row"),
        Column(_("Original plan"), right=True),
        Column(_("Current plan"), right=True),
        Column(_("When, who and why"), wrap=True, phone="row"),
    ]
    show(
        section(_("Original plan and current plan"), _("activated {when}", when=day)),
        note(against_original(_, snapshot) or _("Both plans score the same.")),
        table(columns, [_row(_, snapshot, one) for one in rows], caption=_("What moved since the plan was activated")),
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _beside(
    path: Path, actor: str, plan: PlanKey, day: date, known_at: int, code: str, _snapshot: Snapshot
) -> tuple[list[Beside], str]:
    """Keep what moved by the name of the snapshot, and when the plan was activated."""
    original, words, store = _snapshot.original.value, language(code), session.store()
    assert original is not None, "it is asked only of a plan that was activated"
    when = when_and_why(words, store, _snapshot, [original.change])[0]
    return beside(words, store, _snapshot, original), when


def _row(_: Language, snapshot: Snapshot, one: Beside) -> Row:
    why = (
        Markup("<p>{} {}</p>").format(words, link("uploads", f"#{change}", **{CHANGE: str(change)}))
        for words, change in one.changes
    )
    moved = (Markup("<p>{}</p>").format(words) for words in one.moved)
    name = _leads(one.about, called(_, one.about), snapshot)
    return Row([name, joined(moved), _cell(one.then), _cell(one.now), joined(why)])


def _cell(one: Standing) -> Markup:
    return cell(one.value, one.words, strong=True)


def _leads(about: Record, name: str, snapshot: Snapshot) -> str | Markup:
    """Return the name, leading to where the thing is; a KPI that the plan has no more leads nowhere."""
    match about:
        case Kpi() if any(line.kpi.kpi == about.kpi for line in snapshot.kpis()):
            return link("kpis", name, kpi=about.code)
        case Budget():
            return link("budget", name, **{LINE: about.code})
        case Objective():
            return link("plan", name, **{TABLE: "objectives"})
        case Milestone():
            return link("plan", name, **{TABLE: "milestones"})
    return name


def target_line(_: Language, snapshot: Snapshot, line: KpiLine) -> Markup:
    """Return what a KPI's target was at the activation and how it stands against it; nothing where it did not move."""
    words = target_then(_, session.store(), snapshot, line)
    return note(words) if words else Markup("")


def budget_line(_: Language, snapshot: Snapshot) -> Markup:
    """Return the totals as they were activated and the variance against both; nothing where they did not move."""
    then = snapshot.original_budget.value
    if then is None:
        return Markup("")
    now, currency = snapshot.budget(), snapshot.team.currency
    kinds = (
        (_("cost budget"), then.cost, now.cost),
        (_("revenue budget"), then.revenue, now.revenue),
    )
    told = [_total(_, name, first, total, currency) for name, first, total in kinds if _moved(first, total)]
    return note(_.sentences(told)) if told else Markup("")


def _moved(then: BudgetTotal, now: BudgetTotal) -> bool:
    return (then.budget, then.phased) != (now.budget, now.phased)


def _total(_: Language, name: str, then: BudgetTotal, now: BudgetTotal, currency: str) -> str:
    return _(
        "The {name} of the original plan was {first}, now it is {now}. Against what was expected by the original: "
        "{then_is}; by the current one: {now_is}.",
        name=name,
        first=money(_, then.budget, currency),
        now=money(_, now.budget, currency),
        then_is=favour(_, then.favourable, currency),
        now_is=favour(_, now.favourable, currency),
    )
