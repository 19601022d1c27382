"""`import`: a file is previewed, every problem is told, and it is recorded if nothing is in the way."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from planlib.cli.terminal import Json, PlanName, Reason, Terminal, print_json, problems_json, terminal
from planlib.cli.usage import Misuse
from planlib.intake.options import CREATE, LEAVE_OUT, YEARS, Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.reading.encoding import ENCODINGS
from planlib.intake.settings import limits_from
from planlib.locale import N_, Language
from planlib.locale.field_words import field_word
from planlib.locale.sentences import decision_sentence, notice_sentence
from planlib.model import PlanKey, Team
from planlib.plans import parse_name, team_called
from planlib.store.ledger import Change
from planlib.vocabulary import FileKind

READING = N_("How the file is read")
MEANING = N_("What its columns and names mean")
RECORDING = N_("What is recorded")

KIND = typer.Argument(help=N_("What the file holds."))
FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help=N_("A CSV file or a workbook."))


def _option(panel: str, name: str, text: str, metavar: str | None = None) -> Any:
    return typer.Option(name, metavar=metavar, help=text, rich_help_panel=panel)


Sheet = Annotated[
    list[str] | None,
    _option(
        READING,
        "--sheet",
        N_("Sheet of a workbook; else the first that fits. Several, or “*” for all, are read together; repeatable."),
        "NAME",
    ),
]
Encoding = Annotated[
    str | None, _option(READING, "--encoding", N_("Encoding of the file; else found out."), "|".join(ENCODINGS[:3]))
]
Delimiter = Annotated[
    str | None,
    _option(READING, "--delimiter", N_("What separates the cells, “tab” for a tab; else found out."), "CHARACTER"),
]
Header = Annotated[
    int | None,
    typer.Option(
        "--header", min=1, metavar="LINE", rich_help_panel=READING, help=N_("Line of the header; else found out.")
    ),
]
Shape = Annotated[
    Literal["rows", "days", "kpis", "segments"] | None,
    _option(
        READING,
        "--shape",
        N_("A row for each value, or a column for each day, each KPI or each segment; else found out."),
    ),
]
NoMergedCells = Annotated[
    bool, _option(READING, "--no-merged-cells", N_("Of merged cells only the first has what they show."))
]
NoHiddenRows = Annotated[
    bool, _option(READING, "--no-hidden-rows", N_("Rows that are hidden in a workbook are left out."))
]
NoFooter = Annotated[bool, _option(READING, "--no-footer", N_("Totals and notes below the rows are rows like others."))]
Decimal = Annotated[
    Literal[".", ","], _option(READING, "--decimal", N_("How decimals are written: 1,234.5 or 1.234,5."))
]
DayOrder = Annotated[
    Literal["ymd", "mdy", "dmy"] | None,
    _option(READING, "--day-order", N_("How days such as 3/5/2025 are written, where the column does not tell.")),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        min=YEARS[0],
        max=YEARS[1],
        rich_help_panel=READING,
        help=N_("Year of days that name none; else the plan's."),
    ),
]
PercentAs = Annotated[
    Literal["fraction", "percent"] | None,
    _option(READING, "--percent-as", N_("What 12.5 is for a percentage: 1250% or 12.5%.")),
]
Units = Annotated[
    list[str] | None,
    _option(READING, "--unit", N_("The unit of a field's numbers, such as value=万元; repeatable."), "FIELD=UNIT"),
]
Map = Annotated[
    list[str] | None,
    _option(MEANING, "--map", N_("The column that holds a field, several with + between; repeatable."), "FIELD=COLUMN"),
]
Set = Annotated[
    list[str] | None,
    _option(MEANING, "--set", N_("A field that the file has no column for; repeatable."), "FIELD=VALUE"),
]
Name = Annotated[
    list[str] | None,
    _option(MEANING, "--name", N_("The KPI or budget line that an unknown name means; repeatable."), "TEXT=CODE"),
]
Create = Annotated[
    list[str] | None,
    _option(
        MEANING,
        "--create",
        N_("An unknown name to make a KPI or budget line of, as what, such as percent,up,ratio; repeatable."),
        "TEXT[=WORDS]",
    ),
]
LeaveOut = Annotated[
    list[str] | None,
    _option(MEANING, "--leave-out", N_("An unknown name whose rows are left out; repeatable."), "TEXT"),
]
Rate = Annotated[bool, _option(MEANING, "--rate", N_("The value is already the rate of a ratio KPI."))]
Total = Annotated[bool, _option(RECORDING, "--total", N_("Add up the rows of one KPI, day and segment."))]
History = Annotated[bool, _option(RECORDING, "--history", N_("Load days outside the plan's month too."))]
Restate = Annotated[bool, _option(RECORDING, "--restate", N_("Record late data of closed months; needs --reason."))]
SkipBad = Annotated[bool, _option(RECORDING, "--skip-bad", N_("Record the good rows and leave out the bad ones."))]
AcceptWarnings = Annotated[
    bool, _option(RECORDING, "--accept-warnings", N_("Record rows that are unusual: they were looked at."))
]
DryRun = Annotated[bool, _option(RECORDING, "--dry-run", N_("Show what would change and record nothing."))]


def import_file(
    ctx: typer.Context,
    kind: Annotated[FileKind, KIND],
    file: Annotated[Path, FILE],
    plan: PlanName,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    header: Header = None,
    shape: Shape = None,
    no_merged_cells: NoMergedCells = False,
    no_hidden_rows: NoHiddenRows = False,
    no_footer: NoFooter = False,
    decimal: Decimal = ".",
    day_order: DayOrder = None,
    year: Year = None,
    percent_as: PercentAs = None,
    unit: Units = None,
    map_: Map = None,
    set_: Set = None,
    name: Name = None,
    create: Create = None,
    leave_out: LeaveOut = None,
    rate: Rate = False,
    total: Total = False,
    history: History = False,
    restate: Restate = False,
    skip_bad: SkipBad = False,
    accept_warnings: AcceptWarnings = False,
    dry_run: DryRun = False,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Record the file, or say what stands in the way (bad rows, warnings nobody has accepted, no reason) and exit 1."""
    here = terminal(ctx)
    options = Options(
        sheet=tuple(sheet) if sheet and len(sheet) > 1 else next(iter(sheet or ()), None),
        encoding=encoding,
        delimiter="\t" if delimiter == "tab" else delimiter,
        merged_cells=not no_merged_cells,
        hidden_rows=not no_hidden_rows,
        header=header,
        shape=shape,
        footer=not no_footer,
        decimal=decimal,
        day_order=day_order,
        year=year,
        units=pairs(unit, "--unit"),
        mapping=pairs(map_, "--map"),
        constants=pairs(set_, "--set"),
        names=pairs(name, "--name") | _created(create) | dict.fromkeys(leave_out or (), LEAVE_OUT),
        total=total,
        rate=rate,
        history=history,
        restate=restate,
        percent_as=percent_as,
        limits=limits_from(os.environ),
    )
    code, month = parse_name(plan)
    data = file.read_bytes()
    with here.store() as store:
        today = here.today(team_called(store, code) or Team(team=code, code=code))
        key = PlanKey(code, month)
        found = preview(store, data, file.name, kind, key, options, actor=here.actor, today=today)
        refused = bool(found.problems) and not (skip_bad and found.readable)
        held = not refused and bool(found.warning_count) and not accept_warnings
        silent = not refused and not dry_run and found.needs_reason and not reason.strip()
        change = None
        if not (refused or held or silent or dry_run):
            change = record_preview(
                store,
                found,
                actor=here.actor,
                at=here.now,
                reason=reason,
                skip_bad=skip_bad,
                accept_warnings=accept_warnings,
            )
    if json:
        print_json(_document(here.language, found, change))
    _tell(here, found)
    here.say(_outcome(here.language, found, change, dry_run=dry_run, refused=refused, held=held, silent=silent))
    if refused or held or silent:
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


