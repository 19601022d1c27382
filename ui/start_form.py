"""What is asked before a plan is made: the team, which may be new, its month, who leads, and the month's budget."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

import streamlit as st

from planlib.errors import RefusedError
from planlib.locale import Language, preferred
from planlib.locale.sentences import error_sentence
from planlib.metrics.periods import month_start, next_month, previous_month
from planlib.model import Person, Team
from planlib.starting import PlanTemplate, country_names, customs, lead_called, new_team, zones
from planlib.store.ledger import current
from planlib.target_words import weekday_name
from ui import session
from ui.markup import Tone, chip, finding, note
from ui.show import show

_BIND: Final = "query-params"
"""What is typed stands in the address, so that a page that is loaded again still has it."""
_NEW = ""
"""Stands for a new team among the codes of those there are."""
_LATE_IN_MONTH = 20
"""From this day on one plans the next month."""
_AHEAD = 12
"""Months that can be chosen."""


class Wanted(NamedTuple):
    """For whom a plan is made and for when."""

    team: Team
    month: date
    lead: Person | None
    budget: Decimal


def asked(_: Language, template: PlanTemplate | None) -> Wanted | None:
    """Draw the questions; None while the answers make no plan."""
    teams = {stored.record.code: stored.record for stored in current(session.store(), "teams")}
    team = _team(_, template, teams)
    month = _month(_, team)
    lead = _lead(_, team) if team else None
    budget = _budget(_, team) if template and team else Decimal(0)
    return Wanted(team, month, lead, budget) if team and month else None


def _team(_: Language, template: PlanTemplate | None, teams: dict[str, Team]) -> Team | None:
    """Return the team that is chosen, or the new one; None where its short name cannot be."""
    if teams:
        here = session.team().code if session.plans() else next(iter(teams))
        called = {code: _.name(team) for code, team in teams.items()} | {_NEW: _("A new team")}
        codes = list(called)
        chosen: str = st.selectbox(
            _("Team"),
            codes,
            index=codes.index(here),
            format_func=called.__getitem__,
            key="new_for",
            bind=_BIND,
        )
        if chosen != _NEW:
            return teams[chosen]
    names = (template.about.name_zh, template.about.name_en) if template else ("运营组", "Operations")
    with st.container(horizontal=True):
        name_zh = st.text_input(_("Team in Chinese"), max_chars=60, key="name_zh", placeholder=names[0], bind=_BIND)
        name_en = st.text_input(_("Team in English"), max_chars=60, key="name_en", placeholder=names[1], bind=_BIND)
    if not (name_zh.strip() or name_en.strip()):
        name_zh, name_en = names
    usual = _unused(template.code if template else "team", teams)
    code = st.text_input(
        _("Short name"),
        max_chars=32,
        key="code",
        bind=_BIND,
        placeholder=usual,
        help=_("Names the team in files, addresses and on the command line: {plan}", plan=f"{usual}/2026-10"),
    )
    with st.expander(_("Working calendar and currency"), icon=":material/calendar_month:"):
        country, zone, first_weekday = _customs(_)
    try:
        team = new_team(
            code.strip() or usual,
            name_zh=name_zh,
            name_en=name_en,
            country=country,
            timezone=zone,
            first_weekday=first_weekday,
        )
        if team.code in teams:
            raise RefusedError("team_exists", team=team.code)
    except RefusedError as error:
        show(finding(error_sentence(_, error), chip(_("Short name"), Tone.BAD)))
        return None
    return team


def _unused(code: str, taken: Iterable[str]) -> str:
    """Return the code, with a number where a team has it already."""
    names = [code, *(f"{code}-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in taken)


def _customs(_: Language) -> tuple[str, str, int]:
    """Draw the questions about the calendar of a new team: country, time zone, first day of the week."""
    names = country_names(_)
    country: str = st.selectbox(
        _("Country of its public holidays"),
        list(names),
        index=list(names).index(_country(names)),
        format_func=names.__getitem__,
        key="country",
        bind=_BIND,
    )
    offered, usual = zones(country), customs(country)
    zone: str = st.selectbox(
        _("Time zone"),
        offered,
        index=offered.index(st.context.timezone) if st.context.timezone in offered else 0,
        key=f"zone_{country}",
        bind=_BIND,
    )
    first: int = st.selectbox(
        _("Weeks begin on"),
        range(7),
        index=usual.first_weekday,
        format_func=lambda day: weekday_name(_, day),
        key=f"week_{country}",
        bind=_BIND,
    )
    show(note(_("Amounts are in {currency}.", currency=usual.currency)))
    return country, zone, first


def _country(names: Iterable[str]) -> str:
    """Return the reader's country by the browser, else China."""
    tag = (st.context.locale or "").replace("_", "-")
    found = tag.rpartition("-")[2].upper()
    return found if found in names and preferred(tag) != "zh" else "CN"


def _month(_: Language, team: Team | None) -> date | None:
    """Draw the choice of the month among those that have no plan yet."""
    taken = {plan.month for owner, plan in session.plans() if team and owner.team == team.team}
    months = [month for month in _months(session.now().date()) if month not in taken]
    return st.selectbox(
        _("Month"),
        months,
        index=_usual(months, taken),
        format_func=_.month,
        key=f"month_{team.code if team else ''}",
        bind=_BIND,
    )


def _months(today: date) -> list[date]:
    months = [previous_month(today)]
    while len(months) < _AHEAD + 2:
        months.append(next_month(months[-1]))
    return months


def _usual(months: Sequence[date], taken: Iterable[date]) -> int:
    """Return the place of the month that one would plan now: after the newest plan, and not one that is nearly over."""
    today = session.now().date()
    soon = month_start(today) if today.day < _LATE_IN_MONTH else next_month(today)
    wanted = max([soon, *(next_month(month) for month in taken)])
    return next((place for place, month in enumerate(months) if month >= wanted), 0)


def _lead(_: Language, team: Team) -> Person | None:
    """Draw the question who owns everything at first."""
    people: list[Person] = [stored.record for stored in current(session.store(), "people", where={"team": team.team})]
    words = _("Owns everything until others are named.")
    if people:
        chosen: Person | None = st.selectbox(
            _("Owner (may be empty)"),
            people,
            index=None,
            format_func=_.name,
            help=words,
            placeholder=_("Choose a person"),
            key=f"owner_{team.code}",
            bind=_BIND,
        )
        return chosen
    name = st.text_input(_("Owner (may be empty)"), max_chars=60, help=words, key="owner", bind=_BIND)
    return lead_called(session.store(), team, name.strip()) if name.strip() else None


def _budget(_: Language, team: Team) -> Decimal:
    """Draw the question what the month may cost."""
    amount = st.number_input(
        _("Costs of the month in {currency} (may be empty)", currency=team.currency),
        min_value=0,
        value=None,
        step=10_000,
        key="costs",
        bind=_BIND,
        help=_("Shared out over the budget lines as you see them; each can be changed afterwards."),
    )
    return Decimal(amount or 0)
