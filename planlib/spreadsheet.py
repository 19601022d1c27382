"""What a text must look like so that a spreadsheet shows it and does nothing else."""

import re

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"\s*[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?\s*")


def safe(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula; numbers stay numbers."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
