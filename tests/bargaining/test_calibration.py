"""Weights of draws: the probability of a record in closed form, and sums that must come out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.bargaining.balance_paths import drift_of
from statusquo.bargaining.calibration import (
    Fit,
    Game,
    HazardPrior,
    Weights,
    drawn_drift,
    effective_number,
    fit_of,
    resampled,
    summary_of,
    weights_of,
)
from statusquo.bargaining.model import CALM, Grid, Parameters, ShockState
from statusquo.bargaining.priors import PRIORS, parameters_of, prior_draws
from statusquo.bargaining.record import Spell, spell_of
from statusquo.bargaining.solution import Certificate, Solution
from statusquo.cases import load_case
from statusquo.core.errors import InputError
from statusquo.core.seeds import spawn_generator
from statusquo.snapshot.store import open_snapshot

KARABAKH = load_case("nagorno-karabakh")
GRID = Grid(n_control=2, n_balance=3, n_quiet=2, balance_low=-1.0, balance_high=1.0)
CHANCES = ((0.9, 0.1), (0.3, 0.7))


def solution_with(war: np.ndarray, transfer: np.ndarray) -> Solution:
    """A solved game with given chances by shock state, the same in every other state."""
    shape = (GRID.n_control, GRID.n_balance, GRID.n_quiet, 2)
    parameters = Parameters(shocks=(CALM, ShockState("shaken")), shock_chances=CHANCES)
    zero = np.zeros(shape)
    return Solution(
        parameters=parameters,
        grid=GRID,
        certificate=Certificate(0.0, 0.0, 0.0, 0.0, 1, (1,)),
        value_holder=zero,
        value_revisionist=zero,
        chance_of_winning=zero,
        offer_code=np.zeros((*shape, 1), dtype=np.int32),
        offer_weight=np.ones((*shape, 1)),
        chance_war_by_revisionist=np.broadcast_to(war, shape),
        chance_war_by_holder=zero,
        chance_transfer=np.broadcast_to(transfer, shape),
        chance_settlement=zero,
        chance_agreed=np.zeros((*shape, 1, 2)),
    )


def test_the_probability_of_a_record_is_the_sum_over_all_histories_of_shocks() -> None:
    """Against enumeration of the 2^12 histories of one year; the first month is calm."""
    war, transfer = np.array([0.01, 0.2]), np.array([0.02, 0.05])
    months = 12
    total, ends_shaken = 0.0, 0.0
    for states in itertools.product((0, 1), repeat=months + 1):
        if states[0] != 0:
            continue
        p = 1.0
        for now, then in itertools.pairwise(states):
            p *= (1 - war[now] - transfer[now]) * CHANCES[now][then]
        total += p
        ends_shaken += p * (states[-1] == 1)
    game = Game(Parameters(), np.zeros(months), 0.0)
    found = fit_of(solution_with(war, transfer), game, Spell(2000, 2000, 0, ()))
    assert found.log_record == pytest.approx(np.log(total))
    assert found.shaken == pytest.approx(ends_shaken / total)


def test_without_shocks_the_yearly_chance_of_war_is_that_of_twelve_months() -> None:
    same = np.array([0.01, 0.01])
    game = Game(Parameters(), np.zeros(24), 0.0)
    found = fit_of(solution_with(same, 0 * same), game, Spell(2000, 2001, 0, ()))
    assert found.yearly_war == pytest.approx(1 - 0.99**12)
    assert found.log_record == pytest.approx(24 * np.log(0.99))


def test_a_game_in_which_the_record_could_not_be_has_no_weight() -> None:
    sure = np.array([1.0, 1.0])
    game = Game(Parameters(), np.zeros(12), 0.0)
    impossible = fit_of(solution_with(sure, 0 * sure), game, Spell(2000, 2000, 0, ()))
    weights = weights_of([impossible, Fit(-1.0, 0.02, 0.0), None], HazardPrior(-4.0, 1.0))
    assert weights.record.tolist() == [0.0, 1.0, 0.0]


def test_weights_are_the_normal_prior_of_other_disputes_times_the_record() -> None:
    odds = np.array([-4.0, -3.0, -5.0])
    fits = [Fit(float(record), float(1 / (1 + np.exp(-o))), 0.0) for record, o in zip((-1, -2, -3), odds, strict=True)]
    weights = weights_of(fits, HazardPrior(-4.0, 1.0))
    others = np.exp([0.0, -0.5, -0.5])
    record = others * np.exp([-1.0, -2.0, -3.0])
    assert weights.others == pytest.approx(others / others.sum())
    assert weights.record == pytest.approx(record / record.sum())


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=40), st.integers(1, 60))
def test_draws_are_kept_in_proportion_to_their_weights(raw: list[float], n: int) -> None:
    """Systematic resampling keeps each draw its expected number of times, up to one (Kitagawa 1996)."""
    weights = np.array(raw) / sum(raw)
    counts = np.bincount(resampled(weights, n, "test"), minlength=len(weights))
    assert counts.sum() == n
    assert (np.abs(counts - n * weights) < 1 + 1e-9).all()


def test_equal_weights_are_worth_their_number() -> None:
    assert effective_number(np.full(50, 1 / 50)) == pytest.approx(50)
    assert effective_number(np.array([1.0, 0.0])) == 1


def test_a_parameter_is_moved_only_by_a_record_that_says_something() -> None:
    values = np.linspace(0, 1, 1_000)
    flat = np.full(1_000, 1e-3)
    still = summary_of(values, Weights(flat, flat), np.ones(1_000, dtype=bool))
    assert not still.is_moved
    assert still.contraction == pytest.approx(0)
    assert still.prior == pytest.approx((0.025, 0.5, 0.975), abs=0.002)
    upper = np.where(values > 0.5, 2e-3, 0)
    moved = summary_of(values, Weights(flat, upper), np.ones(1_000, dtype=bool))
    assert moved.is_moved
    # Half of a uniform has a quarter of its variance, and its mean lies half a range's half further up.
    assert moved.contraction == pytest.approx(0.75, abs=0.01)
    assert moved.shift == pytest.approx(0.25 * 12**0.5, abs=0.01)


def test_the_drawn_drift_covers_the_true_one_as_often_as_it_says() -> None:
    """Under normal changes the 90 % range of the draws holds the true mean in about 90 % of records."""
    held = 0
    for record in range(200):
        rng = spawn_generator("test", "drift", record)
        yearly = np.cumsum(rng.normal(0.06, 0.17, 17))
        draws = [drawn_drift(yearly, rng)[0] for _ in range(200)]
        low, high = np.quantile(draws, [0.05, 0.95])
        held += low <= 0.06 / 12 <= high
    assert 0.84 <= held / 200 <= 0.96


def test_the_drawn_noise_is_centred_on_the_record() -> None:
    yearly = np.cumsum(spawn_generator("test", "noise").normal(0, 0.2, 17))
    noises = [drawn_drift(yearly, spawn_generator("test", "noise", i))[1] for i in range(400)]
    assert np.median(noises) == pytest.approx(drift_of(yearly).noise, rel=0.1)


def test_prior_draws_fill_their_ranges_and_make_games() -> None:
    draws = prior_draws(64, root="test")
    for name, range_ in PRIORS.items():
        values = draws.values[name]
        assert range_.low <= values.min() < values.max() <= range_.high
        unit = np.sort(np.log(values) if range_.spacing == "log" else values)
        low, high = np.log((range_.low, range_.high)) if range_.spacing == "log" else (range_.low, range_.high)
        # One Sobol point in each of 64 equal parts of the range.
        assert np.floor((unit - low) / (high - low) * 64).astype(int).tolist() == list(range(64)), name
    for index in range(64):
        parameters = parameters_of(draws.at(index), drift=0.01, noise=0.05)
        assert parameters.revisionist_cost_high > parameters.revisionist_cost_low


def test_the_spell_of_karabakh_begins_after_the_first_war_and_tells_its_clashes() -> None:
    spell = spell_of(KARABAKH, open_snapshot(), 2010)
    assert (spell.first_year, spell.last_year) == (1995, 2010)
    assert spell.clashes == (1997, 1998, 2005, 2008)
    assert spell.quiet_months == 11, "Horadiz changed hands in January 1994, the last move before the ceasefire"
    assert spell.quiet_at_end == spell.quiet_months + 16 * 12


@pytest.mark.parametrize("cutoff", [1993, 1996, 2021])
def test_a_cut_off_without_a_quiet_spell_before_it_is_refused(cutoff: int) -> None:
    with pytest.raises(InputError, match="the game needs a spell without war up to the cut-off"):
        spell_of(KARABAKH, open_snapshot(), cutoff)


def test_a_dispute_without_a_line_of_control_is_refused() -> None:
    with pytest.raises(InputError, match="no event of the case moves the line of control"):
        spell_of(load_case("ucdp-388"), open_snapshot(), 2010)
