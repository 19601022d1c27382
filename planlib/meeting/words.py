"""How the items of a meeting and what it adjusted are called."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.editing.sheets import SHEETS, Kind
from planlib.locale import N_, NONE, Language
from planlib.locale.amounts import money, quantity
from planlib.meeting.agenda import Item, ItemKind
from planlib.model import Decision, Kpi
from planlib.review.parts import apart_sentences, part_name
from planlib.snapshot import PartLine, Snapshot

_TITLES = {
    ItemKind.MONTH: N_("How the month stands"),
    ItemKind.ACTIONS: N_("Open actions"),
    ItemKind.LESSONS: N_("Lessons and feedback of the month before"),
    ItemKind.CHANGED: N_("What changed since the last meeting"),
    ItemKind.TASKS: N_("Tasks that are late"),
    ItemKind.RISKS: N_("Risks that need a word"),
    ItemKind.UNTOLD: N_("Without data or check-in"),
    ItemKind.OTHER: N_("Any other business"),
    ItemKind.END: N_("What was decided"),
}
_TITLED = ("objective", "milestone", "task", "risk")


class Adjusted(NamedTuple):
    """An adjustment in words."""

    of: str
    """What it belongs to: a KPI, a budget line, a goal."""
    field: str
    before: str
    after: str


def item_title(language: Language, snapshot: Snapshot, item: Item) -> str:
    """Return how an item is called."""
    if item.kind in _TITLES:
        return language(_TITLES[item.kind])
    return thing(language, snapshot, item.key) or language(N_("no longer in the plan"))


def thing(language: Language, snapshot: Snapshot, about: str) -> str:
    """Return how what has a key is called: a KPI, budget line, goal, task or risk; empty where there is no such."""
    kind, _colon, found = about.partition(":")
    if kind == "part":
        return next(
            (part_name(language, one) for one in all_parts(snapshot) if one.part and one.part.part == found), ""
        )
    record = _things(snapshot, kind).get(found)
    if record is None:
        return ""
    return language.name(record, "title" if kind in _TITLED else "name")


def parts_of(snapshot: Snapshot, kpi: str) -> list[PartLine]:
    """Return the parts of a KPI's target, of each of its splits."""
    return [one for split in snapshot.parts(kpi) for one in split.parts]


def all_parts(snapshot: Snapshot) -> Iterator[PartLine]:
    """Yield the parts of all targets."""
    for line in snapshot.kpis():
        yield from parts_of(snapshot, line.kpi.kpi)


def kpi_of(snapshot: Snapshot, about: str) -> Kpi | None:
    """Return the KPI that is meant, or whose target a part is of; None of anything else."""
    kind, _colon, found = about.partition(":")
    if kind == "part":
        found = next((one.part.kpi for one in all_parts(snapshot) if one.part and one.part.part == found), "")
    kpi: Kpi | None = _things(snapshot, "kpi").get(found)
    return kpi


def _things(snapshot: Snapshot, kind: str) -> Mapping[str, Any]:
    match kind:
        case "kpi":
            return {line.kpi.kpi: line.kpi for line in snapshot.kpis()}
        case "line":
            return {line.budget.line: line.budget for line in snapshot.budget().lines}
        case "objective":
            return {line.objective.objective: line.objective for line in snapshot.objectives()}
        case "milestone":
            return {step.milestone: step for line in snapshot.objectives() for step in line.milestones}
        case "task":
            return {line.task.task: line.task for line in snapshot.tasks}
        case "risk":
            return {line.risk.risk: line.risk for line in snapshot.risks().lines}
    return {}


def adjusted(language: Language, snapshot: Snapshot, taken: Decision) -> Adjusted:
    """Return an adjustment as it is read."""
    table, _dot, field = taken.what.partition(".")
    kpi = kpi_of(snapshot, taken.about)
    before, after = (value_words(language, snapshot, table, field, value, kpi) for value in (taken.before, taken.after))
    return Adjusted(thing(language, snapshot, taken.about), field_words(language, table, field), before, after)


def parts_left(language: Language, snapshot: Snapshot, taken: Decision) -> str:
    """Return which parts of a target do not add up to it since it was adjusted; empty where they do."""
    if taken.what != "targets.target":
        return ""
    kpi = taken.about.partition(":")[2]
    return language.sentences(list(apart_sentences(language, snapshot, kpi)))


def field_words(language: Language, table: str, field: str) -> str:
    """Return how a field of the plan is called."""
    return language(SHEETS[table].by_field[field].head)


def value_words(
    language: Language, snapshot: Snapshot, table: str, field: str, value: str, kpi: Kpi | None = None
) -> str:
    """Return a value as an adjustment keeps it in words; of a target in the unit of its KPI."""
    if not value:
        return NONE
    currency = snapshot.team.currency
    match SHEETS[table].by_field[field].kind:
        case Kind.QUANTITY if kpi:
            return quantity(language, kpi, Decimal(value), currency, exact=True)
        case Kind.MONEY:
            return money(language, Decimal(value), currency, exact=True)
        case Kind.PERCENT:
            return language.exact(Decimal(value) * 100) + "%"
        case Kind.DAY:
            return language.short_day(date.fromisoformat(value))
        case Kind.REFERENCE:
            person = snapshot.person(value)
            return language.name(person) if person else value
        case Kind.NUMBER | Kind.QUANTITY:
            return language.exact(Decimal(value))
    return value
