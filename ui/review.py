"""The parts of the weekly review above and below its table: the answer, time against work, goals, money."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import money, quantity, target_words
from planlib.locale.words import status_word
from planlib.metrics.rollup import WORST_FIRST
from planlib.review import Course, Verdict
from planlib.snapshot import BudgetLine, BudgetView, KpiLine, ObjectiveLine, PlanScore, TimeGone
from planlib.vocabulary import BudgetKind, Status
from ui.bars import budget_bar, budget_scale
from ui.markup import (
    Column,
    Mark,
    Row,
    Tone,
    bar,
    bold,
    cell,
    chip,
    joined,
    lanes,
    note,
    rich,
    section,
    status_chip,
    table,
    tile,
    tiles,
    tone,
    toned,
)

_HEADING = {
    Course.MADE: (N_("Yes,"), Tone.GOOD),
    Course.TIGHT: (N_("Barely"), Tone.WARN),
    Course.MISSED: (N_("Not"), Tone.BAD),
}


def answer(_: Language, verdict: Verdict, lines: Sequence[KpiLine], month: str, currency: str) -> Markup:
    """Return whether the month will be made, what stands in the way, and how many KPIs are where."""
    question = _("Was {month} made?", month=month) if verdict.final else _("Will {month} be made?", month=month)
    ask = Markup('<p class="pl-ask">{}</p>').format(question)
    say = Markup('<p class="pl-verdict">{}</p>').format(_verdict_words(_, verdict))
    return joined((ask, say, _worst(_, verdict, currency), _counts(_, verdict, lines)))


def _verdict_words(_: Language, verdict: Verdict) -> str | Markup:
    if verdict.course == Course.UNKNOWN:
        return _("Too early to tell")
    if verdict.final:
        made = verdict.course == Course.MADE
        return toned(_("Made"), Tone.GOOD) if made else toned(_("Not made"), Tone.BAD)
    word, of = _HEADING[verdict.course]
    return rich(_("{word} at this pace"), word=toned(_(word), of))


def _worst(_: Language, verdict: Verdict, currency: str) -> Markup:
    line = verdict.worst
    if line is None:
        return Markup("")
    said = {
        "kpi": bold(_.name(line.kpi)),
        "target": target_words(_, line.kpi, line.target, currency, unit=True),
        "actual": quantity(_, line.kpi, line.actual.value, currency),
    }
    if line.growth.value is not None:
        said["growth"] = _.percent(line.growth.value, 1, signed=True)
        text = rich(_("Worst: {kpi}, growth {growth} so far, target {target}."), **said)
    elif line.status == Status.MISSED:
        text = rich(_("Worst: {kpi} came to {actual}, target {target}."), **said)
    elif line.forecast.value is None or line.forecast.probability is None:
        text = rich(_("Worst: {kpi}, {actual} so far, target {target}."), **said)
    else:
        said["forecast"] = quantity(_, line.kpi, line.forecast.value, currency)
        said["chance"] = _.probability(line.forecast.probability)
        text = rich(_("Worst: {kpi}, heading for {forecast} against {target}, chance {chance}."), **said)
    return Markup('<p class="pl-say">{}</p>').format(text)


def _counts(_: Language, verdict: Verdict, lines: Sequence[KpiLine]) -> Markup:
    counted = Counter(line.status for line in lines)
    chips = [
        chip(f"{counted[status]} {status_word(_, status)}", tone(status)) for status in WORST_FIRST if counted[status]
    ]
    found = {"likely": verdict.likely, "count": verdict.judged}
    told = (
        _("{likely} of {count} KPIs met", **found)
        if verdict.final
        else _("{likely} of {count} KPIs likely to be met", **found)
    )
    words = Markup('<span class="pl-soft">{}</span>').format(told if verdict.judged else "")
    return Markup('<div class="pl-chips">{}{}</div>').format(joined(chips), words)


def time_and_work(_: Language, time: TimeGone, score: PlanScore) -> Markup:
    """Return how much of the month is gone beside how much of the plan is done, on one scale."""
    rows = [
        _time_lane(_, _("Working days"), time.working_days, time.working_days_total),
        _time_lane(_, _("Calendar days"), time.calendar_days, time.calendar_days_total),
    ]
    ask = Markup('<p class="pl-ask">{}</p>').format(_("Time gone, work done; tick: the work due by now"))
    provisional = note(_("The holidays of this year are not yet announced; working days are an estimate."))
    return joined((ask, lanes([*rows, _work_lane(_, score)]), provisional if time.provisional else ""))


def _time_lane(_: Language, label: str, gone: int, total: int) -> tuple[str, Markup, Markup]:
    share = gone / total if total else 0.0
    days = _("{gone} of {total} days", gone=gone, total=total)
    words = Markup('{} <span class="pl-soft">{}</span>').format(bold(_.percent(share)), days)
    return label, bar([Mark("frame", 0, share)], f"{label}: {days}"), words


def _work_lane(_: Language, score: PlanScore) -> tuple[Markup, Markup, Markup]:
    label = _("Work done")
    done, due = score.score.value, score.due.value
    if done is None:
        return bold(label), bar([], label), Markup(NONE)
    marks, words = [Mark("fill", 0, done)], bold(_.percent(done))
    if due is not None:
        marks += [Mark("gap", done, due)] * (done < due) + [Mark("tick", due)]
        by_now = Markup('<span class="pl-soft">{}</span>').format(_("{share} due", share=_.percent(due)))
        words = joined([words, by_now, _against_due(_, done - due)], " ")
    return bold(label), bar(marks, f"{label}: {_.percent(done)}"), words


def _against_due(_: Language, ahead: float) -> Markup:
    """Return by how many points the work is short or ahead; nothing where it is less than half a point."""
    points = _.number(abs(ahead) * 100)
    if points == "0":
        return Markup("")
    if ahead < 0:
        return bold(toned("▼ " + _("{points} points short", points=points), Tone.BAD))
    return bold(toned("▲ " + _("{points} points ahead", points=points), Tone.GOOD))


def objectives(_: Language, found: Sequence[ObjectiveLine]) -> Iterator[Markup]:
    """Yield the section of goals, each with its score against the full target and the score due by now."""
    if found:
        yield section(_("Goals"), _("tick: the score due by now"), key=[])
        yield tiles(_objective(_, one) for one in found)


def _objective(_: Language, one: ObjectiveLine) -> Markup:
    score, due = one.score.value, one.due.value
    owner = [_.name(one.owner)] if one.owner else []
    by_now = [_("{score} due by now", score=_.score(due))] if due is not None else []
    marks = [Mark("fill", 0, score or 0.0)] + ([Mark("tick", due)] if due is not None else [])
    words = " · ".join([*by_now, *owner])
    number = _.score(score)
    drawn = bar(marks, f"{_('Score')} {number}")
    return tile(_.name(one.objective, "title"), status_chip(_, one.status), number, words, drawn)


def money_lines(_: Language, view: BudgetView, currency: str, *, over: bool) -> Iterator[Markup]:
    """Yield the budget lines that need a word, and the total; `over` once the month is."""
    if not view.lines:
        return
    off = [line for line in view.lines if tone(line.status) in (Tone.BAD, Tone.WARN)]
    yield section(
        _("Budget"),
        _("lines that need a word"),
        key=[
            ("plan", _("phased budget")),
            ("actual", _("spent")),
            ("hatch", _("committed")),
            ("tick", _("full budget")),
        ],
    )
    if off:
        columns = [
            Column(_("Budget line")),
            Column(_("Status"), phone="side", headless=True),
            Column("", phone="row", headless=True),
            Column(_("Spent"), right=True),
            Column(_("Budget"), right=True),
            Column(_("Used"), right=True),
            Column(_("Forecast"), right=True),
        ]
        most = budget_scale(off)
        yield table(columns, (_budget_row(_, line, most, currency) for line in off), _("Budget lines that need a word"))
    yield note(_budget_total(_, view, currency, all_well=not off, over=over))


def _budget_row(_: Language, line: BudgetLine, most: Decimal, currency: str) -> Row:
    def shown(amount: Decimal | None) -> str:
        return money(_, amount, currency, unit=False)

    used = _.percent(line.consumption.value)
    judged = tone(line.status)
    cost = line.budget.kind == BudgetKind.COST
    return Row(
        [
            cell(_.name(line.budget)),
            status_chip(_, line.status, budget=cost),
            budget_bar(line, most, f"{shown(line.actual)} / {shown(line.budget.amount)}"),
            cell(shown(line.actual), big=True),
            shown(line.budget.amount),
            cell(used, strong=True),
            shown(line.forecast),
        ],
        tone=judged,
    )


def _budget_total(_: Language, view: BudgetView, currency: str, *, all_well: bool, over: bool) -> Markup:
    cost = view.cost
    left = cost.budget - (cost.actual if over else cost.forecast)
    said = {
        "spent": money(_, cost.actual, currency),
        "budget": money(_, cost.budget, currency),
        "due": money(_, cost.phased, currency),
        "forecast": bold(money(_, cost.forecast, currency)),
        "over": bold(money(_, abs(left), currency)),
    }
    parts = [_("No line needs a word.")] if all_well else []
    if over:
        text = (
            _("Spent {spent} of {budget}, {over} over.") if left < 0 else _("Spent {spent} of {budget}, {over} under.")
        )
        return joined([*parts, rich(text, **said)], " ")
    end = _("Heading for {forecast}, {over} over.") if left < 0 else _("Heading for {forecast}, {over} under.")
    parts += [rich(_("Spent {spent} of {budget}; {due} was due by now."), **said), rich(end, **said)]
    return joined(parts, " ")
