"""The lines of a snapshot about money: how each budget line stands, what is said of it, and what their tasks earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planlib.metrics.budget import Crossed, Threshold, consumption
from planlib.metrics.completion import AtCompletion
from planlib.metrics.earned_value import EarnedSchedule, EarnedValue
from planlib.metrics.exact import part, quotient
from planlib.metrics.figure import Figure, undefined
from planlib.metrics.price_volume import Effects, Item, budgeted_quantity
from planlib.model import Budget, ControlLook, Decision, Explanation, Spend
from planlib.vocabulary import BudgetKind, ControlPoint, Reason, Status


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line came to a control point, and who looked at it then."""

    point: ControlPoint
    day: date
    look: ControlLook | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One budget line. Amounts in the team's currency; for revenue, `actual` is money in."""

    budget: Budget
    phased: Decimal
    phasing_assumed: bool
    """No profile was given: spread evenly by working day."""
    actual: Decimal
    committed: Decimal
    requested: Decimal
    available: Decimal
    consumption: Figure[float]
    """(actual + committed) ÷ budget."""
    spent: Figure[float]
    """actual ÷ budget."""
    variance: Decimal
    """actual − phased; the full budget once the plan is closed."""
    variance_ratio: Figure[float]
    """favourable ÷ |phased|."""
    favourable: Decimal
    """The variance by meaning: positive is good."""
    completion: AtCompletion
    """Where the line will end, three ways."""
    spend_index: Figure[float]
    """Share of the budget spent ÷ share that is due."""
    burn: Figure[Decimal]
    """Spent on each working day of the month so far."""
    runway: Figure[float]
    """Working days that what is available lasts at that rate; of a cost line."""
    flexed: Figure[Decimal]
    """Phased budget at the activity that its driver came to; of a line that has one."""
    earned: EarnedValue | None
    """Of a line whose tasks have budgets; what is not planned as tasks counts as done as it falls due."""
    needs_explaining: bool
    explanation: Explanation | None
    crossings: tuple[Crossing, ...]
    """Each time that a cost line came to a control point, oldest first."""
    control_point: ControlPoint
    status: Status
    payments: int
    """Rows behind the line."""
    quantity: Figure[Decimal]
    """What the payments paid for; undefined where some do not say."""
    next_control: Crossed | None = None
    """The control point that a cost line comes to next on the way to its forecast, and when."""
    action: Decision | None = None
    """What is done about the variance; None where the explanation names nothing, or it was given up since."""

    @property
    def forecast(self) -> Decimal:
        """At completion, the way that is used; never below actual + committed."""
        return self.completion.forecast

    @property
    def item(self) -> Item:
        """The quantity that was due and the one that came, of a line with both; prices are those of the amounts."""
        budgeted, quantity = budgeted_quantity(self.budget) or Decimal(0), self.quantity.value or Decimal(0)
        due = part(self.phased, Fraction(budgeted) / Fraction(self.budget.amount))
        price = quotient(self.actual, quantity) if quantity else Decimal(0)
        return Item(self.budget.code, due, quotient(self.budget.amount, budgeted), quantity, price)

    @property
    def delivered(self) -> Figure[float]:
        """Value of what is done ÷ value of all there is to do."""
        if self.earned is None:
            return undefined(Reason.NOT_APPLICABLE)
        return consumption(self.earned.budget, self.earned.earned)


@dataclass(frozen=True, slots=True)
class BudgetTotal:
    """The sum of the lines of one kind; of the result: revenue less cost."""

    original: Decimal
    budget: Decimal
    phased: Decimal
    actual: Decimal
    committed: Decimal
    requested: Decimal
    available: Decimal
    variance: Decimal
    favourable: Decimal
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class PriceVolume:
    """Why lines whose quantities are known differ from what was due: prices, quantities, their mix."""

    kind: BudgetKind
    unit: str
    """Empty where quantities are not added up."""
    lines: tuple[tuple[BudgetLine, Effects], ...]
    whole: Effects
    """Of a cost, positive is adverse: amounts are actual − phased budget."""


@dataclass(frozen=True, slots=True)
class FlexedLine:
    """What of a line's variance comes from activity and what from spending; positive is favourable."""

    line: BudgetLine
    activity: Decimal
    spending: Decimal


@dataclass(frozen=True, slots=True)
class BudgetView:
    """Budget against actual: the lines, most adverse first, and their totals."""

    lines: tuple[BudgetLine, ...]
    revenue: BudgetTotal
    cost: BudgetTotal
    result: BudgetTotal
    thresholds: Mapping[BudgetKind, Threshold]
    """From where on a line of a kind needs explaining."""
    flexed: tuple[FlexedLine, ...]
    """Lines that move with a KPI."""
    price_volume: tuple[PriceVolume, ...]
    """Lines with quantities: those that can be added up together, the others on their own."""

    @property
    def by_meaning(self) -> bool:
        """Whether lines add up to a result, in which more of a cost is less."""
        return len({line.budget.kind for line in self.lines}) > 1

    def moved(self, line: BudgetLine, amount: Decimal) -> Decimal:
        """Return what `amount` above the phased budget of a line does to the result, or to the sum of its kind."""
        return amount.copy_negate() if self.by_meaning and line.budget.kind is BudgetKind.COST else amount


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One payment behind a budget line, with the change that wrote it."""

    spend: Spend
    change_id: int


@dataclass(frozen=True, slots=True)
class EarnedView:
    """What the work of the plan that has budgets was worth so far."""

    value: EarnedValue
    """Of the budget lines that tasks name. What these lines hold beside their tasks counts as done as it falls due."""
    schedule: EarnedSchedule
    """Of the tasks alone, in working days."""
    on_time: date
    """Last day by which the work done so far was planned to be done; the day before the first where nothing is done."""
    lines: tuple[BudgetLine, ...]
    tasks: int
    homeless: int
    """Tasks with a budget that name no line: nobody knows what they cost, so they are left out."""
