"""The product as ../shared/hostile/check.py wants to drive it: `python check.py hostile_importer:run`.

Bad rows are left out and warnings accepted, as a person would who has looked at the preview.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from planlib.intake.options import Limits, Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.model import Actual, Budget, Kpi, Plan, PlanKey, Spend, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import Aggregation, ChangeKind, FileKind, Measure

NOW = datetime(2025, 4, 1, tzinfo=UTC)


def run(data: bytes, filename: str, kind: str, context: dict[str, Any]) -> dict[str, Any]:
    """Return what became of the file's rows: recorded, not recorded, or the whole file refused."""
    store = Store.open(":memory:")
    plan = PlanKey("t", date.fromisoformat(f"{context['plan_month']}-01"))
    record(store, _plan(plan, context), actor="test", kind=ChangeKind.EDIT, at=NOW)
    file_kind = FileKind.ACTUALS if kind == "actuals" else FileKind.SPEND
    options = Options(limits=_limits(context["limits"]))
    found = preview(store, data, filename, file_kind, plan, options, actor="test", today=NOW.date())
    if not found.readable:
        return {"outcome": "reject_file", "file_reason": str(found.problems[0].code)}
    record_preview(store, found, actor="test", at=NOW, skip_bad=True, accept_warnings=True)
    return {
        "outcome": "partial" if found.problems else "accept",
        "rows": _rows(store, found),
        "not_imported": [{"line": problem.line, "reason": str(problem.code)} for problem in found.problems],
    }


def _plan(plan: PlanKey, context: dict[str, Any]) -> list[Write]:
    lines = [
        Budget(
            team="t", month=plan.month, line=line["code"], code=line["code"], name_zh=line["name"], original=Decimal(1)
        )
        for line in context["categories"]
    ]
    kpis = [_kpi(kpi, context["extra_kpi_names"]) for kpi in context["kpis"]]
    return [
        Write("teams", [Team(team="t", code="t")]),
        Write("plans", [Plan(team="t", month=plan.month)]),
        Write("kpis", kpis),
        Write("budgets", lines),
    ]


def _kpi(kpi: dict[str, Any], aliases: dict[str, str]) -> Kpi:
    level = kpi["unit"] in ("percent", "score")
    return Kpi(
        kpi=kpi["code"],
        team="t",
        code=kpi["code"],
        name_zh=kpi["name"],
        measure=Measure(kpi["unit"]),
        aggregation=Aggregation.MEAN if level else Aggregation.SUM,
        smallest=kpi.get("min"),
        largest=kpi.get("max"),
        whole=kpi.get("integer", False),
        aliases=";".join(name for name, code in aliases.items() if code == kpi["code"]),
    )


def _limits(limits: dict[str, Any]) -> Limits:
    return Limits(
        size=limits["max_file_bytes"],
        rows=limits["max_rows"],
        columns=limits["max_columns"],
        cell=limits["max_note_chars"],
        below=Decimal(limits["abs_value_below"]),
        decimals=limits["max_decimals"],
    )


def _rows(store: Store, found: Preview) -> list[dict[str, Any]]:
    """Return the rows that stand in the ledger, each with the line it was previewed from."""
    lines = {row.after: row.line for row in found.additions}
    names = {stored.record.line: stored.record.code for stored in current(store, "budgets")}
    stand = [stored.record for table in ("actuals", "spend") for stored in current(store, table)]
    return [{"line": lines[record], **_told(record, names)} for record in stand]


def _told(record: Actual | Spend, names: dict[str, str]) -> dict[str, Any]:
    if isinstance(record, Actual):
        return {"kpi": record.kpi, "date": record.day, "value": record.value, "note": record.note}
    told = {"category": names[record.line], "date": record.day, "amount": record.amount}
    return told | {"vendor": record.vendor, "note": record.note}
