"""KPIs, targets and budget lines: few rows, which change what is there field by field.

A column that the file lacks leaves the field as it is; an empty cell sets it back to its default. What comes of it is
checked by the records themselves (``planlib.model``).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np
from pydantic import ValidationError

from planlib.intake.cells import Quantity, read_cells
from planlib.intake.keys import key_numbers, refuse_repeated
from planlib.intake.known import Known
from planlib.intake.names import Names, kpi_names, line_names, objective_names, people_names
from planlib.intake.options import Options
from planlib.intake.records import faults_of
from planlib.intake.rules import phasing_fault, weekly_split_fault
from planlib.intake.sheet import Mask, Sheet, read_name
from planlib.intake.values import Fault, name_key, script_name
from planlib.locale import LANGUAGES, language
from planlib.locale.words import category_called
from planlib.model import Budget, Kpi, Person, Record, Target, new_id
from planlib.spreadsheet import safe
from planlib.vocabulary import FileKind, Measure, ProblemCode

_IN_UNIT_OF_KPI = ("baseline", "target", "lower", "upper", "tolerance")
_UNITS = {"%": Measure.PERCENT, "元": Measure.CURRENCY, "¥": Measure.CURRENCY, "CNY": Measure.CURRENCY}
"""What a KPI measures where the file gives its unit and no more."""


class Defined(NamedTuple):
    """What a row of the file makes of one record."""

    row: int
    before: Record | None
    after: Record


@dataclass(slots=True)
class Definitions:
    """The records that may be recorded, and the people who are named for the first time."""

    rows: list[Defined] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


def check_definitions(sheet: Sheet, kind: FileKind, known: Known, options: Options) -> Definitions:
    """Return what the file's rows make of the plan's KPIs, targets or budget lines."""
    checks: dict[FileKind, type[_Check]] = {
        FileKind.KPIS: _Kpis,
        FileKind.TARGETS: _Targets,
        FileKind.BUDGET: _Budgets,
    }
    return checks[kind](sheet, kind, known, options).check()


class _Check(ABC):
    """Makes records of the rows of one kind."""

    record: ClassVar[type[Record]]
    key: ClassVar[str]
    """The field that says which record a row is about."""
    id: ClassVar[str]
    """The attribute that tells the records apart."""
    fields: ClassVar[Mapping[str, str]] = {}
    """Attribute to field, where the two are called differently."""

    def __init__(self, sheet: Sheet, kind: FileKind, known: Known, options: Options) -> None:
        """Read the cells of the file."""
        self.sheet = sheet
        self.known = known
        self.options = options
        self.cells = read_cells(sheet, kind, known.plan, known.team.currency, without=self.key, money=self.money)
        self.found = Definitions()

    @abstractmethod
    def find(self, name: str) -> Record | str | Fault:
        """Return the record that a row's key names, or what a new one is called."""

    @abstractmethod
    def new(self, name: str) -> dict[str, Any]:
        """Return what a new record called `name` has from the start."""

    @abstractmethod
    def patch(self, row: dict[str, Any], before: Any) -> dict[str, Any]:
        """Return the attributes that a row sets; None for the default, a Fault for what cannot be."""

    def money(self, field: str) -> Mask:
        """Return the rows in which a field is an amount of money."""
        return np.zeros(len(self.sheet), dtype=bool)

    def broken(self, record: Any) -> Mapping[str, Fault | None]:
        """Return by attribute what is wrong with a record beside others of its plan."""
        return {}

    def check(self) -> Definitions:
        """Return the records of all rows that may be recorded."""
        column = self.sheet.read(self.key, self._find)
        names = column.strings(lambda about: about if isinstance(about, str) else str(getattr(about, self.id)))
        refuse_repeated(self.sheet, key_numbers([names]), column.good)
        cells = self.cells | {self.key: names.to_pylist()}
        for row in np.flatnonzero(self.sheet.kept).tolist():
            about = column.values[column.codes[row]]
            before = about if isinstance(about, Record) else None
            given = self.new(str(about)) if before is None else before.model_dump()
            patch = self.patch({name: values[row] for name, values in cells.items()}, before)
            self._enter(row, before, given, patch)
        return self.found

    def _find(self, text: str) -> Record | str | Fault:
        name = read_name(text, 64)
        if isinstance(name, Fault):
            return name
        return self.find(name) if name else Fault(ProblemCode.MISSING_VALUE)

    def _enter(self, row: int, before: Record | None, given: dict[str, Any], patch: dict[str, Any]) -> None:
        if before is not None:
            patch = {name: _as_it_stands(value, given[name]) for name, value in patch.items()}
        faults: list[tuple[str | None, Fault]] = _only_faults(patch)
        if not faults:
            values = {name: value for name, value in (given | patch).items() if name not in patch or value is not None}
            try:
                after = self.record.model_validate(values)
            except ValidationError as error:
                faults = list(faults_of(error))
            else:
                faults = _only_faults(self.broken(after))
                self.found.rows += [] if faults else [Defined(row, before, after)]
        for name, fault in faults:
            self.sheet.refuse_row(self.fields.get(name, name) if name else None, row, fault)

    def quantity(self, cell: Quantity | None, *, percent: bool) -> Decimal | Fault | None:
        """Return the number in a cell, a fraction where it is a percentage."""
        if cell is None:
            return None
        return cell.share(self.options) if percent else cell.amount()


