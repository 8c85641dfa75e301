"""How fast incomes of regions come closer, and what a region's income could do under transfers and open routes.

The growth equation is that of Barro and Sala-i-Martin (1992, Journal of Political Economy 100(2), 223-251):

    (1/T) ln(y_T / y_0) = a - ((1 - exp(-b T)) / T) ln(y_0) + u,

with `b` the speed at which a gap closes, in log points a year for each log point of the gap. Fitted by least squares,
its slope `s` gives b = -ln(1 + s T) / T. With a constant for each state the gap is that to the state's own regions
(conditional convergence); with one constant for all it is the gap to every region of the data set. The interval is a
bootstrap that draws whole states (Cameron, Gelbach and Miller 2008, Review of Economics and Statistics 90(3),
414-427), because regions of one state share shocks.

`income_path` runs the equation forward for one region beside a reference: the gap closes at speed `b`, times the
share of it that routes and markets let through, toward a level that lasting transfers lift. It is arithmetic on
stated inputs. It says nothing on whether autonomy, a settlement or money would bring that speed about, and nothing on
what people would feel they are; regression to the mean alone gives convergence (Quah 1993, Scandinavian Journal of
Economics 95(4), 427-443), which is why `regional_income.income_dispersion` stands beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from statusquo.core.domain import Domain
from statusquo.core.draws import Floats, central_95, median_95
from statusquo.core.errors import DomainError, Problem
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.core.in_use import kept_by_snapshot
from statusquo.core.seeds import spawn_generator
from statusquo.settlement.regional_income import SOURCES, SOUTH_TYROL
from statusquo.snapshot.store import open_snapshot

SPAN_YEARS = 10
"""Years between the two ends of the growth that the snapshot holds: 2009 to 2019."""

N_BOOTSTRAP = 2_000
_MIN_STATES = 5
_FEW_DRAWS = 0.9


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of regions over one span: log income at its start, yearly log growth, and the state of each."""

    log_income: Floats
    growth: Floats
    state: tuple[str, ...]
    span: int


@kept_by_snapshot
def european_growth() -> Growth:
    """Return the growth of Europe's regions that the snapshot holds."""
    rows = open_snapshot().table("regional_growth")
    return Growth(
        rows["log_income_first"].to_numpy(),
        rows["log_growth_per_year"].to_numpy(),
        tuple(rows["state"]),
        SPAN_YEARS,
    )


def convergence_speed(
    growth: Growth | None = None, *, within_states: bool = True, n_bootstrap: int = N_BOOTSTRAP
) -> Estimate:
    """Return the speed of convergence, in share of the log gap that closes in a year.

    Args:
        growth: regions' growth; by default Europe's regions, 2009-2019.
        within_states: with a constant for each state, so that only regions of one state are compared.
        n_bootstrap: draws of whole states for the interval.

    Raises:
        DomainError: with fewer than five states, or where growth is so negatively tied to income that no speed exists.
    """
    data = growth or european_growth()
    states = sorted(set(data.state))
    if len(states) < _MIN_STATES:
        raise DomainError(Problem("too few states", found=str(len(states)), allowed=f"{_MIN_STATES} or more"))
    moments = _moments(data, states, within_states)
    speed = float(_speed(_slope(moments.sum(axis=0)[None, :], within_states), data.span)[0])
    if math.isnan(speed):
        raise DomainError(Problem("no speed of convergence exists", found="a slope under -1/T", allowed="above -1/T"))
    generator = spawn_generator("settlement", "convergence", len(states), int(within_states), n_bootstrap)
    chosen = generator.integers(0, len(states), size=(n_bootstrap, len(states)))
    speeds = _speed(_slope(moments[chosen].sum(axis=1), within_states), data.span)
    speeds = speeds[~np.isnan(speeds)]
    unit = "share of the gap a year"
    if len(speeds) < _FEW_DRAWS * n_bootstrap:
        return Estimate(speed, unit, sources=SOURCES)
    return Estimate.from_draws(speeds, unit, value=speed, interval="confidence95", sources=SOURCES)


def half_life(speed: Estimate) -> Estimate:
    """Return the years in which half of a gap closes, ``ln 2 / b``; missing where no gap closes.

    A bound of the speed that is not above zero leaves the half-life without an interval, since it has no upper end.
    """
    if speed.value is None or speed.value <= 0:
        return Estimate.missing("years", "the gap does not close at this speed", speed.sources)
    value = math.log(2.0) / speed.value
    if speed.low is None or speed.high is None or speed.low <= 0:
        return Estimate(value, "years", sources=speed.sources)
    return Estimate(
        value, "years", math.log(2.0) / speed.high, math.log(2.0) / speed.low, speed.interval, speed.sources
    )


def growth_surprise(region: str = SOUTH_TYROL, *, within_states: bool = True) -> Estimate:
    """Return how much faster a region grew than convergence says, in log points a year, 2009-2019.

    The interval is that of a new region of the same state: the value less the 2.5 and 97.5 percent quantiles of all
    regions' residuals. Above zero as a whole, the region's growth is out of the ordinary; why, the number does not say.

    Raises:
        DomainError: when the region is not in the data.
    """
    rows = open_snapshot().table("regional_growth")
    found = rows["nuts2"].index_of(region)
    if found is None:
        raise DomainError(
            Problem("no growth of this region is held", found=region, allowed="a NUTS 2 region with 2009 and 2019")
        )
    data = european_growth()
    residuals = _residuals(data, within_states)
    value = float(residuals[found])
    ends = (value - float(bound) for bound in central_95(residuals))
    return Estimate.spanning(value, "log points a year", ends, "confidence95", SOURCES)


