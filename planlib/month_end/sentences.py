"""The month in sentences, made by rules; each says no more than its numbers do, and knows which they are."""

from decimal import Decimal

from planlib.document import Sentence
from planlib.locale import Language
from planlib.locale.amounts import favour, target_words
from planlib.month_end.telling import Telling
from planlib.review import Course, verdict
from planlib.review.original import against_original
from planlib.snapshot import BudgetLine, BudgetTotal, KpiLine, Snapshot
from planlib.vocabulary import BudgetKind, Path, Status


def sentences(snapshot: Snapshot, _: Language) -> list[Sentence]:
    """Return what the month came to, a sentence each; one that has nothing to say is left out."""
    if not snapshot.kpis():
        found = [Sentence("overall", _("The plan has no KPIs yet."))]
    else:
        makers = (_overall, _score, _original, _worst, _best)
        found = [make(snapshot, _) for make in makers]
    if snapshot.budget().lines:
        found += [_result(snapshot, _), _overspent(snapshot, _)]
    return [sentence for sentence in [*found, _gaps(snapshot, _)] if sentence.text]


def _overall(snapshot: Snapshot, _: Language) -> Sentence:
    lines, telling = snapshot.kpis(), Telling(snapshot, _)
    answer = verdict(lines)
    judged = telling.count("kpis", _("KPIs that can be judged"), answer.judged)
    if answer.final:
        reached, missed = (sum(line.status is status for line in lines) for status in (Status.REACHED, Status.MISSED))
        telling.count("kpis", _("KPIs that reached their target"), reached)
        telling.count("kpis", _("KPIs that missed their target"), missed)
        text = _(
            "Of {judged} KPIs that can be judged, {reached} reached their target and {missed} missed it.",
            judged=judged,
            reached=reached,
            missed=missed,
        )
        return telling.sentence("overall", text)
    course = {
        Course.MADE: _("On this course the month will be made"),
        Course.TIGHT: _("On this course the month will be tight"),
        Course.MISSED: _("On this course the month will not be made"),
        Course.UNKNOWN: _("Whether the month will be made cannot be said yet"),
    }
    likely = telling.count("kpis", _("KPIs likely to be met"), answer.likely)
    tally = _("{likely} of {judged} KPIs are likely to be met", likely=likely, judged=judged)
    return telling.sentence("overall", _("{course}: {tally}.", course=course[answer.course], tally=tally))


def _score(snapshot: Snapshot, _: Language) -> Sentence:
    score, over, telling = snapshot.score(), snapshot.day >= snapshot.key.last_day, Telling(snapshot, _)
    if score.score.value is None or score.due.value is None:
        return Sentence("score", "")
    shown = telling.score(None, "score", score.score.value)
    if over:
        overall = _("The goals score {score} of 1.", score=shown)
    else:
        due = telling.score(None, "due", score.due.value)
        overall = _("The goals score {score} of 1; {due} was expected by now.", score=shown, due=due)
    behind = [line for line in snapshot.objectives() if line.status in (Status.BEHIND, Status.MISSED)]
    if not behind:
        return telling.sentence("score", overall)
    names = _.join([_("“{goal}”", goal=_.name(line.objective, "title")) for line in behind])
    named = _("Missed: {goals}.", goals=names) if over else _("Behind: {goals}.", goals=names)
    return telling.sentence("score", _.sentences([overall, named]))


def _original(snapshot: Snapshot, _: Language) -> Sentence:
    text, telling, original = against_original(_, snapshot), Telling(snapshot, _), snapshot.original.value
    for score in (original.score, snapshot.score()) if original else ():
        if (value := score.score.value) is not None and _.score(value) in text:
            telling.score(None, "score", value)
    return telling.sentence("original", text)


def _worst(snapshot: Snapshot, _: Language) -> Sentence:
    line, telling = snapshot.kpis()[0], Telling(snapshot, _)
    if line.status not in (Status.BEHIND, Status.WATCH, Status.MISSED):
        return Sentence("worst", "")
    return telling.sentence("worst", _("Furthest off: {kpi}.", kpi=_against(line, snapshot, telling, _)))


def _best(snapshot: Snapshot, _: Language) -> Sentence:
    kept = (Status.REACHED, Status.ON_TRACK)
    good = [line for line in snapshot.kpis() if line.status in kept and line.pace.value is not None]
    if not good:
        return Sentence("best", "")
    best, telling = max(good, key=lambda line: line.pace.value or 0.0), Telling(snapshot, _)
    return telling.sentence("best", _("Doing best: {kpi}.", kpi=_against(best, snapshot, telling, _)))


