"""What a file would do, as a page shows it: counts, changed values, refused rows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from planlib.editing.check import RowEdit
from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.editing.words import differences
from planlib.errors import Problem
from planlib.intake.compare import Difference
from planlib.intake.preview import Preview
from planlib.locale import NONE, Language
from planlib.locale.sentences import notice_sentence, problem_message
from planlib.model import Actual, Spend
from planlib.store.connect import Store
from planlib.told import names_in_plan
from planlib.vocabulary import FileKind, ProblemCode
from ui.markup import Column, Number, Row, Tone, cell, joined, note, numbers, section, table

SHOWN = 50
"""Rows of a table on the page."""

Names = Mapping[str, str]
"""Name of a KPI or a budget line by its id."""


def counts(_: Language, found: Preview) -> Markup:
    """Return the four numbers of a preview."""
    span = ""
    if found.days:
        name = _.short_day if found.days[0].year == found.days[1].year else partial(_.day, weekday=False)
        span = _("{first} to {last}", first=name(found.days[0]), last=name(found.days[1]))
    refused = Tone.BAD if found.refused else Tone.PLAIN
    return numbers(
        Number("＋ " + _("Added"), _rows(_, found.added), span, main=bool(found.added)),
        Number(
            "↻ " + _("Changed"),
            _rows(_, found.changed),
            _("old and new value below") if found.changed else "",
            main=bool(found.changed),
        ),
        Number(
            "＝ " + _("Unchanged"),
            _rows(_, found.unchanged),
            _("the same as recorded; nothing to do") if found.unchanged else "",
        ),
        Number(
            "✕ " + _("Refused"),
            _rows(_, found.refused),
            _("listed below with the reason") if found.refused else "",
            tone=refused,
        ),
    )


def _rows(_: Language, count: int) -> str:
    return _.plural("{count} row", "{count} rows", count)


def notices(_: Language, found: Preview) -> Markup:
    """Return what is worth knowing about the file, a line each; nothing where there is nothing."""
    return joined(note(notice_sentence(_, notice)) for notice in found.notices)


def stamp(_: Language, found: Preview) -> str:
    """Return how the file was read."""
    parts = [found.file.name]
    if found.readable:
        parts += [found.file.encoding.upper(), _rows(_, found.file.rows)]
    return " · ".join([*parts, _("nothing is recorded yet")])


# changed values


def changed(_: Language, store: Store, found: Preview) -> Markup:
    """Return the rows that change, or the first ones that are new, old value beside new."""
    rows = found.changes or found.additions
    if not rows:
        return Markup("")
    total = found.changed if found.changes else found.added
    title = _("Values that will change") if found.changes else _("What will be added")
    shown = _("{shown} of {total}, the largest differences first", shown=min(SHOWN, len(rows)), total=total)
    head = section(title, shown if found.changes else _("{shown} of {total}", shown=min(SHOWN, len(rows)), total=total))
    if found.kind in (FileKind.ACTUALS, FileKind.SPEND):
        return head + _dated(_, rows[:SHOWN], names_in_plan(_, store, found.plan, found.based_on))
    return head + _defined(_, store, found, rows[:SHOWN])


def _dated(_: Language, rows: Sequence[Difference], names: Names) -> Markup:
    changes = rows[0].before is not None
    columns = [
        Column(_("File line")),
        Column(_("KPI or budget line"), headless=True),
        Column(_("Day")),
        Column(_("Segment or vendor")),
        *([Column(_("Old"), right=True)] if changes else []),
        Column(_("New"), right=True),
        *([Column(_("Difference"), right=True)] if changes else []),
    ]
    return table(columns, (_dated_row(_, row, names) for row in rows), _("What the file changes"))


def _dated_row(_: Language, row: Difference, names: Names) -> Row:
    """Return a row's cells; those of the old value and the difference only where there is an old value."""
    after = row.after
    assert isinstance(after, (Actual, Spend))
    name, where, new = _facts(after, names)
    cells = [_.exact(row.line), name, after.day.isoformat(), where or NONE]
    if not isinstance(row.before, (Actual, Spend)):
        return Row([*cells, cell(_.exact(new), strong=True)])
    old = _facts(row.before, names)[2]
    return Row([*cells, _.exact(old), cell(_.exact(new), strong=True), _signed(_, new - old)])


def _facts(record: Actual | Spend, names: Names) -> tuple[str, str, Decimal]:
    """Return what a row is about, its segment or vendor, and its number; of a ratio the numerator."""
    if isinstance(record, Actual):
        return names.get(record.kpi, record.kpi), record.segment, record.value
    return names.get(record.line, record.line), record.vendor, record.amount


def _signed(_: Language, difference: Decimal) -> str:
    return ("+" if difference > 0 else "") + _.exact(difference)


def _defined(_: Language, store: Store, found: Preview, rows: Sequence[Difference]) -> Markup:
    """Return changed KPIs, targets or budget lines, field by field."""
    if found.creates_plan:
        return note(_("They are listed on the page Plan once they are recorded."))
    sheet = SHEETS[{FileKind.KPIS: "kpis", FileKind.TARGETS: "targets", FileKind.BUDGET: "budgets"}[found.kind]]
    tables = read_tables(store, sheet, found.plan, found.based_on)
    edits = [RowEdit(str(getattr(row.after, sheet.id_field)), row.before, row.after, 0) for row in rows]
    columns = [Column(_("What")), Column(_("Field")), Column(_("Old"), wrap=True), Column(_("New"), wrap=True)]
    told = differences(_, tables, edits)
    body = (
        Row([one.row, _(one.column.head) if one.column else _("new row"), one.before, cell(one.after, strong=True)])
        for one in told
    )
    return table(columns, body, _("What the file changes"))


# refused rows


def refused(_: Language, found: Preview) -> Markup:
    """Return what is wrong with the file, a row each problem."""
    if not found.problems:
        return Markup("")
    shown = found.problems[:SHOWN]
    more = _("{shown} of {total} problems", shown=len(shown), total=found.problem_count)
    title = _("Refused rows") if found.readable else _("This file cannot be read")
    columns = [
        Column(_("File line")),
        Column(_("Column")),
        Column(_("Value"), wrap=True),
        Column(_("Why, and what would be right"), wrap=True, phone="row"),
    ]
    body = (
        Row(
            [
                NONE if problem.line is None else _.exact(problem.line),
                problem.column or NONE,
                _value(problem),
                problem_message(_, problem),
            ]
        )
        for problem in shown
    )
    return section(title, more) + table(columns, body, title)


def _value(problem: Problem) -> str | Markup:
    """Return the cell at fault; a column that is missing has none."""
    missing = problem.code == ProblemCode.MISSING_COLUMN or not problem.value
    return NONE if missing else Markup("<code>{}</code>").format(problem.value)
