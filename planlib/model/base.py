"""What all records share: the types of their fields, their ids, and how lists of shares are written."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

DECIMALS = 15
"""Digits after the point that the ledger keeps (DECIMAL(38, 15)); more would be rounded, so more is refused."""

LARGEST = Decimal(10) ** 19
"""Amounts and values stay below this, so that the sum of ten thousand of the largest still fits."""


def _exact(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("non_finite")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS and value != round(value, DECIMALS):
        raise ValueError("too_precise")
    if abs(value) >= LARGEST:
        raise ValueError("out_of_range")
    return value


def _first_of_month(day: date) -> date:
    if day.day != 1:
        raise ValueError("month_is_first_day")
    return day


Exact = Annotated[Decimal, AfterValidator(_exact)]
Share = Annotated[Decimal, Field(ge=0, le=1), AfterValidator(_exact)]
Weight = Annotated[Decimal, Field(ge=0), AfterValidator(_exact)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Text = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=2000)]
Month = Annotated[date, AfterValidator(_first_of_month)]


def new_id() -> str:
    """Return an id nobody has used."""
    return uuid.uuid4().hex[:12]


class PlanKey(NamedTuple):
    """A plan: a team's id and the first day of the month."""

    team: str
    month: date

    @property
    def last_day(self) -> date:
        """Last day of the plan's month."""
        return (self.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class Record(BaseModel):
    """One row of the ledger, without the change that wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def shares(text: str) -> list[Decimal]:
    """Return the fractions of a text such as "0.2 0.3 0.5"; ValueError where one is no share."""
    return [_share(part) for part in text.split()]


def dated_shares(text: str) -> dict[int, Decimal]:
    """Return {day of month: share} of a text such as "5=0.4 20=0.6"; ValueError where it cannot be read."""
    pairs = [part.partition("=") for part in text.split()]
    if not all(day.isdecimal() and 1 <= int(day) <= 31 for day, _, _ in pairs):
        raise ValueError("not_shares")
    return {int(day): _share(share) for day, _, share in pairs}


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
        if 0 <= share <= 1:
            return share
    except ArithmeticError:
        pass
    raise ValueError("not_shares")


def numbers(text: str, count: int) -> list[int]:
    """Return the `count` whole numbers of a text such as "4 8 15"; ValueError where there are others."""
    parts = text.split()
    if len(parts) != count or not all(part.isdecimal() and int(part) for part in parts):
        raise ValueError("not_numbers")
    return [int(part) for part in parts]
