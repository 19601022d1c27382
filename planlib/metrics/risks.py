"""Risks (DOMAIN 7): how large they are, what they may cost, when to look at them again, whether a trigger has fired.

Scores are places on a scale: they are put into bands and counted, never added up or averaged. Money is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import NamedTuple

from planlib.metrics.exact import total
from planlib.metrics.figure import Figure, undefined
from planlib.model import Risk
from planlib.model.base import numbers
from planlib.vocabulary import Reason, RiskBand, RiskKind, RiskMove, RiskQuery, RiskState

STEPS = range(1, 6)
"""Of likelihood and of impact."""
LIKELIHOOD_ENDS = (Decimal("0.05"), Decimal("0.2"), Decimal("0.5"), Decimal("0.8"))
"""Probabilities within the month between one step of likelihood and the next, as they are suggested."""
_NHS = "4 8 15"
_REVIEWS = "90 30 14 7"
_LADDER = tuple(RiskBand)


# size


def bands(text: str | None) -> Sequence[int]:
    """Return the lowest scores of the bands above low, as a team wrote them; those of the NHS where None."""
    return numbers(text or _NHS, len(_LADDER) - 1)


def score(likelihood: int | None, impact: int | None) -> Figure[int]:
    """Return likelihood × impact; undefined where one of them is missing."""
    if likelihood is None or impact is None:
        return undefined(Reason.MISSING_DATA)
    return Figure(likelihood * impact)


def band(score: int, lowest: Sequence[int]) -> RiskBand:
    """Return the band of a score; a band's lowest score belongs to it."""
    return _LADDER[bisect_right(lowest, score)]


# money


def emv(kind: RiskKind, probability: Decimal | None, cost: Decimal | None) -> Figure[Decimal]:
    """Return the expected monetary value, p × impact: of a threat a cost, of an opportunity a negative one."""
    if probability is None or cost is None:
        return undefined(Reason.MISSING_DATA)
    return Figure(probability * (cost if kind is RiskKind.THREAT else -cost))


def realised(risk: Risk) -> Figure[Decimal]:
    """Return what came true of a risk that happened, of an opportunity negative: its money at stake if nothing is said.

    It is an actual then and no EMV any more (DOMAIN 7.3); undefined of one that did not happen.
    """
    if risk.state is not RiskState.OCCURRED:
        return undefined(Reason.NOT_APPLICABLE)
    return emv(risk.kind, Decimal(1), risk.cost if risk.came_to is None else risk.came_to)


def expected(risk: Risk) -> Figure[Decimal]:
    """Return the EMV of a risk that may still come; undefined of one that happened or is closed."""
    if risk.state is not RiskState.OPEN:
        return undefined(Reason.NOT_APPLICABLE)
    return emv(risk.kind, risk.probability, risk.cost)


class AtStake(NamedTuple):
    """What risks may come to and came to, in the team's currency; one without figures is left out of the sums."""

    exposure: Figure[Decimal]
    """EMV of the threats."""
    maximum: Figure[Decimal]
    """What all threats would cost if they came together."""
    net: Figure[Decimal]
    """EMV of threats less opportunities: what to add to the base cost."""
    realised: Figure[Decimal]
    """What the threats that happened cost, less what the opportunities brought."""
    happened: int
    """Threats and opportunities."""
    counted: int
    """Threats with probability and cost."""
    threats: int


def at_stake(risks: Iterable[Risk]) -> AtStake:
    """Return what `risks` may come to and came to; 0 where there is none, undefined where none has figures."""
    found = list(risks)
    still, came = ([risk for risk in found if risk.state is state] for state in (RiskState.OPEN, RiskState.OCCURRED))
    threats = [risk for risk in still if risk.kind is RiskKind.THREAT]
    worth = [expected(risk).value for risk in threats]
    return AtStake(
        exposure=_sum(worth),
        maximum=_sum([risk.cost for risk in threats]),
        net=_sum([expected(risk).value for risk in still]),
        realised=_sum([realised(risk).value for risk in came]),
        happened=len(came),
        counted=sum(value is not None for value in worth),
        threats=len(threats),
    )


def _sum(values: Sequence[Decimal | None]) -> Figure[Decimal]:
    there = [value for value in values if value is not None]
    return undefined(Reason.MISSING_DATA) if values and not there else Figure(total(there))


# reviews


def review_days(text: str | None) -> Mapping[RiskBand, int]:
    """Return the days from one review to the next by band, as a team wrote them, or as is usual where None."""
    return dict(zip(_LADDER, numbers(text or _REVIEWS, len(_LADDER)), strict=True))


def review_due(last: date, band: RiskBand | None, days: Mapping[RiskBand, int]) -> Figure[date]:
    """Return the day by which a risk is to be looked at again after its `last` review; it is late after that day."""
    return undefined(Reason.MISSING_DATA) if band is None else Figure(last + timedelta(days=days[band]))


# triggers


class Bounds(NamedTuple):
    """Where a trigger fires: beyond a value, or at it already."""

    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None


_FIRES = (gt, ge, lt, le)
"""Of each of the bounds."""


def bounds(risk: Risk) -> Bounds:
    """Return where the trigger of a risk fires."""
    return Bounds(risk.trigger_above, risk.trigger_at_least, risk.trigger_below, risk.trigger_at_most)


def beyond(value: Decimal, bounds: Bounds) -> bool:
    """Return whether a trigger fires at `value`."""
    return any(bound is not None and fires(value, bound) for fires, bound in zip(_FIRES, bounds, strict=True))


def fired_since(newest_first: Iterable[tuple[date, Decimal]], bounds: Bounds) -> date | None:
    """Return the day from which on the values have been beyond the bounds; None where the newest one is not."""
    since = None
    for day, value in newest_first:
        if not beyond(value, bounds):
            break
        since = day
    return since


def reached(trigger: date, day: date) -> bool:
    """Return whether a trigger that is a day fires: on that day and from then on."""
    return day >= trigger


# queries


def queries(risk: Risk) -> tuple[RiskQuery, ...]:
    """Return what cannot be quite right about a risk's sizes: what is done about it must make a difference."""
    inherent = score(risk.inherent_likelihood, risk.inherent_impact).value
    residual = score(risk.residual_likelihood, risk.residual_impact).value
    if inherent is None or residual is None:
        return ()
    better = residual - inherent if risk.kind is RiskKind.OPPORTUNITY else inherent - residual
    if better < 0:
        return (RiskQuery.RESIDUAL_WORSE,)
    return (RiskQuery.RESIDUAL_UNCHANGED,) if not better and risk.action else ()


# what became of it


def move(before: Risk | None, after: Risk | None) -> RiskMove | None:
    """Return what became of a risk from one moment to another; None where it stands as it did, or has no score."""
    if before is None or after is None:
        return RiskMove.ADDED if after else RiskMove.REMOVED if before else None
    if after.state is not before.state:
        return _BECAME[after.state]
    one, other = (score(risk.likelihood, risk.impact).value for risk in (before, after))
    if other is None or one == other:
        return None
    if one is None:
        return RiskMove.SCORED
    return RiskMove.UP if other > one else RiskMove.DOWN


_BECAME = {
    RiskState.OPEN: RiskMove.REOPENED,
    RiskState.OCCURRED: RiskMove.OCCURRED,
    RiskState.CLOSED: RiskMove.CLOSED,
}
