"""The formulas: pure functions over plain numbers and dates. No clock, no I/O, no data frames."""
