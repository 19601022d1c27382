"""Actuals, column by column: what pydantic would say of each row, said of a million at once, and the KPI's own rules.

A ratio KPI's value is its numerator. With ``rate`` it is the rate already: it is multiplied by its base, or stands
alone for its day where there is none.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.errors import Notice
from planlib.intake.checking.exact import replaced, results
from planlib.intake.checking.keys import key_numbers, refuse_incomplete, refuse_repeated
from planlib.intake.checking.numbers import Numbers, read_numbers
from planlib.intake.checking.sheet import EXACT, Column, Mask, Sheet, mask, only
from planlib.intake.checking.totals import Parts, compare_totals
from planlib.intake.known import Known
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.mapping.names import kpi_names
from planlib.intake.options import Options
from planlib.intake.reading.layout import TOTAL
from planlib.intake.values.units import Unit
from planlib.intake.values.values import BARE_PERCENT, DOUBLE, EXACTLY, Day, Fault, as_double, is_double
from planlib.model import LARGEST, Kpi
from planlib.vocabulary import Aggregation, DecisionCode, FileKind, Frequency, Measure, NoticeCode, ProblemCode

Days: TypeAlias = "np.ndarray[Any, np.dtype[np.datetime64]]"
_ALL = r"(?i)^[\s\x{a0}\x{3000}]*(?:全部|all)[\s\x{a0}\x{3000}]*$"
"""What a segment is called that is all of them, beside the words of a row of totals."""
_NO_MONEY = (Measure.COUNT, Measure.PERCENT, Measure.SCORE, Measure.DURATION)
_Day: TypeAlias = "np.datetime64[Any]"


class _Kpis(NamedTuple):
    """The KPI of each row."""

    column: Column[Kpi]

    def where(self, test: Callable[[Kpi], bool]) -> Mask:
        """Return the rows whose KPI passes `test`."""
        return self.column.each(test, otherwise=False)

    def limits(self, limit: Callable[[Kpi], Decimal | None]) -> pa.Decimal128Array:
        """Return a limit of each row's KPI, null where it has none."""
        values = [None if isinstance(kpi, Fault) else limit(kpi) for kpi in self.column.values]
        return pa.array(values, EXACT).take(pa.array(self.column.codes))


def check_actuals(sheet: Sheet, known: Known, options: Options) -> pa.Table:
    """Return the rows that may be recorded: the record's fields, `row` in the sheet and `month` that owns it."""
    _leave_out_totals(sheet)
    _leave_out_unfilled(sheet)
    kpis = _Kpis(sheet.read("kpi", _kpi_reader(known)))
    days = sheet.days("day", known.plan.month.year)
    segments = sheet.names("segment")
    money = kpis.where(lambda kpi: kpi.measure == Measure.CURRENCY)
    values = read_numbers(sheet, "value", known.team.currency, needed=True, money=money)
    bases = read_numbers(sheet, "base", known.team.currency, needed=False, money=money)
    notes = sheet.long_texts("note", 2000)
    _refuse_units_of_money(sheet, kpis, options)
    dated = days.good & ~_refuse_bare_months(sheet, kpis, days)
    first, month = _periods(sheet, kpis, days, known, options)
    _refuse_segments(sheet, kpis, segments)
    value, base = _amounts(sheet, kpis, values, bases, options)
    compare_totals(sheet, "value", values, lambda: _parts(kpis, first), known.team.currency)
    names = kpis.column.names(lambda kpi: kpi.kpi)
    columns = {
        "row": pa.array(np.arange(len(sheet))),
        "month": pa.array(month),
        "kpi": names.dictionary_decode(),
        "day": pa.array(first),
        "segment": segments.strings(str),
        "value": value,
        "base": base,
        "note": notes,
    }
    readable = kpis.column.good & dated & segments.good & sheet.read_rows
    key = key_numbers([names, columns["day"], segments.names(str)])
    addable = kpis.where(can_be_added) if options.total else np.zeros(len(sheet), dtype=bool)
    if options.total:
        _refuse_too_large_to_add(sheet, value)
    refuse_repeated(sheet, key, readable & ~addable)
    refuse_incomplete(sheet, key, readable & addable)
    kept = sheet.kept
    rows = only(pa.table(columns), kept)
    return _added_up(rows, key[kept]) if options.total else rows


