"""The month-end summary on the screen: its tables and its sentences."""

from markupsafe import Markup

from planlib.locale import Language
from planlib.month_end import Cell, Table
from ui.markup import Column, Row, cell, status_chip, table


def summary_table(language: Language, found: Table) -> Markup:
    """Return a table of the summary; the code is left to the files, the name leads the row."""
    named = 1
    columns = [
        Column(column.head, right=column.right, phone="third", wrap=not column.right)
        for column in found.columns[named:]
    ]
    normal = len(found.rows) - found.totals
    rows = (
        Row([_cell(language, one, first=not number) for number, one in enumerate(row[named:])], total=at >= normal)
        for at, row in enumerate(found.rows)
    )
    return table(columns, rows, found.title)


def _cell(language: Language, one: Cell, *, first: bool) -> Markup:
    if one.status is not None:
        return status_chip(language, one.status)
    text = Markup('<span title="{}">{}</span>').format(one.exact, one.text)
    return cell(text, strong=first)
