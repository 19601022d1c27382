"""How much a file may hold, as set in the environment."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from planlib.errors import RefusedError
from planlib.intake.options import Limits

MEGABYTE = 2**20


class _Setting(NamedTuple):
    limit: str
    """Field of :class:`Limits`."""
    unit: int = 1


SETTINGS = {
    "PLANLIB_MAX_FILE_MB": _Setting("size", MEGABYTE),
    "PLANLIB_MAX_UNPACKED_MB": _Setting("unpacked", MEGABYTE),
    "PLANLIB_MAX_ROWS": _Setting("rows"),
    "PLANLIB_MAX_COLUMNS": _Setting("columns"),
    "PLANLIB_MAX_CELL_LENGTH": _Setting("cell"),
    "PLANLIB_WORKBOOK_MEMORY_MB": _Setting("memory", MEGABYTE),
    "PLANLIB_WORKBOOK_SECONDS": _Setting("seconds"),
}
"""The README says what each is for."""


def limits_from(environment: Mapping[str, str]) -> Limits:
    """Return the limits that are set, and the default of every other.

    Raises:
        RefusedError: `bad_setting`, where one is no whole number above 0.
    """
    given = {name: environment[name] for name in SETTINGS if environment.get(name)}
    for name, text in given.items():
        if not (text.isascii() and text.isdigit() and 0 < int(text) < MEGABYTE * MEGABYTE):
            raise RefusedError("bad_setting", name=name, value=text)
    numbers: dict[str, Any] = {SETTINGS[name].limit: int(text) * SETTINGS[name].unit for name, text in given.items()}
    return replace(Limits(), **numbers)
