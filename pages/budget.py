"""Budget: how does money stand against what was due, line by line, and where is the month heading?"""

import streamlit as st

import ui
from planlib.findings import budget_finding
from ui import address
from ui.amounts import amounts
from ui.budget_bridge import bridge_section
from ui.budget_earned import earned_block
from ui.budget_ends import activity_table, ends_table
from ui.budget_numbers import available_table, head_numbers
from ui.budget_said import said_section
from ui.budget_table import LINE, budget_table
from ui.original import budget_line
from ui.payments import payments

_ = ui.language()
snapshot = ui.snapshot()
view, currency = snapshot.budget(), snapshot.team.currency

ui.page_head(_("Budget · {month}", month=_.month(snapshot.key.month)), ui.stamp(snapshot))
if not view.lines:
    ui.show(ui.empty(_("This plan has no budget yet"), _("Add budget lines on the page Plan, or upload them.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:")
    st.stop()

shown = amounts(_, [line.budget.amount for line in view.lines], currency)
over = snapshot.day >= snapshot.key.last_day
ui.show(
    ui.finding(budget_finding(_, view, currency, over=over)),
    head_numbers(_, view, shown),
    budget_line(_, snapshot),
    ui.section(
        _("Line by line"),
        _("{unit}, rounded: point at a number for all of it · a name opens its payments", unit=shown.unit),
        key=[
            ("plan", _("phased budget")),
            ("actual", _("actual")),
            ("hatch", _("committed")),
            ("tick", _("full budget")),
        ],
    ),
    budget_table(_, view, shown, snapshot.time),
)

moved, left = st.columns([6, 5], gap="large")
with moved:
    bridge_section(_, snapshot, shown)
    ui.show(ends_table(_, view, shown), activity_table(_, snapshot, shown))
with left:
    said_section(_, snapshot, view, shown)
    ui.show(available_table(_, view, shown))

ui.show(earned_block(_, snapshot.earned_value, shown))

lines = {line.budget.code: line for line in view.lines}
if chosen := lines.get(address.asked(LINE) or ""):
    payments(_, chosen, snapshot.payments(chosen.budget.line), shown, snapshot.known_at)
