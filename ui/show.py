"""Draws the parts of a page, and the few that hold widgets."""

from datetime import date

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from planlib import charts
from planlib.locale import Language
from planlib.locale.words import word
from planlib.snapshot import Snapshot, Trend
from planlib.vocabulary import PlanState
from ui import address, session
from ui.markup import Tone, chip, empty, finding, joined, note


def show(*parts: Markup) -> None:
    """Draw the parts as one block, one under the other; nothing where all are empty."""
    if html := str(joined(parts)):
        st.html(html)


def not_there(what: str, value: str, instead: str) -> None:
    """Say what the address asks for and there is not, and what is shown in its place."""
    _ = session.language()
    asked = _("The address asks for the {what} “{value}”, which there is not.", what=what, value=value[:40])
    shown = _("This is {instead}.", instead=instead)
    show(finding(_.sentences([asked, shown]), chip(_("Not found"), Tone.WARN)))


def page_head(title: str, stamp: str) -> DeltaGenerator:
    """Draw a page's title and data stamp over its heavy rule; put the page's actions into what comes back."""
    with st.container(key="pl-head", horizontal=True, vertical_alignment="bottom"):
        words = Markup('<h1 class="pl-title">{}</h1><p class="pl-stamp">{}</p>').format(title, stamp)
        st.html(str(words), width="stretch")
        return st.container(horizontal=True, width="content", vertical_alignment="bottom", key="pl-actions")


def stamp(snapshot: Snapshot) -> str:
    """Return up to which day a page's data count, which change they were known at, and whether the plan is in force."""
    _ = session.language()
    day = _(
        "Data to {day}, day {number}", day=_.short_day(snapshot.day, weekday=True), number=snapshot.time.calendar_days
    )
    state = [] if snapshot.plan.state is PlanState.ACTIVE else [word(_, snapshot.plan.state)]
    return " · ".join([day, *_waited_for(_, snapshot), _("change #{change}", change=snapshot.known_at), *state])


def stamp_as_of(snapshot: Snapshot, day: date) -> str:
    """Return the stamp of a page whose work is told as of a day of its own."""
    _ = session.language()
    return " · ".join([stamp(snapshot), _("as of {day}", day=_.short_day(day, weekday=True))])


def _waited_for(_: Language, snapshot: Snapshot) -> list[str]:
    """Return how many days of a month that is over have no data yet; nothing where it is not, or was closed so."""
    days = (snapshot.key.last_day - snapshot.day).days
    if session.today() <= snapshot.key.last_day or not days or snapshot.plan.state is PlanState.CLOSED:
        return []
    month = _.month_name(snapshot.key.month)
    return [
        _.plural(
            "{month} is over, {count} day of data to come",
            "{month} is over, {count} days of data to come",
            days,
            month=month,
        )
    ]


def reader(snapshot: Snapshot) -> charts.Reader:
    """Return for whom figures are drawn: the language, the theme's colours, the team's currency."""
    palette = charts.DARK if st.context.theme.type == "dark" else charts.LIGHT
    return charts.Reader(session.language(), palette, snapshot.team.currency)


def chart(figure: go.Figure, words: str) -> None:
    """Draw a figure; `words` say what it shows to those who cannot see it, and are empty where there is nothing yet."""
    if not words:
        _ = session.language()
        show(note(_("The chart appears with the first value.")))
        return
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, alt=words)


def trend(one: Trend, reader: charts.Reader, *, average: bool = False) -> None:
    """Draw a KPI's periods, or say that none of them is whole yet."""
    if any(period.complete for period in one.periods):
        chart(charts.trend(one, reader, average=average), charts.trend_words(one, reader))
        return
    _ = session.language()
    text = _("The chart appears with the first period that has all its values.")
    show(empty(_("There is no whole period yet."), text))


def page_link(page: str, label: str, icon: str | None = None, **more: str) -> None:
    """Draw a link to a page with the same plan, moment and language in view."""
    st.page_link(address.page_file(page), label=label, icon=icon, query_params=address.carried(**more))
