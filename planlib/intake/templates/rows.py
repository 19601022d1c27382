"""What a plan has, as the rows of a template: every kind's, each cell as its file may have it.

Rows that could not be read back as they stand are not among them: payments without a voucher, which nobody could tell
from new ones once they are changed, and rates without a denominator.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias, cast

from planlib.editing.cells import shown
from planlib.editing.sheets import SHEETS
from planlib.export.form import Cell, Number
from planlib.intake.checking.definitions import DEFINITIONS, NAMES, Definition
from planlib.intake.checking.links import links_text
from planlib.intake.checking.triggers import trigger_text
from planlib.intake.known import Known
from planlib.intake.mapping.fields import FIELDS, Field
from planlib.intake.mapping.names import Names
from planlib.locale import N_, Language
from planlib.locale.words import word
from planlib.metrics.periods import Calendar, Span, expected_starts, month_span
from planlib.model import Kpi, Risk
from planlib.spreadsheet import safe
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.store.queries import actual_rows, segments, spend_rows
from planlib.store.tables import TABLES, Table
from planlib.vocabulary import Aggregation, FileKind, Measure

Row: TypeAlias = dict[str, Cell]
"""Cells by field; a field that is not there is empty."""


@dataclass(frozen=True)
class PlanWords:
    """A plan, and how its things are called in a file."""

    store: Store
    known: Known
    at: int
    language: Language

    @cached_property
    def kpis(self) -> list[Kpi]:
        """The KPIs that have a target this month; all of the team where none has."""
        with_target = {target.kpi for target in self.known.targets}
        kpis: list[Kpi] = self.standing("kpis")
        return [kpi for kpi in kpis if kpi.kpi in with_target] or kpis

    @cached_property
    def by_id(self) -> Mapping[str, Kpi]:
        """Every KPI of the team."""
        return {kpi.kpi: kpi for kpi in self.known.kpis}

    @cached_property
    def called(self) -> Mapping[str, Mapping[str, str]]:
        """What the rows of each table are called, by id."""
        return {table: self._called(TABLES[table], names(self.known)) for table, names in NAMES.items()}

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The codes of what tasks wait for and triggers watch, by id."""
        things = {table: getattr(self.known, table) for table in ("kpis", "budgets", "tasks")}
        return {getattr(one, TABLES[table].key[-1]): one.code for table in things for one in things[table]}

    def in_percent(self, risk: Risk) -> bool:
        """Return whether the bound of a risk's trigger is a percentage."""
        kpi = self.by_id.get(risk.trigger_kpi or "")
        return risk.trigger_line is not None or (kpi is not None and kpi.measure is Measure.PERCENT)

    def standing(self, table: str) -> list[Any]:
        """Return what stands in a table, by code."""
        return sorted(getattr(self.known, table), key=lambda record: getattr(record, "code", ""))

    @cached_property
    def segments(self) -> Mapping[str, Sequence[str]]:
        """The segments that each KPI has had."""
        kpis = [kpi.kpi for kpi in self.kpis]
        return segments(self.store, kpis, self.known.key.last_day, self.at)

    @cached_property
    def calendar(self) -> Calendar:
        """On which days the team works."""
        rows = current(self.store, "calendar_days", known_at=self.at, where={"team": self.known.team.team})
        return Calendar.of(row.record for row in rows)

    def _called(self, table: Table, names: Names) -> dict[str, str]:
        """Return each thing's name, or its code where a file could not tell by the name which it is."""
        stem = "title" if "title_zh" in table.fields else "name"
        called = {}
        for thing in self.standing(table.name):
            own, name = getattr(thing, table.key[-1]), self.language.name(thing, stem)
            is_clear = names(name) == own and safe(name) == name
            called[own] = name if is_clear else getattr(thing, "code", own)
        return called


# rows


def _number(value: Decimal | int | None, *, percent: bool = False) -> Cell:
    return "" if value is None else Number(Decimal(value), percent)


