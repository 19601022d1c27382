"""The requests, commitments and payments behind a budget line."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from planlib.editing.sheets import SHEETS
from planlib.editing.tables import read_tables
from planlib.locale import N_, Language
from planlib.locale.scale import Scale
from planlib.metrics.exact import total
from planlib.model import PlanKey
from planlib.snapshot import BudgetLine, SpendRow
from planlib.vocabulary import BudgetKind, SpendStatus
from ui import address, session
from ui.amounts import Amounts
from ui.budget_table import LINE
from ui.drafted import carried_over
from ui.markup import Column, Row, note, section, table
from ui.row_history import past_of
from ui.show import show

_STATUS = {
    SpendStatus.REQUESTED: N_("requested"),
    SpendStatus.COMMITTED: N_("committed"),
    SpendStatus.ACTUAL: N_("spent"),
}


def payments(_: Language, line: BudgetLine, rows: Sequence[SpendRow], shown: Amounts, known_at: int) -> None:
    """Open the rows behind a line beside the page, and what became of the line up to the change `known_at`.

    Closing them takes the line out of the address.
    """
    drawer = st.dialog(_("Payments"), width="large", position="right", on_dismiss=_left)
    drawer(_content)(_, line, rows, shown, known_at)


def _left() -> None:
    address.put(LINE, None)


def _content(_: Language, line: BudgetLine, rows: Sequence[SpendRow], shown: Amounts, known_at: int) -> None:
    count = _.plural("{count} row", "{count} rows", len(rows))
    cents = Amounts(Scale(_, power=0, mark="", decimals=2), shown.currency)
    statement = Markup('<div class="pl-statement">{}</div>').format(_statement(_, line, cents))
    plan = PlanKey(line.budget.team, line.budget.month)
    origin = carried_over(_, plan, "budgets", line.budget, line.budget.code)
    show(section(_.name(line.budget), f"{count} · {cents.unit}"), origin, statement, *_settled(_, line, rows, shown))
    st.dataframe(
        pd.DataFrame({_(head): [value(_, row) for row in rows] for head, (value, _width) in _shown(rows).items()}),
        hide_index=True,
        height=min(len(rows), _SHOWN) * 35 + 38,
        column_config=_column_config(_, rows),
    )
    tables = read_tables(session.store(), SHEETS["budgets"], plan, known_at)
    show(past_of(_, tables, line.budget))


_SHOWN = 15
"""Rows in view at a time."""


def _amount_format(rows: Sequence[SpendRow]) -> str:
    """Return a format that shows cents, or every digit where some amount has more of them."""
    digits = max((-int(row.spend.amount.normalize().as_tuple().exponent) for row in rows), default=0)
    return "accounting" if digits <= 2 else f"%.{digits}f"


Shown = dict[str, tuple[Callable[[Language, SpendRow], object], int]]
_QUANTITY = N_("Quantity")
_COLUMNS: Shown = {
    N_("Day"): (lambda _, row: row.spend.day, 92),
    N_("Status"): (lambda _, row: _(_STATUS[row.spend.status]), 76),
    N_("Amount"): (lambda _, row: row.spend.amount, 104),
    N_("Vendor"): (lambda _, row: row.spend.vendor, 170),
    _QUANTITY: (lambda _, row: "" if row.spend.quantity is None else _.exact(row.spend.quantity), 84),
    N_("Voucher"): (lambda _, row: row.spend.voucher, 112),
    N_("Settles"): (lambda _, row: row.spend.settles, 112),
    N_("Change no."): (lambda _, row: f"#{row.change_id}", 72),
    N_("Note"): (lambda _, row: row.spend.note, 320),
}
"""What stands in each column, and its width; where there is more room, all have more."""


def _shown(rows: Sequence[SpendRow]) -> Shown:
    """Return the columns; quantities where some row has one."""
    has_quantity = any(row.spend.quantity is not None for row in rows)
    return {head: column for head, column in _COLUMNS.items() if has_quantity or head != _QUANTITY}


def _column_config(_: Language, rows: Sequence[SpendRow]) -> dict[str, Any]:
    widths: dict[str, Any] = {
        _(head): st.column_config.Column(width=width) for head, (_value, width) in _shown(rows).items()
    }
    widths[_(_QUANTITY)] = st.column_config.TextColumn(width=84, alignment="right")
    return widths | {_("Amount"): st.column_config.NumberColumn(width=104, format=_amount_format(rows))}


def _statement(_: Language, line: BudgetLine, cents: Amounts) -> Markup:
    """Return how the budget comes down to what is available, to the cent, to be added up again."""
    parts = [
        (_("Full budget"), line.budget.amount),
        (_("− spent"), line.actual),
        (_("− committed, not yet paid"), line.committed),
        (_("− requested"), line.requested),
    ]
    rows = [Row([name, cents.text(amount)]) for name, amount in parts]
    left = _("= available") if line.budget.kind is BudgetKind.COST else _("= still to come")
    rows.append(Row([left, cents.text(line.available)], total=True))
    columns = [Column(""), Column("", right=True, phone="two", headless=True)]
    return table(columns, rows, caption=_("From budget to what is available"))


def _settled(_: Language, line: BudgetLine, rows: Sequence[SpendRow], shown: Amounts) -> Iterator[Markup]:
    """Yield why the commitments below add up to more than what is still to be paid."""
    committed = total(row.spend.amount for row in rows if row.spend.status is SpendStatus.COMMITTED)
    if committed != line.committed:
        amounts = {"committed": shown.exact(committed), "settled": shown.exact(committed - line.committed)}
        yield note(_("Of {committed} committed, {settled} is settled by payments that name the commitment.", **amounts))
