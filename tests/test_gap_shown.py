"""A gap by segment as it is drawn and said: amounts that foot, colours by meaning, a sentence that says who."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from planlib import charts
from planlib.locale import language
from planlib.metrics.figure import Figure
from planlib.metrics.periods import Span
from planlib.model import Kpi
from planlib.month_end.telling import Telling
from planlib.month_end.why import gap_clause
from planlib.review.why import basis_sentence, why_sentence
from planlib.snapshot import Gap, GapPart, Snapshot
from planlib.vocabulary import Aggregation, Direction, Measure, Reason

ZH = charts.Reader(language("zh"), charts.LIGHT, "CNY")
EN = charts.Reader(language("en"), charts.LIGHT, "CNY")
SUM = Kpi(kpi="sales", team="t", code="sales", measure=Measure.COUNT, aggregation=Aggregation.SUM)
BASIS = Span(date(2026, 6, 29), date(2026, 9, 30))


def part(segment: str, amount: str, share: float | None = None, due: float = 0.0) -> GapPart:
    return GapPart(segment, Decimal(amount), share, None, None, due)


def gap(*parts: GapPart, leaders: int = 0, kpi: Kpi = SUM) -> Gap:
    whole = sum((one.amount for one in parts), Decimal(0))
    return Gap(kpi, Figure(whole), parts, parts[:leaders], BASIS)


def bars(found: Gap, reader: charts.Reader = EN, actual: str = "100") -> list[charts.GapBar]:
    return charts.gap_bars(found, charts.gap_scale(found, Decimal(actual), reader), reader)


def test_written_amounts_add_up_to_the_written_total() -> None:
    """-19.4, +18.4, -4.3 and -3.1 round to -8, as their sum -8.4 does; -2.5 twice is -5 and not -6."""
    found = bars(gap(part("a", "-19.4"), part("b", "18.4"), part("c", "-4.3"), part("d", "-3.1")))
    assert [bar.text for bar in found] == ["−19", "+18", "−4", "−3", "−8"]
    assert [bar.text for bar in bars(gap(part("a", "-2.5"), part("b", "-2.5")))][-1] == "−5"
    assert sorted(bar.text for bar in bars(gap(part("a", "-2.5"), part("b", "-2.5")))[:-1]) == ["−2", "−3"]


def test_small_ones_are_taken_together_and_large_amounts_share_a_unit() -> None:
    found = gap(part("a", "-900000"), part("b", "-90000"), part("c", "5000"), part("", "-4000"))
    assert [(bar.name, bar.text) for bar in bars(found, ZH)] == [
        ("a", "−90.00"),
        ("b", "−9.00"),
        ("其他 2 项", "+0.10"),
        ("合计", "−98.90"),
    ]
    assert [bar.name for bar in bars(found)] == ["a", "b", "2 others", "Total"]


@pytest.mark.parametrize(
    ("direction", "amounts", "meanings"),
    [
        (Direction.UP, ("-5", "2"), [-1, 1]),
        (Direction.DOWN, ("-5", "2"), [1, -1]),
        (Direction.NEUTRAL, ("-5", "2"), [0, 0]),
        (Direction.WITHIN, ("-5", "2"), [-1, 1]),
        (Direction.WITHIN, ("5", "-2"), [-1, 1]),
    ],
)
def test_colours_go_by_meaning(direction: Direction, amounts: tuple[str, str], meanings: list[int]) -> None:
    kpi = SUM.model_copy(update={"direction": direction})
    found = bars(gap(*(part(name, amount) for name, amount in zip("ab", amounts, strict=True)), kpi=kpi))
    assert [bar.meaning for bar in found] == [*meanings, 0]
    palette = EN.palette
    colours = {1: palette.good, -1: palette.bad, 0: palette.plan}
    drawn = [trace.marker.color for trace in charts.gap_chart(found, EN).data]
    assert drawn == [*(colours[one] for one in meanings), palette.actual]


def test_a_rate_is_drawn_in_points_with_rate_and_mix() -> None:
    kpi = SUM.model_copy(update={"measure": Measure.PERCENT, "aggregation": Aggregation.RATIO})
    one = replace(part("east", "0.0113"), rate=Decimal("0.0112"), mix=Decimal("0.0001"))
    found = bars(gap(one, kpi=kpi), actual="0.0555")
    assert [(bar.text, bar.under) for bar in found] == [("+1.13", "rate +1.12, mix +0.01"), ("+1.13", "")]
    assert "rate +1.12" in charts.gap_chart_words(found, EN)
    raised = replace(part("east", "0.011245"), rate=Decimal("0.01122"), mix=Decimal("0.000025"))
    first, *_others = bars(gap(raised, part("west", "0.00501"), kpi=kpi), actual="0.0555")
    assert (first.text, first.under) == ("+1.13", "rate +1.12, mix +0.01")


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (
            gap(part("华南", "-71", 0.71, 0.4), part("华东", "-29", 0.29, 0.6), leaders=1),
            "华南 explains 71% of the gap, and is 40% of the whole.",
            "华南解释了差额的 71%，而其占比为 40%。",
        ),
        (
            gap(part("a", "-60", 0.6, 0.2), part("b", "-30", 0.3, 0.2), part("c", "-10", 0.1, 0.6), leaders=2),
            "a, b explain 90% of the gap, and are 40% of the whole.",
            "a、b解释了差额的 90%，而其占比为 40%。",
        ),
        (
            gap(part("a", "-71", 0.71, 0.69), part("b", "-29", 0.29, 0.31), leaders=1),
            "The segments contribute about as they are large: none stands out.",
            "各维度值的差额与其占比相当，没有特别突出的。",
        ),
        (
            gap(part("a", "-20", 2.0, 0.5), part("b", "10", -1.0, 0.5), leaders=1),
            "a contributes more than the whole gap; others make up for part of it.",
            "a的贡献超过了全部差额，其余部分有所弥补。",
        ),
        (
            gap(part("a", "-20", None, 0.5), part("b", "20.1", None, 0.5)),
            "What the segments contribute all but cancels out. For the worse, most of all: a.",
            "各维度值的贡献几乎相互抵消。变差最多的是a。",
        ),
        (
            gap(part("a", "20", 2.0, 0.5), part("b", "-4", -0.4, 0.3), part("c", "-6", -0.6, 0.2), leaders=1),
            "a contributes more than the whole gap; others make up for part of it. For the worse, most of all: c.",
            "a的贡献超过了全部差额，其余部分有所弥补。变差最多的是c。",
        ),
        (
            gap(part("a", "20", 1.0, 0.5), part("b", "-1", -0.05, 0.5), leaders=1),
            "a explains 100% of the gap, and is 50% of the whole.",
            "a解释了差额的 100%，而其占比为 50%。",
        ),
    ],
)
def test_the_sentence_says_who_explains_the_gap(found: Gap, english: str, chinese: str) -> None:
    assert why_sentence(EN.language, found) == english
    assert why_sentence(ZH.language, found) == chinese


MADE_UP_FOR = [part("a", "-30", 3.0, 0.5), part("b", "12", -1.2, 0.3), part("c", "8", -0.8, 0.2)]


@pytest.mark.parametrize(
    ("found", "english", "shares"),
    [
        (
            gap(part("a", "-9", 0.9, 0.5), part("b", "-1", 0.1, 0.5), leaders=1),
            "a contributed 90% of the difference",
            1,
        ),
        (
            gap(part("a", "-6", 0.6, 0.3), part("b", "-3", 0.3, 0.1), part("c", "-1", 0.1, 0.6), leaders=2),
            "of the difference a contributed 60%, b contributed 30%",
            2,
        ),
        (gap(*MADE_UP_FOR, leaders=1), "of the difference a −30, the other segments +20", 0),
        (gap(*MADE_UP_FOR), "", 0),
        (
            gap(part("a", "-5", 0.5, 0.5), part("b", "-5", 0.5, 0.5)),
            "the segments contributed about as they are large",
            0,
        ),
        (gap(part("a", "5"), part("b", "-5")), "", 0),
    ],
)
def test_a_share_of_the_gap_is_told_only_where_nobody_makes_up_for_another(
    found: Gap, english: str, shares: int
) -> None:
    telling = Telling(cast(Snapshot, SimpleNamespace(team=SimpleNamespace(currency="CNY"))), language("en"))
    assert gap_clause(found, telling, language("en")) == english
    facts = telling.sentence("worst", english).facts
    assert sum(fact.field == "gap_share" for fact in facts) == shares
    told = {fact.text: fact.exact for fact in facts if fact.field == "gap_part"}
    assert told in ({}, {"−30": "-30", "+20": "20"})


def test_by_what_it_was_spread_and_why_it_cannot_be_is_said() -> None:
    found = gap(part("a", "-1", 1.0, 1.0))
    assert basis_sentence(ZH.language, found) == "目标按整体制定，分摊到各维度值的依据：6月29日–9月30日的占比。"
    missing = Gap(SUM, Figure(Decimal(-1)), reason=Reason.INCOMPLETE)
    told = "The gap cannot be taken apart by segment: some days have values without a segment."
    assert basis_sentence(EN.language, missing) == told
    assert why_sentence(EN.language, missing) == ""
