"""Uploads: what would a file change, what is wrong with it, and what was recorded before?"""

import streamlit as st

import ui
from ui import session, upload_files, upload_parts, upload_record, upload_templates, uploads
from ui.history import say_what_was_undone, show_asked, show_history

_ = ui.language()
store = ui.store()
kept = upload_files.shelf()

ui.page_head(_("Uploads"), _("A file changes nothing before you have seen what it would do."))
show_asked(_, store, session.plan_key() if session.plans() else None)
if ui.read_only():
    ui.show(ui.note(_("You are looking back; go back to now to upload a file.")))
    show_history(_, store, session.plan_key())
    st.stop()

upload_record.say_what_was_recorded(_, store, kept)
say_what_was_undone(_)
with st.container(horizontal=True, vertical_alignment="bottom", key="pl-upload-for"):
    kind = uploads.choose_kind(_, kept)
    plan = uploads.choose_plan(_, store, kept)
    upload_templates.templates(_, store, kind, plan)
uploads.say_if_closed(_, store, plan, kind)
upload_files.drop_zone(_)
if kept["files"] and plan is not None:
    uploads.file_sections(_, store, kept, kind, plan)
else:
    ui.show(upload_parts.expected(_, kind))
show_history(_, store, plan)
