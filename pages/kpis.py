"""KPIs: one KPI whole. What will happen, where from, how is it worked out, from which rows?"""

import pandas as pd
import streamlit as st

import ui
from planlib import charts
from planlib.findings import kpi_finding
from planlib.locale.words import word
from planlib.review.signal import signal_sentence
from ui import address, kpi_parts
from ui.check_in import check_in_section
from ui.control import control_section
from ui.drafted import carried_over
from ui.events import event_marks, events_list
from ui.gap import gap_section
from ui.markup import numbers
from ui.original import target_line
from ui.outlook import outlook
from ui.show import not_there
from ui.signal import chips
from ui.target_parts import target_parts

_ = ui.language()
snapshot = ui.snapshot()
lines = {line.kpi.code: line for line in snapshot.kpis()}
currency = snapshot.team.currency
if not lines:
    ui.page_head(_("KPIs"), ui.stamp(snapshot))
    ui.show(ui.empty(_("This plan has no KPIs yet"), _("Add KPIs and their targets on the page Plan, or upload them.")))
    ui.page_link("plan", _("Plan"), ":material/edit_note:")
    st.stop()

asked = address.several(address.KPI)
code = next((one for one in asked if one in lines), next(iter(lines)))
line = lines[code]
for one in asked:
    if one not in lines:
        not_there(_("KPI"), one, _.name(line.kpi))
about = [word(_, line.kpi.aggregation), word(_, line.kpi.direction), _.name(line.owner) if line.owner else ""]
with ui.page_head(_.name(line.kpi), " · ".join([*filter(None, about), ui.stamp(snapshot)])):
    names = {code: _.name(line.kpi) for code, line in lines.items()}
    address.choose(_("KPI"), address.KPI, names, code, visible=False, width=240)

reader = ui.reader(snapshot)
ui.show(
    ui.finding(_.sentences([kpi_finding(_, line, currency), *signal_sentence(_, line)]), chips(_, line)),
    numbers(*kpi_parts.head_numbers(_, line, currency)),
    target_line(_, snapshot, line),
    carried_over(_, snapshot.key, "targets", line.target, code),
)

events = snapshot.events(line.kpi.kpi)
marks = event_marks(_, line, events, currency)
course, makeup = st.columns([7, 5], gap="large")
with course:
    ui.show(kpi_parts.course_head(_, line, _.month_name(snapshot.key.month)))
    ui.chart(
        charts.target_path(line, snapshot.day_by_day(line.kpi.kpi), reader, marks), charts.path_words(line, reader)
    )
    ui.show(outlook(_, line, currency), target_parts(_, line, snapshot.parts(line.kpi.kpi), currency))
    events_list(_, snapshot, line, events)
    control_section(_, snapshot, line.kpi, events=marks)
    ui.show(ui.section(_("The last values"), charts.recent_note(line, reader)))
    ui.chart(charts.recent(line, reader), charts.recent_words(line, reader))
with makeup:
    gap_section(_, snapshot, line)
    ui.show(
        kpi_parts.segments(_, line, snapshot.segments(line.kpi.kpi), currency),
        ui.section(_("How it is worked out")),
        kpi_parts.definition(_, line, currency),
    )
    check_in_section(_, snapshot, line)

rows = snapshot.actual_rows(line.kpi.kpi)
ui.show(ui.section(_("The rows behind the number"), _.plural("{count} row", "{count} rows", len(rows))))
if not rows:
    ui.show(ui.note(_("There are no rows.")))
    st.stop()

value, base = _("Value"), _("Denominator")
table = pd.DataFrame(
    {
        _("Day"): [row.day for row in rows],
        _("Segment"): [row.segment for row in rows],
        value: [row.value for row in rows],
        base: [row.base for row in rows],
        _("Note"): [row.note for row in rows],
        _("Change no."): [f"#{row.change_id}" for row in rows],
    }
)
grouped = st.column_config.NumberColumn(format="localized")
st.dataframe(
    table.replace("", None).dropna(axis="columns", how="all"),
    column_config={value: grouped, base: grouped},
    hide_index=True,
    height=320 if len(rows) > 8 else "content",
)
