"""Money planned and spent, and what is said about it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from planlib.model.base import Code, Exact, Id, LongText, Month, Record, Share, Text, dated_shares, shares
from planlib.vocabulary import BudgetKind, ControlPoint, Phasing, SpendStatus


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
    """What the amount is to buy or to sell, in `unit`."""
    price: Exact | None = None
    unit: Text | None = None
    """Quantities of lines with the same unit may be added up; None where they may not."""
    driver: Id | None = None
    """KPI whose target is the activity that the amount was planned for."""
    variable: Share | None = None
    """Part of the amount that moves with that activity; all of it where None."""
    phasing: Phasing | None = None
    """None is spread evenly by working day, and said so."""
    phasing_detail: LongText = ""
    """weekly: shares of the clipped weeks; dated and manual: day=share pairs ("5=0.4 20=0.6"); seasonal: a KPI's
    code."""
    notice: Share = Decimal("0.75")
    warning: Share = Decimal("0.9")
    to_complete: Exact | None = None
    """What the manager expects still to be spent, or to come in, after the day `estimated`."""
    estimated: date | None = None
    """Last day whose payments that estimate knew; the snapshot's own day where None."""
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

    def limit(self, point: ControlPoint) -> Decimal:
        """Return the share of the amount at which a control point is reached."""
        return {ControlPoint.NOTICE: self.notice, ControlPoint.WARNING: self.warning}.get(point, Decimal(1))


class Spend(Record):
    """A request, a commitment or a payment against a budget line; for a revenue line, money in."""

    line: Id
    payment: Id
    """`voucher:` and the voucher; without one, day, status, amount, vendor and a running number."""
    day: date
    status: SpendStatus = SpendStatus.ACTUAL
    amount: Exact
    quantity: Exact | None = None
    """What the amount paid for, in the line's unit."""
    vendor: Text = ""
    voucher: Text = ""
    settles: Text = ""
    """Voucher of the commitment that this payment settles."""
    note: LongText = ""


class Explanation(Record):
    """Why a line is far off its budget."""

    team: Id
    month: Month
    line: Id
    day: date
    """Last day of the data that it explains."""
    text: Annotated[LongText, Field(min_length=1)]
    decision: Id | None = None
    """The action that is taken about it, which is followed like the team's others."""


class ControlLook(Record):
    """That somebody looked at a line as it came to a control point, and what was decided."""

    team: Id
    month: Month
    line: Id
    point: ControlPoint
    day: date
    """On which the line came to it."""
    person: Id | None = None
    looked: date
    decided: Annotated[LongText, Field(min_length=1)]
