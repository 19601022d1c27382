"""Six weeks and twelve months of one KPI, and of several below each other, as in a Weekly Business Review."""

from collections.abc import Collection, Sequence

import streamlit as st
from markupsafe import Markup

from planlib import charts
from planlib.findings import trend_finding, trends_finding
from planlib.locale import Language
from planlib.model import Kpi
from planlib.snapshot import Snapshot, Trend
from planlib.vocabulary import Frequency, Grain
from ui import address
from ui.links import link
from ui.markup import Sign, finding, note, section
from ui.show import reader, show, trend
from ui.trend_box import Panels, box_table
from ui.trend_cells import cut_note
from ui.trend_choice import CUT, choose_weeks, weeks_cut
from ui.values import values

PANELS = (Grain.WEEK, Grain.MONTH)


def read(snapshot: Snapshot, kpis: Sequence[Kpi], among: Collection[Grain]) -> list[dict[Grain, Trend]]:
    """Return the trends of the KPIs at those of the grains that they have, all of them read at once."""
    grains = [[grain for grain in snapshot.grains(kpi.kpi) if grain in among] for kpi in kpis]
    wanted = [(kpi.kpi, grain) for kpi, own in zip(kpis, grains, strict=True) for grain in own]
    found = iter(snapshot.trends(wanted, cut=weeks_cut()))
    return [{grain: next(found) for grain in own} for own in grains]


def panels_section(_: Language, snapshot: Snapshot, kpi: Kpi, found: dict[Grain, Trend]) -> None:
    """Draw the panels of a KPI under their heading, and below them the boxes."""
    panels = Panels(found.get(Grain.WEEK), found[Grain.MONTH])
    title = _("Six weeks and twelve months") if panels.weeks else _("Twelve months")
    show(section(title, _how(_, panels), key=_key(_)))
    if kpi.frequency is Frequency.DAY:
        choose_weeks(_)
    _draw(_, snapshot, kpi, panels)


def deck(_: Language, snapshot: Snapshot, kpis: Sequence[Kpi]) -> None:
    """Draw the panels of several KPIs, each under its name with what it came to and a link to all about it."""
    found = [Panels(one.get(Grain.WEEK), one[Grain.MONTH]) for one in read(snapshot, kpis, PANELS)]
    show(finding(trends_finding(_, [panels.weeks or panels.months for panels in found])))
    if any(kpi.frequency is Frequency.DAY for kpi in kpis):
        choose_weeks(_)
    more = {address.WEEKS: CUT} if weeks_cut() else {}
    for kpi, panels in zip(kpis, found, strict=True):
        opened = link("trends", _("All about it"), **{address.KPI: kpi.code}, **more)
        said = trend_finding(_, panels.weeks or panels.months, snapshot.day, snapshot.team.currency)
        show(section(_.name(kpi), Markup("{} · {}").format(_how(_, panels), opened), key=_key(_)), note(said))
        _draw(_, snapshot, kpi, panels)


def _key(_: Language) -> list[tuple[Sign, str]]:
    return [("actual", _("actual")), ("last-year", _("last year"))]


def _how(_: Language, panels: Panels) -> str:
    """Return how the panels are drawn."""
    scales = _("each on a scale of its own · ○ not whole, compared with nothing")
    return f"{cut_note(_, panels.weeks)} · {scales}" if panels.weeks and panels.weeks.cut else scales


def _draw(_: Language, snapshot: Snapshot, kpi: Kpi, panels: Panels) -> None:
    columns = st.columns([6, 9] if panels.weeks else 1)
    if panels.weeks:
        with columns[0]:
            trend(charts.last_weeks(panels.weeks, snapshot.day), reader(snapshot))
    with columns[-1]:
        trend(charts.last_months(panels.months, snapshot.day), reader(snapshot))
    show(box_table(_, panels, values(_, kpi, (), snapshot.team.currency), snapshot.day))