def _actuals(here: PlanWords) -> Iterator[Row]:
    """Yield a row for each value that stands or is expected, by KPI, segment and day."""
    month = here.known.plan.month
    for kpi in here.kpis:
        span = month_span(month, kpi.frequency, here.known.team.first_weekday)
        stand = {(row.segment, row.day): row for row in actual_rows(here.store, kpi.kpi, *span, here.at)}
        for key in sorted(stand.keys() | _expected(kpi, here)):
            found = stand.get(key)
            is_ratio = kpi.aggregation is Aggregation.RATIO
            if found and is_ratio and found.base is None:
                continue
            percent = kpi.measure is Measure.PERCENT and not is_ratio
            yield {
                "kpi": here.called["kpis"][kpi.kpi],
                "segment": key[0],
                "day": key[1],
                "value": _number(found.value, percent=percent) if found else Number(None, percent),
                "base": _number(found.base) if found else Number(None) if is_ratio else "",
                "note": found.note if found else "",
            }


def _expected(kpi: Kpi, here: PlanWords) -> set[tuple[str, date]]:
    """Return the segments and days that the KPI is to have a value for by the end of the month."""
    month, first_weekday = Span(here.known.plan.month, here.known.key.last_day), here.known.team.first_weekday
    starts = expected_starts(kpi.frequency, kpi.expected, here.calendar, month, first_weekday)
    return {(segment, day) for segment in here.segments.get(kpi.kpi, [""]) for day in starts}


def _spend(here: PlanWords) -> Iterator[Row]:
    """Yield the payments of the month that have a voucher."""
    month = here.known.plan.month
    for line, name in here.called["budgets"].items():
        for spend in (row.spend for row in spend_rows(here.store, line, here.known.key.last_day, here.at)):
            if spend.voucher and spend.day >= month:
                texts = {field: getattr(spend, field) for field in ("day", "vendor", "voucher", "settles", "note")}
                status = word(here.language, spend.status)
                numbers = {"amount": _number(spend.amount), "quantity": _number(spend.quantity)}
                yield {"line": name, **texts, "status": status, **numbers}


def _definitions(kind: FileKind, here: PlanWords) -> Iterator[Row]:
    """Yield what stands of a kind that defines things."""
    definition = DEFINITIONS[kind]
    fields = [field for field in FIELDS[kind] if not definition.in_two_languages(field.name)]
    for record in here.standing(definition.table):
        yield {field.name: _cell(definition, field, record, here) for field in fields}


def _cell(definition: Definition, field: Field, record: Any, here: PlanWords) -> Cell:
    attribute = definition.attribute(field.name)
    if field.holds == "links":
        return links_text((link for link in here.known.task_links if link.task == record.task), here.codes)
    if field.holds == "trigger":
        return trigger_text(record, here.codes, percent=here.in_percent(record))
    if field.name == definition.key and attribute not in definition.refers:
        own = getattr(record, definition.id)
        return str(getattr(record, "code", here.called[definition.table][own]))
    value = getattr(record, attribute)
    if field.holds in ("number", "length", "hours", "step"):
        return _number(value, percent=_in_percent(definition, field, record, here))
    if value is None:
        return ""
    match field.holds:
        case "name":
            return here.called[definition.refers[attribute]].get(value, "")
        case "choice":
            return word(here.language, value)
        case "flag":
            return here.language(N_("yes")) if value else here.language(N_("no"))
        case "day":
            return cast(date, value)
    column = SHEETS[definition.table].by_field.get(attribute) if definition.table in SHEETS else None
    return str(shown(here.language, column, value, percentage=False) if column else value)


def _in_percent(definition: Definition, field: Field, record: Any, here: PlanWords) -> bool:
    """Return whether the number of a field is a percentage: some always are, others where their KPI is one."""
    about = here.by_id.get(getattr(record, "kpi", ""))
    of_kpi = about is not None and about.measure is Measure.PERCENT
    return {"percent": True, "kpi": of_kpi}.get(definition.numbers.get(field.name, ""), False)


def rows_of(kind: FileKind, here: PlanWords) -> list[Row]:
    """Return the rows of a template of the kind that is filled in."""
    rows = {FileKind.ACTUALS: _actuals, FileKind.SPEND: _spend}
    return list(rows[kind](here) if kind in rows else _definitions(kind, here))
