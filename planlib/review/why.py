"""What a gap by segment comes to, in a sentence: the few segments that explain it, or that none does."""

from collections.abc import Iterator, Sequence

from planlib.findings import days_name
from planlib.locale import N_, Language
from planlib.locale.words import reason_sentence
from planlib.metrics.bridge import SMALL
from planlib.metrics.exact import total
from planlib.metrics.pace import sign
from planlib.snapshot import Gap, GapPart
from planlib.vocabulary import Aggregation, Reason

EVEN = 0.10
"""A segment's share of the gap that is no further from its share of what is due: it is short as all are."""


def why_sentence(_: Language, gap: Gap) -> str:
    """Return where the gap is; nothing where it was not taken apart or is zero.

    Where each segment has about the same share of the gap as of the whole, none stands out, however large it is. Of a
    gap that is good as a whole the largest part for the worse is named: it needs somebody's attention.
    """
    if not gap.parts or not gap.total.value:
        return ""
    return _.sentences([_explained(_, gap), *_adverse(_, gap)])


def _explained(_: Language, gap: Gap) -> str:
    if any(part.share is None for part in gap.parts):
        return _("What the segments contribute all but cancels out.")
    if even(gap):
        return _("The segments contribute about as they are large: none stands out.")
    if not gap.leaders:
        return _("No few segments explain the gap.")
    return _leading(_, gap.leaders)


def _adverse(_: Language, gap: Gap) -> Iterator[str]:
    """Yield the largest part for the worse of a gap for the better, unless it is small."""
    good = sign(gap.kpi.direction)
    worse = [part for part in gap.parts if good * part.amount < 0]
    if worse and good * (gap.total.value or 0) > 0:
        most = max(worse, key=lambda part: abs(part.amount))
        if abs(most.amount) >= SMALL * total(abs(part.amount) for part in gap.parts):
            yield _("For the worse, most of all: {segment}.", segment=most.segment or _("Without segment"))


def _leading(_: Language, leaders: Sequence[GapPart]) -> str:
    segments, count = _.join([part.segment or _("Without segment") for part in leaders]), len(leaders)
    share, due = _sums(leaders)
    if share > 1:
        return _.plural(
            "{segments} contributes more than the whole gap; others make up for part of it.",
            "{segments} contribute more than the whole gap; others make up for part of it.",
            count,
            segments=segments,
        )
    return _.plural(
        "{segments} explains {share} of the gap, and is {due} of the whole.",
        "{segments} explain {share} of the gap, and are {due} of the whole.",
        count,
        segments=segments,
        share=_.percent(share),
        due=_.percent(due),
    )


def even(gap: Gap) -> bool:
    """Return whether the segments contribute about as they are large, so that none stands out."""
    groups: Sequence[Sequence[GapPart]] = [gap.leaders] if gap.leaders else [(part,) for part in gap.parts]
    return all(abs(share - due) < EVEN for share, due in map(_sums, groups))


def _sums(parts: Sequence[GapPart]) -> tuple[float, float]:
    """Return the parts' share of the gap, and of what is due."""
    return sum(part.share or 0.0 for part in parts), sum(part.due or 0.0 for part in parts)


_BASIS = {
    Aggregation.SUM: N_("their shares of {days}"),
    Aggregation.MEAN: N_("their means of {days}"),
    Aggregation.RATIO: N_("their rates and weights of {days}"),
    Aggregation.LAST: N_("their shares on {days}"),
}
_WHY_NOT = {
    Reason.MISSING_DATA: N_("no values by segment in the weeks before the month nor in the month a year before"),
    Reason.INCOMPLETE: N_("some days have values without a segment"),
    Reason.ZERO_BASE: N_("all segments were zero in the weeks before the month"),
}


def basis_sentence(_: Language, gap: Gap) -> str:
    """Return by what the plan's expectation was spread over the segments, or why it cannot be."""
    if gap.planned:
        return _("The plan says what each segment is to bring.")
    if gap.basis is not None:
        usual = _(_BASIS[gap.kpi.aggregation], days=days_name(_, *gap.basis))
        return _("The target is of the whole; it is spread over the segments by {usual}.", usual=usual)
    why = _(_WHY_NOT[gap.reason]) if gap.reason in _WHY_NOT else reason_sentence(_, gap.reason or Reason.MISSING_DATA)
    return _("The gap cannot be taken apart by segment: {why}.", why=why)
