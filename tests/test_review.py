"""The verdict of the weekly review follows from chances and statuses; how far a KPI ended from its target."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.findings import distance_words
from planlib.locale import language
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.forecast import Forecast
from planlib.model import Kpi, Target
from planlib.review import Course, compared, course, verdict
from planlib.snapshot import KpiLine
from planlib.vocabulary import Commitment, Direction, Path, Reason, Status

_NOTHING: Any = undefined(Reason.MISSING_DATA)


def _line(code: str, status: Status, chance: float | None, commitment: Commitment = Commitment.COMMITTED) -> KpiLine:
    figures = dict.fromkeys(
        ("actual", "expected", "gap", "progress", "attainment", "pace", "growth", "growth_gap", "score", "score_now"),
        _NOTHING,
    )
    rates = dict.fromkeys(("required_rate", "achieved_rate", "ahead_days", "last_month", "last_year"), _NOTHING)
    changes = dict.fromkeys(("month_change", "year_change"), _NOTHING)
    return KpiLine(
        kpi=Kpi(kpi=code, team="t", code=code),
        target=Target(team="t", month=date(2026, 10, 1), kpi=code, target=Decimal(1), commitment=commitment),
        owner=None,
        path=Path.CALENDAR,
        day=None,
        lag=0,
        days=0,
        days_expected=0,
        status=status,
        reason=None,
        forecast=Forecast(None, None, None, chance, None, 0),
        over=status in (Status.REACHED, Status.MISSED),
        recent=(),
        **figures,
        **rates,
        **changes,
    )


@pytest.mark.parametrize(
    ("status", "chance", "expected"),
    [
        (Status.ON_TRACK, 0.8, Course.MADE),
        (Status.ON_TRACK, 0.79, Course.TIGHT),
        (Status.ON_TRACK, 0.2, Course.TIGHT),
        (Status.ON_TRACK, 0.19, Course.MISSED),
        (Status.BEHIND, 0.9, Course.MADE),
        (Status.BEHIND, None, Course.MISSED),
        (Status.WATCH, None, Course.TIGHT),
        (Status.ON_TRACK, None, Course.MADE),
        (Status.REACHED, 0.1, Course.MADE),
        (Status.MISSED, 0.9, Course.MISSED),
        (Status.NO_DATA, None, Course.UNKNOWN),
        (Status.NOT_STARTED, None, Course.UNKNOWN),
    ],
)
def test_a_kpi_heads_where_its_chance_says_or_else_its_status(
    status: Status, chance: float | None, expected: Course
) -> None:
    assert course(_line("k", status, chance)) == expected


def test_one_kpi_that_will_be_missed_decides() -> None:
    lines = [_line("a", Status.ON_TRACK, 0.5), _line("b", Status.WATCH, 0.1), _line("c", Status.ON_TRACK, 0.99)]
    found = verdict(lines)
    assert (found.course, found.likely, found.missed, found.judged) == (Course.MISSED, 1, 1, 3)
    assert not found.final
    assert found.worst is lines[1]


def test_a_month_is_made_only_when_every_kpi_is() -> None:
    made = [_line("a", Status.ON_TRACK, 0.85), _line("b", Status.REACHED, 1.0)]
    assert verdict(made).course == Course.MADE
    assert verdict(made).worst is None
    assert verdict([*made, _line("c", Status.WATCH, 0.6)]).course == Course.TIGHT


def test_a_stretch_target_is_no_promise_unless_there_is_no_other() -> None:
    stretch = _line("a", Status.BEHIND, 0.05, Commitment.STRETCH)
    assert verdict([stretch, _line("b", Status.ON_TRACK, 0.9)]).course == Course.MADE
    assert verdict([stretch]).course == Course.MISSED


def test_nothing_to_judge_is_unknown_and_an_ended_month_is_final() -> None:
    assert verdict([]).course == Course.UNKNOWN
    assert verdict([_line("a", Status.NO_DATA, None)]).course == Course.UNKNOWN
    ended = [_line("a", Status.REACHED, 1.0), _line("b", Status.MISSED, None)]
    assert (verdict(ended).course, verdict(ended).final) == (Course.MISSED, True)
    early = replace(ended[0], over=False)
    assert not verdict([early]).final, "reached for good, but the month goes on"


def test_better_than_before_goes_by_the_direction_and_leaves_out_what_has_none() -> None:
    def moved(direction: Direction, change: float | None) -> KpiLine:
        line = _line("k", Status.REACHED, None)
        figure: Figure[float] = _NOTHING if change is None else Figure(change)
        return replace(line, kpi=line.kpi.model_copy(update={"direction": direction}), month_change=figure)

    up, down = Direction.UP, Direction.DOWN
    lines = [moved(up, 0.1), moved(up, 0.0), moved(down, 0.1), moved(down, -0.1), moved(up, None)]
    lines.append(moved(Direction.NEUTRAL, 0.1))
    assert compared(lines, lambda line: line.month_change) == (2, 4)


@pytest.mark.parametrize(
    ("actual", "gap", "words"),
    [
        ("2038", "-2", "▼ 2 short"),
        ("153.358", "0.358", "▲ just over"),
        ("153.358", "-0.358", "▼ just under"),
        ("51", "0", "on target"),
    ],
)
def test_the_distance_from_the_target_has_no_more_decimals_than_the_actual(actual: str, gap: str, words: str) -> None:
    line = replace(_line("k", Status.REACHED, None), actual=Figure(Decimal(actual)), gap=Figure(Decimal(gap)))
    assert distance_words(language("en"), line, "CNY") == words
