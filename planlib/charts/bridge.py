"""From the phased budget to the actual, line by line: what moved the total, and by how much.

Rows from top to bottom, so that names of any length are read on a phone too. With revenue and cost the bridge leads
from result to result and a step to the right is good; with one of them alone it leads from sum to sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import plotly.graph_objects as go

from planlib.charts.style import Reader, blank, names_axis, wrapped
from planlib.locale.amounts import money
from planlib.locale.scale import Scale
from planlib.metrics.bridge import steps
from planlib.snapshot import BudgetLine, BudgetView
from planlib.vocabulary import BudgetKind

_ROW = 38
"""Pixels."""
_LONGEST = 20
"""Characters of a name on one line."""


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
        return self.end - self.start


def bridge_bars(view: BudgetView, reader: Reader) -> list[Bar]:
    """Return the rows of the bridge, top to bottom; the steps lead from the first end to the last exactly."""
    _ = reader.language
    revenue, cost = ([line for line in view.lines if line.budget.kind is kind] for kind in _BLOCKS)
    both = bool(revenue and cost)
    total = view.result if both else view.revenue if revenue else view.cost
    names = {line.budget.line: _.name(line.budget) for line in view.lines}
    taken = steps(*([(line.budget.line, _movement(line, both)) for line in block] for block in (revenue, cost)))
    levels = list(accumulate((step.amount for step in taken), initial=total.phased))
    less_is_good = not both and not revenue
    bars = [
        Bar(_step_name(reader, step.names, names), start, end, adverse=(end > start) == less_is_good)
        for step, start, end in zip(taken, levels[:-1], levels[1:], strict=True)
    ]
    ends = (_("Phased result"), _("Actual result")) if both else (_("Phased"), _("Actual"))
    first, last = (
        Bar(name, Decimal(0), level, is_end=True)
        for name, level in zip(ends, (total.phased, total.actual), strict=True)
    )
    return [first, *bars, last]


_BLOCKS = (BudgetKind.REVENUE, BudgetKind.COST)


def _movement(line: BudgetLine, by_meaning: bool) -> Decimal:
    return line.favourable if by_meaning else line.variance


def _step_name(reader: Reader, lines: tuple[str, ...], names: dict[str, str]) -> str:
    if len(lines) == 1:
        return names[lines[0]]
    return reader.language.plural("{count} other line", "{count} other lines", len(lines))


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
        name=bar.name,
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
    return {"range": [low, high + ((high - low) * 0.25 or 1.0)], "visible": False, "fixedrange": True}


def _label(bar: Bar) -> str:
    name = wrapped(bar.name, _LONGEST)
    return f"<b>{name}</b>" if bar.is_end else name
