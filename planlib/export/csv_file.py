"""A table of the summary as CSV, with exact numbers, for spreadsheets and programs."""

import csv
import io

from planlib.month_end import Table
from planlib.spreadsheet import safe


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
