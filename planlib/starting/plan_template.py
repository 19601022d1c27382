"""The built-in plan templates: a folder of ``data/templates`` each, with the tables of a plan of no month yet.

Days are told by the month: D15 is its 15th day, or its last one where it has none; WD3 is its third working day, WD-1
its last one. Amounts of budget lines are shares of the month's budget.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from planlib.metrics.periods import Calendar, days, month_end
from planlib.place import ROOT
from planlib.short_names import read_rows

FOLDER = ROOT / "data" / "templates"
TABLES = (
    *("strategies", "objectives", "milestones", "kpis", "targets", "budgets"),
    *("tasks", "task_links", "risks"),
)
DAYS = ("due", "start", "finish", "deadline", "trigger_day")
"""Fields that hold a day of the month."""
_DAY = re.compile(r"(?P<working>W?)D(?P<number>-?[1-9]\d?)")


class TemplateCode(StrEnum):
    """The built-in templates, by their folders."""

    ECOMMERCE = "ecommerce"
    CONTENT = "content"
    SAAS = "saas"


class About(BaseModel):
    """What a template says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_zh: str
    name_en: str
    about_zh: str
    about_en: str
    rhythm_zh: str
    rhythm_en: str
    """How often what is looked at."""
    review_days: str
    """Of a team's risks: days from one review to the next, from the lowest band up."""


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """A plan that teams of one kind can begin with."""

    code: TemplateCode
    about: About
    rows: Mapping[str, list[dict[str, str]]]
    """Of each table, with short names in place of ids."""


@cache
def plan_templates() -> Mapping[TemplateCode, PlanTemplate]:
    """Return the built-in templates by their codes."""
    return {code: _read(code) for code in TemplateCode}


def _read(code: TemplateCode) -> PlanTemplate:
    folder = FOLDER / code
    about = About.model_validate(tomllib.loads((folder / "template.toml").read_text(encoding="utf-8")))
    return PlanTemplate(code, about, {table: read_rows(folder / f"{table}.csv") for table in TABLES})


def day_of(text: str, month: date, calendar: Calendar) -> date:
    """Return the day that D15, WD3 or WD-1 is in a month; the last one there is where it is too short."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    whole = list(days(month, month_end(month)))
    among = [day for day in whole if calendar.works(day)] if found["working"] else whole
    number = int(found["number"])
    place = min(number, len(among)) - 1 if number > 0 else max(number, -len(among))
    return among[place]
