"""Duration dependence under several kinds of difference between disputes (`risk_duration_dependence`).

One slope of the hazard, in log odds for one standard deviation of the log of quiet years, under four assumptions on
what else makes disputes differ: nothing; a normal random intercept; a class of disputes that never fight again; a
constant of its own for each dispute, which compares a dispute only with itself. On two clocks, in three risk sets,
for renewed fighting (25 battle deaths) and for war (1,000), and with and without the balances, whose missing values are
flagged and whose coefficients have a normal prior of standard deviation one (save within disputes): some of them
separate the few events. The slope itself has no prior.

Most fighting that comes back does so within a few years. What is said of decades is read from the spells that have
lasted: the rows after six quiet years or more, after eight or more, and apart from them those up to five. All slopes of
a set and clock are for the same standard deviation, that of spells of any length, so that they can be compared.
Within disputes no slope is told of spells that have lasted: nearly every dispute has one such spell, whose fighting
year is its last, so that the comparison rises whatever the hazard does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from statusquo.core.columns import schema_of
from statusquo.core.errors import FitError
from statusquo.core.intervals import Z_95
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows, learn_encoding
from statusquo.risk.events import RISK_SETS, Event
from statusquo.risk.hazard import CONSTANT, HazardFit, fit_hazard
from statusquo.risk.immune import ImmuneClassFit, fit_immune_class
from statusquo.risk.links import Floats
from statusquo.risk.random_effect import RandomInterceptFit, fit_random_intercept
from statusquo.risk.rows import model_rows
from statusquo.risk.within import WithinFit, fit_within

CLOCKS: Mapping[str, str] = {"last episode": "quiet_years_log", "line of control": "line_quiet_years_log"}
FORMS = ("no random effect", "normal random effect", "immune class", "within disputes")
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "marginal": (),
    "given the balances": (
        "military_balance",
        "military_balance_change_5y",
        "capability_balance",
        "regional_balance",
        "has_veto_power",
        "has_patron",
        "parent_capability_log",
    ),
}
BALANCE_PENALTY = 1.0
"""Of the balances' coefficients: a prior standard deviation of one."""

SPELLS: Mapping[str, tuple[int, float]] = {
    "any length": (1, math.inf),
    "up to five years": (1, 5),
    "six years or more": (6, math.inf),
    "eight years or more": (8, math.inf),
}
"""Spells by the quiet years that have passed: the least and the most."""

LASTED = 6
"""Quiet years from which a spell has lasted."""

EVENTS: tuple[Event, ...] = ("recurrence", "war")

FEWEST_EVENTS = 10
"""With fewer events on a clock no slope is told."""

ONE_SPELL = "nearly every dispute has one spell that lasted, whose fighting year is its last whatever the hazard does"
"""Why no slope within disputes is told of spells that have lasted."""

_SLOPE = "slope"


def fit_duration_dependence(inputs: FitInputs) -> Fitted:
    """Fit the slope on the clock in every form."""
    covariates = risk_covariates(inputs.snapshot)
    jobs = list(product(EVENTS, RISK_SETS, CLOCKS, CONDITIONS))
    lines: list[dict[str, Any]] = []
    for done, (event, risk_set, clock, condition) in enumerate(jobs):
        inputs.progress(done, len(jobs), f"{event}, {risk_set}, {clock}, {condition}")
        rows = known(model_rows(covariates.frame, covariates.names, risk_set, event))
        for spell in SPELLS:
            for line in slopes(rows, CLOCKS[clock], CONDITIONS[condition], spell):
                said = {"event": event, "risk_set": risk_set, "clock": clock, "condition": condition, "spells": spell}
                lines.append({**said, **line})
    inputs.progress(len(jobs), len(jobs), "fitted")
    return Fitted(pl.DataFrame(lines, schema=schema_of("fit.risk_duration_dependence")))


def quiet_years(rows: RiskRows, clock: str) -> Floats:
    """Return the quiet years on a clock, missing where it is not known.

    Args:
        rows: of dispute-years.
        clock: the covariate that holds the log of one plus the years.
    """
    years: Floats = np.rint(np.expm1(rows.values[:, rows.names.index(clock)]))
    return years


