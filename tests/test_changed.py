"""What changed between two moments of a small plan: exactly what was recorded in between, and how things then stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.locale import language
from planlib.model import (
    Actual,
    Budget,
    CheckIn,
    Decision,
    Kpi,
    Meeting,
    Milestone,
    Objective,
    Person,
    Plan,
    PlanKey,
    Record,
    Risk,
    Target,
    TargetPart,
    Task,
    TaskStep,
    Team,
)
from planlib.review.changed import WATCHED, Changed, changed, overdue
from planlib.review.since import Ground, Since, asked_since, default_since, open_since
from planlib.review.words import told
from planlib.snapshot import Snapshot, open_snapshot
from planlib.store.connect import Store
from planlib.store.ledger import Write, record, undo
from planlib.store.tables import TABLES
from planlib.vocabulary import (
    Aggregation,
    ChangeKind,
    Confidence,
    DecisionKind,
    Frequency,
    ObjectiveKind,
    PlanState,
    RiskState,
    Status,
)
from tests.stores import EXAMPLES, empty_store

KEY = PlanKey("t", date(2025, 3, 1))
MONTH = KEY._asdict()
AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
TODAY = date(2025, 3, 11)
GAP = 5
"""A day of March without a value."""


def day(number: int) -> date:
    return date(2025, 3, number)


def value(kpi: str, number: int, amount: int, segment: str = "", base: int | None = None) -> Actual:
    return Actual(
        kpi=kpi, day=day(number), segment=segment, value=Decimal(amount), base=None if base is None else Decimal(base)
    )


def action(name: str, due: int = 14, **more: Any) -> Decision:
    kind = DecisionKind.ACTION
    return Decision(
        **{"decision": name, "team": "t", "kind": kind, "day": day(3), "text": name, "owner": "li", "due": day(due)}
        | more
    )


def start() -> list[Record]:
    """Return the rows of a plan on its third day, with data up to 10 March."""
    return [
        Team(team="t", code="shop", country="", timezone="UTC"),
        Person(person="li", team="t", name_en="Li", login="li"),
        Person(person="wu", team="t", name_en="Wu"),
        Plan(state=PlanState.ACTIVE, **MONTH),
        Objective(objective="o", code="o", kind=ObjectiveKind.QUALITATIVE, owner="li", due=day(31), **MONTH),
        Milestone(milestone="m", objective="o", due=day(20), **MONTH),
        Kpi(kpi="sales", team="t", code="sales", owner="li"),
        Kpi(kpi="rate", team="t", code="rate", aggregation=Aggregation.RATIO),
        Target(kpi="sales", target=Decimal(310), **MONTH),
        Target(kpi="rate", target=Decimal("0.5"), **MONTH),
        Budget(line="ads", code="ads", original=Decimal(100), **MONTH),
        *(value("sales", number, 10) for number in range(1, 11) if number != GAP),
        value("rate", 9, 5, "north", 10),
        action("call"),
        task(),
        part("p", 10),
        TaskStep(step="s", task="t", **MONTH),
        Risk(risk="r", code="r", likelihood=3, impact=3, **MONTH),
    ]


def task(finish: int = 14, **more: Any) -> Task:
    return Task(**{"task": "t", "code": "t", "start": day(3), "finish": day(finish), "owner": "li"} | MONTH | more)


def part(name: str, amount: int) -> TargetPart:
    return TargetPart(part=name, kpi="sales", segment=name, amount=Decimal(amount), **MONTH)


def write(
    store: Store, rows: list[Record], gone: list[Record] | None = None, *, reason: str = "r", at: Any = AT
) -> Any:
    """Record the rows as one change, and remove those that are `gone`."""
    names = {table.record: name for name, table in TABLES.items()}
    parts = {name: Write(name, [row for row in rows if names[type(row)] == name]) for name in names.values()}
    for name in parts:
        removed = [key(row) for row in gone or [] if names[type(row)] == name]
        parts[name] = Write(name, parts[name].rows, removed)
    wanted = [part for part in parts.values() if part.rows or part.removed]
    return record(store, wanted, actor="li", kind=ChangeKind.EDIT, at=at, reason=reason, plan=KEY)


def key(row: Record) -> tuple[Any, ...]:
    table = next(table for table in TABLES.values() if table.record is type(row))
    return tuple(getattr(row, name) for name in table.key)


@contextmanager
def planned() -> Iterator[Store]:
    with empty_store() as store:
        write(store, start())
        yield store


@pytest.fixture
def plan(store: Store) -> Store:
    write(store, start())
    return store


def opened(store: Store, known_at: int | None = None, data: int = 10) -> Snapshot:
    return open_snapshot(store, "li", KEY, today=TODAY, day=day(data), known_at=known_at)


def since_start(store: Store) -> Changed:
    return changed(store, opened(store, 1), opened(store))


# exactly what was recorded is told

edits = st.one_of(
    st.builds(
        value,
        st.just("sales"),
        st.sampled_from([GAP - 1, GAP, 11]),
        st.integers(9, 11),
        st.sampled_from(["", "north"]),
    ),
    st.builds(lambda amount: Target(kpi="sales", target=Decimal(amount), **MONTH), st.integers(309, 311)),
    st.builds(
        lambda green: Plan(state=PlanState.ACTIVE, green=green, **MONTH),
        st.sampled_from([Decimal("0.8"), Decimal("0.9")]),
    ),
    st.builds(lambda owner: Kpi(kpi="sales", team="t", code="sales", owner=owner), st.sampled_from(["li", "wu"])),
    st.builds(
        lambda owner, due: Objective(
            objective="o", code="o", kind=ObjectiveKind.QUALITATIVE, owner=owner, due=day(due), **MONTH
        ),
        st.sampled_from(["li", "wu"]),
        st.integers(30, 31),
    ),
    st.builds(
        lambda name, due, done: Milestone(milestone=name, objective="o", due=day(due), done=done, **MONTH),
        st.sampled_from(["m", "n"]),
        st.integers(20, 21),
        st.sampled_from([Decimal(0), Decimal(1)]),
    ),
    st.builds(
        lambda revised: Budget(line="ads", code="ads", original=Decimal(100), revised=revised, **MONTH),
        st.sampled_from([None, Decimal(100), Decimal(120)]),
    ),
    st.builds(
        lambda name, due, done: action(name, due, done=done),
        st.sampled_from(["call", "mail"]),
        st.integers(14, 15),
        st.sampled_from([None, day(9)]),
    ),
    st.builds(
        lambda text: CheckIn(kpi="sales", week=day(3), confidence=Confidence.AT_RISK, text=text),
        st.sampled_from(["slow", "better"]),
    ),
    st.builds(
        lambda finish, owner, progress: task(finish, owner=owner, progress=progress),
        st.integers(13, 15),
        st.sampled_from(["li", "wu"]),
        st.sampled_from([Decimal(0), Decimal("0.5")]),
    ),
    st.builds(part, st.sampled_from(["p", "q"]), st.integers(9, 11)),
    st.builds(
        lambda done, weight: TaskStep(step="s", task="t", done=done, weight=Decimal(weight), **MONTH),
        st.sampled_from([None, day(9)]),
        st.integers(1, 2),
    ),
    st.builds(
        lambda likelihood, impact, state: Risk(
            risk="r", code="r", likelihood=likelihood, impact=impact, state=state, **MONTH
        ),
        st.integers(2, 4),
        st.integers(2, 4),
        st.sampled_from([RiskState.OPEN, RiskState.OCCURRED]),
    ),
)
removals = st.sampled_from(
    [value("sales", GAP - 1, 10), action("call"), Milestone(milestone="m", objective="o", **MONTH), part("p", 10)]
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(edits | st.tuples(removals), min_size=2, max_size=9), st.data())
def test_exactly_what_was_recorded_between_any_two_moments_is_told(
    told: list[Record | tuple[Record]], chosen: st.DataObject
) -> None:
    with planned() as store:
        moments = [store.last_change()]
        states = [{(type(row), key(row)): row for row in start()}]
        reasons = ["start"]
        for number, one in enumerate(told):
            row, gone = (one[0], True) if isinstance(one, tuple) else (one, False)
            write(store, [] if gone else [row], [row] if gone else [], reason=str(number))
            moments.append(store.last_change())
            after = {name: kept for name, kept in states[-1].items() if name != (type(row), key(row))}
            states.append(after if gone else after | {(type(row), key(row)): row})
            reasons.append(str(number))
        first, last = sorted(chosen.draw(st.tuples(*[st.integers(0, len(told))] * 2)))
        found = changed(store, opened(store, moments[first]), opened(store, moments[last]))
        assert _summed(found) == _expected(states[first : last + 1], reasons[first : last + 1])


def _summed(found: Changed) -> dict[str, Any]:
    """Return what is told in the shape of :func:`_expected`."""
    return {
        "restated": {
            (row.kpi, row.day, row.segment): (row.value_before, row.value) for one in found.restated for row in one.rows
        },
        "difference": sum(one.difference for one in found.restated),
        "moved": {
            (one.table, one.field): (one.before, one.after, [change.reason for change in one.changes])
            for one in found.moved
        },
        "added": sorted(key(one.row) for one in found.added),
        "removed": sorted(key(one.row) for one in found.removed),
        "done": [one.action.decision for one in found.actions_done],
        "taken": [one.action.decision for one in found.actions_taken],
        "dropped": [one.action.decision for one in found.actions_dropped],
        "said": [one.said.text for one in found.check_ins],
    }


def _expected(states: list[dict[Any, Any]], reasons: list[str]) -> dict[str, Any]:
    """Return the same from the states themselves, without the ledger."""
    first, last = states[0], states[-1]
    values = {name: (first.get(name), last.get(name)) for name in first.keys() | last.keys() if name[0] is Actual}
    known = {(row.kpi, row.day) for name, row in first.items() if name[0] is Actual}
    restated = {
        name[1]: (old and old.value, new and new.value)
        for name, (old, new) in values.items()
        if (old and old.value) != (new and new.value) and name[1][1] <= day(10) and name[1][:2] in known
    }
    moved = {}
    for table, fields in WATCHED.items():
        kind = TABLES[table].record
        for field in fields:
            for name in [name for name in first if name[0] is kind and name in last]:
                steps = [getattr(state.get(name), field, None) for state in states]
                if steps[0] != steps[-1]:
                    by = [reason for reason, old, new in zip(reasons[1:], steps, steps[1:], strict=False) if old != new]
                    moved[table, field] = (steps[0], steps[-1], by)
    actions = [row for name, row in last.items() if name[0] is Decision]
    fresh = [one for one in actions if (Decision, key(one)) not in first]
    return {
        "restated": restated,
        "difference": sum((new or 0) - (old or 0) for old, new in restated.values()),
        "moved": moved,
        "added": sorted(name[1] for name in last if name[0] in (Milestone, TargetPart) and name not in first),
        "removed": sorted(name[1] for name in first if name[0] in (Milestone, TargetPart) and name not in last),
        "done": sorted(one.decision for one in actions if one.done and not _was_done(first, one)),
        "taken": [one.decision for one in fresh],
        "dropped": [
            name[1][0] for name, row in first.items() if name[0] is Decision and name not in last and not row.done
        ],
        "said": [row.text for name, row in last.items() if name[0] is CheckIn and first.get(name) != row],
    }


def _was_done(rows: dict[Any, Any], one: Decision) -> bool:
    return (Decision, key(one)) in rows and rows[Decision, key(one)].done is not None


def test_nothing_changed_between_a_moment_and_itself(plan: Store) -> None:
    assert changed(plan, opened(plan), opened(plan)) == Changed()


def test_what_was_taken_back_is_not_told(plan: Store) -> None:
    write(plan, [value("sales", 3, 99), Target(kpi="sales", target=Decimal(1), **MONTH)])
    undo(plan, plan.last_change(), actor="li", at=AT)
    assert since_start(plan) == Changed(changes=2)


def test_the_weight_of_a_step_is_told(plan: Store) -> None:
    write(plan, [TaskStep(step="s", task="t", weight=Decimal(3), **MONTH)])
    (line,) = told(language("en"), since_start(plan), opened(plan), ())["Progress"]
    assert (line.before, line.after) == ("weight 1", "weight 3")


def test_a_crossing_is_told_and_mirrored_the_other_way_round(plan: Store) -> None:
    write(plan, [Target(kpi="sales", target=Decimal(3100), **MONTH)])
    before, after = opened(plan, 1), opened(plan)
    there, back = changed(plan, before, after), changed(plan, after, before)
    found = {(one.about, one.before, one.after) for one in there.crossings}
    assert (plan_kpi(after), Status.ON_TRACK, Status.BEHIND) in found
    assert {(one.about, one.after, one.before) for one in back.crossings} == found
    assert back.moved == ()


def plan_kpi(snapshot: Snapshot) -> Kpi:
    return snapshot.kpi("sales").kpi


def test_a_ratio_is_restated_by_its_numerators_and_its_denominators(plan: Store) -> None:
    write(plan, [value("rate", 9, 7, "north", 12), value("rate", 9, 1, "south", 2)], reason="late")
    (found,) = since_start(plan).restated
    assert (found.values, found.difference, found.base_difference) == (2, 3, 4)
    assert [(row.segment, row.value_before, row.value, row.base) for row in found.rows] == [
        ("north", 5, 7, 12),
        ("south", None, 1, 2),
    ]
    assert found.change.reason == "late"


def test_the_values_of_a_week_are_restated_once_it_was_over(plan: Store) -> None:
    weekly = Kpi(kpi="nps", team="t", code="nps", frequency=Frequency.WEEK)
    write(plan, [weekly, Target(kpi="nps", target=Decimal(9), **MONTH), value("nps", 3, 1), value("nps", 10, 1)])
    write(plan, [value("nps", 3, 2), value("nps", 10, 2)])
    (found,) = changed(plan, opened(plan, 2), opened(plan)).restated
    assert [row.day for row in found.rows] == [day(3)]


def test_an_action_is_overdue_the_day_after_it_was_due(plan: Store) -> None:
    assert [overdue(opened(plan), day(number)) for number in (14, 15)] == [(), (action("call"),)]


# since when


def meeting(store: Store, number: int, month: date = KEY.month) -> Meeting:
    """Hold a meeting on a day and end it; return it as it is kept."""
    held = Meeting(team="t", month=month, meeting=f"on{number}", day=day(number), data_day=day(number - 1))
    at = datetime(2025, 3, number, 9, tzinfo=UTC)
    write(store, [held], at=at)
    ended = held.model_copy(update={"known_at": store.last_change()})
    write(store, [ended], at=at)
    return ended


def test_the_last_meeting_of_the_plan_is_what_it_is_compared_with(plan: Store) -> None:
    meeting(plan, 4)
    last = meeting(plan, 7)
    write(plan, [Meeting(team="t", month=KEY.month, meeting="now", day=TODAY, data_day=day(10))])
    since = default_since(plan, opened(plan))
    assert since == Since(Ground.MEETING, day(7), last.known_at or 0, day(6), last)
    assert open_since(plan, "li", KEY, since).day == day(6)
    assert asked_since(plan, opened(plan), "m-on4") == asked_since(plan, opened(plan), "on4")
    assert asked_since(plan, opened(plan), "m-on4").name == "m-on4"  # type: ignore[union-attr]
    earlier = opened(plan, last.known_at)
    assert default_since(plan, earlier).name == "m-on4", "looking back to the end of a meeting"


def test_without_a_meeting_it_is_seven_days_before(plan: Store) -> None:
    since = default_since(plan, opened(plan))
    assert since == Since(Ground.WEEK, day(4), 1)
    assert default_since(plan, opened(plan, data=8)) == Since(Ground.START, day(3), 1), "active since the 3rd"
    february = date(2025, 2, 23)
    since = Since(Ground.DATA, february + timedelta(days=1), 1, data_day=february)
    assert default_since(plan, opened(plan, data=2)) == since, "recorded when it was over"


def test_the_first_meeting_of_a_month_compares_with_the_activation(plan: Store) -> None:
    write(plan, [Plan(team="t", month=date(2025, 2, 1), state=PlanState.ACTIVE)])
    meeting(plan, 4, date(2025, 2, 1))
    assert default_since(plan, opened(plan)) == Since(Ground.START, day(3), 1)


@pytest.mark.parametrize("name", ["", "yesterday", "m-nobody", "2025-03-01", "2025-02-27"])
def test_a_moment_that_is_none_or_before_the_month_is_not_found(plan: Store, name: str) -> None:
    assert asked_since(plan, opened(plan), name) is None


def test_before_the_plan_was_made_its_data_alone_are_compared(plan: Store) -> None:
    since = asked_since(plan, opened(plan), "2025-03-02")
    assert since == Since(Ground.DATA, day(2), 1, data_day=day(1))


def test_any_day_may_be_compared_with(plan: Store) -> None:
    write(plan, [value("sales", 2, 99)], at=AT + timedelta(days=3))
    since = asked_since(plan, opened(plan), "2025-03-05")
    assert since == Since(Ground.DAY, day(5), 1)
    (found,) = changed(plan, open_since(plan, "li", KEY, since), opened(plan)).restated
    assert (found.rows[0].value_before, found.rows[0].value) == (10, 99)
