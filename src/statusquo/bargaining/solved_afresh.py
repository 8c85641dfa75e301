"""The calibrated games of a dispute solved anew, under settings of one's own: what `statusquo bargain --solve` does."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from statusquo.bargaining.calibrated import NOTE, calibrated_draws, game_series, reading_of
from statusquo.bargaining.fan_names import UNITS
from statusquo.bargaining.game_scenario import (
    AS_IT_WAS,
    GameScenario,
    bundled_scenario,
    bundled_scenarios,
    game_scenario,
)
from statusquo.bargaining.run_calibrated import run_scenario
from statusquo.cases.model import Case
from statusquo.core.estimates import Series
from statusquo.core.shown import Shown, frame_of
from statusquo.core.wording import slug
from statusquo.risk.scenario_file import read_scenario
from statusquo.snapshot.store import Snapshot

if TYPE_CHECKING:
    import polars as pl


DRAWS = 40


@dataclass(frozen=True, slots=True, repr=False)
class SolvedAfresh(Shown):
    """What came of the games.

    Attributes:
        title: of the scenario.
        words: what is different, in words.
        settings: parameters set on top of it.
        first_year: first year of the run.
        series: by quantity, with the range that holds 95 % of draws (for the holder’s share, of paths and draws).
        n_solved: games solved.
        left_out: games without a certified solution.
        largest_gain: the largest certified gain from departing once, over all games (prize).
    """

    title: str
    words: tuple[str, ...]
    settings: Mapping[str, float]
    first_year: int
    series: Mapping[str, Series]
    n_solved: int
    left_out: int
    largest_gain: float

    def in_short(self) -> str:
        """Return the scenario and how many games were solved."""
        return f"of {self.n_solved} games from {self.first_year}: {self.title}"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each quantity and year."""
        return frame_of(
            {"quantity": name, "year": point.year, "value": point.value, "low": point.low, "high": point.high}
            for name, series in self.series.items()
            for point in series.points
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "title": self.title,
            "changes": list(self.words),
            "settings": dict(self.settings),
            "paths": [{"quantity": name, "series": series.to_json()} for name, series in self.series.items()],
            "games": {"solved": self.n_solved, "left_out": self.left_out, "largest_gain": self.largest_gain},
            "note": NOTE,
        }


def solve_afresh(
    case: Case,
    snapshot: Snapshot,
    settings: Mapping[str, float] | None = None,
    scenario: str | Path | None = None,
    *,
    draws: int = DRAWS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> SolvedAfresh:
    """Solve the calibrated games of a dispute and run them on.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        settings: parameters set to a value in every draw.
        scenario: id of a bundled scenario, or a scenario file.
        draws: how many of the calibrated draws.
        progress: called with games solved and in all.

    Raises:
        InputError: when the game is not calibrated to the dispute, or a setting is out of range.
        ScenarioError: when the scenario file is wrong.
        ConvergenceError: when no game is solved.
        MissingExtraError: when numba is not installed.
    """
    known = calibrated_draws(case.id)
    last_year = reading_of(case.id).last_year
    chosen = _scenario(scenario)
    given = dict(settings or {})
    run = run_scenario(
        case, snapshot, known, chosen, last_year=last_year, settings=given, draws=draws, progress=progress
    )
    years, series = (known.cutoff + 1, last_year), {}
    for name, unit in UNITS.items():
        points = (p for p in run.fans.points if p.quantity == name and math.isfinite(p.value))
        told = ((p.year, p.value, p.quantiles[0], p.quantiles[-1]) for p in points)
        series[name] = game_series(f"game.{slug(name)}", name, unit, years, known.cutoff, told)
    words = (*chosen.words, *(f"{name.replace('_', ' ')} set to {value:g}" for name, value in given.items()))
    gain = max(solution.certificate.gain for solution in run.solutions)
    return SolvedAfresh(chosen.title, words, given, known.cutoff + 1, series, len(run.kept), run.left_out, float(gain))


def _scenario(scenario: str | Path | None) -> GameScenario:
    if scenario is None:
        return AS_IT_WAS
    if isinstance(scenario, str) and (scenario in bundled_scenarios() or not scenario.endswith(".toml")):
        return bundled_scenario(scenario)
    return game_scenario(read_scenario(Path(scenario)))
