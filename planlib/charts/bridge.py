"""From the phased budget to the actual, line by line: what moved the total, and by how much.

Rows from top to bottom, so that names of any length are read on a phone too. With revenue and cost the bridge leads
from result to result and a step to the right is good; with one of them alone it leads from sum to sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import plotly.graph_objects as go

from planlib.charts.style import Reader, blank, names_axis, wrapped
from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.scale import Scale
from planlib.metrics.bridge import steps
from planlib.metrics.exact import difference, total
from planlib.snapshot import BudgetLine, BudgetView
from planlib.vocabulary import BudgetKind

_ROW = 38
"""Pixels."""
_LONGEST = 20
"""Characters of a name on one line."""
_ROOM = 0.45
"""Right of the levels, as a part of their span, so that an amount has its place on a phone too."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bridge: a step from one level to another, or one of the two ends."""

    name: str
    start: Decimal
    end: Decimal
    adverse: bool = False
    is_end: bool = False

    @property
    def amount(self) -> Decimal:
        """How far the step goes; of an end its level."""
        return difference(self.end, self.start)


def bridge_bars(view: BudgetView, reader: Reader, *, by_cause: bool = False) -> list[Bar]:
    """Return the rows of the bridge, top to bottom; the steps lead from the first end to the last exactly.

    `by_cause` takes lines whose quantities are known apart into quantity, mix and price.
    """
    _ = reader.language
    whole = view.result if view.by_meaning else view.revenue if _lines(view, BudgetKind.REVENUE) else view.cost
    taken = steps(*_blocks(_, view, by_cause=by_cause))
    levels = list(accumulate((step.amount for step in taken), _add, initial=whole.phased))
    less_is_good = not view.by_meaning and whole is view.cost
    bars = [
        Bar(_step_name(reader, step.names), start, end, adverse=(end > start) == less_is_good)
        for step, start, end in zip(taken, levels[:-1], levels[1:], strict=True)
    ]
    ends = (_("Phased result"), _("Actual result")) if view.by_meaning else (_("Phased"), _("Actual"))
    first, last = (
        Bar(name, Decimal(0), level, is_end=True)
        for name, level in zip(ends, (whole.phased, whole.actual), strict=True)
    )
    return [first, *bars, last]


Block = list[tuple[str, Decimal]]


def _blocks(_: Language, view: BudgetView, *, by_cause: bool) -> Iterator[Block]:
    """Yield what moves the total: revenue first; of each kind quantity, mix and price, then what is not taken apart.

    Money that has no budget comes last (DOMAIN 4.9).
    """
    causes = {line.budget.line: found for group in view.price_volume for line, found in group.lines if by_cause}
    for kind in (BudgetKind.REVENUE, BudgetKind.COST):
        lines = _lines(view, kind)
        known = [(_.name(line.budget), line, causes[line.budget.line]) for line in lines if line.budget.line in causes]
        yield [(_("{line}: quantity", line=name), view.moved(line, one.of_quantity)) for name, line, one in known]
        yield [(_("{line}: mix", line=name), view.moved(line, one.mix or Decimal(0))) for name, line, one in known]
        yield [(_("{line}: price", line=name), view.moved(line, one.price)) for name, line, one in known]
        whole = [line for line in lines if line.budget.amount and line.budget.line not in causes]
        yield [(_.name(line.budget), view.moved(line, line.variance)) for line in whole]
    unbudgeted = [line for line in view.lines if not line.budget.amount]
    yield [(_.name(line.budget), view.moved(line, line.variance)) for line in unbudgeted]


def _lines(view: BudgetView, kind: BudgetKind) -> list[BudgetLine]:
    return [line for line in view.lines if line.budget.kind is kind]


def _add(one: Decimal, other: Decimal) -> Decimal:
    return total((one, other))


