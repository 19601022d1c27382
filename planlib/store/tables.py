"""What the ledger keeps: for each record of ``planlib.model`` its table, key, unique attributes and references.

Every table has the record's fields and four columns more: `change_id`, the change that wrote the row; `entry_id`,
its number within the table; `replaces`, the row of the same key whose place it takes (NULL for the first); `removed`,
true where the row says that the key is gone, all fields but the key being NULL. So a row stands until another one
replaces it.
"""

import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

import pyarrow as pa

from planlib import model
from planlib.model import DECIMALS, Record


class Reference(NamedTuple):
    """Columns that name a row of another table; where one of them is NULL nothing is named."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


class Kind(NamedTuple):
    """How values of one Python type are kept."""

    sql: str
    arrow: pa.DataType


_KINDS: dict[type, Kind] = {
    str: Kind("VARCHAR", pa.string()),
    bool: Kind("BOOLEAN", pa.bool_()),
    int: Kind("INTEGER", pa.int32()),
    date: Kind("DATE", pa.date32()),
    Decimal: Kind(f"DECIMAL(38,{DECIMALS})", pa.decimal128(38, DECIMALS)),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the ledger."""

    name: str
    record: type[Record]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    """Attributes that no two present rows share."""
    references: tuple[Reference, ...] = ()
    entered: bool = False
    """Its rows are read in the order in which each was entered first, and not by their keys."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the record's fields, in order."""
        return tuple(self.record.model_fields)

    @property
    def in_plan(self) -> bool:
        """Whether its rows belong to one plan."""
        return {"team", "month"} <= set(self.fields)

    def key_of(self, record: Record) -> tuple[Any, ...]:
        """Return the key of a row."""
        return tuple(getattr(record, name) for name in self.key)

    def optional(self, field: str) -> bool:
        """Whether `field` may be None."""
        return types.NoneType in typing.get_args(self.record.model_fields[field].annotation)

    def kind(self, field: str) -> Kind:
        """Return how the values of `field` are kept."""
        python = python_type(self.record.model_fields[field].annotation)
        return _KINDS[str if issubclass(python, Enum) else python]

    def schema(self) -> pa.Schema:
        """Return the Arrow schema of the record's fields."""
        return pa.schema([(field, self.kind(field).arrow) for field in self.fields])