def _leave_out_totals(sheet: Sheet) -> None:
    """Leave out the rows whose segment says that they are a total, unless totals are said to be rows like others."""
    if not sheet.options.footer or "segment" not in sheet.fields.columns:
        return
    segments = sheet.texts("segment").dictionary_encode()
    said = pc.match_substring_regex(segments.dictionary, f"{TOTAL}|{_ALL}").to_numpy(zero_copy_only=False)
    if said.any():
        sheet.leave_totals_out("segment", said[segments.indices.to_numpy()])


def _leave_out_unfilled(sheet: Sheet) -> None:
    """Leave out the rows of a template that nobody filled in: value, base and note are empty.

    A file is a template by having every column that one has. In another file an empty value is missing, and so it is
    where anything was typed into the row, be it a note or "-", or where a formula may have lost its result.
    """
    is_template = all(field.name in sheet.fields.columns for field in FIELDS[FileKind.ACTUALS])
    if not is_template or any(told.code == DecisionCode.UNSAVED_FORMULAS for told in sheet.table.decisions):
        return
    unfilled = mask(pc.equal(sheet.texts("value"), ""))
    if unfilled.any():
        unfilled &= mask(pc.equal(sheet.texts("base"), "")) & mask(pc.equal(sheet.texts("note"), ""))
    if unfilled.any():
        sheet.leave_rows_out(unfilled)
        sheet.notices.append(Notice(NoticeCode.UNFILLED, {"count": int(unfilled.sum())}))


def _kpi_reader(known: Known) -> Callable[[str], Kpi | Fault]:
    by_id = {kpi.kpi: kpi for kpi in known.kpis}
    named = kpi_names(known.kpis, known.said)

    def read(text: str) -> Kpi | Fault:
        found = named(text)
        return found if isinstance(found, Fault) else by_id[found]

    return read


def _refuse_units_of_money(sheet: Sheet, kpis: _Kpis, options: Options) -> None:
    """Refuse what is no money below a header such as 实际值(万元), which would make 30,000 of 3 complaints."""
    unit = sheet.fields.units.get("value", Unit())
    if unit.scale != 1 and unit.is_money and "value" not in options.units:
        no_money = kpis.where(lambda kpi: kpi.measure in _NO_MONEY and not _is_ratio(kpi))
        sheet.refuse("value", no_money, Fault(ProblemCode.BAD_VALUE, {"reason": "unit_of_money", "unit": unit.text}))


def _refuse_bare_months(sheet: Sheet, kpis: _Kpis, days: Column[Day]) -> Mask:
    """Refuse a month without a day, unless the KPI is monthly; return the rows."""
    month_only = days.each(lambda found: found.month_only, otherwise=False)
    bare = month_only & kpis.where(lambda kpi: kpi.frequency != Frequency.MONTH)
    sheet.refuse("day", bare, Fault(ProblemCode.BAD_DATE))
    return bare


def _periods(sheet: Sheet, kpis: _Kpis, days: Column[Day], known: Known, options: Options) -> tuple[Days, Days]:
    """Return the first day of each row's day, week or month, and the month that owns it (a week's fourth day tells)."""
    weekly = kpis.where(lambda kpi: kpi.frequency == Frequency.WEEK)
    monthly = kpis.where(lambda kpi: kpi.frequency == Frequency.MONTH)

    def each(make: Callable[[_Day], _Day]) -> Days:
        other = np.datetime64(known.plan.month, "D")
        return days.each(lambda found: make(np.datetime64(found.day, "D")), otherwise=other)

    def week(day: _Day) -> _Day:
        return day - (_weekday(day) - known.team.first_weekday) % 7

    month = each(_month)
    first = each(lambda day: day)
    if monthly.any():
        first = np.where(monthly, month, first)
    if weekly.any():
        first = np.where(weekly, each(week), first)
        month = np.where(weekly, each(lambda day: _month(week(day) + 3)), month)

    if not options.history:
        outside = days.good & kpis.column.good & (month != np.datetime64(known.plan.month, "D"))
        sheet.refuse("day", outside, lambda row: _outside(month[row].item(), known))
    return first, month


def _outside(month: date, known: Known) -> Fault:
    """Return that a row does not belong to the plan's month, and whether the month it belongs to is closed."""
    about = {"month": known.plan.month}
    return Fault(ProblemCode.OUT_OF_PERIOD, about | ({"closed_month": month} if month in known.closed else {}))


