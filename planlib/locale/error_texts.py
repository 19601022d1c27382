"""Why an operation cannot be done, a sentence for each code."""

from planlib.locale import N_

ERRORS: dict[str, tuple[str, ...]] = {
    # what is asked for is not there
    "no_database": (N_("There is no plan database at {path}. Make one with “planlib init”, or name one with --db."),),
    "no_plans": (N_("There is no plan yet. Import one, or make the sample with “planlib init --sample”."),),
    "no_plan": (
        N_("There is no plan “{plan}”. There are {plans}."),
        N_("There is no plan “{plan}”; there is none at all yet."),
        N_("There is no plan of this team for {month}."),
    ),
    "not_yet": (N_("The plan for {month} did not exist yet: it was made on {made}, by change {change_id}."),),
    "no_kpi": (N_("The plan has no KPI “{kpi}”. It has {known}."), N_("The plan has no KPI “{kpi}”.")),
    "no_meeting": (
        N_("The plan has no meeting “{meeting}”. It has those of {known}."),
        N_("No meeting about the plan is over yet."),
    ),
    "no_moment": (N_("There is no meeting “{moment}” of the plan, and no such day on which it was there."),),
    "no_such_change": (N_("There is no change {change_id}."),),
    # a rule forbids it
    "plan_closed": (
        N_(
            "The plan {plan} was closed by {actor} on {day}. To change it, reopen the month first, "
            "with a reason: at the end of the page Month end, or with planlib reopen."
        ),
        N_("The plan {plan} is closed. Reopen the month before you change it."),
    ),
    "reason_needed": (N_("The plan {plan} is in force: say why you change it."), N_("Say why you do it.")),
    "only_reads": (
        N_("As {actor} you are a viewer and record nothing. {by} can change that: page Plan, table People."),
        N_("As {actor} you are a viewer and record nothing. Whoever is none can change that: page Plan, table People."),
    ),
    "may_not_close": (
        N_(
            "Closing, reopening and restating a month is for {who}, and not for {actor}. "
            "{by} can change that: page Plan, table People."
        ),
    ),
    "may_not_give": (N_("Who has which role is for {by} to say, and not for {actor}."),),
    "locks_out": (
        N_(
            "After this, {actor} could not take it back. Give the role admin to the person with this login too, or "
            "have another admin do it."
        ),
    ),
    "month_not_over": (N_("The month is over after {last_day}. It can be closed then."),),
    "month_before": (N_("The next month's plan is drafted from an earlier one: {month} does not come after."),),
    "plan_exists": (N_("There is a plan for {month} already."),),
    "team_exists": (N_("There is a team “{team}” already. Give the new one another short name."),),
    "team_code": (
        N_("“{team}” cannot be a team's short name. Take letters, digits, - and _, at most 32 and no spaces."),
    ),
    "feedback_empty": (N_("Answer at least one of the questions."),),
    "drop_reason": (N_("Say why “{name}” is left behind."),),
    "already_closed": (N_("The month is closed already."),),
    "unmet": (
        N_("{count} points of the checklist are not met; nothing was closed. Mend them, or say why each may stay."),
    ),
    "not_closed": (N_("The month is not closed."),),
    "not_a_draft": (N_("The plan is in force already."),),
    "meeting_over": (N_("The meeting is over; nothing more is taken down in it."),),
    "meeting_gone": (N_("The start of this meeting was taken back, and the meeting with it."),),
    "explain_confidence": (N_("Say in a sentence why the month is in danger."),),
    "explain_score": (N_("The score so far is {score}, below {limit}: say in a sentence why."),),
    "action_needs_owner_and_due": (N_("An action needs an owner and the day it is due."),),
    "who_needed": (N_("Choose who says so."),),
    "words_needed": (N_("Say it in a few words."),),
    "value_needed": (N_("Enter the new value: {field}."),),
    "as_it_stands": (N_("It stands like that already; nothing was recorded."),),
    "already_undone": (
        N_("Change {change_id} was taken back by change {by} already."),
        N_("It was taken back already."),
    ),
    "reopen_instead": (N_("Change {change_id} closed a month. Reopen the month instead."),),
    "close_instead": (N_("Change {change_id} reopened a month. Close the month again instead."),),
    "changed_since": (
        N_(
            "{count} of its rows were changed since, by {changes}. Take those changes back first, or take back only "
            "the others (--partial)."
        ),
    ),
    "conflict": (N_("Somebody else was faster: {count} rows were changed since you read them. Nothing was recorded."),),
    "invalid": (N_("{count} problems stand in the way. Nothing was recorded."),),
    "warnings_not_accepted": (
        N_("{count} warnings: look at them, and if the rows are right, say so and record the file again."),
    ),
    "option_not_for_kind": (N_("The option “{option}” does not go with files of the kind “{kind}”."),),
    "template_too_long": (
        N_("{count} rows do not fit into a workbook, which holds {most}. Take the CSV file instead."),
    ),
    "unreadable_edit": (
        N_("Row {row} cannot be saved: there is no column “{column}”. Load the page again."),
        N_("Row {row} cannot be saved as it was sent. Load the page again."),
        N_("The edits cannot be saved as they were sent. Load the page again."),
    ),
    "database_exists": (N_("There is a file or folder {path} already; it is left as it is. Name another with --db."),),
    "port_taken": (
        N_("Port {port} is taken by another program. Choose another with --port, or with “make run PORT=8600”."),
    ),
    "bad_setting": (N_("The setting {name} is “{value}”. Set it to a whole number above 0, or leave it out."),),
    "cannot_save": (N_("{path} cannot be written. See that its folder is there and that you may write to it."),),
    # telling a team
    "bad_receiver": (
        N_("Address {number} ({scheme}) is none that can be told. The README has examples."),
        N_("Address {number} is none that can be told: it begins with no scheme such as mailto://."),
    ),
    "not_told": (N_("{count} of {total} receivers were not told."),),
    "app_failed": (N_("The app that has {path} open could not do it; its terminal says why."),),
    # the database
    "locked": (
        N_("Another program (process {pid}) has {path} open. Stop it first; only one at a time can use the file."),
        N_("Another program has {path} open. Stop it first; only one at a time can use the file."),
    ),
    "newer_version": (N_("{path} was written by a newer version of this program. Install that version to open it."),),
    "not_a_plan_file": (N_("{path} is not a plan database. It is left as it is."),),
    "is_a_folder": (N_("{path} is a folder. Name the database file in it, such as {path}/plan.duckdb."),),
    "cannot_open": (N_("{path} cannot be opened ({cause}). See that the file is whole and that you may read it."),),
    "cannot_write": (
        N_(
            "{path} cannot be written. Nothing was recorded. See that you may write to the file and to its folder, or"
            " name another file with --db."
        ),
    ),
    "database_reopened": (N_("The database had to be opened again. Please do it once more."),),
    "disk_full": (N_("The disk is full: {path} cannot grow. Nothing was recorded; free some space and do it again."),),
    "backup_incomplete": (N_("The backup copy {path} is not complete, so the database was not upgraded."),),
}
"""For each code its sentences; the first whose parameters are all there is taken."""
