"""Runs the command line: ``python -m planlib``."""

from planlib.cli import main

main()
