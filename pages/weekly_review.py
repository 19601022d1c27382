"""Weekly review: are we going to make it, and where not?"""

import streamlit as st

import ui
from planlib.review import verdict
from ui import review
from ui.kpi_table import kpi_table

_ = ui.language()
snapshot = ui.snapshot()
lines, month, currency = snapshot.kpis(), snapshot.key.month, snapshot.team.currency
over = snapshot.day >= snapshot.key.last_day

ui.page_head(_("Weekly review · {month}", month=_.month(month)), ui.stamp(snapshot))
if not lines:
    ui.show(ui.empty(_("This plan has no KPIs yet"), _("Add KPIs and their targets on the page Plan, or upload them.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:")
    ui.show(*review.money_lines(_, snapshot.budget(), currency, over=over))
    st.stop()

answer, time = st.columns(2, gap="medium")
with answer:
    ui.show(review.answer(_, verdict(lines), lines, _.month_name(month), currency))
with time:
    ui.show(review.time_and_work(_, snapshot.time, snapshot.score()))
ui.show(
    *review.objectives(_, snapshot.objectives()),
    ui.section(
        _("KPIs"),
        _("worst first · ↓ lower is better · forecasts magnified near the target"),
        key=[("hatch", _("interval")), ("forecast", _("forecast")), ("tick", _("target"))],
    ),
    kpi_table(_, lines, currency),
    *review.money_lines(_, snapshot.budget(), currency, over=over),
)
