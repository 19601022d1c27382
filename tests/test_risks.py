"""The risks of a plan as a snapshot tells them: order, counts, money, reviews, triggers, moves, and the past."""

from datetime import date
from decimal import Decimal

import pytest

from planlib.meeting.agenda import Item, ItemKind, agenda
from planlib.metrics.figure import Figure
from planlib.model import Plan, PlanKey, Spend, Task, Team
from planlib.review.work import Concern, risks_to_tell
from planlib.snapshot import RiskLine, RisksView, open_snapshot, risk_moves
from planlib.snapshot.risks import contingency_task_id
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, PlanState, Reason, RiskBand, RiskMove, RiskState
from tests.meeting_plan import MARCH, TODAY, make_plan
from tests.risk_plan import RISKS, at, make_risks, risk, write

AXES = ("likelihood", "impact")


@pytest.fixture
def plan(store: Store) -> Store:
    return make_risks(store)


def view(store: Store, known_at: int | None = None, today: date = TODAY, key: PlanKey = MARCH) -> RisksView:
    return open_snapshot(store, "a", key, today=today, known_at=known_at).risks(today)


def one(view: RisksView, code: str) -> RiskLine:
    return next(line for line in view.lines if line.risk.code == code)


def codes(lines: tuple[RiskLine, ...]) -> list[str]:
    return [line.risk.code for line in lines]


def test_the_unscored_come_first_then_by_score_and_money_and_closed_ones_last(plan: Store) -> None:
    write(plan, at(11), risks=[risk("fire", 5, 2, probability=Decimal("0.9"), cost=Decimal(9000))])
    found = view(plan)
    assert codes(found.lines) == ["unknown", "strike", "fire", "flood", "ads", "fair", "gone"]
    assert codes(found.unscored) == ["unknown"]
    assert found.counts == {RiskBand.LOW: 0, RiskBand.MODERATE: 0, RiskBand.HIGH: 3, RiskBand.EXTREME: 1}


def test_bands_are_those_of_the_team(plan: Store) -> None:
    write(plan, at(11), teams=[Team(team="t", code="shop", country="", risk_bands="5 12 17")])
    found = view(plan)
    assert (one(found, "strike").current.band, one(found, "ads").current.band) == (RiskBand.HIGH, RiskBand.MODERATE)


def test_each_of_the_four_sizes_has_its_own_score_and_band(plan: Store) -> None:
    sizes = {"inherent": (5, 5), "residual": (2, 3), "target": (1, 2)}
    steps = {f"{stage}_{name}": n for stage, size in sizes.items() for name, n in zip(AXES, size, strict=True)}
    write(plan, at(11), risks=[risk("fire", 4, 3, **steps)])
    fire = one(view(plan), "fire")
    levels = [fire.inherent, fire.current, fire.residual, fire.target]
    assert [(level.likelihood, level.impact, level.score.value, level.band) for level in levels] == [
        (5, 5, 25, RiskBand.EXTREME),
        (4, 3, 12, RiskBand.HIGH),
        (2, 3, 6, RiskBand.MODERATE),
        (1, 2, 2, RiskBand.LOW),
    ]


def test_money_is_that_of_open_risks(plan: Store) -> None:
    stake = view(plan).stake
    assert (stake.exposure, stake.maximum, stake.net) == (Figure(1000), Figure(5000), Figure(600))
    assert (stake.counted, stake.threats) == (1, 4)
    came = [line.model_copy(update={"state": RiskState.OCCURRED}) for line in RISKS[:1]]
    write(plan, at(12), risks=came)
    moved = view(plan)
    assert moved.stake.exposure == Figure(None, Reason.MISSING_DATA)
    assert (moved.stake.realised, moved.stake.happened) == (Figure(5000), 1)
    assert one(moved, RISKS[0].code).realised == Figure(5000)


def test_reviews_fall_due_by_band_and_the_longest_overdue_comes_first(plan: Store) -> None:
    found = view(plan, today=date(2025, 3, 29))
    assert codes(found.overdue) == ["strike", "ads", "fair"]
    assert one(found, "strike").review_due == Figure(date(2025, 3, 17))
    assert one(found, "unknown").review_due == Figure(None, Reason.MISSING_DATA)
    assert one(found, "gone").review_due == Figure(None, Reason.NOT_APPLICABLE)
    assert codes(view(plan, today=date(2025, 3, 17)).overdue) == []
    assert [line.days_late for line in found.overdue] == [12, 1, 1]


def test_one_that_was_never_reviewed_is_due_after_it_was_written_down(plan: Store) -> None:
    write(plan, at(11, hour=20), risks=[risk("late", 5, 5)])
    write(plan, at(14), risks=[risk("late", 4, 5)])
    assert one(view(plan), "late").last_review == date(2025, 3, 12)  # in Shanghai


def test_triggers_fire_on_what_the_plan_itself_says_and_since_when(plan: Store) -> None:
    found = view(plan)
    assert codes(found.fired) == ["strike", "ads", "fair"]
    strike, ads, fair = (one(found, code).trigger for code in ("strike", "ads", "fair"))
    assert strike is not None
    assert (strike.value, strike.since) == (Figure(Decimal(1000)), date(2025, 3, 1))
    assert ads is not None
    assert (ads.value, ads.since) == (Figure(Decimal("1.2")), date(2025, 3, 3))
    assert fair is not None
    assert (fair.value.reason, fair.since) == (Reason.NOT_APPLICABLE, TODAY)
    assert codes(view(plan, today=date(2025, 3, 20)).fired) == ["strike", "ads"]


