"""What a KPI's signal says beside its status: whether it bears the status out, in a few words and in a sentence."""

from datetime import date
from enum import StrEnum

from planlib.locale import N_, Language
from planlib.locale.words import reason_sentence, word
from planlib.metrics.pace import sign
from planlib.metrics.periods import period_end
from planlib.review.verdict import Course, course
from planlib.snapshot import KpiLine
from planlib.snapshot.control import signal_grain
from planlib.vocabulary import Direction, Grain, Signal, Status

OFF = (Status.WATCH, Status.BEHIND, Status.OVER, Status.MISSED)
WELL = (Status.ON_TRACK, Status.REACHED)
SIDES = {
    Signal.ABOVE_LIMIT: 1,
    Signal.RISING: 1,
    Signal.SHIFTED_UP: 1,
    Signal.BELOW_LIMIT: -1,
    Signal.FALLING: -1,
    Signal.SHIFTED_DOWN: -1,
}
"""Which way a signal goes; Signal.NONE goes none."""


class Bearing(StrEnum):
    """What a signal makes of the status beside it."""

    NOISE = "noise"
    """The KPI is off, and nothing has changed."""
    STABLE = "stable"
    """It does well, and nothing has changed."""
    UNMOVED = "unmoved"
    """Nothing has changed, and how it does is not known."""
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    ALONE = "alone"
    """There is a signal, and nothing that it could bear out."""


_PHRASES = {
    Signal.ABOVE_LIMIT: N_("above limit"),
    Signal.BELOW_LIMIT: N_("below limit"),
    Signal.RISING: N_("rising ↑"),
    Signal.FALLING: N_("falling ↓"),
    Signal.SHIFTED_UP: N_("shifted ↑"),
    Signal.SHIFTED_DOWN: N_("shifted ↓"),
}
_PHRASES_OF_TREND = _PHRASES | {
    Signal.SHIFTED_UP: N_("above trend ↑"),
    Signal.SHIFTED_DOWN: N_("below trend ↓"),
}
"""Of a KPI whose limits go along with its trend: below it, it may rise all the same."""
_ONE = {
    Signal.ABOVE_LIMIT: N_("{period} is higher than chance makes it"),
    Signal.BELOW_LIMIT: N_("{period} is lower than chance makes it"),
}
"""Of a signal that is its last point alone."""
_SINCE = {
    Signal.ABOVE_LIMIT: N_("since {period} the level has really risen, lately beyond what is usual"),
    Signal.BELOW_LIMIT: N_("since {period} the level has really dropped, lately beyond what is usual"),
    Signal.RISING: N_("since {period} it has risen without a break"),
    Signal.FALLING: N_("since {period} it has fallen without a break"),
    Signal.SHIFTED_UP: N_("since {period} the level has really risen"),
    Signal.SHIFTED_DOWN: N_("since {period} the level has really dropped"),
}
_SINCE_OF_TREND = _SINCE | {
    Signal.ABOVE_LIMIT: N_("since {period} it has been above its trend, lately beyond what is usual"),
    Signal.BELOW_LIMIT: N_("since {period} it has been below its trend, lately beyond what is usual"),
    Signal.SHIFTED_UP: N_("since {period} it has been above its trend"),
    Signal.SHIFTED_DOWN: N_("since {period} it has been below its trend"),
}


def adverse(line: KpiLine) -> bool | None:
    """Return whether the signal is for the worse; None where there is none, or the KPI has no better and worse.

    Within a range worse is further away from it; inside it a signal goes neither way.
    """
    side = SIDES.get(line.signal or Signal.NONE, 0)
    good = sign(line.kpi.direction)
    if line.kpi.direction is Direction.WITHIN and line.gap.value:
        good = 1 if line.gap.value < 0 else -1
    return side * good < 0 if side * good else None


def bearing(line: KpiLine) -> Bearing:
    """Return what the signal makes of the status."""
    if line.status in OFF:
        return _bearing(line, off=True)
    return _bearing(line, off=False if line.status in WELL else None)


