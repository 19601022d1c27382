"""Numbers, dates and words as readers of each language expect them."""

from datetime import date
from decimal import Decimal

import pytest

from planlib.locale import LANGUAGES, language, preferred
from planlib.locale.amounts import gap_words, interval_words, money, quantity, target_words
from planlib.locale.words import reason_sentence, status_word, word
from planlib.model import Kpi, Target
from planlib.vocabulary import Direction, Measure, Method, Reason, Status

zh, en = language("zh"), language("en")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("0", "0", "0"),
        ("0.0123", "0.0123", "0.0123"),
        ("20.6", "20.6", "20.6"),
        ("2.345", "2.35", "2.35"),
        ("1234.5", "1,235", "1,235"),
        ("-1234.5", "−1,235", "−1,235"),
        ("9999.4", "9,999", "9,999"),
        ("9999.5", "1万", "10K"),
        ("33100", "3.31万", "33.1K"),
        ("5980412", "598万", "5.98M"),
        ("12000000", "1,200万", "12M"),
        ("999499", "99.9万", "999K"),
        ("999999", "100万", "1M"),
        ("99999999", "1亿", "100M"),
        ("999999999", "10亿", "1B"),
        ("-350000000", "−3.5亿", "−350M"),
    ],
)
def test_short_numbers_round_half_up_and_then_choose_their_mark(value: str, chinese: str, english: str) -> None:
    assert zh.short(Decimal(value)) == chinese
    assert en.short(Decimal(value)) == english


def test_exact_numbers_keep_every_digit() -> None:
    assert zh.exact(Decimal("73616955.080000000000000"), "元") == "73,616,955.08 元"


@pytest.mark.parametrize(
    ("number", "unit", "chinese", "english"),
    [
        ("36", "d", "36 天", "36 days"),
        ("1", "天", "1 天", "1 day"),
        ("-0.50", "h", "−0.5 小时", "−0.5 hours"),
        ("60.1", "Hours", "60.1 小时", "60.1 hours"),
        ("20", "分钟", "20 分钟", "20 minutes"),
        ("3", "件", "3 件", "3 items"),
        ("3", "pcs", "3 件", "3 pieces"),
        ("1", "单", "1 单", "1 order"),
        ("2", "人", "2 人", "2 people"),
        ("2", "次", "2 次", "2 times"),
        ("7", "家", "7 家", "7 家"),
        ("7", "SKU", "7 SKU", "7 SKU"),
        ("12.5", "%", "12.5%", "12.5%"),
        ("7", "", "7", "7"),
    ],
)
def test_a_known_unit_is_said_in_the_reader_s_language(number: str, unit: str, chinese: str, english: str) -> None:
    assert zh.exact(Decimal(number), unit) == chinese
    assert en.exact(Decimal(number), unit) == english


def test_a_unit_follows_a_chinese_mark_and_stands_apart_from_a_digit() -> None:
    assert [zh.short(Decimal(12000), "orders"), zh.short(Decimal(12000), "SKU")] == ["1.2万单", "1.2万 SKU"]
    assert [en.short(Decimal(12000), "单"), zh.unit("h"), en.unit("天")] == ["12K orders", "小时", "days"]


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.049, "<5%"),
        (0.05, "5%"),
        (0.124, "10%"),
        (0.125, "15%"),
        (0.95, "95%"),
        (0.951, ">95%"),
        (1.0, "100%"),
    ],
)
def test_a_probability_is_told_in_steps_of_five(share: float, text: str) -> None:
    assert zh.probability(share) == text


def test_rates_differ_by_percentage_points() -> None:
    assert zh.points(0.0115, 2) == "+1.15 个百分点"
    assert en.points(-0.0115, 2) == "−1.15 pp"
    assert en.percent(Decimal("0.12345"), 2) == "12.35%"


def test_days_weeks_and_months() -> None:
    day = date(2026, 10, 23)
    assert [zh.day(day), en.day(day)] == ["2026年10月23日（周五）", "Fri 23 Oct 2026"]
    assert [zh.short_day(day, weekday=True), en.short_day(day)] == ["10月23日（周五）", "23 Oct"]
    assert [zh.month(day), en.month(day), zh.week(day), en.week(day)] == [
        "2026年10月",
        "October 2026",
        "第43周",
        "W43",
    ]


