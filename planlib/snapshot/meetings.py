"""What was said, decided and learnt about a team's plans, as of one change."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise

from planlib.metrics.periods import DAY
from planlib.model import CheckIn, Decision, Lesson, Meeting, Person, PlanKey
from planlib.snapshot.feedback import FeedbackView, feedback
from planlib.snapshot.reading import PlanFacts
from planlib.store import queries
from planlib.store.connect import Store
from planlib.store.ledger import current
from planlib.vocabulary import DecisionKind, LessonKind


class MeetingAnswers:
    """What can be asked of a snapshot about its team's meetings and people."""

    _store: Store
    _facts: PlanFacts

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The team's meetings, of all its plans, newest first; one that is being held has no `known_at`."""
        return meetings(self._store, self._facts.key.team, self._facts.known_at)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What the team decided, in its meetings and outside of them, newest first."""
        return decisions(self._store, self._facts.key.team, self._facts.known_at)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """What the month taught: what worked, what did not, what to try next."""
        return lessons(self._store, self._facts.key, self._facts.known_at)

    @property
    def carried_lessons(self) -> tuple[Lesson, ...]:
        """Those that came along from the month before."""
        return tuple(lesson for lesson in self.lessons if lesson.carried_from)

    @cached_property
    def feedback(self) -> FeedbackView:
        """What the team said about the month."""
        return feedback(self._store, self._facts.key, self._facts.known_at)

    @cached_property
    def feedback_before(self) -> FeedbackView:
        """What the team said about the month before."""
        team, month = self._facts.key
        return feedback(self._store, PlanKey(team, (month - DAY).replace(day=1)), self._facts.known_at)

    @property
    def open_actions(self) -> tuple[Decision, ...]:
        """Actions that are not done, the first due first, from earlier months too."""
        return open_actions(self.decisions)

    @cached_property
    def moves(self) -> Mapping[str, int]:
        """How many times actions got another day, by action; those that never did are left out."""
        return moves(self._store, self._facts.key.team, self.meetings, self._facts.known_at)

    @property
    def people(self) -> tuple[Person, ...]:
        """The team's people."""
        return tuple(self._facts.people.values())

    def person(self, person: str | None) -> Person | None:
        """Return somebody of the team by id."""
        return self._facts.people.get(person or "")


def meetings(store: Store, team: str, known_at: int) -> tuple[Meeting, ...]:
    """Return a team's meetings, of all its plans, newest first; one that is being held has no `known_at`."""
    found: list[Meeting] = [
        stored.record for stored in current(store, "meetings", known_at=known_at, where={"team": team})
    ]
    return tuple(
        sorted(found, key=lambda meeting: (meeting.known_at is None, meeting.day, meeting.known_at), reverse=True)
    )


def decisions(store: Store, team: str, known_at: int) -> tuple[Decision, ...]:
    """Return what the team decided, newest first."""
    found: list[Decision] = [
        stored.record for stored in current(store, "decisions", known_at=known_at, where={"team": team})
    ]
    return tuple(sorted(found, key=lambda decision: (decision.day, decision.decision), reverse=True))


def open_actions(decided: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the actions that are not done, the first due first."""
    found = [one for one in decided if one.kind is DecisionKind.ACTION and one.done is None]
    return tuple(sorted(found, key=lambda action: (action.due or date.max, action.decision)))


def moves(store: Store, team: str, held: Iterable[Meeting], known_at: int) -> dict[str, int]:
    """Return how many times each action that was moved got another day, after the meeting that took it down."""
    ends = {meeting.meeting: known_at if meeting.known_at is None else meeting.known_at for meeting in held}
    found = {}
    for action, days in groupby(queries.action_days(store, team, known_at), key=lambda written: written.decision):
        written = list(days)
        end = ends.get(written[0].meeting or "", 0)
        began = sum(one.change_id <= end for one in written) or 1
        dues = [one.due for one in written[began - 1 :]]
        if count := sum(before != after for before, after in pairwise(dues)):
            found[action] = count
    return found


def lessons(store: Store, plan: PlanKey, known_at: int) -> tuple[Lesson, ...]:
    """Return the lessons of a plan by kind: good, bad, try."""
    found: list[Lesson] = [
        stored.record for stored in current(store, "lessons", known_at=known_at, where=plan._asdict())
    ]
    kinds = list(LessonKind)
    return tuple(sorted(found, key=lambda lesson: (kinds.index(lesson.kind), lesson.lesson)))


def check_ins(store: Store, kpis: Iterable[str], known_at: int) -> tuple[CheckIn, ...]:
    """Return what the owners of `kpis` said, newest week first."""
    found: list[CheckIn] = [
        stored.record for stored in current(store, "check_ins", known_at=known_at, where={"kpi": list(kpis)})
    ]
    return tuple(sorted(found, key=lambda one: (one.week, one.kpi), reverse=True))
