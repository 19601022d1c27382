"""The widgets of the page Uploads: what kind of file, into which plan, how to read it, record, undo."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planlib.errors import InvalidError
from planlib.intake.encoding import ENCODINGS
from planlib.intake.fields import FIELDS
from planlib.intake.map import recognised
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.read import read
from planlib.intake.refused import refused_csv
from planlib.intake.settings import limits_from
from planlib.locale import N_, Language
from planlib.locale.field_words import field_word
from planlib.model import PlanKey
from planlib.plans import list_plans, parse_name, plan_name
from planlib.store.connect import Store
from planlib.vocabulary import FileKind, PlanState
from ui import address, session
from ui.markup import bold, note, rich
from ui.show import show

KINDS = {
    FileKind.ACTUALS: N_("Actuals"),
    FileKind.SPEND: N_("Spend"),
    FileKind.KPIS: N_("KPIs"),
    FileKind.TARGETS: N_("Targets"),
    FileKind.BUDGET: N_("Budget"),
}
_NOT_THERE = ""


def choose_kind(_: Language) -> FileKind:
    """Draw the choice of what the file holds."""
    chosen = st.segmented_control(
        _("The file holds"),
        list(KINDS),
        format_func=lambda kind: _(KINDS[kind]),
        default=FileKind.ACTUALS,
        required=True,
        key="kind of file",
    )
    return FileKind(chosen)


def choose_plan(_: Language, store: Store) -> PlanKey | None:
    """Draw the choice of the plan, which may be a new one; None while its name is no plan's."""
    plans = {plan_name(team, plan.month): PlanKey(team.team, plan.month) for team, plan in list_plans(store)}
    here = session.plan_key() if plans else None
    name = st.selectbox(
        _("Into the plan"),
        list(plans),
        index=list(plans.values()).index(here) if here else None,
        accept_new_options=True,
        placeholder=_("team/2026-10"),
        help=_("A team's short name and a month. One that does not exist yet is created as a draft."),
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


def say_if_closed(_: Language, store: Store, plan: PlanKey | None) -> None:
    """Say that the plan is closed, where a file could not be recorded."""
    closed = (found for _team, found in list_plans(store) if found.state is PlanState.CLOSED)
    if plan in [PlanKey(found.team, found.month) for found in closed]:
        show(note(_("This month is closed. Reopen it on the page Month end before you upload anything for it.")))


def expected_columns(_: Language, kind: FileKind) -> Markup:
    """Return which columns a file of the kind has, those it must have first."""
    needed = [field_word(_, field.name) for field in FIELDS[kind] if field.needed]
    others = [field_word(_, field.name) for field in FIELDS[kind] if not field.needed]
    words = rich(
        _("Columns it needs: {needed}. It may also have: {others}. Chinese and English headers are known."),
        needed=bold(_.join(needed)),
        others=_.join(others),
    )
    return note(words)


def choose_options(_: Language, kind: FileKind, file: UploadedFile) -> Options:
    """Draw how the file is read, every choice with a default; those made come back."""
    with st.expander(_("How the file is read"), icon=":material/tune:"):
        encoding = st.selectbox(
            _("Encoding"), [None, *ENCODINGS], format_func=lambda name: name.upper() if name else _("find out")
        )
        switches = _switches(_, kind)
        st.caption(_("Columns: where each field is found, or the value that every row has"))
        mapping, constants = _columns(_, kind, _header(file, encoding))
    options = Options(limits=limits_from(os.environ), encoding=encoding, mapping=mapping, constants=constants)
    return replace(options, **switches)


def _switches(_: Language, kind: FileKind) -> dict[str, Any]:
    """Draw the switches of the kind and return those of the options that they set."""
    if kind not in (FileKind.ACTUALS, FileKind.SPEND):
        return {}
    switches = {"history": st.checkbox(_("Load days outside the plan's month too"))}
    if kind is FileKind.ACTUALS:
        switches["total"] = st.checkbox(_("Add up rows of one day and segment, such as single orders"))
        switches["rate"] = st.checkbox(_("The value is already a rate, not its numerator"))
    return switches


def _header(file: UploadedFile, encoding: str | None) -> tuple[str, ...]:
    try:
        return read(file.getvalue(), Options(limits=limits_from(os.environ), encoding=encoding)).header
    except InvalidError:
        return ()


def _columns(_: Language, kind: FileKind, header: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    mapping, constants = {}, {}
    known = recognised(kind, header)
    with st.container(horizontal=True):
        for field in FIELDS[kind]:
            with st.container(width=190, gap="xsmall"):
                column = st.selectbox(
                    field_word(_, field.name),
                    [_NOT_THERE, *header],
                    format_func=partial(_column_name, _, known.get(field.name)),
                    key=f"column {kind} {field.name}",
                )
                value = st.text_input(
                    _("{field} of every row", field=field_word(_, field.name)),
                    key=f"constant {kind} {field.name}",
                    placeholder=_("value for every row"),
                    label_visibility="collapsed",
                )
            if column:
                mapping[field.name] = column
            if value.strip():
                constants[field.name] = value.strip()
    return mapping, constants


def _column_name(_: Language, known: str | None, column: str) -> str:
    """Return a choice of column; the first one is the column whose header is known, if there is one."""
    if column:
        return column
    return _("{column} (by its name)", column=known) if known else _("not in the file")


def previewed(store: Store, file: UploadedFile, kind: FileKind, plan: PlanKey, options: Options) -> Preview:
    """Return what recording the file would do; worked out once for each file, choice and change."""
    choices = (options.encoding, _sorted(options.mapping), _sorted(options.constants))
    switches = (options.total, options.rate, options.history, options.percent_as)
    return _previewed(
        store,
        file.getvalue(),
        options,
        file.file_id,
        file.name,
        kind,
        plan,
        choices,
        switches,
        store.last_change(),
        session.actor(),
        session.today(),
    )


def _sorted(pairs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs.items()))


@st.cache_resource(max_entries=4, scope="session", show_spinner=False)
def _previewed(
    _store: Store,
    _data: bytes,
    _options: Options,
    file_id: str,
    name: str,
    kind: FileKind,
    plan: PlanKey,
    choices: object,
    switches: object,
    last_change: int,
    actor: str,
    today: date,
) -> Preview:
    return preview(_store, _data, name, kind, plan, _options, actor=actor, today=today)


# recording


def record_bar(_: Language, store: Store, found: Preview) -> None:
    """Draw the bar that records what is previewed, or says why nothing can be."""
    count = found.added + found.changed
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="pl-record"):
        skip = bool(found.refused) and st.toggle(
            _.plural("Leave {count} refused row out", "Leave {count} refused rows out", found.refused)
        )
        reason = st.text_input(
            _("Reason"), placeholder=_("Reason (may be empty)"), label_visibility="collapsed", width=260
        )
        blocked = not count or (bool(found.problems) and not skip)
        label = _.plural("Record {count} row", "Record {count} rows", count)
        if st.button(label, type="primary", icon=":material/check:", disabled=blocked):
            _record(_, store, found, reason, skip_bad=skip)
        st.text(_said(_, found, count))


