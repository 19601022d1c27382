"""What the team said about a month, told so that nobody is known by it who did not sign.

From fewer than three answers follows who gave which: so there is no average of fewer, and words without a signature
are held back until as many have answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from planlib.metrics.exact import quotient
from planlib.model import Feedback, PlanKey
from planlib.store.connect import Store
from planlib.store.ledger import current

ENOUGH = 3
"""Answers from which on an average and unsigned words are told."""
SCORES = ("workload", "clarity", "support")
WORDS = ("helped", "hindered", "change")


class Score(NamedTuple):
    """What a question that is answered from 1 to 5 came to."""

    answers: int
    """How many answered it."""
    average: Decimal | None
    """None where too few did."""


class Said(NamedTuple):
    """Somebody's words."""

    text: str
    person: str | None
    """Id of who signed them."""


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """The answers to a month's questions, taken together."""

    people: frozenset[str]
    """Ids of those who answered."""
    scores: Mapping[str, Score]
    words: Mapping[str, tuple[Said, ...]]
    """What can be told, the signed ones first, in the order of the words, so that it says nothing of who came when."""
    held_back: int
    """How many answers have words that are not told."""

    @property
    def count(self) -> int:
        """How many people answered."""
        return len(self.people)


def feedback(store: Store, plan: PlanKey, known_at: int) -> FeedbackView:
    """Return what the team said about a month."""
    stored = current(store, "feedback", known_at=known_at, where=plan._asdict())
    return taken_together([one.record for one in stored])


def taken_together(given: Sequence[Feedback]) -> FeedbackView:
    """Return the answers as they can be told."""
    told = [one for one in given if one.signed or len(given) >= ENOUGH]
    return FeedbackView(
        people=frozenset(one.person for one in given),
        scores={name: _score([score for one in given if (score := getattr(one, name)) is not None]) for name in SCORES},
        words={name: _said(told, name) for name in WORDS},
        held_back=sum(one not in told and any(getattr(one, name) for name in WORDS) for one in given),
    )


def _score(scores: Sequence[int]) -> Score:
    average = quotient(Decimal(sum(scores)), Decimal(len(scores))) if len(scores) >= ENOUGH else None
    return Score(len(scores), average)


def _said(told: Sequence[Feedback], name: str) -> tuple[Said, ...]:
    said = [Said(text, one.person if one.signed else None) for one in told if (text := getattr(one, name).strip())]
    return tuple(sorted(said, key=lambda one: (one.person is None, one.text)))
