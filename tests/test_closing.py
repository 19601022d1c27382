"""Closing a month: what is to be in order before, what is waived, and what is kept of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from planlib.close import UnmetError, checklist, close_plan, kept_close, missing, ready_to_close
from planlib.close.words import missing_words
from planlib.locale import language
from planlib.model import Actual, Budget, Kpi, Plan, PlanKey, Record, Risk, Spend, Target, Task, Team
from planlib.month_end.summary import summary
from planlib.snapshot import open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, current, record
from planlib.vocabulary import Aggregation, ChangeKind, CloseCheck, PlanState, SpendStatus

KEY = PlanKey("t", date(2025, 3, 1))
OF = KEY._asdict()
APRIL = date(2025, 4, 2)
AT = datetime(2025, 4, 2, 9, tzinfo=UTC)
REASONS = {
    CloseCheck.DATA: "the shop was shut",
    CloseCheck.COMMITMENTS: "the invoice comes in April",
    CloseCheck.TASKS: "goes on in April",
    CloseCheck.RISKS: "looked at in April",
}


def write(store: Store, table: str, *rows: Record) -> None:
    record(store, [Write(table, list(rows))], actor="a", kind=ChangeKind.EDIT, at=AT, reason="given")


@pytest.fixture
def plan(store: Store) -> Store:
    """A plan of March 2025: two values missing, a rate, money committed, an overdue task, a risk not looked at."""
    days = [date(2025, 3, one) for one in range(1, 32)]
    write(store, "teams", Team(team="t", code="shop", country=""))
    write(store, "plans", Plan(**OF, state=PlanState.ACTIVE))
    write(store, "kpis", Kpi(kpi="sales", team="t", code="sales"))
    write(store, "kpis", Kpi(kpi="rate", team="t", code="rate", aggregation=Aggregation.RATIO))
    write(store, "targets", *[Target(**OF, kpi=kpi, target=Decimal(1)) for kpi in ("sales", "rate")])
    write(store, "actuals", *[Actual(kpi="sales", day=day, value=Decimal(9)) for day in days if day.day not in (5, 6)])
    write(store, "actuals", *[Actual(kpi="rate", day=day, value=Decimal(1), base=Decimal(day.day)) for day in days])
    write(store, "budgets", Budget(**OF, line="ads", code="ads", original=Decimal(100)))
    write(store, "spend", Spend(line="ads", payment="1", day=days[9], amount=Decimal(99)))
    held = Spend(line="ads", payment="2", day=days[9], amount=Decimal(7), status=SpendStatus.COMMITTED)
    write(store, "spend", held)
    write(store, "tasks", Task(**OF, task="a", code="a", title_en="Move", start=days[3], finish=days[9]))
    write(store, "risks", Risk(**OF, risk="r", code="r", title_en="Rain", likelihood=5, impact=5, reviewed=days[0]))
    return store


def unmet(store: Store) -> dict[CloseCheck, str]:
    found = missing(checklist(ready_to_close(store, KEY, "a", APRIL)))
    return {check.code: missing_words(language("en"), check, "CNY") for check in found}


def test_what_is_missing_is_said_in_numbers(plan: Store) -> None:
    said = unmet(plan)
    assert set(said) == set(REASONS)
    assert said[CloseCheck.DATA] == "2 values are missing: sales 2"
    assert said[CloseCheck.COMMITMENTS] == "¥7 committed and not paid on 1 line: ads ¥7"
    assert said[CloseCheck.TASKS] == "1 task is past its day: Move"
    assert said[CloseCheck.RISKS].startswith("1 review is late, in days: Rain ")


def test_what_is_mended_is_not_missing_any_more(plan: Store) -> None:
    write(plan, "actuals", *[Actual(kpi="sales", day=date(2025, 3, day), value=Decimal(9)) for day in (5, 6)])
    write(plan, "tasks", Task(**OF, task="a", code="a", start=date(2025, 3, 4), finish=date(2025, 4, 9)))
    assert set(unmet(plan)) == {CloseCheck.COMMITMENTS, CloseCheck.RISKS}


@pytest.mark.parametrize("left", list(REASONS))
@pytest.mark.parametrize("reason", [None, " "])
def test_a_point_without_a_reason_stands_in_the_way(plan: Store, left: CloseCheck, reason: str | None) -> None:
    waived = {code: why for code, why in {**REASONS, left: reason}.items() if why is not None}
    with pytest.raises(UnmetError) as error:
        close_plan(plan, KEY, "over", "li", AT, APRIL, waived=waived)
    assert [check.code for check in error.value.checks] == [left]
    assert current(plan, "closes") == []


def test_a_close_keeps_who_when_why_and_what_was_waived(plan: Store) -> None:
    assert kept_close(plan, open_snapshot(plan, "a", KEY, today=APRIL)) is None
    change = close_plan(plan, KEY, "over", "li", AT, APRIL, waived={**REASONS, CloseCheck.BRIDGE: "not needed"})
    snapshot = open_snapshot(plan, "a", KEY, today=APRIL)
    kept = kept_close(plan, snapshot)
    assert kept is not None
    assert (kept.waived, kept.change) == (REASONS, change)
    stamp = summary(plan, snapshot, language("en")).stamp
    assert "By li on 2 Apr" in stamp
    assert kept.close.sha256[:12] in stamp
