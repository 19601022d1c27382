"""Where the program and its database are."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The folder of the project: the program runs from its checkout, not from a copy of the library alone."""


def database() -> Path:
    """Return the path of the database: PLANLIB_DB, or data/plan.duckdb of the project."""
    return Path(os.environ.get("PLANLIB_DB") or ROOT / "data" / "plan.duckdb")
