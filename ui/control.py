"""Is it change or noise? A KPI's control chart, how it is looked at, and what its limits are."""

from collections.abc import Iterable, Iterator

import streamlit as st
from markupsafe import Markup

from planlib import charts
from planlib.locale import Language
from planlib.locale.words import reason_sentence, word
from planlib.metrics.control import LEAST
from planlib.metrics.pace import sign
from planlib.model import Kpi
from planlib.review.signal import period_words
from planlib.snapshot import ControlChart, ControlSegment, Snapshot
from planlib.vocabulary import (
    Aggregation,
    Assurance,
    Expected,
    Frequency,
    Grain,
    LimitsMethod,
    PlanState,
    Reason,
    RuleSet,
)
from ui import address, session
from ui.control_actions import LIMITS, actions
from ui.markup import note, section, sentences
from ui.saving import what_was_saved
from ui.show import chart as draw
from ui.show import reader, show

RULES = "rules"


def control_section(
    _: Language, snapshot: Snapshot, kpi: Kpi, grain: Grain | None = None, events: Iterable[charts.Event] = ()
) -> None:
    """Draw the section, at the grain of the KPI's signal where none is given; how it is looked at is in the address."""
    rules = RuleSet(address.valid(RULES, list(RuleSet), RuleSet.WHEELER))
    asked = address.asked(LIMITS)
    method = LimitsMethod(asked) if asked in list(LimitsMethod) else None
    chart = snapshot.control(kpi.kpi, grain, rules, method)
    show(section(_("Is it change or noise?"), _look(_, chart)))
    what_was_saved(_)
    if not chart.points:
        show(note(_("There is no whole period yet.")))
        return
    with st.container(horizontal=True):
        _choices(_, chart)
    shown = reader(snapshot)
    draw(charts.control_chart(chart, shown, events), charts.control_words(chart, shown))
    show(*(note(text) for text in _said(_, chart, shown)))
    with st.container(horizontal=True):
        with st.popover(_("How to read it"), icon=":material/help:"):
            show(sentences(list(_help(_))))
        if not session.read_only() and snapshot.plan.state is not PlanState.CLOSED:
            actions(_, snapshot, chart)


def _look(_: Language, chart: ControlChart) -> str:
    """Return what a point is."""
    whole = {
        Grain.DAY: _.plural("{count} day", "{count} days", len(chart.points)),
        Grain.WEEK: _.plural("{count} whole week", "{count} whole weeks", len(chart.points)),
        Grain.MONTH: _.plural("{count} whole month", "{count} whole months", len(chart.points)),
    }[chart.grain]
    season = _("without the pattern of the week") if chart.without_season else ""
    return " · ".join(filter(None, [whole, _per(_, chart), season, _("control chart (XmR)")]))


def _per(_: Language, chart: ControlChart) -> str:
    if not chart.averaged:
        return ""
    if chart.kpi.frequency is Frequency.WEEK:
        return _("per week")
    return _("per working day") if chart.kpi.expected is Expected.WORKING else _("per day")


def _choices(_: Language, chart: ControlChart) -> None:
    """Draw the choice of the rules, and of the limits where outliers widen them."""
    rules = {RuleSet.WHEELER: _("Wheeler"), RuleSet.MDC: _("Making Data Count")}
    address.switch(_("Rules"), RULES, {str(one): name for one, name in rules.items()}, str(RuleSet.WHEELER))
    if len(offered := _offered(chart.segments[-1])) > 1:
        names = {
            LimitsMethod.MEAN: _("limits by the mean"),
            LimitsMethod.MEDIAN: _("by the median"),
            LimitsMethod.TREND: _("around the trend"),
        }
        shown = {str(one): names[one] for one in offered}
        address.switch(_("Limits"), LIMITS, shown, str(chart.segments[-1].method))


