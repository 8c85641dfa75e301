"""The trend and the break of a yearly series, with intervals that allow for dependence between years.

The trend is ordinary least squares. Its standard error is that under first-order autoregressive errors, whose
autoregression is raised by its bias in short series (Marriott and Pope 1954), and its interval a parametric bootstrap-t
with such errors (Hall 1992). In simulated series of 30 years its 95 % interval held the truth in 93, 90 and 89 of 100
for an autoregression of 0, 0.4 and 0.7: read it as a little too narrow for persistent series.

The break is the division of the years in two that leaves the smallest sum of squares, each part with its own level, or
with its own level and trend (Bai 1997; Bai and Perron 1998), over all divisions that leave a stated share of years on
either side. Its interval comes from the same bootstrap: the fitted two parts plus autoregressive errors are simulated
and divided anew. So does the probability of so large a gain in fit where there is no break.

A date is always found; only `Break.p_value` says whether there is a break to date. Nothing here says what caused it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from statusquo.core.draws import Floats
from statusquo.core.errors import DomainError, Problem
from statusquo.core.estimates import Estimate, Series
from statusquo.core.seeds import spawn_generator

Kind = Literal["level", "trend"]

MIN_YEARS = 12
TRIM = 0.15
"""Share of the years that must lie on either side of a break (Bai and Perron 1998 use 0.05 to 0.25)."""

N_BOOTSTRAP = 999

_N_TREND = 2
"""Coefficients of a line."""

_MOST_PERSISTENT = 0.95
"""Cap on the autoregression of the errors: beyond it a series of some decades cannot be told from a random walk."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a series divides in two.

    Attributes:
        date: the last year of the first part; the break lies between it and the next. Interval by bootstrap.
        before: mean (kind ``level``) or yearly slope (kind ``trend``) of the first part.
        after: the same of the second part.
        p_value: share of bootstrap series without a break whose gain in fit is at least as large.
    """

    date: Estimate
    before: Estimate
    after: Estimate
    p_value: float


def linear_trend(
    series: Series, first_year: int | None = None, last_year: int | None = None, *, n_bootstrap: int = N_BOOTSTRAP
) -> Estimate:
    """Return the yearly change of a series by least squares, with a 95 % confidence interval.

    Args:
        series: the series; its own bounds are not used.
        first_year: first year used; by default the first with a value.
        last_year: last year used; by default the last with a value.
        n_bootstrap: bootstrap series for the interval.

    Raises:
        DomainError: when the years used are fewer than `MIN_YEARS` or have a gap.
    """
    _, values = unbroken_values(series, first_year, last_year)
    n = len(values)
    whole = _projection(_regressors(n, "trend"))
    generator = spawn_generator("balances", "trends", "slope", n, n_bootstrap)
    rows = np.broadcast_to(values, (n_bootstrap, n))
    simulated = _simulate(rows, rows @ whole, _N_TREND, generator)
    slope, error = (float(part[0]) for part in _slopes_and_errors(values[None, :], whole))
    slopes, errors = _slopes_and_errors(simulated, whole)
    # Where the line fits exactly, the bootstrap series do not differ from it, and the interval has no width.
    ratios = np.divide(np.abs(slopes - slope), errors, out=np.zeros(n_bootstrap), where=errors > 0)
    half = error * float(np.quantile(ratios, 0.95))
    unit = f"{series.unit} a year"
    return Estimate(slope, unit, slope - half, slope + half, "confidence95", series.sources)


def break_date(
    series: Series,
    kind: Kind,
    first_year: int | None = None,
    last_year: int | None = None,
    *,
    trim: float = TRIM,
    n_bootstrap: int = N_BOOTSTRAP,
) -> Break:
    """Return the single break of a series, with a 95 % confidence interval for its date.

    Args:
        series: the series; its own bounds are not used.
        kind: whether the parts differ in ``level`` only, or in level and ``trend``.
        first_year: first year used; by default the first with a value.
        last_year: last year used; by default the last with a value.
        trim: share of the years that must lie on either side.
        n_bootstrap: bootstrap series for the interval, and as many for the probability.

    Raises:
        DomainError: when the years used are fewer than `MIN_YEARS` or have a gap.
        ValueError: when the trimming leaves no year.
    """
    _, values = unbroken_values(series, first_year, last_year)
    rows = np.broadcast_to(values, (n_bootstrap, len(values)))
    return _break_of(series, rows, kind, first_year, last_year, trim)


def break_date_of_draws(
    series: Series,
    drawn: Mapping[int, Floats],
    kind: Kind,
    first_year: int | None = None,
    last_year: int | None = None,
    *,
    trim: float = TRIM,
) -> Break:
    """Return the single break of a series whose years are known only as draws of uncertain inputs.

    As `break_date`, but each bootstrap series is simulated around another draw, so that the interval allows for the
    inputs as well as for the errors; the date is still that of the series itself.

    Args:
        series: the series, of the draws' central values.
        drawn: by year, one value per draw; the draws of all years belong together.
        kind: whether the parts differ in ``level`` only, or in level and ``trend``.
        first_year: first year used; by default the first with a value.
        last_year: last year used; by default the last with a value.
        trim: share of the years that must lie on either side.

    Raises:
        DomainError: when the years used are fewer than `MIN_YEARS` or have a gap.
        ValueError: when the trimming leaves no year.
    """
    years, _ = unbroken_values(series, first_year, last_year)
    rows = np.stack([drawn[year] for year in years.tolist()], axis=1)
    return _break_of(series, rows, kind, first_year, last_year, trim)


def _break_of(
    series: Series, rows: Floats, kind: Kind, first_year: int | None, last_year: int | None, trim: float
) -> Break:
    """Return the break of a series, with one bootstrap series for each row of what it may be."""
    years, values = unbroken_values(series, first_year, last_year)
    n, n_rows = len(values), len(rows)
    regressors = _regressors(n, kind)
    divisions = _admissible(n, trim, regressors.shape[1])
    whole = _projection(regressors)
    halves = np.stack([_divided_projection(regressors, k) for k in divisions])
    generator = spawn_generator("balances", "trends", "break", kind, n, n_rows)

    index = int(_best_division(values[None, :], whole, halves)[0][0])
    of_rows, observed = _best_division(rows, whole, halves)
    broken = _simulate(rows, np.einsum("ri,rij->rj", rows, halves[of_rows]), 2 * regressors.shape[1], generator)
    unbroken = _simulate(rows, rows @ whole, regressors.shape[1], generator)
    found, _ = _best_division(broken, whole, halves)
    _, gains = _best_division(unbroken, whole, halves)

    first, last_of_first = int(years[0]) - 1, int(divisions[index])
    low, high = np.quantile(divisions[found], [0.025, 0.975], method="nearest")
    date = first + last_of_first
    bounds = (min(first + int(low), date), max(first + int(high), date))
    unit = series.unit if kind == "level" else f"{series.unit} a year"
    before, after = (_part_value(part, kind) for part in np.split(values, [last_of_first]))
    return Break(
        Estimate(date, "year", *bounds, "confidence95", series.sources),
        Estimate(before, unit, sources=series.sources),
        Estimate(after, unit, sources=series.sources),
        float((1 + np.count_nonzero(gains >= observed)) / (1 + n_rows)),
    )


def unbroken_values(series: Series, first_year: int | None, last_year: int | None) -> tuple[NDArray[np.int64], Floats]:
    """Return the years and values of a series within two years, both inclusive.

    Raises:
        DomainError: when they are fewer than `MIN_YEARS` or have a gap, since dependence between years is then unknown.
    """
    points = series.known(first_year, last_year)
    years = np.array([point.year for point in points], dtype=np.int64)
    if len(years) < MIN_YEARS:
        raise DomainError(
            Problem(f"too few years of {series.label!r}", found=str(len(years)), allowed=f"{MIN_YEARS} or more")
        )
    if np.any(np.diff(years) != 1):
        missing = sorted(set(range(int(years[0]), int(years[-1]))) - set(years.tolist()))
        raise DomainError(Problem(f"{series.label!r} has a gap", found=f"no value in {missing[0]}", allowed="none"))
    return years, np.array([point.value for point in points])


def _slopes_and_errors(values: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Return the least-squares slope of each row and its standard error under autoregressive errors."""
    n = values.shape[1]
    time = np.arange(n) - (n - 1) / 2
    weights = time / (time @ time)
    persistence, spread = _errors_of(values - values @ whole, _N_TREND)
    by_lag = np.correlate(weights, weights, "full")[n - 1 :]
    by_lag[1:] *= 2
    variance = spread**2 * (persistence[:, None] ** np.arange(n) @ by_lag)
    return values @ weights, np.sqrt(np.maximum(variance, 0.0))


