"""What the team says about a month at its end."""

from typing import Annotated

from pydantic import Field

from planlib.model.base import Id, LongText, Month, Record

Score = Annotated[int, Field(ge=1, le=5)]


class Feedback(Record):
    """What one person says about a month; each score is from 1, not at all, to 5, fully."""

    team: Id
    month: Month
    person: Id
    """So that there is one answer of each; shown only where it is `signed`."""
    workload: Score | None = None
    """The work could be done in the time there was."""
    clarity: Score | None = None
    """The goals were clear."""
    support: Score | None = None
    """What was needed was there: people, tools, decisions."""
    helped: LongText = ""
    hindered: LongText = ""
    change: LongText = ""
    """The one thing to do differently."""
    signed: bool = False
