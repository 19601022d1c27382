"""What can be said about a KPI's process: that it is another one, that its limits hold; and taking either back."""

from collections.abc import Callable
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planlib import process_limits
from planlib.errors import RefusedError
from planlib.locale import Language
from planlib.locale.sentences import error_sentence
from planlib.metrics.control import LOCKABLE
from planlib.process_limits import By
from planlib.review.signal import period_words
from planlib.snapshot import ControlChart, ControlSegment, Snapshot
from planlib.store.ledger import Change
from planlib.vocabulary import LimitsMethod
from ui import address, session
from ui.markup import Tone, chip, finding, note
from ui.saving import say_saved
from ui.show import show

LIMITS = "limits"
"""Names in the address what limits are worked out from."""


def actions(_: Language, snapshot: Snapshot, chart: ControlChart) -> None:
    """Draw the button that opens them; each is saved as one change with its reason."""
    with st.popover(_("Lock limits, begin anew"), icon=":material/edit_note:"):
        _limits(_, snapshot, chart)
        if len(chart.points) > 1:
            _begin(_, snapshot, chart)
        for segment in chart.segments:
            if segment.why:
                _take_back(_, snapshot, chart, segment)


def _limits(_: Language, snapshot: Snapshot, chart: ControlChart) -> None:
    """Lock or unlock the limits of the newest segment."""
    segment = chart.segments[-1]
    if segment.slope and not segment.provisional:
        show(note(_("Limits that go along with a trend cannot be locked; those around the mean can.")))
        st.button(
            _("Work them out around the mean"),
            icon=":material/horizontal_rule:",
            key=_key("mean", chart),
            on_click=address.put,
            args=(LIMITS, LimitsMethod.MEAN.value),
        )
        return
    if not segment.locked and (segment.limits is None or segment.provisional):
        show(note(_("From {count} values on the limits can be locked.", count=LOCKABLE)))
        return
    write = process_limits.unlock if segment.locked else process_limits.lock
    with st.form(_key("limits", chart), border=False):
        if not segment.locked:
            show(note(_("Locked limits stay as they are, whatever values come.")))
        reason = st.text_input(_("Why? (may be empty)"), max_chars=200)
        refused = st.container()
        label = _("Unlock the limits") if segment.locked else _("Lock the limits")
        if st.form_submit_button(label, icon=":material/lock_open:" if segment.locked else ":material/lock:"):
            _save(_, refused, lambda: write(session.store(), chart, _by(snapshot, reason)))


def _begin(_: Language, snapshot: Snapshot, chart: ControlChart) -> None:
    """Begin a new segment at a point; offered first is where the signal began."""
    starts = [point.start for point in chart.points[1:]][::-1]
    begins = {segment.start for segment in chart.segments}
    starts = [start for start in starts if start not in begins]
    with st.form(_key("begin", chart), border=False):
        show(note(_("The process is another one, and you know why: limits are worked out anew from there.")))
        start: date | None = st.selectbox(
            _("From"),
            starts,
            index=starts.index(chart.since) if chart.since in starts else 0,
            format_func=lambda day: period_words(_, chart.grain, day),
        )
        reason = st.text_input(_("What made it another one?"), max_chars=200)
        refused = st.container()
        if st.form_submit_button(_("Begin anew from there"), icon=":material/start:") and start is not None:
            _save(_, refused, lambda: process_limits.rebase(session.store(), chart, start, _by(snapshot, reason)))


def _take_back(_: Language, snapshot: Snapshot, chart: ControlChart, segment: ControlSegment) -> None:
    with st.form(_key(f"back {segment.start}", chart), border=False):
        period = period_words(_, chart.grain, segment.start)
        show(note(_("Another process since {period}: {why}.", period=period, why=_.own(segment.why).rstrip(".。"))))
        reason = st.text_input(_("Why? (may be empty)"), max_chars=200)
        refused = st.container()
        if st.form_submit_button(_("Take that back"), icon=":material/undo:"):
            _save(_, refused, lambda: process_limits.take_back(session.store(), segment, _by(snapshot, reason)))


def _key(what: str, chart: ControlChart) -> str:
    return f"control {what} {chart.kpi.kpi} {chart.grain}"


def _by(snapshot: Snapshot, reason: str) -> By:
    return By(session.actor(), session.now(), reason, snapshot.key, snapshot.known_at)


def _save(_: Language, refused: DeltaGenerator, write: Callable[[], Change | None]) -> None:
    """Save, or say why not between the field and the button, where it is seen: the popover may end below it."""
    try:
        change = write()
    except RefusedError as error:
        with refused:
            show(finding(error_sentence(_, error), chip(_("Not saved"), Tone.BAD)))
    else:
        say_saved(change)
        st.rerun()
