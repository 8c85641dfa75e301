"""Calibrates the bargaining game to disputes and runs it on, with and without scenarios.

`bargaining_calibration` holds what is known of each parameter before and after the record, with draws;
`bargaining_paths` the fans from the cut-off year on, and what the calibrated games say along the balance as it was
measured. The games are solved on the grid of `calibration.GRID`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl

from statusquo.bargaining.balance_paths import balance_draws, monthly
from statusquo.bargaining.calibrated import (
    ALONG_RECORD,
    DIFFERENCE,
    HISTORY,
    RISE,
    RUN_ON,
    SHAKEN_AT_END,
    YEARLY_WAR,
    CalibratedDraws,
    calibrated_draws,
)
from statusquo.bargaining.calibration import (
    DRIFT,
    GRID,
    NOISE,
    effective_number,
    fits_of,
    games_of,
    resampled,
    summary_of,
    weights_of,
)
from statusquo.bargaining.fan_names import OFFER, UNITS, WAR_BY, WAR_IN_YEAR
from statusquo.bargaining.fans import LEVELS, Fans, offers_at, war_chances_along
from statusquo.bargaining.game_scenario import AS_IT_WAS, GameScenario, bundled_scenario
from statusquo.bargaining.priors import OUTSIDE_WEIGHT, PRIORS, prior_draws
from statusquo.bargaining.record import spell_of
from statusquo.bargaining.run_calibrated import Run, run_scenario
from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.columns import schema_of
from statusquo.core.draws import Floats
from statusquo.fits.bargaining_hazard import hazard_of_others
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.snapshot.store import Snapshot

N_PRIOR = 1_024
N_KEPT = 128
WORKERS = 2
_DIGITS = 6

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A dispute that the game is calibrated to.

    Attributes:
        case_id: the bundled case.
        cutoff: last year of the record.
        last_year: last year of the run.
        last_measured: last year for which both balances are held, along which the games are read.
        scenarios: ids of the bundled scenarios it is also run under.
    """

    case_id: str
    cutoff: int
    last_year: int
    last_measured: int
    scenarios: Sequence[str]


CALIBRATED = tuple(
    Calibrated(**dispute)
    for dispute in tomllib.loads((files("statusquo.fits") / "calibrated.toml").read_text(encoding="utf-8"))["dispute"]
)


def fit_calibration(inputs: FitInputs) -> Fitted:
    """Return artefact ``bargaining_calibration``: each parameter before and after the record, with draws."""
    rows: list[Row] = []
    diagnostics: dict[str, Any] = {"grid": asdict(GRID)}
    for each in CALIBRATED:
        case = load_case(each.case_id)
        made, diagnostics[each.case_id] = calibrate(case, each.cutoff, inputs)
        rows += made
    return Fitted(pl.DataFrame(rows, schema_of("fit.bargaining_calibration")), diagnostics)


def calibrate(
    case: Case, cutoff: int, inputs: FitInputs, *, n: int = N_PRIOR, kept: int = N_KEPT
) -> tuple[list[Row], dict[str, Any]]:
    """Return the rows of the artefact for one dispute, and the diagnostics.

    Args:
        case: the dispute.
        cutoff: last year of the record; nothing later is read.
        inputs: snapshot and progress.
        n: draws from the prior, a power of two.
        kept: draws kept in proportion to their weights.
    """
    spell = spell_of(case, inputs.snapshot, cutoff)
    others = hazard_of_others(case, inputs.snapshot, spell)
    balances = balance_draws(case, inputs.snapshot, range(spell.first_year - 1, cutoff + 1))
    draws = prior_draws(n, root=case.id)
    games, found = games_of(draws, balances, case.id)
    fits = fits_of(
        games,
        spell,
        workers=WORKERS,
        progress=lambda done, total: inputs.progress(done, total, f"games of {case.id}"),
    )
    inputs.progress(n, n, "weighed")
    weights = weights_of(fits, others.prior)
    is_usable = np.array([fit is not None for fit in fits])
    chosen = resampled(weights.record, kept, case.id)
    measured: dict[str, tuple[str, Floats]] = {
        DRIFT: ("log balance a month", found[DRIFT]),
        NOISE: ("log balance per root month", found[NOISE]),
        YEARLY_WAR: ("probability", np.array([0.0 if fit is None else fit.yearly_war for fit in fits])),
        SHAKEN_AT_END: ("probability", np.array([0.0 if fit is None else fit.shaken for fit in fits])),
        HISTORY: ("number", found[HISTORY]),
    }
    rows = []
    for name, (unit, values) in ({p: (r.unit, draws.values[p]) for p, r in PRIORS.items()} | measured).items():
        known = summary_of(values, weights, is_usable)
        row: Row = {"case_id": case.id, "cutoff_year": cutoff, "parameter": name, "unit": unit}
        for stage, bounds in (("prior", known.prior), ("others", known.others), ("record", known.record)):
            row |= dict(zip((f"{stage}_low", stage, f"{stage}_high"), np.round(bounds, _DIGITS).tolist(), strict=True))
        row |= {"contraction": round(known.contraction, 4), "shift": round(known.shift, 4)}
        row |= {"is_moved": known.is_moved, "is_range": name in PRIORS}
        row["basis"] = PRIORS[name].basis if name in PRIORS else "From the record or the solved games."
        rows.append(row | {"draws": np.round(values[chosen], _DIGITS).tolist()})
    return rows, {
        "spell": {**asdict(spell), "clashes": list(spell.clashes)},
        "other_disputes": asdict(others),
        "draws": n,
        "solved": int(is_usable.sum()),
        "effective_given_others": round(effective_number(weights.others), 1),
        "effective_given_record": round(effective_number(weights.record), 1),
        "kept": kept,
        "distinct_kept": len(np.unique(chosen)),
    }


