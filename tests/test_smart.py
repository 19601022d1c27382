"""SMART on a real store: what the letters are judged by, as of which change, and what a person says."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.editing.confirm import confirm
from planlib.errors import ConflictError, RefusedError
from planlib.locale import language
from planlib.metrics.periods import Span
from planlib.model import Actual, Assignment, Kpi, Milestone, Objective, Person, Target
from planlib.review.smart import letter_words
from planlib.snapshot import SmartLine, Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import history
from planlib.vocabulary import Frequency, Measure, ObjectiveKind, Path, SmartCode, SmartVerdict
from tests.task_plan import AT, KEY, MONTH, day, make_tasks, task, write

ORDERS = [100, 100, 103, 106, 104, 100, 101, 102, 100, 100, 106, 100, 101]
"""By month from September 2025 on: the best month was 6 % better than the one before."""
GROW = Objective(
    team="t", month=MONTH, objective="grow", code="A", title_en="Reach 121 orders", owner="li", due=day(30)
)
READY = Objective(
    **{**GROW.model_dump(), "objective": "ready", "code": "B", "title_en": "Open the shop", "due": day(20)}
    | {"kind": ObjectiveKind.QUALITATIVE, "standard_en": "Both steps accepted", "parent": "grow"}
)

READY_ALONE = READY.model_copy(update={"parent": None})
AIM = Target(**KEY._asdict(), kpi="orders", objective="grow", target=Decimal(121))


@pytest.fixture
def plan(store: Store) -> Store:
    """Give the small plan with two goals: one of orders counted by month, one below it of a milestone."""
    make_tasks(store)
    month, kpi = KEY._asdict(), {"team": "t", "measure": Measure.COUNT, "frequency": Frequency.MONTH, "source": "shop"}
    starts = [date(2025, 9 + n, 1) if n < 4 else date(2026, n - 3, 1) for n in range(len(ORDERS))]
    write(
        store,
        kpis=[Kpi(kpi="orders", code="orders", **kpi)],
        actuals=[
            Actual(kpi="orders", day=start, value=Decimal(orders)) for start, orders in zip(starts, ORDERS, strict=True)
        ],
        objectives=[GROW, READY],
        milestones=[Milestone(**month, milestone="m", objective="ready", due=day(15))],
        targets=[AIM],
    )
    return store


def opened(store: Store, known_at: int | None = None) -> Snapshot:
    return open_snapshot(store, "mei", KEY, today=day(30), day=day(7), known_at=known_at)


def line(store: Store, objective: str = "grow", known_at: int | None = None) -> SmartLine:
    return next(one for one in opened(store, known_at).smart if one.objective.objective == objective)


def test_a_target_is_held_against_the_best_of_twelve_months(plan: Store) -> None:
    found = line(plan)
    metric = found.metrics[0]
    assert (metric.baseline, metric.best) == (101, pytest.approx(0.06))
    assert metric.asked == pytest.approx(121 / 101 - 1)
    assert (found.letters.achievable.verdict, found.letters.achievable.code) == (
        SmartVerdict.WARN,
        SmartCode.BEYOND_HISTORY,
    )
    write(plan, actuals=[Actual(kpi="orders", day=date(2025, 9, 1), value=Decimal(80))])
    assert line(plan).metrics[0].best == pytest.approx(0.25)
    write(plan, actuals=[Actual(kpi="orders", day=date(2025, 8, 1), value=Decimal(10))])
    assert line(plan).metrics[0].best == pytest.approx(0.25), "the step into September 2025 is thirteen months ago"


def test_a_baseline_of_the_target_comes_first(plan: Store) -> None:
    write(plan, targets=[Target(**KEY._asdict(), kpi="orders", objective="grow", target=121, baseline=Decimal(110))])
    assert line(plan).metrics[0].baseline == 110


def test_links_checks_and_tasks_of_goals(plan: Store) -> None:
    letters, ready = line(plan).letters, line(plan, "ready").letters
    assert (letters.relevant.code, ready.relevant.code) == (SmartCode.NOT_LINKED, SmartCode.NOT_CONFIRMED)
    assert (letters.timely.code, ready.timely.code) == (SmartCode.TIMELY, SmartCode.TIMELY)
    write(plan, objectives=[READY.model_copy(update={"parent": None})])
    assert line(plan).letters.timely.code == SmartCode.NOT_CHECKED, "a value a month, and no step before it is due"
    write(plan, tasks=[task("shop", objective="ready", start=day(19), finish=day(21))])
    later = line(plan, "ready").letters.timely
    assert (later.code, later.parameters) == (SmartCode.TASKS_LATER, {"day": day(21)})


def test_the_fullest_week_of_those_who_work_for_a_goal(plan: Store) -> None:
    hours = Assignment(**KEY._asdict(), assignment="2", task="shop", person="li", amount=Decimal(4))
    other = Assignment(**KEY._asdict(), assignment="3", person="bo", amount=Decimal(9), start=day(8), finish=day(9))
    write(
        plan,
        people=[Person(person="bo", team="t")],
        tasks=[task("shop", objective="ready", start=day(9), finish=day(10))],
        assignments=[hours, other],
    )
    found = line(plan, "ready").letters.achievable
    week = Span(day(5), day(11))
    assert (found.code, found.parameters) == (
        SmartCode.OVERLOADED,
        {"person": "li", "week": week, "share": pytest.approx(26 / 24)},
    )
    write(plan, assignments=[hours.model_copy(update={"amount": Decimal(3)})])
    assert line(plan, "ready").letters.achievable.code == SmartCode.NOT_CONFIRMED, "Bo works for something else"


def test_a_person_says_so_and_takes_it_back(plan: Store) -> None:
    def say(person: str | None, reason: str = "seen before") -> None:
        confirm(
            plan,
            KEY,
            "ready",
            achievable_by=None,
            relevant_by=person,
            seen=plan.last_change(),
            actor="mei",
            at=AT,
            reason=reason,
        )

    before = plan.last_change()
    with pytest.raises(RefusedError, match="reason_needed"):
        say("li", "")
    say("li")
    assert (line(plan, "ready").letters.relevant.code, line(plan, "ready").objective.relevant_by) == (
        SmartCode.RELEVANT,
        "li",
    )
    assert line(plan, "ready", before).letters.relevant.code == SmartCode.NOT_CONFIRMED
    made = plan.last_change()
    say("li")
    assert plan.last_change() == made, "it stands like that already"
    say(None)
    assert line(plan, "ready").letters.relevant.code == SmartCode.NOT_CONFIRMED
    assert len(history(plan, table="objectives", key=(*KEY, "ready"))) == 3


def say_yes(store: Store, again: Sequence[str] = ()) -> None:
    said = {"achievable_by": "li", "relevant_by": "li"}
    confirm(store, KEY, "grow", **said, seen=store.last_change(), actor="mei", at=AT, reason="seen before", again=again)


def goal_as(**fields: object) -> Objective:
    return GROW.model_copy(update={"achievable_by": "li", "relevant_by": "li"} | fields)


@pytest.mark.parametrize(
    ("changed", "tick", "field", "before"),
    [
        ({"targets": [AIM.model_copy(update={"target": Decimal(104)})]}, "achievable_by", "target", AIM),
        ({"targets": [AIM.model_copy(update={"objective": None})]}, "achievable_by", "target", AIM),
        ({"objectives": [goal_as(due=day(28))]}, "achievable_by", "due", day(30)),
        ({"objectives": [goal_as(parent="ready"), READY_ALONE]}, "relevant_by", "parent", None),
        ({"targets": [AIM.model_copy(update={"path": Path.CALENDAR})]}, None, None, None),
        ({"objectives": [goal_as(title_en="Reach 121 orders at last")]}, None, None, None),
    ],
)
def test_a_yes_lapses_when_what_it_was_said_of_is_otherwise(
    plan: Store, changed: dict[str, Any], tick: str | None, field: str | None, before: object
) -> None:
    say_yes(plan)
    assert line(plan).lapsed == {}
    write(plan, **changed)
    found = line(plan).lapsed
    told = {name: (one.changed, one.before) for name, one in found.items()}
    assert told == ({tick: (field, before)} if tick else {})
    letters = line(plan).letters
    codes = {"achievable_by": letters.achievable.code, "relevant_by": letters.relevant.code}
    assert [name for name, code in codes.items() if code == SmartCode.LAPSED] == list(told)


def test_a_yes_that_lapsed_can_be_said_again_by_the_same_person(plan: Store) -> None:
    say_yes(plan)
    write(plan, targets=[AIM.model_copy(update={"target": Decimal(104)})])
    say_yes(plan)
    assert list(line(plan).lapsed) == ["achievable_by"], "the same words say nothing new"
    say_yes(plan, again=["achievable_by"])
    assert line(plan).lapsed == {}
    assert line(plan).objective.achievable_by == "li"
    write(plan, targets=[AIM])
    assert line(plan).lapsed["achievable_by"].after == AIM
    assert line(plan).lapsed["achievable_by"].before.target == 104


def test_a_target_that_is_put_back_was_never_otherwise(plan: Store) -> None:
    say_yes(plan)
    for target in (104, 121):
        write(plan, targets=[AIM.model_copy(update={"target": Decimal(target)})])
    assert line(plan).lapsed == {}


def test_who_looked_at_an_older_goal_is_told(plan: Store) -> None:
    seen = plan.last_change()
    write(plan, objectives=[READY.model_copy(update={"title_en": "Open both shops"})])
    with pytest.raises(ConflictError):
        confirm(plan, KEY, "ready", achievable_by="li", relevant_by="li", seen=seen, actor="mei", at=AT, reason="r")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("en", "Li Wei said yes to orders at 121; the target is 104 now."),
        ("zh", "李伟确认的是orders 121，现在目标是 104。"),
    ],
)
def test_what_a_yes_was_said_of_is_told(plan: Store, code: str, why: str) -> None:
    say_yes(plan)
    write(plan, targets=[AIM.model_copy(update={"target": Decimal(104)})])
    found = line(plan)
    assert letter_words(language(code), opened(plan), found, found.letters.achievable)[0] == why