def _against(line: KpiLine, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    """Return a KPI's name with actual, target and distance; on its way to the target with what is expected by now."""
    name, kpi = _.name(line.kpi), line.kpi
    if line.growth.value is not None:
        growth = telling.ratio(line, "growth", _.percent(line.growth.value, 1))
        planned = _.percent(line.target.growth_rate, 1)
        target = telling.value(kpi, "growth_rate", line.target.growth_rate, planned)
        return _("{name} grew {growth} against a target of {target}", name=name, growth=growth, target=target)
    actual = telling.value(kpi, "actual", line.actual.value)
    if line.attainment.value is None or line.target.target is None:
        return _("{name} {actual}", name=name, actual=actual)
    aim = target_words(_, kpi, line.target, snapshot.team.currency, unit=True)
    target = telling.value(kpi, "target", line.target.target, aim)
    if not line.over and line.path is not Path.LEVEL and line.expected.value is not None:
        return _(
            "{name} {actual} against {due} expected by now, pace {pace}, difference {gap}; the target is {target}",
            name=name,
            actual=actual,
            due=telling.value(kpi, "expected", line.expected.value),
            pace=telling.ratio(line, "pace", _.number(line.pace.value, 2)),
            gap=telling.value(kpi, "gap", line.gap.value, signed=True),
            target=target,
        )
    return _(
        "{name} {actual} against a target of {target}, attainment {attainment}, difference {gap}",
        name=name,
        actual=actual,
        target=target,
        attainment=telling.ratio(line, "attainment", _.percent(line.attainment.value, 1)),
        gap=telling.value(kpi, "gap", (line.actual.value or Decimal(0)) - line.target.target, signed=True),
    )


def _result(snapshot: Snapshot, _: Language) -> Sentence:
    view, telling = snapshot.budget(), Telling(snapshot, _)
    parts = []
    if any(line.budget.kind is BudgetKind.REVENUE for line in view.lines):
        parts.append(_("revenue {amounts}", amounts=_total(view.revenue, _("Revenue"), snapshot, telling, _)))
    if any(line.budget.kind is BudgetKind.COST for line in view.lines):
        parts.append(_("cost {amounts}", amounts=_total(view.cost, _("Cost"), snapshot, telling, _)))
    return telling.sentence("result", _("Budget: {parts}.", parts=_.clauses(parts)))


def _total(total: BudgetTotal, name: str, snapshot: Snapshot, telling: Telling, _: Language) -> str:
    shown = {field: telling.amount(total, name, field, getattr(total, field)) for field in ("actual", "phased")}
    telling.amount(total, name, "favourable", abs(total.favourable))
    verdict = favour(_, total.favourable, snapshot.team.currency)
    if snapshot.day >= snapshot.key.last_day:
        return _("{actual} against a budget of {phased} ({verdict})", verdict=verdict, **shown)
    return _("{actual} against {phased} expected by now ({verdict})", verdict=verdict, **shown)


def _overspent(snapshot: Snapshot, _: Language) -> Sentence:
    over, telling = [line for line in snapshot.budget().lines if line.status is Status.OVER], Telling(snapshot, _)
    if not over:
        return Sentence("overspent", _("No cost line is over its budget."))
    named = [
        _("{line} by {amount}", line=_.name(line.budget), amount=telling.amount(line, "", "over", _beyond(line)))
        for line in over
    ]
    text = _("Over budget, commitments included: {lines}.", lines=_.join(named))
    return telling.sentence("overspent", text)


def _beyond(line: BudgetLine) -> Decimal:
    return line.actual + line.committed - line.budget.amount


def _gaps(snapshot: Snapshot, _: Language) -> Sentence:
    telling = Telling(snapshot, _)
    late = [line for line in snapshot.kpis() if line.days < line.days_expected or line.status is Status.NO_DATA]
    if not late:
        return Sentence("gaps", "")
    text = _("Values are missing for {kpis}.", kpis=_.join([_late(line, telling, _) for line in late]))
    return telling.sentence("gaps", text)


def _late(line: KpiLine, telling: Telling, _: Language) -> str:
    name = _.name(line.kpi)
    if not line.days:
        return _("{kpi} (no value yet)", kpi=name)
    telling.note("kpis", line.kpi.code, name, "days", line.days, str(line.days))
    telling.note("kpis", line.kpi.code, name, "days_expected", line.days_expected, str(line.days_expected))
    return _("{kpi} ({days} of {expected})", kpi=name, days=line.days, expected=line.days_expected)
