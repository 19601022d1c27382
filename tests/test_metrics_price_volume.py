"""Flexed budgets, and price, quantity and mix."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics.budget import variance
from planlib.metrics.exact import total
from planlib.metrics.flexed import Flexible, flexed, statement
from planlib.metrics.price_volume import Effects, Item, altogether, budgeted_quantity, effects
from planlib.model import Budget
from planlib.vocabulary import BudgetKind, Reason
from tests import published_work as published

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
POSITIVE = st.decimals("0.001", 10**6, places=3)
NOT_NEGATIVE = st.one_of(st.just(Decimal(0)), POSITIVE)


# the flexed budget


def test_a_published_control_statement() -> None:
    case, expected = published.B01.given, published.B01.expected
    lines = []
    for (kind, _flexed, actual), variable, fixed in zip(case["lines"], case["variable"], case["fixed"], strict=True):
        moved = flexed(Decimal(variable), Decimal(fixed), *map(Decimal, case["units"])).value
        assert moved is not None
        lines.append(Flexible(BudgetKind(kind), Decimal(variable + fixed), moved, Decimal(actual)))
    assert [line.flexed for line in lines] == [amount for _kind, amount, _actual in case["lines"]]
    found = statement(lines)
    assert list(found.spending) == expected["favourable"]
    assert (total(found.activity), total(found.spending)) == (expected["volume"], expected["total"])
    assert total((*found.activity, *found.spending)) == expected["whole"]


def test_no_activity_in_the_budget_cannot_be_flexed() -> None:
    assert flexed(Decimal(10), Decimal(5), Decimal(0), Decimal(3)).reason is Reason.NO_DENOMINATOR


LINES = st.builds(Flexible, st.sampled_from(list(BudgetKind)), AMOUNTS, AMOUNTS, AMOUNTS)


@given(st.lists(LINES, max_size=8))
def test_activity_and_spending_make_each_variance(lines: list[Flexible]) -> None:
    found = statement(lines)
    for line, activity, spending in zip(lines, found.activity, found.spending, strict=True):
        assert activity + spending == variance(line.kind, line.actual, line.budget).favourable


# price, quantity and mix


def test_published_effects_of_price_quantity_and_mix() -> None:
    case, expected = published.B02.given, published.B02.expected
    items = [Item(name, Decimal(bq), Decimal(bp), Decimal(aq), Decimal(ap)) for name, (bq, bp, aq, ap) in case.items()]
    found = effects(items)
    for what in ("price", "volume", "quantity", "mix"):
        assert [getattr(part, what) for part in found] == expected[what]
    whole = altogether(found)
    assert (whole.price, whole.volume, whole.quantity, whole.mix) == expected["totals"]


def test_published_mix_of_contributions() -> None:
    case = published.B04.given
    rows = zip(case["budget"], case["contribution"], case["actual"], strict=True)
    items = [Item("", Decimal(bq), Decimal(each), Decimal(aq), Decimal(each)) for bq, each, aq in rows]
    assert altogether(effects(items)).mix == published.B04.expected["mix"]


def test_new_and_discontinued_items() -> None:
    old = Item("old", Decimal(10), Decimal(3), Decimal(0), Decimal(0))
    new = Item("new", Decimal(0), None, Decimal(4), Decimal(5))
    found = effects([old, new])
    assert (found[0].price, found[0].volume) == (0, -30)
    assert (found[1].new, found[1].total) == (20, 20)
    assert altogether(found).total == -10
    standard = effects([old, new._replace(budget_price=Decimal("4.5"))])[1]
    assert (standard.price, standard.volume, standard.quantity, standard.mix) == (2, 18, 0, 18)


@pytest.mark.parametrize("commensurable", [True, False])
def test_what_cannot_be_added_up_stops_at_price_and_volume(commensurable: bool) -> None:
    budgeted = Decimal(0) if commensurable else Decimal(2)
    found = effects([Item("a", budgeted, Decimal(3), Decimal(4), Decimal(5))], commensurable=commensurable)
    assert found == [Effects("a", Decimal(8), 3 * (4 - budgeted))]
    assert altogether(found).mix is None


ITEMS = st.builds(Item, st.text(max_size=3), NOT_NEGATIVE, st.one_of(st.none(), POSITIVE), NOT_NEGATIVE, POSITIVE)


@given(st.lists(ITEMS, max_size=6), st.booleans())
def test_the_effects_foot_exactly(items: list[Item], commensurable: bool) -> None:
    items = [item if item.budget_price is not None else item._replace(budget_quantity=Decimal(0)) for item in items]
    found = effects(items, commensurable=commensurable)
    for item, part in zip(items, found, strict=True):
        budget = item.budget_quantity * (item.budget_price or 0)
        assert part.total == item.quantity * item.price - budget
        if part.mix is not None:
            assert total((part.quantity or Decimal(0), part.mix)) == part.volume
    whole = altogether(found)
    assert whole.total == total(part.total for part in found)
    if whole.mix is not None:
        assert total((whole.quantity or Decimal(0), whole.mix)) == whole.volume


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ({"original": 1480, "quantity": 37, "price": 40}, 37),
        ({"original": 1480, "revised": 1560, "quantity": 37, "price": 40}, 39),
        ({"original": 1480, "revised": 1560, "quantity": 38, "price": 40}, 38),
        ({"original": 1480, "price": 40}, 37),
        ({"original": 1480, "revised": 1560, "quantity": 37}, 37),
        ({"original": 1480}, None),
    ],
    ids=["given", "revised at its price", "revised with its quantity", "of a price alone", "no price", "nothing"],
)
def test_a_budgeted_quantity_goes_along_with_a_revised_amount(said: dict[str, int], quantity: int | None) -> None:
    numbers = {name: Decimal(number) for name, number in said.items()}
    line = Budget.model_validate({"team": "t", "month": date(2026, 10, 1), "line": "l", "code": "L", **numbers})
    assert budgeted_quantity(line) == quantity
