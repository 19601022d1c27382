"""One text, one value: what is read for certain, and what is not guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.intake.options import Limits
from planlib.intake.values.days import Decided, Order, read_days
from planlib.intake.values.values import Day, Fault, Number, NumberReader, name_key, read_day
from planlib.locale import plain
from planlib.vocabulary import DecisionCode, ProblemCode

READ = NumberReader("CNY", Limits())
READ_COMMA = NumberReader("CNY", Limits(), ",")

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
    "-123-": "-123",
    "-¥1,234.50-": "-1234.5",
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
    "--5-": "bad_number",
    "(5)-": "bad_number",
    "3-5": "bad_number",
    "12万3千": "bad_number",
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
    "0.1234567890123456789": "bad_number",
    "0.00000000000001%": "bad_number",
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
    "0.0333333333333333": "0.033333333333333",
    "3.333333333333333%": "0.033333333333333",
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
    "2025-03-05 星期三": date(2025, 3, 5),
    "2025年3月5日（周三） 8:30": date(2025, 3, 5),
    "2025/3/5 3:00 PM": date(2025, 3, 5),
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
    "3月5日": "bad_date",
    "3/13/2025 8:30": "ambiguous_date",
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
    assert (number.value, number.noise) == (Decimal(NUMBERS[text]), 1)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    fault = READ(text)
    assert isinstance(fault, Fault)
    assert fault.code == NO_NUMBERS[text]


@pytest.mark.parametrize("text", NOISE)
def test_the_noise_of_a_float_is_taken_off_and_said_so(text: str) -> None:
    number = READ(text)
    assert isinstance(number, Number)
    assert number.value == Decimal(NOISE[text])
    assert number.value * number.noise == pytest.approx(Decimal(text.replace("%", "e-2")), rel=Decimal("1e-27"))
    assert number.noise != 1


def test_money_of_more_than_15_digits_is_no_noise() -> None:
    assert READ("12345678901234.56") == Number(Decimal("12345678901234.56"))
    assert READ("1234567890123456789") == Number(Decimal("1234567890123456789"))


def test_what_is_left_of_a_sum_of_floats_is_nothing() -> None:
    assert READ("5.551115123125783e-17") == Number(Decimal(0))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_every_way_of_writing_a_number_reads_the_same(value: Decimal) -> None:
    for text in (
        plain(value),
        f"{value:,.4f}",
        f"￥{value:.4f}",
        f"{value:E}",
        *negatives(value, f"{abs(value):,.4f}"),
    ):
        assert READ(text) == Number(value.normalize())


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**10), max_value=10**10),
    st.sampled_from([".", " ", "\u00a0", "\u202f", ""]),
)
def test_with_a_decimal_comma_points_and_blanks_group(value: Decimal, group: str) -> None:
    size = f"{abs(value):,.2f}".translate({ord(","): group, ord("."): ","})
    for text in (f"-{size}" if value < 0 else size, *negatives(value, size)):
        assert READ_COMMA(text) == Number(value.normalize())


@pytest.mark.parametrize("text", ["1234.50", "1,234.50", "1.23,5", "1 234.567,5", "12.34", "1,2,3"])
def test_with_a_decimal_comma_nothing_is_guessed_either(text: str) -> None:
    assert READ_COMMA(text) == Fault(ProblemCode.BAD_NUMBER)


def negatives(value: Decimal, size: str) -> list[str]:
    """The ways of ledgers to write a number below 0 whose size is written `size`."""
    return [f"({size})", f"-{size}-", f"（￥{size}）"] if value < 0 else []


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


def days(*texts: str, order: Order | None = None, workbook: bool = False) -> list[date | str]:
    found = read_days(texts, 2025, order, workbook=workbook)
    return [str(value.code) if isinstance(value, Fault) else value.day for value in found.values]


MARCH_5, MARCH_13 = date(2025, 3, 5), date(2025, 3, 13)


def test_one_day_after_the_twelfth_tells_the_order_of_its_column() -> None:
    assert days("3/5/2025", "3/13/2025", "2025-03-05") == [MARCH_5, MARCH_13, MARCH_5]
    assert days("05.03.2025 8:00", "13.03.2025", "") == [MARCH_5, MARCH_13, "missing_date"]
    assert read_days(["3/5/2025", "3/13/2025"], 2025).decided == (
        Decided(DecisionCode.DAY_ORDER, "3/13/2025", MARCH_13),
    )


def test_an_order_is_not_guessed() -> None:
    assert days("3/5/2025", "4/5/2025") == ["ambiguous_date"] * 2
    assert days("13/5/2025", "5/13/2025", "5/5/2025") == ["ambiguous_date", "ambiguous_date", date(2025, 5, 5)]
    assert days("3/5/25", "3/13/25", "3/13/2025") == ["ambiguous_date", "ambiguous_date", MARCH_13]
    assert days("13/13/2025", "3/5/2025") == ["ambiguous_date"] * 2


def test_a_declared_order_is_kept_to() -> None:
    assert days("3/5/2025", "3/13/25", "13/3/2025", order="mdy") == [MARCH_5, MARCH_13, "ambiguous_date"]
    assert days("5/3/2025", "13.3.25", order="dmy") == [MARCH_5, MARCH_13]
    assert days("25/3/5", "3/5/25", "2025-03-05", order="ymd") == [MARCH_5, "ambiguous_date", MARCH_5]
    assert read_days(["3/5/2025"], 2025, "mdy").decided == ()


def test_serial_days_are_read_in_a_workbook_or_where_the_whole_column_is_such() -> None:
    assert days("45721", "45722.5", "") == [MARCH_5, date(2025, 3, 6), "missing_date"]
    assert days("45721", "2025-03-05") == ["bad_date", MARCH_5]
    assert days("45721", "2025-03-05", "1", "99999", workbook=True) == [MARCH_5, MARCH_5, "bad_date", "bad_date"]
    assert read_days(["45721"], 2025).decided == (Decided(DecisionCode.SERIAL_DAYS, "45721", MARCH_5),)


def test_a_day_without_a_year_is_in_the_plans() -> None:
    assert days("3月5日", "２月29日", "2024年12月31日", "12 月 31 号") == [
        MARCH_5,
        "bad_date",
        date(2024, 12, 31),
        date(2025, 12, 31),
    ]
    assert read_days(["3月5日"], 2025).decided == (Decided(DecisionCode.PLAN_YEAR, "3月5日", MARCH_5),)


STYLES = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}"]
STYLES += ["{0.day}-{0:%b}-{0.year}", "{0.month}/{0.day}/{0.year}", "{0:%Y-%m-%d} 23:59:59"]


def test_a_day_without_a_year_has_its_month_first_or_last_as_its_column_tells() -> None:
    assert days("3/5", "3/13") == [MARCH_5, date(2025, 3, 13)]
    assert days("5-3", order="dmy") == days("3-5", order="ymd") == [MARCH_5]
    assert days("3/5", "3/6") == ["bad_date", "bad_date"]
    assert read_days(["3/5"], 2025).values == [Fault(ProblemCode.BAD_DATE, {"no_year": "3/5"})]
    assert days("13/13", "3.5", "3/5/7/9") == ["bad_date"] * 3
    told = [(one.code, one.text) for one in read_days(["3/5", "3/13"], 2025).decided]
    assert told == [(DecisionCode.DAY_ORDER, "3/13"), (DecisionCode.PLAN_YEAR, "3/13")]


@given(st.lists(st.dates(date(2000, 1, 1), date(2100, 12, 31)), min_size=1), st.sampled_from(STYLES))
def test_days_in_every_style_read_back_equal(written: list[date], style: str) -> None:
    assert days(*(style.format(day) for day in written), order="mdy") == written


@given(st.lists(st.dates(date(2000, 1, 1), date(2100, 12, 31)), min_size=1), st.sampled_from(["mdy", "dmy"]))
def test_an_order_that_the_column_tells_is_never_the_wrong_one(written: list[date], order: Order) -> None:
    form = {"mdy": "{0.month}/{0.day}/{0.year}", "dmy": "{0.day}/{0.month}/{0.year}"}[order]
    found = days(*map(form.format, written))
    assert all(day in ("ambiguous_date", right) for day, right in zip(found, written, strict=True))


def test_names_are_compared_without_width_blanks_and_invisible_characters() -> None:
    assert name_key("\ufeff ＲＥＶ\u3000销售\u200b额 ") == "REV 销售额"
