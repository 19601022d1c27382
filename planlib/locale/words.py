"""The words of the vocabulary as people read them: statuses, reasons, methods, kinds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from planlib.locale import N_, Language, kpi_words, money_words, work_words
from planlib.place import LOCAL
from planlib.vocabulary import ChangeKind, FileKind, PlanState, Reason, Status

_STATUS = {
    Status.REACHED: N_("Reached"),
    Status.ON_TRACK: N_("On track"),
    Status.WATCH: N_("Watch"),
    Status.BEHIND: N_("Behind"),
    Status.OVER: N_("Over"),
    Status.MISSED: N_("Missed"),
    Status.NOT_STARTED: N_("Not started"),
    Status.NO_DATA: N_("No data"),
    Status.UNKNOWN: N_("Unknown"),
}

_REASON = {
    Reason.ZERO_BASE: N_("compared with zero"),
    Reason.BASELINE_EQ_TARGET: N_("baseline and target are the same"),
    Reason.NO_ELAPSED: N_("no day of the path has passed yet"),
    Reason.NO_REMAINING: N_("no day of the path is left"),
    Reason.TOO_FEW_POINTS: N_("too few values so far"),
    Reason.MISSING_DATA: N_("values are missing"),
    Reason.NOT_STARTED: N_("the month has not begun"),
    Reason.NO_DENOMINATOR: N_("no denominator"),
    Reason.NO_VARIATION: N_("all values are the same"),
    Reason.NO_TARGET: N_("no target is set"),
    Reason.NO_BASELINE: N_("no baseline is set"),
    Reason.INCOMPLETE: N_("the period is not complete"),
    Reason.LOW_COVERAGE: N_("less than 60% of the weight has a score"),
    Reason.UNBUDGETED: N_("spent without a budget"),
    Reason.BUDGET_EXHAUSTED: N_("the budget is used up and work is left"),
    Reason.NOT_APPLICABLE: N_("does not apply here"),
    Reason.NOT_ACTIVATED: N_("the plan was not activated yet"),
    Reason.ADDED_LATER: N_("not in the original plan"),
}

_WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    **kpi_words.WORDS,
    **money_words.WORDS,
    **work_words.WORDS,
    PlanState: {PlanState.DRAFT: N_("draft"), PlanState.ACTIVE: N_("active"), PlanState.CLOSED: N_("closed")},
    ChangeKind: {
        ChangeKind.EDIT: N_("edit"),
        ChangeKind.IMPORT: N_("upload"),
        ChangeKind.UNDO: N_("undo"),
        ChangeKind.CLOSE: N_("close"),
        ChangeKind.REOPEN: N_("reopening"),
        ChangeKind.RESTATEMENT: N_("restatement"),
        ChangeKind.ROLLOVER: N_("carry over"),
        ChangeKind.MEETING: N_("meeting"),
    },
    FileKind: {
        FileKind.ACTUALS: N_("Actuals"),
        FileKind.SPEND: N_("Spend"),
        FileKind.KPIS: N_("KPIs"),
        FileKind.TARGETS: N_("Targets"),
        FileKind.BUDGET: N_("Budget"),
        FileKind.PEOPLE: N_("People"),
        FileKind.OBJECTIVES: N_("Goals"),
        FileKind.MILESTONES: N_("Milestones"),
        FileKind.TASKS: N_("Tasks"),
        FileKind.RISKS: N_("Risks"),
    },
}
"""By kind: words of two kinds may be equal as strings."""


def status_word(language: Language, status: Status, *, budget: bool = False) -> str:
    """Return the word on a status chip; a cost line that is behind is over."""
    return language(_STATUS[Status.OVER if budget and status == Status.BEHIND else status])


_STATUS_HELP = {
    Status.REACHED: N_("The target is met."),
    Status.ON_TRACK: N_(
        "By now it is where it should be, or nearly. Whether the target will be met by the end is for the forecast to "
        "say: so “likely to be missed” may stand beside it."
    ),
    Status.WATCH: N_("By now it is a little short of where it should be."),
    Status.BEHIND: N_("By now it is far short of where it should be."),
    Status.OVER: N_("More is used than may be."),
    Status.MISSED: N_("The target was not met."),
    Status.NOT_STARTED: N_("There is nothing to judge before the month begins."),
    Status.NO_DATA: N_("There is no value yet."),
    Status.UNKNOWN: N_("It cannot be judged; the reason stands beside it."),
}


def status_help(language: Language, status: Status) -> str:
    """Return what a status of a KPI or a goal means."""
    return language(_STATUS_HELP[status])


def reason_sentence(language: Language, reason: Reason) -> str:
    """Return why a figure is undefined, as half a sentence."""
    return language(_REASON[reason])


def word(language: Language, value: StrEnum) -> str:
    """Return how people call a method, direction, aggregation, path, phasing, state or kind."""
    return language(_WORDS[type(value)][value])


def actor_word(language: Language, actor: str) -> str:
    """Return how people call who made a change: the login it carries, or this machine."""
    return language(N_("this machine")) if actor == LOCAL else actor


# categories of budget lines

CATEGORIES = {
    "people": N_("people"),
    "materials": N_("materials"),
    "marketing": N_("marketing"),
    "logistics": N_("logistics"),
    "facilities": N_("facilities"),
    "technology": N_("technology"),
    "training": N_("training"),
    "travel": N_("travel"),
    "services": N_("services"),
    "sales": N_("sales"),
    "other": N_("other"),
}


def category_word(language: Language, category: str) -> str:
    """Return how people call a category; one of their own as they wrote it."""
    return language(CATEGORIES[category]) if category in CATEGORIES else category


def category_called(language: Language, name: str) -> str:
    """Return the category that has this word; a category of one's own where none has."""
    return next((category for category, word in CATEGORIES.items() if name in (category, language(word))), name)
