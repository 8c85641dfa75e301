"""What the game does when one input is set otherwise: an outcome at two settings, everything else the same.

Each game is solved at both settings and run with the same random numbers. A change is told over many games, those
within the stated ranges or those calibrated to a dispute; that it holds in most of them shows that the mechanism can
work there, not that it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from statusquo.bargaining.balance_paths import MONTHS
from statusquo.bargaining.calibration import Game, solved
from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.fans import offers_while_quiet
from statusquo.bargaining.model import State
from statusquo.bargaining.processes import spread
from statusquo.bargaining.solution import Solution
from statusquo.core.draws import Floats

OFFER, AGREEMENT, WAR, BY_HOLDER, BY_REVISIONIST = (
    "holder's offer",
    "agreement",
    "war",
    "attack by the declining side",
    "attack by the rising side",
)
OUTCOMES: Mapping[str, str] = {
    OFFER: "share of the territory",
    AGREEMENT: "probability within 20 years",
    WAR: "probability within 20 years",
    BY_HOLDER: "attacks within 20 years",
    BY_REVISIONIST: "attacks within 20 years",
}
"""Outcomes by name, with their units. Where the expected shift favours the revisionist, the holder declines."""

YEARS, PATHS = 20, 200
SHIFT, STRENGTH, BLOCK, PRESSURE, TIES = (
    "expected shift of power",
    "present strength of the holder",
    "veto on agreements",
    "pressure by an outside power",
    "cross-pressure on the veto power",
)

BY_CONSTRUCTION: Mapping[tuple[str, str], str] = {
    (AGREEMENT, BLOCK): "the rules take accepted settlements away in proportion to the veto, so that there are fewer",
    (AGREEMENT, PRESSURE): "the rules put a price on holding talks without an offer and on refusing one",
    (OFFER, PRESSURE): "the rules put a price on holding talks without an offer",
}
"""Outcomes that an input moves one way by the rules alone: the game tells how much, and could never say whether."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """An input at two settings.

    Attributes:
        name: what a claim calls it.
        before: parameters at the first setting.
        after: parameters at the second.
        balance: what the second setting adds to the balance at the start (log balance).
        words: both settings in words.
    """

    name: str
    before: Mapping[str, float]
    after: Mapping[str, float]
    balance: float
    words: str


EXPOSURES: tuple[Exposure, ...] = (
    Exposure(
        SHIFT,
        {"balance_drift": 0.0},
        {"balance_drift": 0.01},
        0.0,
        "the balance expected to move to the revisionist by 0.12 a year, in logs, against not at all",
    ),
    Exposure(STRENGTH, {}, {}, -1.0, "the holder stronger by a factor of 2.7 at the start, against as it is"),
    Exposure(BLOCK, {"veto_block": 0.0}, {"veto_block": 0.9}, 0.0, "nine settlements in ten blocked, against none"),
    Exposure(
        PRESSURE,
        {"pressure_on_holder": 0.0, "pressure_on_revisionist": 0.0},
        {"pressure_on_holder": 0.05, "pressure_on_revisionist": 0.05},
        0.0,
        "a twentieth of the prize for a round of talks without an offer and for refusing one, against nothing",
    ),
    Exposure(
        TIES,
        {"cross_pressure": 0.0},
        {"cross_pressure": 1.0},
        0.0,
        "a veto power wholly held back by its ties to the other side, against one that is free",
    ),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The change of one outcome over many games.

    Attributes:
        exposure: the input.
        outcome: the outcome.
        changes: one for each game that was solved at both settings.
    """

    exposure: Exposure
    outcome: str
    changes: Floats


def effects_of(
    games: Sequence[Game],
    quiet_months: int,
    seed: int,
    *,
    exposures: Sequence[Exposure] = EXPOSURES,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Effect, ...]:
    """Return the change of every outcome with every input.

    Args:
        games: what else there is.
        quiet_months: months of quiet when the runs begin.
        seed: of the runs, the same at both settings.
        exposures: the inputs at two settings.
        workers: processes that share the work.
        progress: called with games run and in all.
    """
    asked = [
        (_set(game, values, balance), quiet_months, seed, place)
        for exposure in exposures
        for place, game in enumerate(games)
        for values, balance in ((exposure.before, 0.0), (exposure.after, exposure.balance))
    ]
    answers: list[dict[str, float] | None] = spread(_outcomes, asked, workers=workers, progress=progress)
    effects = []
    for number, exposure in enumerate(exposures):
        own = answers[2 * number * len(games) : 2 * (number + 1) * len(games)]
        both = [
            (before, after)
            for before, after in zip(own[::2], own[1::2], strict=True)
            if before is not None and after is not None
        ]
        for name in OUTCOMES:
            effects.append(Effect(exposure, name, np.array([after[name] - before[name] for before, after in both])))
    return tuple(effects)


def _set(game: Game, settings: Mapping[str, float], balance: float) -> Game:
    return Game(game.parameters.changed(**settings), game.path, game.balance + balance)


def _outcomes(asked: tuple[Game, int, int, int]) -> dict[str, float] | None:
    game, quiet_months, seed, place = asked
    solution = solved(game)
    if solution is None:
        return None
    start = State(1.0, game.balance, quiet_months, game.parameters.shocks[0].name)
    ran = run_ensemble([solution], [start], months=YEARS * MONTHS, paths=PATHS, seed=seed, first_solution=place)
    return {
        OFFER: _mean_offer(solution, game, quiet_months, place),
        AGREEMENT: float(ran.settlement_by()[0, -1]),
        WAR: float(ran.war_by()[0, -1]),
        BY_HOLDER: float(ran.wars_by_holder[0].sum()) / PATHS,
        BY_REVISIONIST: float(ran.wars_by_revisionist[0].sum()) / PATHS,
    }


def _mean_offer(solution: Solution, game: Game, quiet_months: int, place: int) -> float:
    """Return the mean share offered over the first ten years of quiet."""
    shares = offers_while_quiet(
        [solution], [game], places=[place], years=YEARS // 2, quiet_months=quiet_months, root="effects"
    )
    return float(shares.mean())
