"""Editing in tables: what is typed comes to exact records or to problems."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planlib.editing.cells import row_cells
from planlib.editing.check import Checked, check, of_rows
from planlib.editing.edits import Edits, shown_rows, with_state
from planlib.editing.save import activate, save
from planlib.editing.sheets import SHEETS
from planlib.editing.words import Difference, differences
from planlib.errors import InvalidError, RefusedError
from planlib.model import Budget, Objective, Target
from planlib.store.connect import Store
from planlib.store.ledger import Write, record
from planlib.vocabulary import ChangeKind, Direction, ObjectiveKind, Path, Phasing
from tests.editing_plan import AT, MARCH, PLAN, _, plan, put, standing, tables, told, typed, unchanged

__all__ = ["plan", "unchanged"]


# cells


@pytest.mark.parametrize(
    ("name", "row", "field", "cell", "value"),
    [
        ("targets", "sales", "target", "1,234.5", Decimal("1234.5")),
        ("targets", "sales", "target", "120万", Decimal(1200000)),
        ("targets", "sales", "target", "¥0.10", Decimal("0.1")),
        ("targets", "sales", "target", "(50)", Decimal(-50)),
        ("targets", "sales", "target", f"-{'9' * 15}.123456789012345", Decimal(f"-{'9' * 15}.123456789012345")),
        ("targets", "sales", "target", "", None),
        ("targets", "sales", "target", None, None),
        ("targets", "sales", "weight", None, Decimal(1)),
        ("targets", "sales", "green", "95%", Decimal("0.95")),
        ("budgets", "l", "warning", "0.8", Decimal("0.8")),
        ("kpis", "margin", "largest", "100%", Decimal(1)),
        ("kpis", "sales", "largest", "100", Decimal(100)),
        ("kpis", "sales", "direction", "down", Direction.DOWN),
        ("kpis", "sales", "owner", "p", "p"),
        ("kpis", "sales", "whole", True, True),
        ("objectives", "o", "due", "2026-03-31", date(2026, 3, 31)),
        ("objectives", "o", "priority", "5", 5),
        ("objectives", "o", "title_en", "  Grow more ", "Grow more"),
    ],
)  # fmt: skip
def test_a_cell_is_read_exactly(unchanged: Store, name: str, row: str, field: str, cell: Any, value: Any) -> None:
    checked = typed(unchanged, name, row, **{field: cell})
    assert told(checked) == []
    assert getattr(checked.rows[0].after if checked.rows else standing(unchanged, name, row), field) == value


@pytest.mark.parametrize(
    ("name", "row", "field", "cell", "code"),
    [
        ("targets", "sales", "target", "12%", "percent_not_allowed"),
        ("targets", "sales", "target", "1,5", "bad_number"),
        ("targets", "sales", "target", "abc", "bad_number"),
        ("targets", "sales", "target", "NaN", "non_finite"),
        ("targets", "sales", "target", "1e22", "out_of_range"),
        ("targets", "sales", "target", "0.12345678901234567890", "bad_number"),
        ("targets", "sales", "target", float("nan"), "bad_value"),
        ("targets", "sales", "target", 12, "bad_value"),
        ("targets", "sales", "weight", "-1", "out_of_range"),
        ("targets", "sales", "green", "95", "ambiguous_percent"),
        ("targets", "sales", "path", "sideways", "bad_choice"),
        ("targets", "sales", "objective", "nobody", "no_such_reference"),
        ("kpis", "sales", "direction", ["up"], "bad_value"),
        ("kpis", "sales", "whole", "maybe", "bad_choice"),
        ("kpis", "sales", "code", "", "missing_value"),
        ("kpis", "sales", "code", "x" * 65, "too_long"),
        ("kpis", "sales", "source", "a\x00b", "control_char"),
        ("kpis", "sales", "source", "\ud800", "control_char"),
        ("objectives", "o", "due", "31/3/2026", "ambiguous_date"),
        ("objectives", "o", "priority", "2.5", "bad_number"),
        ("objectives", "o", "priority", "9", "out_of_range"),
        ("objectives", "o", "parent", "o", "bad_value"),
        ("budgets", "l", "original", None, "missing_value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_problem(
    unchanged: Store, name: str, row: str, field: str, cell: Any, code: str
) -> None:
    checked = typed(unchanged, name, row, **{field: cell})
    assert [(problem.column, problem.code) for _row, problem in checked.problems] == [(field, code)]


def test_what_is_shown_is_read_back_as_it_was(plan: Store) -> None:
    target = Target(
        team="t", month=MARCH, kpi="margin", baseline=Decimal("0.123456789012345"), lower=Decimal("-0.2"),
        upper=Decimal("1.25"), tolerance=Decimal("0.000000000000001"), weight=Decimal("2.50"), path=Path.WEEKLY,
        weekly_split="0.05 0.25 0.25 0.25 0.15 0.05", objective="o", green=Decimal("0.9"),
    )  # fmt: skip
    budget = Budget(
        team="t", month=MARCH, line="l", code="rent", original=Decimal("-0.10"), phasing=Phasing.DATED,
        phasing_detail="5=0.4 20=0.6",
    )  # fmt: skip
    record(plan, [Write("targets", [target]), Write("budgets", [budget])], actor="mei", kind=ChangeKind.EDIT, at=AT)
    for name, row in (("targets", "margin"), ("budgets", "l"), ("kpis", "sales"), ("objectives", "o")):
        here = tables(plan, name)
        cells = row_cells(_, here.sheet, here.rows[row].record, here.kpis)
        assert check(_, here, Edits(changed={row: cells})) == Checked((), ())
    assert row_cells(_, SHEETS["targets"], target, tables(plan, "targets").kpis)["baseline"] == "12.3456789012345%"


def test_rules_across_fields_name_the_row_and_their_reason(unchanged: Store) -> None:
    checked = typed(unchanged, "targets", "sales", target=None, lower="5", upper="3")
    assert [(row, problem.column, problem.parameters) for row, problem in checked.problems] == [
        ("Sales", None, {"reason": "range_reversed"})
    ]
    checked = typed(unchanged, "targets", "sales", path="weekly", weekly_split="50% 50%")
    assert [problem.parameters for _row, problem in checked.problems] == [{"reason": "share_for_each_week", "weeks": 6}]
    assert told(typed(unchanged, "budgets", "l", phasing="dated", phasing_detail="0=100%")) == [
        ("Rent", None, None, "bad_value")
    ]
    assert told(typed(unchanged, "budgets", "l", phasing="seasonal", phasing_detail="slaes")) == [
        ("Rent", "phasing_detail", None, "unknown_kpi")
    ]


def test_a_budget_that_follows_a_kpi_shows_its_name_and_keeps_its_code(plan: Store) -> None:
    for called in ("Sales", "sales"):
        (row,) = typed(plan, "budgets", "l", phasing="seasonal", phasing_detail=called).rows
        assert isinstance(row.after, Budget)
        assert row.after.phasing_detail == "sales"
    here = tables(plan, "budgets")
    assert row.after is not None
    assert row_cells(_, here.sheet, row.after, here.kpis)["phasing_detail"] == "Sales"
    assert [one.after for one in differences(_, here, [row])] == ["by weekday pattern", "Sales"]


# the table on the screen


def state(
    edited: dict[Any, Any] | None = None, added: list[Any] | None = None, deleted: list[Any] | None = None
) -> dict[str, Any]:
    return {"edited_rows": edited or {}, "added_rows": added or [], "deleted_rows": deleted or []}


def test_positions_are_those_of_the_rows_that_are_shown(unchanged: Store) -> None:
    here = tables(unchanged, "kpis")
    assert list(here.rows) == ["margin", "sales"]
    edits = with_state(here, Edits(), state({1: {"unit": "元"}}, [{"code": "nps"}, {}], [0]))
    assert edits == Edits({"sales": {"unit": "元"}}, [{"code": "nps"}], ["margin"])
    assert [row["code"] for row in shown_rows(_, here, edits)] == ["sales", "nps"]
    again = with_state(here, edits, state({0: {"source": "ERP"}, 1: {"unit": "分"}}))
    assert again == Edits({"sales": {"unit": "元", "source": "ERP"}}, [{"code": "nps", "unit": "分"}], ["margin"])
    assert with_state(here, again, state(deleted=[0, 1])) == Edits({}, [], ["margin", "sales"])


@pytest.mark.parametrize(
    ("name", "forged"),
    [
        ("kpis", state({99: {"code": "x"}})),
        ("kpis", state({-1: {"code": "x"}})),
        ("kpis", state(deleted=[2])),
        ("kpis", state({0: {"kpi": "sales"}})),
        ("kpis", state({0: {"team": "other"}})),
        ("kpis", state(added=[{"kpi": "sales", "code": "x"}])),
        ("targets", state({0: {"kpi": "margin"}})),
        ("targets", state(added=[{"target": "5"}])),
        ("kpis", {"edited_rows": [1], "added_rows": 5}),
        ("kpis", state({0: "x"})),
        ("kpis", state(added=["x"])),
    ],
)
def test_what_the_table_cannot_have_sent_is_refused(unchanged: Store, name: str, forged: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match="unreadable_edit"):
        with_state(tables(unchanged, name), Edits(), forged)


def test_the_original_budget_is_settled_once_the_plan_is_active(plan: Store) -> None:
    typed_in_draft = Edits(changed={"l": {"original": "600"}})
    (row,) = check(_, tables(plan, "budgets"), typed_in_draft).rows
    assert isinstance(row.after, Budget)
    assert row.after.original == 600
    activate(plan, PLAN, actor="mei", at=AT)
    here = tables(plan, "budgets")
    with pytest.raises(RefusedError):
        with_state(here, Edits(), state({0: {"original": "600"}}))
    assert [problem.parameters for _row, problem in check(_, here, typed_in_draft).problems] == [{"reason": "settled"}]
    added = check(_, here, Edits(added=[{"code": "ads", "revised": "80"}])).rows[0].after
    assert isinstance(added, Budget)
    assert (added.original, added.revised) == (0, 80)


# recording


def test_an_edit_is_one_change_with_its_old_and_new_values(plan: Store) -> None:
    here = tables(plan, "kpis")
    edits = Edits({"margin": {"direction": "within"}}, [{"code": "nps", "name_en": "NPS", "measure": "score"}], [])
    checked = check(_, here, edits)
    assert differences(_, here, checked.rows) == [
        Difference("Margin", here.sheet.by_field["direction"], "higher is better", "within a range"),
        Difference("NPS", None, "—", "Name (English) NPS, Code nps, Measures score"),
    ]
    change = save(plan, here, checked.rows, actor="li", at=AT, reason="")
    assert change is not None
    assert (change.counts, change.plan, change.actor) == ({"kpis": 2}, PLAN, "li")
    assert standing(plan, "kpis", "margin").direction == Direction.WITHIN
    assert save(plan, here, checked.rows[:1], actor="li", at=AT, reason="") is None


def test_nothing_is_recorded_when_the_ledger_refuses_one_row(plan: Store) -> None:
    here, before = tables(plan, "kpis"), plan.last_change()
    taken = check(_, here, Edits({"margin": {"unit": "分"}}, [{"code": "sales"}], []))
    with pytest.raises(InvalidError) as refused:
        save(plan, here, taken.rows, actor="li", at=AT, reason="")
    assert [(row, problem.column, problem.code) for row, problem in of_rows(_, here, refused.value, taken.rows)] == [
        ("sales", "code", "not_unique")
    ]
    used = check(_, here, Edits(removed=["sales"]))
    with pytest.raises(InvalidError) as refused:
        save(plan, here, used.rows, actor="li", at=AT, reason="")
    assert {(row, problem.code) for row, problem in of_rows(_, here, refused.value, used.rows)} == {
        ("Sales", "still_referenced")
    }
    assert plan.last_change() == before


def test_an_active_plan_asks_for_a_reason(plan: Store) -> None:
    activate(plan, PLAN, actor="mei", at=AT, reason="approved")
    with pytest.raises(RefusedError, match="not_a_draft"):
        activate(plan, PLAN, actor="mei", at=AT)
    with pytest.raises(RefusedError, match="reason_needed"):
        put(plan, "budgets", "l", revised="550")
    put(plan, "budgets", "l", "rent went up", revised="550")
    line = standing(plan, "budgets", "l")
    assert (line.original, line.revised, line.amount) == (500, 550, 550)


def test_a_target_is_added_for_a_kpi_that_has_none(unchanged: Store) -> None:
    here = tables(unchanged, "targets")
    assert here.addable == ["margin"]
    checked = check(_, here, Edits(added=[{"kpi": "margin", "target": "21.5%"}]))
    assert [edit.after for edit in checked.rows] == [
        Target(team="t", month=MARCH, kpi="margin", target=Decimal("0.215"))
    ]


def test_goals_must_not_lie_within_each_other(plan: Store) -> None:
    part = Objective(team="t", month=MARCH, objective="part", code="O2", parent="o", kind=ObjectiveKind.QUALITATIVE)
    record(plan, [Write("objectives", [part])], actor="mei", kind=ChangeKind.EDIT, at=AT)
    checked = typed(plan, "objectives", "o", parent="part")
    assert [problem.parameters for _row, problem in checked.problems] == [{"reason": "goal_within_itself"}]
