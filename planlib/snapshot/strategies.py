"""Which strategy goals and tasks carry out: the one they name, or else that of the goal above them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planlib.model import Objective, Strategy, Task


@dataclass(frozen=True, slots=True)
class Strategies:
    """A team's strategies, and the goals of a month that name them."""

    by_id: Mapping[str, Strategy]
    objectives: Mapping[str, Objective]

    @classmethod
    def of(cls, strategies: Iterable[Strategy], objectives: Iterable[Objective]) -> "Strategies":
        """Return those of a plan."""
        return cls({one.strategy: one for one in strategies}, {one.objective: one for one in objectives})

    def behind(self, row: Task | Objective) -> Strategy | None:
        """Return the strategy that a task or a goal carries out; None where none is named."""
        named, goal = row.strategy, row.parent if isinstance(row, Objective) else row.objective
        above = dict(self.objectives)
        while named is None and (found := above.pop(goal or "", None)):
            named, goal = found.strategy, found.parent
        return self.by_id.get(named or "")
