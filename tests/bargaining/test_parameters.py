"""Bad parameters are refused by name, with what is allowed."""

from __future__ import annotations

import math

import pytest

from statusquo.bargaining import RANGES, Grid, Parameters, ShockState, State
from statusquo.core.errors import ParameterError, UnknownNameError


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("holder_cost_low", -0.1, "at least 0"),
        ("veto_strength", 1.2, "at most 1"),
        ("yearly_discount", 1.0, "above 0 and below 1"),
        ("yearly_discount", 0.0, "above 0 and below 1"),
        ("hardening", math.nan, "at least 0"),
        ("balance_drift", math.inf, "at most 1"),
        ("habituation_months", 0.0, "above 0"),
        ("decisive", "often", "at most 1"),
        ("talks_chance", True, "at most 1"),
    ],
)
def test_a_value_outside_its_range_is_refused_by_name(name, value, allowed):
    with pytest.raises(ParameterError) as caught:
        Parameters(**{name: value})
    assert [problem.field for problem in caught.value.problems] == [name]
    assert allowed in str(caught.value)


def test_every_bad_value_is_named_at_once():
    with pytest.raises(ParameterError) as caught:
        Parameters(veto_strength=2.0, cross_pressure=-1.0, decisive=7.0)
    assert {problem.field for problem in caught.value.problems} == {"veto_strength", "cross_pressure", "decisive"}


def test_the_ends_of_every_range_are_told_apart():
    for each in RANGES:
        assert each.allows(each.default)
        assert each.allows(each.low) is not each.low_open
        assert not each.allows(each.low - 1e-9)
        assert not each.allows(math.nan)


def test_costs_must_be_in_order_and_stay_above_zero_under_shocks():
    with pytest.raises(ParameterError, match="revisionist_cost_high"):
        Parameters(revisionist_cost_low=0.5, revisionist_cost_high=0.4)
    with pytest.raises(ParameterError, match="no cost of war is negative"):
        Parameters(shocks=(ShockState("calm", holder_cost_shift=-0.3),), shock_chances=((1.0,),))


@pytest.mark.parametrize("rows", [((1.0,),), ((0.5, 0.4), (0.0, 1.0)), ((1.2, -0.2), (0.0, 1.0))])
def test_shock_chances_must_be_a_stochastic_matrix(rows):
    with pytest.raises(ParameterError, match="shock_chances"):
        Parameters(shock_chances=rows)


def test_an_empty_or_reversed_grid_is_refused():
    for name in ("n_control", "n_balance", "n_quiet"):
        with pytest.raises(ParameterError, match=rf"grid\.{name}"):
            Grid(**{name: 0})
    with pytest.raises(ParameterError, match=r"grid\.balance_high"):
        Grid(balance_low=1.0, balance_high=-1.0)


def test_a_state_off_the_grid_is_refused():
    with pytest.raises(ParameterError, match=r"state\.control"):
        Grid().control_cell(1.2)
    with pytest.raises(ParameterError, match=r"state\.quiet_months"):
        Grid().quiet_cell(-1)
    with pytest.raises(UnknownNameError, match="clam"):
        Parameters().shock_index("clam")
    assert State(1.0, 0.0, 3).shock == "calm"


def test_a_parameter_that_the_game_does_not_have_is_refused():
    with pytest.raises(UnknownNameError, match="balance_drfit"):
        Parameters().changed(balance_drfit=0.1)
