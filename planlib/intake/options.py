"""What a person may say about a file beside the file itself, and how much a file may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from planlib.model import DECIMALS, LARGEST


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most; beyond it the file or the row is refused."""

    size: int = 50 * 2**20
    """Bytes."""
    rows: int = 2_000_000
    columns: int = 500
    cell: int = 2_000
    """Characters."""
    below: Decimal = LARGEST
    """Amounts and values, without their sign, stay below this."""
    decimals: int = DECIMALS


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; everything has a default."""

    encoding: str | None = None
    """One of ``planlib.intake.encoding.ENCODINGS``; None finds out."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field to header of the column, where the header is not known by itself."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field to the value that every row has; wins over a column."""
    total: bool = False
    """Rows of one KPI, day and segment are added up."""
    rate: bool = False
    """The value is already the rate of a ratio KPI, not its numerator."""
    history: bool = False
    """Days outside the plan's month are loaded too."""
    percent_as: Literal["fraction", "percent"] | None = None
    """What a bare number above 1.5 is for a percentage: 12.5 is 1250 % (fraction) or 12.5 % (percent)."""
    limits: Limits = Limits()
