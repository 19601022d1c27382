"""One text, one value: what is read for certain, and what is not guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.intake.options import Limits
from planlib.intake.values import Day, Fault, Number, NumberReader, name_key, read_day
from planlib.locale import plain

READ = NumberReader("CNY", Limits())

NUMBERS = {
    "1,234.50": "1234.5",
    "1,234,567": "1234567",
    "¥1200": "1200",
    "￥ 1200.5": "1200.5",
    "CNY 12": "12",
    "(123)": "-123",
    "（¥1,234.5）": "-1234.5",
    "3.5万": "35000",
    "1.2亿": "120000000",
    "3万元": "30000",
    "1200元": "1200",
    "-¥45.6": "-45.6",
    "+7": "7",
    "０１２３": "123",
    "１，２３４．５": "1234.5",
    "\u221212": "-12",
    " 42\u00a0": "42",
    ".5": "0.5",
    "5.": "5",
    "1.2E+05": "120000",
    "12.5%": "0.125",
    "12.5％": "0.125",
    "(3%)": "-0.03",
    "9999999999999999999": "9999999999999999999",
    "0.000000000000001": "0.000000000000001",
}

NO_NUMBERS = {
    "1,23,456": "bad_number",
    "1.234,56": "bad_number",
    "12,34": "bad_number",
    "1,5": "bad_number",
    "1 234": "bad_number",
    "--5": "bad_number",
    "5-": "bad_number",
    "(-5)": "bad_number",
    "0x1F": "bad_number",
    "1_000": "bad_number",
    "1/2": "bad_number",
    "1.2.3": "bad_number",
    "１万２千": "bad_number",
    "5²": "bad_number",
    "٣": "bad_number",
    "$5": "bad_number",
    ".": "bad_number",
    "abc": "bad_number",
    "NaN": "non_finite",
    "-Infinity": "non_finite",
    "1e309": "out_of_range",
    "10000000000000000000000": "out_of_range",
    "0.1234567890123456789": "too_precise",
    "0.00000000000001%": "too_precise",
    "#REF!": "excel_error",
    "#DIV/0!": "excel_error",
    "#####": "excel_error",
    "": "missing_value",
    " - ": "missing_value",
    "N/A": "missing_value",
    "—": "missing_value",
}

NOISE = {
    "0.30000000000000004": "0.3",
    "-60.70399999999999": "-60.704",
    "434.99999999999994": "435",
    "66.66666666666667": "66.6666666666667",
    "3.3333333333333335e-1": "0.333333333333333",
}

DAYS = {
    "2025-03-05": date(2025, 3, 5),
    "2025/3/5": date(2025, 3, 5),
    "2025.3.5": date(2025, 3, 5),
    "20250305": date(2025, 3, 5),
    "2025年3月5日": date(2025, 3, 5),
    "2025 年 03 月 05 号": date(2025, 3, 5),
    "5-Mar-2025": date(2025, 3, 5),
    "5 March 2025": date(2025, 3, 5),
    "2025-03-05 0:00": date(2025, 3, 5),
    "2025/3/5 23:59:59": date(2025, 3, 5),
    "2025-03-05T00:00:00.000": date(2025, 3, 5),
    "２０２５－０３－０５": date(2025, 3, 5),
}

NO_DAYS = {
    "2025-02-29": "bad_date",
    "2025-03-32": "bad_date",
    "20250332": "bad_date",
    "0000-00-00": "bad_date",
    "2025-3/5": "bad_date",
    "2025-3-5-1": "bad_date",
    "114/03/05": "bad_date",
    "03-05": "bad_date",
    "45721": "bad_date",
    "昨天": "bad_date",
    "2025-03-05T16:00:00Z": "bad_date",
    "2025-03-05 25:00+08:00": "bad_date",
    "3/5/2025": "ambiguous_date",
    "05.03.2025": "ambiguous_date",
    "25/3/5": "ambiguous_date",
    "": "missing_date",
    "-": "missing_date",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_exactly(text: str) -> None:
    number = READ(text)
    assert isinstance(number, Number)
    assert (number.value, number.rounded) == (Decimal(NUMBERS[text]), False)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    fault = READ(text)
    assert isinstance(fault, Fault)
    assert fault.code == NO_NUMBERS[text]


@pytest.mark.parametrize("text", NOISE)
def test_the_noise_of_a_float_is_taken_off_and_said_so(text: str) -> None:
    number = READ(text)
    assert isinstance(number, Number)
    assert (number.value, number.rounded) == (Decimal(NOISE[text]), True)


def test_money_of_more_than_15_digits_is_no_noise() -> None:
    assert READ("12345678901234.56") == Number(Decimal("12345678901234.56"))
    assert READ("1234567890123456789") == Number(Decimal("1234567890123456789"))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_every_way_of_writing_a_number_reads_the_same(value: Decimal) -> None:
    negative = f"({abs(value):,.4f})" if value < 0 else f"{value:,.4f}"
    for text in (plain(value), f"{value:,.4f}", f"￥{value:.4f}", f"{value:E}", negative):
        assert READ(text) == Number(value.normalize())


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read(text: str) -> None:
    assert read_day(text) == Day(DAYS[text])


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    fault = read_day(text)
    assert isinstance(fault, Fault)
    assert fault.code == NO_DAYS[text]


@pytest.mark.parametrize("text", ["2025-03", "2025/3", "2025年3月"])
def test_a_month_says_that_it_is_one(text: str) -> None:
    assert read_day(text) == Day(date(2025, 3, 1), month_only=True)


def test_names_are_compared_without_width_blanks_and_invisible_characters() -> None:
    assert name_key("\ufeff ＲＥＶ\u3000销售\u200b额 ") == "REV 销售额"