def _offered(segment: ControlSegment) -> list[LimitsMethod]:
    """Return what limits may be worked out from: the mean, and what suits the values or was chosen."""
    if segment.locked:
        return []
    median = segment.outliers_widen or segment.method is LimitsMethod.MEDIAN
    trend = segment.trending or segment.method is LimitsMethod.TREND
    return [LimitsMethod.MEAN, *[LimitsMethod.MEDIAN] * median, *[LimitsMethod.TREND] * trend]


def _help(_: Language) -> Iterator[str]:
    yield _("Values always vary. Between the limits they vary as they always did: that needs no explanation.")
    yield _("A ◆ lies beyond a limit, a ○ belongs to a run or a step that chance hardly makes: here something changed.")
    yield _("The limits come from how far neighbouring values are apart, not from the target.")
    yield _("A KPI can be behind its target and vary as usual: then the process itself has to be made better.")


# what is said of the limits


def _said(_: Language, chart: ControlChart, shown: charts.Reader) -> Iterator[str | Markup]:
    segment = chart.segments[-1]
    yield from (_began(_, chart.grain, one) for one in chart.segments if one.why)
    if segment.limits is None:
        yield _no_limits(_, segment)
    elif segment.locked:
        yield _("Locked limits: new values do not move them.")
    elif segment.provisional:
        yield _.plural(
            "Trial limits from {count} value: each new one moves them.",
            "Trial limits from {count} values: each new one moves them.",
            segment.points,
        )
    if segment.slope:
        yield _("The limits go along with the line through values that keep rising or falling.")
    if segment.outliers_widen and segment.method is LimitsMethod.MEAN and not segment.locked:
        yield _("Outliers widen these limits; those from the median are closer.")
    if chart.uneven:
        yield _("Some periods have more than twice the denominator of others; the limits suit them all only roughly.")
    if chart.assurance is not None and chart.target is not None:
        yield _against(_, chart, chart.target, chart.assurance, shown)


def _against(_: Language, chart: ControlChart, target: float, assurance: Assurance, shown: charts.Reader) -> str:
    """Return whether the process meets the target; how often it did, where it does at times."""
    needed = _needed(_, chart, shown.value(chart.kpi, target))
    if assurance is not Assurance.HIT_AND_MISS:
        meets = word(_, assurance)
        return _("The target asks for {needed}; as it is, the process {meets}.", needed=needed, meets=meets)
    good, begun = sign(chart.kpi.direction), chart.segments[-1].start
    values = [one.value for one in chart.points if one.start >= begun and one.value is not None]
    last = {
        Grain.DAY: _.plural("the last day", "the last {count} days", len(values)),
        Grain.WEEK: _.plural("the last week", "the last {count} weeks", len(values)),
        Grain.MONTH: _.plural("the last month", "the last {count} months", len(values)),
    }[chart.grain]
    reached = sum(good * (value - target) >= 0 for value in values)
    return _("The target asks for {needed}; {reached} of {last} reached it.", needed=needed, reached=reached, last=last)


def _needed(_: Language, chart: ControlChart, value: str) -> str:
    """Return what a charted value has to be; of a sum with the length of time that it is for."""
    if chart.kpi.aggregation is not Aggregation.SUM:
        return value
    lengths = {Grain.DAY: _("per day"), Grain.WEEK: _("per week"), Grain.MONTH: _("per month")}
    return _("{value} {per}", value=value, per=_per(_, chart) or lengths[chart.grain])


def _began(_: Language, grain: Grain, segment: ControlSegment) -> str:
    period = period_words(_, grain, segment.start)
    return _("Another process since {period}: {why}.", period=period, why=_.own(segment.why).rstrip(".。"))


def _no_limits(_: Language, segment: ControlSegment) -> str:
    if segment.reason is Reason.TOO_FEW_POINTS:
        return _.plural(
            "There are no limits before the {least}th value; there is {count}.",
            "There are no limits before the {least}th value; there are {count}.",
            segment.points,
            least=LEAST,
        )
    why = reason_sentence(_, segment.reason) if segment.reason else ""
    return _("There are no limits: {why}.", why=why)
