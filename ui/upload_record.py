"""Recording what is previewed, one change for each file, and saying so afterwards."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from planlib.intake.preview import Preview, record_preview
from planlib.intake.refused import refused_csv
from planlib.locale import Language
from planlib.model import PlanKey
from planlib.plans import list_plans
from planlib.store.connect import Store
from planlib.store.rights import Right
from planlib.vocabulary import FileKind
from ui import address, session
from ui.history import undo_change
from ui.rights import hindrance
from ui.upload_decisions import leaves_open
from ui.upload_files import put_aside
from ui.upload_parts import counted, show_beside
from ui.upload_preview import Upload, previewed

_ORDER = (
    FileKind.PEOPLE,
    FileKind.KPIS,
    FileKind.OBJECTIVES,
    FileKind.MILESTONES,
    FileKind.TARGETS,
    FileKind.BUDGET,
    FileKind.TASKS,
    FileKind.RISKS,
    FileKind.ACTUALS,
    FileKind.SPEND,
)
"""What is recorded first where there are several files: what others refer to."""


def accept_warnings(_: Language, upload: Upload) -> None:
    """Draw the tick by which the person says that unusual values are right."""
    if upload.found.warning_count:
        label = _("I looked at what is unusual: it is right")
        st.checkbox(label, **upload.choices.widget(_tick(upload.found), False))


def _tick(found: Preview) -> str:
    """Return the name of the tick of these very warnings."""
    return f"accept {hash(tuple((one.line, one.code, one.value) for one in found.warnings))} {found.warning_count}"


def download_refused(_: Language, upload: Upload) -> None:
    """Draw the button that gives the refused rows back, to be mended."""
    found = upload.found
    if found.refused_rows:
        stem = found.file.name.rsplit(".", 1)[0]
        st.download_button(
            _.plural(
                "Download the refused row to correct",
                "Download the {count} refused rows to correct",
                len(found.refused_rows),
            ),
            lambda: refused_csv(found, _),
            _("{name} refused.csv", name=stem),
            "text/csv",
            key=upload.choices.key("download refused"),
            icon=":material/download:",
            on_click="ignore",
        )


def record_bar(_: Language, store: Store, kept: dict[str, Any], upload: Upload) -> None:
    """Draw the bar that records what is previewed, or says why nothing can be."""
    found, choices = upload.found, upload.choices
    count = found.added + found.changed
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=choices.key("pl-record")):
        if found.refused and count:
            label = _("Leave out what is refused: {rows}", rows=counted(_, found.refused, in_values=found.in_values))
            st.toggle(label, **choices.widget("skip bad", False))
        hint = _("Why is it changed?") if found.needs_reason else _("Reason (may be empty)")
        st.text_input(
            hint,
            placeholder=hint,
            label_visibility="collapsed",
            width=260,
            live=found.needs_reason,
            **choices.widget("reason", ""),
        )
        hindrance = _hindrance(_, upload)
        label = _("Record {rows}", rows=counted(_, count, in_values=found.in_values))
        key = choices.key("record")
        if st.button(label, key=key, type="primary", icon=":material/check:", disabled=hindrance is not None):
            with st.spinner(_("Recording …")):
                _record(store, kept, upload)
            _show_plan(store, found.plan)
            st.rerun()
        show_beside(hindrance or _("It can be undone later."))


def _hindrance(_: Language, upload: Upload) -> str | None:
    """Return what stands in the way of recording the file, None where nothing does."""
    found, choices = upload.found, upload.choices
    if barred := hindrance(_, found.plan.team, Right.CLOSE if found.restates else Right.RECORD):
        return barred
    count = found.added + found.changed
    if found.problems and not (count and choices["skip bad"]):
        return _what_is_wanted(_, upload, count)
    if not count:
        return _("Nothing would change.")
    if found.warning_count and not choices[_tick(found)]:
        return _("Look at the unusual rows first, and say whether they are right.")
    if found.needs_reason and not (choices["reason"] or "").strip():
        return _("A restatement needs a reason.") if found.restates else _("The plan is in force: say why.")
    return None


def _what_is_wanted(_: Language, upload: Upload, count: int) -> str:
    """Return what the person is to do about refused rows where `count` others could be recorded."""
    if leaves_open(upload):
        if count:
            return _("Answer the questions above first, or leave the refused rows out.")
        return _("Answer the questions above first.")
    if count:
        return _("Mend the refused rows and drop the file again, or leave them out.")
    return _("Mend the refused rows and drop the file again.")


def is_ready(_: Language, upload: Upload) -> bool:
    """Say whether the file can be recorded without another word."""
    return _hindrance(_, upload) is None


def needs_you(_: Language, upload: Upload) -> bool:
    """Say whether the file waits for the person: it would change something, or cannot be read."""
    return not is_ready(_, upload) and (bool(upload.found.problems) or bool(upload.found.added + upload.found.changed))


def record_all(
    _: Language, store: Store, kept: dict[str, Any], uploads: Sequence[Upload], kind: FileKind, plan: PlanKey
) -> None:
    """Draw the bar that records every file that is ready, each as its own change; or says that none is."""
    ready = sorted((one for one in uploads if is_ready(_, one)), key=lambda one: _ORDER.index(one.found.kind))
    waiting = sum(needs_you(_, one) for one in uploads)
    if not ready and not waiting:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="pl-record-all"):
        label = _.plural("Record {count} file that is ready", "Record all {count} files that are ready", len(ready))
        if ready and st.button(label, type="primary", icon=":material/done_all:"):
            for upload in ready:
                _record_as_seen(_, store, kept, upload, kind, plan)
            _show_plan(store, plan)
            st.rerun()
        said = [] if ready else [_("No file is ready yet.")]
        if waiting:
            said.append(_.plural("{count} file needs you.", "{count} files need you.", waiting))
        show_beside(_.sentences(said))


def _record_as_seen(
    _: Language, store: Store, kept: dict[str, Any], upload: Upload, kind: FileKind, plan: PlanKey
) -> None:
    """Record a file, unless those recorded before it changed what it would do: the person sees that first."""
    again = previewed(_, store, kept, upload.file, kind, plan)
    if is_ready(_, again) and _counts(again.found) == _counts(upload.found):
        with st.spinner(_("Recording …")):
            _record(store, kept, again)


def _counts(found: Preview) -> tuple[int, ...]:
    return found.added, found.changed, found.unchanged, found.refused, found.warning_count


def _record(store: Store, kept: dict[str, Any], upload: Upload) -> None:
    """Record a file and put it away; nothing here is a call of Streamlit, at which a newer run may end this one."""
    found, choices = upload.found, upload.choices
    change = record_preview(
        store,
        found,
        actor=session.actor(),
        at=session.now(),
        reason=choices["reason"] or "",
        skip_bad=bool(choices["skip bad"]),
        accept_warnings=bool(choices[_tick(found)]),
    )
    put_aside(kept, upload.file.file_id)
    if change is not None:
        count = found.added + found.changed
        kept["recorded"].append((change.change_id, count, found.in_values, found.file.name))


def _show_plan(store: Store, key: PlanKey) -> None:
    """Put the plan that was written to into view."""
    for team, plan in list_plans(store):
        if key in (PlanKey(team.team, plan.month), PlanKey(team.code, plan.month)):
            address.put(address.TEAM, team.code)
            address.put(address.MONTH, f"{plan.month:%Y-%m}")


def say_what_was_recorded(_: Language, store: Store, kept: dict[str, Any]) -> None:
    """Draw what the last clicks recorded, each with its undo, until the next file is dropped."""
    for change, count, in_values, name in list(kept["recorded"]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"pl-recorded-{change}"):
            rows = counted(_, count, in_values=in_values)
            said = _("Recorded as change #{change}: {rows}.", change=change, rows=rows)
            text = Markup('<p class="pl-said"><b>{}</b> <span>{}</span></p>').format(said, name)
            st.html(str(text), width="content")
            if st.button(_("Undo"), key=f"undo recorded {change}", type="tertiary", icon=":material/undo:"):
                kept["recorded"].remove((change, count, in_values, name))
                undo_change(store, change)
