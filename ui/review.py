"""The parts of the weekly review above its table: the answer, and time against the score or what was done."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib.locale import N_, NONE, Language, round_half_up
from planlib.locale.amounts import quantity, target_words
from planlib.locale.words import status_help, status_word
from planlib.metrics.rollup import TOLERANCE, WORST_FIRST
from planlib.review import Compared, Course, Verdict, compared
from planlib.snapshot import KpiLine, PlanScore, TimeGone
from ui.kpi_table import to_row
from ui.links import link, second_link
from ui.markup import (
    Mark,
    Sign,
    Tone,
    bar,
    bold,
    chip,
    exactly,
    joined,
    lanes,
    note,
    rich,
    section,
    tone,
    toned,
)
from ui.plan_parts import TABLE

_HEADING = {
    Course.MADE: (N_("Yes,"), Tone.GOOD),
    Course.TIGHT: (N_("Barely"), Tone.WARN),
    Course.MISSED: (N_("Not"), Tone.BAD),
}


def answer(
    _: Language, verdict: Verdict, lines: Sequence[KpiLine], month: str, currency: str, *, leading: bool = True
) -> Markup:
    """Return whether the month will be made, what stands in the way, and how many KPIs are where.

    The counts are `leading` where the table of KPIs is on the same page.
    """
    question = _("Was {month} made?", month=month) if verdict.final else _("Will {month} be made?", month=month)
    ask = Markup('<p class="pl-ask">{}</p>').format(question)
    say = Markup('<p class="pl-verdict">{}</p>').format(_verdict_words(_, verdict))
    more = _came_to(_, verdict, currency) if verdict.final else _worst(_, verdict, currency)
    return joined((ask, say, Markup('<p class="pl-say">{}</p>').format(more), _counts(_, verdict, lines, leading)))


def _verdict_words(_: Language, verdict: Verdict) -> str | Markup:
    if verdict.course == Course.UNKNOWN:
        return _("Cannot be judged") if verdict.final else _("Too early to tell")
    if verdict.final:
        made = verdict.course == Course.MADE
        return toned(_("Made"), Tone.GOOD) if made else toned(_("Not made"), Tone.BAD)
    word, of = _HEADING[verdict.course]
    return rich(_("{word} at this pace"), word=toned(_(word), of))


def _came_to(_: Language, verdict: Verdict, currency: str) -> str | Markup:
    """Return how many KPIs were missed in a month that is over, and the one furthest off."""
    if not verdict.judged:
        return ""
    if not verdict.missed:
        return _.plural("The one KPI was met.", "All {count} KPIs were met.", verdict.judged)
    missed = rich(_("{missed} of {count} KPIs missed the target"), missed=bold(verdict.missed), count=verdict.judged)
    line = verdict.worst
    if line is None:
        return rich(_("{missed}, all of them stretch targets."), missed=missed)
    said = _said(_, line, currency)
    if line.growth.value is not None:
        return rich(_("{missed}; furthest off: {kpi}, growth {growth}, target {target}."), missed=missed, **said)
    return rich(_("{missed}; furthest off: {kpi}, {actual} against {target}."), missed=missed, **said)


def _worst(_: Language, verdict: Verdict, currency: str) -> str | Markup:
    line = verdict.worst
    if line is None:
        return ""
    said = _said(_, line, currency)
    if line.growth.value is not None:
        return rich(_("Worst: {kpi}, growth {growth} so far, target {target}."), **said)
    if line.over:
        return rich(_("Worst: {kpi} came to {actual}, target {target}."), **said)
    if line.forecast.value is None or line.forecast.probability is None:
        return rich(_("Worst: {kpi}, {actual} so far, target {target}."), **said)
    return rich(_("Worst: {kpi}, heading for {forecast} against {target}, chance {chance}."), **said)


def _said(_: Language, line: KpiLine, currency: str) -> dict[str, str | Markup]:
    """Return what a sentence may say of a KPI, every number leading to what is behind it."""
    numbers = {
        "target": target_words(_, line.kpi, line.target, currency, unit=True),
        "actual": quantity(_, line.kpi, line.actual.value, currency),
        "growth": _.percent(line.growth.value, 1, signed=True),
        "forecast": quantity(_, line.kpi, line.forecast.value, currency),
        "chance": _.probability(line.forecast.probability),
    }
    return {
        "kpi": bold(link("kpis", _.name(line.kpi), kpi=line.kpi.code)),
        **{name: link("kpis", number, kpi=line.kpi.code) for name, number in numbers.items()},
    }


def _counts(_: Language, verdict: Verdict, lines: Sequence[KpiLine], leading: bool) -> Markup:
    """Return how many KPIs have which status and, while the month lasts, how many are likely to be met."""
    counted = Counter(line.status for line in lines)

    def lead(text: str | Markup, found: Sequence[KpiLine]) -> str | Markup:
        return to_row(found[0], text) if leading and found else text

    chips: list[str | Markup] = [
        lead(
            chip(f"{counted[status]} {status_word(_, status)}", tone(status), status_help(_, status)),
            [line for line in lines if line.status is status],
        )
        for status in WORST_FIRST
        if counted[status]
    ]
    if verdict.judged and not verdict.final:
        soft = Markup('<span class="pl-soft">{}</span>').format
        likely = _("By month end: {likely} of {count} likely to be met", likely=verdict.likely, count=verdict.judged)
        chips = [soft(_("By now:")), *chips, soft(lead(likely, lines))]
    return Markup('<div class="pl-chips">{}</div>').format(joined(chips))


def outcome(_: Language, score: PlanScore, lines: Sequence[KpiLine]) -> Markup:
    """Return what the goals score in a month that is over, and how many KPIs are better than before."""
    done = score.score.value
    before = [
        (_("Better than the month before"), compared(lines, lambda line: line.month_change)),
        (_("Better than a year before"), compared(lines, lambda line: line.year_change)),
    ]
    ask = Markup('<p class="pl-ask">{}</p>').format(_("What the goals came to, and how it compares"))
    work = bar([] if done is None else [Mark("fill", 0, done)], _("Goals' score"))
    reached = NONE if done is None else _goals(_.percent(_short_of_all(done), 1))
    rows = [(_score_label(_), work, bold(reached))]
    return joined((ask, lanes([*rows, *(_compared_lane(_, label, found) for label, found in before if found.known)])))


def _short_of_all(done: float) -> float:
    """Return a share that is not shown as 100 % before it is."""
    return min(done, 0.999) if done < 1 - TOLERANCE else done


def _compared_lane(_: Language, label: str, found: Compared) -> tuple[str, Markup, Markup]:
    words = _("{better} of {count} KPIs", better=found.better, count=found.known)
    drawn = bar([Mark("frame", 0, found.better / found.known)], f"{label}: {words}")
    return label, drawn, Markup('<span class="pl-soft">{}</span>').format(link("month_end", words))


def time_and_score(_: Language, time: TimeGone, score: PlanScore) -> Markup:
    """Return how much of the month is gone beside what the goals score, and should by now, on one scale."""
    rows = [
        _time_lane(_, _("Working days"), time.working_days, time.working_days_total),
        _time_lane(_, _("Calendar days"), time.calendar_days, time.calendar_days_total),
    ]
    ask = Markup('<p class="pl-ask">{}</p>').format(_("Time gone, goals' score; tick: the score expected by now"))
    provisional = note(_("The holidays of this year are not yet announced; working days are an estimate."))
    return joined((ask, lanes([*rows, _score_lane(_, score)]), provisional if time.provisional else ""))


def _time_lane(_: Language, label: str, gone: int, total: int) -> tuple[str, Markup, Markup]:
    share = gone / total if total else 0.0
    days = _("{gone} of {total} days", gone=gone, total=total)
    words = Markup('{} <span class="pl-soft">{}</span>').format(bold(_.percent(share)), days)
    led = second_link("plan", words, **{TABLE: "calendar_days"})
    return label, bar([Mark("frame", 0, share)], f"{label}: {days}"), led


def _score_label(_: Language) -> Markup:
    words = _(
        "How much of their full targets the goals have reached by weight; 100% is all of them. It is no share of the "
        "work: a rate that keeps its level counts in full from the first day. Compare it with what is "
        "expected by now, not with the time gone."
    )
    return bold(exactly(_("Goals' score"), words))


def _score_lane(_: Language, score: PlanScore) -> tuple[Markup, Markup, Markup]:
    label = _("Goals' score")
    done, due = score.score.value, score.due.value
    if done is None:
        return _score_label(_), bar([], label), Markup(NONE)
    marks, words = [Mark("fill", 0, done)], bold(_goals(_.percent(done)))
    if due is not None:
        marks += [Mark("gap", done, due)] * (done < due) + [Mark("tick", due)]
        by_now = Markup('<span class="pl-soft">{}</span>').format(_("{share} expected", share=_.percent(due)))
        words = joined([words, by_now, _against_due(_, done, due)], " ")
    return _score_label(_), bar(marks, f"{label}: {_.percent(done)}"), words


def _goals(text: str) -> Markup:
    """Return words that lead to the goals as they are planned."""
    return second_link("plan", text, **{TABLE: "objectives"})


def _against_due(_: Language, done: float, due: float) -> Markup:
    """Return by how many points the score is short or ahead: of the two percentages as they are shown."""
    ahead = round_half_up(Decimal(repr(done)), 2) - round_half_up(Decimal(repr(due)), 2)
    if not ahead:
        return Markup("")
    points = _.number(abs(ahead) * 100)
    if ahead < 0:
        return bold(toned("▼ " + _("{points} pp short", points=points), Tone.BAD))
    return bold(toned("▲ " + _("{points} pp ahead", points=points), Tone.GOOD))


def table_head(_: Language, *, final: bool) -> Markup:
    """Return the heading of the KPIs, with the key of their bars."""
    if final:
        note = _("worst first · ↓ lower is better · distances magnified near the target")
        return section(_("KPIs"), note, key=[("forecast", _("actual")), ("tick", _("target")), ("signal", _("signal"))])
    note = _("worst first · ↓ lower is better · forecasts magnified near the target")
    key: list[tuple[Sign, str]] = [
        ("hatch", _("interval")),
        ("forecast", _("forecast")),
        ("tick", _("target")),
        ("signal", _("signal")),
    ]
    return section(_("KPIs"), note, key=key)
