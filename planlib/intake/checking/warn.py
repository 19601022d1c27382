"""What is unlikely about rows that can be recorded, beside what stood before the file: it is shown and needs a tick.

Limits come from what stood before the first row of a month, so that a first load is quiet, and a file of a whole year
is judged by what was there and not by itself. The value before a row is the last one that stands and that the file
leaves as it is. A value has one warning at most.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planlib.intake.checking.keys import key_numbers
from planlib.intake.checking.sheet import Mask, Rows, Sheet, mask, only
from planlib.intake.checking.warn_segments import warn_of_segments
from planlib.intake.compare import differ
from planlib.intake.known import Known
from planlib.intake.values.values import Fault
from planlib.metrics import control
from planlib.model import Kpi
from planlib.store import queries
from planlib.store.connect import Store
from planlib.vocabulary import Aggregation, Frequency, Measure, SpendStatus, WarningCode

TIMES = 10
"""A value so many times the one before, or so small a part of it, is likely to be a slip."""
_NOISE = 1e-9
"""Moving ranges smaller than this share of the values are a float's noise."""
_KEY = ("kpi", "segment", "month")
_FIGURES = 5
"""Digits that a warning tells of a limit or of the value before."""
_EPOCH = date(1970, 1, 1)
_DAYS = {Frequency.DAY: 1, Frequency.WEEK: 7, Frequency.MONTH: 31}

Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


class _Before(NamedTuple):
    """What stands before each row, NaN where nothing does."""

    last: Floats
    last_day: Floats
    """Counted from 1970-01-01."""
    lower: Floats
    upper: Floats
    """Limits of the value; NaN where there are none."""


class _Process(NamedTuple):
    """Where values are heading, of one KPI, segment and month."""

    last_day: float = np.nan
    """Counted from 1970-01-01."""
    centre: float = np.nan
    """On the last day."""
    slope: float = 0
    """How much the centre moves in a day."""
    reach: float = np.nan
    """From the centre to a limit, a day after the last one; NaN where there are no limits."""
    wandering: bool = False
    """Whether the reach grows with the square root of the days."""


def warn_of_actuals(store: Store, rows: pa.Table, sheet: Sheet, known: Known, today: date, known_at: int) -> None:
    """Warn in `sheet` of what is unlikely about `rows`, the actuals to be added or changed."""
    added = mask(pc.is_null(rows["change_id"]).combine_chunks())
    warn_of_segments(store, only(rows, added), sheet, known, known_at)
    sheet.warn(rows, "day", _after(rows, today), lambda _: Fault(WarningCode.FUTURE_DAY))
    rows = only(rows, differ(rows["value"], rows["old_value"]) | differ(rows["base"], rows["old_base"]))
    if not rows.num_rows:
        return
    kpis = {kpi.kpi: kpi for kpi in known.kpis}
    bare = _ratios(rows, kpis) & mask(pc.is_null(rows["base"]).combine_chunks())
    negative = _negative(rows["value"])
    asked = _distinct(rows["kpi"], bare | negative)
    past = queries.extremes(store, asked, known_at) if asked else {}
    bare &= _among(rows["kpi"], [kpi for kpi, were in past.items() if were.has_base])
    negative &= _among(rows["kpi"], [kpi for kpi, were in past.items() if were.smallest >= 0 and were.largest > 0])
    sheet.warn(rows, "value", bare, lambda _: Fault(WarningCode.NO_BASE))
    sheet.warn(rows, "value", negative, lambda _: Fault(WarningCode.FIRST_NEGATIVE))
    facts = queries.values_before(store, rows.select([*_KEY, "day"]), control.LATEST, known_at)
    last = queries.last_before(store, rows.select(["row", "kpi", "segment", "day"]), known_at)
    if last.num_rows:
        _warn_of_values(sheet, rows, kpis, _before(facts, last, rows, kpis), negative)


def warn_of_spend(store: Store, rows: pa.Table, sheet: Sheet, today: date, known_at: int) -> None:
    """Warn in `sheet` of what is unlikely about `rows`, the spend to be added or changed.

    Only payments are warned of for their day: what is requested or committed may well be after today.
    """
    paid = mask(pc.equal(rows["status"], SpendStatus.ACTUAL.value).combine_chunks())
    sheet.warn(rows, "day", paid & _after(rows, today), lambda _: Fault(WarningCode.FUTURE_DAY))
    negative = differ(rows["amount"], rows["old_amount"]) & _negative(rows["amount"])
    asked = _distinct(rows["line"], negative)
    past = queries.spend_extremes(store, asked, known_at) if asked else {}
    negative &= _among(rows["line"], [line for line, (least, most) in past.items() if least >= 0 and most > 0])
    sheet.warn(rows, "amount", negative, lambda _: Fault(WarningCode.FIRST_NEGATIVE))


