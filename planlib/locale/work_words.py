"""The words of goals, tasks, risks and meetings as people read them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from planlib.locale import N_
from planlib.vocabulary import (
    CloseCheck,
    Confidence,
    DecisionKind,
    LessonKind,
    LinkKind,
    ObjectiveKind,
    ProgressRule,
    ResourceKind,
    RiskBand,
    RiskKind,
    RiskMove,
    RiskQuery,
    RiskResponse,
    RiskState,
    Role,
    SmartVerdict,
    TaskStatus,
)

WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    ObjectiveKind: {
        ObjectiveKind.NUMERIC: N_("its KPIs"),
        ObjectiveKind.QUALITATIVE: N_("its milestones"),
    },
    SmartVerdict: {
        SmartVerdict.PASS: N_("Pass"),
        SmartVerdict.WARN: N_("Check"),
        SmartVerdict.FAIL: N_("Missing"),
    },
    Confidence: {
        Confidence.ON_TRACK: N_("on track"),
        Confidence.AT_RISK: N_("at risk"),
        Confidence.OFF_TRACK: N_("off track"),
    },
    DecisionKind: {
        DecisionKind.DECISION: N_("decision"),
        DecisionKind.ACTION: N_("action"),
        DecisionKind.ADJUSTMENT: N_("adjustment"),
    },
    LessonKind: {
        LessonKind.GOOD: N_("worked"),
        LessonKind.BAD: N_("did not work"),
        LessonKind.TRY: N_("to try next"),
    },
    LinkKind: {
        LinkKind.FINISH_START: N_("begins after it finishes"),
        LinkKind.START_START: N_("begins after it begins"),
        LinkKind.FINISH_FINISH: N_("finishes after it finishes"),
        LinkKind.START_FINISH: N_("finishes after it begins"),
    },
    ProgressRule: {
        ProgressRule.PHYSICAL: N_("as its owner says"),
        ProgressRule.ZERO_HUNDRED: N_("0% until it is done"),
        ProgressRule.FIFTY_FIFTY: N_("50% once it has begun"),
        ProgressRule.STEPS: N_("by its weighted steps"),
    },
    TaskStatus: {
        TaskStatus.PLANNED: N_("Planned"),
        TaskStatus.RUNNING: N_("Running"),
        TaskStatus.LATE: N_("Late"),
        TaskStatus.OVERDUE: N_("Overdue"),
        TaskStatus.DONE: N_("Completed"),
        TaskStatus.CANCELLED: N_("Cancelled"),
    },
    ResourceKind: {
        ResourceKind.MATERIAL: N_("material"),
        ResourceKind.TOOL: N_("tool"),
        ResourceKind.ROOM: N_("room"),
    },
    Role: {
        Role.VIEWER: N_("viewer"),
        Role.EDITOR: N_("editor"),
        Role.CLOSER: N_("month closer"),
        Role.ADMIN: N_("admin"),
    },
    RiskKind: {RiskKind.THREAT: N_("risk"), RiskKind.OPPORTUNITY: N_("opportunity")},
    RiskResponse: {
        RiskResponse.AVOID: N_("avoid"),
        RiskResponse.REDUCE: N_("reduce"),
        RiskResponse.TRANSFER: N_("transfer"),
        RiskResponse.ACCEPT: N_("accept"),
        RiskResponse.EXPLOIT: N_("exploit"),
        RiskResponse.ENHANCE: N_("enhance"),
        RiskResponse.SHARE: N_("share it"),
    },
    RiskState: {
        RiskState.OPEN: N_("Open"),
        RiskState.OCCURRED: N_("Happened"),
        RiskState.CLOSED: N_("Closed"),
    },
    RiskBand: {
        RiskBand.LOW: N_("Low"),
        RiskBand.MODERATE: N_("Moderate"),
        RiskBand.HIGH: N_("High"),
        RiskBand.EXTREME: N_("Extreme"),
    },
    RiskQuery: {
        RiskQuery.RESIDUAL_WORSE: N_("after what is planned it is worse than before"),
        RiskQuery.RESIDUAL_UNCHANGED: N_("what is planned changes nothing"),
    },
    RiskMove: {
        RiskMove.UP: N_("up"),
        RiskMove.DOWN: N_("down"),
        RiskMove.ADDED: N_("new"),
        RiskMove.SCORED: N_("scored"),
        RiskMove.OCCURRED: N_("happened"),
        RiskMove.CLOSED: N_("now closed"),
        RiskMove.REOPENED: N_("open again"),
        RiskMove.REMOVED: N_("removed"),
    },
    CloseCheck: {
        CloseCheck.CALENDAR: N_("The calendar is final"),
        CloseCheck.DATA: N_("No values are missing"),
        CloseCheck.PHASING: N_("The phased budget adds up"),
        CloseCheck.BRIDGE: N_("The bridge leads from budget to actual"),
        CloseCheck.RATIOS: N_("Rates agree with their rows"),
        CloseCheck.COMMITMENTS: N_("Open commitments are reviewed"),
        CloseCheck.VARIANCES: N_("Large variances are explained"),
        CloseCheck.TASKS: N_("Overdue tasks are reviewed"),
        CloseCheck.RISKS: N_("Risks are reviewed in time"),
        CloseCheck.SIGNALS: N_("Signals are commented on"),
    },
}
