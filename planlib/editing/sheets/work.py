"""What is done to reach the goals: tasks, links, assignments."""

from planlib.editing.sheets.base import Column, Kind, Sheet
from planlib.locale import N_

TASKS = Sheet(
    "tasks",
    N_("Tasks"),
    N_("The steps of the month: who does each, when, and how far it is. One that takes 0 days is a milestone."),
    (
        Column("title_zh", N_("Title (Chinese)")),
        Column("code", N_("Code")),
        Column("owner", N_("Owner"), Kind.REFERENCE),
        Column("start", N_("Not before"), Kind.DAY, N_("Empty: as soon as the tasks before it let it.")),
        Column("duration", N_("Duration (working days)"), Kind.NUMBER, N_("Not needed where both days are given.")),
        Column("finish", N_("Planned finish"), Kind.DAY, N_("Empty: it follows from the working days.")),
        Column("progress", N_("Percent complete"), Kind.PERCENT),
        Column("priority", N_("Priority"), Kind.NUMBER, N_("1 is the most important, 5 the least.")),
        Column("title_en", N_("Title (English)")),
        Column("objective", N_("Goal"), Kind.REFERENCE),
        Column("started", N_("Began on"), Kind.DAY, N_("The day work really began.")),
        Column("finished", N_("Done on"), Kind.DAY, N_("The day it was really done.")),
        Column("deadline", N_("Deadline"), Kind.DAY, N_("A day set from outside that must not be missed.")),
        Column("rule", N_("Progress counts"), Kind.CHOICE, N_("How the progress is worked out.")),
        Column("budget", N_("Worth"), Kind.MONEY, N_("Money the task is worth, for earned value.")),
        Column("line", N_("Budget line"), Kind.REFERENCE, N_("It pays for the task.")),
        Column("strategy", N_("Strategy"), Kind.REFERENCE),
        Column("cancelled", N_("Cancelled on"), Kind.DAY, N_("From then on it is out of the schedule.")),
        Column("note", N_("Note")),
    ),
)

TASK_LINKS = Sheet(
    "task_links",
    N_("Order of tasks"),
    N_("Which task waits for which; tasks that wait for each other in a circle are refused."),
    (
        Column("task", N_("Task"), Kind.REFERENCE),
        Column("predecessor", N_("Waits for"), Kind.REFERENCE),
        Column("kind", N_("How"), Kind.CHOICE, N_("Empty: it begins after the other finishes.")),
        Column("lag", N_("Days between"), Kind.NUMBER, N_("Below 0: it may begin so many days earlier.")),
        Column("elapsed", N_("Calendar days"), Kind.FLAG, N_("The days between count days off too.")),
    ),
    named=("task", "predecessor"),
    between=" ← ",
)

TASK_STEPS = Sheet(
    "task_steps",
    N_("Steps of tasks"),
    N_("What a task consists of, where its progress counts by weighted steps."),
    (
        Column("task", N_("Task"), Kind.REFERENCE),
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("weight", N_("Weight"), Kind.NUMBER),
        Column("done", N_("Done on"), Kind.DAY),
    ),
)

ASSIGNMENTS = Sheet(
    "assignments",
    N_("Assignments"),
    N_("Who works on a task and what it needs: hours on each working day, pieces in use, or what is used up."),
    (
        Column("task", N_("Task"), Kind.REFERENCE, N_("Empty for other work; it then needs its days.")),
        Column("person", N_("Person"), Kind.REFERENCE, N_("Either a person or a resource.")),
        Column("resource", N_("Resource"), Kind.REFERENCE),
        Column("amount", N_("How much"), Kind.NUMBER, N_("Of a person hours on each working day.")),
        Column("start", N_("From"), Kind.DAY, N_("Empty: the task's days.")),
        Column("finish", N_("To"), Kind.DAY, N_("Empty: the task's days.")),
        Column("note", N_("Note")),
    ),
    named=("task", "person", "resource"),
)
