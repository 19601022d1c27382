"""A small plan that the tests of the intake import into."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from planlib.intake.compare import Difference
from planlib.intake.options import Options
from planlib.intake.preview import Preview, preview, record_preview
from planlib.intake.templates.template import Format, template
from planlib.locale import language
from planlib.model import Budget, Kpi, Objective, Person, Plan, PlanKey, Record, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import Aggregation, ChangeKind, FileKind, Frequency, Measure, PlanState

MARCH = date(2025, 3, 1)
PLAN = PlanKey("t", MARCH)
NOW = datetime(2025, 4, 2, 9, tzinfo=UTC)

KPIS = [
    Kpi(kpi="k-rev", team="t", code="REV", name_zh="销售额", name_en="Sales", aliases="GMV；流水"),
    Kpi(kpi="k-ord", team="t", code="ORD", name_zh="订单数", smallest=Decimal(0), whole=True, measure=Measure.COUNT),
    Kpi(kpi="k-gm", team="t", code="GM", name_zh="毛利率", measure=Measure.PERCENT, aggregation=Aggregation.MEAN),
    Kpi(
        kpi="k-cr",
        team="t",
        code="CR",
        name_zh="转化率",
        measure=Measure.PERCENT,
        aggregation=Aggregation.RATIO,
        largest=Decimal(1),
    ),
    Kpi(kpi="k-wk", team="t", code="WK", name_zh="周活", frequency=Frequency.WEEK, aggregation=Aggregation.LAST),
    Kpi(kpi="k-mo", team="t", code="MO", name_zh="月留存", frequency=Frequency.MONTH, aggregation=Aggregation.LAST),
    Kpi(kpi="k-n1", team="t", code="N1", name_zh="新客"),
    Kpi(kpi="k-n2", team="t", code="N2", name_zh="新客"),
]


def make_plan(store: Store) -> None:
    """Record a team with eight KPIs, two budget lines, a plan for March in force and a closed one for February."""
    writes = [
        Write("teams", [Team(team="t", code="T")]),
        Write("people", [Person(person="p", team="t", name_zh="王芳", name_en="Wang Fang")]),
        Write(
            "plans",
            [
                Plan(team="t", month=MARCH, state=PlanState.ACTIVE),
                Plan(team="t", month=date(2025, 2, 1), state=PlanState.CLOSED),
            ],
        ),
        Write("objectives", [Objective(team="t", month=MARCH, objective="o", code="O1", title_zh="增长")]),
        Write("kpis", KPIS),
        Write(
            "budgets",
            [
                Budget(team="t", month=MARCH, line="b-ads", code="ADS", name_zh="广告费", original=Decimal(1000)),
                Budget(team="t", month=MARCH, line="b-trv", code="TRV", name_zh="差旅费", original=Decimal(500)),
            ],
        ),
    ]
    record(store, writes, actor="test", kind=ChangeKind.RESTATEMENT, at=NOW)


@contextmanager
def plan_in_memory(kind: FileKind | None = None, text: str = "") -> Iterator[Store]:
    """Give the plan, with a file recorded in it, to tests that record nothing themselves."""
    store = Store.open(":memory:")
    make_plan(store)
    if kind is not None:
        record_preview(store, look(store, kind, text), actor="test", at=NOW, reason="test")
    yield store
    store.close()


def look(store: Store, kind: FileKind, text: str | bytes, plan: PlanKey = PLAN, **options: Any) -> Preview:
    """Return the preview of a file that holds `text`."""
    data = text.encode() if isinstance(text, str) else text
    return preview(store, data, "file.csv", kind, plan, Options(**options), actor="test", today=NOW.date())


def filled_again(store: Store, kind: FileKind, code: str, file_format: Format) -> Preview:
    """Return the preview of a template that was filled in with what the plan has."""
    file = template(
        store, kind, PLAN, language(code), filled=True, file_format=file_format, actor="test", today=NOW.date()
    )
    return look(store, kind, file.data)


def faults(found: Preview) -> list[tuple[int | None, str | None, str]]:
    """Return line, column and code of each problem."""
    return [(problem.line, problem.column, str(problem.code)) for problem in found.problems]


def records(store: Store, table: str) -> list[Record]:
    """Return the records of `table` that stand."""
    return [stored.record for stored in current(store, table)]


def written(row: Difference) -> dict[str, Any]:
    """Return the fields of a row as the file has them."""
    assert row.after is not None
    return row.after.model_dump()
