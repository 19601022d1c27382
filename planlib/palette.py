"""The colours of figures, on screens and in files."""

from dataclasses import dataclass

READABLE = 4.5
"""Least contrast of a text with its ground (WCAG 2.2, 1.4.3)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as #1F4E79, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    ground: str
    ink: str
    soft: str
    faint: str
    grid: str
    actual: str
    plan: str
    last_year: str
    accent: str
    good: str
    bad: str


LIGHT = Palette(
    ground="#FFFFFF",
    ink="#1B1F24",
    soft="#4E5763",
    faint="#6B7480",
    grid="#E6E9EC",
    actual="#2B3138",
    plan="#6B7480",
    last_year="#B9BFC7",
    accent="#1F4E79",
    good="#0B6B57",
    bad="#A8200D",
)
DARK = Palette(
    ground="#14171B",
    ink="#E8EAED",
    soft="#B4BBC4",
    faint="#98A1AB",
    grid="#2A3037",
    actual="#E3E6EA",
    plan="#98A1AB",
    last_year="#5C656F",
    accent="#8CB8E8",
    good="#6FD0B5",
    bad="#FF9C8A",
)
