"""Where a gap is: a bar for each segment by what it contributes, small ones together, and the total they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import plotly.graph_objects as go

from planlib.charts.style import Reader, blank, names_axis, wrapped
from planlib.locale import round_half_up
from planlib.locale.scale import Scale, scale
from planlib.metrics.attribution import footed
from planlib.metrics.bridge import steps
from planlib.metrics.exact import decimal, total
from planlib.metrics.pace import sign
from planlib.snapshot import Gap, GapPart
from planlib.vocabulary import Direction, Measure

_ROW = 40
"""Pixels."""
_TALL = 50
"""Of a row with a second line."""
_LONGEST = 16
"""Characters of a name on one line."""
_ROOM = 0.34
"""Share of the scale's length left for the amount beside a bar."""
_POINTS = -2
"""Power of ten of a percentage point."""


@dataclass(frozen=True, slots=True)
class GapBar:
    """One row: a segment, the small ones together, or the total."""

    name: str
    amount: Decimal
    text: str
    """The amount as it is written; those of the segments add up to that of the total."""
    meaning: int
    """1 good, -1 bad, 0 neither; the total has none."""
    under: str = ""
    """Of a ratio: rate and mix."""
    is_total: bool = False


def gap_scale(gap: Gap, actual: Decimal, reader: Reader) -> Scale:
    """Return in which unit the amounts are written; small numbers have no more decimals than the actual has."""
    if gap.kpi.measure is Measure.PERCENT:
        return Scale(reader.language, _POINTS, "", 2)
    amounts = [gap.total.value or Decimal(0), *(part.amount for part in gap.parts)]
    found = scale(reader.language, amounts)
    return found if found.mark else Scale(reader.language, 0, "", max(0, 2 - actual.adjusted()))


def gap_bars(gap: Gap, unit: Scale, reader: Reader) -> list[GapBar]:
    """Return the rows from top to bottom: segments by size, those under 5 % of all movement together, the total."""
    _ = reader.language
    taken = steps([(part.segment, part.amount) for part in gap.parts])
    by_name = {part.segment: part for part in gap.parts}
    whole = round_half_up(decimal(_scaled(gap.total.value or Decimal(0), unit)), unit.decimals)
    bars = [
        GapBar(
            name=_name(step.names, reader),
            amount=step.amount,
            text=_text(shown, unit),
            meaning=_meaning(gap, step.amount),
            under=_under([by_name[name] for name in step.names], shown, unit, reader),
        )
        for step, shown in zip(taken, _rounded(whole, [step.amount for step in taken], unit), strict=True)
    ]
    return [*bars, GapBar(_("Total"), gap.total.value or Decimal(0), _text(whole, unit), 0, is_total=True)]


def _scaled(amount: Decimal, unit: Scale) -> Fraction:
    return Fraction(amount) / Fraction(10) ** unit.power


def _rounded(whole: Decimal, parts: Sequence[Decimal], unit: Scale) -> list[Decimal]:
    """Return the parts in the unit, rounded such that they add up to the `whole` that is shown."""
    if not parts:
        return []
    return list(footed(whole, {n: _scaled(part, unit) for n, part in enumerate(parts)}, unit.decimals).values())


def _text(amount: Decimal, unit: Scale) -> str:
    return unit.language.number(amount, unit.decimals, signed=True)


def _name(segments: tuple[str, ...], reader: Reader) -> str:
    _ = reader.language
    if len(segments) == 1:
        return segments[0] or _("Without segment")
    return _.plural("{count} other", "{count} others", len(segments))


def _meaning(gap: Gap, amount: Decimal) -> int:
    """Return whether an amount is good or bad; of a range it is bad to lead further out of it."""
    way = (amount > 0) - (amount < 0)
    if gap.kpi.direction is Direction.WITHIN:
        return -way if (gap.total.value or 0) > 0 else way
    return way * sign(gap.kpi.direction)


def _under(parts: Sequence[GapPart], shown: Decimal, unit: Scale, reader: Reader) -> str:
    """Return rate and mix, which add up to the amount that is shown."""
    _ = reader.language
    rates, mixes = ([value for part in parts if (value := getattr(part, kind)) is not None] for kind in ("rate", "mix"))
    if not rates:
        return ""
    rate, mix = _rounded(shown, [total(rates), total(mixes)], unit)
    return _("rate {rate}, mix {mix}", rate=_text(rate, unit), mix=_text(mix, unit))


def gap_chart(bars: Sequence[GapBar], reader: Reader) -> go.Figure:
    """Return the bars from zero to the left and right, each with its amount, and the total under a line."""
    row = _TALL if any(bar.under for bar in bars) else _ROW
    figure = blank(reader, height=row * len(bars) + 24, right=8)
    for place, bar in enumerate(bars):
        _bar(figure, bar, place, reader)
    ink = {"color": reader.palette.ink, "width": 1}
    figure.add_vline(x=0, line=ink)
    figure.add_hline(y=len(bars) - 1.5, line={"color": reader.palette.grid, "width": 1})
    figure.update_layout(
        hovermode=False,
        margin_b=8,
        bargap=0.38,
        barmode="overlay",
        xaxis=_scale(bars),
        yaxis=names_axis([_label(bar) for bar in bars], reader),
    )
    return figure


def gap_chart_words(bars: Sequence[GapBar], reader: Reader) -> str:
    """Return the rows in words, for those who cannot see the figure."""
    return reader.language.join([" ".join(filter(None, [bar.name, bar.text, bar.under])) for bar in bars])


def _bar(figure: go.Figure, bar: GapBar, place: int, reader: Reader) -> None:
    palette = reader.palette
    fill = {1: palette.good, -1: palette.bad}.get(bar.meaning, palette.actual if bar.is_total else palette.plan)
    ink = palette.ink if bar.is_total or not bar.meaning else fill
    figure.add_bar(x=[float(bar.amount)], y=[place], orientation="h", marker={"color": fill})
    left = bar.amount < 0
    arrow = "" if bar.is_total else "▼ " if left else "▲ "
    figure.add_annotation(
        x=float(bar.amount),
        y=place,
        text=f"<b>{arrow}{bar.text}</b>",
        font={"color": ink, "size": 14},
        xanchor="right" if left else "left",
        xshift=-4 if left else 4,
        showarrow=False,
    )


def _scale(bars: Sequence[GapBar]) -> dict[str, object]:
    """Return an axis without ticks, since the amounts stand beside the bars, with room for them where they stand."""
    amounts = [float(bar.amount) for bar in bars]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    room = (high - low) * _ROOM or 1.0
    return {"range": [low - room * (low < 0), high + room * (high > 0)], "visible": False, "fixedrange": True}


def _label(bar: GapBar) -> str:
    name = wrapped(bar.name, _LONGEST)
    if bar.is_total:
        return f"<b>{name}</b>"
    return f'{name}<br><span style="font-size:13px">{bar.under}</span>' if bar.under else name
