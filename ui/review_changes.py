"""The part of the weekly review that says what changed: since the last meeting, or since any moment one chooses."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from planlib.locale import N_, Language
from planlib.metrics.periods import DAY, days
from planlib.model import Budget, Kpi, Milestone, Objective, Plan, PlanKey, Task
from planlib.place import database
from planlib.plans import names_by_login
from planlib.review.changed import Changed, changed, overdue
from planlib.review.since import Ground, Since, asked_since, default_since, open_since, past_meetings
from planlib.review.words import Told, by_words, in_short, since_note, since_title, told
from planlib.snapshot import Snapshot
from planlib.vocabulary import BudgetKind
from ui import address, session
from ui.budget_table import LINE
from ui.history import CHANGE
from ui.links import link
from ui.markup import bold, facts, joined, note, rich, section, status_chip
from ui.plan_parts import TABLE
from ui.show import not_there, show
from ui.tasks import TASK

SINCE = "since"
"""What the address calls the moment that the plan is compared with: a day, or a meeting."""
SHOWN = 6
"""Lines of a kind that are not folded away."""


_DEFAULT = {
    Ground.MEETING: N_("last meeting, {day}"),
    Ground.START: N_("activation, {day}"),
    Ground.WEEK: N_("a week before, {day}"),
    Ground.DATA: N_("a week before, {day}"),
}


class Compared(NamedTuple):
    """A plan beside itself at an earlier moment."""

    since: Since
    before: Snapshot
    changed: Changed
    default: Since
    """The moment where the address asks for none."""


def changes_section(_: Language, snapshot: Snapshot, today: date) -> None:
    """Draw what changed, under a heading in which another moment can be chosen."""
    found = compared(snapshot)
    chosen = found.since != found.default
    if (asked := address.asked(SINCE)) and not chosen and asked != found.default.name:
        not_there(_("past moment"), asked, _.day(found.since.day))
    with st.container(key="pl-since", horizontal=True, vertical_alignment="bottom", gap="small"):
        title = since_title(_, found.since, chosen=chosen)
        words = since_note(_, found.since, found.before, snapshot, found.changed.changes)
        st.html(str(section(title, words)), width="stretch")
        options = _moments(_, snapshot, found)
        address.choose(_("Compare with"), SINCE, options, "", visible=False, width=176)
    show(changes(_, snapshot, found, today))


def changes_in_short(_: Language, snapshot: Snapshot) -> Markup:
    """Return in one line which statuses crossed, for the head of the page."""
    found = compared(snapshot)
    words = in_short(_, found.changed)
    title = since_title(_, found.since, chosen=found.since != found.default)
    return note(rich(_("{since}: {words}"), since=title, words=bold(words))) if words else Markup("")


def compared(snapshot: Snapshot) -> Compared:
    """Return the plan in view beside itself at the moment that the address asks for, or at the last meeting."""
    asked = address.asked(SINCE) or ""
    return _compared(database(), session.actor(), snapshot.key, snapshot.day, snapshot.known_at, asked, snapshot)


@st.cache_resource(max_entries=32, show_spinner=False)
def _compared(
    path: Path, actor: str, plan: PlanKey, day: date, known_at: int, asked: str, _snapshot: Snapshot
) -> Compared:
    """Keep each comparison by the names of the two moments, neither of which changes any more."""
    store = session.store()
    default = default_since(store, _snapshot)
    since = asked_since(store, _snapshot, asked) or default
    before = _before(path, actor, plan, since)
    return Compared(since, before, changed(store, before, _snapshot), default)


def _name(since: Since) -> tuple[date, date | None, int]:
    return since.day, since.data_day, since.known_at


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Since: _name})
def _before(path: Path, actor: str, plan: PlanKey, since: Since) -> Snapshot:
    """Keep the earlier snapshot by itself: it stays while changes come in."""
    return open_since(session.store(), actor, plan, since)


def changes(_: Language, snapshot: Snapshot, found: Compared, today: date) -> Markup:
    """Return what changed, a row for each kind."""
    rows = told(_, found.changed, snapshot, overdue(snapshot, today))
    if not rows:
        return note(_("Nothing changed since."))
    names = names_by_login(_, session.store(), snapshot.key.team, snapshot.known_at)
    pairs = (
        (heading, _folded(_, [_line(_, one, snapshot, names) for one in lines])) for heading, lines in rows.items()
    )
    return Markup('<div class="pl-changes">{}</div>').format(facts(pairs))


def _moments(_: Language, snapshot: Snapshot, found: Compared) -> dict[str, str]:
    """Return what the plan can be compared with, newest first: the default, its meetings, and days."""
    meetings = {
        address.meeting_moment(one): _("Meeting of {day}", day=_.short_day(one.day))
        for one in past_meetings(snapshot)
        if one != found.default.meeting
    }
    past = {
        one.isoformat(): _.short_day(one, weekday=True)
        for one in reversed(list(days(snapshot.key.month + DAY, snapshot.day)))
    }
    own = {found.since.name: _.short_day(found.since.day, weekday=True)} if found.since != found.default else {}
    return {"": _(_DEFAULT[found.default.ground], day=_.short_day(found.default.day)), **own, **meetings, **past}


# one line


def _folded(_: Language, lines: list[Markup]) -> Markup:
    shown = joined(lines[:SHOWN])
    if len(lines) <= SHOWN:
        return shown
    more = _.plural("{count} more", "{count} more", len(lines) - SHOWN)
    return _opens(shown, more, lines[SHOWN:])


def _opens(shown: Markup, more: str, lines: Iterable[Markup]) -> Markup:
    """Return what is shown, and lines that open below it."""
    return Markup("{}<details><summary>{}</summary>{}</details>").format(shown, more, joined(lines))


def _line(_: Language, one: Told, snapshot: Snapshot, names: Mapping[str, str]) -> Markup:
    parts = [_page_link(one, one.name, snapshot), _old_and_new(_, one, snapshot)]
    parts.append(Markup('<span class="pl-soft">{}</span>').format(one.more) if one.more else Markup(""))
    by = joined(
        Markup("<small>{} {}</small>").format(
            by_words(_, change, names), link("uploads", f"#{change.change_id}", **{CHANGE: str(change.change_id)})
        )
        for change in one.changes
    )
    said = Markup("<p>{}{}</p>").format(joined(filter(None, parts), " "), by)
    details = map(Markup("<p>{}</p>").format, one.details)
    if not one.name:
        return _opens(Markup(""), one.after, details)
    return _opens(said, _("one by one"), details) if one.details else said


def _old_and_new(_: Language, one: Told, snapshot: Snapshot) -> Markup:
    if not one.after:
        return Markup("")
    if one.status is not None:
        after = status_chip(_, one.status, budget=isinstance(one.about, Budget) and one.about.kind is BudgetKind.COST)
    else:
        after = bold(one.after)
    arrow = Markup('{} <span class="pl-soft">→</span> ').format(one.before) if one.before else ""
    both = joined((arrow, after))
    if one.changes:
        return link("uploads", both, **{CHANGE: str(one.changes[-1].change_id)})
    return _page_link(one, both, snapshot)


def _page_link(one: Told, text: object, snapshot: Snapshot) -> Markup:
    """Return the text, leading to the page of what it is about; of what the plan has no more it leads nowhere."""
    match one.about:
        case Kpi() if any(line.kpi.kpi == one.about.kpi for line in snapshot.kpis()):
            return link("kpis", text, kpi=one.about.code)
        case Budget():
            return link("budget", text, **{LINE: one.about.code})
        case Task() if any(line.task.task == one.about.task for line in snapshot.tasks):
            return link("tasks", text, **{TASK: one.about.code})
        case Objective():
            return link("plan", text, **{TABLE: "objectives"})
        case Milestone():
            return link("plan", text, **{TABLE: "milestones"})
        case Plan():
            return link("plan", text, **{TABLE: "plans"})
    return Markup("{}").format(text)
