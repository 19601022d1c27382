"""The month-end summary on the screen: its tables."""

from markupsafe import Markup

from planlib.locale import Language
from planlib.month_end import Cell, Table
from ui.markup import Column, Row, cell, status_chip, table

_IN_FILES = ("code", "line", "unit", "control_point")
"""Fields for files: on the screen the name says which row it is, each number carries its unit, and the status speaks
for the control point."""


def summary_table(language: Language, found: Table) -> Markup:
    """Return a table of the summary, the name leading each row."""
    shown = [at for at, column in enumerate(found.columns) if column.field not in _IN_FILES]
    heads = [found.columns[at] for at in shown]
    columns = [Column(head.head, right=head.right, wrap=not head.right) for head in heads]
    normal = len(found.rows) - found.totals
    rows = (
        Row([_cell(language, row[at], first=at == shown[0]) for at in shown], total=number >= normal)
        for number, row in enumerate(found.rows)
    )
    return table(columns, rows, found.title)


def _cell(language: Language, one: Cell, *, first: bool) -> Markup:
    if one.status is not None:
        return status_chip(language, one.status)
    text = Markup('<span title="{}">{}</span>').format(one.exact, one.text)
    return cell(text, strong=first)
