"""The frame around every page: where one is, which plan, as of when, in which language."""

from collections.abc import Collection
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from planlib.errors import PlanError, RefusedError
from planlib.locale import LANGUAGES, N_, Language
from planlib.locale.sentences import error_sentence
from ui import address, markup, session
from ui.links import follow_links
from ui.look_back import look_back
from ui.meeting_return import way_back
from ui.refused import what_was_refused
from ui.show import not_there, page_link, show
from ui.start import start_page

PAGES = {
    N_("This month"): {
        "weekly_review": (N_("Weekly review"), ":material/groups:"),
        "kpis": (N_("KPIs"), ":material/target:"),
        "budget": (N_("Budget"), ":material/account_balance_wallet:"),
        "trends": (N_("Trends"), ":material/show_chart:"),
        "tasks": (N_("Tasks"), ":material/checklist:"),
        "risks": (N_("Risks"), ":material/warning:"),
    },
    N_("Plan and data"): {
        "plan": (N_("Plan"), ":material/edit_note:"),
        "uploads": (N_("Uploads"), ":material/upload_file:"),
        "month_end": (N_("Month end"), ":material/event_available:"),
    },
}
"""Each group's pages by file name, with title and icon; the first one is the home page."""
OPENED = {
    "meeting": (N_("Weekly meeting"), ":material/co_present:"),
    "next_month": (N_("Next month"), ":material/event_upcoming:"),
    "new_plan": (N_("New plan"), ":material/add:"),
}
"""Pages that are opened from others, and are not in the navigation."""

STYLES = ("style", "meeting", "risks", "smart", "tasks", "workload")
STYLE = "".join(Path(__file__).with_name(f"{name}.css").read_text("utf-8") for name in STYLES)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="#6B7480" stroke-width="2"'
    ' d="M2 2h20v20H2z"/><path fill="#6B7480" d="M7 11h10v11H7z"/></svg>'
)


def frame() -> None:
    """Draw the frame and, inside it, the page that the address asks for."""
    _ = session.language()
    st.set_page_config(page_title=_("Monthly plan"), page_icon=LOGO, layout="wide", initial_sidebar_state=216)
    st.html(f"<style>{STYLE} {_words(_)}</style>")
    st.logo(LOGO, size="small")
    names = [name for group in (*PAGES.values(), OPENED) for name in group]
    page = st.navigation([_page(_, name) for name in names], position="hidden")
    with st.sidebar:
        with st.container(key="pl-pages"):
            _links(_)
        with st.container(key="pl-choices"):
            choices = st.container()
            address.switch(_("Language"), address.LANGUAGE, LANGUAGES, _.code, visible=True)
        follow_links()
    try:
        if session.plans():
            with choices:
                _plan_choice(_)
            _unknown(_)
        if session.read_only():
            _past_band(_)
        if page.url_path != "meeting":
            way_back(_)
        what_was_refused(_)
        page.run()
    except PlanError as error:
        _refusal(_, error)


def _words(_: Language) -> str:
    """Return the theme, which dialogs stand outside of, and the words for Streamlit's own, which are English only."""
    limit = _("up to {size} MB", size=st.get_option("server.maxUploadSize"))
    words = {"name": _("Monthly plan"), "choose": _("Choose a file"), "limit": limit}
    told = "".join(f" --pl-{name}: '{word}';" for name, word in words.items())
    return f":root {{ color-scheme: {st.context.theme.type or 'light'};{told} }}"


def _page(_: Language, name: str) -> "st.Page":
    title, icon = next(group[name] for group in (*PAGES.values(), OPENED) if name in group)
    return st.Page(address.page_file(name), title=_(title), icon=icon, default=name == "weekly_review")


def _links(_: Language) -> None:
    for group, pages in PAGES.items():
        st.html(f'<p class="pl-group">{_(group)}</p>')
        for name, (title, icon) in pages.items():
            page_link(name, _(title), icon)


def _plan_choice(_: Language) -> None:
    teams = session.teams()
    if len(teams) > 1:
        names = {code: _.name(team) for code, team in teams.items()}
        address.choose(_("Team"), address.TEAM, names, next(iter(names)))
    months = session.months()
    address.choose(_("Plan month"), address.MONTH, {name: name for name in months}, session.month())
    look_back(_)


def _unknown(_: Language) -> None:
    """Say what the address asks for and there is not, and what is shown in its place."""
    shown: dict[str, tuple[str, Collection[str | None], str]] = {
        address.LANGUAGE: (_("language"), LANGUAGES, LANGUAGES[_.code]),
        address.TEAM: (_("team"), session.teams(), _.name(session.team())),
        address.MONTH: (_("month of a plan"), session.months(), session.month()),
        address.MOMENT: (_("past moment"), _asked_moment(), _.day(session.today())),
    }
    for name, (what, known, instead) in shown.items():
        value = address.asked(name)
        if value is not None and value not in known:
            not_there(what, value, instead)


def _asked_moment() -> list[str | None]:
    return [address.asked(address.MOMENT)] if session.moment() else []


def _past_band(_: Language) -> None:
    known, last = session.known_at() or 0, session.store().last_change()
    with st.container(key="pl-past", horizontal=True, vertical_alignment="center"):
        day, moment = _.day(session.today()), session.moment()
        at_meeting = moment is not None and moment.meeting is not None
        stood = markup.bold(
            _("As it stood at the meeting of {day}", day=day) if at_meeting else _("As it stood on {day}", day=day)
        )
        since = _.plural("{count} change since", "{count} changes since", last - known)
        words = _("Read only · change #{change} · {since}", change=known, since=since) if known else _("Read only")
        st.html(str(Markup('<p class="pl-past">{}<span>{}</span></p>').format(stood, words)), width="stretch")
        st.button(
            _("Back to now"),
            icon=":material/update:",
            type="primary",
            on_click=address.put,
            args=(address.MOMENT, None),
        )


def _refusal(_: Language, error: PlanError) -> None:
    match error.code:
        case "no_database":
            _no_database(_, error.parameters["path"])
        case "no_plans":
            start_page(_)
        case "not_yet":
            show(markup.empty(_("There was no such plan yet"), error_sentence(_, error)))
        case _:
            title = _("This was not done") if isinstance(error, RefusedError) else _("This cannot be shown")
            show(markup.empty(title, error_sentence(_, error)))


def _no_database(_: Language, path: str) -> None:
    code = Markup("<code>{}</code>").format
    text = markup.rich(_("Looked for {path}. Make one in a terminal, then load this page again."), path=code(path))
    ways = [
        (_("With the sample plan"), code("planlib init --sample")),
        (_("Empty, for a plan of your own"), code("planlib init")),
    ]
    show(markup.empty(_("There is no plan database yet"), text), markup.facts(ways))


frame()
