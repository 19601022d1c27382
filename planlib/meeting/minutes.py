"""The minutes of a meeting: where the month stood, what was decided item by item, what was carried over.

Every number is that of the meeting's own moment; :func:`as_it_ended` opens it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from planlib.document import Cell, Column, Document, Section, Sentence, Table
from planlib.errors import NotFoundError
from planlib.locale import NONE, Language, plain
from planlib.locale.amounts import quantity, unit_apart
from planlib.locale.words import word
from planlib.meeting.agenda import Item, ItemKind, items_of, last_check_in, needs_a_word
from planlib.meeting.running import Outcome, Settled, begun, settled, taken_back
from planlib.meeting.words import adjusted, item_title, parts_left, thing
from planlib.model import Decision, Meeting, PlanKey
from planlib.month_end.feedback import feedback_tables
from planlib.month_end.lessons import lesson_table
from planlib.month_end.money import overspent_sentence
from planlib.month_end.sentences import sentences
from planlib.month_end.standing import gaps_sentence
from planlib.month_end.tables import kpi_table
from planlib.palette import LIGHT
from planlib.plans import names_by_login
from planlib.review.changed import changed
from planlib.review.since import default_since, open_since
from planlib.review.spending import explanation_table
from planlib.review.words import in_short, since_title
from planlib.review.work_tables import late_task_table, risk_table
from planlib.snapshot import KpiLine, Snapshot, open_snapshot
from planlib.snapshot.meetings import decisions, meetings, open_actions
from planlib.store.connect import Store
from planlib.vocabulary import Confidence, DecisionKind

_PLACE = {kind: place for place, kind in enumerate(DecisionKind)}
_KPI_FIELDS = ("target", "actual", "expected", "pace")


def as_it_ended(store: Store, actor: str, meeting: Meeting) -> Snapshot:
    """Return the plan with what was known when the meeting ended; as it is now while it is held."""
    key = PlanKey(meeting.team, meeting.month)
    return open_snapshot(
        store, actor, key, today=meeting.day, day=meeting.data_day, known_at=meeting.known_at or store.last_change()
    )


def find_meeting(store: Store, plan: PlanKey, name: str) -> Meeting:
    """Return a meeting about the plan by its id or its day, "last" for the newest that is over.

    NotFoundError where there is none such.
    """
    about = [one for one in meetings(store, plan.team, store.last_change()) if one.month == plan.month]
    over = [one for one in about if one.known_at is not None]
    found = over if name == "last" else [one for one in about if name in (one.meeting, str(one.day))]
    if not found:
        known = {"meeting": name, "known": [str(one.day) for one in about]}
        raise NotFoundError("no_meeting", **known if about and name != "last" else {})
    return found[0]


def minutes(
    store: Store, actor: str, snapshot: Snapshot, meeting: Meeting, language: Language, *, read_at: int | None = None
) -> Document:
    """Return the minutes, from the snapshot of the meeting's moment.

    With what was taken back since, up to the change `read_at`; None for that moment itself.
    """
    _ = language
    taken = [one for one in reversed(snapshot.decisions) if one.meeting == meeting.meeting]
    team, day = _.name(snapshot.team), _.day(meeting.day)
    back = back_words(store, snapshot, meeting, taken, read_at, _)
    return Document(
        title=_("{team}: minutes of the meeting on {day}", team=team, day=day),
        stamp=_stamp(snapshot, meeting, _),
        accent=snapshot.team.colour or LIGHT.accent,
        sections=(
            Section("meeting", "", tuple(_in_short(store, actor, snapshot, taken, _))),
            _alone(_decided(snapshot, meeting, taken, back, _)),
            _alone(_from_before(store, snapshot, meeting, _)),
            _taken_along(snapshot, meeting, _),
            _alone(_kpis(snapshot, _)),
            _alone(_fears(snapshot, _)),
            _alone(explanation_table(snapshot, _)),
            _alone(late_task_table(snapshot, _)),
            _alone(risk_table(snapshot, meeting.day, _)),
        ),
    )


def _alone(table: Table) -> Section:
    return Section(table.name, table.title, tables=(table,))


def _in_short(
    store: Store, actor: str, snapshot: Snapshot, taken: Sequence[Decision], _: Language
) -> Iterator[Sentence]:
    yield from sentences(snapshot, _)
    yield from (one for one in (overspent_sentence(snapshot, _), gaps_sentence(snapshot, _)) if one.text)
    for number, text in enumerate(_moved_on(store, actor, snapshot, _)):
        yield Sentence(f"moved_on_{number}", text)
    yield Sentence("tally", _tally(taken, _))


def _stamp(snapshot: Snapshot, meeting: Meeting, _: Language) -> str:
    plan = _("{plan}, as it stood then.", plan=_.name(snapshot.plan, "title"))
    data = _("Data to {day}, change #{change}.", day=_.day(snapshot.day), change=snapshot.known_at)
    return _.sentences([plan, data] + [_("The meeting is not over yet.")] * (meeting.known_at is None))


def _moved_on(store: Store, actor: str, snapshot: Snapshot, _: Language) -> Iterator[str]:
    """Yield how much of the month was gone, and what had got worse since the meeting before."""
    time = snapshot.time
    yield _(
        "{gone} of {total} working days are gone.",
        gone=time.working_days,
        total=time.working_days_total,
    )
    since = default_since(store, snapshot)
    before = open_since(store, actor, snapshot.key, since)
    if words := in_short(_, changed(store, before, snapshot)):
        yield _("{since}: {words}.", since=since_title(_, since, chosen=False), words=words)


def _tally(taken: Sequence[Decision], _: Language) -> str:
    if not taken:
        return _("Nothing was taken down.")
    counts = {kind: sum(one.kind is kind for one in taken) for kind in DecisionKind}
    told = {
        DecisionKind.DECISION: _.plural("{count} decision", "{count} decisions", counts[DecisionKind.DECISION]),
        DecisionKind.ACTION: _.plural("{count} action", "{count} actions", counts[DecisionKind.ACTION]),
        DecisionKind.ADJUSTMENT: _.plural("{count} adjustment", "{count} adjustments", counts[DecisionKind.ADJUSTMENT]),
    }
    return _("Taken down: {what}.", what=_.join([told[kind] for kind in told if counts[kind]]))


# what was decided


def back_words(
    store: Store, snapshot: Snapshot, meeting: Meeting, taken: Sequence[Decision], read_at: int | None, _: Language
) -> dict[str, str]:
    """Return when and by whom lines were taken back since the meeting, by decision; none were at its own moment."""
    found = taken_back(store, meeting, taken, read_at or snapshot.known_at)
    if not found:
        return {}
    names, zone = names_by_login(_, store, meeting.team), ZoneInfo(snapshot.team.timezone)
    return {
        decision: _(
            "taken back on {day} by {who}",
            day=_.short_day(change.made_at.astimezone(zone).date()),
            who=names.get(change.actor, change.actor),
        )
        for decision, change in found.items()
    }


def _decided(
    snapshot: Snapshot, meeting: Meeting, taken: Sequence[Decision], back: Mapping[str, str], _: Language
) -> Table:
    """Return a row for each line that was taken down, in the order of the agenda, with what was taken `back`."""
    titles = {item.key: item_title(_, snapshot, item) for item in items_of(meeting)}
    order = {key: place for place, key in enumerate(titles)}
    ordered = sorted(
        taken, key=lambda one: (order.get(one.about, len(order)), one.about, _PLACE[one.kind], one.due or one.day)
    )
    columns = (
        Column("item", _("Agenda item"), right=False),
        Column("kind", _("Type"), right=False),
        Column("text", _("What was decided"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("due", _("Due by"), right=False),
    )
    rows = tuple(
        (
            _text(titles.get(one.about) or thing(_, snapshot, one.about) or NONE),
            Cell(word(_, one.kind), one.kind.value),
            _with_back(_what(snapshot, one, _), back.get(one.decision, ""), _),
            _owner(snapshot, one.owner, _),
            _day(one.due, _),
        )
        for one in ordered
    )
    return Table("decided", _("What was decided"), columns, rows)


def _with_back(text: str, back: str, _: Language) -> Cell:
    return Cell(text, text, under=_(" ({back})", back=back) if back else "")


def _what(snapshot: Snapshot, one: Decision, _: Language) -> str:
    """Return what was decided; of an adjustment what it changed too."""
    if one.kind is not DecisionKind.ADJUSTMENT:
        return _.own(one.text)
    moved = adjusted(_, snapshot, one)
    told = _(
        "{field} {before} → {after}: {why}",
        field=moved.field,
        before=moved.before,
        after=moved.after,
        why=_.own(one.text),
    )
    return " · ".join(filter(None, [told, parts_left(_, snapshot, one)]))


def _from_before(store: Store, snapshot: Snapshot, meeting: Meeting, _: Language) -> Table:
    """Return a row for each earlier action that is open, was done since the last meeting, or dropped in this one."""
    since = max((one.day for one in snapshot.meetings if one.day < meeting.day), default=date.min)
    earlier = [one for one in snapshot.decisions if one.meeting != meeting.meeting]
    done = [one for one in earlier if one.kind is DecisionKind.ACTION and one.done and one.done > since]
    still = [one for one in snapshot.open_actions if one.meeting != meeting.meeting]
    found = settled(open_actions(decisions(store, meeting.team, begun(store, meeting).change_id)), snapshot.decisions)
    became = {one.before.decision: one for one in found}
    dropped = [one.before for one in found if one.outcome is Outcome.DROPPED]
    columns = (
        Column("text", _("Action"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("due", _("Due by"), right=False),
        Column("state", _("State"), right=False),
    )
    rows = tuple(
        (
            _text(_.own(one.text)),
            _owner(snapshot, one.owner, _),
            _day(one.due, _),
            _state(one, became.get(one.decision), meeting.day, _),
        )
        for one in [*still, *sorted(done, key=lambda one: one.done or date.max), *dropped]
    )
    return Table("actions", _("Actions from before"), columns, rows)


def _state(action: Decision, became: Settled | None, today: date, _: Language) -> Cell:
    if action.done:
        return Cell(_("done on {day}", day=_.short_day(action.done)), "done")
    if became and became.outcome is Outcome.DROPPED:
        return Cell(_("dropped"), "dropped")
    if became and became.before.due:
        return Cell(_("moved, was due {day}", day=_.short_day(became.before.due)), "moved")
    late = (today - action.due).days if action.due else 0
    if late > 0:
        return Cell(_.plural("{count} day overdue", "{count} days overdue", late), "overdue")
    return Cell(_("open"), "open")


def _taken_along(snapshot: Snapshot, meeting: Meeting, _: Language) -> Section:
    """Return what the month before taught and how the team found it, where the meeting spoke about that."""
    item = Item(ItemKind.LESSONS)
    if item not in items_of(meeting):
        return Section("lessons", "")
    lessons = lesson_table(snapshot, snapshot.carried_lessons, _)
    tables = (lessons, *feedback_tables(snapshot, snapshot.feedback_before, _))
    return Section("lessons", item_title(_, snapshot, item), tables=tables)


# how it stood


def _kpis(snapshot: Snapshot, _: Language) -> Table:
    """Return the rows of the KPIs that need a word, with the columns that a meeting reads, as its screens have them."""
    whole, currency = kpi_table(snapshot, _, short=True), snapshot.team.currency
    at = {column.field: place for place, column in enumerate(whole.columns)}
    shown, name, status = [at[field] for field in _KPI_FIELDS], whole.columns[at["name"]], at["status"]
    ahead = (Column("forecast", _("Month-end forecast")), Column("chance", _("Chance")))
    columns = (name, *(whole.columns[place] for place in shown), *ahead, whole.columns[status])
    rows = tuple(
        (_with_unit(line, currency, _), *(row[place] for place in shown), *_ahead(line, currency, _), row[status])
        for line, row in zip(snapshot.kpis(), whole.rows, strict=True)
        if needs_a_word(snapshot, line)
    )
    return Table(whole.name, _("KPIs that need a word"), columns, rows)


def _with_unit(line: KpiLine, currency: str, _: Language) -> Cell:
    name, unit = _.name(line.kpi), unit_apart(_, line.kpi, currency)
    return Cell(name + (_(" ({unit})", unit=unit) if unit else ""), name)


def _ahead(line: KpiLine, currency: str, _: Language) -> tuple[Cell, Cell]:
    """Return where a KPI is heading and how likely it is met; nothing once its month is over."""
    value, chance = line.forecast.value, line.forecast.probability
    return (
        Cell(quantity(_, line.kpi, value, currency, unit=False), "" if value is None else plain(value)),
        Cell(_.probability(chance), "" if chance is None else repr(chance)),
    )


def _fears(snapshot: Snapshot, _: Language) -> Table:
    """Return what owners said whose KPIs are at risk or off track."""
    columns = (
        Column("kpi", _("KPI"), right=False),
        Column("owner", _("Owner"), right=False),
        Column("confidence", _("Confidence"), right=False),
        Column("text", _("In the owner's words"), right=False),
    )
    said = [(line, last_check_in(snapshot, line.kpi.kpi)) for line in snapshot.kpis()]
    rows = tuple(
        (
            _text(_.name(line.kpi)),
            _owner(snapshot, one.person, _),
            Cell(word(_, one.confidence), one.confidence.value),
            _text(_.own(one.text)),
        )
        for line, one in said
        if one and one.confidence is not Confidence.ON_TRACK
    )
    return Table("check_ins", _("What owners say"), columns, rows)


def _text(text: str) -> Cell:
    return Cell(text, text)


def _owner(snapshot: Snapshot, person: str | None, _: Language) -> Cell:
    found = snapshot.person(person)
    return _text(_.name(found)) if found else Cell(NONE)


def _day(day: date | None, _: Language) -> Cell:
    return Cell(_.short_day(day), str(day)) if day else Cell(NONE)
