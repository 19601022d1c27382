"""Tasks: what is done, what is late, and when will all of it be done?"""

import streamlit as st

import ui
from ui.task_details import details
from ui.task_groups import groups_section, ways
from ui.tasks import chosen_tasks, gantt_section, tasks_head
from ui.tasks_table import tasks_table
from ui.workload import workload_section

_ = ui.language()
snapshot = ui.snapshot()

head = ui.page_head(_("Tasks · {month}", month=_.month(snapshot.key.month)), ui.stamp(snapshot))
if not snapshot.schedule.lines:
    text = _("Write down who does what until when on the page Plan, or upload a file of tasks.")
    ui.show(ui.empty(_("This plan has no tasks yet"), text))
    ui.page_link("plan", _("Plan"), ":material/edit_note:", table="tasks")
    st.stop()

with head:
    lines = chosen_tasks(_, snapshot)
ui.show(tasks_head(_, snapshot))
if by := ways(lines):
    groups_section(_, snapshot, lines, by)
else:
    gantt_section(_, snapshot, lines)
    tasks_table(_, snapshot, lines)
workload_section(_, snapshot)
details(_, snapshot)
