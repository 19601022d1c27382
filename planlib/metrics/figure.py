"""A number that may be undefined, and then says why (DOMAIN 0.4)."""

from typing import Generic, NamedTuple, TypeVar

from planlib.vocabulary import Reason

T = TypeVar("T")


class Figure(NamedTuple, Generic[T]):
    """A value, or None with the reason it is undefined; never 0, NaN or infinity in its place."""

    value: T | None
    reason: Reason | None = None


def undefined(reason: Reason) -> Figure[T]:
    """Return a figure without a value."""
    return Figure(None, reason)
