"""The words beside a status: whether the signal bears it out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planlib.locale import language
from planlib.metrics.figure import Figure
from planlib.metrics.forecast import Forecast
from planlib.review.signal import adverse, signal_help, signal_phrase, signal_sentence
from planlib.snapshot import ChartedPoint, KpiLine
from planlib.vocabulary import Direction, Method, Reason, Rule, Signal, Status
from tests.test_review import _line
from ui.signal import chips

ZH, EN = language("zh"), language("en")
WEEK = date(2026, 9, 28)


def line(status: Status, signal: Signal | None, direction: Direction = Direction.UP, gap: int = 0) -> KpiLine:
    rules = () if signal in (None, Signal.NONE) else (Rule.RUN_OF_EIGHT,)
    found = _line("k", status, None)
    return replace(
        found,
        kpi=found.kpi.model_copy(update={"direction": direction}),
        gap=Figure(Decimal(gap)),
        signal=signal,
        signal_since=WEEK if rules else None,
        signal_reason=Reason.TOO_FEW_POINTS if signal is None else None,
        charted=(ChartedPoint(date(2026, 10, 12), 1.0, rules, 0),),
    )


@pytest.mark.parametrize(
    ("status", "signal", "direction", "english", "chinese", "worse"),
    [
        (Status.BEHIND, Signal.NONE, Direction.UP, "but noise", "但属波动", None),
        (Status.ON_TRACK, Signal.NONE, Direction.UP, "Stable", "平稳", None),
        (Status.WATCH, Signal.SHIFTED_DOWN, Direction.UP, "and shifted ↓", "且已下移", True),
        (Status.WATCH, Signal.SHIFTED_UP, Direction.UP, "but shifted ↑", "但已上移", False),
        (Status.ON_TRACK, Signal.SHIFTED_DOWN, Direction.UP, "but shifted ↓", "但已下移", True),
        (Status.REACHED, Signal.SHIFTED_UP, Direction.UP, "and shifted ↑", "且已上移", False),
        (Status.MISSED, Signal.ABOVE_LIMIT, Direction.DOWN, "and above limit", "且越上限", True),
        (Status.ON_TRACK, Signal.BELOW_LIMIT, Direction.DOWN, "and below limit", "且越下限", False),
        (Status.BEHIND, Signal.FALLING, Direction.DOWN, "but falling ↓", "但持续下降", False),
        (Status.ON_TRACK, Signal.RISING, Direction.NEUTRAL, "Rising ↑", "持续上升", None),
        (Status.WATCH, Signal.NONE, Direction.UP, "but noise", "但属波动", None),
        (Status.REACHED, Signal.NONE, Direction.UP, "Stable", "平稳", None),
        (Status.UNKNOWN, Signal.NONE, Direction.UP, "No shift", "未见变化", None),
        (Status.NOT_STARTED, Signal.NONE, Direction.UP, "No shift", "未见变化", None),
        (Status.UNKNOWN, Signal.SHIFTED_UP, Direction.UP, "Shifted ↑", "已上移", False),
        (Status.BEHIND, None, Direction.UP, "no signal yet", "尚无信号", None),
    ],
)
def test_and_or_but_says_whether_the_signal_bears_the_status_out(
    status: Status, signal: Signal | None, direction: Direction, english: str, chinese: str, worse: bool | None
) -> None:
    found = line(status, signal, direction)
    assert (signal_phrase(EN, found), signal_phrase(ZH, found)) == (english, chinese)
    assert adverse(found) is worse
    assert ("pl-adverse" in chips(EN, found)) is bool(worse)


@pytest.mark.parametrize(
    ("gap", "signal", "worse"),
    [
        (-3, Signal.SHIFTED_DOWN, True),
        (3, Signal.SHIFTED_DOWN, False),
        (3, Signal.RISING, True),
        (0, Signal.RISING, None),
    ],
)
def test_of_a_range_worse_is_further_away(gap: int, signal: Signal, worse: bool | None) -> None:
    assert adverse(line(Status.BEHIND, signal, Direction.WITHIN, gap)) is worse


def test_of_a_range_a_signal_on_its_side_bears_out_and_one_inside_does_not() -> None:
    outside = line(Status.WATCH, Signal.ABOVE_LIMIT, Direction.WITHIN, 3)
    inside = line(Status.ON_TRACK, Signal.ABOVE_LIMIT, Direction.WITHIN, 0)
    assert signal_phrase(EN, outside) == "and above limit"
    assert signal_phrase(EN, replace(outside, gap=Figure(Decimal(-3)))) == "but above limit"
    assert signal_phrase(EN, inside) == "but above limit"


def test_the_sentence_says_since_when() -> None:
    behind = line(Status.BEHIND, Signal.SHIFTED_DOWN)
    assert signal_sentence(EN, behind) == ["And not by chance: since the week of 28 Sept the level has really dropped."]
    assert signal_sentence(ZH, behind) == ["而且不是偶然：自 9月28日当周起水平真的降了。"]
    sudden = replace(line(Status.ON_TRACK, Signal.BELOW_LIMIT), signal_since=date(2026, 10, 12))
    assert signal_sentence(EN, sudden) == ["But the week of 12 Oct is lower than chance makes it."]
    [noise] = signal_sentence(EN, line(Status.WATCH, Signal.NONE))
    assert "within what is usual" in noise
    assert signal_sentence(EN, line(Status.ON_TRACK, Signal.NONE)) == []


def test_noise_is_said_up_to_the_last_whole_week_where_days_came_since() -> None:
    behind = line(Status.BEHIND, Signal.NONE)
    [whole] = signal_sentence(EN, replace(behind, day=date(2026, 10, 18)))
    [begun] = signal_sentence(EN, replace(behind, day=date(2026, 10, 19)))
    assert whole.startswith("But nothing has really changed")
    assert begun.startswith("But up to the week of 12 Oct nothing really changed")
    assert begun.endswith("what came since is no whole week yet.")


@pytest.mark.parametrize(
    ("chance", "word"), [(0.1, "But since"), (0.5, "But since"), (0.9, "And not by chance: since")]
)
def test_the_sentence_goes_on_from_where_the_month_is_heading(chance: float, word: str) -> None:
    good = line(Status.ON_TRACK, Signal.SHIFTED_UP)
    [said] = signal_sentence(EN, replace(good, forecast=replace(good.forecast, probability=chance)))
    assert said.startswith(word)


def test_the_help_names_the_rule_or_what_is_missing() -> None:
    assert "eight in a row" in signal_help(EN, line(Status.BEHIND, Signal.SHIFTED_DOWN))
    assert "too few" in signal_help(EN, line(Status.BEHIND, None))
    assert 'title="' in chips(EN, line(Status.BEHIND, None))
    assert "pl-signal" not in chips(EN, line(Status.NO_DATA, None))


@pytest.mark.parametrize(
    ("signal", "phrase", "told"),
    [
        (Signal.SHIFTED_DOWN, ("but below trend ↓", "但低于趋势 ↓"), "it has been below its trend"),
        (Signal.ABOVE_LIMIT, ("and above limit", "且越上限"), "above its trend, lately beyond what is usual"),
    ],
)
def test_a_stock_that_keeps_rising_has_its_signal_against_its_trend(
    signal: Signal, phrase: tuple[str, str], told: str
) -> None:
    found = replace(line(Status.ON_TRACK, signal), charted_slope=2.0)
    assert (signal_phrase(EN, found), signal_phrase(ZH, found)) == phrase
    assert told in " ".join(signal_sentence(EN, found))


def test_a_kpi_on_track_is_stable_also_where_its_forecast_misses() -> None:
    found = replace(
        line(Status.ON_TRACK, Signal.NONE), forecast=Forecast(Decimal(9), None, None, 0.1, Method.TREND, 15)
    )
    assert signal_phrase(EN, found) == "Stable"
    (told,) = signal_sentence(EN, found)
    assert "nothing has really changed" in told or "nothing really changed" in told
