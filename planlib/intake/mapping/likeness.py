"""How like two names are: what is suggested for one that nobody knows."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from planlib.intake.values.values import name_key

NEAR = 0.6
"""From here on a name is worth suggesting."""

_TURNING = re.compile(
    r"退|未|非|无|不|取消|新|老|旧|去年|上年|上月|同期|同比|环比|目标|预算|计划|预测"
    r"|(?<![a-z])(?:non|new|old|return|refund|cancel|last year|target|budget|plan|forecast)"
    r"(?=(?:s|n?ed|l?led)?(?![a-z]))"
)
"""Words that turn what a name means: 退单数 are not 订单数."""
_IN_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_NO_WORD = re.compile(r"[\W_]+")


def likeness(one: str, other: str) -> float:
    """Return 0 to 1: 1 for the same letters, whatever the case, the marks between them and what is in brackets.

    A name that holds the other whole is like it by the share of it, and at least 0.6.
    """
    first, second = _letters(one), _letters(other)
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < NEAR and first not in second and second not in first:
        return matcher.real_quick_ratio() / 2
    short, long = sorted((first, second), key=len)
    contained = NEAR + (1 - NEAR) * len(short) / len(long) if len(short) > 1 and short in long else 0.0
    return max(matcher.ratio(), contained)


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that are like `name`, the likeliest first; none that a word turns into another thing."""
    turned = _turns(name)
    found = [(likeness(name, other), other) for other in known if _turns(other) == turned]
    return [other for like, other in sorted(found, key=lambda pair: -pair[0]) if like >= NEAR]


def _turns(name: str) -> set[str]:
    """Return the words in `name` that turn its meaning."""
    return set(_TURNING.findall(name_key(name).casefold()))


def _letters(name: str) -> str:
    text = name_key(name).casefold()
    return _NO_WORD.sub("", _IN_BRACKETS.sub("", text)) or _NO_WORD.sub("", text)
