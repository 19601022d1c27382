"""Size, money, reviews and triggers of risks: published matrices, and what has no figure."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlib.metrics import risks
from planlib.metrics.figure import Figure
from planlib.model import Risk
from planlib.vocabulary import Reason, RiskBand, RiskKind, RiskMove, RiskQuery, RiskState
from tests import published_work as published

THREAT, OPPORTUNITY = RiskKind.THREAT, RiskKind.OPPORTUNITY
MISSING = Figure(None, Reason.MISSING_DATA)
STEP = st.integers(1, 5)
RISKS = st.builds(
    Risk,
    team=st.just("t"),
    month=st.just(date(2025, 3, 1)),
    risk=st.just("r"),
    code=st.just("r"),
    kind=st.sampled_from(RiskKind),
    state=st.sampled_from([RiskState.OPEN, RiskState.OCCURRED]),
    probability=st.none() | st.decimals(0, 1, places=2),
    cost=st.none() | st.decimals(0, 10**9, places=2),
    **dict.fromkeys(
        (
            "response",
            "trigger_kpi",
            "trigger_line",
            "trigger_day",
            "trigger_above",
            "trigger_below",
            "trigger_at_least",
            "trigger_at_most",
        ),
        st.none(),
    ),
)


def risk(**fields: Any) -> Risk:
    return Risk(**{"team": "t", "month": date(2025, 3, 1), "risk": "r", "code": "r"} | fields)


# size


def test_the_published_matrix() -> None:
    case, lowest = published.R01, risks.bands(published.R01.given["bands"])
    scores = [[risks.score(likelihood, impact).value or 0 for impact in risks.STEPS] for likelihood in risks.STEPS]
    assert scores == case.expected["rows"]
    assert Counter(risks.band(score, lowest) for row in scores for score in row) == case.expected["counts"]


def test_bands_are_data() -> None:
    case, lowest = published.R05, risks.bands(published.R05.given["bands"])
    assert [risks.band(a * b, lowest) for a, b in case.given["cells"]] == case.expected["bands"]


@given(STEP, STEP, STEP)
def test_a_larger_step_is_never_in_a_lower_band(likelihood: int, impact: int, more: int) -> None:
    ladder, lowest = list(RiskBand), risks.bands(None)
    one, other = (risks.band(likelihood * step, lowest) for step in sorted((impact, more)))
    assert ladder.index(one) <= ladder.index(other)


@pytest.mark.parametrize(("likelihood", "impact"), [(None, 3), (3, None), (None, None)])
def test_what_is_not_assessed_has_no_score(likelihood: int | None, impact: int | None) -> None:
    assert risks.score(likelihood, impact) == MISSING


# money


def test_the_published_threat_and_opportunity() -> None:
    case = published.R03
    (p, cost), (q, gain) = case.given["threat"], case.given["opportunity"]
    both = [
        risk(kind=THREAT, probability=Decimal(p), cost=Decimal(cost)),
        risk(kind=OPPORTUNITY, probability=Decimal(q), cost=Decimal(gain)),
    ]
    threat, opportunity = (risks.emv(one.kind, one.probability, one.cost).value or 0 for one in both)
    assert (threat, opportunity) == (case.expected["threat"], case.expected["opportunity"])
    found = risks.at_stake(both)
    assert case.given["base"] + (found.exposure.value or 0) == case.expected["with_threat"]
    assert case.given["base"] + (found.net.value or 0) == case.expected["net"]
    assert found.maximum.value == cost


@given(st.lists(RISKS, max_size=6))
def test_exposure_is_never_above_the_maximum_nor_below_the_net(found: list[Risk]) -> None:
    stake = risks.at_stake(found)
    if stake.exposure.value is not None:
        assert stake.maximum.value is not None
        assert 0 <= stake.exposure.value <= stake.maximum.value
        assert stake.net.value is None or stake.net.value <= stake.exposure.value
    assert (stake.exposure.value is None) == (stake.threats > 0 and not stake.counted)
    still = [one for one in found if one.state is RiskState.OPEN]
    assert risks.at_stake(still) == stake._replace(realised=Figure(Decimal(0)), happened=0)


def test_what_happened_is_an_actual_and_no_emv() -> None:
    """DOMAIN 7.3. The cost with risk is base + what came + what may come: whichever happens, nothing counts twice."""
    fields = {"probability": Decimal("0.2"), "cost": Decimal(180)}
    threat, chance = risk(**fields), risk(**fields, kind=OPPORTUNITY)
    came = [one.model_copy(update={"state": RiskState.OCCURRED}) for one in (threat, chance)]
    assert [risks.realised(one) for one in came] == [Figure(Decimal(180)), Figure(Decimal(-180))]
    assert [risks.expected(one).reason for one in came] == [Reason.NOT_APPLICABLE] * 2
    assert risks.realised(threat).reason is Reason.NOT_APPLICABLE
    known = came[0].model_copy(update={"came_to": Decimal(150)})
    assert risks.realised(known).value == 150
    stake = risks.at_stake([threat, known, came[1]])
    assert (stake.exposure.value, stake.realised.value, stake.happened) == (36, -30, 2)
    assert risks.realised(risk(state=RiskState.OCCURRED)) == MISSING


def test_what_has_no_figures_is_undefined_and_nothing_open_is_nothing() -> None:
    bare, whole = risk(), risk(probability=Decimal("0.5"), cost=Decimal(10))
    closed = whole.model_copy(update={"state": RiskState.CLOSED, "reason": "gone"})
    assert risks.emv(THREAT, Decimal("0.5"), None) == MISSING
    assert risks.at_stake([bare]).exposure == MISSING
    assert risks.at_stake([closed]).exposure == Figure(Decimal(0))
    both = risks.at_stake([bare, whole])
    assert (both.exposure, both.counted, both.threats) == (Figure(Decimal(5)), 1, 2)


# reviews


@pytest.mark.parametrize(
    ("text", "band", "due"),
    [
        (None, RiskBand.EXTREME, date(2025, 3, 8)),
        (None, RiskBand.HIGH, date(2025, 3, 15)),
        (None, RiskBand.MODERATE, date(2025, 3, 31)),
        (None, RiskBand.LOW, date(2025, 5, 30)),
        ("60 20 5 1", RiskBand.EXTREME, date(2025, 3, 2)),
    ],
)
def test_reviews_fall_due_by_band(text: str | None, band: RiskBand, due: date) -> None:
    assert risks.review_due(date(2025, 3, 1), band, risks.review_days(text)) == Figure(due)


def test_without_a_band_no_review_is_due() -> None:
    assert risks.review_due(date(2025, 3, 1), None, risks.review_days(None)) == MISSING


# triggers and queries


@pytest.mark.parametrize(
    ("bounds", "fires"),
    [
        ({"above": "0.9"}, (False, False, True)),
        ({"at_least": "0.9"}, (False, True, True)),
        ({"below": "0.9"}, (True, False, False)),
        ({"at_most": "0.9"}, (True, True, False)),
        ({"below": "0.9", "above": "0.9"}, (True, False, True)),
        ({"at_most": "0.5", "at_least": "2"}, (False, False, False)),
        ({}, (False, False, False)),
    ],
)
def test_a_trigger_fires_beyond_its_bound_or_at_it_already(
    bounds: dict[str, str], fires: tuple[bool, bool, bool]
) -> None:
    near = (Decimal("0.899999999999999"), Decimal("0.900"), Decimal("0.900000000000001"))
    fired = risks.Bounds(**{sign: Decimal(bound) for sign, bound in bounds.items()})
    assert tuple(risks.beyond(value, fired) for value in near) == fires


@pytest.mark.parametrize(
    ("values", "since"),
    [((1, 5, 6, 7), 2), ((5, 6, 7), 1), ((5, 1, 6), 3), ((5, 6, 4), None), ((), None)],
)
def test_a_trigger_has_fired_since_the_value_last_came_back(values: tuple[int, ...], since: int | None) -> None:
    days = [(date(2025, 3, number), Decimal(value)) for number, value in enumerate(values, 1)]
    assert risks.fired_since(reversed(days), risks.Bounds(above=Decimal(4))) == (since and date(2025, 3, since))


def test_a_day_fires_on_the_day() -> None:
    found = [risks.reached(date(2025, 3, 10), date(2025, 3, day)) for day in (9, 10, 11)]
    assert found == [False, True, True]


@pytest.mark.parametrize(
    ("kind", "inherent", "residual", "action", "asked"),
    [
        (THREAT, (4, 4), (2, 4), "insure", ()),
        (THREAT, (4, 4), (4, 4), "insure", (RiskQuery.RESIDUAL_UNCHANGED,)),
        (THREAT, (4, 4), (4, 4), "", ()),
        (THREAT, (2, 2), (3, 2), "", (RiskQuery.RESIDUAL_WORSE,)),
        (OPPORTUNITY, (2, 2), (3, 2), "advertise", ()),
        (OPPORTUNITY, (3, 2), (2, 2), "advertise", (RiskQuery.RESIDUAL_WORSE,)),
        (THREAT, (4, 4), (None, 4), "insure", ()),
    ],
)
def test_sizes_that_cannot_be_right(
    kind: RiskKind, inherent: tuple[int, int], residual: tuple[int, int], action: str, asked: tuple[RiskQuery, ...]
) -> None:
    found = risk(
        kind=kind,
        action=action,
        inherent_likelihood=inherent[0],
        inherent_impact=inherent[1],
        residual_likelihood=residual[0],
        residual_impact=residual[1],
    )
    assert risks.queries(found) == asked


# what became of it


def sized(likelihood: int | None, impact: int | None, state: RiskState = RiskState.OPEN) -> Risk:
    return risk(likelihood=likelihood, impact=impact, state=state, reason="r")


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (None, sized(2, 2), RiskMove.ADDED),
        (sized(2, 2), None, RiskMove.REMOVED),
        (sized(2, 2), sized(3, 2), RiskMove.UP),
        (sized(2, 2), sized(1, 2), RiskMove.DOWN),
        (sized(2, 3), sized(3, 2), None),
        (sized(None, 2), sized(1, 2), RiskMove.SCORED),
        (sized(1, 2), sized(None, 2), None),
        (sized(1, 2), sized(5, 5, RiskState.OCCURRED), RiskMove.OCCURRED),
        (sized(1, 2), sized(1, 2, RiskState.CLOSED), RiskMove.CLOSED),
        (sized(1, 2, RiskState.CLOSED), sized(1, 2), RiskMove.REOPENED),
    ],
)
def test_what_became_of_a_risk(before: Risk | None, after: Risk | None, move: RiskMove | None) -> None:
    assert risks.move(before, after) is move