def python_type(annotation: Any) -> type:
    """Return the class behind an annotation, without Annotated and None."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return python_type(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return python_type(next(part for part in typing.get_args(annotation) if part is not types.NoneType))
    return typing.cast(type, annotation)


_TEAM = Reference(("team",), "teams", ("team",))
_PLAN = Reference(("team", "month"), "plans", ("team", "month"))
_OWNER = Reference(("owner",), "people", ("person",))
_ACHIEVABLE = Reference(("achievable_by",), "people", ("person",))
_RELEVANT = Reference(("relevant_by",), "people", ("person",))
_OBJECTIVE = Reference(("team", "month", "objective"), "objectives", ("team", "month", "objective"))
_PARENT = Reference(("team", "month", "parent"), "objectives", ("team", "month", "objective"))
_STRATEGY = Reference(("strategy",), "strategies", ("strategy",))
_KPI = Reference(("kpi",), "kpis", ("kpi",))
_LINE = Reference(("line",), "budgets", ("line",))
_MEETING = Reference(("meeting",), "meetings", ("meeting",))
_PERSON = Reference(("person",), "people", ("person",))
_TASK = Reference(("team", "month", "task"), "tasks", ("team", "month", "task"))
_PREDECESSOR = Reference(("team", "month", "predecessor"), "tasks", ("team", "month", "task"))
_RESOURCE = Reference(("resource",), "resources", ("resource",))
_TRIGGER_KPI = Reference(("trigger_kpi",), "kpis", ("kpi",))
_RISK = Reference(("team", "month", "risk"), "risks", ("team", "month", "risk"))
_DECISION = Reference(("decision",), "decisions", ("decision",))
_TARGET = Reference(("team", "month", "kpi"), "targets", ("team", "month", "kpi"))
_DRIVER = Reference(("driver",), "kpis", ("kpi",))
_TRIGGER_LINE = Reference(("trigger_line",), "budgets", ("line",))

_ALL: Sequence[Table] = (
    Table("teams", model.Team, ("team",), (("code",),)),
    Table("calendar_days", model.CalendarDay, ("team", "day"), (), (_TEAM,)),
    Table("people", model.Person, ("person",), (), (_TEAM,)),
    Table("plans", model.Plan, ("team", "month"), (), (_TEAM,)),
    Table("strategies", model.Strategy, ("strategy",), (("team", "code"),), (_TEAM,)),
    Table(
        "objectives",
        model.Objective,
        ("team", "month", "objective"),
        (("team", "month", "code"),),
        (_PLAN, _PARENT, _OWNER, _STRATEGY, _ACHIEVABLE, _RELEVANT),
    ),
    Table("milestones", model.Milestone, ("team", "month", "milestone"), (), (_PLAN, _OBJECTIVE), entered=True),
    Table("kpis", model.Kpi, ("kpi",), (("team", "code"),), (_TEAM, _OWNER)),
    Table("targets", model.Target, ("team", "month", "kpi"), (), (_PLAN, _KPI, _OBJECTIVE)),
    Table(
        "target_parts",
        model.TargetPart,
        ("team", "month", "part"),
        (("team", "month", "kpi", "segment", "person", "week"),),
        (_PLAN, _KPI, _TARGET, _PERSON, _OWNER),
    ),
    Table("actuals", model.Actual, ("kpi", "day", "segment"), (), (_KPI,)),
    Table(
        "budgets",
        model.Budget,
        ("team", "month", "line"),
        (("line",), ("team", "month", "code")),
        (_PLAN, _OBJECTIVE, _DRIVER),
    ),
    Table("spend", model.Spend, ("line", "payment"), (), (_LINE,)),
    Table("explanations", model.Explanation, ("team", "month", "line"), (), (_PLAN, _LINE)),
    Table(
        "control_looks",
        model.ControlLook,
        ("team", "month", "line", "point", "day"),
        (),
        (_PLAN, _LINE, _PERSON),
    ),
    Table("leave", model.Leave, ("person", "first"), (), (_PERSON,)),
    Table("resources", model.Resource, ("resource",), (("team", "code"),), (_TEAM,)),
    Table(
        "tasks",
        model.Task,
        ("team", "month", "task"),
        (("team", "month", "code"),),
        (_PLAN, _OWNER, _OBJECTIVE, _STRATEGY, _LINE),
    ),
    Table("task_links", model.TaskLink, ("team", "month", "task", "predecessor"), (), (_PLAN, _TASK, _PREDECESSOR)),
    Table("task_steps", model.TaskStep, ("team", "month", "step"), (), (_PLAN, _TASK), entered=True),
    Table("assignments", model.Assignment, ("team", "month", "assignment"), (), (_PLAN, _TASK, _PERSON, _RESOURCE)),
    Table(
        "risks",
        model.Risk,
        ("team", "month", "risk"),
        (("team", "month", "code"),),
        (_PLAN, _OWNER, _OBJECTIVE, _TRIGGER_KPI, _TRIGGER_LINE),
    ),
    Table("process_limits", model.ProcessLimits, ("kpi", "grain", "start"), (), (_KPI,)),
    Table("check_ins", model.CheckIn, ("kpi", "week"), (), (_KPI, _PERSON)),
    Table("meetings", model.Meeting, ("meeting",), (), (_PLAN,)),
    Table("decisions", model.Decision, ("decision",), (), (_TEAM, _MEETING, _OWNER)),
    Table(
        "lessons",
        model.Lesson,
        ("team", "month", "lesson"),
        (),
        (_PLAN, _OWNER, _KPI, _OBJECTIVE, _TASK, _RISK, _DECISION),
    ),
    Table("feedback", model.Feedback, ("team", "month", "person"), (), (_PLAN, _PERSON)),
    Table("file_mappings", model.FileMapping, ("team", "kind", "header"), (), (_TEAM,)),
    Table("wordings", model.Wording, ("team", "month", "section", "sentence", "language"), (), (_PLAN,)),
    Table("closes", model.Close, ("team", "month"), (), (_PLAN,)),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
"""By name, in an order in which each table comes after those it refers to."""


def referrers(name: str) -> list[tuple[Table, Reference]]:
    """Return the tables whose rows may name a row of table `name`, with the reference that does."""
    return [(table, reference) for table in _ALL for reference in table.references if reference.table == name]
