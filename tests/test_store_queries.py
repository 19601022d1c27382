"""The questions snapshots ask: a handful of literal rows in, the whole answer out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from planlib.model import Actual, Budget, Kpi, Plan, Spend, Team
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.store.queries import (
    ActualRow,
    DailyValue,
    LastDay,
    SegmentValue,
    SpendRow,
    SpendTotal,
    actual_rows,
    daily_values,
    last_days,
    segment_values,
    spend_rows,
    spend_totals,
)
from planlib.vocabulary import Aggregation, ChangeKind, SpendStatus

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
MARCH = date(2026, 3, 1)
D1, D2, D3, D4 = (date(2026, 3, day) for day in (1, 2, 3, 4))
REQUESTED, COMMITTED, PAID = SpendStatus.REQUESTED, SpendStatus.COMMITTED, SpendStatus.ACTUAL


def save(store: Store, *writes: Write) -> None:
    record(store, writes, actor="mei", kind=ChangeKind.IMPORT, at=AT)


def row(kpi: str, day: date, segment: str, value: str, base: str | None = None) -> Actual:
    return Actual(kpi=kpi, day=day, segment=segment, value=Decimal(value), base=None if base is None else Decimal(base))


def pay(line: str, payment: str, day: date, status: SpendStatus, amount: str, settles: str = "") -> Spend:
    voucher = payment.removeprefix("voucher:")
    return Spend(
        line=line, payment=payment, day=day, status=status, amount=Decimal(amount), voucher=voucher, settles=settles
    )


@pytest.fixture
def plan(store: Store) -> Store:
    """Give a store with a KPI of every aggregation, called by it, and two budget lines."""
    line = Budget(team="t", month=MARCH, line="ads", code="ads", original=Decimal(100))
    save(
        store,
        Write("teams", [Team(team="t", code="ops")]),
        Write("plans", [Plan(team="t", month=MARCH)]),
        Write("kpis", [Kpi(kpi=kind, team="t", code=kind, aggregation=kind) for kind in Aggregation]),
        Write("budgets", [line, line.model_copy(update={"line": "rent", "code": "rent"})]),
    )
    return store


def test_segments_of_a_day_are_taken_together_by_the_aggregation(plan: Store) -> None:
    kinds = list(Aggregation)
    save(plan, Write("actuals", [row(kind, D1, *part) for kind in kinds for part in (("a", "5"), ("b", "6.25"))]))
    found = {value.kpi: value.value for value in daily_values(plan, kinds, D1, D1, 2)}
    total, smallest, largest = Decimal("11.25"), Decimal(5), Decimal("6.25")
    assert found == {"sum": total, "mean": total, "last": total, "ratio": total, "min": smallest, "max": largest}


def test_a_ratios_base_is_known_when_every_segment_has_one(plan: Store) -> None:
    both = [row("ratio", D1, "a", "1", "10"), row("ratio", D1, "b", "3", "30")]
    save(plan, Write("actuals", [*both, row("ratio", D2, "a", "1", "10"), row("ratio", D2, "b", "3")]))
    assert daily_values(plan, ["ratio"], D1, D2, 2) == [
        DailyValue("ratio", D1, Decimal(4), Decimal(40)),
        DailyValue("ratio", D2, Decimal(4), None),
    ]


def test_both_ends_of_a_range_count_and_other_kpis_do_not(plan: Store) -> None:
    save(plan, Write("actuals", [row("sum", day, "", "1") for day in (D1, D2, D3, D4)] + [row("last", D2, "", "9")]))
    assert [value.day for value in daily_values(plan, ["sum"], D2, D3, 2)] == [D2, D3]
    assert last_days(plan, ["sum", "last", "mean"], D1, D3, 2) == [LastDay("last", D2), LastDay("sum", D3)]
    assert last_days(plan, ["last"], D3, D4, 2) == []


def test_the_newest_row_counts_whatever_the_order_of_days(plan: Store) -> None:
    save(plan, Write("actuals", [row("sum", day, "", "1") for day in (D1, D2, D3)]))
    save(plan, Write("actuals", [row("sum", D4, "", "1")]))
    save(plan, Write("actuals", [row("sum", D3, "", "30"), row("sum", D1, "", "10")], removed=[("sum", D2, "")]))
    save(plan, Write("actuals", [row("sum", D1, "", "11"), row("sum", D2, "x", "2")]))
    values = [
        [(value.day, int(value.value)) for value in daily_values(plan, ["sum"], D1, D4, known_at)]
        for known_at in (1, 2, 3, 4, 5)
    ]
    assert values == [
        [],
        [(D1, 1), (D2, 1), (D3, 1)],
        [(D1, 1), (D2, 1), (D3, 1), (D4, 1)],
        [(D1, 10), (D3, 30), (D4, 1)],
        [(D1, 11), (D2, 2), (D3, 30), (D4, 1)],
    ]
    assert [(value.segment, value.day) for value in segment_values(plan, "sum", D1, D3, 5)] == [
        ("", D1),
        ("", D3),
        ("x", D2),
    ]
    assert actual_rows(plan, "sum", D1, D2, 5) == [
        ActualRow(D1, "", Decimal(11), None, "", 5),
        ActualRow(D2, "x", Decimal(2), None, "", 5),
    ]
    assert actual_rows(plan, "sum", D1, D1, 4) == [ActualRow(D1, "", Decimal(10), None, "", 4)]
    assert segment_values(plan, "sum", D2, D2, 4) == []
    assert segment_values(plan, "sum", D3, D3, 4) == [SegmentValue("", D3, Decimal(30), None)]
    assert last_days(plan, ["sum"], D1, D2, 4) == [LastDay("sum", D1)]


def test_readers_in_threads_get_their_own_answers_while_somebody_writes(plan: Store) -> None:
    kinds = list(Aggregation)
    save(plan, Write("actuals", [row(kind, D1, "", str(number)) for number, kind in enumerate(kinds)]))

    def read(number: int) -> list[DailyValue]:
        return [value for _ in range(20) for value in daily_values(plan, [kinds[number]], D1, D1, 2)]

    with ThreadPoolExecutor(len(kinds)) as pool:
        answers = [pool.submit(read, number) for number in range(len(kinds))]
        for number in range(10):
            save(plan, Write("actuals", [row("sum", D1, "", str(100 + number))]))
    for number, answer in enumerate(answers):
        assert answer.result() == [DailyValue(kinds[number], D1, Decimal(number), None)] * 20


def test_sums_are_exact_where_floats_are_not(plan: Store) -> None:
    save(plan, Write("actuals", [row("sum", D1, f"s{number}", "0.000000000000001") for number in range(10)]))
    save(plan, Write("actuals", [row("sum", D1, "large", "9007199254740993.1")]))
    (value,) = daily_values(plan, ["sum"], D1, D1, 3)
    assert value.value == Decimal("9007199254740993.10000000000001")


def test_commitments_count_as_far_as_no_payment_settled_them(plan: Store) -> None:
    save(
        plan,
        Write(
            "spend",
            [
                pay("ads", "voucher:po1", D1, COMMITTED, "100"),
                pay("ads", "voucher:po2", D1, COMMITTED, "50"),
                pay("ads", "voucher:po3", D1, COMMITTED, "7"),
                pay("ads", "voucher:req1", D1, REQUESTED, "20"),
                pay("ads", "voucher:inv1", D2, PAID, "60", settles="po1"),
                pay("ads", "voucher:inv2", D3, PAID, "10", settles="po1"),
                pay("ads", "voucher:inv3", D3, PAID, "55", settles="po2"),
                pay("ads", "voucher:inv4", D4, PAID, "7", settles="po3"),
                pay("rent", "voucher:po1", D1, COMMITTED, "500"),
            ],
        ),
    )
    assert spend_totals(plan, ["ads", "rent"], D1, 2) == [
        SpendTotal("ads", COMMITTED, Decimal(157), 3),
        SpendTotal("ads", REQUESTED, Decimal(20), 1),
        SpendTotal("rent", COMMITTED, Decimal(500), 1),
    ]
    assert spend_totals(plan, ["ads"], D3, 2) == [
        SpendTotal("ads", PAID, Decimal(125), 3),
        SpendTotal("ads", COMMITTED, Decimal(37), 3),
        SpendTotal("ads", REQUESTED, Decimal(20), 1),
    ]


def test_the_payments_behind_a_line(plan: Store) -> None:
    first, second = pay("ads", "voucher:1", D2, PAID, "60"), pay("ads", "voucher:2", D1, COMMITTED, "9")
    save(plan, Write("spend", [first, second, pay("rent", "voucher:1", D1, PAID, "1")]))
    save(plan, Write("spend", [pay("ads", "voucher:1", D2, PAID, "61")], removed=[("ads", "voucher:2")]))
    assert spend_rows(plan, "ads", D2, 2) == [SpendRow(second, 2), SpendRow(first, 2)]
    assert spend_rows(plan, "ads", D1, 2) == [SpendRow(second, 2)]
    assert spend_rows(plan, "ads", D2, 3) == [SpendRow(pay("ads", "voucher:1", D2, PAID, "61"), 3)]
