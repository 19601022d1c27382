"""Drafting the next month from this one: what goes on is carried, what is proposed says why, and one chooses."""

from planlib.rollover.draft import Carried, Draft, Left, Why, draft
from planlib.rollover.origin import Drafted, drafted
from planlib.rollover.proposing import Proposal, Proposed
from planlib.rollover.recording import PLAN, Choice, as_proposed, roll_over

__all__ = [
    "PLAN",
    "Carried",
    "Choice",
    "Draft",
    "Drafted",
    "Left",
    "Proposal",
    "Proposed",
    "Why",
    "as_proposed",
    "draft",
    "drafted",
    "roll_over",
]
