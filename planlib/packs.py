"""What of a month can be taken away as a file: its summary, or its plan explained; in every format."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from planlib.document import Document, Table
from planlib.export.pack import Format, written
from planlib.export.packing import archive
from planlib.kick_off import plan_explained as plan
from planlib.locale import Language
from planlib.month_end import summary as month
from planlib.month_end.raw import raw_tables
from planlib.snapshot import Snapshot
from planlib.store.connect import Store


class What(StrEnum):
    """What is made of the month."""

    SUMMARY = "summary"
    """What it came to, with the rows behind it."""
    PLAN = "plan"
    """What it aims at, as it is presented at kick-off."""


SECTIONS: Mapping[What, Mapping[str, str]] = {What.SUMMARY: month.SECTIONS, What.PLAN: plan.SECTIONS}
"""What each can consist of, in order."""


def packed(
    what: What,
    wanted: Format,
    store: Store,
    snapshot: Snapshot,
    day: date,
    language: Language,
    sections: Collection[str] | None = None,
) -> bytes:
    """Return a file made on `day`, of all sections where none are chosen."""
    return written(wanted, *_told(what, store, snapshot, language, sections), day, language)


def archived(
    what: What,
    wanted: Collection[Format],
    store: Store,
    snapshot: Snapshot,
    day: date,
    languages: Collection[Language],
    sections: Collection[str] | None = None,
) -> bytes:
    """Return the files of several formats or languages in an archive, each called as `stem` says."""
    files = {}
    for language in languages:
        told = _told(what, store, snapshot, language, sections)
        for one in wanted:
            files[f"{stem(what, snapshot)}-{language.code}.{one}"] = written(one, *told, day, language)
    return archive(files)


def stem(what: What, snapshot: Snapshot) -> str:
    """Return what a file of the month is called, without its ending."""
    named = f"{snapshot.team.code}-{snapshot.key.month:%Y-%m}"
    return named if what is What.SUMMARY else f"{named}-plan"


def _told(
    what: What, store: Store, snapshot: Snapshot, language: Language, sections: Collection[str] | None
) -> tuple[Document, Sequence[Table]]:
    """Return the document and the rows behind it."""
    chosen = SECTIONS[what] if sections is None else sections
    if what is What.PLAN:
        return plan.plan_explained(snapshot, language, chosen), ()
    return month.summary(store, snapshot, language, chosen), list(raw_tables(snapshot, language))