def _created(texts: Iterable[str] | None) -> dict[str, str]:
    """Return the answer for each name to be created, with what is said of it."""
    return {name.strip(): CREATE + words for name, _, words in (text.partition("=") for text in texts or ())}


def _document(_: Language, found: Preview, change: Change | None) -> dict[str, Any]:
    return {
        "file": found.file.name,
        "kind": found.kind,
        "encoding": found.file.encoding,
        "rows": found.file.rows,
        "values": found.file.values,
        "added": found.added,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "refused": found.refused,
        "left_out": found.left_out,
        "restates": found.restates,
        "sheet": found.file.sheet or None,
        "decisions": [
            {"code": decision.code, "message": decision_sentence(_, decision)} for decision in found.decisions
        ],
        "problems": problems_json(_, found.problems),
        "warnings": problems_json(_, found.warnings),
        "change_id": change.change_id if change else None,
    }


def _tell(here: Terminal, found: Preview) -> None:
    """Say on stderr what is worth knowing about the file, what is wrong with it, and what it would change."""
    _ = here.language
    for decision in found.decisions:
        here.say(decision_sentence(_, decision))
    for notice in found.notices:
        here.say(notice_sentence(_, notice))
    here.say_problems(found.problems, found.problem_count)
    here.say_problems(found.warnings, found.warning_count)
    if found.in_values:
        here.say(_("Values: {values}, in rows of the file: {rows}.", values=found.file.values, rows=found.file.rows))
    here.say(
        _(
            "{added} added, {changed} changed, {unchanged} unchanged, {refused} refused.",
            added=found.added,
            changed=found.changed,
            unchanged=found.unchanged,
            refused=found.refused,
        )
    )
    if found.left_out:
        here.say(_("{count} left out.", count=found.left_out))
    if found.restates:
        here.say(_("{count} restated of a closed month.", count=found.restates))


def _outcome(
    _: Language, found: Preview, change: Change | None, *, dry_run: bool, refused: bool, held: bool, silent: bool
) -> str:
    if change is not None:
        return _("Recorded as change {change}; planlib undo {change} takes it back.", change=change.change_id)
    if refused and found.readable:
        return _("Nothing was recorded. Mend the file, or take the good rows alone with --skip-bad.")
    if refused and found.unclear:
        return _(
            "Nothing was recorded. Say which column holds “{field}” with --map {name}=COLUMN, or mend the file.",
            field=field_word(_, found.unclear[0], found.kind),
            name=found.unclear[0],
        )
    if refused:
        return _("Nothing was recorded. Mend the file and import it again.")
    if held or silent:
        wanted = [_("Look at the warnings; if the rows are right, add --accept-warnings.")] if held else []
        wanted += [_("Say why with --reason: rows of a closed month or of a plan in force change.")] if silent else []
        return _.sentences([_("Nothing was recorded."), *wanted])
    return _("A dry run: nothing was recorded.") if dry_run else _("Nothing was recorded: the file says nothing new.")
