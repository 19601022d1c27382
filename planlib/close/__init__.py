"""Closing a month: what is to be in order before, the close itself, and opening the month again."""

from planlib.close.checklist import Check, checklist, missing
from planlib.close.closing import Kept, UnmetError, close_plan, closed_facts, kept_close, ready_to_close, reopen_plan

__all__ = [
    "Check",
    "Kept",
    "UnmetError",
    "checklist",
    "close_plan",
    "closed_facts",
    "kept_close",
    "missing",
    "ready_to_close",
    "reopen_plan",
]
