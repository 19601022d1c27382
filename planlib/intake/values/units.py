"""Units that numbers of a column are written in: 万元, RMB '000, %."""

import re
from decimal import Decimal
from typing import NamedTuple

from planlib.intake.values.values import name_key
from planlib.locale.units import is_unit_word


class Unit(NamedTuple):
    """What a header, a line above it or a person says about the numbers of a column."""

    text: str = ""
    """As it is written, empty where nothing is said."""
    scale: Decimal = Decimal(1)
    percent: bool = False

    @property
    def is_money(self) -> bool:
        """Whether it names a currency."""
        return re.search(_MONEY, self.text, re.I) is not None


_MONEY = (
    r"人民币|美元|港元|港币|欧元|日元|英镑|元|圆|[¥$€£]"
    r"|rmb|cny|usd|eur|gbp|hkd|jpy|yuan|dollars?|euros?|pounds?|us\$|hk\$"
)
_SCALE = re.compile(
    rf"(?:(?:单位\s*:?|in\b|{_MONEY})\s*)*(?:"
    r"(?P<percent>%|百分比|percent\b|pct\b)"
    r"|(?P<ten_thousand>10\s?k\b|10,?000s?(?![0-9,])|ten thousands?\b|'0000s?(?![0-9]))"
    r"|(?P<tens>[十百千]?)(?P<zh>[万亿])"
    r"|(?P<thousand>千(?![克米瓦卡赫])|thousands?\b|'?000s?(?![0-9])|k(?:元|$))"
    r"|(?P<million>millions?\b|mn\b|mio\b)"
    r"|(?P<billion>billions?\b|bn\b))",
    re.I,
)
_TENS = {"": 1, "十": 10, "百": 100, "千": 1000}
_ZH = {"万": 10**4, "亿": 10**8}
_NAMED = {"ten_thousand": 10**4, "thousand": 10**3, "million": 10**6, "billion": 10**9}


def read_unit(text: str) -> Unit:
    """Return the unit that `text` is; what is written after the scale (元, 人, 件 …) does not matter."""
    found = _SCALE.match(text)
    if found is None:
        return Unit(text)
    if found["percent"]:
        return Unit(text, Decimal("0.01"), percent=True)
    if found["zh"]:
        return Unit(text, Decimal(_TENS[found["tens"]] * _ZH[found["zh"]]))
    return Unit(text, Decimal(next(scale for name, scale in _NAMED.items() if found[name])))


def is_unit(text: str) -> bool:
    """Return whether a whole text is a unit and nothing else: 万元, (%), CNY thousands, 元/件."""
    bare = name_key(text).strip("()[]【】 ").casefold()
    return bool(bare) and all(map(_is_unit, bare.split("/")))


def _is_unit(text: str) -> bool:
    scale = _SCALE.match(text)
    rest = text[scale.end() :].strip() if scale else text.strip()
    return is_unit_word(rest) or bool(re.fullmatch(rf"(?:(?:of|{_MONEY})\s*)*", rest) and text)
