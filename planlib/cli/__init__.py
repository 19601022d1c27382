"""The command line: what the screens do, for cron and for scripts.

This is the one place below the screens that reads the clock and knows who asks.
"""

import typer

from planlib.cli import changes, files, meeting, month, notify, rollover, setup, show, start, templates
from planlib.cli.terminal import Commands, Database, Grouped, Lang
from planlib.locale import N_

main = typer.Typer(
    cls=Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
)


@main.callback(help=N_("A team's monthly operations plan: KPIs, budget against actual, trends."))
def program(db: Database = None, lang: Lang = None) -> None:
    """Take the options that may stand before a command; their callbacks remember them."""


main.command(help=N_("Make a new database."))(setup.init)
main.command(help=N_("Serve the app to this machine until it is stopped."))(setup.serve)
main.command(cls=Grouped, help=N_("Make a new plan, empty or from a built-in plan template."))(start.new)
main.command(help=N_("List the plans, each with its state and last day of data."))(show.plans)
main.command("import", cls=Grouped, help=N_("Import a file, or see what it would change."))(files.import_file)
main.command("template", help=N_("Write a file to fill in and to import."))(templates.template_file)
main.command(help=N_("Take a change back by a new one that restores what was there."))(changes.undo)
main.command(help=N_("List the changes, newest first."))(changes.history)
main.command(
    help=N_("Show the KPIs, the budget, the trends, the tasks or the risks of a plan, or what changed in it.")
)(show.show)
main.command(help=N_("Write the month-end summary to a file."))(month.export)
main.command("minutes", help=N_("Write the minutes of a meeting to a file."))(meeting.minutes_file)
main.command(help=N_("Close a month that is over: keep its numbers, refuse changes."))(month.close)
main.command(help=N_("Open a closed month again."))(month.reopen)
main.command(help=N_("Draft the plan of a later month from this one."))(rollover.rollover)
main.command(cls=Grouped, help=N_("Tell a chat, a mailbox or a webhook how a plan stands."))(notify.notify)
