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

_BOUNDS = {"trigger_above": ">", "trigger_at_least": ">=", "trigger_below": "<", "trigger_at_most": "<="}
FIELDS = ("trigger_kpi", "trigger_line", "trigger_day", *_BOUNDS)
"""The attributes of a risk that a trigger sets."""

_SIGNS = re.compile(
    "(?P<trigger_at_least>>=|=>|[≥≧⩾])|(?P<trigger_at_most><=|=<|[≤≦⩽])|(?P<trigger_above>>)|(?P<trigger_below><)"
)
_WORDS = re.compile(
    r"(?P<trigger_at_least>[大高多]于或?等于|不[低小少]于|至少|达到(?:或超过|或高于)?"
    r"|\b(?:at least|no less than|reaches)\b)"
    r"|(?P<trigger_at_most>[小低少]于或?等于|不[高大多]于|不超过|至多|最多|\b(?:at most|no more than)\b)"
    r"|(?P<trigger_above>[大高多]于|超[过出]|\b(?:above|over|more than|exceeds)\b)"
    r"|(?P<trigger_below>[小低少]于|不足|跌破|\b(?:below|under|less than)\b)",
    re.IGNORECASE,
)
"""Where there is a sign, words belong to names."""
_BETWEEN = re.compile(r"(?:[\s,;、]|或者?|\bor\b)+$", re.IGNORECASE)
"""What may stand between two bounds."""


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
    name, bounds = _parts(plain(text))
    if not bounds:
        day = read_day(text, watched.year)
        if isinstance(day, Day) and not day.month_only:
            return said | {"trigger_day": day.day}
        return Fault(ProblemCode.BAD_VALUE, {"reason": "no_trigger"})
    if len(dict(bounds)) < len(bounds):
        return Fault(ProblemCode.BAD_VALUE, {"reason": "no_trigger"})
    found = _thing(name, watched)
    if isinstance(found, Fault):
        return Fault(found.code, {**found.parameters, "value": name})
    percent = "trigger_line" in found or watched.percent(found["trigger_kpi"])
    for attribute, written in bounds:
        bound = _bound(written, watched, options, percent=percent)
        if isinstance(bound, Fault):
            return Fault(bound.code, {**bound.parameters, "value": written})
        said[attribute] = bound
    return said | found


def _parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the name in a cell, and its bounds by the attribute that they set."""
    found = list(_SIGNS.finditer(text)) or list(_WORDS.finditer(text))
    ends = [*(sign.start() for sign in found[1:]), len(text)]
    bounds = [
        (str(sign.lastgroup), _BETWEEN.sub("", text[sign.end() : end]).strip())
        for sign, end in zip(found, ends, strict=False)
    ]
    return (text[: found[0].start()] if found else text).strip(), bounds


def trigger_text(risk: Risk, codes: Mapping[str, str], *, percent: bool) -> str:
    """Return the cell that says so; what is watched by its code."""
    if risk.trigger_day is not None:
        return risk.trigger_day.isoformat()
    bounds = ((sign, getattr(risk, attribute)) for attribute, sign in _BOUNDS.items())
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
