"""Which strategy a goal or a task carries out: its own, or that of the nearest goal above it."""

from typing import Any

from planlib.model import Objective, Strategy
from planlib.snapshot.strategies import Strategies
from tests.task_plan import MONTH, task


def goal(name: str, **fields: Any) -> Objective:
    return Objective(team="t", month=MONTH, objective=name, code=name, **fields)


def test_the_nearest_one_that_is_named_counts() -> None:
    win, save = (Strategy(strategy=name, team="t", code=name) for name in ("win", "save"))
    goals = [goal("all", strategy="win"), goal("part", parent="all"), goal("other"), goal("lost", parent="gone")]
    found = Strategies.of([win, save], goals)
    assert found.behind(goals[1]) == win
    assert found.behind(task("a", duration=1, objective="part")) == win
    assert found.behind(task("a", duration=1, objective="part", strategy="save")) == save
    assert [found.behind(one) for one in (goals[2], goals[3], task("a", duration=1))] == [None, None, None]


def test_goals_that_are_above_each_other_end() -> None:
    found = Strategies.of([], [goal("a", parent="b"), goal("b", parent="a")])
    assert found.behind(task("x", duration=1, objective="a")) is None
