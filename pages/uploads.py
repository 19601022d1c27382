"""Uploads: what would a file change, what is wrong with it, and what was recorded before?"""

import streamlit as st

import ui
from ui import session, upload_parts, uploads
from ui.history import show_history

_ = ui.language()
store = ui.store()

ui.page_head(_("Uploads"), _("A file changes nothing before you have seen what it would do."))
uploads.say_what_happened()
if ui.read_only():
    ui.show(ui.note(_("You are looking back; go back to now to upload a file.")))
    show_history(_, store, session.plan_key())
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = uploads.choose_kind(_)
    plan = uploads.choose_plan(_, store)
uploads.say_if_closed(_, store, plan)
file = st.file_uploader(
    _("Drop a CSV file or a workbook here"),
    type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
    key=f"upload {uploads.round_of_uploads()}",
)
if file is None or plan is None:
    ui.show(uploads.expected_columns(_, kind))
else:
    options = uploads.choose_options(_, kind, file)
    found = uploads.previewed(store, file, kind, plan, options)
    ui.show(ui.section(_("What this file would do"), upload_parts.stamp(_, found)))
    ui.show(upload_parts.counts(_, found), upload_parts.notices(_, found))
    ui.show(upload_parts.refused(_, found))
    uploads.download_refused(_, found)
    ui.show(upload_parts.changed(_, store, found))
    uploads.record_bar(_, store, found)
show_history(_, store, plan)
