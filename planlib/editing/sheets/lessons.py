"""What the month taught, for the month end and for the next plan."""

from planlib.editing.sheets.base import Column, Kind, Sheet
from planlib.locale import N_

LESSONS = Sheet(
    "lessons",
    N_("Lessons"),
    N_(
        "What worked, what did not and why, and what to try next. They stand at the month end; those with a next step"
        " are offered to the next month."
    ),
    (
        Column("kind", N_("Type"), Kind.CHOICE),
        Column("text", N_("What happened")),
        Column("cause", N_("Cause")),
        Column("next_step", N_("Next step"), help=N_("What is done differently from now on, or again.")),
        Column("owner", N_("Owner"), Kind.REFERENCE, N_("Who sees to the next step.")),
        Column("kpi", N_("KPI"), Kind.REFERENCE),
        Column("objective", N_("Goal"), Kind.REFERENCE),
        Column("task", N_("Task"), Kind.REFERENCE),
        Column("risk", N_("Risk"), Kind.REFERENCE),
        Column("decision", N_("Decision"), Kind.REFERENCE),
    ),
    named=("text",),
)
