"""The frame of the page Uploads: what kind of file, into which plan, and a section for each file."""

from functools import partial
from typing import Any

import streamlit as st

from planlib.intake.checking.definitions import DEFINITIONS
from planlib.intake.mapping.fields import FIELDS
from planlib.locale import Language
from planlib.locale.words import word
from planlib.model import PlanKey
from planlib.plans import list_plans, parse_name, plan_name
from planlib.store.connect import Store
from planlib.vocabulary import FileKind, PlanState
from ui import session
from ui.markup import note, section
from ui.show import show
from ui.upload_changes import added, changed
from ui.upload_columns import columns
from ui.upload_decisions import decisions
from ui.upload_files import put_aside
from ui.upload_names import unknown_names
from ui.upload_parts import counts, notices, refused, stamp, unusual, verdict
from ui.upload_preview import Upload, previewed
from ui.upload_record import accept_warnings, download_refused, is_ready, needs_you, record_all, record_bar

_KIND = "kind of file"
_PLAN = "plan of the files"


def choose_kind(_: Language, kept: dict[str, Any]) -> FileKind:
    """Draw the choice of what the files hold."""
    st.session_state[_KIND] = kept.setdefault("kind", FileKind.ACTUALS)
    st.segmented_control(
        _("The file holds"),
        list(FIELDS),
        format_func=partial(word, _),
        required=True,
        key=_KIND,
        on_change=lambda: kept.update(kind=st.session_state[_KIND]),
    )
    return FileKind(kept["kind"])


def choose_plan(_: Language, store: Store, kept: dict[str, Any]) -> PlanKey | None:
    """Draw the choice of the plan, which may be a new one; None while its name is no plan's.

    It is the plan in view until another one is chosen, and again when another plan comes into view.
    """
    plans = {plan_name(team, plan.month): PlanKey(team.team, plan.month) for team, plan in list_plans(store)}
    here = next((name for name, key in plans.items() if key == session.plan_key()), None) if plans else None
    if kept.get("plan in view", "") != here:
        kept["plan in view"] = kept["plan"] = here
    st.session_state[_PLAN] = name = kept["plan"]
    st.selectbox(
        _("Into the plan"),
        [*plans, *([name] if name and name not in plans else [])],
        index=None,
        key=_PLAN,
        accept_new_options=True,
        width=220,
        placeholder=_("team/2026-10"),
        help=_("A team's short name and a month. One that does not exist yet is created as a draft."),
        on_change=lambda: kept.update(plan=st.session_state[_PLAN]),
    )
    if name is None or name in plans:
        return plans.get(name or "")
    try:
        code, month = parse_name(name)
    except ValueError:
        st.error(_("“{name}” is no plan's name. Write a team and a month, such as ecom/2026-10.", name=name))
        return None
    team = next((team.team for team, _plan in list_plans(store) if team.code == code), code)
    return PlanKey(team, month)


def say_if_closed(_: Language, store: Store, plan: PlanKey | None, kind: FileKind) -> None:
    """Say that the plan is closed, and what can be recorded in it nevertheless."""
    closed = (found for _team, found in list_plans(store) if found.state is PlanState.CLOSED)
    if plan not in [PlanKey(found.team, found.month) for found in closed]:
        return
    if kind not in DEFINITIONS:
        show(note(_("This month is closed. Late data can be recorded as a restatement, with a reason.")))
    elif DEFINITIONS[kind].of.in_plan:
        show(note(_("This month is closed. Reopen it on the page Month end before you upload anything for it.")))


def file_sections(_: Language, store: Store, kept: dict[str, Any], kind: FileKind, plan: PlanKey) -> None:
    """Draw what each file would do: one is open, of several each opens on demand."""
    uploads = [previewed(_, store, kept, file, kind, plan) for file in list(kept["files"])]
    if len(uploads) == 1:
        _head(_, kept, uploads[0])
        _file(_, store, kept, uploads[0])
        return
    for upload in uploads:
        with st.expander(_headline(_, upload), key=upload.choices.key("pl-file")):
            _head(_, kept, upload)
            _file(_, store, kept, upload)
    record_all(_, store, kept, uploads, kind, plan)


def _headline(_: Language, upload: Upload) -> str:
    """Return a file's name, its kind and what would become of it, as a label that is no Markdown."""
    state = _("ready") if is_ready(_, upload) else _("needs you") if needs_you(_, upload) else _("nothing to do")
    parts = [upload.found.file.name, word(_, upload.found.kind), verdict(_, upload.found), state]
    return plain_label(" · ".join(parts))


def plain_label(text: str) -> str:
    """Return `text` for a label of Streamlit, which reads labels as Markdown."""
    return "".join(
        f"\\{char}" if char.isascii() and not char.isalnum() and not char.isspace() else char for char in text
    )


def _head(_: Language, kept: dict[str, Any], upload: Upload) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=upload.choices.key("pl-file-head")):
        st.html(str(section(_("What this file would do"), stamp(_, upload.found))), width="stretch")
        st.button(
            _("Remove the file"),
            key=upload.choices.key("put aside"),
            icon=":material/close:",
            on_click=put_aside,
            args=(kept, upload.file.file_id),
        )


def _file(_: Language, store: Store, kept: dict[str, Any], upload: Upload) -> None:
    found = upload.found
    decisions(_, upload)
    columns(_, upload)
    unknown_names(_, store, upload)
    if found.readable:
        show(counts(_, found), notices(_, found))
    values, faults = changed(_, store, found) + added(_, store, found), refused(_, found)
    if values and (faults or found.warnings):
        left, right = st.columns([7, 5], gap="large")
    else:
        left = right = st.container()
    with left:
        show(values)
    with right:
        show(faults)
        download_refused(_, upload)
        show(unusual(_, found))
        accept_warnings(_, upload)
    if found.readable:
        record_bar(_, store, kept, upload)
