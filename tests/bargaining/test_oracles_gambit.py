"""The finite game against Gambit: the same three months, built as trees from the rules by another program.

The figures are made by ``oracles/finite_game.py``, which needs pygambit in an environment of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.bargaining.games import bare

from statusquo.bargaining import Grid, ShockState, solve_horizon

FIGURES = json.loads((Path(__file__).parent / "oracles" / "finite_game.json").read_text(encoding="utf-8"))
CLOSE = 2e-6
"""How near Gambit comes to the limit of its path (share of the prize, probability)."""


@pytest.fixture(scope="module")
def solution():
    game = bare(
        **FIGURES["parameters"],
        shocks=tuple(ShockState(**shock) for shock in FIGURES["shocks"]),
        shock_chances=tuple(tuple(row) for row in FIGURES["shock_chances"]),
    )
    return solve_horizon(game, Grid(**FIGURES["grid"]), FIGURES["months"])


@pytest.mark.parametrize("figure", FIGURES["first month"], ids=lambda figure: str(figure["state"]))
def test_values_and_chances_against_gambit(solution, figure):
    cell = tuple(figure["state"])
    chances = figure["chances"]
    assert solution.value_holder[cell] == pytest.approx(figure["values"][0], abs=CLOSE)
    assert solution.value_revisionist[cell] == pytest.approx(figure["values"][1], abs=CLOSE)
    assert solution.chance_war_by_revisionist[cell] == pytest.approx(chances["war by revisionist"], abs=CLOSE)
    assert solution.chance_war_by_holder[cell] == pytest.approx(chances["war by holder"], abs=CLOSE)
    assert solution.chance_transfer[cell] == pytest.approx(chances["transfer"], abs=CLOSE)
    assert solution.chance_settlement[cell] == pytest.approx(chances["settlement"], abs=CLOSE)


def test_the_figures_hold_every_kind_of_event():
    """An oracle without wars, transfers and settlements in it would check little."""
    most = {
        name: max(f["chances"][name] for f in FIGURES["first month"]) for name in FIGURES["first month"][0]["chances"]
    }
    assert all(chance > 0.05 for chance in most.values()), most
