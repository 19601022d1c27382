"""Plan: what the month aims at, edited in tables; an active plan asks why."""

import ui
from planlib.locale.words import word
from planlib.packs import What
from ui import plan_parts
from ui.drafted import just_drafted
from ui.editor import edit_table, read_table
from ui.original import original_section
from ui.pack import pack
from ui.parts_along import what_of_parts
from ui.rights import roles_said
from ui.row_history import history_of_a_row
from ui.saving import saving, what_was_saved
from ui.smart import smart_section
from ui.start_next import what_next
from ui.target_parts import apart
from ui.target_path import target_section

_ = ui.language()
snapshot = ui.snapshot()
plan = snapshot.plan

with ui.page_head(_("Plan · {month}", month=_.month(snapshot.key.month)), plan_parts.stamp(_, snapshot)):
    plan_parts.activation(_, snapshot)
    pack(_, snapshot, What.PLAN)
    ui.page_link("new_plan", _("New plan"), ":material/add:")
just_drafted(_, snapshot)
what_next(_, snapshot)
what_was_saved(_)
ui.show(ui.finding(plan_parts.sentence(_, snapshot), ui.chip(word(_, plan.state).capitalize(), ui.Tone.NONE)))

sheet = plan_parts.choose_sheet(_, snapshot)
ui.show(ui.note(_(sheet.about)), apart(_, snapshot, sheet.name), roles_said(_, snapshot, sheet.name))
if plan_parts.is_open(snapshot):
    tables, edits = edit_table(sheet, snapshot.key)
    target_section(_, snapshot, tables)
    what_of_parts(_, tables, edits)
    saving(tables, edits)
else:
    tables = read_table(sheet, snapshot.key, snapshot.known_at)
history_of_a_row(_, tables)
smart_section(_, snapshot, sheet.name)
original_section(_, snapshot, sheet.name)