def _warn_of_values(sheet: Sheet, rows: pa.Table, kpis: dict[str, Kpi], before: _Before, warned: Mask) -> None:
    value = _judged(rows, kpis)
    size, usual = np.abs(value), np.abs(before.last)
    far = ~warned & (size > 0) & (usual > 0) & ((size > TIMES * usual) | (TIMES * size < usual))
    beyond = ~warned & ~far & ((value < before.lower) | (value > before.upper))

    def about(row: int) -> Callable[[float], Decimal | str]:
        kpi = kpis[rows["kpi"][row].as_py()]
        return _percent if kpi.measure == Measure.PERCENT else _figure

    def far_off(row: int) -> Fault:
        name = "last" if size[row] > usual[row] else "less_than"
        tell = about(row)
        told = {"judged": tell(value[row]), name: tell(before.last[row]), "day": _day(before.last_day[row])}
        return Fault(WarningCode.TEN_TIMES, told)

    def outside(row: int) -> Fault:
        tell = about(row)
        limits = {"lower": tell(before.lower[row]), "upper": tell(before.upper[row])}
        return Fault(WarningCode.BEYOND_LIMITS, {"judged": tell(value[row]), **limits})

    sheet.warn(rows, "value", far, far_off)
    sheet.warn(rows, "value", beyond, outside)


def _after(rows: pa.Table, today: date) -> Mask:
    return mask(pc.greater(rows["day"], pa.scalar(today, pa.date32())).combine_chunks())


def _negative(values: pa.ChunkedArray) -> Mask:
    return mask(pc.less(values, pa.scalar(Decimal(0), values.type)).combine_chunks())


def _distinct(names: pa.ChunkedArray, which: Mask) -> list[str]:
    found: list[str] = names.filter(pa.array(which)).unique().to_pylist()
    return found


def _among(names: pa.ChunkedArray, wanted: Sequence[str]) -> Mask:
    return mask(pc.is_in(names, pa.array(wanted, pa.string())).combine_chunks())


def _before(facts: pa.Table, last: pa.Table, rows: pa.Table, kpis: dict[str, Kpi]) -> _Before:
    """Return the `last` value before each row, and the limits that `facts` of its KPI, segment and month come to."""
    found = np.full((2, rows.num_rows), np.nan)
    found[:, np.searchsorted(rows["row"].to_numpy(), last["row"].to_numpy())] = (
        _judged(last, kpis),
        _numbered(last["day"]),
    )
    processes = [_process(fact, kpis[fact["kpi"]].frequency) for fact in facts.to_pylist()]
    beside = np.array([*processes, _Process()])[_place(facts, rows)]
    last_day, centre, slope, reach, wandering = beside.T
    ahead = _numbered(rows["day"]) - last_day
    centre, reach = centre + slope * ahead, reach * np.where(wandering, np.sqrt(ahead), 1)
    return _Before(found[0], found[1], centre - reach, centre + reach)


def _place(facts: pa.Table, rows: pa.Table) -> Rows:
    """Return the place among `facts` of the one about each row, -1 where there is none."""
    if not facts.num_rows:
        return np.full(rows.num_rows, -1)
    keys = [pa.chunked_array([*facts[name].chunks, *rows[name].chunks]).combine_chunks() for name in _KEY]
    numbers = key_numbers(keys)
    known, wanted = numbers[: facts.num_rows], numbers[facts.num_rows :]
    order = np.argsort(known)
    found = order[np.minimum(np.searchsorted(known, wanted, sorter=order), len(order) - 1)]
    place: Rows = np.where(known[found] == wanted, found, -1)
    return place


def _process(fact: dict[str, Any], frequency: Frequency) -> _Process:
    """Return where the values of a fact are heading, without limits where they are few or do not vary."""
    last_day = (fact["last_day"] - _EPOCH).days
    so_far = _Process(last_day)
    points, mean, mean_range = fact["points"], fact["mean"], fact["mean_range"] or 0
    if points < control.LEAST or mean_range <= _NOISE * abs(mean):
        return so_far
    if not control.wander(fact["deviation"], mean_range):
        return so_far._replace(centre=mean, reach=control.limits(0, mean_range).upper)
    slope = fact["slope"] if control.is_trend(fact["correlation"], points) else 0
    reach = control.limits_of_steps(0, mean_range, 1 / _DAYS[frequency]).upper
    return so_far._replace(centre=fact["last"], slope=slope, reach=reach, wandering=True)


def _ratios(rows: pa.Table, kpis: dict[str, Kpi]) -> Mask:
    """Which rows are of ratio KPIs."""
    return _among(rows["kpi"], [kpi.kpi for kpi in kpis.values() if kpi.aggregation == Aggregation.RATIO])


def _judged(rows: pa.Table, kpis: dict[str, Kpi]) -> Floats:
    """Return the values as they are judged: of a ratio KPI the rate."""
    value, base = (pc.cast(rows[name], pa.float64()).to_numpy() for name in ("value", "base"))
    divided = _ratios(rows, kpis) & ~np.isnan(base)
    divisor: Floats = np.where(divided, np.where(base == 0, np.nan, base), 1)
    rates: Floats = value / divisor
    return rates


def _numbered(days: pa.ChunkedArray) -> Floats:
    """Return days as numbers, counted from 1970-01-01."""
    numbers: Floats = days.cast(pa.int32()).cast(pa.float64()).to_numpy()
    return numbers


def _day(number: float) -> date:
    return _EPOCH + timedelta(days=int(number))


def _figure(number: float) -> Decimal:
    return Decimal(f"{number:.{_FIGURES}g}")


def _percent(number: float) -> str:
    return f"{_figure(number * 100)}%"
