"""Risks: what is worst, what has fired, what is at stake, and who looks at what again?"""

import streamlit as st

import ui
from planlib import charts
from planlib.risk_words import risks_finding
from ui import address
from ui.plan_parts import is_open
from ui.risks import RISK, head_numbers, register, worst_list
from ui.risks_fired import fired_bands
from ui.risks_open import NEW, begin_new, open_new, open_risk
from ui.saving import what_was_saved

_ = ui.language()
snapshot, today = ui.snapshot(), ui.today()
view, currency = snapshot.risks(today), snapshot.team.currency

with ui.page_head(_("Risks · {month}", month=_.month(snapshot.key.month)), ui.stamp_as_of(snapshot, today)):
    if is_open(snapshot):
        st.button(_("New risk"), icon=":material/add:", on_click=begin_new, args=(snapshot,))
    if view.lines and is_open(snapshot):
        ui.page_link("plan", _("Edit the register"), ":material/edit_note:", table="risks")
what_was_saved(_)
asked = address.asked(RISK)
if asked == NEW:
    open_new(_, snapshot)
if not view.lines:
    ui.show(ui.empty(_("This plan has no risks yet"), _("Write down what may come in between on the page Plan.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:", table="risks")
    st.stop()

fired_bands(_, snapshot, today)
ui.show(ui.finding(risks_finding(_, view)), head_numbers(_, view, currency))

reader = ui.reader(snapshot)
marks = charts.risk_marks(view, reader)
matrix, worst = st.columns([7, 5], gap="large")
with matrix:
    ui.show(ui.section(_("Likelihood by impact"), _("● risk ■ opportunity, hollow: after what is planned")))
    ui.chart(charts.risk_matrix(marks, view.lowest, reader), charts.risk_matrix_words(marks, reader))
with worst:
    ui.show(ui.section(_("Largest first"), _("not scored on top · numbers as in the matrix")), worst_list(_, view))

note = _("a title opens it · after action: with all that is planned done")
ui.show(ui.section(_("Register"), note), register(_, view, currency))

lines = {line.risk.code: line for line in view.lines}
if asked in lines:
    open_risk(_, snapshot, lines[asked], today)
elif asked and asked != NEW:
    ui.show(ui.note(_("There is no risk {risk} in this plan.", risk=asked[:40])))
