"""The numbers that the words of a goal state: where a target becomes another one, they state the new one."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from planlib.locale import plain
from planlib.metrics.exact import product, quotient
from planlib.model import Objective

TEXTS = ("title_zh", "title_en", "standard_zh", "standard_en")
"""Fields of a goal that may state a number."""
_SCALES = {
    **{"": Decimal(1), "%": Decimal("0.01")},
    **{"万": Decimal(10**4), "亿": Decimal(10**8)},
    **{"k": Decimal(10**3), "m": Decimal(10**6), "b": Decimal(10**9), "bn": Decimal(10**9)},
    **{"thousand": Decimal(10**3), "million": Decimal(10**6), "billion": Decimal(10**9)},
}
_STATED = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s*(?:[%％万亿]|(?:k|m|bn?|thousand|million|billion)\b))?"
    r"(?![\d]|[.,]\d|\s*[年月日号天周])",
    re.IGNORECASE | re.ASCII,
)
"""A number with its scale, but no day or month."""


class Move(NamedTuple):
    """A target that becomes another one."""

    before: Decimal
    after: Decimal


def restated(goal: Objective, moves: Iterable[Move]) -> Objective:
    """Return the goal stating the new targets where it states the old ones; a number of two targets stays."""
    after: dict[Decimal, set[Decimal]] = {}
    for move in moves:
        after.setdefault(move.before, set()).add(move.after)
    single = {old: new.pop() for old, new in after.items() if len(new) == 1}
    texts = {field: _STATED.sub(_instead(single), getattr(goal, field)) for field in TEXTS}
    return goal.model_copy(update=texts)


def _instead(moves: dict[Decimal, Decimal]) -> Callable[[re.Match[str]], str]:
    def said(found: re.Match[str]) -> str:
        digits, mark = found["digits"], found["scale"] or ""
        scale = _SCALES[mark.strip().replace("％", "%").lower()]
        new = moves.get(product(Decimal(digits.replace(",", "")), scale))
        if new is None:
            return found[0]
        number = quotient(new, scale)
        grouped = "," in digits or ("." not in digits and len(digits) < 4)
        return (f"{number.normalize():,f}" if grouped else plain(number)) + mark

    return said