def _bearing(line: KpiLine, *, off: bool | None) -> Bearing:
    """Return what the signal makes of a KPI being off or doing well; None: it is neither."""
    if line.signal is None or line.signal is Signal.NONE:
        return {True: Bearing.NOISE, False: Bearing.STABLE, None: Bearing.UNMOVED}[off]
    worse = adverse(line)
    if worse is None and line.kpi.direction is Direction.WITHIN and off is False:
        return Bearing.CONTRADICTS
    if worse is None or off is None:
        return Bearing.ALONE
    return Bearing.AGREES if worse == off else Bearing.CONTRADICTS


def _told_off(line: KpiLine) -> bool | None:
    """Return whether the KPI is off by the last that its sentence says of it: where it is heading, else its status."""
    heading = course(line)
    return None if heading is Course.UNKNOWN else heading is not Course.MADE


def signal_phrase(_: Language, line: KpiLine) -> str:
    """Return the words beside the status: but noise, and shifted ↓, Stable; what is missing where nothing is known.

    They bear on the status alone, which goes by the pace so far: a KPI on track is stable also where the forecast,
    said below it, sees it missed.
    """
    if line.signal is None:
        return _("no signal yet")
    phrases = _PHRASES_OF_TREND if line.charted_slope else _PHRASES
    phrase = _(phrases[line.signal]) if line.signal in phrases else ""
    match bearing(line):
        case Bearing.NOISE:
            return _("but noise")
        case Bearing.STABLE:
            return _("Stable")
        case Bearing.UNMOVED:
            return _("No shift")
        case Bearing.AGREES:
            return _("and {signal}", signal=phrase)
        case Bearing.CONTRADICTS:
            return _("but {signal}", signal=phrase)
        case Bearing.ALONE:
            return phrase[0].upper() + phrase[1:]


def signal_sentence(_: Language, line: KpiLine) -> list[str]:
    """Return what the signal makes of the sentence before; none where a KPI that does well is stable, or unknown."""
    if line.signal is None:
        return []
    fact = _fact(_, line)
    match _bearing(line, off=_told_off(line)):
        case Bearing.NOISE:
            return [_noise(_, line)]
        case Bearing.STABLE | Bearing.UNMOVED:
            return []
        case Bearing.AGREES:
            return [_("And not by chance: {fact}.", fact=fact)]
        case Bearing.CONTRADICTS:
            return [_("But {fact}.", fact=fact)]
        case Bearing.ALONE:
            return [_("{fact}.", fact=fact[0].upper() + fact[1:])]


def signal_help(_: Language, line: KpiLine) -> str:
    """Return what the words stand for, for those who point at them."""
    if line.signal is None:
        why = reason_sentence(_, line.signal_reason) if line.signal_reason else ""
        return _("Whether the process changed cannot be told yet: {why}.", why=why)
    if line.signal is Signal.NONE:
        return _("The values stay within what chance makes of them: the process is what it was.")
    rule = line.charted[-1].rules[0]
    return _("Seen by {rule}: chance alone hardly makes that.", rule=word(_, rule))


def _noise(_: Language, line: KpiLine) -> str:
    """Return that nothing has changed; with up to when, where values came that are no whole period yet."""
    grain = signal_grain(line.kpi.frequency)
    last = line.charted[-1].start if line.charted else None
    if last is None or line.day is None or line.day <= period_end(last, grain):
        return _("But nothing has really changed: this is within what is usual.")
    whole = _("week") if grain is Grain.WEEK else _("month")
    return _(
        "But up to {period} nothing really changed: that was within what is usual; "
        "what came since is no whole {whole} yet.",
        period=period_words(_, grain, last),
        whole=whole,
    )


def _fact(_: Language, line: KpiLine) -> str:
    """Return what the signal is, and since when; empty without one."""
    if line.signal_since is None or line.signal is None:
        return ""
    alone = line.charted and line.signal_since == line.charted[-1].start
    since = (_SINCE_OF_TREND if line.charted_slope else _SINCE)[line.signal]
    text = _ONE.get(line.signal, since) if alone else since
    return _(text, period=period_words(_, signal_grain(line.kpi.frequency), line.signal_since))


def period_words(_: Language, grain: Grain, start: date) -> str:
    """Return how a period is called within a sentence: a week by its first day, a month by its name."""
    match grain:
        case Grain.DAY:
            return _.short_day(start)
        case Grain.WEEK:
            return _("the week of {day}", day=_.short_day(start))
        case Grain.MONTH:
            return _.month(start)
