"""Where the program and its database are, and who runs it."""

import getpass
import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The folder of the project: the program runs from its checkout, not from a copy of the library alone."""
LOCAL = "local"
"""Who makes changes on a machine that does not know its users."""


def database() -> Path:
    """Return the path of the database: PLANLIB_DB, or data/plan.duckdb of the project."""
    return Path(os.environ.get("PLANLIB_DB") or ROOT / "data" / "plan.duckdb")


def user() -> str:
    """Return who runs the program: the login under which changes are made as long as nobody signs in."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return LOCAL
