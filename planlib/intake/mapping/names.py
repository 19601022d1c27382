"""Texts of a file to the things of the plan they name: KPIs, budget lines, objectives, people, choices.

Codes and names match exactly after NFKC and trimming, whatever the width and the invisible characters; case counts.
Nothing is matched by likeness: what is only near is suggested.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from planlib.intake.mapping.fields import FLAGS
from planlib.intake.mapping.likeness import nearest
from planlib.intake.values.values import Fault, name_key
from planlib.locale import LANGUAGES, language
from planlib.locale.words import word
from planlib.model import Budget, Kpi, Milestone, Objective, Person, Risk, Strategy, Task
from planlib.vocabulary import ProblemCode

_SUGGESTED = 200
"""Distinct unknown names for which the likeliest known one is looked for; who reads more has the wrong column."""


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
    """Finds the id of what a text names; a code goes before a name, and both before what a person said of the text."""

    def __init__(self, things: Iterable[Named], faults: Faults, said: Mapping[str, str] | None = None) -> None:
        """Learn the things that may be named, and the ids of what a person said that other texts mean."""
        self._faults = faults
        self._said = said or {}
        self._codes: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._looked = 0
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
        if len(found) == 1:
            return next(iter(found))
        if key in self._said:
            return self._said[key]
        if found:
            return Fault(self._faults.ambiguous, {"codes": tuple(sorted(found.values()))})
        return Fault(self._faults.unknown, {"suggestion": self._suggestion(key)})

    def near(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Return the codes of what `text` may mean, the likeliest first."""
        return tuple(dict.fromkeys(self._code(name) for name in nearest(text, (*self._codes, *self._names))))[:most]

    def _suggestion(self, key: str) -> str | None:
        self._looked += 1
        return next(iter(nearest(key, (*self._names, *self._codes))), None) if self._looked <= _SUGGESTED else None

    def _code(self, name: str) -> str:
        return name if name in self._codes else min(self._names[name].values())


def kpi_names(kpis: Iterable[Kpi], said: Mapping[str, str] | None = None) -> Names:
    """Return the KPIs by code, by their names and by their aliases."""
    things = (Named(kpi.kpi, kpi.code, (kpi.name_zh, kpi.name_en, *aliases(kpi.aliases))) for kpi in kpis)
    return Names(things, KPI, said)


def kpi_codes(kpis: Iterable[Kpi]) -> Names:
    """Return the KPIs by code alone: a file that defines KPIs gives them other names."""
    return Names((Named(kpi.kpi, kpi.code, ()) for kpi in kpis), KPI)


def line_names(
    budgets: Iterable[Budget], other_months: Iterable[Budget] = (), said: Mapping[str, str] | None = None
) -> Names:
    """Return the budget lines by code, by their names and by the aliases of their code in any month."""
    known: dict[str, list[str]] = {}
    for line in other_months:
        known.setdefault(line.code, []).extend(aliases(line.aliases))
    things = (
        Named(line.line, line.code, (line.name_zh, line.name_en, *aliases(line.aliases), *known.get(line.code, ())))
        for line in budgets
    )
    return Names(things, LINE, said)


def aliases(text: str | None) -> list[str]:
    """Return the names that a KPI or a budget line goes by besides its own."""
    return [name.strip() for name in (text or "").replace("；", ";").split(";") if name.strip()]


def objective_names(objectives: Iterable[Objective]) -> Names:
    """Return the objectives by code and by their titles."""
    return titles((goal.objective, goal) for goal in objectives)


def strategy_names(strategies: Iterable[Strategy]) -> Names:
    """Return the strategies by code and by their titles."""
    return titles((one.strategy, one) for one in strategies)


def titles(things: Iterable[tuple[str, Objective | Strategy | Task | Risk]]) -> Names:
    """Return things, each after its id, by code and by their titles."""
    return Names((Named(thing, one.code, (one.title_zh, one.title_en)) for thing, one in things), OTHER)


def people_names(people: Iterable[Person]) -> Names:
    """Return people by their id and by their names."""
    return Names((Named(person.person, person.person, (person.name_zh, person.name_en)) for person in people), OTHER)


def milestone_names(milestones: Iterable[Milestone]) -> Names:
    """Return milestones by their id and by their titles; they have no code."""
    return Names((Named(one.milestone, one.milestone, (one.title_zh, one.title_en)) for one in milestones), OTHER)


class Choice:
    """Reads one of the words of a field, those on screen too, in either language; case does not count."""

    def __init__(self, choices: Mapping[StrEnum, Sequence[str]]) -> None:
        """Learn what may be chosen, and what people write for it."""
        self._words: Mapping[str, StrEnum] = {
            _choice_key(said): choice
            for choice, words in choices.items()
            for said in (choice.value, *words, *(word(language(code), choice) for code in LANGUAGES))
        }
        self._known = {
            "known": tuple(choice.value for choice in choices),
            "known_zh": tuple(words[0] for words in choices.values()),
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
