"""Month end: the month in five sentences and in tables, to read and to take away."""

import streamlit as st

import ui
from planlib.export.csv_file import csv_file
from ui.closing import closing
from ui.feedback import feedback_section
from ui.lessons import lessons_section
from ui.pack import pack
from ui.sentences import rewriting, sentences_part
from ui.summary import month_summary, summary_part

_ = ui.language()
snapshot = ui.snapshot()
month, sources = month_summary(_, snapshot)
stem = f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}"

with ui.page_head(month.title, month.stamp):
    ui.page_link("next_month", _("Draft next month"), ":material/event_upcoming:")
    pack(_, snapshot)
    with st.popover(_("Tables (CSV)"), icon=":material/download:"):
        for table in month.tables:
            st.download_button(
                table.title,
                csv_file(table),
                f"{stem}-{table.name}.csv",
                "text/csv",
                type="tertiary",
                on_click="ignore",
            )

for part in month.sections:
    if part.name == "lessons":
        lessons_section(_, snapshot)
        feedback_section(_, snapshot)
        continue
    sentences_part(_, snapshot, part, sources)
    if part.name == "month":
        rewriting(_, snapshot, month)
    for table in part.tables:
        if table.rows:
            headed = bool(part.sentences) and table.title == part.title and not table.note
            ui.show(summary_part(_, table, headed=headed))
closing(snapshot)
