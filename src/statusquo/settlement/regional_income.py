"""South Tyrol's household income beside its neighbours', as the essay's comparison needs it.

Three regions: Bolzano (South Tyrol), Trento, the other province of the Italian region, and Tirol, the Austrian side
of the old crown land. The figures are Eurostat's disposable income of private households per head in purchasing power
standards (table tgs00026, 2009-2019): after taxes and transfers, so they show what households live on and not what a
region produces.

Two things they cannot show: how poor or rich the province was before its autonomy (the run begins 37 years after the
second statute), and whether autonomy is the cause.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.domain import Domain
from statusquo.core.errors import DomainError, Problem
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.core.in_use import kept_by_snapshot
from statusquo.snapshot.store import open_snapshot

SOUTH_TYROL, TRENTO, TYROL = "ITH1", "ITH2", "AT33"

REGION_NAMES = {SOUTH_TYROL: "Bolzano (South Tyrol)", TRENTO: "Trento", TYROL: "Tirol"}

SOURCES = ("eurostat-income",)
UNIT = "purchasing power standard (EU27 of 2020)"


def regional_income(region: str) -> Series:
    """Return disposable income per head of one region of Italy or Austria, in purchasing power standards.

    Args:
        region: code of the NUTS 2 region, such as ``ITH1``.

    Raises:
        DomainError: when the region is not one of Italy's or Austria's.
    """
    rows = _rows(region)
    points = tuple(Point(year, income) for year, income in rows.select("year", "income_per_head_pps").iter_rows())
    return Series(
        f"income:{region}", f"Disposable income per head, {_name(region)}", UNIT, _domain(), points, sources=SOURCES
    )


def income_ratio(region: str = SOUTH_TYROL, over: str = TYROL) -> Series:
    """Return the income of one region over that of another, by year.

    Args:
        region: code of the region above the line.
        over: code of the region below it.

    Raises:
        DomainError: when either is not a region of Italy or Austria.
    """
    above, below = regional_income(region), {point.year: point.value for point in regional_income(over).points}
    points = tuple(
        Point(point.year, point.value / lower)
        for point in above.points
        if point.value is not None and (lower := below.get(point.year)) is not None
    )
    return Series(
        f"income.ratio:{region}:{over}",
        f"Income, {_name(region)} over {_name(over)}",
        "ratio",
        _domain(),
        points,
        sources=SOURCES,
    )


def income_rank(region: str = SOUTH_TYROL, year: int = 2019) -> Estimate:
    """Return the place of a region among its state's regions by income, 1 the highest.

    Raises:
        DomainError: when it is not a region of Italy or Austria.
    """
    own = _rows(region).filter(pl.col("year") == year)["income_per_head_pps"]
    unit = "place"
    if own.is_empty():
        return Estimate.missing(unit, f"no income for {region} in {year}", SOURCES)
    peers = _table().filter((pl.col("state") == region[:2]) & (pl.col("year") == year))["income_per_head_pps"]
    return Estimate(1.0 + (peers > own.item()).sum(), unit, sources=SOURCES)


def income_dispersion(state: str = "IT") -> Series:
    """Return the standard deviation of log income across a state's regions, by year.

    The sigma of Barro and Sala-i-Martin (1992): it falls where regions come closer. Unweighted, since the source
    carries no population.

    Args:
        state: ``IT`` or ``AT``.

    Raises:
        DomainError: for any other state.
    """
    rows = _table().filter(pl.col("state") == state)
    if rows.is_empty():
        raise DomainError(Problem("no regions of this state are held", found=state, allowed="IT, AT"))
    by_year = rows.group_by("year").agg(pl.col("income_per_head_pps").log().std().alias("sigma")).sort("year")
    points = tuple(Point(year, sigma) for year, sigma in by_year.iter_rows())
    return Series(
        f"income.spread:{state}",
        f"Spread of income across regions of {state}",
        "standard deviation of logs",
        _domain(),
        points,
        sources=SOURCES,
    )


@kept_by_snapshot
def _table() -> pl.DataFrame:
    return open_snapshot().table("regional_income")


def _rows(region: str) -> pl.DataFrame:
    rows = _table().filter(pl.col("nuts2") == region)
    if rows.is_empty():
        raise DomainError(
            Problem("no income of this region is held", found=region, allowed="a NUTS 2 region of Italy or Austria")
        )
    return rows


def _name(region: str) -> str:
    return REGION_NAMES.get(region, region)


def _domain() -> Domain:
    years = _table()["year"]
    return Domain(min(years), max(years), "nuts", "region-year")
