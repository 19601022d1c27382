"""`import`: a file is previewed, every problem is told, and it is recorded if nothing is in the way."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from planlib.cli.terminal import Json, PlanName, Reason, Terminal, print_json, problems_json, terminal
from planlib.cli.usage import Misuse
from planlib.intake.encoding import ENCODINGS
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.locale import N_, Language
from planlib.locale.sentences import notice_sentence
from planlib.model import PlanKey, Team
from planlib.plans import parse_name, team_called
from planlib.store.ledger import Change
from planlib.vocabulary import FileKind

Percent = Literal["fraction", "percent"]

KIND = typer.Argument(help=N_("What the file holds."))
FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help=N_("A CSV file."))
MAP = typer.Option("--map", metavar="FIELD=COLUMN", help=N_("The column that holds a field; repeatable."))
SET = typer.Option("--set", metavar="FIELD=VALUE", help=N_("A field that the file has no column for; repeatable."))
TOTAL = typer.Option("--total", help=N_("Add up the rows of one KPI, day and segment."))
RATE = typer.Option("--rate", help=N_("The value is already the rate of a ratio KPI."))
HISTORY = typer.Option("--history", help=N_("Load days outside the plan's month too."))
PERCENT_AS = typer.Option("--percent-as", help=N_("What 12.5 is for a percentage: 1250% or 12.5%."))
ENCODING = typer.Option("--encoding", metavar="|".join(ENCODINGS[:3]), help=N_("Encoding of the file; else found out."))
DRY_RUN = typer.Option("--dry-run", help=N_("Show what would change and record nothing."))
SKIP_BAD = typer.Option("--skip-bad", help=N_("Record the good rows and leave out the bad ones."))


def import_file(
    ctx: typer.Context,
    kind: Annotated[FileKind, KIND],
    file: Annotated[Path, FILE],
    plan: PlanName,
    map_: Annotated[list[str] | None, MAP] = None,
    set_: Annotated[list[str] | None, SET] = None,
    total: Annotated[bool, TOTAL] = False,
    rate: Annotated[bool, RATE] = False,
    history: Annotated[bool, HISTORY] = False,
    percent_as: Annotated[Percent | None, PERCENT_AS] = None,
    encoding: Annotated[str | None, ENCODING] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
    skip_bad: Annotated[bool, SKIP_BAD] = False,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Record the file, or say everything that is wrong with it; exit 1 where bad rows stand in the way."""
    here = terminal(ctx)
    options = Options(
        encoding=encoding,
        mapping=pairs(map_, "--map"),
        constants=pairs(set_, "--set"),
        total=total,
        rate=rate,
        history=history,
        percent_as=percent_as,
    )
    code, month = parse_name(plan)
    data = file.read_bytes()
    with here.store() as store:
        today = here.today(team_called(store, code) or Team(team=code, code=code))
        key = PlanKey(code, month)
        found = preview(store, data, file.name, kind, key, options, actor=here.actor, today=today)
        refused = bool(found.problems) and not (skip_bad and found.readable)
        change = None
        if not refused and not dry_run:
            change = record_preview(store, found, actor=here.actor, at=here.now, reason=reason, skip_bad=skip_bad)
    if json:
        print_json(_document(here.language, found, change))
    _tell(here, found)
    here.say(_outcome(here.language, found, change, dry_run=dry_run, refused=refused))
    if refused:
        raise typer.Exit(1)


def pairs(texts: Iterable[str] | None, option: str) -> dict[str, str]:
    """Return {field: text} of FIELD=TEXT options; wrong usage where one has no equals sign."""
    found = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise Misuse(option, N_("“{value}” has no equals sign."), value=text)
        found[name.strip()] = value
    return found


def _document(_: Language, found: Preview, change: Change | None) -> dict[str, Any]:
    return {
        "file": found.file.name,
        "kind": found.kind,
        "encoding": found.file.encoding,
        "rows": found.file.rows,
        "added": found.added,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "refused": found.refused,
        "problems": problems_json(_, found.problems),
        "change_id": change.change_id if change else None,
    }


def _tell(here: Terminal, found: Preview) -> None:
    """Say on stderr what is worth knowing about the file, what is wrong with it, and what it would change."""
    _ = here.language
    for notice in found.notices:
        here.say(notice_sentence(_, notice))
    here.say_problems(found.problems, found.problem_count)
    here.say(
        _(
            "{added} added, {changed} changed, {unchanged} unchanged, {refused} refused.",
            added=found.added,
            changed=found.changed,
            unchanged=found.unchanged,
            refused=found.refused,
        )
    )


def _outcome(_: Language, found: Preview, change: Change | None, *, dry_run: bool, refused: bool) -> str:
    if change is not None:
        return _("Recorded as change {change}; planlib undo {change} takes it back.", change=change.change_id)
    if refused and found.readable:
        return _("Nothing was recorded. Mend the file, or take the good rows alone with --skip-bad.")
    if refused:
        return _("Nothing was recorded. Mend the file and import it again.")
    return _("A dry run: nothing was recorded.") if dry_run else _("Nothing was recorded: the file says nothing new.")
