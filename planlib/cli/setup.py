"""`init` and `serve`: a database to begin with, and the app on it."""

from typing import Annotated

import typer

from planlib.cli.terminal import terminal
from planlib.errors import NotFoundError, RefusedError
from planlib.locale import N_
from planlib.sample import load_sample

SAMPLE = typer.Option("--sample", help=N_("Fill it with the sample plan."))
PORT = typer.Option("--port", min=1, max=65535, help=N_("Port on this machine."))


def init(ctx: typer.Context, sample: Annotated[bool, SAMPLE] = False) -> None:
    """Make the database, which must not exist yet, with or without the sample plan."""
    here = terminal(ctx)
    _ = here.language
    if here.database.exists():
        raise RefusedError("database_exists", path=str(here.database))
    here.database.parent.mkdir(parents=True, exist_ok=True)
    with here.store(create=True) as store:
        if sample:
            load_sample(store, at=here.now, actor=here.actor)
    here.say(_("There is a new database at {path}.", path=here.database))


def serve(ctx: typer.Context, port: Annotated[int, PORT] = 8501) -> None:
    """Start the server on a database that exists."""
    from planlib import server

    here = terminal(ctx)
    _ = here.language
    if not here.database.exists():
        raise NotFoundError("no_database", path=str(here.database))
    here.say(_("The app is at {address}; Ctrl-C stops it.", address=f"http://{server.ADDRESS}:{port}"))
    server.serve(here.database, port)
