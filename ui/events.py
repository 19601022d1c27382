"""What happened to a KPI over the month: marks for its charts, and the list below them with who and why."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from planlib import charts
from planlib.findings import days_name
from planlib.locale import N_, Language
from planlib.locale.amounts import quantity
from planlib.locale.words import actor_word
from planlib.plans import names_by_login
from planlib.snapshot import Event, EventKind, KpiLine, Snapshot
from planlib.snapshot.events import Move
from ui import session
from ui.history import CHANGE
from ui.links import link
from ui.markup import facts, joined, section
from ui.show import show

SHOWN = 6
"""Lines that are not folded away."""
_QUIET = (EventKind.UPLOAD, EventKind.HOLIDAY, EventKind.WORKDAY)
"""What happens every month is not marked, and told last."""
_FIELDS = {
    "target": N_("Target {before} → {after}"),
    "lower": N_("Lower limit {before} → {after}"),
    "upper": N_("Upper limit {before} → {after}"),
    "growth_rate": N_("Target {before} → {after}"),
    "baseline": N_("Baseline {before} → {after}"),
}


def event_marks(_: Language, line: KpiLine, events: Sequence[Event], currency: str) -> list[charts.Event]:
    """Return what charts mark: what was decided, changed and corrected; public holidays as a shade."""
    return [
        charts.Event(event.day, "" if event.kind in _QUIET else _text(_, line, event, currency), event.last)
        for event in events
        if event.kind not in _QUIET or event.last is not None
    ]


def events_list(_: Language, snapshot: Snapshot, line: KpiLine, events: Sequence[Event]) -> None:
    """List what happened, newest first, below the chart that marks it; uploads in one line."""
    told = [event for event in reversed(events) if event.kind not in _QUIET]
    uploads = [event for event in events if event.kind is EventKind.UPLOAD]
    if not events:
        return
    names = names_by_login(_, session.store(), snapshot.key.team, snapshot.known_at)
    rows = [_row(_, snapshot, line, event, names) for event in told]
    rows += [_uploads(_, uploads, names)] if uploads else []
    rows += [_row(_, snapshot, line, event, names) for event in events if event.kind in _QUIET[1:]]
    show(section(_("What happened"), _("▲ in the chart; shaded: public holidays")), _folded(_, rows))


def _folded(_: Language, rows: Sequence[tuple[str, Markup]]) -> Markup:
    more = _.plural("{count} more", "{count} more", len(rows) - SHOWN)
    rest = Markup("<details><summary>{}</summary>{}</details>").format(more, facts(rows[SHOWN:]))
    return Markup('<div class="pl-changes">{}{}</div>').format(facts(rows[:SHOWN]), rest if rows[SHOWN:] else "")


def _row(_: Language, snapshot: Snapshot, line: KpiLine, event: Event, names: Mapping[str, str]) -> tuple[str, Markup]:
    text = _text(_, line, event, snapshot.team.currency)
    by = joined(_by(_, snapshot, event, names), " · ")
    return days_name(_, event.day, event.last or event.day), _said(text, by)


def _said(text: str, by: Markup) -> Markup:
    return Markup("<p>{}{}</p>").format(text, Markup("<small>{}</small>").format(by) if by else "")


# what it was


def _text(_: Language, line: KpiLine, event: Event, currency: str) -> str:
    match event.kind:
        case EventKind.TARGET:
            return _.join([_moved(_, line, move, currency) for move in event.moves])
        case EventKind.RESTATEMENT if event.values:
            return _restated(_, event)
        case EventKind.HOLIDAY:
            return _("Public holiday: {name}", name=_.own(event.text))
        case EventKind.WORKDAY:
            return _("Make-up working day")
        case EventKind.ACTION:
            return _("Action: {text}", text=_.own(event.text))
        case _other:
            return _("Decision: {text}", text=_.own(event.text))


def _moved(_: Language, line: KpiLine, move: Move, currency: str) -> str:
    def said(value: Decimal | None) -> str:
        if value is None or move.field != "growth_rate":
            return quantity(_, line.kpi, value, currency)
        return _.percent(value, 1, signed=True)

    return _(_FIELDS[move.field], before=said(move.before), after=said(move.after))


def _restated(_: Language, event: Event) -> str:
    assert event.values is not None
    found = event.values
    count, days = found.changed + found.removed, days_name(_, found.first, found.last)
    return _.plural("{count} value corrected ({days})", "{count} values corrected ({days})", count, days=days)


def _uploads(_: Language, uploads: Sequence[Event], names: Mapping[str, str]) -> tuple[str, Markup]:
    """Return the uploads that only brought values as one line, with who made the last one."""
    first, last = uploads[0], uploads[-1]
    text = _.plural("{count} upload of values", "{count} uploads of values", len(uploads))
    return days_name(_, first.day, last.day), _said(text, joined(_who(_, last, names), " · "))


# who and why


def _by(_: Language, snapshot: Snapshot, event: Event, names: Mapping[str, str]) -> Iterator[str | Markup]:
    decided = event.decision
    if decided is not None:
        person = snapshot.person(decided.owner)
        yield from [_.name(person)] if person else []
        if decided.done is not None:
            yield _("done {day}", day=_.short_day(decided.done))
        elif decided.due is not None:
            yield _("due {day}", day=_.short_day(decided.due))
    elif event.change is not None:
        yield from _who(_, event, names)


def _who(_: Language, event: Event, names: Mapping[str, str]) -> Iterator[str | Markup]:
    change = event.change
    assert change is not None
    yield names.get(change.actor) or actor_word(_, change.actor)
    if change.file is not None:
        yield change.file.title
    if change.reason:
        yield _.own(change.reason)
    yield link("uploads", f"#{change.change_id}", **{CHANGE: str(change.change_id)})
