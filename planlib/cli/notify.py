"""`notify`: a plan told to a chat, to a mailbox or to any webhook."""

import os
from datetime import datetime
from typing import Annotated

import typer

from planlib.cli.terminal import PlanName, Terminal, terminal
from planlib.cli.usage import Misuse
from planlib.door import ask
from planlib.errors import LockedError
from planlib.export.pack import Format
from planlib.locale import N_
from planlib.notify.order import Order, Outcome, carried_out, unpacked
from planlib.notify.sending import Kind

ADDRESSES = "PLANLIB_NOTIFY"
APP = "PLANLIB_URL"


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise Misuse("--at", N_("“{value}” is neither a day nor a time; write YYYY-MM-DD."), value=text) from fault


TO = typer.Option(
    "--to",
    metavar="[zh=|en=]URL",
    help=N_("Whom to tell, and in which language if not in that of --lang; repeatable. Else those of PLANLIB_NOTIFY."),
)
WHAT = typer.Option("--what", help=N_("The weekly digest, the month-end pack, or what turned bad since."))
FORMAT = typer.Option("--format", help=N_("Form of a file of the pack; repeatable."))
ONCE = typer.Option("--once-closed", help=N_("The pack goes out when the month is closed, once for each close."))
DAYS = typer.Option("--missing-days", min=1, help=N_("Without data, after which there is an alert."))
LINK = typer.Option("--link", metavar="URL", help=N_("Where readers open the app; else PLANLIB_URL."))
AT = typer.Option("--at", parser=_moment, metavar="DAY|TIME", help=N_("As it stood then."))
DRY_RUN = typer.Option("--dry-run", help=N_("Show what would be sent, and send nothing."))


def notify(
    ctx: typer.Context,
    plan: PlanName,
    to: Annotated[list[str] | None, TO] = None,
    what: Annotated[Kind, WHAT] = Kind.DIGEST,
    format_: Annotated[list[Format] | None, FORMAT] = None,
    once_closed: Annotated[bool, ONCE] = False,
    missing_days: Annotated[int, DAYS] = 2,
    link: Annotated[str | None, LINK] = None,
    at: Annotated[datetime | None, AT] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> None:
    """Tell everybody named and say who was told; the app does it where it is running."""
    here = terminal(ctx)
    everybody = to or os.environ.get(ADDRESSES, "").split()
    if not everybody:
        raise Misuse("--to", N_("Nobody is named to be told. Name an address, or set PLANLIB_NOTIFY."))
    if at and not dry_run and what is Kind.ALERTS:
        raise Misuse("--at", N_("Alerts of the past are only shown: add --dry-run."))
    order = Order(
        plan=plan,
        kind=what,
        to=everybody,
        lang=here.language.code,
        now=here.now,
        actor=here.actor,
        formats=format_ or [Format.PDF, Format.XLSX],
        once=once_closed,
        days=missing_days,
        link=link or os.environ.get(APP, ""),
        at=at,
        dry_run=dry_run,
    )
    outcome = _done(here, order)
    for line in outcome.lines:
        typer.echo(line)
    if outcome.refused:
        here.say(outcome.refused)
        raise typer.Exit(1)


def _done(here: Terminal, order: Order) -> Outcome:
    """Carry the order out here, or have the app do it that holds the database."""
    try:
        with here.store() as store:
            return carried_out(store, order)
    except LockedError:
        answer = ask(here.database, order.packed())
        if answer is None:
            raise
        return unpacked(answer)
