"""`show review`: the verdict, and what changed since the last meeting or any other moment."""

import typer

from planlib.cli import tables
from planlib.cli.terminal import Terminal, print_json
from planlib.errors import NotFoundError
from planlib.plans import names_by_login
from planlib.review.changed import changed, overdue
from planlib.review.document import review_json
from planlib.review.since import asked_since, default_since, open_since
from planlib.review.words import Told, by_words, since_note, since_title, told
from planlib.snapshot import Snapshot
from planlib.store.connect import Store


def show_review(here: Terminal, store: Store, snapshot: Snapshot, moment: str | None, *, json: bool) -> None:
    """Print what changed since `moment`, a day or a meeting; since the last meeting where None."""
    since = default_since(store, snapshot) if moment is None else asked_since(store, snapshot, moment)
    if since is None:
        raise NotFoundError("no_moment", moment=moment)
    _ = here.language
    before = open_since(store, here.actor, snapshot.key, since)
    found, late = changed(store, before, snapshot), overdue(snapshot, here.today(snapshot.team))
    if json:
        print_json(review_json(_, snapshot, before, since, found, late))
        return
    tables.print_heading(here, snapshot)
    title = since_title(_, since, chosen=moment is not None)
    typer.echo(f"{title} ({since_note(_, since, before, snapshot, found.changes)})")
    names = names_by_login(_, store, snapshot.team.team, snapshot.known_at)
    rows = [
        [heading, *_cells(here, one, names)]
        for heading, lines in told(_, found, snapshot, late).items()
        for one in lines
    ]
    if not rows:
        typer.echo(_("Nothing changed since."))
        return
    head = [_("What"), _("About"), _("Before"), _("After"), _("Notes"), _("Who and why")]
    here.table(head, rows, words=6)


def _cells(here: Terminal, one: Told, names: dict[str, str]) -> list[str]:
    """Return a line's cells; each of its details stands on a line of its own below."""
    by = [f"{by_words(here.language, change, names)} #{change.change_id}" for change in one.changes]
    return ["\n".join([one.name, *one.details]).strip(), one.before, one.after, one.more, "\n".join(by)]
