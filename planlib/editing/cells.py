"""One value to the cell that shows it, and one cell back to its value or the fault that keeps it from being read.

Numbers travel as text, so that no digit is lost between the ledger and the screen; percentages carry their sign.
A cell may hold anything: the browser is not believed.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any

from planlib.editing.listed import NONE_OF_THEM, found_in_list
from planlib.editing.sheets import Column, Kind, Sheet
from planlib.intake.checking.cells import Quantity, read_phases, read_shares
from planlib.intake.mapping.names import OTHER, Choice, Named, Names, read_flag
from planlib.intake.options import Limits, Options
from planlib.intake.values.values import CONTROL, EXACTLY, Fault, NumberReader, is_blank, plain, read_day
from planlib.locale import BOTH, Language, language
from planlib.locale.words import category_called, category_word, word
from planlib.model import Kpi, Record
from planlib.store.ledger import Stored
from planlib.vocabulary import Measure, ProblemCode

Cells = dict[str, Any]
"""By field: a text, a day, a flag or None as the table shows it, or whatever the browser sent."""

NUMERIC = (Kind.NUMBER, Kind.STEP, Kind.PERCENT, Kind.QUANTITY, Kind.MONEY)

_UNPRINTABLE = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")
"""Control characters and halves of characters, which no text in the ledger has."""


def is_percentage(column: Column, fields: Mapping[str, Any], kpis: Mapping[str, Record]) -> bool:
    """Return whether the column holds a percentage in the row of `fields`, by what the row is about."""
    if column.kind != Kind.QUANTITY:
        return column.kind == Kind.PERCENT
    if fields.get("trigger_line"):
        return True
    kpi = kpis.get(fields.get("kpi") or fields.get("trigger_kpi") or "")
    measure = fields.get("measure") or (kpi.measure if isinstance(kpi, Kpi) else None)
    return bool(measure == Measure.PERCENT)


# to the screen


def shown(
    language: Language,
    column: Column,
    value: Any,
    *,
    percentage: bool,
    kpis: Mapping[str, Record] = MappingProxyType({}),
) -> Any:
    """Return the cell that shows `value`; one of `kpis` whose code it holds by its name."""
    if value is None:
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if column.kind == Kind.LISTED:
        return str(value) or NONE_OF_THEM
    if column.kind == Kind.CATEGORY:
        return category_word(language, value)
    if column.kind == Kind.PHASES and (kpi := _of_code(kpis, value)):
        return language.name(kpi)
    if column.kind in (Kind.SHARES, Kind.PHASES):
        return " ".join(_share(language, part) for part in value.split())
    if column.kind in NUMERIC:
        number = Decimal(value)
        return _percent(language, number) if percentage else language.exact(number)
    return value


def row_cells(language: Language, sheet: Sheet, record: Record, kpis: Mapping[str, Record]) -> Cells:
    """Return the cells of one row, by field."""
    fields = record.model_dump()
    return {
        column.field: shown(
            language, column, fields[column.field], percentage=is_percentage(column, fields, kpis), kpis=kpis
        )
        for column in sheet.columns
    }


def _of_code(kpis: Mapping[str, Record], code: str) -> Kpi | None:
    return next((kpi for kpi in kpis.values() if isinstance(kpi, Kpi) and kpi.code == code), None)


def _share(language: Language, part: str) -> str:
    """Return "0.4" as 40% and "5=0.4" as 5=40%; what is no share stays as it is."""
    day, equals, share = part.rpartition("=")
    try:
        number = Decimal(share)
        return f"{day}{equals}{_percent(language, number)}" if number <= 1 else part
    except ArithmeticError:
        return part


def _percent(language: Language, share: Decimal) -> str:
    with localcontext(EXACTLY):
        return language.exact(share * 100) + "%"


# and back


class Reader:
    """Reads the cells of one team's tables."""

    def __init__(self, language: Language, currency: str, stored: Mapping[str, Mapping[str, Stored]]) -> None:
        """Take the words of `language`, amounts of `currency`, and as references each table's rows by their ids."""
        self._language = language
        self._number = NumberReader(currency, Limits())
        self._stored = stored
        self._names: dict[str, Names] = {}

    def __call__(self, sheet: Sheet, column: Column, cell: object, *, percentage: bool) -> Any | Fault:
        """Return the value of a cell that is not blank."""
        if column.kind == Kind.FLAG:
            return cell if isinstance(cell, bool) else read_flag(str(cell))
        if column.kind == Kind.DAY and isinstance(cell, date):
            return cell
        if not isinstance(cell, str):
            return Fault(ProblemCode.BAD_VALUE)
        if _UNPRINTABLE.search(cell):
            return Fault(ProblemCode.CONTROL_CHAR)
        return self._text(sheet, column, cell, percentage)

    def _text(self, sheet: Sheet, column: Column, cell: str, percentage: bool) -> Any | Fault:
        match column.kind:
            case Kind.CHOICE:
                return _choice(sheet, column, cell)
            case Kind.LISTED:
                value = found_in_list(column.field, cell)
                return Fault(ProblemCode.BAD_VALUE, {"reason": f"no_{column.field}"}) if value is None else value
            case Kind.REFERENCE:
                return self._reference(sheet.refers_to(column), cell)
            case Kind.DAY:
                day = read_day(cell)
                return day if isinstance(day, Fault) else day.day
            case Kind.NUMBER | Kind.STEP | Kind.PERCENT | Kind.QUANTITY | Kind.MONEY:
                return self._amount(cell, percentage)
            case Kind.CATEGORY:
                return category_called(self._language, plain(cell))
            case Kind.SHARES:
                return read_shares(cell, self._number)
            case Kind.PHASES:
                kpi = self._reference("kpis", cell)
                known = None if isinstance(kpi, Fault) else self._stored["kpis"][kpi].record.code
                return known or read_phases(cell, self._number)
        return cell

    def _reference(self, table: str, cell: str) -> str | Fault:
        """Return the id of what a cell refers to, by that or as people call it in either language."""
        if cell in self._stored[table]:
            return cell
        if table not in self._names:
            self._names[table] = Names((_named(row, one.record) for row, one in self._stored[table].items()), OTHER)
        return self._names[table](cell)

    def _amount(self, cell: str, percentage: bool) -> Decimal | Fault:
        number = self._number(cell)
        if isinstance(number, Fault):
            return number
        quantity = Quantity(number.value, number.percent)
        return quantity.share(Options()) if percentage else quantity.amount()


def _choice(sheet: Sheet, column: Column, cell: str) -> StrEnum | Fault:
    """Return the choice that a cell is, by its code or its word in either language."""
    words = {option: [word(language(code), option) for code in ("zh", "en")] for option in sheet.choices(column)}
    found = Choice(words)(cell)
    if not isinstance(found, Fault):
        return found
    known_zh, known = map(list, zip(*words.values(), strict=True))
    return Fault(found.code, {"known_zh": known_zh, "known": known})


def _named(row: str, record: Record) -> Named:
    fields = record.model_dump()
    names = (fields.get(name) for name in ("name_zh", "name_en", "title_zh", "title_en"))
    said = str(fields.get("text", "")).split(BOTH)
    return Named(row, fields.get("code") or fields.get("login") or row, tuple(filter(None, [*names, *said])))


def is_empty(column: Column, cell: object) -> bool:
    """Return whether the cell says nothing, so that the field takes its default."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    return is_blank(cell) if column.kind in NUMERIC else not plain(cell)
