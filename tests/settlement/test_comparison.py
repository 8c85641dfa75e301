"""Solutions over draws and the spatial model on a period: shares add up, and the forecast stays among the positions."""

from __future__ import annotations

import pytest

from statusquo.cases.model import Case
from statusquo.settlement.agenda import Agenda, OptionPoint, options_of
from statusquo.settlement.comparison import solution_shares, spatial_forecast
from statusquo.settlement.load import load_vocabulary
from statusquo.settlement.model import SettlementFile
from statusquo.settlement.solutions import SOLUTIONS


@pytest.fixture(scope="module")
def options(agenda: Agenda, talks: SettlementFile, case: Case) -> tuple[OptionPoint, ...]:
    return options_of(talks, load_vocabulary(), case, agenda)


def test_what_a_solution_picks_adds_up_over_the_draws_with_a_winset(
    agenda: Agenda, options: tuple[OptionPoint, ...]
) -> None:
    found = solution_shares(agenda, options, n_draws=60)
    assert 0 < found.n_draws <= found.n_all == 60
    for name in SOLUTIONS:
        assert sum(found.share[name].values()) == pytest.approx(1.0)
    # Nash's choice lies in the Pareto set, whatever the draw.
    assert all(found.share["nash"][o.id] <= found.share["pareto"][o.id] + 1e-9 for o in options)


def test_the_spatial_forecast_ends_among_the_positions_it_starts_from(
    agenda: Agenda, options: tuple[OptionPoint, ...]
) -> None:
    found = spatial_forecast(agenda, options)
    assert found is not None
    assert found.n_steps >= 1
    for k, issue in enumerate(agenda.issues):
        held = agenda.ideal[agenda.salience[:, k, 1] > 0, k, 1]
        if held.size:
            assert held.min() - 1e-3 <= found.end[issue] <= held.max() + 1e-3
    assert found.nearest in {option.id for option in options}


def test_nothing_is_forecast_for_one_actor_or_no_option(agenda: Agenda, options: tuple[OptionPoint, ...]) -> None:
    assert spatial_forecast(agenda, ()) is None
