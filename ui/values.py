"""How a KPI's values are written in a column, in one unit and exactly for those who point at them, and its changes."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from planlib.findings import change_words
from planlib.locale import NONE, Language
from planlib.locale.amounts import quantity
from planlib.locale.scale import Scale, scale, settled
from planlib.locale.words import reason_sentence
from planlib.metrics.figure import Figure
from planlib.metrics.trends import by_difference
from planlib.model import Kpi
from planlib.vocabulary import Direction, Measure
from ui.amounts import why
from ui.markup import Tone, cell, exactly, toned


class Values(NamedTuple):
    """How the values of one KPI are written."""

    kpi: Kpi
    scale: Scale
    currency: str

    def text(self, value: Decimal) -> Markup:
        """Return `value` in the unit of the heading."""
        language = self.scale.language
        percent = self.kpi.measure is Measure.PERCENT
        return exactly(language.percent(value, 2) if percent else self.scale.text(value), self.exact(value))

    def short(self, figure: Figure[Decimal]) -> Markup | str:
        """Return a value with a unit of its own: 598万, ¥5.98M; a dash where it is undefined."""
        if figure.value is None:
            return NONE
        language = self.scale.language
        return exactly(quantity(language, self.kpi, figure.value, self.currency), self.exact(figure.value))

    def exact(self, value: Decimal) -> str:
        """Return every digit of `value`, with its unit."""
        return quantity(self.scale.language, self.kpi, settled(value, 6), self.currency, exact=True)

    @property
    def heading(self) -> str:
        """The heading of the values, with their unit where they do not carry it themselves."""
        _ = self.scale.language
        unit = "" if self.kpi.measure is Measure.PERCENT else _.with_unit(self.scale.mark, self.kpi.unit)
        if self.kpi.measure is Measure.CURRENCY:
            unit = self.scale.unit(self.currency)
        return _("Actual ({unit})", unit=unit) if unit else _("Actual")


def values(language: Language, kpi: Kpi, known: Iterable[Figure[Decimal]], currency: str) -> Values:
    """Return the unit that suits the largest of the known values."""
    found = scale(language, [figure.value for figure in known if figure.value is not None])
    whole = kpi.whole and not found.mark
    return Values(kpi, replace(found, decimals=0) if whole else found, currency)


def change_cell(_: Language, kpi: Kpi, change: Figure[float], under: Any = "", *, bps: bool = False) -> Markup:
    """Return a change in the colour of its meaning, bold for the worse; a dash and the reason where undefined.

    Rates change by percentage points, or by basis points where asked.
    """
    if change.value is None:
        return cell(NONE, why(_, change))
    return cell(
        _change(_, kpi, change.value, bps=bps), under, tone=change_tone(kpi, change), strong=_worse(kpi, change)
    )


def _change(_: Language, kpi: Kpi, change: float, *, bps: bool) -> Markup | str:
    if not by_difference(kpi):
        return _.percent(change, 1, signed=True)
    if bps:
        return exactly(_.number(change * 10_000, 0, signed=True), _.points(change, 2))
    return exactly(_.number(change * 100, 2, signed=True), _basis_points(_, change))


def moved(_: Language, kpi: Kpi, change: Figure[float]) -> Markup:
    """Return a change with an arrow, in the colour of its meaning: ▲ +4.2%; the reason where undefined.

    One that is too small to be shown has neither.
    """
    if change.value is None:
        return Markup(escape(reason_sentence(_, change.reason) if change.reason else NONE))
    words = change_words(_, kpi, change)
    if not any(digit in words for digit in "123456789"):
        return Markup(escape(words))
    return toned(f"{'▲' if change.value > 0 else '▼'} {words}", change_tone(kpi, change))


def _basis_points(_: Language, difference: float) -> str:
    return _("{count} bps", count=_.number(difference * 10_000, 0, signed=True))


def change_tone(kpi: Kpi, change: Figure[float]) -> Tone:
    """Return whether a change is for the better or the worse; neither for a KPI that has no good direction."""
    if not change.value or kpi.direction not in (Direction.UP, Direction.DOWN):
        return Tone.PLAIN
    return Tone.GOOD if (change.value > 0) == (kpi.direction is Direction.UP) else Tone.BAD


def _worse(kpi: Kpi, change: Figure[float]) -> bool:
    return change_tone(kpi, change) is Tone.BAD