def test_a_line_is_beyond_since_the_payment_that_took_it_there(plan: Store) -> None:
    spent = [
        Spend(line="ads", payment=f"more {day}", day=date(2025, 3, day), amount=Decimal(amount))
        for day, amount in ((5, -30), (9, 25), (12, 1))
    ]
    write(plan, at(13), spend=spent)
    trigger = one(view(plan), "ads").trigger
    assert trigger is not None
    assert (trigger.value, trigger.since) == (Figure(Decimal("1.16")), date(2025, 3, 9))


@pytest.mark.parametrize(
    ("bound", "since"),
    [
        ({"trigger_above": Decimal("1.2")}, None),
        ({"trigger_at_least": Decimal("1.2")}, date(2025, 3, 3)),
        ({"trigger_below": Decimal("1.2")}, None),
        ({"trigger_at_most": Decimal("1.2")}, date(2025, 3, 3)),
    ],
)
def test_a_line_at_its_bound_fires_where_the_sign_says_so(
    plan: Store, bound: dict[str, Decimal], since: date | None
) -> None:
    write(plan, at(12), risks=[risk("used", 3, 3, trigger_line="ads", **bound)])
    line = one(view(plan), "used")
    assert line.trigger is not None
    assert (line.fired, line.trigger.value, line.trigger.since) == (bool(since), Figure(Decimal("1.2")), since)


def test_a_trigger_that_has_nothing_to_watch_does_not_fire(plan: Store) -> None:
    write(plan, at(12), risks=[risk("rate", 3, 3, trigger_kpi="margin", trigger_above=Decimal(0))])
    trigger = one(view(plan), "rate").trigger
    assert trigger is not None
    assert (trigger.fired, trigger.since, trigger.value.reason) == (False, None, Reason.MISSING_DATA)


def test_one_that_is_not_open_does_not_fire_any_more(plan: Store) -> None:
    write(plan, at(12), risks=[RISKS[1].model_copy(update={"state": RiskState.CLOSED, "reason": "settled"})])
    line = one(view(plan), "strike")
    assert line.trigger is not None
    assert (line.trigger.fired, line.fired) == (True, False)


def test_a_trigger_that_fired_is_talked_about_first_however_small_the_risk(plan: Store) -> None:
    small = risk("used", 1, 1, reviewed=TODAY, trigger_line="ads", trigger_above=Decimal("1.1"))
    alone = Write("risks", [small], removed=[(*MARCH, one.risk) for one in RISKS])
    record(plan, [alone], actor="mei", kind=ChangeKind.EDIT, at=at(12), reason="why", plan=MARCH)
    snapshot = open_snapshot(plan, "a", MARCH, today=TODAY)
    assert [(one.line.risk.code, one.why) for one in risks_to_tell(snapshot, TODAY)] == [("used", (Concern.FIRED,))]
    assert Item(ItemKind.RISKS) in agenda(snapshot, TODAY)
    write(plan, at(13), risks=[risk("large", 5, 5, reviewed=TODAY)])
    told = risks_to_tell(open_snapshot(plan, "a", MARCH, today=TODAY), TODAY)
    assert [one.line.risk.code for one in told] == ["used", "large"]


def test_a_contingency_that_was_made_a_task_says_so(plan: Store) -> None:
    assert one(view(plan), "strike").task is None
    task = Task(**MARCH._asdict(), task=contingency_task_id(RISKS[1]), code="hire", duration=3)
    write(plan, at(12), tasks=[task])
    assert one(view(plan), "strike").task == task


# moves and the past


def test_risks_written_down_after_the_plan_became_active_are_new(plan: Store) -> None:
    assert {line.move for line in view(plan).lines} == {RiskMove.ADDED}


def test_moves_are_those_since_the_activation_or_another_snapshot(store: Store) -> None:
    make_plan(store)
    key = MARCH._replace(month=date(2025, 6, 1))
    june = key._asdict()
    write(store, at(10), plans=[Plan(**june, state=PlanState.DRAFT)])
    first = [risk(code, 3, 3).model_copy(update=june) for code in ("a", "b", "c", "d")]
    write(store, at(10), risks=first)
    assert [line.move for line in view(store, key=key).lines] == [None] * 4
    write(store, at(11), plans=[Plan(**june, state=PlanState.ACTIVE)])
    before = view(store, key=key)
    assert [line.move for line in before.lines] == [None] * 4
    a, b, c, _d = first
    changed = [
        a.model_copy(update={"likelihood": 4}),
        b.model_copy(update={"impact": 1}),
        c.model_copy(update={"state": RiskState.CLOSED, "reason": "r"}),
        risk("e", 1, 1).model_copy(update=june),
    ]
    write(store, at(12), risks=changed)
    after = view(store, key=key)
    expected = {"a": RiskMove.UP, "b": RiskMove.DOWN, "c": RiskMove.CLOSED, "e": RiskMove.ADDED}
    assert {line.risk.code: line.move for line in after.lines if line.move} == expected
    assert {line.risk.code: move for line, move in risk_moves(before, after)} == expected
    assert {line.risk.code: move for line, move in risk_moves(after, before)} == {
        "a": RiskMove.DOWN,
        "b": RiskMove.UP,
        "c": RiskMove.REOPENED,
        "e": RiskMove.REMOVED,
    }
    assert one(after, "a").baseline == a


def test_the_past_is_as_it_was_known(plan: Store) -> None:
    then = plan.last_change()
    write(plan, at(15), risks=[RISKS[1].model_copy(update={"likelihood": 5, "reviewed": date(2025, 3, 15)})])
    assert one(view(plan), "strike").current.score == Figure(20)
    old = one(view(plan, then), "strike")
    assert (old.current.score, old.last_review, old.change_id) == (Figure(16), date(2025, 3, 10), then)
    assert codes(view(plan, then - 1).lines) == ["R"]
