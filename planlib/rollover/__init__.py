"""Drafting the next month from this one: what goes on is carried, what is proposed says why, and one chooses."""

from planlib.rollover.draft import Carried, Draft, Why, draft
from planlib.rollover.proposing import Proposal, Proposed
from planlib.rollover.recording import PLAN, Choice, roll_over

__all__ = ["PLAN", "Carried", "Choice", "Draft", "Proposal", "Proposed", "Why", "draft", "roll_over"]
