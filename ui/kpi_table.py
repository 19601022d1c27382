"""The table of KPIs on the weekly review: one judged row each, worst first."""

from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from planlib.findings import distance_words
from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import interval_words, quantity, target_words, unit_apart
from planlib.locale.scale import settled
from planlib.locale.words import reason_sentence, word
from planlib.meeting.agenda import last_check_in
from planlib.metrics.figure import Figure
from planlib.metrics.pace import SHARED
from planlib.review import Course, course
from planlib.snapshot import KpiLine, Snapshot
from planlib.vocabulary import Confidence, Direction, Path, Reason, Status
from ui.bars import end_bar, end_span
from ui.links import link, second_link
from ui.markup import Column, Row, Tone, cell, chip, exactly, joined, table, tone, toned
from ui.outlook import rate_words
from ui.signal import by_week, chips, recent_head, recent_line
from ui.values import moved

_OUTLOOK = {
    (Tone.GOOD, Course.TIGHT): (N_("but may be missed"), Tone.WARN),
    (Tone.GOOD, Course.MISSED): (N_("but likely to be missed"), Tone.BAD),
    (Tone.WARN, Course.MISSED): (N_("and likely to be missed"), Tone.BAD),
    (Tone.WARN, Course.MADE): (N_("but likely to be met"), Tone.GOOD),
    (Tone.BAD, Course.TIGHT): (N_("but may be met"), Tone.WARN),
    (Tone.BAD, Course.MADE): (N_("but likely to be met"), Tone.GOOD),
}
"""What the forecast adds to a status, which goes by the pace so far; nothing where both say the same."""
CONFIDENCE = {Confidence.ON_TRACK: Tone.GOOD, Confidence.AT_RISK: Tone.WARN, Confidence.OFF_TRACK: Tone.BAD}
COURSE_TONES = {Course.MISSED: Tone.BAD, Course.TIGHT: Tone.WARN}


def kpi_table(_: Language, snapshot: Snapshot, *, final: bool) -> Markup:
    """Return the table; a row's name leads to the KPI's own page. `final`: the month is over, nothing lies ahead."""
    lines, currency = snapshot.kpis(), snapshot.team.currency
    span, weeks = end_span(lines), by_week(lines)
    columns, row = (_final_columns(_), _final_row) if final else (_columns(_), _row)
    columns.append(Column(recent_head(_, lines), headless=True, fold=True))
    rows = (
        row(_, line, currency, span, _owner(_, snapshot, line, final=final), recent_line(_, line, weeks=weeks))
        for line in lines
    )
    return table(columns, rows, caption=_("KPIs, worst first"))


def _columns(_: Language) -> list[Column]:
    return [
        Column(_("KPI / owner")),
        Column(_("Status and signal"), phone="row", headless=True, help=_status_help(_)),
        Column(_("Actual"), right=True),
        Column(
            _("Expected by now"),
            right=True,
            phone="gone",
            help=_("Where the actual should stand on its last day with a value, on the way to the target."),
        ),
        Column(_("Target"), right=True),
        Column(
            _("Pace"),
            right=True,
            help=_(
                "The actual against what is expected by now: 1.00 is just as planned, above is better, below is worse."
            ),
        ),
        Column(
            _("Month-end forecast (80% interval)"),
            phone="row",
            headless=True,
            fold=True,
            help=_("Where the month is heading; in 8 of 10 cases it should end within the interval."),
        ),
        Column(_("Chance"), right=True, fold=True, help=_("How likely the target is met by the end, by the forecast.")),
        Column(
            _("Needed per day"),
            right=True,
            fold=True,
            help=_("What each day that is left has to bring for the target; “now” is what the days so far brought."),
        ),
    ]


def _status_help(_: Language) -> str:
    return _(
        "Status: how the KPI stands by now, by its pace. Signal: whether its process has changed or only varies. Below "
        "it: what the forecast adds about the end of the month."
    )


