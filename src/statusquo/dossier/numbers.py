"""A dossier's numbers as estimates and series: value, interval and its kind, unit and sources, for programs.

What a section's sentence says in words and its charts show, `statusquo dossier --json` prints through these.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from statusquo.core.domain import Domain
from statusquo.core.estimates import Estimate, Interval, Point, Series
from statusquo.dossier.extent import Extent
from statusquo.dossier.sides import Side
from statusquo.snapshot.spending import constant_dollars, spending_domain
from statusquo.snapshot.store import Snapshot

Number = Estimate | Series


def deaths_numbers(years: pl.DataFrame, domain: Domain, sources: tuple[str, ...]) -> Mapping[str, Number]:
    """Return battle deaths by year and in all; low and high are a range over sources.

    Args:
        years: rows of the table `dispute_years` for one dispute.
        domain: where the record of deaths speaks.
        sources: ids of the origins behind it.
    """
    known = years.drop_nulls("deaths_best").sort("year")
    rows = known.select("year", "deaths_best", "deaths_low", "deaths_high")
    kind: Interval | None = "source-range" if known.height else None
    series = _yearly("deaths", "battle deaths a year, best estimate", "battle deaths", rows, domain, sources, kind)
    if kind is None:
        reason = "the source gives no best estimate for any active year"
        return {"battle_deaths": series, "battle_deaths_total": Estimate.missing("battle deaths", reason, sources)}
    best, low, high = (float(known[f"deaths_{end}"].sum()) for end in ("best", "low", "high"))
    total = Estimate(best, "battle deaths", low, high, kind, sources)
    return {"battle_deaths": series, "battle_deaths_total": total}


def arms_numbers(
    sides: tuple[Side, Side], snapshot: Snapshot, spending: pl.DataFrame, ratio: pl.DataFrame, deliveries: pl.DataFrame
) -> Mapping[str, Number]:
    """Return both states' spending, its ratio, and the volume delivered to each; SIPRI states no interval.

    Args:
        sides: the two states.
        snapshot: the open snapshot, which knows at which prices and to which year spending is told.
        spending: rows of the table `spending`.
        ratio: the spending of the first over that of the second, by year.
        deliveries: rows of the table `arms_deliveries`.
    """
    numbers: dict[str, Number] = {}
    domain = spending_domain(snapshot)
    for side in sides:
        own = spending.filter(pl.col("gwno") == side.gwno).drop_nulls("spending_constant_usdm").sort("year")
        numbers[f"spending_{side.actor.id}"] = _yearly(
            f"spending:{side.gwno}",
            f"military spending of {side.actor.name}",
            constant_dollars(snapshot),
            own.select("year", "spending_constant_usdm"),
            domain,
        )
        tiv = deliveries.filter(pl.col("recipient_gw") == side.gwno)["tiv_m"].sum()
        numbers[f"deliveries_{side.actor.id}"] = Estimate(float(tiv), "million TIV", sources=("sipri-tiv",))
    over, under = (side.actor.name for side in sides)
    numbers["spending_ratio"] = _yearly(
        "spending.ratio", f"military spending, {over} over {under}", "ratio", ratio, domain
    )
    return numbers


def extent_numbers(extent: Extent) -> Mapping[str, Number]:
    """Return the areas drawn, with the error of an approximation."""
    sources = ("natural-earth",)
    areas = {"claimed_area": extent.claimed, "held_area": extent.held, "parent_area": extent.parent}
    numbers: dict[str, Number] = {
        name: Estimate.missing("km2", "no outline is at hand", sources)
        if area is None
        else Estimate(area, "km2", sources=sources)
        for name, area in areas.items()
    }
    if extent.error_pct is not None:
        numbers["claimed_area_error"] = Estimate(extent.error_pct, "percent of the published area", sources=sources)
    return numbers


def _yearly(
    key: str,
    label: str,
    unit: str,
    rows: pl.DataFrame,
    domain: Domain,
    sources: tuple[str, ...] = ("sipri-milex",),
    interval: Interval | None = None,
) -> Series:
    """Return rows of a year, a value and perhaps its bounds as a series; of spending by default."""
    points = tuple(Point(*row) for row in rows.iter_rows())
    return Series(key, label, unit, domain, points, interval, sources)
