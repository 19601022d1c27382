"""The charts of a document: numbers with their looks, which every format draws in its own way.

Where a format has charts of its own they stay numbers there, that a reader can edit; the others are given a picture
of the same numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import floor, log10

from planlib.locale.scale import Scale


class ChartKind(StrEnum):
    """How a chart is drawn."""

    LINES = "lines"
    """One point a category, joined."""
    COLUMNS = "columns"
    """Upright, series beside each other."""
    BARS = "bars"
    """Lying, one below the other, for long names."""
    WATERFALL = "waterfall"
    """From a first total over steps up and down to a last one; of one series, its ends the totals."""


class Look(StrEnum):
    """What a series means, and so what it looks like in every figure of the product."""

    ACTUAL = "actual"
    """Solid."""
    PLAN = "plan"
    """An outline, or a dotted line."""
    FORECAST = "forecast"
    """Hatched, or a dashed line."""
    LAST_YEAR = "last_year"
    """Grey."""
    STEPS = "steps"
    """Of a waterfall: good and bad by meaning, as `good` of the series says."""


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one thing."""

    name: str
    look: Look
    values: tuple[Decimal | None, ...]
    """One a category; None where there is none, which is a gap."""
    good: tuple[bool | None, ...] = ()
    """Of the steps of a waterfall: whether each is good; None for totals."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over categories."""

    name: str
    title: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    scale: Scale
    """In which the numbers are written; of percentages their hundredth."""
    unit: str
    """What the numbers are in, said beside the title: 万元, ¥K, %."""
    percent: bool = False
    note: str = ""
    """What is to be known about it, such as a week that is not whole."""

    def number(self, value: Decimal) -> Decimal:
        """Return a value as it stands in the chart: 97.3 for 973,000 in 万 or for a share of 0.973."""
        return value * 100 if self.percent else value.scaleb(-self.scale.power)

    @property
    def decimals(self) -> int:
        """With how many decimals its numbers are written."""
        return self.scale.decimals

    @property
    def floor(self) -> float | None:
        """Where its axis begins; None where a format may choose.

        Bars begin at zero, as their length is read; lines near their lowest point, as their course is told.
        """
        numbers = [float(self.number(value)) for series in self.series for value in series.values if value is not None]
        if self.kind in (ChartKind.BARS, ChartKind.COLUMNS) and min(numbers, default=-1.0) >= 0:
            return 0.0
        if self.kind is not ChartKind.LINES or not numbers or min(numbers) <= 0:
            return None
        step = 10.0 ** floor(log10(max(numbers) - min(numbers) or max(numbers)))
        return floor(min(numbers) / step) * step

    @property
    def alt(self) -> str:
        """Its numbers in words, for those who cannot see it."""
        told = []
        for series in self.series:
            pairs = zip(self.categories, series.values, strict=True)
            known = [f"{name} {self.text(value)}" for name, value in pairs if value is not None]
            told.append(f"{series.name}: {', '.join(known)}")
        return f"{self.title} ({self.unit}). {'. '.join(told)}" if self.unit else f"{self.title}. {'. '.join(told)}"

    def text(self, value: Decimal) -> str:
        """Return a value as it is written at a point."""
        return self.scale.language.number(self.number(value), self.decimals)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is no chart of numbers, such as a Gantt chart."""

    name: str
    title: str
    alt: str
    make_svg: Callable[..., str]
    make_png: Callable[..., bytes]
    """A picture takes time, and not every format wants both. `wide` asks for the shape of a slide."""

    def svg(self, *, wide: bool = False) -> str:
        """Return the picture as SVG, for a page that stands or one that lies."""
        return self.make_svg(wide=wide)

    def png(self, *, wide: bool = False) -> bytes:
        """Return the picture as PNG, for a page that stands or one that lies."""
        return self.make_png(wide=wide)
