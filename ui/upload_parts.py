"""What a file would do, as a page shows it: counts, what is worth knowing, refused and unusual rows."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup

from planlib.errors import Line, Problem
from planlib.intake.mapping.fields import FIELDS
from planlib.intake.preview import Preview
from planlib.locale import NONE, Language
from planlib.locale.field_words import field_word
from planlib.locale.sentences import notice_sentence, problem_message
from planlib.vocabulary import FileKind, ProblemCode
from ui.markup import Column, Number, Row, Tone, bold, joined, note, numbers, rich, section, table

SHOWN = 100
"""Rows of a table on the page; it scrolls in itself."""


def show_beside(text: Any, width: int | Literal["content", "stretch"] = "content") -> None:
    """Draw words that stand beside a control."""
    st.html(str(Markup('<p class="pl-beside">{}</p>').format(text)), width=width)


def tall(part: Markup) -> Markup:
    """Return a table that scrolls in itself where it is long."""
    return Markup('<div class="pl-tall" tabindex="0">{}</div>').format(part)


def counts(_: Language, found: Preview) -> Markup:
    """Return what would become of the rows; what is left out or unusual only where there is such a row."""
    span = ""
    if found.days:
        name = _.short_day if found.days[0].year == found.days[1].year else partial(_.day, weekday=False)
        span = _("{first} to {last}", first=name(found.days[0]), last=name(found.days[1]))
    rows = partial(counted, _, in_values=found.in_values)
    items = [
        Number("＋ " + _("Added"), rows(found.added), span, main=bool(found.added)),
        Number(
            "↻ " + _("Changed"),
            rows(found.changed),
            _("old and new value below") if found.changed else "",
            main=bool(found.changed),
        ),
        Number(
            "＝ " + _("Unchanged"),
            rows(found.unchanged),
            _("the same as recorded; nothing to do") if found.unchanged else "",
        ),
        Number(
            "✕ " + _("Refused"),
            rows(found.refused),
            _("listed below with the reason") if found.refused else "",
            tone=Tone.BAD if found.refused else Tone.PLAIN,
        ),
    ]
    if found.unusual:
        among = _("among those added or changed")
        items.append(Number("◆ " + _("Unusual"), rows(found.unusual), among, tone=Tone.WARN))
    if found.left_out:
        items.append(Number("－ " + _("Left out"), rows(found.left_out), _("neither recorded nor refused")))
    return numbers(*items)


def counted(_: Language, count: int, *, in_values: bool) -> str:
    """Return so many rows of the file, or values where a row of it may have several."""
    return _values(_, count) if in_values else _.plural("{count} row", "{count} rows", count)


def _values(_: Language, count: int) -> str:
    return _.plural("{count} value", "{count} values", count)


def notices(_: Language, found: Preview) -> Markup:
    """Return what is worth knowing about the file, a line each; nothing where there is nothing."""
    return joined(note(notice_sentence(_, notice)) for notice in found.notices)


def stamp(_: Language, found: Preview) -> str:
    """Return which file it is, how large, and that nothing happened yet."""
    parts = [found.file.name]
    if found.readable:
        parts.append(_.plural("{count} row", "{count} rows", found.file.rows))
        if found.in_values:
            parts.append(_values(_, found.file.values))
    return " · ".join([*parts, _("nothing is recorded yet")])


def verdict(_: Language, found: Preview) -> str:
    """Return in a few words what would become of the file."""
    if not found.readable:
        return _("columns to be named") if found.unclear else _("cannot be read")
    words = [
        (found.added, _("{count} new", count=_.exact(found.added))),
        (found.changed, _("{count} changed", count=_.exact(found.changed))),
        (found.refused, _("{count} refused", count=_.exact(found.refused))),
    ]
    return _.join([word for count, word in words if count]) or _("nothing new")


def refused(_: Language, found: Preview) -> Markup:
    """Return what is wrong with the file, a row each problem."""
    if not found.problems:
        return Markup("")
    return _problems(_, _title(_, found), found.problems, found.problem_count)


def _title(_: Language, found: Preview) -> str:
    if found.readable:
        return _("Refused rows")
    if not found.unclear:
        return _("This file cannot be read")
    fields = [f"“{field_word(_, field, found.kind)}”" for field in found.unclear]
    return _("Say first which column holds {fields}", fields=_.join(fields))


def unusual(_: Language, found: Preview) -> Markup:
    """Return what is unlikely about rows that can be recorded."""
    if not found.warnings:
        return Markup("")
    return _problems(_, _("Unusual rows"), found.warnings, found.warning_count)


def _problems(_: Language, title: str, problems: Sequence[Problem], total: int) -> Markup:
    shown = problems[:SHOWN]
    columns = [
        Column(_("File line")),
        Column(_("Column"), wrap=True),
        Column(_("Value"), wrap=True),
        Column(_("Why, and what would be right"), wrap=True, phone="row"),
    ]
    body = (
        Row(
            [
                NONE if problem.line is None else file_line(_, problem.line),
                problem.column or NONE,
                _value(problem),
                problem_message(_, problem),
            ]
        )
        for problem in shown
    )
    head = section(title, _("{shown} of {total} problems", shown=len(shown), total=_.exact(total)))
    return head + tall(table(columns, body, title))


def file_line(_: Language, line: int) -> str:
    """Return a line of the file, with its sheet where several were read together."""
    return str(line) if isinstance(line, Line) else _.exact(line)


def _value(problem: Problem) -> str | Markup:
    """Return the cell at fault; a column that is missing has none."""
    missing = problem.code == ProblemCode.MISSING_COLUMN or not problem.value
    return NONE if missing else Markup("<code>{}</code>").format(problem.value)


# before a file is there


def expected(_: Language, kind: FileKind) -> Markup:
    """Return which columns a file of the kind has, and the first rows of one."""
    needed = [field_word(_, field.name, kind) for field in FIELDS[kind] if field.needed]
    others = [field_word(_, field.name, kind) for field in FIELDS[kind] if not field.needed]
    words = rich(
        _("Columns it needs: {needed}. It may also have: {others}."), needed=bold(_.join(needed)), others=_.join(others)
    )
    ways = _(
        "Chinese and English headers are known, titles above the header and totals below are found, and so is a sheet "
        "with a column for each day. What is not clear is asked; what was answered once is remembered."
    )
    return note(words) + note(ways) + _example(_, kind)


_EXAMPLES = {
    FileKind.ACTUALS: (
        ("kpi", "day", "segment", "value"),
        (("orders", "2026-10-05", "华东", "4,187"), ("orders", "2026-10-05", "华南", "3,902")),
    ),
    FileKind.SPEND: (
        ("line", "day", "amount", "status", "vendor"),
        (
            ("paid_ads", "2026-10-05", "28,600.00", "actual", "Acme"),
            ("rent", "2026-10-08", "260,000.00", "committed", ""),
        ),
    ),
    FileKind.KPIS: (
        ("code", "name", "measure", "direction", "aggregation"),
        (("orders", "Orders", "count", "up", "sum"), ("refund_rate", "Refund rate", "percent", "down", "ratio")),
    ),
    FileKind.TARGETS: (
        ("kpi", "baseline", "target", "weight"),
        (("orders", "118,000", "132,000", "2"), ("refund_rate", "3.1%", "2.8%", "1")),
    ),
    FileKind.BUDGET: (
        ("line", "name", "kind", "amount", "phasing"),
        (("paid_ads", "Paid ads", "cost", "1,200,000", "weekly"), ("rent", "Rent", "cost", "260,000", "even")),
    ),
    FileKind.PEOPLE: (
        ("person", "name_zh", "name_en"),
        (("E007", "陈思远", "Chen Siyuan"), ("E008", "周敏", "Zhou Min")),
    ),
    FileKind.OBJECTIVES: (
        ("objective", "parent", "title", "kind", "owner", "due"),
        (
            ("growth", "", "Grow sales", "numeric", "陈思远", "2026-10-31"),
            ("launch", "growth", "Open the new shop", "qualitative", "周敏", "2026-10-20"),
        ),
    ),
    FileKind.MILESTONES: (
        ("milestone", "objective", "weight", "due", "done", "evidence"),
        (
            ("Lease signed", "launch", "40%", "2026-10-10", "100%", "Signed copy in the archive"),
            ("The new shop is open", "launch", "60%", "2026-10-20", "0%", ""),
        ),
    ),
    FileKind.TASKS: (
        ("task", "title", "owner", "start", "duration", "predecessors", "progress"),
        (
            ("T1", "Choose the goods", "陈思远", "2026-10-08", "3", "", "100%"),
            ("T2", "Take the pictures", "周敏", "", "2", "T1; T3 SS+1", "40%"),
        ),
    ),
    FileKind.RISKS: (
        ("risk", "title", "likelihood", "impact", "response", "contingency", "trigger", "owner"),
        (
            ("R1", "Refunds run away", "3", "4", "reduce", "Recall the batch", "refund_rate > 5%", "周敏"),
            ("R2", "Goods arrive late", "2", "4", "accept", "Send by air", "2026-10-20", "陈思远"),
        ),
    ),
}


def _example(_: Language, kind: FileKind) -> Markup:
    fields, rows = _EXAMPLES[kind]
    columns = [Column(field_word(_, field, kind)) for field in fields]
    return Markup('<div class="pl-example">{}</div>').format(
        table(columns, (Row(row) for row in rows), _("For example"))
    )
