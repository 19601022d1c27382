"""What a file would do, worked out once for each choice and change; long work shows how far it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from planlib.intake.mapping.map import recognised
from planlib.intake.preview import Preview, Progress, preview
from planlib.intake.reading.expect import better_kind
from planlib.intake.settings import limits_from
from planlib.locale import N_, Language
from planlib.model import PlanKey
from planlib.store.connect import Store
from planlib.vocabulary import DecisionCode, FileKind, ProblemCode
from ui import session
from ui.upload_files import Choices, put_aside

LONG = 2**20
"""Bytes from which it is shown how far a file is: some 20,000 rows of text."""
_STEPS = {0.4: N_("Reading the file"), 0.6: N_("Checking its values"), 0.8: N_("Comparing with what is recorded")}
_LAST = N_("Looking for what is unusual")


class Upload(NamedTuple):
    """A file that was dropped, what was said about it, and what it would do."""

    file: UploadedFile
    choices: Choices
    found: Preview


def previewed(
    _: Language, store: Store, kept: dict[str, Any], file: UploadedFile, kind: FileKind, plan: PlanKey
) -> Upload:
    """Return a file with what it would do; of the one kind that its columns fit, where they do not fit `kind`."""
    choices = Choices(file.file_id, kept)
    found = _cached(_, store, kept, file, choices, choices["kind"] or kind, plan)
    other = _fitting(found) if choices["kind"] is None else None
    if other is not None:
        choices.say("kind", other)
        choices.say("kind taken", other)
        found = _cached(_, store, kept, file, choices, other, plan)
    if any(decision.code == DecisionCode.REMEMBERED for decision in found.decisions):
        mapping = found.mapping.items() - recognised(found.kind, found.header).items()
        choices.recall({**found.choices, "mapping": dict(mapping)})
    return Upload(file, choices, found)


def _fitting(found: Preview) -> FileKind | None:
    """Return the kind that the columns of a file fit better which lacks some; None where it has them all."""
    if found.readable or not any(problem.code == ProblemCode.MISSING_COLUMN for problem in found.problems):
        return None
    return better_kind(found.kind, tuple(found.samples))


def _cached(
    _: Language,
    store: Store,
    kept: dict[str, Any],
    file: UploadedFile,
    choices: Choices,
    kind: FileKind,
    plan: PlanKey,
) -> Preview:
    options = choices.options(kind, limits_from(os.environ))
    actor, today = session.actor(), session.today()
    key = (kind, plan, options, store.last_change(), actor, today)
    before, found = kept["previews"].get(file.file_id, (None, None))
    if before != key:
        with _progress(_, kept, file) as progress:
            data = file.getvalue()
            found = preview(store, data, file.name, kind, plan, options, actor=actor, today=today, progress=progress)
        kept["previews"][file.file_id] = key, found
    assert isinstance(found, Preview)
    return found


@contextmanager
def _progress(_: Language, kept: dict[str, Any], file: UploadedFile) -> Iterator[Progress]:
    """Give what is told how far the preview is; of a long one it is shown, with a button that ends it.

    The click starts a new run, which Streamlit begins at the next call of the old one: where the next step is told.
    """
    if file.size < LONG:
        yield lambda _: None
        return
    place = st.empty()
    with place.container(key=f"pl-long-{file.file_id}", horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=_(_STEPS[0.4]), width="stretch")
        key = f"cancel {file.file_id}"
        st.button(_("Cancel"), key=key, icon=":material/close:", on_click=put_aside, args=(kept, file.file_id))

    def show(done: float) -> None:
        bar.progress(done, text=_(next((word for end, word in _STEPS.items() if done < end), _LAST)))

    yield show
    place.empty()
