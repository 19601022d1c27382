"""A table of the summary as CSV, with exact numbers, for spreadsheets and programs."""

import csv
import io

from planlib.month_end import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(table: Table) -> bytes:
    """Return the table as UTF-8 with a byte order mark, which Excel needs; heads are field names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column.field for column in table.columns)
    for row in table.rows:
        writer.writerow(
            cell.exact if column.right else safe(cell.exact) for column, cell in zip(table.columns, row, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a person's text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
