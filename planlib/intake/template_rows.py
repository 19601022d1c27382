"""What a plan has, as the rows of a template: every kind's, each cell as its file may have it.

Rows that could not be read back as they stand are not among them: payments without a voucher, which nobody could tell
from new ones once they are changed, and rates without a denominator.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from planlib.editing.cells import shown
from planlib.editing.sheets import SHEETS
from planlib.export.form import Cell, Number
from planlib.intake.known import Known
from planlib.intake.names import Names, kpi_names, line_names, objective_names, people_names
from planlib.intake.values import BARE_PERCENT
from planlib.locale import N_, Language
from planlib.locale.words import category_word, word
from planlib.metrics.periods import Calendar, Span, expected_starts, month_span
from planlib.model import Kpi, Record, Target
from planlib.spreadsheet import safe
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.store.queries import actual_rows, segments, spend_rows
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
        return [kpi for kpi in self.all_kpis if kpi.kpi in with_target] or self.all_kpis

    @cached_property
    def all_kpis(self) -> list[Kpi]:
        """Every KPI of the team, by code."""
        return sorted(self.known.kpis, key=lambda kpi: kpi.code)

    @cached_property
    def kpi(self) -> Mapping[str, str]:
        """What each KPI is called, by id."""
        return self._called(self.all_kpis, "kpi", kpi_names(self.known.kpis))

    @cached_property
    def line(self) -> Mapping[str, str]:
        """What each budget line is called, by id."""
        lines = sorted(self.known.budgets, key=lambda line: line.code)
        return self._called(lines, "line", line_names(self.known.budgets, self.known.other_budgets))

    @cached_property
    def objective(self) -> Mapping[str, str]:
        """What each goal is called, by id."""
        goals = sorted(self.known.objectives, key=lambda goal: goal.code)
        return self._called(goals, "objective", objective_names(self.known.objectives), stem="title")

    @cached_property
    def owner(self) -> Mapping[str, str]:
        """What each person is called, by id."""
        return self._called(self.known.people, "person", people_names(self.known.people))

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

    def _called(self, things: Iterable[Record], key: str, names: Names, stem: str = "name") -> dict[str, str]:
        """Return each thing's name, or its code where a file could not tell by the name which it is."""
        return {
            own: name if names(name := self.language.name(thing, stem)) == own and safe(name) == name else code
            for thing in things
            for own, code in [(getattr(thing, key), getattr(thing, "code", getattr(thing, key)))]
        }


# rows


def _number(value: Decimal | None, *, percent: bool = False) -> Cell:
    """Return a cell; a percentage that without its sign could be another is a text."""
    cell = Number(value, percent)
    return str(cell) if value is None or (percent and abs(value) > BARE_PERCENT) else cell


def _chosen(_: Language, choice: StrEnum | None) -> str:
    return word(_, choice) if choice is not None else ""


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
                "kpi": here.kpi[kpi.kpi],
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
    for line, name in here.line.items():
        for spend in (row.spend for row in spend_rows(here.store, line, here.known.key.last_day, here.at)):
            if spend.voucher and spend.day >= month:
                texts = {field: getattr(spend, field) for field in ("day", "vendor", "voucher", "settles", "note")}
                status = _chosen(here.language, spend.status)
                yield {"line": name, **texts, "status": status, "amount": _number(spend.amount)}


def _kpis(here: PlanWords) -> Iterator[Row]:
    _ = here.language
    for kpi in here.all_kpis:
        percent = kpi.measure is Measure.PERCENT
        choices = ("direction", "aggregation", "frequency", "expected", "gaps", "measure")
        yield {
            **{field: getattr(kpi, field) for field in ("code", "name_zh", "name_en", "unit", "source", "aliases")},
            **{field: _chosen(_, getattr(kpi, field)) for field in choices},
            "min": _number(kpi.smallest, percent=percent),
            "max": _number(kpi.largest, percent=percent),
            "whole": _(N_("yes")) if kpi.whole else _(N_("no")),
            "owner": here.owner.get(kpi.owner or "", ""),
        }


def _targets(here: PlanWords) -> Iterator[Row]:
    targets = {target.kpi: target for target in here.known.targets}
    return (_target(kpi, targets[kpi.kpi], here) for kpi in here.all_kpis if kpi.kpi in targets)


def _target(kpi: Kpi, target: Target, here: PlanWords) -> Row:
    _ = here.language
    percent = kpi.measure is Measure.PERCENT
    of_kpi = ("baseline", "target", "lower", "upper", "tolerance")
    return {
        "kpi": here.kpi[kpi.kpi],
        "objective": here.objective.get(target.objective or "", ""),
        **{field: _number(getattr(target, field), percent=percent) for field in of_kpi},
        "weight": _number(target.weight),
        **{field: _chosen(_, getattr(target, field)) for field in ("path", "commitment", "growth_mode")},
        "weekly_split": _as_edited("targets", "weekly_split", target, _),
        "growth_rate": _number(target.growth_rate, percent=True),
    }


def _budget(here: PlanWords) -> Iterator[Row]:
    _ = here.language
    for line in sorted(here.known.budgets, key=lambda line: line.code):
        yield {
            "line": line.code,
            "name_zh": line.name_zh,
            "name_en": line.name_en,
            "category": category_word(_, line.category),
            "kind": _chosen(_, line.kind),
            "amount": _number(line.original),
            "revised": _number(line.revised),
            "phasing": _chosen(_, line.phasing),
            "phasing_detail": _as_edited("budgets", "phasing_detail", line, _),
        }


def _as_edited(sheet: str, field: str, record: Record, _: Language) -> str:
    """Return a field as the tables of the plan have it: 20% 30% 30% 20%."""
    return str(shown(_, SHEETS[sheet].by_field[field], getattr(record, field), percentage=False))


ROWS: Mapping[FileKind, Callable[[PlanWords], Iterator[Row]]] = {
    FileKind.ACTUALS: _actuals,
    FileKind.SPEND: _spend,
    FileKind.KPIS: _kpis,
    FileKind.TARGETS: _targets,
    FileKind.BUDGET: _budget,
}
