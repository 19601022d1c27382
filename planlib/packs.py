"""What of a month can be taken away as a file: its summary, or its plan explained; in every format."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from planlib.export.pack import Format, written
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
    chosen = SECTIONS[what] if sections is None else sections
    if what is What.PLAN:
        return written(wanted, plan.plan_explained(snapshot, language, chosen), (), day, language)
    document = month.summary(store, snapshot, language, chosen)
    return written(wanted, document, raw_tables(snapshot, language), day, language)