class _Kpis(_Check):
    record = Kpi
    key = "code"
    id = "code"
    fields: ClassVar = {"smallest": "min", "largest": "max"}

    def find(self, name: str) -> Kpi | str:
        return next((kpi for kpi in self.known.kpis if name_key(kpi.code) == name), name)

    def new(self, name: str) -> dict[str, Any]:
        return {"kpi": new_id(), "team": self.known.team.team, "code": name}

    def patch(self, row: dict[str, Any], before: Kpi | None) -> dict[str, Any]:
        same = ("unit", "direction", "aggregation", "frequency", "expected", "gaps", "whole", "source", "aliases")
        patch = _names(row) | {name: row[name] for name in (*same, "measure") if name in row}
        if row.get("measure") is None and ("measure" in row or before is None):
            patch["measure"] = _UNITS.get(row.get("unit") or (before.unit if before else ""))
        measure = patch.get("measure") or (before.measure if before else Measure.OTHER)
        for attribute, name in self.fields.items():
            if name in row:
                patch[attribute] = self.quantity(row[name], percent=measure == Measure.PERCENT)
        if "owner" in row:
            patch["owner"] = self._person(row["owner"])
        return patch

    def _person(self, name: str) -> str | Fault | None:
        """Return the id of who is called `name`, entered among the new people where nobody is yet."""
        if not name:
            return None
        found = people_names((*self.known.people, *self.found.people))(name)
        if isinstance(found, Fault) and "codes" not in found.parameters:
            self.found.people.append(Person(person=new_id(), team=self.known.team.team, **script_name(name)))
            return self.found.people[-1].person
        return found


class _Targets(_Check):
    record = Target
    key = "kpi"
    id = "kpi"

    @cached_property
    def kpi_named(self) -> Names:
        return kpi_names(self.known.kpis, self.known.said)

    def find(self, name: str) -> Target | str | Fault:
        kpi = self.kpi_named(name)
        return next((target for target in self.known.targets if target.kpi == kpi), kpi)

    def new(self, name: str) -> dict[str, Any]:
        return {"team": self.known.team.team, "month": self.known.plan.month, "kpi": name}

    def patch(self, row: dict[str, Any], before: Target | None) -> dict[str, Any]:
        same = ("path", "weekly_split", "commitment", "growth_mode")
        patch = {name: row[name] for name in same if name in row}
        percent = {"weight": row.get("weight") is not None and row["weight"].percent, "growth_rate": True}
        kpi = self._kpi(row["kpi"])
        of_kpi = dict.fromkeys(_IN_UNIT_OF_KPI, kpi.measure == Measure.PERCENT)
        for name, in_percent in (of_kpi | percent).items():
            if name in row:
                patch[name] = self.quantity(row[name], percent=in_percent)
        if "objective" in row:
            goal = row["objective"]
            patch["objective"] = objective_names(self.known.objectives)(goal) if goal else None
        return patch

    def money(self, field: str) -> Mask:
        if field not in _IN_UNIT_OF_KPI:
            return super().money(field)
        money = {kpi.kpi for kpi in self.known.kpis if kpi.measure == Measure.CURRENCY}
        named = map(self.kpi_named, self.sheet.texts(self.key).to_pylist())
        return np.array([isinstance(kpi, str) and kpi in money for kpi in named])

    def broken(self, record: Target) -> dict[str, Fault | None]:
        first_weekday = self.known.team.first_weekday
        return {"weekly_split": weekly_split_fault(record, self._kpi(record.kpi), first_weekday)}

    def _kpi(self, kpi: str) -> Kpi:
        return next(found for found in self.known.kpis if found.kpi == kpi)


class _Budgets(_Check):
    record = Budget
    key = "line"
    id = "code"
    fields: ClassVar = {"original": "amount"}

    @cached_property
    def line_named(self) -> Names:
        return line_names(self.known.budgets)

    def find(self, name: str) -> Budget | str | Fault:
        found = self.line_named(name)
        if isinstance(found, Fault):
            return found if found.code == ProblemCode.AMBIGUOUS_LINE else name
        return next(line for line in self.known.budgets if line.line == found)

    def new(self, name: str) -> dict[str, Any]:
        return {"team": self.known.team.team, "month": self.known.plan.month, "line": new_id(), "code": name}

    def patch(self, row: dict[str, Any], before: Budget | None) -> dict[str, Any]:
        same = ("kind", "phasing", "phasing_detail")
        patch = _names(row) | {name: row[name] for name in same if name in row}
        if "category" in row:
            patch["category"] = row["category"] and _category(row["category"])
        for attribute, name in (("original", "amount"), ("revised", "revised")):
            if name in row:
                patch[attribute] = self.quantity(row[name], percent=False)
        return patch

    def money(self, field: str) -> Mask:
        return np.ones(len(self.sheet), dtype=bool)

    def broken(self, record: Budget) -> dict[str, Fault | None]:
        codes = {kpi.code for kpi in self.known.kpis}
        return {"phasing_detail": phasing_fault(record, codes, self.known.team.first_weekday)}


def _as_it_stands(value: Any, old: Any) -> Any:
    """Return `old` where `value` is that text as our own CSV files have it, kept from being a formula."""
    return old if isinstance(value, str) and isinstance(old, str) and value == safe(old) else value


def _only_faults(values: Mapping[str, Any]) -> list[tuple[str | None, Fault]]:
    return [(name, value) for name, value in values.items() if isinstance(value, Fault)]


def _names(row: dict[str, Any]) -> dict[str, Any]:
    """Return the names that a row sets; one that is in no language in particular goes where its script belongs."""
    plain = script_name(row["name"]) if row.get("name") else {}
    return plain | {name: row[name] for name in ("name_zh", "name_en") if name in row}


def _category(name: str) -> str:
    """Return the category that is called `name` in one of the languages; one of the team's own as it is written."""
    called = (category_called(language(code), name) for code in LANGUAGES)
    return next((category for category in called if category != name), name)
