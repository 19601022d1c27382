"""What the rows of each kind of file are, where a file defines things: KPIs, targets, budget lines, people, goals.

A kind is described here and its headers in ``fields``; the rest follows from its record and its table: which field
refers to what, which stands for a text in two languages, what a cell may hold, what is there by default.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from planlib.intake.known import Known
from planlib.intake.mapping.names import (
    Names,
    kpi_codes,
    kpi_names,
    line_names,
    milestone_names,
    objective_names,
    people_names,
    strategy_names,
    titles,
)
from planlib.intake.values.values import script_name
from planlib.locale import LANGUAGES, language
from planlib.locale.words import category_called
from planlib.metrics import exact
from planlib.model import new_id
from planlib.store.tables import TABLES, Table
from planlib.vocabulary import FileKind, Measure

In = Literal["money", "kpi", "percent", "share"]
"""What a number is in: the team's currency; the unit of the row's KPI; percent; percent where a sign says so."""

Row = Mapping[str, Any]
"""The cells of a row by field, or the attributes of a record."""


def _nothing(row: Row, record: Row, *, new: bool) -> dict[str, Any]:
    return {}


def _as_given(record: Row) -> dict[str, Any]:
    return {}


def _any_id(team: str, name: str) -> str:
    return new_id()


@dataclass(frozen=True)
class Definition:
    """How the rows of one kind of file become records."""

    table: str
    key: str
    """The field that says which record a row is about: by code or name, or by that of the thing it belongs to."""
    names: Callable[[Known], Names] | None = None
    """How the key is read, where it is not as references to the table are."""
    id_of: Callable[[str, str], str] = _any_id
    """The id of a new record, by its team and what it is called."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Field to attribute of the record, where the two are called differently."""
    numbers: Mapping[str, In] = field(default_factory=dict)
    """What the numbers are in, of fields that hold more than plain numbers."""
    texts: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """How the texts of a field are kept, where it is not as they are written."""
    implied: Callable[..., dict[str, Any]] = _nothing
    """What follows for the record from the row's other cells."""
    follows: Callable[[Row], dict[str, Any]] = _as_given
    """What follows for the record from its numbers."""

    @cached_property
    def of(self) -> Table:
        """The ledger's table."""
        return TABLES[self.table]

    @cached_property
    def id(self) -> str:
        """The attribute that tells the records apart."""
        return self.of.key[-1]

    @cached_property
    def refers(self) -> dict[str, str]:
        """Attribute to the table that it refers to."""
        return {reference.columns[-1]: reference.table for reference in self.of.references}

    def attribute(self, name: str) -> str:
        """Return the attribute that a field is."""
        return self.attributes.get(name, name)

    def field(self, attribute: str | None) -> str | None:
        """Return the field that an attribute is read from; of a record's code or id the key."""
        if attribute in (self.id, "code"):
            return self.key
        return next((name for name, own in self.attributes.items() if own == attribute), attribute)

    def in_two_languages(self, name: str) -> bool:
        """Return whether a field stands for a text that the record has in Chinese and in English."""
        return name not in self.of.fields and f"{name}_zh" in self.of.fields

    def named(self, known: Known) -> Names:
        """Return what finds the record, or the thing that it belongs to, by the key of a row."""
        return (self.names or NAMES[self.refers.get(self.id, self.table)])(known)


NAMES: Mapping[str, Callable[[Known], Names]] = {
    "kpis": lambda known: kpi_names(known.kpis, known.said),
    "budgets": lambda known: line_names(known.budgets),
    "people": lambda known: people_names(known.people),
    "objectives": lambda known: objective_names(known.objectives),
    "milestones": lambda known: milestone_names(known.milestones),
    "strategies": lambda known: strategy_names(known.strategies),
    "tasks": lambda known: titles((one.task, one) for one in known.tasks),
    "risks": lambda known: titles((one.risk, one) for one in known.risks),
}
"""How a file names the rows of a table."""

_UNITS = {"%": Measure.PERCENT, "元": Measure.CURRENCY, "¥": Measure.CURRENCY, "CNY": Measure.CURRENCY}
"""What a KPI measures where the file gives its unit and no more."""


def _measure_of_unit(row: Row, record: Row, *, new: bool) -> dict[str, Any]:
    """Return what a KPI measures by its unit, where the row leaves it open."""
    is_open = row.get("measure") is None and (new or "measure" in row)
    return {"measure": _UNITS.get(record.get("unit") or "")} if is_open else {}


def _named_by_key(key: str, stem: str) -> Callable[..., dict[str, Any]]:
    """Return what makes a name of what a row calls a thing without a code."""

    def implied(row: Row, record: Row, *, new: bool) -> dict[str, Any]:
        """Return the name where it is a Chinese text, or else where there is no other."""
        called = script_name(row[key], stem)
        is_open = not record.get(f"{stem}_zh") and (f"{stem}_zh" in called or not record.get(f"{stem}_en"))
        return called if is_open else {}

    return implied


def _id_of_person(team: str, name: str) -> str:
    """Return always the same id for a name, so that the person is known again in the next file by a staff number."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{team}/{name}").hex[:12]


def _amount_of_quantity(record: Row) -> dict[str, Any]:
    """Return the amount of a budget line that has none, where quantity and price say it."""
    quantity, price = record.get("quantity"), record.get("price")
    if record.get("original") is None and isinstance(quantity, Decimal) and isinstance(price, Decimal):
        return {"original": exact.product(quantity, price)}
    return {}


def _category(name: str) -> str:
    """Return the category that is called `name` in one of the languages; one of the team's own as it is written."""
    called = (category_called(language(code), name) for code in LANGUAGES)
    return next((category for category in called if category != name), name)


DEFINITIONS: Mapping[FileKind, Definition] = {
    FileKind.KPIS: Definition(
        "kpis",
        key="code",
        names=lambda known: kpi_codes(known.kpis),
        attributes={"min": "smallest", "max": "largest"},
        numbers={"min": "kpi", "max": "kpi"},
        implied=_measure_of_unit,
    ),
    FileKind.TARGETS: Definition(
        "targets",
        key="kpi",
        numbers={
            **dict.fromkeys(("baseline", "target", "lower", "upper", "tolerance"), "kpi"),
            "weight": "share",
            "growth_rate": "percent",
        },
    ),
    FileKind.BUDGET: Definition(
        "budgets",
        key="line",
        attributes={"amount": "original", "quantity_unit": "unit"},
        numbers={**dict.fromkeys(("amount", "revised", "price", "to_complete"), "money"), "variable": "percent"},
        texts={"category": _category},
        follows=_amount_of_quantity,
    ),
    FileKind.PEOPLE: Definition("people", key="person", id_of=_id_of_person, implied=_named_by_key("person", "name")),
    FileKind.OBJECTIVES: Definition(
        "objectives", key="objective", attributes={"serves": "strategy"}, numbers={"weight": "share"}
    ),
    FileKind.MILESTONES: Definition(
        "milestones",
        key="milestone",
        numbers={"weight": "share", "done": "percent"},
        implied=_named_by_key("milestone", "title"),
    ),
    FileKind.TASKS: Definition("tasks", key="task", numbers={"progress": "percent", "budget": "money"}),
    FileKind.RISKS: Definition(
        "risks",
        key="risk",
        attributes={"trigger": "trigger_kpi", "review": "reviewed"},
        numbers={"probability": "percent", "cost": "money", "came_to": "money"},
    ),
}
