"""Two editors of one table: a faster one is never overwritten, and either side can be kept."""

from decimal import Decimal

import pytest

from planlib.editing.check import Checked, check
from planlib.editing.conflict import Ask, Side, collisions, questions, rebased
from planlib.editing.edits import Edits
from planlib.editing.save import save
from planlib.editing.tables import Tables
from planlib.editing.words import disputes
from planlib.errors import ConflictError
from planlib.store.connect import Store
from tests.editing_plan import AT, _, plan, put, standing, tables

__all__ = ["plan"]


def mine(store: Store, name: str, edits: Edits, known_at: int) -> tuple[Tables, Checked]:
    here = tables(store, name, known_at)
    return here, check(_, here, edits)


def test_a_faster_editor_is_seen_and_either_side_can_be_kept(plan: Store) -> None:
    loaded = plan.last_change()
    put(plan, "kpis", "sales", unit="元", source="ERP")
    put(plan, "kpis", "margin", unit="%")
    edits = Edits({"sales": {"unit": "万元"}, "margin": {"unit": "pp"}})
    here, checked = mine(plan, "kpis", edits, loaded)
    with pytest.raises(ConflictError):
        save(plan, here, checked.rows, actor="mei", at=AT, reason="")

    now = tables(plan, "kpis")
    met = collisions(plan, now, checked.rows)
    assert [(one.mine.id, one.change.change_id, one.change.actor) for one in met] == [
        ("sales", loaded + 1, "li"),
        ("margin", loaded + 2, "li"),
    ]
    assert [tuple(one)[1:] for one in disputes(_, now, met[0])] == [
        ("—", "万元", "元", None),
        ("—", "—", "ERP", Side.THEIRS),
    ]
    asks = [ask for one in met for ask in questions(now.sheet, one)]
    assert asks == [Ask("sales", "unit"), Ask("margin", "unit")]
    kept = rebased(_, now, edits, met, dict(zip(asks, Side, strict=True)))
    save(plan, now, check(_, now, kept).rows, actor="mei", at=AT, reason="")
    sales = standing(plan, "kpis", "sales")
    assert (sales.unit, sales.source, standing(plan, "kpis", "margin").unit) == ("万元", "ERP", "%")


def test_what_only_one_side_changed_is_kept_without_asking(plan: Store) -> None:
    loaded = plan.last_change()
    put(plan, "kpis", "sales", unit="元", source="ERP", direction="down")
    edits = Edits({"sales": {"unit": "元", "direction": "up", "smallest": "5"}}, removed=["margin"])
    _here, checked = mine(plan, "kpis", edits, loaded)
    met = collisions(plan, now := tables(plan, "kpis"), checked.rows)
    assert [questions(now.sheet, one) for one in met] == [[]]
    assert [(one.column.field, one.stays) for one in disputes(_, now, met[0])] == [
        ("direction", Side.THEIRS),
        ("smallest", Side.MINE),
        ("source", Side.THEIRS),
    ]
    assert rebased(_, now, edits, met, {}) == Edits({"sales": {"smallest": "5"}}, removed=["margin"])


def test_the_same_edit_twice_is_no_conflict(plan: Store) -> None:
    loaded = plan.last_change()
    put(plan, "kpis", "sales", unit="元")
    here, checked = mine(plan, "kpis", Edits({"sales": {"unit": "元"}}), loaded)
    assert collisions(plan, tables(plan, "kpis"), checked.rows) == []
    assert save(plan, here, checked.rows, actor="mei", at=AT, reason="") is None


def remove(store: Store, name: str, row: str) -> None:
    here = tables(store, name)
    save(store, here, check(_, here, Edits(removed=[row])).rows, actor="li", at=AT, reason="")


def test_a_row_that_others_removed_can_be_kept_under_its_id(plan: Store) -> None:
    loaded, edits = plan.last_change(), Edits({"m": {"title_en": "Sign both"}})
    remove(plan, "milestones", "m")
    _here, checked = mine(plan, "milestones", edits, loaded)
    now = tables(plan, "milestones")
    [met] = collisions(plan, now, checked.rows)
    assert (met.theirs, questions(now.sheet, met)) == (None, [Ask("m", None)])
    kept = check(_, now, rebased(_, now, edits, [met], {Ask("m", None): "mine"}))
    save(plan, now, kept.rows, actor="mei", at=AT, reason="")
    assert standing(plan, "milestones", "m").title_en == "Sign both"
    assert not rebased(_, now, edits, [met], {Ask("m", None): "theirs"})


def test_what_i_remove_and_others_edit_is_a_conflict_too(plan: Store) -> None:
    loaded, edits = plan.last_change(), Edits(removed=["m"])
    put(plan, "milestones", "m", weight="3")
    here, checked = mine(plan, "milestones", edits, loaded)
    with pytest.raises(ConflictError):
        save(plan, here, checked.rows, actor="mei", at=AT, reason="")
    now = tables(plan, "milestones")
    met = collisions(plan, now, checked.rows)
    assert not rebased(_, now, edits, met, {Ask("m", None): "theirs"})
    kept = check(_, now, rebased(_, now, edits, met, {Ask("m", None): "mine"}))
    save(plan, now, kept.rows, actor="mei", at=AT, reason="")
    assert not tables(plan, "milestones").rows


def test_a_target_that_both_add_becomes_a_change_of_the_first(plan: Store) -> None:
    loaded, edits = plan.last_change(), Edits(added=[{"kpi": "margin", "target": "20%"}])
    others = tables(plan, "targets")
    save(
        plan,
        others,
        check(_, others, Edits(added=[{"kpi": "margin", "weight": "3"}])).rows,
        actor="li",
        at=AT,
        reason="",
    )
    here, checked = mine(plan, "targets", edits, loaded)
    with pytest.raises(ConflictError):
        save(plan, here, checked.rows, actor="mei", at=AT, reason="")
    now = tables(plan, "targets")
    met = collisions(plan, now, checked.rows)
    assert questions(now.sheet, met[0]) == []
    kept = rebased(_, now, edits, met, {})
    assert kept == Edits({"margin": {"target": "20%"}})
    save(plan, now, check(_, now, kept).rows, actor="mei", at=AT, reason="")
    target = standing(plan, "targets", "margin")
    assert (target.target, target.weight) == (Decimal("0.2"), 3)
