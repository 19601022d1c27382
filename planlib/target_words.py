"""The sentences about a target's path: what each means, what weekly shares lack, what a season was learnt from."""

from decimal import Decimal

import babel.dates

from planlib.findings import days_name
from planlib.locale import N_, Language
from planlib.locale.words import word
from planlib.metrics.pace import LEVELS, SEASON_WEEKS, path_in_force
from planlib.metrics.split import missing
from planlib.model import Kpi, Target
from planlib.snapshot import MonthWeek, TargetBasis
from planlib.vocabulary import Aggregation, Path, Reason

_MEANINGS = {
    Path.CALENDAR: N_("Every day of the month brings the same."),
    Path.WORKDAY: N_("Every working day brings the same; days off bring nothing."),
    Path.WEEKLY: N_("Each week brings the share you give it below."),
    Path.SEASONAL: N_("Each day brings what its weekday usually does, as learnt from the weeks before the month."),
    Path.LEVEL: N_("It is to be at its target on every day, from the first on."),
}


def path_name(_: Language, kpi: Kpi, target: Target, path: str | None) -> str:
    """Return how a path is called, and where none is chosen the one that the KPI goes by then."""
    if path:
        return word(_, Path(path))
    usual = path_in_force(kpi, target.model_copy(update={"path": None}))
    return _("not chosen: {path}", path=word(_, usual))


def path_meaning(_: Language, path: str | None) -> str:
    """Return in one sentence what a path means."""
    return _(_MEANINGS[Path(path)]) if path else _("The path that suits how the KPI is counted.")


def no_path(_: Language, kpi: Kpi, target: Target) -> str:
    """Return why a KPI has no path, whichever is chosen; empty where it has one."""
    if kpi.aggregation in LEVELS:
        return _("It is compared with its target on every day: time does not scale a mean, a ratio or an extreme.")
    if kpi.aggregation is Aggregation.LAST and path_in_force(kpi, target) is Path.LEVEL and target.path != Path.LEVEL:
        return _("A stock goes along a path once it has a baseline to start from and a target to end on.")
    return ""


def week_name(_: Language, week: MonthWeek) -> str:
    """Return a week of the month by its days and how many of them are worked: 10月5日–11日 · 4 个工作日."""
    days = _.plural("{count} working day", "{count} working days", week.working_days)
    return f"{days_name(_, *week.span)} · {days}"


def total_sentence(_: Language, split: list[Decimal]) -> str:
    """Return what weekly shares total, and how much that is too much or too little."""
    rest = missing(split)
    total, gap = _percent(_, 1 - rest), _percent(_, abs(rest))
    if not rest:
        return _("The weeks total {total}.", total=total)
    if rest > 0:
        return _(
            "The weeks total {total}: {gap} are still to be given out before this can be saved.", total=total, gap=gap
        )
    return _("The weeks total {total}: {gap} too much; take them back before this can be saved.", total=total, gap=gap)


def _percent(_: Language, share: Decimal) -> str:
    return f"{_.exact(share * 100)}%"


def not_last_year(_: Language, basis: TargetBasis) -> str:
    """Return why the shares of last year cannot be taken; empty where they can."""
    if basis.last_year.value is not None:
        return ""
    if basis.last_year.reason is Reason.NOT_APPLICABLE:
        return _("Shares of last year can be taken only of a sum that is never negative.")
    return _("Shares of last year cannot be taken: not every day of the same weeks has a value.")


def not_learnt(_: Language, basis: TargetBasis) -> str:
    """Return why no season is known; empty where one is."""
    if basis.season:
        return ""
    if basis.season_weeks < SEASON_WEEKS:
        return _.plural(
            "The pattern of the week is not known: {count} whole week before the month, {needed} are needed.",
            "The pattern of the week is not known: {count} whole weeks before the month, {needed} are needed.",
            basis.season_weeks,
            needed=SEASON_WEEKS,
        )
    return _("The pattern of the week is not known: a weekday has no values, or negative ones.")


def season_note(_: Language, basis: TargetBasis) -> str:
    """Return from how many weeks the season was learnt."""
    count = basis.season_weeks
    return _.plural(
        "learnt from {count} week; 1 is an average day", "learnt from {count} weeks; 1 is an average day", count
    )


def weekday_name(_: Language, weekday: int) -> str:
    """Return 周一 or Mon; Monday is 0."""
    return str(babel.dates.get_day_names("abbreviated", locale=_.locale)[weekday])
