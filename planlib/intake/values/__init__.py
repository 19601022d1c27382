"""Texts of cells to numbers, days and units; what would have to be guessed is a fault."""
