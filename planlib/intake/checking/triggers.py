"""When a risk's contingency plan begins, as one cell of a file says it: “refund_rate > 5%”, “ads >= 90%”, a day."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from planlib.intake.checking.cells import Quantity
from planlib.intake.options import Options
from planlib.intake.values.values import Day, Fault, Number, is_blank, plain, read_day
from planlib.locale import plain as plain_number
from planlib.model import Risk
from planlib.vocabulary import ProblemCode

FIELDS = ("trigger_kpi", "trigger_line", "trigger_day", "trigger_above", "trigger_below")
"""The attributes of a risk that a trigger sets."""

_BOUND = re.compile(r"(>=?|<=?|≥|≤|高于|超过|大于|低于|小于)")
_ABOVE = (">", "≥", "高", "超", "大")


class Watched(NamedTuple):
    """What a trigger may watch, and how its bound is read."""

    kpi: Callable[[str], str | Fault]
    line: Callable[[str], str | Fault]
    percent: Callable[[str], bool]
    """Whether the values of a KPI are percentages."""
    number: Callable[[str], Number | Fault]
    year: int
    """Of a day that names none."""


def read_trigger(text: str, watched: Watched, options: Options) -> dict[str, Any] | Fault:
    """Return the attributes that a trigger sets, all others None."""
    said: dict[str, Any] = dict.fromkeys(FIELDS)
    if is_blank(text):
        return said
    name, *bounds = _BOUND.split(plain(text))
    if not bounds:
        day = read_day(text, watched.year)
        if isinstance(day, Day) and not day.month_only:
            return said | {"trigger_day": day.day}
        return Fault(ProblemCode.BAD_VALUE, {"reason": "no_trigger"})
    found = _thing(name.strip(), watched)
    if isinstance(found, Fault):
        return Fault(found.code, {**found.parameters, "value": name.strip()})
    percent = "trigger_line" in found or watched.percent(found["trigger_kpi"])
    for sign, written in zip(bounds[::2], bounds[1::2], strict=True):
        bound = _bound(written, watched, options, percent=percent)
        if isinstance(bound, Fault):
            return Fault(bound.code, {**bound.parameters, "value": written.strip()})
        said["trigger_above" if sign.startswith(_ABOVE) else "trigger_below"] = bound
    return said | found


def trigger_text(risk: Risk, codes: Mapping[str, str], *, percent: bool) -> str:
    """Return the cell that says so; what is watched by its code."""
    if risk.trigger_day is not None:
        return risk.trigger_day.isoformat()
    bounds = ((">", risk.trigger_above), ("<", risk.trigger_below))
    said = [f"{sign} {_written(bound, percent=percent)}" for sign, bound in bounds if bound is not None]
    return " ".join([codes.get(risk.trigger_kpi or risk.trigger_line or "", ""), *said]).strip()


def _thing(name: str, watched: Watched) -> dict[str, str] | Fault:
    """Return the KPI or the budget line that is called so."""
    kpi, line = watched.kpi(name), watched.line(name)
    if not isinstance(kpi, Fault):
        return {"trigger_kpi": kpi}
    if not isinstance(line, Fault):
        return {"trigger_line": line}
    told = ("codes", "suggestion")
    meant = {name: kpi.parameters.get(name) or line.parameters.get(name) for name in told}
    return Fault(ProblemCode.NO_SUCH_REFERENCE, meant)


def _bound(text: str, watched: Watched, options: Options, *, percent: bool) -> Decimal | Fault:
    number = watched.number(text)
    if isinstance(number, Fault):
        return number
    quantity = Quantity(number.value, number.percent)
    return quantity.share(options) if percent else quantity.amount()


def _written(bound: Decimal, *, percent: bool) -> str:
    return plain_number(bound * 100) + "%" if percent else plain_number(bound)