def test_amounts_carry_their_currency_and_values_their_unit() -> None:
    amount = Decimal("-5980412")
    assert [money(zh, amount, "CNY"), money(en, amount, "CNY")] == ["−598万元", "−¥5.98M"]
    assert money(zh, abs(amount), "CNY", exact=True, signed=True) == "+5,980,412 元"
    assert money(zh, Decimal(200), "EUR") == "€200"
    stores = _kpi(unit="家", measure=Measure.COUNT)
    assert quantity(zh, stores, Decimal(7), "CNY") == "7 家"
    assert quantity(zh, stores, Decimal(7), "CNY", unit=False) == "7"
    rate = _kpi(measure=Measure.PERCENT)
    assert quantity(zh, rate, Decimal("0.0555"), "CNY") == "5.55%"
    assert quantity(en, rate, None, "CNY") == "—"


def test_a_gap_and_an_interval_name_what_both_ends_share_once() -> None:
    sales, rate = _kpi(measure=Measure.CURRENCY), _kpi(measure=Measure.PERCENT)
    assert gap_words(zh, sales, Decimal(-2690000), "CNY") == "▼ 少 269万"
    assert gap_words(en, rate, Decimal("0.007"), "CNY") == "▲ 0.70 pp over"
    complaints = _kpi(measure=Measure.COUNT, direction=Direction.DOWN)
    assert [gap_words(en, kpi, Decimal(-39), "CNY") for kpi in (complaints, _kpi())] == ["▼ 39 under", "▼ 39 short"]
    ends = (Decimal(7700000), Decimal(8260000))
    assert interval_words(zh, sales, *ends, "CNY") == "770–826万"
    assert interval_words(en, sales, *ends, "CNY") == "¥7.7–8.26M"
    assert interval_words(en, sales, ends[0], ends[0], "CNY") == ""
    assert interval_words(en, sales, Decimal(98300000), Decimal(1010000000), "CNY") == "¥98.3M–1.01B"


def test_a_target_is_a_value_a_range_or_a_growth() -> None:
    plan = {"team": "t", "month": date(2026, 10, 1), "kpi": "k"}
    days = _kpi(unit="天", measure=Measure.OTHER)
    assert target_words(zh, days, Target(**plan, target=Decimal(30)), "CNY", unit=True) == "30 天"
    assert target_words(zh, days, Target(**plan, lower=Decimal(28), upper=Decimal(35)), "CNY") == "28–35"
    assert (
        target_words(en, days, Target(**plan, lower=Decimal(28), upper=Decimal(35)), "CNY", unit=True) == "28–35 days"
    )
    growth = Target(**plan, growth_mode="average", growth_rate=Decimal("0.04"))
    assert target_words(zh, days, growth, "CNY") == "+4.0%"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_status_and_reason_has_words(code: str) -> None:
    words = language(code)
    assert all(status_word(words, status) for status in Status)
    assert all(reason_sentence(words, reason) for reason in Reason)
    assert all(word(words, method) for method in Method)


def test_a_cost_line_behind_is_over_and_no_word_stays_english() -> None:
    assert status_word(zh, Status.BEHIND) == "落后"
    assert status_word(zh, Status.BEHIND, budget=True) == "超支"
    told = [status_word(zh, status) for status in Status] + [reason_sentence(zh, reason) for reason in Reason]
    assert not [text for text in told if text.isascii()]


@pytest.mark.parametrize(
    ("tag", "code"), [("zh-CN", "zh"), ("zh_TW.UTF-8", "zh"), ("zha", "en"), ("en-GB", "en"), (None, "en")]
)
def test_the_language_follows_the_browser(tag: str | None, code: str) -> None:
    assert preferred(tag) == code


def _kpi(**fields: object) -> Kpi:
    return Kpi.model_validate({"kpi": "k", "team": "t", "code": "k", **fields})


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("推迟四天 · Four days late", "推迟四天", "Four days late"),
        ("Four days late · 推迟四天", "推迟四天", "Four days late"),
        ("10月14日华东漏报 · Refunds of 14 October in 华东", "10月14日华东漏报", "Refunds of 14 October in 华东"),
        ("按 380款走 · On the way to 380", "按 380款走", "On the way to 380"),
        ("华东 · 华南", "华东 · 华南", "华东 · 华南"),
        ("East · South", "East · South", "East · South"),
        ("甲 · 乙 · C", "甲 · 乙 · C", "甲 · 乙 · C"),
        ("推迟四天", "推迟四天", "推迟四天"),
        ("12 · 13", "12 · 13", "12 · 13"),
        ("", "", ""),
    ],
)
def test_of_a_text_in_both_languages_each_reader_sees_their_own(text: str, chinese: str, english: str) -> None:
    assert (language("zh").own(text), language("en").own(text)) == (chinese, english)
