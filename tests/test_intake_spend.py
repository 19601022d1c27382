"""Rows of spend: what a payment is known by, so that equal rows are several payments and a file twice adds nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from planlib.intake.preview import record_preview
from planlib.model import Spend
from planlib.store.connect import Store
from planlib.vocabulary import FileKind, SpendStatus
from tests.intake_plan import NOW, faults, look, make_plan, plan_in_memory, records

SPEND = FileKind.SPEND
HEADER = "科目,日期,金额,状态,供应商,凭证号,备注\n"


@pytest.fixture
def plan(store: Store) -> Store:
    make_plan(store)
    return store


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Store]:
    """Give one plan for the tests that record nothing."""
    with plan_in_memory() as store:
        yield store


def record(store: Store, text: str) -> None:
    record_preview(store, look(store, SPEND, text), actor="test", at=NOW)


def test_rows_without_a_voucher_are_payments_of_their_own(plan: Store) -> None:
    rows = "广告费,2025-03-05,100,,甲公司,,\nADS,2025/3/5,100.00,已付款,甲公司,,\nADS,2025-03-06,100,,甲公司,,\n"
    record(plan, HEADER + rows)
    assert [(spend.amount, spend.status) for spend in records(plan, "spend") if isinstance(spend, Spend)] == [
        (Decimal(100), SpendStatus.ACTUAL)
    ] * 3
    again = look(plan, SPEND, HEADER + rows)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    longer = look(plan, SPEND, HEADER + rows + "ADS,2025-03-05,100,,甲公司,,\n")
    assert (longer.added, longer.unchanged) == (1, 3)


def test_a_row_with_a_voucher_is_known_by_it(plan: Store) -> None:
    record(plan, HEADER + "ADS,2025-03-05,100,已承诺,甲公司,V1,框架合同\n")
    found = look(plan, SPEND, "line,day,amount,voucher\nADS,2025-03-07,120,V1\n")
    assert (found.added, found.changed) == (0, 1)
    before, after = found.changes[0].before, found.changes[0].after
    assert isinstance(before, Spend)
    assert before.model_copy(update={"day": date(2025, 3, 7), "amount": Decimal(120)}) == after


def test_payments_are_told_apart_however_long_the_vendor_is_called(plan: Store) -> None:
    vendors = ["很长" * 90 + "甲", "很长" * 90 + "乙"]
    record(plan, HEADER + "".join(f"ADS,2025-03-05,100,,{vendor},,\n" for vendor in vendors))
    assert len(records(plan, "spend")) == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("广告,2025-03-05,1,,,,", "科目", "unknown_line"),
        (",2025-03-05,1,,,,", "科目", "missing_value"),
        ("ADS,2025-03,1,,,,", "日期", "bad_date"),
        ("ADS,2025-02-28,1,,,,", "日期", "out_of_period"),
        ("ADS,2025-03-05,5%,,,,", "金额", "percent_not_allowed"),
        ("ADS,2025-03-05,-,,,,", "金额", "missing_value"),
        ("ADS,2025-03-05,1,已报销,,,", "状态", "bad_choice"),
        (f"ADS,2025-03-05,1,,,{'9' * 57},", "凭证号", "too_long"),
    ],
)
def test_a_row_that_cannot_be_is_refused(looked_at: Store, row: str, column: str, code: str) -> None:
    assert faults(look(looked_at, SPEND, f"{HEADER}{row}\n")) == [(2, column, code)]


def test_a_voucher_stands_once_for_each_line(looked_at: Store) -> None:
    rows = "ADS,2025-03-05,1,,,V1,\nTRV,2025-03-05,1,,,V1,\nADS,2025-03-06,2,,,V1,\n"
    assert faults(look(looked_at, SPEND, HEADER + rows)) == [(2, None, "duplicate_key"), (4, None, "duplicate_key")]
