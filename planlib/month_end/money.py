"""What came of the money, in sentences: the totals against the budget, and which cost lines are over it."""

from decimal import Decimal

from planlib.document import Sentence
from planlib.locale import Language
from planlib.locale.amounts import favour
from planlib.month_end.telling import Telling
from planlib.snapshot import BudgetLine, BudgetTotal, Snapshot
from planlib.vocabulary import BudgetKind, Status


def result_sentence(snapshot: Snapshot, _: Language) -> Sentence:
    """Return revenue, cost and the result of both against what was due; empty where there is no budget."""
    view, telling = snapshot.budget(), Telling(snapshot, _)
    kinds = {line.budget.kind for line in view.lines}
    parts = []
    if BudgetKind.REVENUE in kinds:
        parts.append(_("revenue {amounts}", amounts=_total(view.revenue, _("Revenue"), snapshot, telling, _)))
    if BudgetKind.COST in kinds:
        parts.append(_("cost {amounts}", amounts=_total(view.cost, _("Cost"), snapshot, telling, _)))
    if len(kinds) > 1:
        parts.append(_("result {amounts}", amounts=_total(view.result, _("Result"), snapshot, telling, _)))
    return telling.sentence("result", _("Budget: {parts}.", parts=_.clauses(parts)) if parts else "")


def _total(total: BudgetTotal, name: str, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    shown = {field: telling.amount(total, name, field, getattr(total, field)) for field in ("actual", "phased")}
    telling.amount(total, name, "favourable", abs(total.favourable))
    verdict = favour(_, total.favourable, snapshot.team.currency)
    if snapshot.day >= snapshot.key.last_day:
        return _("{actual} against a budget of {phased} ({verdict})", verdict=verdict, **shown)
    return _("{actual} against {phased} expected by now ({verdict})", verdict=verdict, **shown)


def overspent_sentence(snapshot: Snapshot, _: Language) -> Sentence:
    """Return which cost lines are over their budget; empty where there is no budget."""
    lines, telling = snapshot.budget().lines, Telling(snapshot, _)
    over = [line for line in lines if line.status is Status.OVER]
    if not over:
        return Sentence("overspent", _("No cost line is over its budget.") if lines else "")
    named = [
        _("{line} by {amount}", line=_.name(line.budget), amount=telling.amount(line, "", "over", _beyond(line)))
        for line in over
    ]
    text = _("Over budget, commitments included: {lines}.", lines=_.join(named))
    return telling.sentence("overspent", text)


def _beyond(line: BudgetLine) -> Decimal:
    return line.actual + line.committed - line.budget.amount
