"""What a person may say about a file beside the file itself, and how much a file may hold.

The limits are settings: :mod:`planlib.intake.settings` takes them from the environment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from planlib.model import DECIMALS, LARGEST

LEAVE_OUT: Final = ""
"""Said of an unknown name: its rows are left out."""
ALL_SHEETS: Final = "*"
"""Said for the sheet: all with the same columns are read together. No sheet can be called so."""
CREATE: Final = "+"
"""Said of an unknown name: it is created. What it is may follow, such as +percent,up,ratio; the rest is found out."""

YEARS: Final = (1900, 2100)
"""The first and the last year that may be said of days which name none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most; beyond it the file or the row is refused."""

    size: int = 200 * 2**20
    """Bytes."""
    unpacked: int = 2**30
    """Bytes of a workbook once unpacked."""
    ratio: int = 200
    """Unpacked against packed size of a part of a workbook."""
    rows: int = 2_000_000
    columns: int = 500
    cell: int = 2_000
    """Characters."""
    below: Decimal = LARGEST
    """Amounts and values, without their sign, stay below this."""
    decimals: int = DECIMALS
    memory: int = 2**30
    """Bytes that reading a workbook may take."""
    seconds: int = 60
    """Time that reading a workbook may take."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; everything has a default."""

    sheet: str | tuple[str, ...] | None = None
    """Name of the sheet of a workbook; None takes the first visible one that has the columns.

    Several names, or ALL_SHEETS for all that are visible, are read together where they have the same columns.
    """
    encoding: str | None = None
    """One of ``planlib.intake.reading.encoding.ENCODINGS``; None finds out."""
    delimiter: str | None = None
    merged_cells: bool = True
    """Merged cells all have the text or day that they show; else only the first of them."""
    hidden_rows: bool = True
    """Rows that are hidden in a workbook are read like the others; else they are left out."""
    header: int | None = None
    """Line of the header; None finds out."""
    shape: Literal["rows", "days", "kpis", "segments"] | None = None
    """One row for each value, or one column for each day (week, month), each KPI or each segment; None finds out."""
    footer: bool = True
    """Totals, notes and repeated headers are left out; with False they are rows like others."""
    decimal: Literal[".", ","] = "."
    """With "," a number is written 1.234,50 or 1 234,50."""
    day_order: Literal["ymd", "mdy", "dmy"] | None = None
    """How days such as 3/5/2025 are written; None takes the one order that the column allows."""
    year: int | None = None
    """That of days which name none; None takes the plan's."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Field to the unit its numbers are written in, such as 万元; wins over what the file says."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field to header of the column, where the header is not known by itself."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field to the value that every row has; wins over a column."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Unknown name of a KPI or budget line to the code of the one it means, LEAVE_OUT, or CREATE and what it is."""
    total: bool = False
    """Rows of one KPI, day and segment are added up."""
    rate: bool = False
    """The value is already the rate of a ratio KPI, not its numerator."""
    history: bool = False
    """Days outside the plan's month are loaded too."""
    restate: bool = False
    """Rows of closed months are recorded as a restatement."""
    percent_as: Literal["fraction", "percent"] | None = None
    """What a bare number above 1.5 is for a percentage: 12.5 is 1250 % (fraction) or 12.5 % (percent)."""
    remembered: bool = True
    """Where nothing is said, what was said about a file with the same header before is taken up."""
    limits: Limits = Limits()
