"""Trends: how do KPIs move, from period to period and against last year?"""

import streamlit as st

import ui
from planlib import charts
from planlib.findings import trend_finding
from planlib.locale.words import word
from planlib.vocabulary import Grain
from ui import address
from ui.control import control_section
from ui.trend_cells import cut_note, growth_note
from ui.trend_choice import choose_kpis, chosen_kpis
from ui.trend_deck import deck, panels_section, read
from ui.trend_numbers import head_numbers, weeks_note, weeks_table
from ui.trend_table import periods_note, periods_table
from ui.values import values

SHOWN = {Grain.DAY: 14, Grain.WEEK: 13, Grain.MONTH: 13}
"""Periods in the table at once."""

_ = ui.language()
snapshot = ui.snapshot()
kpis = {line.kpi.code: line.kpi for line in snapshot.kpis()}
if not kpis:
    ui.page_head(_("Trends"), ui.stamp(snapshot))
    ui.show(ui.empty(_("This plan has no KPIs yet"), _("Add KPIs and their targets on the page Plan, or upload them.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:")
    st.stop()

chosen = chosen_kpis(_, kpis)
if len(chosen) > 1:
    with ui.page_head(_("Trends · {count} KPIs", count=len(chosen)), ui.stamp(snapshot)):
        choose_kpis(_, kpis, chosen)
    deck(_, snapshot, chosen)
    st.stop()

(kpi,) = chosen
grains = snapshot.grains(kpi.kpi)
usual = Grain.WEEK if Grain.WEEK in grains else grains[0]
about = f"{word(_, kpi.aggregation)} · {word(_, kpi.direction)} · {ui.stamp(snapshot)}"
with ui.page_head(_("Trends · {kpi}", kpi=_.name(kpi)), about):
    ui.page_link("kpis", _("Its rows"), ":material/table_rows:", **{address.KPI: kpi.code})
    choose_kpis(_, kpis, chosen)
    names = {str(grain): word(_, grain).capitalize() for grain in grains}
    grain = Grain(address.switch(_("Grain"), address.GRAIN, names, str(usual)))

(found,) = read(snapshot, chosen, grains)
trend, reader = found[grain], ui.reader(snapshot)
known = [figure for period in trend.periods for figure in (period.value, period.last_year.value)]
shown = values(_, kpi, known, snapshot.team.currency)
ui.show(
    ui.finding(trend_finding(_, trend, snapshot.day, snapshot.team.currency)),
    head_numbers(_, trend, shown, snapshot.day),
)
panels_section(_, snapshot, kpi, found)

control_section(_, snapshot, kpi, grain)

left, right = st.columns([7, 5], gap="large")
with left:
    ui.show(
        ui.section(_("Period by period"), periods_note(_, trend)),
        periods_table(_, trend, trend.periods[-SHOWN[grain] :], shown),
    )
    if earlier := trend.periods[: -SHOWN[grain]]:
        with st.expander(_.plural("{count} earlier period", "{count} earlier periods", len(earlier))):
            ui.show(periods_table(_, trend, earlier, shown))
with right:
    ui.show(ui.section(_("The longer run"), cut_note(_, trend) if trend.cut else charts.average_name(_, grain)))
    ui.trend(trend, reader, average=not trend.cut)
    if grown := growth_note(_, trend):
        ui.show(ui.note(grown))
    if trend.weeks_of_month:
        ui.show(
            ui.section(_("The weeks of {month}", month=_.month_name(snapshot.key.month)), weeks_note(_, kpi)),
            weeks_table(_, trend, shown, snapshot.day),
        )
