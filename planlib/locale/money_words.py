"""The words of money as people read them: how budget lines are spread and spent, and where they stand."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from planlib.locale import N_
from planlib.vocabulary import BudgetKind, Completion, ControlPoint, Phasing, SpendStatus

WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    Phasing: {
        Phasing.EVEN: N_("by calendar day"),
        Phasing.WORKDAY: N_("by working day"),
        Phasing.WEEKLY: N_("by weekly shares"),
        Phasing.DATED: N_("on set days"),
        Phasing.MANUAL: N_("by hand"),
        Phasing.SEASONAL: N_("by weekday pattern"),
    },
    BudgetKind: {BudgetKind.COST: N_("cost"), BudgetKind.REVENUE: N_("revenue")},
    SpendStatus: {
        SpendStatus.REQUESTED: N_("requested"),
        SpendStatus.COMMITTED: N_("committed"),
        SpendStatus.ACTUAL: N_("spent"),
    },
    ControlPoint: {
        ControlPoint.NONE: N_("within budget"),
        ControlPoint.NOTICE: N_("notice"),
        ControlPoint.WARNING: N_("warning"),
        ControlPoint.OVER: N_("over budget"),
    },
    Completion: {
        Completion.TYPICAL: N_("at the rate so far"),
        Completion.ATYPICAL: N_("the rest as budgeted"),
        Completion.MANUAL: N_("the manager's estimate"),
    },
}