def _weekday(day: _Day) -> int:
    """Monday is 0; 1970-01-01 was a Thursday."""
    return (int(day.astype("int64")) + 3) % 7


def _month(day: _Day) -> _Day:
    month: _Day = day.astype("M8[M]").astype("M8[D]")
    return month


def _refuse_segments(sheet: Sheet, kpis: _Kpis, segments: Column[str]) -> None:
    """A percentage or a score cannot be added up over segments, unless it is a ratio."""
    segmented = segments.each(bool, otherwise=False)
    sheet.refuse("segment", segmented & kpis.where(_is_level), Fault(ProblemCode.SEGMENT_NOT_ALLOWED))


def _is_ratio(kpi: Kpi) -> bool:
    return kpi.aggregation == Aggregation.RATIO


def _is_level(kpi: Kpi) -> bool:
    return kpi.measure in (Measure.PERCENT, Measure.SCORE) and not _is_ratio(kpi)


def can_be_added(kpi: Kpi) -> bool:
    """Return whether values of a KPI's day add up, be they of one segment or of several."""
    return not _is_level(kpi) and kpi.aggregation not in (Aggregation.MIN, Aggregation.MAX)


def _parts(kpis: _Kpis, first: Days) -> Parts:
    """Return what the values are parts of: those of a KPI that is added up over days and segments, each for itself."""
    added = kpis.where(lambda kpi: kpi.aggregation == Aggregation.SUM and not _is_level(kpi))
    names = kpis.column.names(lambda kpi: kpi.kpi)
    whole = kpis.where(lambda kpi: kpi.whole or kpi.measure == Measure.COUNT)
    return Parts(np.where(added, key_numbers([names]), -1), whole, key_numbers([names, pa.array(first)]))


def _amounts(
    sheet: Sheet, kpis: _Kpis, values: Numbers, bases: Numbers, options: Options
) -> tuple[pa.Decimal128Array, pa.Decimal128Array]:
    """Return value and base as they are kept, and refuse what the KPI does not allow."""
    ratio = kpis.where(_is_ratio)
    share = kpis.where(lambda kpi: kpi.measure == Measure.PERCENT) & (~ratio | options.rate)
    no_base = ratio & bases.good & ~mask(pc.is_valid(bases.values))
    plain = kpis.column.good & ~share & ~no_base
    sheet.refuse("value", plain & values.percent, Fault(ProblemCode.PERCENT_NOT_ALLOWED))
    sheet.refuse("base", bases.percent, Fault(ProblemCode.PERCENT_NOT_ALLOWED))
    value, base = _fractions(sheet, values, share, options), bases.values
    whole = kpis.where(lambda kpi: kpi.whole and not _is_ratio(kpi))
    if whole.any():
        broken = whole & mask(pc.not_equal(pc.floor(value), value))
        sheet.refuse("value", broken, Fault(ProblemCode.BAD_NUMBER, {"reason": "not_whole"}))
    if options.rate:
        _refuse_outside(sheet, kpis, value)
        return replaced(sheet, "value", value, _numerators(sheet, value, base, ratio, values.noise)), base
    sheet.refuse("base", no_base, Fault(ProblemCode.NO_DENOMINATOR))
    divided = ratio & ~bases.percent
    if divided.any():
        divided &= _may_be_outside(kpis, value, base)
    rates = results(value, base, divided, _quotient)
    _refuse_outside(sheet, kpis, replaced(sheet, "value", pc.if_else(pa.array(ratio), None, value), rates))
    return value, base


def _numerators(
    sheet: Sheet, rate: pa.Decimal128Array, base: pa.Decimal128Array, which: Mask, noise: "np.ndarray[Any, Any]"
) -> dict[int, Decimal | None]:
    """Return {row: rate times base}; of a quotient that a program wrote all digits count, and give what was divided."""
    digits = DOUBLE - sheet.in_workbook  # a workbook's numbers come at 15 digits, so that the last one may be off

    def product(rate: Decimal, base: Decimal) -> Decimal:
        return as_double(rate * base, digits) if is_double(rate) else rate * base

    cut = results(rate, base, which & (noise != 1), Decimal.__mul__)
    with localcontext(EXACTLY):
        whole = {row: as_double(value * noise[row], digits) for row, value in cut.items() if value is not None}
    return results(rate, base, which, product) | whole


