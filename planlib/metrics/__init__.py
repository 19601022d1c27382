"""The formulas: pure functions over plain numbers and dates. No clock, no I/O, no data frames."""

FORMULAS = "1"
"""Version of the formulas, kept with the facts of a closed month; raised when a formula gives another number."""
