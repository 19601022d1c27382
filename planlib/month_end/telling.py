"""A sentence in the making: each number that it states is noted, with the row it is of and all its digits."""

from decimal import Decimal
from typing import Any

from planlib.document import Fact, Sentence
from planlib.locale import N_, Language, plain
from planlib.locale.amounts import money, quantity
from planlib.locale.scale import settled
from planlib.metrics.figure import Figure
from planlib.model import Kpi
from planlib.snapshot import BudgetLine, BudgetTotal, KpiLine, ObjectiveLine, Snapshot
from planlib.vocabulary import Measure

_FIELDS = {
    "actual": N_("Actual"),
    "expected": N_("Expected by now"),
    "gap": N_("Difference"),
    "gap_share": N_("Share of the difference"),
    "gap_part": N_("Part of the difference"),
    "restated": N_("As restated"),
    "restated_by": N_("Restated by"),
    "target": N_("Target"),
    "attainment": N_("Attainment"),
    "pace": N_("Pace"),
    "score": N_("Score"),
    "due": N_("Expected by now"),
    "phased": N_("Phased budget"),
    "favourable": N_("Favourable (+) or adverse (−)"),
    "over": N_("Over budget"),
    "days": N_("Values"),
    "days_expected": N_("Values due"),
    "growth": N_("Growth reached"),
    "growth_rate": N_("Planned growth"),
    "count": N_("Number"),
    "finish": N_("Finish"),
    "slip": N_("Working days later"),
    "size": N_("Likelihood × impact"),
    "weight": N_("Weight"),
    "budget": N_("Budget"),
    "start": N_("Start"),
    "days_over": N_("Days with too much"),
    "exposure": N_("Expected cost"),
    "realised": N_("What it came to"),
    "green": N_("On track from"),
    "amber": N_("Watch from"),
    "explain_below": N_("Explained below"),
    "least": N_("Explained from"),
    "share": N_("Explained from, share"),
    "cap": N_("Explained in any case from"),
    "review": N_("Days from one review to the next"),
}
"""What a fact is called; its field in `planlib show` where it is one of it."""


class Telling:
    """Gives the words for numbers, and keeps what they are."""

    def __init__(self, snapshot: Snapshot, language: Language) -> None:
        """Begin a sentence about the plan."""
        self._language, self._currency = language, snapshot.team.currency
        self._facts: list[Fact] = []

    def sentence(self, name: str, text: str) -> Sentence:
        """Return the sentence `text`, with the numbers told so far that it states."""
        return Sentence(name, text, tuple(fact for fact in self._facts if fact.text in text))

    def value(
        self, kpi: Kpi, field: str, value: Decimal | None, text: str = "", *, signed: bool = False, segment: str = ""
    ) -> str:
        """Return a value of a KPI, or of one of its segments, as `text` says it or in its unit."""
        text = text or quantity(self._language, kpi, value, self._currency, signed=signed)
        is_rate = kpi.measure is Measure.PERCENT or text.endswith("%")
        full = self._full_rate(value, signed=signed) if is_rate and value is not None else ""
        return self.note("kpis", kpi.code, self._whose(kpi, segment), field, value, text, full)

    def share(self, kpi: Kpi, segment: str, share: float | None) -> str:
        """Return which share a segment has of a KPI's difference."""
        text = self._language.percent(share)
        return self.note("kpis", kpi.code, self._whose(kpi, segment), "gap_share", share, text)

    def _whose(self, kpi: Kpi, segment: str) -> str:
        return " · ".join(filter(None, [self._language.name(kpi), segment]))

    def ratio(self, line: KpiLine, field: str, text: str) -> str:
        """Return a figure of a KPI that is a ratio: attainment, pace, growth."""
        figure: Figure[float] = getattr(line, field)
        return self.note("kpis", line.kpi.code, self._language.name(line.kpi), field, figure.value, text)

    def amount(self, row: BudgetLine | BudgetTotal, name: str, field: str, amount: Decimal) -> str:
        """Return an amount of a budget line, or of the total called `name`."""
        of = row.budget.code if isinstance(row, BudgetLine) else name
        label = self._language.name(row.budget) if isinstance(row, BudgetLine) else name
        return self.note("budget", of, label, field, amount, money(self._language, amount, self._currency))

    def count(self, source: str, what: str, number: int) -> int:
        """Return how many there are of `what`."""
        self.note(source, "", what, "count", number, str(number))
        return number

    def score(self, line: ObjectiveLine | None, field: str, value: float | None) -> str:
        """Return a score of a goal, or of the whole plan."""
        _ = self._language
        code, name = (line.objective.code, _.name(line.objective, "title")) if line else ("", _("The plan"))
        return self.note("objectives", code, name, field, value, _.score(value))

    def note(self, source: str, of: str, whose: str, field: str, value: Any, text: str, full: str = "") -> str:
        """Keep a number: of which row of `source`, called how, and as the sentence writes it; return that."""
        exact = "" if value is None else plain(value) if isinstance(value, Decimal) else repr(value)
        label = f"{whose} · {self._language(_FIELDS[field])}"
        self._facts.append(Fact(label, text, full or self._full(value, text), source, of, field, exact))
        return text

    def _full_rate(self, rate: Decimal, *, signed: bool) -> str:
        """Return a rate, or a difference of two, with the digits that a reader can use."""
        _ = self._language
        return _.points(rate, 4) if signed else _.exact(settled(rate, 6) * 100) + "%"

    def _full(self, value: Any, text: str) -> str:
        """Return a number with the digits that a reader can use; a share that is told in percent is one there, too."""
        if isinstance(value, float) and text.endswith("%"):
            return self._language.percent(value, 2)
        if isinstance(value, Decimal):
            return self._language.exact(settled(value, 6))
        return self._language.number(value, 4) if isinstance(value, float) else str(value)
