"""Reads a text as the file of a plan for October 2026 whose KPIs are known."""

from datetime import date
from typing import Any

from planlib.intake.known import Known
from planlib.intake.options import Options
from planlib.intake.reading.expect import expect
from planlib.intake.reading.read import read
from planlib.intake.reading.table import Table
from planlib.model import Kpi, Plan, Team
from planlib.vocabulary import FileKind

KPIS = (
    Kpi(kpi="s", team="t", code="REV", name_zh="销售额", name_en="Sales"),
    Kpi(kpi="o", team="t", code="ORD", name_zh="订单数", aliases="单量；Orders"),
)
NONE: dict[str, Any] = dict.fromkeys(("people", "objectives", "targets", "budgets"), ())
PLAN = Plan(team="t", month=date(2026, 10, 1))


def laid_out(
    data: str | bytes, kind: FileKind = FileKind.ACTUALS, kpis: tuple[Kpi, ...] = KPIS, **options: Any
) -> Table:
    """Return the table that the file holds."""
    team = Team(team="t", code="t")
    here = Known(team, PLAN, new_team=False, new_plan=False, kpis=kpis, closed=frozenset(), **NONE)
    chosen = Options(**options)
    return read(data.encode() if isinstance(data, str) else data, chosen, expect(kind, here, chosen))


def rows(table: Table) -> list[tuple[int, ...]]:
    """Return the rows, each with its line in front."""
    columns = [column.to_pylist() for column in table.columns]
    return list(zip(table.lines.tolist(), *columns, strict=True))


def decided(table: Table) -> dict[str, dict[str, Any]]:
    """Return what was decided, but for the encoding."""
    return {str(notice.code): notice.parameters for notice in table.decisions if notice.code != "encoding"}
