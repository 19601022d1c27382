"""What the parts of a target come to in words: what each is called, and whether they add up."""

from collections.abc import Iterator

from planlib.findings import days_name
from planlib.locale import N_, Language
from planlib.locale.amounts import quantity
from planlib.locale.words import word
from planlib.metrics.periods import Span
from planlib.model import Person, TargetPart
from planlib.snapshot import KpiLine, PartLine, Snapshot, SplitLine

_SENTENCES = {
    (True, True): N_("The parts leave {left} of the target over: {why}"),
    (True, False): N_("The parts leave {left} of the target over, and nobody says why."),
    (False, True): N_("The parts are {left} more than the target: {why}"),
    (False, False): N_("The parts are {left} more than the target, and nobody says why."),
}
"""By whether they are less than the target, and whether it is said why."""


def part_name(_: Language, line: PartLine) -> str:
    """Return whose a line is: of a part, or of the others."""
    return _("Others") if line.part is None else whose(_, line.part, line.person, line.week)


def whose(_: Language, part: TargetPart, person: Person | None, week: Span | None) -> str:
    """Return whose a part is: a segment as it is written, a person by name, a week by its days."""
    if part.week is not None:
        return days_name(_, *week) if week else _.short_day(part.week)
    return _.name(person) if part.person and person else part.segment


def adding_up(_: Language, line: KpiLine, split: SplitLine, currency: str) -> str:
    """Return whether the parts add up to the target, and if not by how much and why."""
    whole = line.target.target
    if split.left is None or whole is None:
        return _("The target cannot be split like this any more.")
    if not split.left:
        return _("The parts add up to the target.")
    less = (split.left > 0) == (whole > 0)
    left = quantity(_, line.kpi, abs(split.left), currency, exact=True)
    return _(_SENTENCES[less, bool(split.why)], left=left, why=_.own(split.why))


def apart_sentences(_: Language, snapshot: Snapshot, kpi: str | None = None) -> Iterator[str]:
    """Yield the targets, or that of one KPI, whose parts have come apart without a reason."""
    for line in (line for line in snapshot.kpis() if kpi in (None, line.kpi.kpi)):
        for split in snapshot.parts(line.kpi.kpi):
            if split.apart:
                told = adding_up(_, line, split, snapshot.team.currency)
                yield _("{kpi}, {split}: {told}", kpi=_.name(line.kpi), split=word(_, split.split), told=told)