def fit_paths(inputs: FitInputs) -> Fitted:
    """Return artefact ``bargaining_paths``: the fans with and without scenarios, and the reading along the record."""
    rows: list[Row] = []
    diagnostics: dict[str, Any] = {}
    for each in CALIBRATED:
        case, known = load_case(each.case_id), calibrated_draws(each.case_id)
        scenarios = (AS_IT_WAS, *(bundled_scenario(name) for name in each.scenarios))
        base: Run | None = None
        for number, scenario in enumerate(scenarios):
            inputs.progress(number, len(scenarios), f"{case.id}, {scenario.id}")
            run = run_scenario(case, inputs.snapshot, known, scenario, last_year=each.last_year, workers=WORKERS)
            key = {"case_id": case.id, "cutoff_year": known.cutoff, "scenario": scenario.id}
            rows += [key | {"basis": RUN_ON, **row} for row in fan_rows(run.fans)]
            if base is None:
                base = run
                rows += [key | row for row in along_record(case, inputs.snapshot, known, run, each.last_measured)]
            else:
                rows += [key | row for row in difference_rows(base, run, known.cutoff + 1)]
            diagnostics[f"{case.id}, {scenario.id}"] = told_of(scenario, run)
        inputs.progress(len(scenarios), len(scenarios), "run")
    frame = pl.DataFrame(rows, schema_of("fit.bargaining_paths"))
    return Fitted(frame.with_columns(pl.col(pl.Float64).round(5)), diagnostics)


def told_of(scenario: GameScenario, run: Run) -> dict[str, Any]:
    """Return what is told of a run beside its numbers."""
    return {
        "title": scenario.title,
        "words": list(scenario.words),
        "not_reached": list(scenario.not_reached),
        "draws": len(run.kept),
        "left_out": run.left_out,
    }


def fan_rows(fans: Fans) -> Iterator[Row]:
    """Yield the rows of fans."""
    for point in fans.points:
        if np.isfinite(point.value):
            yield _row(point.quantity, point.year, UNITS[point.quantity], point.value, point.quantiles)


def difference_rows(base: Run, run: Run, first_year: int) -> Iterator[Row]:
    """Yield how much likelier war by each year is under a scenario than as it was, draw by draw."""
    both = sorted({*base.kept} & {*run.kept})
    was = base.fans.chances[WAR_BY][[base.kept.index(index) for index in both]]
    now = run.fans.chances[WAR_BY][[run.kept.index(index) for index in both]]
    for place, column in enumerate((now - was).T):
        row = _row(WAR_BY, first_year + place, "difference of probabilities", column.mean(), _levels(column))
        yield row | {"basis": DIFFERENCE}


def along_record(case: Case, snapshot: Snapshot, known: CalibratedDraws, run: Run, last_measured: int) -> Iterator[Row]:
    """Yield what the calibrated games say in each year of the balance as it was measured, to its last year.

    The strategies are those calibrated to the cut-off; only the balance after it is what was measured later.
    """
    years = range(known.first_year, last_measured + 1)
    balances = balance_draws(case, snapshot, range(known.first_year - 1, last_measured + 1))
    wars, offers = [], []
    for index, solution in zip(run.kept, run.solutions, strict=True):
        values = known.at(index)
        path = monthly(balances.combined(int(values[HISTORY]), values[OUTSIDE_WEIGHT]))
        wars.append(war_chances_along(solution, path, known.quiet_months))
        middles = path.reshape(-1, 12)[:, 6]
        offers.append(
            [
                float(offers_at(solution, np.array(balance), known.quiet_months + 12 * place + 6))
                for place, balance in enumerate(middles)
            ]
        )
    for quantity, table in ((WAR_IN_YEAR, np.array(wars)), (OFFER, np.array(offers))):
        for place, year in enumerate(years):
            column = table[:, place]
            value = column.mean() if quantity == WAR_IN_YEAR else np.median(column)
            yield _row(quantity, year, UNITS[quantity], value, _levels(column)) | {"basis": ALONG_RECORD}
    yield from _rise(np.array(wars), years)


def _rise(wars: Floats, years: range) -> Iterator[Row]:
    """Yield by how much the yearly chance of war is higher in the last five years than in the first five, by draw."""
    change = wars[:, -5:].mean(axis=1) - wars[:, :5].mean(axis=1)
    row = _row(RISE, years[-1], "difference of probabilities", change.mean(), _levels(change))
    yield row | {"basis": ALONG_RECORD}


def _levels(column: Floats) -> tuple[float, ...]:
    return tuple(np.quantile(column, LEVELS).tolist())


def _row(quantity: str, year: int, unit: str, mean: float | np.floating[Any], levels: tuple[float, ...]) -> Row:
    value = float(mean)
    low, lower, middle, upper, high = levels
    return {
        "quantity": quantity,
        "year": year,
        "unit": unit,
        "value": value,
        "low": min(low, value),
        "lower": lower,
        "middle": middle,
        "upper": upper,
        "high": max(high, value),
    }
