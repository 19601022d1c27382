"""Files to fill in: empty, or with what the plan has."""

from functools import partial

import streamlit as st

from planlib.intake.templates.template import Format, template
from planlib.locale import N_, Language
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.vocabulary import FileKind
from ui import session

_OFFERED: tuple[tuple[str, bool, Format], ...] = (
    (N_("Empty workbook"), False, "xlsx"),
    (N_("Workbook with what the plan has"), True, "xlsx"),
    (N_("Empty CSV file"), False, "csv"),
    (N_("CSV file with what the plan has"), True, "csv"),
)


def templates(_: Language, store: Store, kind: FileKind, plan: PlanKey | None) -> None:
    """Draw the downloads of the kind's template, in the language of the screen; each is made when it is asked for."""
    if plan is None:
        return
    actor, today = session.actor(), session.today()

    def made(filled: bool, file_format: Format) -> bytes:
        return template(store, kind, plan, _, filled=filled, file_format=file_format, actor=actor, today=today).data

    with st.popover(_("Template to fill in"), icon=":material/download:", type="tertiary", key="templates"):
        for label, filled, file_format in _OFFERED:
            st.download_button(
                _(label),
                partial(made, filled, file_format),
                _("{kind} {month}.{format}", kind=word(_, kind), month=f"{plan.month:%Y-%m}", format=file_format),
                key=f"template {file_format} {filled}",
                type="tertiary",
                on_click="ignore",
            )
