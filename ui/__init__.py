"""What pages share. A page reads from top to bottom: the snapshot, the choices, then what is shown.

    import ui

    _ = ui.language()
    snapshot = ui.snapshot()
    view = snapshot.budget()

    with ui.page_head(_("Budget · {month}", month=_.month(snapshot.key.month)), ui.stamp(snapshot)):
        st.button(_("Record a payment"), disabled=ui.read_only())
    ui.show(
        ui.finding(ui.rich(_("{line} is over."), line=ui.bold(name)), ui.status_chip(_, status, budget=True)),
        ui.numbers(ui.Number(_("Budget"), "1,180万", _("original 1,150万")), …),
        ui.section(_("Where the money goes"), _("worst first"), key=[("actual", _("Actual")), ("tick", _("Budget"))]),
        ui.table(columns, rows, caption=_("Budget lines")),
    )
    ui.chart(charts.target_path(line, snapshot.day_by_day(kpi), ui.reader(snapshot)), words)

Every part of ``ui.markup`` is a pure function that escapes what it is handed; ``ui.show`` draws any number of them
as one block. What is in view (team, month, past moment, language, a page's own choice) lives in the address:
``ui.address``. A figure is made for ``ui.reader(snapshot)``: language, colours of the theme, currency.
"""

from ui.links import link
from ui.markup import (
    Column,
    Number,
    Row,
    Tone,
    bold,
    cell,
    chip,
    empty,
    finding,
    note,
    numbers,
    rich,
    section,
    sentences,
    status_chip,
    table,
)
from ui.session import actor, language, now, read_only, snapshot, store, today
from ui.show import chart, page_head, page_link, reader, show, stamp, stamp_as_of, trend

__all__ = [
    "Column",
    "Number",
    "Row",
    "Tone",
    "actor",
    "bold",
    "cell",
    "chart",
    "chip",
    "empty",
    "finding",
    "language",
    "link",
    "note",
    "now",
    "numbers",
    "page_head",
    "page_link",
    "read_only",
    "reader",
    "rich",
    "section",
    "sentences",
    "show",
    "snapshot",
    "stamp",
    "stamp_as_of",
    "status_chip",
    "store",
    "table",
    "today",
    "trend",
]
