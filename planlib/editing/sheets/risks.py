"""What may come in between. The table has what is edited often; the form of a risk has all of it."""

from planlib.editing.sheets.base import Column, Kind, Sheet
from planlib.locale import N_

_WHAT = N_("What may happen")
_SIZE = N_("How large it is now")
_DONE = N_("How it is dealt with")
_WATCHED = N_("When the contingency begins")
_MONEY = N_("What it may cost or bring")
_STAGES = N_("Its size at the other stages")
_STATE = N_("Where it stands")

_FROM_1_TO_5 = N_("From 1, the least, to 5.")
_UNTREATED, _TREATED, _WANTED = (
    N_("Without anything done."),
    N_("With all that is planned done."),
    N_("As it shall be."),
)


def _aside(part: str, field: str, head: str, kind: Kind = Kind.TEXT, about: str = "") -> Column:
    """Return a column that the form alone has."""
    return Column(field, head, kind, about, part=part, aside=True)


RISKS = Sheet(
    "risks",
    N_("Risks and opportunities"),
    N_(
        "What may come in between, how likely and how grave it is, and what is done about it. Triggers, money and the"
        " other stages are edited risk by risk on the page Risks."
    ),
    (
        Column("title_zh", N_("Title (Chinese)"), part=_WHAT),
        _aside(_WHAT, "title_en", N_("Title (English)")),
        Column("code", N_("Code"), part=_WHAT),
        _aside(_WHAT, "kind", N_("Risk or opportunity"), Kind.CHOICE),
        Column("owner", N_("Owner"), Kind.REFERENCE, part=_WHAT),
        _aside(_WHAT, "category", N_("Category")),
        _aside(_WHAT, "objective", N_("Goal"), Kind.REFERENCE),
        Column("likelihood", N_("Likelihood"), Kind.STEP, _FROM_1_TO_5, part=_SIZE),
        Column("impact", N_("Impact"), Kind.STEP, _FROM_1_TO_5, part=_SIZE),
        Column("response", N_("Response"), Kind.CHOICE, part=_DONE),
        Column("action", N_("Action beforehand"), part=_DONE),
        Column(
            "contingency",
            N_("Contingency plan"),
            help=N_("What is done once it happens or its trigger fires."),
            part=_DONE,
        ),
        _aside(
            _DONE, "contingency_days", N_("Days it takes"), Kind.NUMBER, N_("Working days of the contingency plan.")
        ),
        _aside(_WATCHED, "trigger_kpi", N_("Trigger: KPI"), Kind.REFERENCE, N_("A trigger watches one thing.")),
        _aside(_WATCHED, "trigger_line", N_("Trigger: budget line"), Kind.REFERENCE, N_("Its consumption is watched.")),
        _aside(_WATCHED, "trigger_above", N_("Fires above (>)"), Kind.QUANTITY),
        _aside(_WATCHED, "trigger_at_least", N_("Fires from (≥)"), Kind.QUANTITY),
        _aside(_WATCHED, "trigger_below", N_("Fires below (<)"), Kind.QUANTITY),
        _aside(_WATCHED, "trigger_at_most", N_("Fires down to (≤)"), Kind.QUANTITY),
        _aside(_WATCHED, "trigger_day", N_("Trigger: day"), Kind.DAY),
        _aside(_MONEY, "probability", N_("Probability"), Kind.PERCENT, N_("For the expected money value.")),
        _aside(_MONEY, "cost", N_("Money at stake"), Kind.MONEY, N_("What it costs, or an opportunity brings.")),
        _aside(
            _MONEY,
            "came_to",
            N_("What it came to"),
            Kind.MONEY,
            N_("What it did cost or bring once it happened; while it is empty, the money at stake counts."),
        ),
        _aside(_STAGES, "inherent_likelihood", N_("Inherent likelihood"), Kind.STEP, _UNTREATED),
        _aside(_STAGES, "inherent_impact", N_("Inherent impact"), Kind.STEP, _UNTREATED),
        _aside(_STAGES, "residual_likelihood", N_("Residual likelihood"), Kind.STEP, _TREATED),
        _aside(_STAGES, "residual_impact", N_("Residual impact"), Kind.STEP, _TREATED),
        _aside(_STAGES, "target_likelihood", N_("Target likelihood"), Kind.STEP, _WANTED),
        _aside(_STAGES, "target_impact", N_("Target impact"), Kind.STEP, _WANTED),
        Column("state", N_("State"), Kind.CHOICE, part=_STATE),
        Column("reviewed", N_("Last review"), Kind.DAY, part=_STATE),
        Column("reason", N_("Why closed"), part=_STATE),
    ),
)
