"""What changed between two moments of a small plan: exactly what was recorded in between, and how things then stand."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planlib.locale import language
from planlib.model import (
    Actual,
    Budget,
    CheckIn,
    Decision,
    Kpi,
    Milestone,
    Objective,
    Plan,
    Record,
    Risk,
    Target,
    TargetPart,
    TaskStep,
)
from planlib.review.changed import WATCHED, Changed, changed, overdue
from planlib.review.words import told
from planlib.snapshot import Snapshot
from planlib.store.connect import Store
from planlib.store.ledger import undo
from planlib.store.tables import TABLES
from planlib.vocabulary import Confidence, Frequency, ObjectiveKind, PlanState, RiskState, Status
from tests.changed_plan import (
    AT,
    GAP,
    MONTH,
    action,
    day,
    key,
    opened,
    part,
    plan,
    planned,
    since_start,
    start,
    task,
    value,
    write,
)
from tests.stores import EXAMPLES

__all__ = ["plan"]


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