def _row(_: Language, line: KpiLine, currency: str, span: float, owner: Markup, recent: Markup) -> Row:
    judged = tone(line.status)
    off = judged if judged in (Tone.BAD, Tone.WARN) else Tone.PLAIN
    heading = course(line)
    return Row(
        [
            *_head(_, line, currency, owner),
            _leading(line, _shown(_, line, line.expected, currency)),
            _leading(line, _target(_, line, currency)),
            _leading(line, _.number(line.pace.value, 2), tone=off, strong=True),
            _forecast(_, line, currency, span),
            _leading(
                line,
                _.probability(line.forecast.probability),
                tone=COURSE_TONES.get(heading, Tone.PLAIN),
                strong=True,
            ),
            _needed(_, line, currency),
            recent,
        ],
        tone=Tone.WARN if judged is Tone.GOOD and heading in COURSE_TONES else judged,
    )


def _final_columns(_: Language) -> list[Column]:
    return [
        Column(_("KPI / owner")),
        Column(_("Status and signal"), phone="row", headless=True),
        Column(_("Actual"), right=True),
        Column(_("Target"), right=True),
        Column(_("Attainment"), right=True),
        Column(_("Distance from the target"), phone="row", headless=True, fold=True),
        Column(_("Month before"), right=True, fold=True),
        Column(_("Year before"), right=True, fold=True),
    ]


def _final_row(_: Language, line: KpiLine, currency: str, span: float, owner: Markup, recent: Markup) -> Row:
    judged = tone(line.status)
    off = judged if judged is Tone.BAD else Tone.PLAIN
    return Row(
        [
            *_head(_, line, currency, owner),
            _leading(line, _target(_, line, currency)),
            _leading(line, _.percent(line.attainment.value, 1), tone=off, strong=True),
            _distance(_, line, currency, span),
            _leading(line, _shown(_, line, line.last_month, currency), moved(_, line.kpi, line.month_change)),
            _leading(line, _shown(_, line, line.last_year, currency), moved(_, line.kpi, line.year_change)),
            recent,
        ],
        tone=judged,
    )


def _distance(_: Language, line: KpiLine, currency: str, span: float) -> Markup:
    """Return how far the month ended from its target, drawn and said."""
    words = distance_words(_, line, currency)
    judged = tone(line.status)
    said = _leading(line, words, tone=judged if judged is Tone.BAD else Tone.PLAIN, strong=True)
    return Markup('<span class="pl-forecast pl-distance">{}{}</span>').format(end_bar(line, span, words), said)


def _head(_: Language, line: KpiLine, currency: str, owner: Markup) -> tuple[Markup, Markup, str | Markup]:
    """Return the cells of every row: name, status, actual."""
    actual = _leading(line, _shown(_, line, line.actual, currency), _lag(_, line) or _growth(_, line), big=True)
    return _name(_, line, currency, owner), _status(_, line), actual


def _shown(_: Language, line: KpiLine, figure: Figure[Decimal], currency: str) -> Markup | str:
    return _pointed(_, line, figure.value, quantity(_, line.kpi, figure.value, currency, unit=False), currency)


def _target(_: Language, line: KpiLine, currency: str) -> Markup | str:
    return _pointed(_, line, line.target.target, target_words(_, line.kpi, line.target, currency), currency)


def _pointed(_: Language, line: KpiLine, value: Decimal | None, text: str, currency: str) -> Markup | str:
    """Return `text` that shows every digit of `value` to those who point at it."""
    if value is None:
        return text
    return exactly(text, quantity(_, line.kpi, settled(value, 6), currency, exact=True))


def _leading(line: KpiLine, text: str | Markup, under: str | Markup = "", **look: Any) -> str | Markup:
    """Return a cell whose numbers lead to the KPI's page, as its name does; the tab key stops at the name alone."""
    shown = cell(text, under, **look) if under or look else text
    return shown if text == NONE else second_link("kpis", shown, kpi=line.kpi.code)


