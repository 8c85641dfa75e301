"""What the bargaining game does when one input is set otherwise (`bargaining_claims`), at large and calibrated."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from statusquo.bargaining.balance_paths import balance_draws
from statusquo.bargaining.calibrated import CalibratedDraws, calibrated_cases, calibrated_draws
from statusquo.bargaining.calibration import Game, game_of
from statusquo.bargaining.claims import AT_LARGE
from statusquo.bargaining.effects import OUTCOMES, Effect, effects_of
from statusquo.bargaining.game_scenario import AS_IT_WAS
from statusquo.bargaining.priors import prior_draws
from statusquo.bargaining.run_calibrated import game_at
from statusquo.cases.load import load_case
from statusquo.core.columns import schema_of
from statusquo.core.draws import widened_95
from statusquo.core.errors import FitError
from statusquo.core.seeds import spawn_generator
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.snapshot.store import Snapshot

N_AT_LARGE = 128
N_CALIBRATED = 64
WORKERS = 2
QUIET_MONTHS = 60
BALANCES = (-1.0, 2.0)
"""Where games at large begin: the log balance is drawn evenly between the holder's side being 2.7 times as strong and
the revisionist's 7.4 times; they expect no drift unless it is set."""

NOISE = 0.05
FEWEST_GAMES = 3


def fit_claims(inputs: FitInputs) -> Fitted:
    """Return artefact ``bargaining_claims``."""
    sets = [(AT_LARGE, games_at_large(N_AT_LARGE), QUIET_MONTHS)]
    for case_id in calibrated_cases():
        known = calibrated_draws(case_id)
        sets.append((case_id, calibrated_games(known, inputs.snapshot), known.quiet_at_end))
    rows: list[dict[str, Any]] = []
    for name, games, quiet in sets:
        seed = int(spawn_generator("bargaining", "claims", name).integers(2**62))

        def show(done: int, total: int, name: str = name) -> None:
            inputs.progress(done, total, name)

        rows += [effect_row(name, effect) for effect in effects_of(games, quiet, seed, workers=WORKERS, progress=show)]
    frame = pl.DataFrame(rows, schema_of("fit.bargaining_claims")).with_columns(pl.col(pl.Float64).round(5))
    return Fitted(frame, {"games": {name: len(games) for name, games, _ in sets}})


def games_at_large(n: int) -> list[Game]:
    """Return games over all stated ranges.

    Args:
        n: a power of two.
    """
    draws = prior_draws(n, root=AT_LARGE)
    starts = spawn_generator("bargaining", "claims", "balances").uniform(*BALANCES, n)
    return [
        game_of(draws.at(index), np.array([start, start]), drift=0.0, noise=NOISE) for index, start in enumerate(starts)
    ]


def calibrated_games(known: CalibratedDraws, snapshot: Snapshot) -> list[Game]:
    """Return games of a dispute, evenly from its calibrated draws."""
    years = range(known.first_year - 1, known.cutoff + 1)
    was = balance_draws(load_case(known.case_id), snapshot, years)
    chosen = np.linspace(0, len(known) - 1, min(N_CALIBRATED, len(known))).astype(int)
    return [game_at(known, int(index), was, was, AS_IT_WAS, {}) for index in chosen]


def effect_row(games: str, effect: Effect) -> dict[str, Any]:
    """Return an effect as a row of the artefact.

    Raises:
        FitError: when hardly a game was solved at both settings.
    """
    changes = effect.changes
    if len(changes) < FEWEST_GAMES:
        raise FitError(f"{effect.exposure.name}: {len(changes)} games were solved at both settings")
    mean = float(changes.mean())
    error = float(changes.std(ddof=1)) / len(changes) ** 0.5
    low, high = (float(bound) for bound in widened_95(mean, changes))
    return {
        "games": games,
        "outcome": effect.outcome,
        "exposure": effect.exposure.name,
        "unit": OUTCOMES[effect.outcome],
        "value": mean,
        "low": low,
        "high": high,
        "mean_low": mean - 1.96 * error,
        "mean_high": mean + 1.96 * error,
        "share_up": float((changes > 0).mean()),
        "share_down": float((changes < 0).mean()),
        "n": len(changes),
        "setting": effect.exposure.words,
    }
