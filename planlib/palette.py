"""The colours of figures, on screens and in files."""

from dataclasses import dataclass


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
