"""Which fields of a plan's tables people edit, under which headings and how they are written."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import cast

from planlib.locale import N_
from planlib.store.tables import TABLES, Table, python_type


class Kind(StrEnum):
    """How a value is written in a cell."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    QUANTITY = "quantity"
    """A number in the unit of the row's KPI: a percentage where the KPI is one."""
    MONEY = "money"
    """An amount in the team's currency."""
    SHARES = "shares"
    """Percentages separated by spaces."""
    PHASES = "phases"
    """The same, or each with its day of the month (5=40%), or a KPI's code."""
    CATEGORY = "category"
    """A text of the person's own, or one of those that have a word in each language."""
    CHOICE = "choice"
    REFERENCE = "reference"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record as a column of a table."""

    field: str
    head: str
    kind: Kind = Kind.TEXT
    help: str = ""
    locked: bool = False
    """It names the row and is never edited."""
    settled: bool = False
    """It is not edited any more once the plan is active."""


@dataclass(frozen=True)
class Sheet:
    """One table of the ledger as people edit it."""

    name: str
    title: str
    about: str
    """What stands in the table, and what to know before editing it."""
    columns: tuple[Column, ...]
    picked: str = ""
    """Column whose reference is the row's id: a row is added by picking what it is for, once each."""
    fixed: bool = False
    """Its one row is neither added nor removed."""

    @property
    def table(self) -> Table:
        """The ledger's table."""
        return TABLES[self.name]

    @property
    def id_field(self) -> str:
        """The field that tells the rows of one plan apart: the last of the key."""
        return self.table.key[-1]

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by field."""
        return {column.field: column for column in self.columns}

    @property
    def references(self) -> set[str]:
        """The tables that its cells refer to."""
        return {self.refers_to(column) for column in self.columns if column.kind == Kind.REFERENCE}

    def choices(self, column: Column) -> type[StrEnum]:
        """Return the vocabulary a choice is made from."""
        return cast(type[StrEnum], python_type(self.table.record.model_fields[column.field].annotation))

    def refers_to(self, column: Column) -> str:
        """Return the table that a reference leads to."""
        return next(ref.table for ref in self.table.references if ref.columns[-1] == column.field)


OBJECTIVES = Sheet(
    "objectives",
    N_("Goals"),
    N_("What the month is to achieve, each goal with the standard by which it is done."),
    (
        Column("code", N_("Code")),
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("kind", N_("Scored by"), Kind.CHOICE),
        Column("parent", N_("Part of"), Kind.REFERENCE),
        Column("owner", N_("Owner"), Kind.REFERENCE),
        Column("due", N_("Due by"), Kind.DAY),
        Column("weight", N_("Weight"), Kind.NUMBER),
        Column("priority", N_("Priority"), Kind.NUMBER, N_("1 is the most important, 5 the least.")),
        Column("standard_zh", N_("Done when (Chinese)")),
        Column("standard_en", N_("Done when (English)")),
        Column("strategy", N_("Strategy"), Kind.REFERENCE),
    ),
)

MILESTONES = Sheet(
    "milestones",
    N_("Milestones"),
    N_("The steps of the goals that no number measures."),
    (
        Column("objective", N_("Goal"), Kind.REFERENCE),
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("weight", N_("Weight"), Kind.NUMBER),
        Column("due", N_("Due by"), Kind.DAY),
        Column("done", N_("Done"), Kind.PERCENT, N_("0% or 100%; something between only where the standard says so.")),
        Column("evidence", N_("Evidence")),
    ),
)

KPIS = Sheet(
    "kpis",
    N_("KPIs"),
    N_("What is measured, month after month: a change here holds for every month that is not closed."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("code", N_("Code")),
        Column("unit", N_("Unit"), help=N_("As it stands after a number; empty for amounts in the team's currency.")),
        Column("measure", N_("Measures"), Kind.CHOICE),
        Column("direction", N_("Good is"), Kind.CHOICE),
        Column("aggregation", N_("Month total"), Kind.CHOICE, N_("How the days become a week or a month.")),
        Column("frequency", N_("Reported"), Kind.CHOICE),
        Column("expected", N_("Expected on"), Kind.CHOICE, N_("The days on which a value must come in.")),
        Column("gaps", N_("Missing days"), Kind.CHOICE),
        Column("smallest", N_("Smallest possible"), Kind.QUANTITY, N_("A smaller value in a file is refused.")),
        Column("largest", N_("Largest possible"), Kind.QUANTITY, N_("A larger value in a file is refused.")),
        Column("whole", N_("Whole numbers"), Kind.FLAG),
        Column("owner", N_("Owner"), Kind.REFERENCE),
        Column("source", N_("Source")),
        Column("aliases", N_("Other names"), help=N_("As files call it, separated by semicolons.")),
    ),
)

TARGETS = Sheet(
    "targets",
    N_("Targets"),
    N_("What each KPI is to reach this month: a target, a range or a growth."),
    (
        Column("kpi", N_("KPI"), Kind.REFERENCE, locked=True),
        Column("target", N_("Target"), Kind.QUANTITY),
        Column("baseline", N_("Baseline"), Kind.QUANTITY),
        Column("lower", N_("Range from"), Kind.QUANTITY, N_("For a KPI that is to stay within a range.")),
        Column("upper", N_("Range to"), Kind.QUANTITY),
        Column("tolerance", N_("Tolerance"), Kind.QUANTITY, N_("How far outside the range the score falls to 0.")),
        Column("weight", N_("Weight"), Kind.NUMBER),
        Column("objective", N_("Goal"), Kind.REFERENCE),
        Column(
            "path", N_("Path"), Kind.CHOICE, N_("How the target is spread over the month; empty: as suits the KPI.")
        ),
        Column("weekly_split", N_("Weekly shares"), Kind.SHARES, N_("For the path by weekly shares: 20% 30% 30% 20%.")),
        Column("commitment", N_("Commitment"), Kind.CHOICE),
        Column("growth_mode", N_("Growth"), Kind.CHOICE, N_("For a target such as +5% a week.")),
        Column("growth_rate", N_("Growth rate"), Kind.PERCENT),
        Column("green", N_("On track from"), Kind.PERCENT, N_("Empty: as the plan says.")),
        Column("amber", N_("Watch from"), Kind.PERCENT, N_("Empty: as the plan says.")),
    ),
    picked="kpi",
)

BUDGETS = Sheet(
    "budgets",
    N_("Budget lines"),
    N_("The money of the month, line by line, in the team's currency."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("code", N_("Code")),
        Column("category", N_("Category"), Kind.CATEGORY),
        Column("kind", N_("Cost or revenue"), Kind.CHOICE),
        Column(
            "original",
            N_("Original budget"),
            Kind.MONEY,
            N_("Stays as it is once the plan is active; then the revised budget is changed."),
            settled=True,
        ),
        Column("revised", N_("Revised budget"), Kind.MONEY, N_("Empty: the original budget stands.")),
        Column(
            "phasing", N_("Spread"), Kind.CHOICE, N_("How the budget is spread over the month; empty: by working day.")
        ),
        Column(
            "phasing_detail",
            N_("Spread in detail"),
            Kind.PHASES,
            N_("By weekly shares: 20% 30% 30% 20%. On set days: 5=40% 20=60%. By weekday pattern: the code of a KPI."),
        ),
        Column("quantity", N_("Quantity"), Kind.NUMBER),
        Column("price", N_("Unit price"), Kind.MONEY),
        Column("notice", N_("Notice at"), Kind.PERCENT),
        Column("warning", N_("Warning at"), Kind.PERCENT),
        Column("objective", N_("Goal"), Kind.REFERENCE),
    ),
)

STRATEGIES = Sheet(
    "strategies",
    N_("Strategies"),
    N_("What the goals serve, month after month."),
    (
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("code", N_("Code")),
    ),
)

PEOPLE = Sheet(
    "people",
    N_("People"),
    N_("Who owns KPIs and goals, month after month."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("login", N_("Login"), help=N_("As whom the person makes changes; the history then shows the name.")),
    ),
)

PLANS = Sheet(
    "plans",
    N_("This plan"),
    N_("The plan's title, and from where on a KPI without thresholds of its own is on track or watched."),
    (
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("green", N_("On track from"), Kind.PERCENT),
        Column("amber", N_("Watch from"), Kind.PERCENT),
        Column(
            "explain_below",
            N_("Words needed below"),
            Kind.PERCENT,
            N_("A check-in on a KPI with a lower score needs a sentence. Empty: below on track."),
        ),
        Column("state", N_("State"), Kind.CHOICE, locked=True),
    ),
    fixed=True,
)

TEAMS = Sheet(
    "teams",
    N_("Team"),
    N_("How the team is called, in every month."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("code", N_("Code"), locked=True),
        Column("currency", N_("Currency"), locked=True),
    ),
    fixed=True,
)

_ALL = (KPIS, TARGETS, BUDGETS, OBJECTIVES, MILESTONES, STRATEGIES, PEOPLE, PLANS, TEAMS)
SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in _ALL}
"""By table, in the order of the page."""
