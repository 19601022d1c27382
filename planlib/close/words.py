"""The checklist as people read it: what is missing, in numbers, and on which page it is mended."""

from collections.abc import Mapping
from typing import Any

from planlib.close.checklist import Check, Missing
from planlib.locale import Language, plain
from planlib.locale.amounts import money
from planlib.locale.words import word
from planlib.metrics.exact import total
from planlib.vocabulary import CloseCheck

NAMED = 3
"""Things that a sentence names."""

PAGES: Mapping[CloseCheck, str] = {
    CloseCheck.CALENDAR: "plan",
    CloseCheck.DATA: "uploads",
    CloseCheck.PHASING: "budget",
    CloseCheck.BRIDGE: "budget",
    CloseCheck.RATIOS: "uploads",
    CloseCheck.COMMITMENTS: "budget",
    CloseCheck.VARIANCES: "budget",
    CloseCheck.TASKS: "tasks",
    CloseCheck.RISKS: "risks",
    CloseCheck.SIGNALS: "kpis",
}
"""Where each point is mended."""


_MONEY = (CloseCheck.PHASING, CloseCheck.COMMITMENTS, CloseCheck.VARIANCES)
_COUNTED = (CloseCheck.DATA, CloseCheck.RISKS)


def missing_words(_: Language, check: Check, currency: str) -> str:
    """Return what is missing, the most of it first; nothing of a point that is met."""
    if check.met:
        return ""
    what = _what(_, check, currency)
    if check.code in (CloseCheck.CALENDAR, CloseCheck.BRIDGE):
        return what
    found = sorted(check.missing, key=lambda one: -abs(one.amount))
    shown = [_named(_, check.code, one, currency) for one in found[:NAMED]]
    if (more := len(found) - NAMED) > 0:
        shown.append(_.plural("{count} more", "{count} more", more))
    return _("{what}: {which}", what=what, which=_.join(shown))


def _what(_: Language, check: Check, currency: str) -> str:
    count, amount = len(check.missing), total(one.amount for one in check.missing)
    match check.code:
        case CloseCheck.CALENDAR:
            return _("the month's public holidays are only estimated")
        case CloseCheck.DATA:
            return _.plural("{count} value is missing", "{count} values are missing", int(amount))
        case CloseCheck.PHASING:
            return _.plural("{count} line is not spread whole", "{count} lines are not spread whole", count)
        case CloseCheck.BRIDGE:
            return _("{amount} lie between its last step and the actual", amount=money(_, amount, currency))
        case CloseCheck.RATIOS:
            return _.plural("{count} rate cannot be worked out anew", "{count} rates cannot be worked out anew", count)
        case CloseCheck.COMMITMENTS:
            lines = _.plural("{count} line", "{count} lines", count)
            return _("{amount} committed and not paid on {lines}", amount=money(_, amount, currency), lines=lines)
        case CloseCheck.VARIANCES:
            return _.plural("{count} line is not explained", "{count} lines are not explained", count)
        case CloseCheck.TASKS:
            return _.plural("{count} task is past its day", "{count} tasks are past their day", count)
        case CloseCheck.RISKS:
            return _.plural("{count} review is late, in days", "{count} reviews are late, in days", count)
        case CloseCheck.SIGNALS:
            return _.plural("nobody said why {count} KPI changed", "nobody said why {count} KPIs changed", count)


def _named(_: Language, code: CloseCheck, one: Missing, currency: str) -> str:
    name = _.name(one.of, "title" if code in (CloseCheck.TASKS, CloseCheck.RISKS) else "name")
    if code in _MONEY:
        return f"{name} {money(_, one.amount, currency)}"
    return f"{name} {_.exact(one.amount)}" if code in _COUNTED else name


def check_json(_: Language, check: Check, currency: str) -> dict[str, Any]:
    """Return a point as --json has it."""
    return {
        "code": check.code,
        "met": check.met,
        "title": word(_, check.code),
        "message": missing_words(_, check, currency),
        "missing": [{"name": getattr(one.of, "code", ""), "amount": plain(one.amount)} for one in check.missing],
    }
