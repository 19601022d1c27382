"""Weekly review: are we going to make it, and where not?"""

import streamlit as st

import ui
from planlib.review import verdict
from ui import review
from ui.kpi_table import kpi_table
from ui.meeting import start_button
from ui.review_actions import actions_section
from ui.review_changes import changes_in_short, changes_section
from ui.review_goals import goals
from ui.review_money import money_lines, owed
from ui.review_work import risks_section, tasks_section

_ = ui.language()
snapshot = ui.snapshot()
lines, month, currency = snapshot.kpis(), snapshot.key.month, snapshot.team.currency
over, found = snapshot.day >= snapshot.key.last_day, verdict(lines)

with ui.page_head(_("Weekly review · {month}", month=_.month(month)), ui.stamp(snapshot)):
    start_button(_, snapshot)
if not lines:
    ui.show(ui.empty(_("This plan has no KPIs yet"), _("Add KPIs and their targets on the page Plan, or upload them.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:")
    ui.show(*money_lines(_, snapshot.budget(), currency, over=over), owed(_, snapshot))
    st.stop()

answer, time = st.columns(2, gap="medium")
with answer:
    ui.show(review.answer(_, found, lines, _.month_name(month), currency))
with time:
    score = snapshot.score()
    come = review.outcome(_, score, lines) if found.final else review.time_and_score(_, snapshot.time, score)
    ui.show(come, changes_in_short(_, snapshot))
ui.show(
    *goals(_, snapshot, final=found.final),
    review.table_head(_, final=found.final),
    kpi_table(_, snapshot, final=found.final),
)
with st.container(key="pl-lower"):
    changes, money, actions = st.columns([5, 4, 4], gap="large")
with changes:
    changes_section(_, snapshot, ui.today())
with money:
    ui.show(*money_lines(_, snapshot.budget(), currency, over=over), owed(_, snapshot))
    risks_section(_, snapshot, ui.today())
with actions:
    tasks_section(_, snapshot)
    actions_section(_, snapshot, ui.today())