def _said(_: Language, found: Preview, count: int) -> str:
    if not count:
        return _("Nothing would change.")
    if found.problems:
        return _("Mend the refused rows and upload the file again, or leave them out.")
    return _("It can be undone later.")


def _record(_: Language, store: Store, found: Preview, reason: str, *, skip_bad: bool) -> None:
    change = record_preview(store, found, actor=session.actor(), at=session.now(), reason=reason, skip_bad=skip_bad)
    if change is not None:
        count = found.added + found.changed
        st.session_state[_SAID] = _("Recorded as change #{change}: {count} rows.", change=change.change_id, count=count)
        st.session_state[_ROUND] = round_of_uploads() + 1
        _show_plan(store, found.plan)
    st.rerun()


def _show_plan(store: Store, key: PlanKey) -> None:
    """Put the plan that was written to into view."""
    team, plan = next(found for found in list_plans(store) if (found[1].team, found[1].month) == key)
    address.put(address.TEAM, team.code)
    address.put(address.MONTH, f"{plan.month:%Y-%m}")


_SAID = "said about the upload"
_ROUND = "round of uploads"


def round_of_uploads() -> int:
    """Return how many uploads this session recorded; part of the uploader's key, so that it is empty afterwards."""
    return int(st.session_state.get(_ROUND, 0))


def say_what_happened() -> None:
    """Say once what the last click did."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.success(said, icon=":material/check_circle:")


def download_refused(_: Language, found: Preview) -> None:
    """Draw the button that gives the refused rows back, to be mended."""
    if found.refused_rows:
        stem = found.file.name.rsplit(".", 1)[0]
        st.download_button(
            _.plural("Download {count} refused row to mend", "Download {count} refused rows to mend", found.refused),
            refused_csv(found, _),
            _("{name} refused.csv", name=stem),
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
