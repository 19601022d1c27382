"""Who plans: the team, its working days, its people and its other resources."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from planlib.model.base import Code, Id, Record, Share, Text, Weight, numbers
from planlib.vocabulary import ResourceKind, Role

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


def _colour(text: str) -> str:
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise ValueError("no_colour")
    return f"#{found[1].upper()}"


class Team(Record):
    """Who plans."""

    team: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    country: Text = "CN"
    """Country whose public holidays count, as the `holidays` package calls it; empty for none."""
    timezone: Text = "Asia/Shanghai"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    first_weekday: Annotated[int, Field(ge=0, le=6)] = 0
    """0 Monday (ISO weeks) to 6 Sunday."""
    risk_bands: Text | None = None
    """Lowest score of the bands moderate, high and extreme, as "4 8 15"; those where None (DOMAIN 7.1)."""
    review_days: Text | None = None
    """Days from one review of a risk to the next, from the lowest band up, as "90 30 14 7"; those where None."""
    colour: Annotated[str, AfterValidator(_colour)] | None = None
    """Of its slides and documents, as #1F4E79; that of the palette where None."""

    @model_validator(mode="after")
    def _banded(self) -> Self:
        bands = numbers(self.risk_bands or "4 8 15", 3)
        if sorted(set(bands)) != bands:
            raise ValueError("bands_rise")
        numbers(self.review_days or "90 30 14 7", 4)
        return self


class CalendarDay(Record):
    """Whether the team works on a day that is not an ordinary weekday or weekend day."""

    team: Id
    day: date
    working: bool = False
    official: bool = True
    """False where the year was not yet announced and the day is an estimate."""
    name: Text = ""
    source: Text = ""
    version: Text = ""


class Person(Record):
    """Somebody who owns KPIs, goals and tasks."""

    person: Id
    team: Id
    name_zh: Text = ""
    name_en: Text = ""
    login: Text | None = None
    """As whom the person makes changes."""
    capacity: Weight | None = None
    """Hours of work on a working day; 8 where None."""
    role: Role | None = None
    """What the person may do (``planlib.store.rights``)."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.role and not self.login:
            raise ValueError("role_needs_login")
        return self


class Leave(Record):
    """Days on which a person is away."""

    person: Id
    first: date
    last: date
    share: Share = Decimal(1)
    """Of each working day."""
    note: Text = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last < self.first:
            raise ValueError("last_before_first")
        return self


class Resource(Record):
    """What work needs beside people: materials that are used up, tools and rooms that are in use for a while."""

    resource: Id
    team: Id
    code: Code
    name_zh: Text = ""
    name_en: Text = ""
    kind: ResourceKind = ResourceKind.TOOL
    unit: Text = ""
    amount: Weight = Decimal(1)
    """Of a material what there is for the month; of a tool or room how many can be in use on one day."""
