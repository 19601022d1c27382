"""How the budget's screens write money: one unit for all, the exact amount for those who point at it, its meaning."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup

from planlib.locale import Language
from planlib.locale.amounts import money
from planlib.locale.scale import Scale, scale, settled
from planlib.locale.words import reason_sentence
from planlib.metrics.figure import Figure
from ui.markup import Tone, exactly


class Amounts(NamedTuple):
    """How the amounts of a page are written."""

    scale: Scale
    currency: str

    def text(self, amount: Decimal, *, signed: bool = False) -> Markup:
        """Return `amount` in the unit of the heading."""
        return exactly(self.scale.text(amount, signed=signed), self.exact(amount, signed=signed))

    def short(self, amount: Decimal) -> Markup:
        """Return `amount` with a unit of its own: 598万, ¥5.98M."""
        return exactly(money(self.scale.language, amount, self.currency, unit=False), self.exact(amount))

    def exact(self, amount: Decimal, *, signed: bool = False) -> str:
        """Return every digit of `amount`."""
        return money(self.scale.language, settled(amount), self.currency, exact=True, signed=signed)

    @property
    def unit(self) -> str:
        """The unit, for a heading."""
        return self.scale.unit(self.currency)


def amounts(language: Language, values: Iterable[Decimal], currency: str) -> Amounts:
    """Return the unit that suits the largest of `values`."""
    return Amounts(scale(language, values), currency)


def meaning(favourable: Decimal) -> Tone:
    """Return the tone of a variance: by what it means, not by its sign."""
    return Tone.GOOD if favourable > 0 else Tone.BAD if favourable < 0 else Tone.PLAIN


def meaning_word(_: Language, favourable: Decimal) -> str:
    """Return the same in a word; empty where there is no variance."""
    return _("favourable") if favourable > 0 else _("adverse") if favourable < 0 else ""


def why(_: Language, figure: Figure[Any]) -> str:
    """Return why a figure is undefined; empty where it is not."""
    return reason_sentence(_, figure.reason) if figure.reason else ""