def slopes(rows: RiskRows, clock: str, given: tuple[str, ...], spells: str = "any length") -> Iterator[dict[str, Any]]:
    """Yield the slope on a clock in every form, for the quiet rows for which the clock is known.

    Args:
        rows: with known outcomes.
        clock: the covariate that holds the log of one plus the years.
        given: covariates held beside it.
        spells: one of `SPELLS`.
    """
    least, most = SPELLS[spells]
    quiet = quiet_years(rows, clock)
    is_quiet = quiet_years(rows, CLOCKS["last episode"]) >= 1
    every = np.isfinite(quiet) & is_quiet
    chosen = every & (quiet >= least) & (quiet <= most)
    told = rows.where(chosen)
    size = {"n_rows": len(told), "n_events": int(told.event.sum()), "n_disputes": len(np.unique(told.disputes))}
    nothing = {"slope": None, "low": None, "high": None}
    if told.event.sum() < FEWEST_EVENTS:
        reason = f"{size['n_events']} events in {size['n_disputes']} disputes; {FEWEST_EVENTS} are needed"
        for form in FORMS:
            yield {"form": form, **nothing, "missing_reason": reason, **size}
        return
    years = np.log(np.maximum(quiet[chosen], 1.0))
    beside = told.only(given)
    encoding = learn_encoding(beside)
    others = encoding.matrix(beside)[:, 1:]
    spread = float(np.log(np.maximum(quiet[every], 1.0)).std())
    matrix = np.column_stack([np.ones(len(told)), (years - years.mean()) / spread, others])
    names = (CONSTANT, _SLOPE, *encoding.names[1:])
    for form in FORMS:
        if form == "within disputes" and least >= LASTED:
            yield {"form": form, **nothing, "missing_reason": ONE_SPELL, **size}
            continue
        try:
            slope, error = _slope(form, matrix, names, told)
        except FitError as failure:
            yield {"form": form, **nothing, "missing_reason": str(failure), **size}
            continue
        low, high = slope - Z_95 * error, slope + Z_95 * error
        yield {"form": form, "slope": slope, "low": low, "high": high, "missing_reason": None, **size}


def _slope(form: str, matrix: Floats, names: tuple[str, ...], rows: RiskRows) -> tuple[float, float]:
    """Return the slope and its standard error: a sandwich where disputes are not modelled, else the information's."""
    ridge = np.array([0.0, 0.0, *[BALANCE_PENALTY] * (len(names) - 2)])
    fit: HazardFit | RandomInterceptFit | ImmuneClassFit | WithinFit
    place = 1
    if form == "no random effect":
        fit = fit_hazard(matrix, rows.event, names=names, penalty=ridge, disputes=rows.disputes)
    elif form == "normal random effect":
        fit = fit_random_intercept(matrix, rows.event, rows.disputes, names=names, penalty=ridge)
    elif form == "immune class":
        classes = np.ones((len(rows), 1))
        fit = fit_immune_class(
            matrix, classes, rows.event, rows.disputes, names=names, class_names=(CONSTANT,), penalty=ridge
        )
    else:
        within, place = _varying(matrix, rows), 0
        fit = fit_within(matrix[:, within], rows.event, rows.disputes, names=[names[at] for at in within])
    return float(fit.coefficients[place]), float(np.sqrt(fit.covariance[place, place]))


def _varying(matrix: Floats, rows: RiskRows) -> list[int]:
    """Return the columns that vary within some dispute that says something, and are no combination of those before."""
    _, group = np.unique(rows.disputes, return_inverse=True)
    count = np.bincount(group)
    events = np.bincount(group, rows.event)
    telling = ((events > 0) & (events < count))[group]
    result: list[int] = []
    parts: list[Floats] = []
    for place in range(1, matrix.shape[1]):
        means = np.bincount(group, matrix[:, place]) / count
        part = (matrix[:, place] - means[group])[telling]
        # Two balances that are missing in the same years have one and the same column that says so.
        if np.linalg.matrix_rank(np.column_stack([*parts, part]), tol=1e-6) > len(parts):
            result.append(place)
            parts.append(part)
    return result
