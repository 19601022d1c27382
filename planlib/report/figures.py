"""What every document of numbers has: which plan it is about and as of when, and how a figure is written."""

from decimal import Decimal
from typing import Any

from planlib.locale import plain
from planlib.metrics.figure import Figure
from planlib.plans import plan_name
from planlib.snapshot import Snapshot


def heading(snapshot: Snapshot) -> dict[str, Any]:
    """Return which plan a document is about, and as of when."""
    return {
        "plan": plan_name(snapshot.team, snapshot.plan.month),
        "day": snapshot.day,
        "known_at": snapshot.known_at,
    }


def figures(**given: Figure[Any]) -> dict[str, Any]:
    """Return each figure by its name; of one that is undefined the reason beside it."""
    document: dict[str, Any] = {}
    for name, figure in given.items():
        document[name] = plain(figure.value) if isinstance(figure.value, Decimal) else figure.value
        if figure.value is None:
            document[f"{name}_reason"] = figure.reason
    return document


def exact(value: Decimal | None) -> str | None:
    """Return an exact number with all its digits."""
    return None if value is None else plain(value)
