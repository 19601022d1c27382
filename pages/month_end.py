"""Month end: the month in sentences and tables, to read and to take away."""

import streamlit as st

import ui
from planlib.export.csv_file import csv_file
from planlib.export.markdown import markdown
from planlib.month_end.summary import summary
from ui.closing import closing
from ui.lessons import lessons_section
from ui.summary import summary_part

_ = ui.language()
snapshot = ui.snapshot()
month = summary(ui.store(), snapshot, _)
stem = f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}"

with ui.page_head(month.title, month.stamp):
    ui.page_link("next_month", _("Draft next month"), ":material/event_upcoming:")
    st.download_button(
        _("Summary (Markdown)"),
        markdown(month),
        f"{stem}.md",
        "text/markdown",
        icon=":material/download:",
        on_click="ignore",
    )
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

ui.show(ui.section(month.section("month").title), ui.sentences([one.text for one in month.sentences]))
for table in month.tables:
    if table.name != "lessons":
        ui.show(summary_part(_, table))
lessons_section(_, snapshot)
closing(snapshot)
