"""The rows behind the summary: values by day and segment, and payments, as they were recorded."""

from collections.abc import Iterator

from planlib.document import Cell, Column, Table
from planlib.document.cells import text_cell
from planlib.locale import Language, plain
from planlib.locale.words import word
from planlib.snapshot import Snapshot


def raw_tables(snapshot: Snapshot, _: Language) -> Iterator[Table]:
    """Yield the month's values and payments, each with the change that wrote it."""
    yield _values(snapshot, _)
    yield _payments(snapshot, _)


def _values(snapshot: Snapshot, _: Language) -> Table:
    columns = (
        Column("kpi", _("KPI"), right=False),
        Column("code", _("Code"), right=False),
        Column("day", _("Day"), right=False),
        Column("segment", _("Segment"), right=False),
        Column("value", _("Value")),
        Column("base", _("Denominator")),
        Column("note", _("Note"), right=False),
        Column("change", _("Change")),
    )
    rows = (
        (
            text_cell(_.name(line.kpi)),
            text_cell(line.kpi.code),
            text_cell(str(row.day)),
            text_cell(row.segment),
            _number(plain(row.value)),
            _number("" if row.base is None else plain(row.base)),
            text_cell(row.note),
            _number(str(row.change_id)),
        )
        for line in sorted(snapshot.kpis(), key=lambda line: line.kpi.code)
        for row in snapshot.actual_rows(line.kpi.kpi)
    )
    return Table("values", _("Recorded values"), columns, tuple(rows))


def _payments(snapshot: Snapshot, _: Language) -> Table:
    columns = (
        Column("line", _("Budget line"), right=False),
        Column("code", _("Code"), right=False),
        Column("day", _("Day"), right=False),
        Column("amount", _("Amount")),
        Column("status", _("Status"), right=False),
        Column("vendor", _("Vendor"), right=False),
        Column("voucher", _("Voucher"), right=False),
        Column("note", _("Note"), right=False),
        Column("change", _("Change")),
    )
    rows = (
        (
            text_cell(_.name(line.budget)),
            text_cell(line.budget.code),
            text_cell(str(row.spend.day)),
            _number(plain(row.spend.amount)),
            text_cell(word(_, row.spend.status)),
            text_cell(row.spend.vendor),
            text_cell(row.spend.voucher),
            text_cell(row.spend.note),
            _number(str(row.change_id)),
        )
        for line in sorted(snapshot.budget().lines, key=lambda line: line.budget.code)
        for row in snapshot.payments(line.budget.line)
    )
    return Table("payments", _("Recorded payments"), columns, tuple(rows))


def _number(exact: str) -> Cell:
    return Cell(exact, exact)
