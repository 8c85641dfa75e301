"""The bargaining game of one dispute as a model to sweep: which parameters may vary, and what may be asked.

What a sweep does not vary stands at the calibrated median, where the game is calibrated to the dispute, or else at
the middle of its stated range. Parameters are those of `priors.PRIORS`, and the balance at the start, its drift and
its noise.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from statusquo.bargaining.balance_paths import MONTHS, balance_draws
from statusquo.bargaining.calibrated import calibrated_cases, calibrated_draws
from statusquo.bargaining.calibration import DRIFT, MOST_DRIFT, MOST_NOISE, NOISE, game_of, solved
from statusquo.bargaining.ensemble import run_ensemble
from statusquo.bargaining.fans import offers_at
from statusquo.bargaining.model import State
from statusquo.bargaining.priors import OUTSIDE_WEIGHT, PRIORS
from statusquo.bargaining.ranges import RANGE_OF
from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot

BALANCE = "balance"
LEAST_BALANCE, MOST_BALANCE = -2.0, 4.0
MOST_COST = 10.0
QUIET_MONTHS = 60
YEARS = 20

WAR_10, WAR_20, SETTLED_20, CONTROL_10, OFFERED = (
    "war_within_10_years",
    "war_within_20_years",
    "settlement_within_20_years",
    "control_after_10_years",
    "share_offered_at_start",
)
QUANTITIES = (WAR_10, WAR_20, SETTLED_20, CONTROL_10, OFFERED)


def sweepable() -> dict[str, tuple[float, float]]:
    """Return the parameters that a sweep may vary, each with the least and the greatest value it may take."""
    found = {}
    for name in PRIORS:
        if name in RANGE_OF:
            allowed = RANGE_OF[name]
            least = math.nextafter(allowed.low, allowed.high) if allowed.low_open else allowed.low
            most = math.nextafter(allowed.high, allowed.low) if allowed.high_open else allowed.high
            found[name] = (least, most)
        elif name == "shock_years":
            found[name] = (1 / MONTHS, 1_000.0)
        elif name != OUTSIDE_WEIGHT:
            found[name] = (0.0, 1.0 if name.startswith("shock") else MOST_COST)
    return found | {
        DRIFT: (-MOST_DRIFT, MOST_DRIFT),
        NOISE: (0.0, MOST_NOISE),
        BALANCE: (LEAST_BALANCE, MOST_BALANCE),
    }


@dataclass(frozen=True, slots=True)
class GameModel:
    """The game of one dispute, to be asked at many parameters.

    Attributes:
        case_id: the dispute.
        base: every parameter that is not varied, by name.
        quiet_months: months of quiet at the start.
        paths: runs behind each answer.
    """

    case_id: str
    base: Mapping[str, float]
    quiet_months: int
    paths: int

    def identity(self) -> Mapping[str, Any]:
        """Return what shapes the answers beside the parameters that vary."""
        return {
            "case": self.case_id,
            "base": dict(sorted(self.base.items())),
            "quiet_months": self.quiet_months,
            "paths": self.paths,
            "code": code_digest(),
        }

    def answer(self, parameters: Mapping[str, float], seed: int) -> dict[str, tuple[float, float]]:
        """Return each quantity with its standard error from the finite number of runs; NaN where nothing is solved."""
        values = {**self.base, **parameters}
        start = values[BALANCE]
        game = game_of(values, np.array([start, start]), drift=values[DRIFT], noise=values[NOISE])
        solution = solved(game)
        if solution is None:
            return dict.fromkeys(QUANTITIES, (math.nan, math.nan))
        state = State(1.0, game.balance, self.quiet_months, game.parameters.shocks[0].name)
        ran = run_ensemble([solution], [state], months=YEARS * MONTHS, paths=self.paths, seed=seed, threads=1)
        war_by, held = ran.war_by()[0], ran.control[0, YEARS // 2] / self.paths
        shares = np.linspace(0, 1, len(held))
        mean = float(held @ shares)
        spread = math.sqrt(max(float(held @ (shares - mean) ** 2), 0.0) / self.paths)
        return {
            WAR_10: self._chance(float(war_by[YEARS // 2 - 1])),
            WAR_20: self._chance(float(war_by[-1])),
            SETTLED_20: self._chance(float(ran.settlement_by()[0, -1])),
            CONTROL_10: (mean, spread),
            OFFERED: (float(offers_at(solution, np.array(game.balance), self.quiet_months)), 0.0),
        }

    def _chance(self, share: float) -> tuple[float, float]:
        return share, math.sqrt(share * (1 - share) / self.paths)


def game_model(case: Case, snapshot: Snapshot, paths: int) -> GameModel:
    """Return the game of a dispute as a model to sweep.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        paths: runs behind each answer.
    """
    base = {name: (range_.low + range_.high) / 2 for name, range_ in PRIORS.items()}
    base |= {DRIFT: 0.0, NOISE: 0.05, BALANCE: 0.0}
    if case.id not in calibrated_cases():
        return GameModel(case.id, base, QUIET_MONTHS, paths)
    known = calibrated_draws(case.id)
    base |= {name: float(np.median(column)) for name, column in known.values.items() if name in base}
    last = balance_draws(case, snapshot, [known.cutoff])
    base[BALANCE] = float(np.median(last.military) + base[OUTSIDE_WEIGHT] * np.median(last.regional))
    return GameModel(case.id, base, known.quiet_at_end, paths)


@cache
def code_digest() -> str:
    """Return a digest of the code and tables that answer: no other version's answers are taken for this one's."""
    digest = hashlib.sha256()
    for entry in sorted(files("statusquo.bargaining").iterdir(), key=lambda each: each.name):
        if entry.name.endswith((".py", ".csv")):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()
