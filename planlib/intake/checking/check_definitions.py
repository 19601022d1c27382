"""Files that define things: few rows, which change what is there field by field.

A column that the file lacks leaves the field as it is; an empty cell sets it back to its default. What comes of it is
checked by the records themselves (``planlib.model``) and by the rules that they keep among each other (``rules``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from planlib.intake.checking.budget_slips import warn_of_budget
from planlib.intake.checking.cells import Quantity, read_cells
from planlib.intake.checking.definitions import DEFINITIONS, NAMES
from planlib.intake.checking.keys import key_numbers, refuse_repeated
from planlib.intake.checking.links import read_links
from planlib.intake.checking.products import warn_of_products
from planlib.intake.checking.records import beside, faults_of
from planlib.intake.checking.rules import broken_rules
from planlib.intake.checking.sheet import Mask, Sheet, read_name
from planlib.intake.checking.triggers import Watched, read_trigger
from planlib.intake.known import Known
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.names import Names
from planlib.intake.options import Options
from planlib.intake.values.values import Fault, NumberReader, script_name
from planlib.locale import LANGUAGES, language
from planlib.metrics.schedule import cycle
from planlib.model import Person, Record, Task, TaskLink, new_id
from planlib.spreadsheet import safe
from planlib.vocabulary import FileKind, Measure, ProblemCode


class Defined(NamedTuple):
    """What a row of the file makes of one record."""

    row: int
    before: Record | None
    after: Record
    links: tuple[TaskLink, ...] | None = None
    """What it says that a task waits for; None where it says nothing of that."""


class _About(NamedTuple):
    """Which record a row is about."""

    id: str
    name: str
    """As the row calls it."""


@dataclass(slots=True)
class Definitions:
    """The records that may be recorded, and the people who are named for the first time."""

    rows: list[Defined] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


def check_definitions(sheet: Sheet, kind: FileKind, known: Known, options: Options) -> Definitions:
    """Return what the file's rows make of the plan's things of the kind."""
    return _Checker(sheet, kind, known, options).check()


class _Checker:
    """Makes records of the rows of one kind."""

    def __init__(self, sheet: Sheet, kind: FileKind, known: Known, options: Options) -> None:
        """Find out which records the rows are about, and read their cells."""
        self._sheet, self._known, self._options = sheet, known, options
        self._is = DEFINITIONS[kind]
        self._standing: dict[str, Record] = {self._id(record): record for record in getattr(known, self._is.table)}
        self._kpis = {kpi.kpi: kpi for kpi in known.kpis}
        self._people: list[Person] = []
        self._new: dict[str, str] = {}
        self._names: dict[str, Names] = {}
        key, *_ = (one for one in FIELDS[kind] if one.name == self._is.key)
        self._fields = [one for one in FIELDS[kind] if one.name in sheet.fields and one is not key]
        self._about = sheet.read(key.name, self._reader(key.longest))
        self._cells = read_cells(sheet, kind, known.plan, known.team.currency, without=key.name, money=self._money)

    def check(self) -> Definitions:
        """Return the records of all rows that may be recorded."""
        ids = self._about.strings(lambda about: about.id)
        refuse_repeated(self._sheet, key_numbers([ids]), self._about.good)
        rows = np.flatnonzero(self._sheet.kept).tolist()
        self._introduce(rows)
        found = self._keeping_rules([defined for row in rows if (defined := self._defined(row))])
        owners = {getattr(one.after, "owner", None) for one in found}
        warn_of_products(self._sheet, ((one.row, one.after) for one in found if one.after != one.before))
        warn_of_budget(self._sheet, self._known.plan, ((one.row, one.before, one.after) for one in found))
        return Definitions(found, [person for person in self._people if person.person in owners])

    # which record a row is about

    def _id(self, record: Record) -> str:
        return str(getattr(record, self._is.id))

    def _reader(self, longest: int) -> Callable[[str], _About | Fault]:
        named, has_own_id = self._is.named(self._known), self._is.id not in self._is.refers

        def read(text: str) -> _About | Fault:
            name = read_name(text, longest)
            if isinstance(name, Fault):
                return name
            found = named(name) if name else Fault(ProblemCode.MISSING_VALUE)
            if isinstance(found, Fault) and has_own_id and _is_unknown(found):
                found = self._new.setdefault(name, self._is.id_of(self._known.team.team, name))
            return found if isinstance(found, Fault) else _About(found, name)

        return read

    def _row(self, row: int) -> _About:
        about = self._about.values[self._about.codes[row]]
        assert isinstance(about, _About)
        return about

    def _start(self, about: _About) -> dict[str, Any]:
        """Return what the record of a row has before the row is read."""
        if about.id in self._standing:
            return self._standing[about.id].model_dump()
        start = {"team": self._known.team.team, "month": self._known.plan.month, "code": about.name}
        return {name: value for name, value in start.items() if name in self._is.of.fields} | {self._is.id: about.id}

    def _introduce(self, rows: Sequence[int]) -> None:
        """Let the rows refer to each other, by the names they have in the file, where the record refers to its like."""
        table, record = self._is.table, self._is.of.record
        if table in self._is.refers.values() or "predecessors" in self._cells:
            texts = {row: {name: text or "" for name, text in self._texts(row).items()} for row in rows}
            things = [record.model_construct(**self._start(self._row(row)) | texts[row]) for row in rows]
            known: dict[str, Any] = {table: (*self._standing.values(), *things)}
            self._known = replace(self._known, **known)

    # what a row says of it

    def _defined(self, row: int) -> Defined | None:
        """Return what a row makes of its record; None where it is refused."""
        about = self._row(row)
        before, start = self._standing.get(about.id), self._start(about)
        patch = self._patch(row, start, new=before is None)
        if before is not None:
            patch = {name: _as_it_stands(value, start[name]) for name, value in patch.items()}
        faults: list[tuple[str | None, Fault]] = [(n, value) for n, value in patch.items() if isinstance(value, Fault)]
        links = self._links(row, about)
        if isinstance(links, Fault):
            faults.append(("predecessors", links))
        read = {name: value for name, value in patch.items() if not isinstance(value, Fault)}
        values = {name: value for name, value in (start | read).items() if name not in read or value is not None}
        try:
            record = self._is.of.record.model_validate(values)
        except ValidationError as error:
            faults += beside(faults, faults_of(error))
        else:
            if not isinstance(links, Fault) and not faults:
                return Defined(row, before, record, links)
        self._refuse(row, faults)
        return None

    def _patch(self, row: int, start: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
        """Return the attributes that a row sets; None for the default, a Fault for what cannot be."""
        cells = {name: values[row] for name, values in self._cells.items()} | {self._is.key: self._row(row).name}
        patch = self._texts(row)
        for one in self._fields:
            attribute = self._is.attribute(one.name)
            if one.holds == "name":
                patch[attribute] = self._reference(self._is.refers[attribute], cells[one.name])
            elif one.holds == "trigger":
                said = self._trigger(cells[one.name] or "")
                patch |= {attribute: said} if isinstance(said, Fault) else said
            elif one.holds not in ("text", "number", "links"):
                patch[attribute] = cells[one.name]
        patch |= self._is.implied(cells, {**start, **patch}, new=new)
        measure = self._measure({**start, **patch})
        for one in self._fields:
            if one.holds == "number":
                patch[self._is.attribute(one.name)] = self._number(one.name, cells[one.name], measure)
        return patch | self._is.follows({**start, **patch})

    def _texts(self, row: int) -> dict[str, Any]:
        """Return the texts that a row sets; one in no language in particular goes where its script belongs."""
        found: dict[str, Any] = {}
        for name in (one.name for one in self._fields if one.holds == "text"):
            text, keep = self._cells[name][row], self._is.texts.get(name, str)
            if not self._is.in_two_languages(name):
                found[self._is.attribute(name)] = text and keep(text)
            elif text:
                found |= script_name(text, name)
        return found

    def _reference(self, table: str, name: str) -> str | Fault | None:
        """Return the id of what is called `name`; a person of whom nobody has heard is entered."""
        if not name:
            return None
        found = self._called(table)(name)
        if table == "people" and isinstance(found, Fault) and _is_unknown(found):
            person = Person(person=new_id(), team=self._known.team.team, **script_name(name))
            self._known = replace(self._known, people=(*self._known.people, person))
            self._people.append(person)
            del self._names[table]
            return person.person
        return found

    def _called(self, table: str) -> Names:
        if table not in self._names:
            self._names[table] = NAMES[table](self._known)
        return self._names[table]

    def _links(self, row: int, about: _About) -> tuple[TaskLink, ...] | Fault | None:
        """Return what a row says that its task waits for; None where the file has no column for it."""
        if "predecessors" not in self._cells:
            return None
        start = {"team": self._known.team.team, "month": self._known.plan.month, "task": about.id}
        return read_links(self._cells["predecessors"][row] or "", start, self._called("tasks"))

    def _trigger(self, text: str) -> dict[str, Any] | Fault:
        """Return the attributes of a risk that its trigger sets."""
        watched = Watched(
            kpi=self._called("kpis"),
            line=self._called("budgets"),
            percent=lambda kpi: self._kpis[kpi].measure == Measure.PERCENT,
            number=NumberReader(self._known.team.currency, self._sheet.limits, self._sheet.decimal),
            year=self._known.plan.month.year,
        )
        return read_trigger(text, watched, self._options)

    # numbers

    def _measure(self, record: Mapping[str, Any]) -> Measure | None:
        """Return what the numbers of a record measure: those of the KPI that it is, or is about."""
        kpi = self._kpis.get(record.get("kpi", ""))
        return record.get("measure") or (kpi.measure if kpi else None)

    def _number(self, name: str, cell: Quantity | None, measure: Measure | None) -> Decimal | Fault | None:
        """Return the number in a cell, a fraction where it is a percentage."""
        if cell is None:
            return None
        match self._is.numbers.get(name):
            case "percent":
                return cell.share(self._options)
            case "share" if cell.percent:
                return cell.value
            case "kpi" if measure == Measure.PERCENT:
                return cell.share(self._options)
        return cell.amount()

    def _money(self, name: str) -> Mask:
        """Return the rows in which a field is an amount of money."""
        match self._is.numbers.get(name):
            case "money":
                return np.ones(len(self._sheet), dtype=bool)
            case "kpi" if "kpi" in self._is.refers:
                money = {kpi.kpi for kpi in self._known.kpis if kpi.measure == Measure.CURRENCY}
                return self._about.each(lambda about: about.id in money, otherwise=False)
        return np.zeros(len(self._sheet), dtype=bool)

    # what rows are beside each other

    def _keeping_rules(self, found: list[Defined]) -> list[Defined]:
        """Return the rows that keep the rules beside each other; a row is refused with the one that it refers to."""
        while True:
            standing = self._standing | {self._id(one.after): one.after for one in found}
            circle = self._circle(found, standing)
            faults = {one.row: [*self._broken(one.after, standing), *_waiting(one, standing, circle)] for one in found}
            if not any(faults.values()):
                return found
            for row, broken in faults.items():
                self._refuse(row, broken)
            found = [one for one in found if not faults[one.row]]

    def _circle(self, found: Sequence[Defined], standing: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the tasks that would wait for each other."""
        said = {self._id(one.after) for one in found if one.links is not None}
        links = [link for one in found for link in one.links or ()]
        codes = {task: record.code for task, record in standing.items() if isinstance(record, Task)}
        return cycle([*links, *(link for link in self._known.task_links if link.task not in said)], codes)

    def _broken(self, record: Record, standing: Mapping[str, Record]) -> Iterator[tuple[str, Fault]]:
        for attribute, table in self._is.refers.items():
            if table == self._is.table and getattr(record, attribute) not in (None, *standing):
                yield attribute, Fault(ProblemCode.NO_SUCH_REFERENCE)
        yield from broken_rules(record, standing, self._kpis, self._known.team.first_weekday)

    def _refuse(self, row: int, faults: Sequence[tuple[str | None, Fault]]) -> None:
        for attribute, fault in faults:
            self._sheet.refuse_row(self._is.field(attribute), row, fault)


def _waiting(one: Defined, standing: Mapping[str, Any], circle: Sequence[str]) -> Iterator[tuple[str, Fault]]:
    """Yield what is wrong with what a task waits for, beside the other tasks."""
    if any(link.predecessor not in standing for link in one.links or ()):
        yield "predecessors", Fault(ProblemCode.NO_SUCH_REFERENCE)
    elif any(link.task in circle and link.predecessor in circle for link in one.links or ()):
        names = {code: [language(code).name(standing[task], "title") for task in circle] for code in LANGUAGES}
        told = {"cycle": " → ".join(names["en"]), "cycle_zh": " → ".join(names["zh"])}
        yield "predecessors", Fault(ProblemCode.TASK_CYCLE, told)


def _is_unknown(fault: Fault) -> bool:
    """Return whether a name leads to nothing, and not to several things."""
    return fault.code != ProblemCode.MISSING_VALUE and "codes" not in fault.parameters


def _as_it_stands(value: Any, old: Any) -> Any:
    """Return `old` where `value` is that text as our own CSV files have it, kept from being a formula."""
    return old if isinstance(value, str) and isinstance(old, str) and value == safe(old) else value
