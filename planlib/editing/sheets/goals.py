"""What the month is to reach and what it may cost: KPIs, targets, goals, budget lines."""

from planlib.editing.sheets.base import Column, Kind, Sheet
from planlib.locale import N_

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
        Column("growth_mode", N_("Growth"), Kind.CHOICE, N_("For a target such as +5% a week.")),
        Column("growth_rate", N_("Growth rate"), Kind.PERCENT),
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
        Column("green", N_("On track from"), Kind.PERCENT, N_("Empty: as the plan says.")),
        Column("amber", N_("Watch from"), Kind.PERCENT, N_("Empty: as the plan says.")),
        Column(
            "parts_reason",
            N_("Why the parts differ"),
            help=N_("Where the parts do not add up to the target, such as a buffer that is held back."),
        ),
    ),
    picked="kpi",
    named=("kpi",),
    beside=("target_parts",),
)

TARGET_PARTS = Sheet(
    "target_parts",
    N_("Parts of targets"),
    N_(
        "What each segment, person or week is to bring of a target. The parts of a kind add up to the target, "
        "or the target says why not."
    ),
    (
        Column("kpi", N_("KPI"), Kind.REFERENCE),
        Column(
            "segment", N_("Segment"), help=N_("As in the actuals. Of a person: the segment that measures the part.")
        ),
        Column("person", N_("Person"), Kind.REFERENCE),
        Column("week", N_("Week from"), Kind.DAY, N_("The week's first day within the month.")),
        Column("amount", N_("Part of the target"), Kind.QUANTITY),
        Column("owner", N_("Owner"), Kind.REFERENCE, N_("Who answers for a segment or a week.")),
    ),
    named=("kpi", "segment", "person", "week"),
    beside=("targets",),
)

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
            N_("By weekly shares: 20% 30% 30% 20%. On set days: 5=40% 20=60%. By weekday pattern: the name of a KPI."),
        ),
        Column("quantity", N_("Quantity"), Kind.NUMBER),
        Column("unit", N_("Unit"), help=N_("Lines with the same unit are compared by price, quantity and mix.")),
        Column("price", N_("Unit price"), Kind.MONEY),
        Column(
            "driver",
            N_("Moves with"),
            Kind.REFERENCE,
            N_("The KPI whose target is the activity that the amount was planned for."),
        ),
        Column("variable", N_("Part that moves"), Kind.PERCENT, N_("Of the amount; empty: all of it.")),
        Column(
            "to_complete",
            N_("Still to be spent"),
            Kind.MONEY,
            N_("The manager's own estimate; it takes the place of the forecast."),
        ),
        Column("estimated", N_("Estimated after"), Kind.DAY, N_("The last day whose payments the estimate knew.")),
        Column("notice", N_("Notice at"), Kind.PERCENT),
        Column("warning", N_("Warning at"), Kind.PERCENT),
        Column("objective", N_("Goal"), Kind.REFERENCE),
    ),
)