def _errors_of(residuals: Floats, n_coefficients: int) -> tuple[Floats, Floats]:
    """Return the first-order autoregression and the spread of the errors behind each row of residuals.

    The autoregression of least-squares residuals is too small by about (p + (p + 2) r) / n after p coefficients
    (Marriott and Pope 1954; p = 1 for a mean, 2 for a line); it is raised by that and held in 0 to `_MOST_PERSISTENT`.
    The spread is that of the errors themselves: the spread of the shocks over the root of 1 less its square.
    """
    n = residuals.shape[1]
    earlier, later = residuals[:, :-1], residuals[:, 1:]
    total = np.sum(earlier**2, axis=1)
    raw = np.divide(np.sum(later * earlier, axis=1), total, out=np.zeros(len(residuals)), where=total > 0)
    persistence = np.clip(raw + (n_coefficients + (n_coefficients + 2) * raw) / n, 0.0, _MOST_PERSISTENT)
    shocks = later - persistence[:, None] * earlier
    variance = np.sum(shocks**2, axis=1) / (n - 1 - n_coefficients)
    return persistence, np.sqrt(variance / (1 - persistence**2))


def _regressors(n: int, kind: Kind) -> Floats:
    """Return the regressors, years by columns; time is centred and scaled so that projections stay exact."""
    constant = np.ones((n, 1))
    if kind == "level":
        return constant
    return np.column_stack([constant, np.arange(n) - (n - 1) / 2])


