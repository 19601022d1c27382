"""The invented payments of the sample plan: each month's bills, with the orders that they settle.

They follow the amounts of ``sample/budgets.csv``; requests are written by hand in ``sample/requests.csv``.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from shop import LAST, SEED, money

FOLDER = Path(__file__).with_name("sample")


class Bill(NamedTuple):
    """What is paid each month to one vendor of a budget line, in instalments."""

    line: str
    prefix: str
    vendor: str
    instalments: dict[int, float]
    """Share of the line's budget by day of the month."""
    lead: int | None = None
    """Days by which an order comes before the payment that settles it; None where nothing is ordered."""


BILLS = (
    Bill("staff", "GZ", "工资 Payroll", {10: 0.82}),
    Bill("staff", "SB", "社保公积金 Social insurance", {15: 0.18}),
    Bill("ads", "XQ", "星桥广告 Starbridge Media", {7: 0.17, 14: 0.17, 21: 0.17, 28: 0.17}, lead=6),
    Bill("ads", "YF", "云岸直播 Yun'an Live", {11: 0.1, 18: 0.1, 25: 0.1}, lead=9),
    Bill("coupons", "YH", "优惠券结算 Coupon settlement", {5: 0.15, 12: 0.24, 19: 0.24, 26: 0.22, 30: 0.13}),
    Bill("logistics", "CY", "驰远快运 Chiyuan Express", {9: 0.16, 16: 0.17, 23: 0.17, 30: 0.17}, lead=8),
    Bill("logistics", "JH", "嘉禾仓配 Jiahe Fulfilment", {13: 0.15, 27: 0.15}, lead=12),
    Bill("systems", "HM", "禾木软件 Hemu Software", {1: 0.5}),
    Bill("systems", "SY", "石岩云 Shiyan Cloud", {15: 0.28, 25: 0.2}, lead=10),
    Bill("rent", "JP", "江畔置业 Riverside Property", {5: 1.0}),
    Bill("travel", "YX", "远途商旅 Yuantu Travel", {11: 0.22, 18: 0.3, 27: 0.36}, lead=7),
    Bill("training", "QM", "启明学堂 Qiming Academy", {17: 0.35, 24: 0.55}, lead=9),
    Bill("commission", "PT", "商家结算 Merchant settlement", {7: 0.21, 14: 0.24, 21: 0.25, 28: 0.31}),
    Bill("merchant_ads", "TG", "推广结算 Promotion settlement", {8: 0.25, 15: 0.25, 22: 0.25, 29: 0.25}),
)

SPENT = {
    ("ads", 8): 1.04,
    ("ads", 10): 1.13,
    ("training", 10): 0.8,
    ("logistics", 8): 1.07,
    ("logistics", 10): 0.95,
    ("merchant_ads", 10): 1.06,
}
"""How far a line's payments of a month leave its original budget; 0.98 where nothing is said."""

FIXED = {"staff", "rent", "systems"}
"""Lines whose payments are known to the yuan beforehand."""


DEARER = {
    ("ads", 8): 1.05,
    ("ads", 10): 1.1,
    ("coupons", 10): 1.12,
    ("logistics", 8): 1.03,
    ("logistics", 10): 1.02,
    ("commission", 10): 1.04,
    ("merchant_ads", 10): 1.03,
}
"""Price paid or had for a unit as a multiple of the budgeted one; 1 where nothing is said."""
FROZEN = date(2026, 10, 12), 1.75
"""From this day on the advertising account of 华南 is frozen, and a new customer costs so many times the budget."""


class Payment(NamedTuple):
    """One line of a file of spend."""

    line: str
    day: date
    status: str
    amount: Decimal
    vendor: str
    voucher: str
    settles: str = ""
    note: str = ""
    quantity: int | str = ""
    """What was paid for, in the unit of the line's budget."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a file that is written by hand."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def requests() -> dict[date, list[Payment]]:
    """Return requests by the upload that brings them; one is approved a week later."""
    found: dict[date, list[Payment]] = {}
    for row in rows("requests"):
        upload = date.fromisoformat(row.pop("upload"))
        day, amount = date.fromisoformat(row.pop("day")), money(float(row.pop("amount")))
        found.setdefault(upload, []).append(Payment(day=day, amount=amount, **row))
    return found


def payments() -> Iterator[Payment]:
    """Orders and payments of the four months, up to the last day with data."""
    chance = random.Random(SEED + 1)
    for budget in rows("budgets"):
        month, amount = date.fromisoformat(budget["month"]), int(budget["original"])
        for bill in BILLS:
            if bill.line == budget["line"]:
                made = instalments(chance, bill, month, amount)
                yield from (counted(payment, budget["price"]) for payment in made if payment.day <= LAST)


def counted(payment: Payment, price: str) -> Payment:
    """Return a payment with what was had for it, at what one cost on its day; `price` is the budgeted one."""
    if not price or payment.status != "actual":
        return payment
    dearer = DEARER.get((payment.line, payment.day.month), 1.0)
    if payment.line == "ads" and payment.day >= FROZEN[0]:
        dearer = FROZEN[1]
    return payment._replace(quantity=round(float(payment.amount) / (float(price) * dearer)))


def instalments(chance: random.Random, bill: Bill, month: date, amount: int) -> Iterator[Payment]:
    """A month's payments to one vendor, each after the order that it settles."""
    factor = 1.0 if bill.line in FIXED else SPENT.get((bill.line, month.month), 0.98)
    for number, (day, share) in enumerate(bill.instalments.items(), 1):
        paid = month.replace(day=day)
        voucher = f"{bill.prefix}-{month:%y%m}-{number}"
        due = amount * share * factor
        exact = money(due if bill.line in FIXED else due * chance.gauss(1, 0.015))
        order = f"PO-{voucher}" if bill.lead else ""
        if bill.lead:
            ordered = max(month, paid - timedelta(bill.lead))
            yield Payment(bill.line, ordered, "committed", money(round(due, -2)), bill.vendor, order)
        yield Payment(bill.line, paid, "actual", exact, bill.vendor, voucher, order)