def income_path(
    ratio: float,
    years: int,
    *,
    speed: Estimate | None = None,
    connectivity: tuple[float, float] = (0.5, 1.0),
    transfers: tuple[float, float] = (0.0, 0.0),
    n_draws: int = 4_000,
) -> Series:
    """Return a region's income over that of its reference by year from now, with the range of the stated inputs.

    Each draw closes the gap by ``ln r(t) = ln r* + exp(-c b t) (ln r(0) - ln r*)``, with ``r* = 1 + s``: `c` the share
    of the speed that routes let through (0 cut off, 1 as between regions of one state), `s` lasting transfers as a
    share of the reference's household income, both drawn evenly from their ranges, and `b` from the speed's interval
    (normal, at least zero). At c = 0 the ratio stays as it is; without transfers it goes to one.

    Args:
        ratio: income over the reference's today, above zero.
        years: how many years ahead, one or more.
        speed: speed of convergence; by default that of regions within Europe's states.
        connectivity: lowest and highest share of that speed.
        transfers: lowest and highest lasting net transfer, as a share of the reference's income.
        n_draws: draws of the inputs.

    Raises:
        DomainError: when a number lies outside what is allowed.
    """
    _refuse_odd(ratio, years, connectivity, transfers)
    pace = speed or convergence_speed()
    if pace.value is None:
        raise DomainError(Problem("the speed is missing", found=pace.missing_reason, allowed="a speed with a value"))
    generator = spawn_generator("settlement", "income path", years, n_draws)
    spread = 0.0 if pace.low is None or pace.high is None else (pace.high - pace.low) / (2 * 1.96)
    speeds = np.maximum(generator.normal(pace.value, spread, n_draws), 0.0)
    shares = generator.uniform(*connectivity, n_draws)
    levels = np.log1p(generator.uniform(*transfers, n_draws))
    ahead = np.arange(years + 1, dtype=float)
    gap = math.log(ratio) - levels
    ratios = np.exp(levels[:, None] + np.exp(-np.outer(shares * speeds, ahead)) * gap[:, None])
    low, middle, high = median_95(ratios, axis=0)
    points = tuple(
        Point(year, float(best), float(lower), float(upper))
        for year, lower, best, upper in zip(range(years + 1), low, middle, high, strict=True)
    )
    domain = Domain(0, years, "nuts", "year from now", note="arithmetic on stated inputs, not a forecast")
    return Series("income.path", "Income over the reference", "ratio", domain, points, "draws95", pace.sources)


def _refuse_odd(ratio: float, years: int, connectivity: tuple[float, float], transfers: tuple[float, float]) -> None:
    if not (math.isfinite(ratio) and ratio > 0):
        raise DomainError(Problem("the ratio of incomes is odd", found=str(ratio), allowed="above 0"))
    if years < 1:
        raise DomainError(Problem("there is no year ahead", found=str(years), allowed="1 or more"))
    if not 0 <= connectivity[0] <= connectivity[1] <= 1:
        raise DomainError(Problem("the range of connectivity is odd", found=str(connectivity), allowed="within 0 to 1"))
    if not -1 < transfers[0] <= transfers[1]:
        raise DomainError(Problem("the range of transfers is odd", found=str(transfers), allowed="rising, above -1"))


def _moments(data: Growth, states: list[str], within: bool) -> Floats:
    """Return per state: n, sum x, sum y, sum x*y, sum x*x; of deviations from the state's mean where `within`."""
    names = np.array(data.state)
    rows = []
    for state in states:
        mask = names == state
        x, y = data.log_income[mask], data.growth[mask]
        if within:
            x, y = x - x.mean(), y - y.mean()
        rows.append([float(mask.sum()), x.sum(), y.sum(), (x * y).sum(), (x * x).sum()])
    return np.array(rows)


def _slope(sums: Floats, within: bool) -> Floats:
    n, sx, sy, sxy, sxx = sums.T
    if not within:
        sxy, sxx = sxy - sx * sy / n, sxx - sx * sx / n
    slope: Floats = np.divide(sxy, sxx, out=np.full_like(sxy, np.nan), where=sxx > 0)
    return slope


def _speed(slope: Floats, span: int) -> Floats:
    inside = 1.0 + slope * span
    speed: Floats = np.where(inside > 0, -np.log(np.where(inside > 0, inside, 1.0)) / span, np.nan)
    return speed


def _residuals(data: Growth, within: bool) -> Floats:
    states = sorted(set(data.state))
    slope = float(_slope(_moments(data, states, within).sum(axis=0)[None, :], within)[0])
    frame = pl.DataFrame({"state": data.state, "x": data.log_income, "y": data.growth})
    groups = "state" if within else pl.lit(1)
    centred = frame.select(
        (pl.col("y") - pl.col("y").mean().over(groups)) - slope * (pl.col("x") - pl.col("x").mean().over(groups))
    )
    return centred.to_series().to_numpy()