def _admissible(n: int, trim: float, n_columns: int) -> NDArray[np.int64]:
    """Return the admissible lengths of the first part; each part keeps more years than it has coefficients."""
    shortest = max(math.ceil(trim * n), n_columns + 1)
    divisions = np.arange(shortest, n - shortest + 1)
    if not divisions.size:
        raise ValueError(f"trimming {trim} of {n} years leaves no date")
    return divisions


def _projection(regressors: Floats) -> Floats:
    return regressors @ np.linalg.pinv(regressors)


def _divided_projection(regressors: Floats, division: int) -> Floats:
    """Return the projection on the regressors of either part, zero between the parts."""
    n = len(regressors)
    projection = np.zeros((n, n))
    projection[:division, :division] = _projection(regressors[:division])
    projection[division:, division:] = _projection(regressors[division:])
    return projection


def _best_division(values: Floats, whole: Floats, halves: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return, for each row of values, the division that fits best and its gain in fit.

    The gain is the fall in the sum of squares over what is left: Andrews' (1993) sup F without its constant.
    """
    residual = np.sum((values - values @ whole) ** 2, axis=1)
    divided = np.stack([np.sum((values - values @ half) ** 2, axis=1) for half in halves])
    best = np.argmin(divided, axis=0)
    least = divided[best, np.arange(len(values))]
    # A series that a division fits exactly gains without limit.
    return best, (residual - least) / np.maximum(least, np.finfo(float).tiny)


def _simulate(rows: Floats, fits: Floats, n_coefficients: int, rng: np.random.Generator) -> Floats:
    """Return, for each row, its fit plus first-order autoregressive normal errors like its own."""
    persistence, spread = _errors_of(rows - fits, n_coefficients)
    errors = rng.standard_normal(rows.shape) * spread[:, None]
    scale = np.sqrt(1 - persistence**2)
    for year in range(1, rows.shape[1]):
        errors[:, year] = persistence * errors[:, year - 1] + scale * errors[:, year]
    simulated: Floats = fits + errors
    return simulated


def _part_value(values: Floats, kind: Kind) -> float:
    if kind == "level":
        return float(values.mean())
    time = np.arange(len(values)) - (len(values) - 1) / 2
    return float(time @ values / (time @ time))
