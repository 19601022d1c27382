"""Late data of a closed month: as first reported, as restated, the difference, and why."""

import json
from datetime import date
from decimal import Decimal

import pytest

from planlib.close import close_plan, kept_close
from planlib.close.closing import closed_facts
from planlib.export.markdown import markdown
from planlib.locale import language
from planlib.metrics.misstatement import misstatement
from planlib.model import Actual, Budget, Plan, PlanKey, Spend
from planlib.month_end.restated import restatements
from planlib.month_end.summary import summary
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import undo
from planlib.vocabulary import ChangeKind, PlanState
from tests.published_work import C01
from tests.stores import WAIVED
from tests.test_snapshot import AT, KEY, add_actuals, add_kpi, day, opened, weekdays, write
from tests.test_snapshot import plan as plan  # the fixture

APRIL = date(2025, 4, 9)
EN = language("en")


@pytest.fixture
def closed(plan: Store) -> Store:
    """March, closed with 210 of sales and 50 spent on ads."""
    add_kpi(plan, "sales", {"target": Decimal(310)})
    add_actuals(plan, "sales", weekdays(31))
    write(plan, "budgets", Budget(**KEY._asdict(), line="ads", code="ads", name_en="Ads", original=Decimal(100)))
    write(plan, "spend", Spend(line="ads", payment="1", day=day(10), amount=Decimal(50)))
    close_plan(plan, KEY, "over", "li", AT, APRIL, waived=WAIVED)
    return plan


def restate(store: Store, number: int, value: str) -> None:
    row = Actual(kpi="sales", day=day(number), value=Decimal(value))
    write(store, "actuals", row, kind=ChangeKind.RESTATEMENT)


def as_closed(store: Store, **more: int) -> Snapshot:
    return opened(store, today=APRIL, **more)


def rows(store: Store, snapshot: Snapshot) -> list[list[str]]:
    table = summary(store, snapshot, EN).table("restated")
    return [[cell.text for cell in row] for row in table.rows]


def test_the_summary_shows_first_reported_restated_and_difference_with_the_reason(closed: Store) -> None:
    assert rows(closed, as_closed(closed)) == []
    assert summary(closed, as_closed(closed), EN).section("restated").sentences == ()
    restate(closed, 3, "40")
    restate(closed, 8, "5")
    write(closed, "spend", Spend(line="ads", payment="2", day=day(31), amount=Decimal(20)), kind=ChangeKind.RESTATEMENT)
    snapshot = as_closed(closed)
    assert rows(closed, snapshot) == [
        ["sales", "sales", "3–8 Mar", "210", "245", "+35", "—", "1 Mar · a: r; 1 Mar · a: r"],
        ["ads", "Ads", "31 Mar", "¥50", "¥70", "+¥20", "yes", "1 Mar · a: r"],
    ]
    (sentence,) = summary(closed, snapshot, EN).section("restated").sentences
    assert sentence.text.startswith("Restated after the close: sales 210 → 245 (+35); Ads ¥50 → ¥70 (+¥20).")
    assert {(fact.of, fact.field, fact.exact) for fact in sentence.facts} >= {
        ("sales", "actual", "210"),
        ("sales", "restated", "245"),
        ("ads", "restated_by", "20"),
    }
    assert snapshot.kpi("sales").actual.value == 210
    assert "首报" in markdown(summary(closed, snapshot, language("zh")))


def test_a_closed_pack_is_made_again_with_the_same_facts(closed: Store) -> None:
    first, kept = summary(closed, as_closed(closed), EN), kept_close(closed, as_closed(closed))
    restate(closed, 3, "40")
    write(closed, "spend", Spend(line="ads", payment="2", day=day(31), amount=Decimal(20)), kind=ChangeKind.RESTATEMENT)
    again = as_closed(closed)
    assert kept is not None
    facts = [json.loads(close.facts) | {"known_at": None} for close in (kept.close, closed_facts(again, WAIVED))]
    assert facts[0] == facts[1]
    told = summary(closed, again, EN)
    assert [told.table(name) for name in ("kpis", "budget")] == [first.table(name) for name in ("kpis", "budget")]
    assert told.section("month") == first.section("month")


def test_what_was_taken_back_or_lies_in_another_month_restates_nothing(closed: Store) -> None:
    write(closed, "actuals", Actual(kpi="sales", day=day(1, 4), value=Decimal(9)), kind=ChangeKind.IMPORT)
    restate(closed, 3, "40")
    undo(closed, closed.last_change(), actor="a", at=AT)
    assert restatements(closed, as_closed(closed)) == []


def test_a_look_back_shows_what_was_known_then(closed: Store) -> None:
    before = closed.last_change()
    restate(closed, 3, "40")
    first = closed.last_change()
    restate(closed, 3, "50")
    assert [rows(closed, as_closed(closed, known_at=then)) for then in (before, first)] == [
        [],
        [["sales", "sales", "3 Mar", "210", "240", "+30", "—", "1 Mar · a: r"]],
    ]
    assert as_closed(closed, known_at=first).kpi("sales").actual.value == 210
    assert rows(closed, as_closed(closed))[0][3:6] == ["210", "250", "+40"]


def test_an_error_is_weighed_by_its_period_and_by_what_has_built_up() -> None:
    given = C01.given
    found = misstatement([Decimal(given["annual_error"])] * given["years"])
    material = found.material(Decimal(given["is_materiality"]), Decimal(given["bs_materiality"]))
    assert (found.rollover, found.iron_curtain) == (C01.expected["rollover"], C01.expected["iron_curtain"])
    assert material == (C01.expected["material_rollover"], C01.expected["material_iron"])
    assert any(material) is C01.expected["must_adjust"]


def test_small_errors_of_many_months_are_said_to_have_built_up(closed: Store) -> None:
    """From 5 on a variance of a line of 100 matters: 3 in February and 3 in March are 6."""
    february = PlanKey("t", date(2025, 2, 1))
    write(closed, "plans", Plan(**february._asdict(), state=PlanState.ACTIVE))
    write(closed, "budgets", Budget(**february._asdict(), line="ads2", code="ads", original=Decimal(100)))
    close_plan(closed, february, "over", "li", AT, APRIL, waived=WAIVED)

    def pay(line: str, paid: date) -> None:
        row = Spend(line=line, payment="late", day=paid, amount=Decimal(3))
        write(closed, "spend", row, kind=ChangeKind.RESTATEMENT)

    pay("ads", day(31))
    assert rows(closed, as_closed(closed))[0][6] == "no"
    pay("ads2", date(2025, 2, 28))
    assert rows(closed, as_closed(closed))[0][6] == "yes, +¥6 this year so far"
