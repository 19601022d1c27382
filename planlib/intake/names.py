"""Texts of a file to the things of the plan they name: KPIs, budget lines, objectives, people, choices.

Codes and names match exactly after NFKC and trimming, whatever the width and the invisible characters; case counts.
Nothing is matched by likeness: what is only near is suggested.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from planlib.intake.fields import CHOICES, FLAGS
from planlib.intake.values import Fault, name_key
from planlib.model import Budget, Kpi, Objective, Person
from planlib.vocabulary import ProblemCode


class Named(NamedTuple):
    """One thing that a file may name."""

    id: str
    code: str
    names: tuple[str, ...]


class Unknown(NamedTuple):
    """A name in a file that leads to nothing."""

    field: str
    text: str
    rows: int
    """How many rows have it."""
    suggestions: tuple[str, ...]
    """Codes of the things that may be meant, the likeliest first."""


class Faults(NamedTuple):
    """What is said where a name leads to nothing or to several things."""

    missing: ProblemCode
    unknown: ProblemCode
    ambiguous: ProblemCode


KPI = Faults(ProblemCode.MISSING_KPI, ProblemCode.UNKNOWN_KPI, ProblemCode.AMBIGUOUS_KPI)
LINE = Faults(ProblemCode.MISSING_VALUE, ProblemCode.UNKNOWN_LINE, ProblemCode.AMBIGUOUS_LINE)
OTHER = Faults(ProblemCode.MISSING_VALUE, ProblemCode.NO_SUCH_REFERENCE, ProblemCode.NO_SUCH_REFERENCE)


class Names:
    """Finds the id of what a text names; a code goes before a name."""

    def __init__(self, things: Iterable[Named], faults: Faults) -> None:
        """Learn the things that may be named."""
        self._faults = faults
        self._codes: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}
        for thing in things:
            self._codes[name_key(thing.code)] = thing.id
            for name in filter(None, map(name_key, thing.names)):
                self._names.setdefault(name, {})[thing.id] = thing.code

    def __call__(self, text: str) -> str | Fault:
        """Return the id of what `text` names."""
        key = name_key(text)
        if not key:
            return Fault(self._faults.missing)
        if key in self._codes:
            return self._codes[key]
        found = self._names.get(key, {})
        if len(found) > 1:
            return Fault(self._faults.ambiguous, {"codes": tuple(sorted(found.values()))})
        return next(iter(found), None) or Fault(self._faults.unknown, {"suggestion": self._near(key)})

    def _near(self, key: str) -> str | None:
        known = {name.casefold(): name for name in (*self._codes, *self._names)}
        return next((known[name] for name in get_close_matches(key.casefold(), known, 1, 0.6)), None)


def kpi_names(kpis: Iterable[Kpi]) -> Names:
    """Return the KPIs by code, by their names and by their aliases."""
    return Names(
        (
            Named(kpi.kpi, kpi.code, (kpi.name_zh, kpi.name_en, *kpi.aliases.replace("；", ";").split(";")))
            for kpi in kpis
        ),
        KPI,
    )


def line_names(budgets: Iterable[Budget]) -> Names:
    """Return the budget lines by code and by their names."""
    return Names((Named(line.line, line.code, (line.name_zh, line.name_en)) for line in budgets), LINE)


def objective_names(objectives: Iterable[Objective]) -> Names:
    """Return the objectives by code and by their titles."""
    return Names((Named(goal.objective, goal.code, (goal.title_zh, goal.title_en)) for goal in objectives), OTHER)


def people_names(people: Iterable[Person]) -> Names:
    """Return people by their id and by their names."""
    return Names((Named(person.person, person.person, (person.name_zh, person.name_en)) for person in people), OTHER)


class Choice:
    """Reads one of the words of a field, in either language; case does not count."""

    def __init__(self, field: str) -> None:
        """Learn the words of `field`."""
        self._words: Mapping[str, StrEnum] = {
            _choice_key(word): choice for choice, words in CHOICES[field].items() for word in (choice.value, *words)
        }
        self._known = {
            "known": tuple(choice.value for choice in CHOICES[field]),
            "known_zh": tuple(words[0] for words in CHOICES[field].values()),
        }

    def __call__(self, text: str) -> StrEnum | Fault:
        """Return the choice that `text` is."""
        key = _choice_key(text)
        if key in self._words:
            return self._words[key]
        near = next((self._words[word].value for word in get_close_matches(key, self._words, 1, 0.6)), None)
        return Fault(ProblemCode.BAD_CHOICE, self._known | {"suggestion": near})


def read_flag(text: str) -> bool | Fault:
    """Return whether `text` says yes."""
    key = _choice_key(text)
    for flag, words in FLAGS.items():
        if key in words:
            return flag
    return Fault(ProblemCode.BAD_CHOICE, {"known": ("yes", "no"), "known_zh": ("是", "否")})


def _choice_key(text: str) -> str:
    return name_key(text).casefold().replace("_", " ")