def _fractions(sheet: Sheet, values: Numbers, share: Mask, options: Options) -> pa.Decimal128Array:
    """Return the values with percentages as fractions; a bare number that may be either is refused, and null."""
    bare = share & ~values.percent
    if options.percent_as == "percent":
        hundredths = results(values.values, values.values, bare, lambda value, _: value / 100)
        return replaced(sheet, "value", values.values, hundredths)
    if options.percent_as is None and bare.any():
        large = pc.greater(pc.abs(values.values), pa.scalar(BARE_PERCENT, EXACT))
        ambiguous = bare & mask(large)
        sheet.refuse("value", ambiguous, Fault(ProblemCode.AMBIGUOUS_PERCENT))
        return pc.if_else(pa.array(ambiguous), None, values.values) if ambiguous.any() else values.values
    return values.values


def _may_be_outside(kpis: _Kpis, value: pa.Decimal128Array, base: pa.Decimal128Array) -> Mask:
    """Return the rates that are not well within the limits of their KPI, as far as doubles tell."""
    lowest, highest = -float(LARGEST), float(LARGEST)
    smallest = kpis.column.each(lambda kpi: lowest if kpi.smallest is None else float(kpi.smallest), otherwise=lowest)
    largest = kpis.column.each(lambda kpi: highest if kpi.largest is None else float(kpi.largest), otherwise=highest)
    numerator, denominator = (one.cast(pa.float64()).to_numpy(zero_copy_only=False) for one in (value, base))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = numerator / denominator
    blur = 1e-9 * np.abs(rate) + 1e-12
    within: Mask = (smallest + blur < rate) & (rate < largest - blur)
    return ~within


def _quotient(value: Decimal, base: Decimal) -> Decimal | None:
    """The rate that the smallest and largest possible value are about."""
    return None if not base else max(-LARGEST, min(LARGEST, round(value / base, 15)))


def _refuse_outside(sheet: Sheet, kpis: _Kpis, value: pa.Decimal128Array) -> None:
    """Refuse values below the smallest or above the largest that their KPI can have."""
    if not kpis.where(lambda kpi: kpi.smallest is not None or kpi.largest is not None).any():
        return
    below = mask(pc.less(value, kpis.limits(lambda kpi: kpi.smallest)))
    above = mask(pc.greater(value, kpis.limits(lambda kpi: kpi.largest)))

    def told(row: int) -> Fault:
        kpi = kpis.column.values[kpis.column.codes[row]]
        assert isinstance(kpi, Kpi)
        return Fault(
            ProblemCode.OUT_OF_RANGE, {"smallest": _said(kpi, kpi.smallest), "largest": _said(kpi, kpi.largest)}
        )

    sheet.refuse("value", below | above, told)


def _said(kpi: Kpi, limit: Decimal | None) -> Decimal | str | None:
    """Return a limit as it is told: of a percentage in percent."""
    return f"{(limit * 100).normalize():f}%" if limit is not None and kpi.measure == Measure.PERCENT else limit


def _refuse_too_large_to_add(sheet: Sheet, value: pa.Decimal128Array) -> None:
    """Whatever is added up must stay a number that the ledger can keep."""
    below = round(sheet.limits.below / max(1, len(sheet)))
    too_large = mask(pc.greater_equal(pc.abs(value), pa.scalar(Decimal(below), EXACT)))
    sheet.refuse("value", too_large, Fault(ProblemCode.OUT_OF_RANGE, {"below": below}))


def _added_up(rows: pa.Table, key: "np.ndarray[Any, np.dtype[np.int64]]") -> pa.Table:
    """Return one row per key: value and base added up, the first row's number, a note that all rows share."""
    names = rows.column_names
    ways = {"value": "sum", "base": "sum"}
    grouped = rows.append_column("key", pa.array(key)).group_by("key", use_threads=False)
    asked = [(name, ways.get(name, "first")) for name in names] + [("note", "min"), ("note", "max")]
    total = grouped.aggregate(asked)
    shared = pc.equal(total["note_min"], total["note_max"])
    columns = {name: total[f"{name}_{ways.get(name, 'first')}"] for name in names}
    columns["note"] = pc.if_else(shared, total["note_first"], "")
    return pa.table(columns)
