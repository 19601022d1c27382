"""Makes the files that the sample plan's team uploads: ``python data/make_sample.py`` writes ``sample/uploads`` anew.

The definitions beside them (people, KPIs, goals, targets, budget) and ``story.toml``, which says who did what when,
are written by hand. All of it is invented. The same seed gives the same bytes.
"""

import csv
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

from payments import Payment, payments, requests
from shop import Row, actual_rows

FOLDER = Path(__file__).with_name("sample") / "uploads"
Line = TypeVar("Line", bound=NamedTuple)

UPLOADS = (
    [date(2026, 1, 1), date(2026, 7, 1)]
    + [date(2026, 7, 6) + timedelta(weeks=week) for week in range(13)]
    + [date(2026, 10, day) for day in (8, 12, 16, 19, 24)]
)
"""Days on which somebody uploads what has come in since the last upload: history, then Mondays, then more often."""

SPEND_UPLOADS = {
    7: [date(2026, 7, 16), date(2026, 8, 3)],
    8: [date(2026, 8, 17), date(2026, 9, 7)],
    9: [date(2026, 9, 16), date(2026, 10, 8)],
    10: [date(2026, 10, 16), date(2026, 10, 24)],
}
"""Days on which finance uploads the payments of each month."""


class Correction(NamedTuple):
    """A row that was first reported wrong, and the file that put it right."""

    kpi: str
    day: date
    segment: str
    first: int
    file: str


CORRECTIONS = (
    Correction("refund_rate", date(2026, 10, 14), "华东", 392, "actuals-2026-10-20-refunds"),
    Correction("complaints", date(2026, 9, 29), "华北", 1, "actuals-2026-10-13-complaints"),
)


def corrects(correction: Correction, row: Row) -> bool:
    """Whether `row` is the one that was put right."""
    return (row.kpi, row.day, row.segment) == correction[:3]


def as_first_reported(row: Row) -> Row:
    """Return `row` as it came in the regular file."""
    first = next((correction.first for correction in CORRECTIONS if corrects(correction, row)), None)
    return row if first is None else row._replace(value=Decimal(first))


def old_export(rows: Iterable[Row]) -> list[Row]:
    """Return 16 to 18 October's orders as an old export counts them: without live streams, a fifth too few."""
    wrong = (row for row in rows if row.kpi == "orders" and date(2026, 10, 16) <= row.day <= date(2026, 10, 18))
    return [row._replace(value=Decimal(round(row.value * Decimal("0.79")))) for row in wrong]


def spread(rows: Iterable[Line], uploads: list[date], known: Callable[[Line], date]) -> dict[date, list[Line]]:
    """Return the rows by the first upload on or after the day they are known; later ones are still to come."""
    files: dict[date, list[Line]] = {upload: [] for upload in uploads}
    for row in rows:
        place = bisect_left(uploads, known(row))
        if place < len(uploads):
            files[uploads[place]].append(row)
    return files


def actual_files() -> Iterator[tuple[str, list[Row]]]:
    """Name and rows of every file of actuals."""
    rows = sorted(actual_rows(), key=lambda row: (row.kpi, row.day))
    for upload, part in spread(rows, UPLOADS, lambda row: row.known).items():
        yield f"actuals-{upload}", [as_first_reported(row) for row in part]
    for correction in CORRECTIONS:
        yield correction.file, [row for row in rows if corrects(correction, row)]
    yield "actuals-2026-10-19-old", old_export(rows)


def spend_files() -> Iterator[tuple[str, list[Payment]]]:
    """Name and rows of every file of payments."""
    rows = sorted(payments(), key=lambda payment: (payment.day, payment.voucher))
    asked = requests()
    for month, uploads in SPEND_UPLOADS.items():
        of_month = [payment for payment in rows if payment.day.month == month]
        for upload, part in spread(of_month, uploads, lambda payment: payment.day).items():
            yield f"spend-{upload}", [*part, *asked.get(upload, [])]


def write(folder: Path, name: str, fields: Sequence[str], rows: Iterable[NamedTuple]) -> None:
    """Write one file as CSV."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(row._asdict() for row in rows)


def main(folder: Path = FOLDER) -> None:
    """Write every file that the team uploads into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in actual_files():
        write(folder, name, Row._fields[1:], rows)
    for name, lines in spend_files():
        write(folder, name, Payment._fields, lines)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