def to_row(line: KpiLine, text: str | Markup) -> Markup:
    """Return a link in the text to the row of a KPI, on the page that has the table."""
    return Markup('<a href="#kpi-{}">{}</a>').format(line.kpi.code, text)


def _owner(_: Language, snapshot: Snapshot, line: KpiLine, *, final: bool) -> Markup:
    """Return who owns a KPI, with how sure they are by their newest check-in while the month runs."""
    name = escape(_.name(line.owner) if line.owner else "")
    said = None if final else last_check_in(snapshot, line.kpi.kpi)
    if said is None:
        return name
    words = _("Check-in of {week}: {text}", week=_.week(said.week), text=_.own(said.text)) if said.text else ""
    mark = chip(word(_, said.confidence), CONFIDENCE[said.confidence], words)
    return Markup('{} <span class="pl-sure">{}</span>').format(name, mark)


def _name(_: Language, line: KpiLine, currency: str, owner: Markup) -> Markup:
    name = Markup('<span id="kpi-{}">{}</span>').format(
        line.kpi.code, link("kpis", _.name(line.kpi), kpi=line.kpi.code)
    )
    arrow = " ↓" if line.kpi.direction == Direction.DOWN else ""
    return cell(joined((name, arrow)), joined(filter(None, (owner, unit_apart(_, line.kpi, currency))), " · "))


def _status(_: Language, line: KpiLine) -> Markup:
    under = Markup('{}<br><span class="pl-why">{}</span>').format
    chip = chips(_, line)
    if line.reason is not None and line.status != Status.NO_DATA:
        return under(chip, reason_sentence(_, line.reason))
    outlook = _OUTLOOK.get((tone(line.status), course(line)))
    return under(chip, toned(_(outlook[0]), outlook[1])) if outlook and not line.over else chip


def _lag(_: Language, line: KpiLine) -> str:
    if not line.lag or line.day is None:
        return ""
    return _("to {day}", day=_.short_day(line.day))


def _growth(_: Language, line: KpiLine) -> str:
    if line.growth.value is None:
        return ""
    return _("growth {share}", share=_.percent(line.growth.value, 1, signed=True))


def _forecast(_: Language, line: KpiLine, currency: str, span: float) -> Markup:
    forecast = line.forecast
    if forecast.value is None:
        told = line.over or forecast.reason in (None, line.reason, Reason.MISSING_DATA)
        why = reason_sentence(_, forecast.reason) if forecast.reason and not told else ""
        return Markup('{} <span class="pl-why">{}</span>').format(NONE, why)
    value = quantity(_, line.kpi, forecast.value, currency, unit=False)
    interval = _interval(_, line, currency)
    words = _leading(line, value, interval, strong=True)
    drawn = end_bar(line, span, _.join([part for part in (value, interval) if part]))
    return Markup('<span class="pl-forecast">{}{}</span>').format(drawn, words)


def _interval(_: Language, line: KpiLine, currency: str) -> str:
    low, high = line.forecast.low, line.forecast.high
    if low is None or high is None:
        return reason_sentence(_, line.forecast.reason) if line.forecast.reason else ""
    return interval_words(_, line.kpi, low, high, currency)


def _needed(_: Language, line: KpiLine, currency: str) -> Any:
    if line.required_rate.value is None or line.status in (Status.REACHED, Status.MISSED):
        return NONE
    rate = quantity(_, line.kpi, line.required_rate.value, currency, unit=False)
    now = quantity(_, line.kpi, line.achieved_rate.value, currency, unit=False)
    bound = {Direction.UP: "≥ ", Direction.DOWN: "≤ "}.get(line.kpi.direction, "") if line.path == Path.LEVEL else ""
    per = [rate_words(_, line)] if line.path in SHARED else []
    under = joined([*per, _("now {rate}", rate=now)], Markup("<br>"))
    return _leading(line, f"{bound}{rate}", under, strong=True)
