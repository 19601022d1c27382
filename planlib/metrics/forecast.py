"""Where a KPI will stand at the end of the month: a value, an honest interval, the chance of making it (DOMAIN 2.5-2.7)."""

from dataclasses import dataclass
from decimal import Decimal

from planlib.vocabulary import Method, Reason


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month-end forecast, or the reason there is none."""

    value: Decimal | None
    """Expected at the end of the month, in the KPI's unit."""
    low: Decimal | None
    """Lower end of the 80 % prediction interval; None where n or the variation is too small. It may be negative."""
    high: Decimal | None
    probability: float | None
    """Of reaching the target (of staying within an allowance), 0 to 1, as the model sees it."""
    method: Method | None
    n: int
    """Observed units (working days, days, weeks) behind the forecast."""
    reason: Reason | None = None
    """Why value, or interval and probability, are missing."""
