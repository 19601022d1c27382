"""How long 2,000 tasks with 4,000 links of every kind take to be scheduled, every tenth of them begun or done."""

import random
import statistics
import time
from datetime import date

from planlib.metrics.periods import Calendar
from planlib.metrics.schedule import Step, schedule
from planlib.metrics.working_days import WorkingDays
from planlib.model import TaskLink
from planlib.vocabulary import LinkKind

TASKS, LINKS, ROUNDS = 2000, 4000, 7
MONTH = date(2026, 10, 1)


def seconds() -> float:
    """Return the median time of one schedule."""
    steps, links = _project()
    return statistics.median(_timed(steps, links) for _round in range(ROUNDS))


def _project() -> tuple[dict[str, Step], list[TaskLink]]:
    chance = random.Random(6)
    names = [f"t{number:04d}" for number in range(TASKS)]
    steps = {name: Step(chance.randint(0, 9), not_before=chance.randint(0, 200)) for name in names}
    steps |= {name: Step(5, started=number, finished=number + 5) for number, name in enumerate(names[:100])}
    steps |= {name: Step(5, started=90, remaining=2) for name in names[100:200]}
    pairs = set[tuple[int, int]]()
    while len(pairs) < LINKS:
        later = chance.randrange(1, TASKS)
        pairs.add((chance.randrange(max(0, later - 200), later), later))
    kinds = [*LinkKind]
    links = [
        TaskLink(
            **{"team": "t", "month": MONTH, "task": names[later], "predecessor": names[earlier]},
            **{"kind": chance.choice(kinds), "lag": chance.randint(-2, 5), "elapsed": chance.random() < 0.1},
        )
        for earlier, later in sorted(pairs)
    ]
    return steps, links


def _timed(steps: dict[str, Step], links: list[TaskLink]) -> float:
    days = WorkingDays(Calendar(), MONTH)
    began = time.perf_counter()
    schedule(steps, links, days, 100)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(f"{1000 * seconds():.0f} ms")
