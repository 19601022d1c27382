"""Tables as CSV in UTF-8 with the byte order mark that Excel needs: exact numbers, texts that start no formula."""

import csv
import io
from collections.abc import Iterable

from planlib.document import Table
from planlib.export.form import Form
from planlib.spreadsheet import safe


def csv_file(table: Table) -> bytes:
    """Return a table of a document; heads are field names."""
    rows = (
        [cell.exact if column.right else safe(cell.exact) for column, cell in zip(table.columns, row, strict=True)]
        for row in table.rows
    )
    return _written([column.field for column in table.columns], rows)


def csv_form(form: Form) -> bytes:
    """Return a table to be filled in."""
    rows = ([safe(cell) if isinstance(cell, str) else str(cell) for cell in row] for row in form.rows)
    return _written([column.head for column in form.columns], rows)


def _written(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
