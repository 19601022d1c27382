"""Beginning a plan on screen: with what, for whom and for when; all of it is seen before anything is made.

It is also what every page shows while there is no plan at all.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from planlib.errors import RefusedError
from planlib.locale import N_, Language
from planlib.locale.sentences import error_sentence
from planlib.model import Team
from planlib.plans import plan_name
from planlib.snapshot import Snapshot
from planlib.starting import PlanTemplate, TemplateCode, new_plan, plan_templates, preview_of, start_plan
from planlib.store.ledger import current
from ui import address, session
from ui.markup import Tone, chip, empty, finding, note, section
from ui.plan_parts import TABLE
from ui.show import page_head, page_link, show
from ui.start_form import Wanted, asked
from ui.start_preview import what_it_holds

BEGUN = "plan begun"
"""Name of the plan that this session made last."""
_FROM = "from"
_EMPTY, _LAST, _FILES = "empty", "last", "files"
_ELSEWHERE = {
    _LAST: (
        "next_month",
        N_("What goes on is taken along: goals, targets proposed from history, budget lines, unfinished tasks, risks."),
        N_("Draft next month"),
        ":material/event_upcoming:",
    ),
    _FILES: (
        "uploads",
        N_("Bring KPIs, targets, budget, tasks or risks as CSV files or workbooks, and say for which team and month."),
        N_("Uploads"),
        ":material/upload_file:",
    ),
}
"""Ways that have a page of their own: the page, what is done there, its name and icon."""


def start_page(_: Language) -> None:
    """Draw the ways to begin, the questions that are asked, and what the plan would hold."""
    is_first = not session.plans()
    title = _("Begin with a plan") if is_first else _("New plan")
    page_head(title, _("Nothing is made before you have looked it over."))
    if not is_first and session.read_only():
        show(empty(_("No plan can be made here"), _("You are looking back; go back to now to make one.")))
        return
    way = _way(_, is_first=is_first)
    if way in _ELSEWHERE:
        page, words, label, icon = _ELSEWHERE[way]
        show(empty(_(label), _(words)))
        page_link(page, _(label), icon)
        return
    template = None if way == _EMPTY else plan_templates()[TemplateCode(way)]
    bare = _("A team, its working calendar and a title; the rest is yours.")
    show(note(_.name(template.about, "about") if template else bare))
    left, right = st.columns([4, 8], gap="large")
    with left:
        show(section(_("For whom, for when")))
        wanted = asked(_, template)
        _make(_, template, wanted)
    with right:
        _preview(_, template, wanted)


def _way(_: Language, *, is_first: bool) -> str:
    """Draw the choice of what the plan begins with: a template, nothing, the month before, or files."""
    names: dict[str, str] = {code: _.name(one.about) for code, one in plan_templates().items()}
    ways = {**names, _EMPTY: _("Empty plan"), _LAST: _("The month before"), _FILES: _("Files")}
    if is_first:
        del ways[_LAST]
    return address.switch(_("What it begins with"), _FROM, ways, next(iter(ways)), visible=True)


def _make(_: Language, template: PlanTemplate | None, wanted: Wanted | None) -> None:
    """Draw the button; it makes the plan and opens it."""
    month = _.month(wanted.month) if wanted else ""
    label = _("Make the plan of {month}", month=month) if wanted else _("Make the plan")
    if not st.button(label, type="primary", icon=":material/add:", disabled=wanted is None) or wanted is None:
        show(note(_("It is made as a draft, and can be undone whole.")))
        return
    try:
        plan = new_plan(session.store(), wanted.team, wanted.month, template, lead=wanted.lead, budget=wanted.budget)
        start_plan(session.store(), plan, actor=session.actor(), at=session.now())
    except RefusedError as error:
        show(finding(error_sentence(_, error), chip(_("Not made"), Tone.BAD)))
        return
    st.session_state[BEGUN] = plan_name(plan.team, wanted.month)
    there = {address.TEAM: plan.team.code, address.MONTH: f"{wanted.month:%Y-%m}", TABLE: "objectives"}
    st.switch_page(address.page_file("plan"), query_params=address.carried(**there))


def _preview(_: Language, template: PlanTemplate | None, wanted: Wanted | None) -> None:
    if template is None:
        show(
            section(_("What it would hold")),
            empty(_("Nothing yet"), _("Goals, KPIs, budget lines, tasks and risks are written in tables, or pasted.")),
        )
        return
    team = wanted.team if wanted else Team(team="preview", code="preview")
    month = wanted.month if wanted else session.now().date().replace(day=1)
    what_it_holds(_, template, _snapshot(template, team, month, (wanted and wanted.budget) or Decimal(0)))
    own = {stored.record.code for stored in current(session.store(), "kpis", where={"team": team.team})}
    if known := own & {row["kpi"] for row in template.rows["kpis"]}:
        show(
            note(
                _.plural(
                    "{count} of the KPIs is the team's already and stays as it is.",
                    "{count} of the KPIs are the team's already and stay as they are.",
                    len(known),
                )
            )
        )


def _snapshot(template: PlanTemplate, team: Team, month: date, budget: Decimal) -> Snapshot:
    bare = team.model_dump(include={"country", "timezone", "currency", "first_weekday"})
    return _kept(template.code, tuple(bare.items()), month, budget)


@st.cache_resource(max_entries=8, show_spinner=False)
def _kept(code: TemplateCode, bare: tuple[tuple[str, Any], ...], month: date, budget: Decimal) -> Snapshot:
    """Keep what was looked at: it hangs on the template and on the calendar only."""
    team = Team.model_validate({"team": "preview", "code": "preview", **dict(bare)})
    return preview_of(team, month, plan_templates()[code], budget)
