"""Money planned and spent."""

from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import model_validator

from planlib.model.base import Code, Exact, Id, LongText, Month, Record, Share, Text, dated_shares, shares
from planlib.vocabulary import BudgetKind, Phasing, SpendStatus


class Budget(Record):
    """Money planned for a month, as cost or as revenue."""

    team: Id
    month: Month
    line: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    category: Text = "other"
    kind: BudgetKind = BudgetKind.COST
    original: Exact
    revised: Exact | None = None
    """None where the original budget still stands."""
    quantity: Exact | None = None
    price: Exact | None = None
    phasing: Phasing | None = None
    """None is spread evenly by working day, and said so."""
    phasing_detail: LongText = ""
    """weekly: shares of the clipped weeks; dated and manual: day=share pairs ("5=0.4 20=0.6"); seasonal: a KPI's
    code."""
    notice: Share = Decimal("0.75")
    warning: Share = Decimal("0.9")
    objective: Id | None = None
    aliases: LongText | None = None
    """Other names the line goes by in files, separated by semicolons; in later months too, by its code."""

    @model_validator(mode="after")
    def _phased(self) -> Self:
        if self.phasing == Phasing.WEEKLY:
            shares(self.phasing_detail)
        if self.phasing in (Phasing.DATED, Phasing.MANUAL):
            dated_shares(self.phasing_detail)
        return self

    @property
    def amount(self) -> Decimal:
        """The control total: the revised budget, or the original one."""
        return self.original if self.revised is None else self.revised


class Spend(Record):
    """A request, a commitment or a payment against a budget line; for a revenue line, money in."""

    line: Id
    payment: Id
    """`voucher:` and the voucher; without one, day, status, amount, vendor and a running number."""
    day: date
    status: SpendStatus = SpendStatus.ACTUAL
    amount: Exact
    vendor: Text = ""
    voucher: Text = ""
    settles: Text = ""
    """Voucher of the commitment that this payment settles."""
    note: LongText = ""
