"""The month in sentences, made by rules; each says no more than its numbers do."""

from collections.abc import Sequence
from decimal import Decimal

from planlib.locale import Language
from planlib.locale.amounts import favour, money, quantity, target_words
from planlib.review import Course, verdict
from planlib.review.original import against_original
from planlib.snapshot import BudgetLine, BudgetTotal, KpiLine, Snapshot
from planlib.vocabulary import BudgetKind, Path, Status


def sentences(snapshot: Snapshot, _: Language) -> list[str]:
    """Return what the month came to, a sentence each; one that has nothing to say is left out."""
    lines, currency = snapshot.kpis(), snapshot.team.currency
    found = [_("The plan has no KPIs yet.")]
    if lines:
        found = [_overall(lines, _), _score(snapshot, _), against_original(_, snapshot)]
        found += [_worst(lines, _, currency), _best(lines, _, currency)]
    if snapshot.budget().lines:
        found += [_result(snapshot, _), _overspent(snapshot.budget().lines, _, currency)]
    return [sentence for sentence in [*found, _gaps(lines, _)] if sentence]


def _overall(lines: Sequence[KpiLine], _: Language) -> str:
    answer = verdict(lines)
    counts = {status: sum(line.status is status for line in lines) for status in Status}
    if answer.final:
        return _(
            "Of {judged} KPIs that can be judged, {reached} reached their target and {missed} missed it.",
            judged=answer.judged,
            reached=counts[Status.REACHED],
            missed=counts[Status.MISSED],
        )
    course = {
        Course.MADE: _("On this course the month will be made"),
        Course.TIGHT: _("On this course the month will be tight"),
        Course.MISSED: _("On this course the month will not be made"),
        Course.UNKNOWN: _("Whether the month will be made cannot be said yet"),
    }
    tally = _("{likely} of {judged} KPIs are likely to be met", likely=answer.likely, judged=answer.judged)
    return _("{course}: {tally}.", course=course[answer.course], tally=tally)


def _score(snapshot: Snapshot, _: Language) -> str:
    score, over = snapshot.score(), snapshot.day >= snapshot.key.last_day
    if score.score.value is None or score.due.value is None:
        return ""
    overall = _("The goals score {score} of 1.", score=_.score(score.score.value))
    if not over:
        overall = _(
            "The goals score {score} of 1; {due} was expected by now.",
            score=_.score(score.score.value),
            due=_.score(score.due.value),
        )
    behind = [line for line in snapshot.objectives() if line.status in (Status.BEHIND, Status.MISSED)]
    if not behind:
        return overall
    names = _.join([_("“{goal}”", goal=_.name(line.objective, "title")) for line in behind])
    return _.sentences([overall, _("Missed: {goals}.", goals=names) if over else _("Behind: {goals}.", goals=names)])


def _worst(lines: Sequence[KpiLine], _: Language, currency: str) -> str:
    line = lines[0]
    if line.status not in (Status.BEHIND, Status.WATCH, Status.MISSED):
        return ""
    return _("Furthest off: {kpi}.", kpi=_against(line, _, currency))


def _best(lines: Sequence[KpiLine], _: Language, currency: str) -> str:
    good = [line for line in lines if line.status in (Status.REACHED, Status.ON_TRACK) and line.pace.value is not None]
    if not good:
        return ""
    best = max(good, key=lambda line: line.pace.value or 0.0)
    return _("Doing best: {kpi}.", kpi=_against(best, _, currency))


def _against(line: KpiLine, _: Language, currency: str) -> str:
    """Return a KPI's name with actual, target and distance; on its way to the target with what is expected by now."""
    if line.growth.value is not None:
        growth, aim = line.growth.value, line.target.growth_rate
        shown = {"growth": _.percent(growth, 1), "target": _.percent(aim, 1)}
        return _("{name} grew {growth} against a target of {target}", name=_.name(line.kpi), **shown)
    actual = quantity(_, line.kpi, line.actual.value, currency)
    target = target_words(_, line.kpi, line.target, currency, unit=True)
    if line.attainment.value is None or line.target.target is None:
        return _("{name} {actual}", name=_.name(line.kpi), actual=actual)
    if not line.over and line.path is not Path.LEVEL and line.expected.value is not None:
        return _(
            "{name} {actual} against {due} expected by now, pace {pace}, difference {gap}; the target is {target}",
            name=_.name(line.kpi),
            actual=actual,
            due=quantity(_, line.kpi, line.expected.value, currency),
            pace=_.number(line.pace.value, 2),
            gap=quantity(_, line.kpi, line.gap.value, currency, signed=True),
            target=target,
        )
    gap = (line.actual.value or Decimal(0)) - line.target.target
    return _(
        "{name} {actual} against a target of {target}, attainment {attainment}, difference {gap}",
        name=_.name(line.kpi),
        actual=actual,
        target=target,
        attainment=_.percent(line.attainment.value, 1),
        gap=quantity(_, line.kpi, gap, currency, signed=True),
    )


def _result(snapshot: Snapshot, _: Language) -> str:
    view, currency = snapshot.budget(), snapshot.team.currency
    over = snapshot.day >= snapshot.key.last_day

    def against(total: BudgetTotal) -> str:
        shown = {name: money(_, getattr(total, name), currency) for name in ("actual", "phased")}
        verdict = favour(_, total.favourable, currency)
        if over:
            return _("{actual} against a budget of {phased} ({verdict})", verdict=verdict, **shown)
        return _("{actual} against {phased} expected by now ({verdict})", verdict=verdict, **shown)

    parts = []
    if any(line.budget.kind is BudgetKind.REVENUE for line in view.lines):
        parts.append(_("revenue {amounts}", amounts=against(view.revenue)))
    if any(line.budget.kind is BudgetKind.COST for line in view.lines):
        parts.append(_("cost {amounts}", amounts=against(view.cost)))
    return _("Budget: {parts}.", parts=_.clauses(parts))


def _overspent(lines: Sequence[BudgetLine], _: Language, currency: str) -> str:
    over = [line for line in lines if line.status is Status.OVER]
    if not over:
        return _("No cost line is over its budget.")
    named = [
        _(
            "{line} by {amount}",
            line=_.name(line.budget),
            amount=money(_, line.actual + line.committed - line.budget.amount, currency),
        )
        for line in over
    ]
    return _("Over budget, commitments included: {lines}.", lines=_.join(named))


def _gaps(lines: Sequence[KpiLine], _: Language) -> str:
    late = [line for line in lines if line.days < line.days_expected or line.status is Status.NO_DATA]
    if not late:
        return ""
    named = [
        _("{kpi} ({days} of {expected})", kpi=_.name(line.kpi), days=line.days, expected=line.days_expected)
        if line.days
        else _("{kpi} (no value yet)", kpi=_.name(line.kpi))
        for line in late
    ]
    return _("Values are missing for {kpis}.", kpis=_.join(named))
