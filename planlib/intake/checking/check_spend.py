"""Spend, column by column: requests, commitments and payments against the plan's budget lines.

A row with a voucher is known by it. Rows without one may be equal and still be several payments, so they are
numbered in the order of the file: the same file again names the same payments.
"""

import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from planlib.intake.checking.check_actuals import Days
from planlib.intake.checking.keys import key_numbers, refuse_repeated
from planlib.intake.checking.numbers import read_numbers
from planlib.intake.checking.sheet import Column, Sheet
from planlib.intake.checking.totals import all_add_up, compare_totals
from planlib.intake.known import Known
from planlib.intake.mapping.fields import CHOICES
from planlib.intake.mapping.names import Choice, line_names
from planlib.intake.options import Options
from planlib.intake.values.values import Day, Fault
from planlib.locale import plain
from planlib.vocabulary import ProblemCode, SpendStatus

LONGEST_VOUCHER = 56
_LONGEST_PAYMENT = 64


def check_spend(sheet: Sheet, known: Known, options: Options) -> pa.Table:
    """Return the rows that may be recorded: the record's fields, `row` in the sheet and `month` of the plan."""
    lines = sheet.read("line", line_names(known.budgets, known.other_budgets, known.said))
    days = sheet.days("day", known.plan.month.year)
    amounts = read_numbers(sheet, "amount", known.team.currency, needed=True)
    no_money = np.zeros(len(sheet), dtype=bool)
    quantities = read_numbers(sheet, "quantity", known.team.currency, needed=False, money=no_money)
    read_status = Choice(CHOICES["status"])
    status = sheet.read("status", lambda text: read_status(text) if text.strip() else SpendStatus.ACTUAL)
    vendors = sheet.names("vendor")
    vouchers = sheet.names("voucher", LONGEST_VOUCHER)
    settled = sheet.names("settles", LONGEST_VOUCHER)
    notes = sheet.long_texts("note", 2000)
    for field, numbers in (("amount", amounts), ("quantity", quantities)):
        sheet.refuse(field, numbers.percent, Fault(ProblemCode.PERCENT_NOT_ALLOWED))
    compare_totals(sheet, "amount", amounts, lambda: all_add_up(sheet), known.team.currency)
    columns = {
        "row": pa.array(np.arange(len(sheet))),
        "month": pa.repeat(pa.scalar(known.plan.month), len(sheet)),
        "line": lines.strings(str),
        "day": pa.array(_days(sheet, days, known, options)),
        "status": status.strings(str),
        "amount": amounts.values,
        "quantity": quantities.values,
        "vendor": vendors.strings(str),
        "voucher": vouchers.strings(str),
        "settles": settled.strings(str),
        "note": notes,
    }
    has_voucher = vouchers.each(bool, otherwise=False)
    refuse_repeated(sheet, key_numbers([columns["line"], columns["voucher"]]), lines.good & has_voucher)
    rows = pa.table(columns).filter(pa.array(sheet.kept))
    return rows.append_column("payment", pa.array(_payments(rows), pa.string()))


def payment_id(day: date, status: str, amount: Decimal, vendor: str, number: int) -> str:
    """Return what a payment without a voucher is known by: `number` counts those that are equal otherwise."""
    text = " ".join((day.isoformat(), status, plain(amount), vendor, f"#{number}"))
    return text if len(text) <= _LONGEST_PAYMENT else hashlib.sha256(text.encode()).hexdigest()


def _days(sheet: Sheet, days: Column[Day], known: Known, options: Options) -> Days:
    """Return the days; those of another month are refused, unless history is wanted."""
    day: Days = days.each(lambda found: np.datetime64(found.day, "D"), otherwise=np.datetime64(known.plan.month, "D"))
    month_only = days.each(lambda found: found.month_only, otherwise=False)
    sheet.refuse("day", month_only, Fault(ProblemCode.BAD_DATE))
    if not options.history:
        outside = days.good & (day.astype("M8[M]") != np.datetime64(known.plan.month, "M"))
        sheet.refuse("day", outside, Fault(ProblemCode.OUT_OF_PERIOD, {"month": known.plan.month}))
    return day


def _payments(rows: pa.Table) -> list[str]:
    """Return what each row is known by, those without a voucher numbered among their equals."""
    seen: Counter[tuple[str, date, str, Decimal, str]] = Counter()
    payments = []
    names = ("voucher", "line", "day", "status", "amount", "vendor")
    for voucher, line, day, status, amount, vendor in zip(*(rows[name].to_pylist() for name in names), strict=True):
        if voucher:
            payments.append(f"voucher:{voucher}")
        else:
            seen[line, day, status, amount, vendor] += 1
            payments.append(payment_id(day, status, amount, vendor, seen[line, day, status, amount, vendor]))
    return payments
