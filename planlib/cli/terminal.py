"""What every command needs: the reader's language, the database, the clock, and ways to answer.

Answers go to stdout, as a table or as one JSON document; messages go to stderr. A :class:`PlanError` ends the
program with exit code 1 and its sentence, wrong usage with 2 and a sentence too.
"""

import locale
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from planlib import place
from planlib.cli.usage import MissingParameter, Misuse, NoArgsIsHelpError, UsageError, usage_sentence
from planlib.errors import InvalidError, Line, PlanError, Problem, RefusedError
from planlib.locale import LANGUAGES, N_, Language, language, preferred
from planlib.locale.sentences import error_sentence, problem_sentence
from planlib.model import Team
from planlib.plans import parse_name, plan_names
from planlib.store.connect import Store

WIDE = 1000
"""Columns of a table that goes to a file or a pipe, where nothing may be cut off."""

SHOWN = 20
"""Problems told on the terminal; --json has all."""


def _terminals_language() -> Language:
    tag = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return language(preferred(tag or locale.getlocale()[0]))


@dataclass
class Terminal:
    """Who asks, in which language, about which database, and when."""

    database: Path = field(default_factory=place.database)
    language: Language = field(default_factory=_terminals_language)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    actor: str = field(default_factory=place.user)

    def today(self, team: Team) -> date:
        """Return the day it is where the team works."""
        return self.now.astimezone(ZoneInfo(team.timezone)).date()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the database for as long as the command needs it."""
        store = Store.open(self.database)
        try:
            yield store
        finally:
            store.close()

    def say(self, message: str) -> None:
        """Tell the reader something that is no part of the answer."""
        typer.echo(message, err=True)

    def say_problems(self, problems: Sequence[Problem], count: int) -> None:
        """Tell the first of `count` problems, and how many there are more."""
        _ = self.language
        for problem in problems[:SHOWN]:
            self.say(problem_sentence(_, problem))
        if count > SHOWN:
            self.say(_("… and {count} more; --json lists them.", count=count - SHOWN))

    def refuse(self, fault: PlanError) -> None:
        """Tell why the command was refused, with every problem there is."""
        if isinstance(fault, InvalidError):
            self.say_problems(fault.problems, len(fault.problems))
        self.say(error_sentence(self.language, fault))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> None:
        """Print aligned columns; the first `words` hold words, the others numbers."""
        console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
        table = Table(box=None, pad_edge=False, header_style="")
        for index, title in enumerate(head):
            table.add_column(Text(title), justify="left" if index < words else "right", overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)


def write_file(path: Path, content: bytes) -> None:
    """Write a file that was asked for; RefusedError `cannot_save` where that fails."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise RefusedError("cannot_save", path=str(path)) from fault


def print_json(document: Any) -> None:
    """Print one JSON document, in UTF-8 whatever the terminal's encoding."""
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def problems_json(_: Language, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as --json has them."""
    return [
        {
            **_place(problem.line),
            "column": problem.column,
            "value": problem.value,
            "code": problem.code,
            "message": problem_sentence(_, problem),
        }
        for problem in problems
    ]


def _place(line: int | None) -> dict[str, Any]:
    """Return the line, with its sheet where several were read together."""
    return {"sheet": line.sheet, "line": line.row} if isinstance(line, Line) else {"line": line}


def terminal(ctx: typer.Context) -> Terminal:
    """Return the terminal of the running command."""
    found: Terminal = ctx.find_root().ensure_object(Terminal)
    return found


def _remember_database(ctx: typer.Context, path: Path | None) -> None:
    if path is not None:
        terminal(ctx).database = path


def _remember_language(ctx: typer.Context, code: str | None) -> None:
    if code is not None:
        if code not in LANGUAGES:
            raise Misuse("--lang", N_("“{value}” is not one of {known}."), value=code, known="zh, en")
        terminal(ctx).language = language(code)


Database = Annotated[
    Path | None,
    typer.Option(
        "--db",
        callback=_remember_database,
        expose_value=False,
        help=N_("The database; else PLANLIB_DB, else data/plan.duckdb of the project."),
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        callback=_remember_language,
        is_eager=True,  # so that whatever is wrong with the others is said in it
        expose_value=False,
        metavar="zh|en",
        help=N_("Language of the answer; else the terminal's."),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=N_("Print one JSON document."))]


def _checked_plan(name: str | None) -> str | None:
    """Return `name`; wrong usage where no plan can be called so."""
    try:
        if name is not None:
            parse_name(name)
    except ValueError as fault:
        raise Misuse("--plan", N_("“{value}” is not TEAM/YYYY-MM."), value=name) from fault
    return name


_PLAN = typer.Option("--plan", metavar="TEAM/YYYY-MM", callback=_checked_plan, help=N_("Team and month of the plan."))
_REASON = typer.Option("--reason", help=N_("Why; it stays in the history."))
PlanName = Annotated[str, _PLAN]
Reason = Annotated[str, _REASON]


class Commands(TyperGroup):
    """The commands: each also takes the options of the program, and refuses with a sentence."""

    def __init__(self, **settings: Any) -> None:
        """Put the program's own help into the terminal's language."""
        super().__init__(**settings)
        _translate(self, _terminals_language())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command that knows --db and --lang too, so that they may stand before it and after it."""
        command = super().get_command(ctx, cmd_name)
        if command is None:
            known = ", ".join(self.commands)
            raise Misuse(cmd_name, N_("There is no such command. There are {known}."), known=known)
        if self.params[0] not in command.params:
            command.params += self.params
            _translate(command, terminal(ctx).language)
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options of the program; say what is wrong with them."""
        with _told(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say why it is refused, if it is."""
        with _told(ctx):
            return super().invoke(ctx)


@contextmanager
def _told(ctx: Any) -> Iterator[None]:
    """Say why a command is refused or wrong, and end the program."""
    here = terminal(ctx)
    try:
        yield
    except PlanError as fault:
        here.refuse(fault)
        raise typer.Exit(1) from fault
    except NoArgsIsHelpError:
        raise
    except UsageError as fault:
        here.say(usage_sentence(here.language, _naming_plans(here, fault), ctx.command_path))
        raise typer.Exit(2) from fault


def _naming_plans(here: Terminal, fault: UsageError) -> UsageError:
    """Return what is wrong; where no plan was named, with the plans there are."""
    if not (isinstance(fault, MissingParameter) and fault.param and fault.param.name == "plan"):
        return fault
    try:
        with here.store() as store:
            known = here.language.join(list(plan_names(store).values()))
    except PlanError:
        return fault
    named = Misuse("--plan", N_("It is missing. It is one of {known}."), known=known)
    named.ctx = fault.ctx
    return named if known else fault


class Grouped(TyperCommand):
    """A command of many options: its help shows them under the headings they were given."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, those under a heading last."""
        _ = terminal(ctx).language
        groups: dict[str, list[Any]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            is_option = parameter.param_type_name == "option"
            heading = getattr(parameter, "rich_help_panel", None) or (N_("Options") if is_option else N_("Arguments"))
            if record is not None:
                groups.setdefault(heading, []).append(record)
        for heading, records in groups.items():
            with formatter.section(_(heading)):
                formatter.write_dl(records)


def _translate(command: Any, _: Language) -> None:
    """Put the help of a command and of its options into the reader's language."""
    for documented in (command, *command.params):
        documented.help = _(documented.help) if documented.help else None
