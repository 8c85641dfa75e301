"""Convergence of regional incomes: the speed put in comes out, what the equation implies, and Europe's regions."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate
from statusquo.settlement.convergence import (
    Growth,
    convergence_speed,
    european_growth,
    growth_surprise,
    half_life,
    income_path,
)
from statusquo.settlement.regional_income import SOUTH_TYROL, TRENTO
from statusquo.snapshot.store import open_snapshot

SPEED = Estimate(0.02, "share of the gap a year", 0.015, 0.025, "confidence95")


def made_up(speed: float, *, span: int = 10, noise: float = 0.0, levels: bool = True) -> Growth:
    """Regions of eight states that converge exactly at a speed within their state, plus noise."""
    generator = np.random.default_rng(7)
    income, growth, state = [], [], []
    for number in range(8):
        own = 9.0 + (0.5 * number if levels else 0.0)
        for _ in range(12):
            start = own + generator.normal(0.0, 0.25)
            end = own + 0.1 + math.exp(-speed * span) * (start - own) + generator.normal(0.0, noise)
            income.append(start)
            growth.append((end - start) / span)
            state.append(f"S{number}")
    return Growth(np.array(income), np.array(growth), tuple(state), span)


@pytest.mark.parametrize("speed", [0.0, 0.01, 0.02, 0.05])
def test_the_speed_put_in_comes_out(speed: float) -> None:
    found = convergence_speed(made_up(speed), n_bootstrap=50)
    assert found.value == pytest.approx(speed, abs=1e-9)


def test_the_interval_covers_the_truth_and_is_not_empty() -> None:
    found = convergence_speed(made_up(0.02, noise=0.03))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.02 < found.high
    assert found.high - found.low > 0.001


def test_without_state_constants_the_gap_is_to_all_regions() -> None:
    data = made_up(0.03, levels=True)
    apart = convergence_speed(data, within_states=False, n_bootstrap=50).value
    assert apart is not None
    assert abs(apart) < 0.01


def test_a_gap_that_closes_by_two_percent_a_year_halves_in_35_years_as_barro_and_sala_i_martin_round_it() -> None:
    assert half_life(SPEED).value == pytest.approx(34.66, abs=0.01)
    assert half_life(SPEED).low == pytest.approx(math.log(2) / 0.025)


def test_a_speed_that_may_be_zero_has_a_half_life_without_an_upper_end() -> None:
    assert half_life(Estimate(0.01, "share", -0.01, 0.03, "confidence95")).interval is None
    assert half_life(Estimate(-0.01, "share", -0.02, 0.0, "confidence95")).value is None


def test_regions_within_europes_states_did_not_come_closer_but_those_of_all_europe_did() -> None:
    within, across = convergence_speed(), convergence_speed(within_states=False)
    assert within.value == pytest.approx(0.0044, abs=0.0001)
    assert within.low is not None
    assert within.low < 0 < (within.high or 0)
    assert across.value == pytest.approx(0.0361, abs=0.0001)
    assert across.low is not None
    assert across.low > 0.01


def test_bolzano_grew_faster_than_convergence_says_by_less_than_regions_differ() -> None:
    surprise = growth_surprise(SOUTH_TYROL)
    assert surprise.value == pytest.approx(0.0061, abs=0.0001)
    assert surprise.low is not None
    assert surprise.low < 0
    trento = growth_surprise(TRENTO).value
    assert trento is not None
    assert trento < 0


def test_surprises_within_a_state_sum_to_nothing() -> None:
    regions = open_snapshot().table("regional_growth").filter(state="IT")["nuts2"]
    surprises = [growth_surprise(region).value or 0.0 for region in regions]
    assert len(surprises) == 21
    assert sum(surprises) == pytest.approx(0.0, abs=1e-9)
    assert max(surprises) > 0.001


def test_reruns_give_the_same_interval() -> None:
    assert convergence_speed() == convergence_speed()


@settings(max_examples=30, deadline=None)
@given(ratio=st.floats(0.2, 3.0), years=st.integers(1, 60), low=st.floats(0.0, 1.0), width=st.floats(0.0, 1.0))
def test_a_path_starts_where_it_stands_and_never_crosses_its_goal(
    ratio: float, years: int, low: float, width: float
) -> None:
    path = income_path(ratio, years, speed=SPEED, connectivity=(low, min(1.0, low + width)), n_draws=200)
    assert path.points[0].value == pytest.approx(ratio)
    ends = [abs(math.log(point.value)) for point in path.points if point.value is not None]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(ends))


def test_a_region_cut_off_stays_where_it_is() -> None:
    path = income_path(0.5, 30, speed=SPEED, connectivity=(0.0, 0.0), n_draws=100)
    assert path.points[-1].value == pytest.approx(0.5)


def test_transfers_lift_the_path_and_better_routes_speed_it_up() -> None:
    plain = income_path(0.5, 30, speed=SPEED, connectivity=(0.5, 0.5)).points[-1]
    paid = income_path(0.5, 30, speed=SPEED, connectivity=(0.5, 0.5), transfers=(0.2, 0.2)).points[-1]
    linked = income_path(0.5, 30, speed=SPEED, connectivity=(1.0, 1.0)).points[-1]
    assert plain.value is not None
    assert paid.value is not None
    assert linked.value is not None
    assert plain.value < paid.value
    assert plain.value < linked.value < 1.0


@pytest.mark.parametrize(
    "odd",
    [
        {"ratio": 0.0, "years": 5},
        {"ratio": 0.5, "years": 0},
        {"ratio": 0.5, "years": 5, "connectivity": (0.5, 1.5)},
        {"ratio": 0.5, "years": 5, "transfers": (0.3, 0.1)},
    ],
)
def test_odd_inputs_are_refused_with_what_is_allowed(odd: dict[str, object]) -> None:
    with pytest.raises(DomainError):
        income_path(**odd)  # type: ignore[arg-type]


def test_too_few_states_are_refused() -> None:
    whole = european_growth()
    two = [name in {"AT", "IT"} for name in whole.state]
    few = Growth(
        whole.log_income[two], whole.growth[two], tuple(s for s in whole.state if s in {"AT", "IT"}), whole.span
    )
    with pytest.raises(DomainError, match="too few states"):
        convergence_speed(few)
