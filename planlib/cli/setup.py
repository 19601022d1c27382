"""`init` and `serve`: a database to begin with, and the app on it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from planlib.cli.terminal import Terminal, terminal
from planlib.errors import RefusedError
from planlib.intake.settings import limits_from
from planlib.locale import N_
from planlib.sample import load_sample
from planlib.store.connect import Store, telling

SAMPLE = typer.Option("--sample", help=N_("Fill it with the sample plan."))
PORT = typer.Option("--port", min=1, max=65535, help=N_("Port on this machine."))


def init(ctx: typer.Context, sample: Annotated[bool, SAMPLE] = False) -> None:
    """Make the database, under another name until it is complete; it must not exist yet."""
    here = terminal(ctx)
    _ = here.language
    with telling(here.database):
        if here.database.exists():
            raise RefusedError("database_exists", path=str(here.database))
        _make(here, sample=sample)
    here.say(_("There is a new database at {path}.", path=here.database))


def _make(here: Terminal, *, sample: bool) -> None:
    here.database.parent.mkdir(parents=True, exist_ok=True)
    unfinished = here.database.with_suffix(f".new{here.database.suffix}")
    for left_over in (unfinished, Path(f"{unfinished}.wal")):
        left_over.unlink(missing_ok=True)
    store = Store.open(unfinished, create=True)
    try:
        if sample:
            load_sample(store, at=here.now, actor=here.actor)
    finally:
        store.close()
    unfinished.rename(here.database)


def serve(ctx: typer.Context, port: Annotated[int, PORT] = 8501) -> None:
    """Start the server on a database that can be opened, with settings that can be read."""
    from planlib import server  # slow to load, and no other command needs it

    here = terminal(ctx)
    _ = here.language
    limits_from(os.environ)
    with here.store():
        server.require_free(port)
    here.say(_("The app is at {address}; Ctrl-C stops it.", address=f"http://{server.ADDRESS}:{port}"))
    server.serve(here.database, port)