def _step_name(reader: Reader, names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return reader.language.plural("{count} other step", "{count} other steps", len(names))


def shortened(bars: Sequence[Bar]) -> Decimal:
    """Return where the axis of the bridge begins: 0, or nearer to the steps where the ends would dwarf them."""
    levels = [level for bar in bars for level in ((bar.end,) if bar.is_end else (bar.start, bar.end))]
    low, high = min(levels), max(levels)
    near, span = (low, high - low) if low > 0 else (high, low - high)
    return near - span / 2 if low * high > 0 and abs(near) > 2 * abs(span) > 0 else Decimal(0)


def bridge(bars: Sequence[Bar], scale: Scale, reader: Reader) -> go.Figure:
    """Return the bridge as bars between the levels, amounts beside them in the unit of `scale`."""
    figure = blank(reader, height=_ROW * len(bars) + 24, right=8)
    floor = float(shortened(bars))
    for row, bar in enumerate(bars):
        _bar(figure, bar, row, floor, reader)
        _amount(figure, bar, row, floor, scale, reader)
    for row, bar in enumerate(bars[:-1]):
        level = [float(bar.end)] * 2
        line = {"color": reader.palette.plan, "width": 1}
        figure.add_scatter(x=level, y=[row, row + 1], mode="lines", line=line, hoverinfo="skip")
    if not floor:
        figure.add_vline(x=0, line={"color": reader.palette.ink, "width": 1})
    figure.update_layout(
        hovermode="closest",
        bargap=0.35,
        barmode="overlay",
        xaxis=_levels(bars, floor),
        yaxis=names_axis([_label(bar) for bar in bars], reader),
    )
    return figure


def bridge_words(bars: Sequence[Bar], reader: Reader) -> str:
    """Return the bridge in words, for those who cannot see it."""
    return reader.language.join(
        [f"{bar.name} {money(reader.language, bar.amount, reader.currency, signed=not bar.is_end)}" for bar in bars]
    )


def _bar(figure: go.Figure, bar: Bar, row: int, floor: float, reader: Reader) -> None:
    start = floor if bar.is_end else float(bar.start)
    figure.add_bar(
        x=[float(bar.end) - start],
        base=[start],
        y=[row],
        orientation="h",
        marker=_marker(bar, row, reader),
        customdata=[money(reader.language, bar.amount, reader.currency, exact=True, signed=not bar.is_end)],
        hovertemplate=f"{wrapped(bar.name, _LONGEST)} %{{customdata}}<extra></extra>",
    )


def _marker(bar: Bar, row: int, reader: Reader) -> dict[str, object]:
    """Plan outlined, actual solid, steps in the colour of their meaning."""
    if not bar.is_end:
        return {"color": reader.palette.bad if bar.adverse else reader.palette.good}
    if row == 0:
        return {"color": "rgba(0,0,0,0)", "line": {"color": reader.palette.plan, "width": 2}}
    return {"color": reader.palette.actual}


def _amount(figure: go.Figure, bar: Bar, row: int, floor: float, scale: Scale, reader: Reader) -> None:
    """Write the amount right of the bar, where there is room whichever way the step goes."""
    start = floor if bar.is_end else float(bar.start)
    arrow = "" if bar.is_end else "▲ " if bar.amount > 0 else "▼ "
    colour = reader.palette.bad if bar.adverse else reader.palette.good
    figure.add_annotation(
        x=max(start, float(bar.end)),
        y=row,
        text=f"<b>{arrow}{scale.text(bar.amount, signed=not bar.is_end)}</b>",
        font={"color": reader.palette.ink if bar.is_end else colour, "size": 14},
        bgcolor=reader.palette.ground,
        xanchor="left",
        xshift=4,
        showarrow=False,
    )
    if bar.is_end and floor:
        ground = {"bgcolor": reader.palette.ground, "font": {"color": reader.palette.ink}}
        figure.add_annotation(x=floor, y=row, text="≈", xshift=14 if floor > 0 else -14, showarrow=False, **ground)


def _levels(bars: Sequence[Bar], floor: float) -> dict[str, object]:
    """Return an axis without ticks, since the amounts stand beside the bars, with room for them on the right."""
    levels = [floor, *(float(bar.end) for bar in bars)]
    low, high = min(levels), max(levels)
    return {"range": [low, high + ((high - low) * _ROOM or 1.0)], "visible": False, "fixedrange": True}


def _label(bar: Bar) -> str:
    name = wrapped(bar.name, _LONGEST)
    return f"<b>{name}</b>" if bar.is_end else name
