"""The two bars that carry a judgement: the month's end against its target, money against its budget."""

from collections.abc import Iterable
from decimal import Decimal
from math import copysign, sqrt

from markupsafe import Markup

from planlib.snapshot import BudgetLine, KpiLine
from ui.markup import Mark, bar

_WIDEST = 0.5
"""A forecast further from the target than this share of it is cut at the bar's end."""
_NARROWEST = 0.02


def end_span(lines: Iterable[KpiLine]) -> float:
    """Return the half width of the scale that the bars of a table share, as a share of the target."""
    shares = (abs(_share(value, line)) for line in lines if _aim(line) for value in _values(line))
    return min(max((*shares, _NARROWEST)) * 1.1, _WIDEST)


def end_bar(line: KpiLine, span: float, words: str) -> Markup:
    """Return where the month ends, as forecast with its interval or as it came, on a scale around the target.

    Distance goes by its square root, so that 1 % off is seen in a table where another KPI is 40 % off. An empty place
    where there is no end or no target.
    """
    end, forecast = _end(line), line.forecast
    if end is None or not _aim(line):
        return Markup("<span></span>")

    def place(value: Decimal) -> float:
        share = _share(value, line) / span
        return 0.5 + copysign(sqrt(abs(share)), share) / 2

    marks = []
    if forecast.low is not None and forecast.high is not None:
        marks.append(Mark("range", place(forecast.low), place(forecast.high)))
    aims = [bound for bound in (line.target.target, line.target.lower, line.target.upper) if bound is not None]
    marks += [Mark("aim", place(bound)) for bound in aims]
    return bar([*marks, Mark("mid", place(end))], words)


def budget_scale(lines: Iterable[BudgetLine]) -> Decimal:
    """Return the amount at the right end of the bars of a table, so that size can be compared."""
    return max(
        (max(line.budget.amount, line.phased, line.actual + line.committed) for line in lines), default=Decimal(1)
    )


def budget_bar(line: BudgetLine, most: Decimal, words: str) -> Markup:
    """Return actual and committed spend against the phased budget (outline) and the full one (tick)."""
    if most <= 0:
        return bar([], words)

    def place(amount: Decimal) -> float:
        return float(amount / most) * 0.98

    spent = line.actual + line.committed
    marks = [Mark("frame", 0, place(line.phased)), Mark("fill", 0, place(line.actual))]
    if line.committed > 0:
        marks.append(Mark("more", place(line.actual), place(spent)))
    return bar([*marks, Mark("tick", place(line.budget.amount))], words)


def _aim(line: KpiLine) -> Decimal | None:
    target = line.target
    if target.lower is not None and target.upper is not None:
        return (target.lower + target.upper) / 2
    return target.target


def _end(line: KpiLine) -> Decimal | None:
    return line.actual.value if line.over else line.forecast.value


def _values(line: KpiLine) -> list[Decimal]:
    return [value for value in (_end(line), line.forecast.low, line.forecast.high) if value is not None]


def _share(value: Decimal, line: KpiLine) -> float:
    aim = _aim(line)
    return float((value - aim) / abs(aim)) if aim else 0.0
