"""Exposures whose own effect on the hazard is asked for, each with the covariates it is adjusted for, as data.

`effects.csv` declares the exposures and `adjustments.csv` the sets of covariates beside them, with the reason. A model
for prediction draws all coefficients to zero and holds what follows from the exposure as readily as what comes before
it; a claim about one exposure needs a model of its own. That a set takes in all common causes is an assumption: what
comes out is an association given the set, and no effect of an intervention.

A few exposures are no covariates of the models for prediction and are made here, from what was known at the end of the
year before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from statusquo.core.shipped_tables import shipped_rows
from statusquo.panels.dispute_year import dispute_years
from statusquo.risk.covariates import declared_covariates, risk_covariates
from statusquo.risk.rows import BENDS
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

Contrast = Literal["one standard deviation", "0 to 1"]
CONTRASTS: tuple[Contrast, ...] = ("one standard deviation", "0 to 1")

LAST_YEAR_OF_LEADERS = 2015
"""Last year for which it is known how a leader came and went (Archigos)."""

LAST_YEAR_OF_GROUPS = 2021
"""Last year for which the standing of groups is known (EPR)."""

_KEY = ["conflict_id_ucdp", "year"]
_INCLUDES = "+"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A set of covariates beside an exposure.

    Attributes:
        id: its name.
        covariates: their names.
        reason: why these.
    """

    id: str
    covariates: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the effect is asked of.

    Attributes:
        name: its column.
        contrast: what the coefficient is for.
        adjustment: the set beside it.
        beside: covariates beside it and the set, without which the coefficient would answer another question.
        sources: ids of the origins of its values.
        description: what it is.
    """

    name: str
    contrast: Contrast
    adjustment: Adjustment
    beside: tuple[str, ...]
    sources: tuple[str, ...]
    description: str

    @property
    def adjusted_for(self) -> tuple[str, ...]:
        """Names of all covariates beside the exposure, without the exposure itself."""
        names = dict.fromkeys([*self.adjustment.covariates, *self.beside])
        return tuple(name for name in names if name != self.name)


@cache
def declared_adjustments() -> tuple[Adjustment, ...]:
    """Return the sets of covariates, in the order of the file; one that begins with ``+`` takes another set in."""
    found: dict[str, Adjustment] = {}
    for row in shipped_rows("statusquo.risk", "adjustments.csv"):
        names: list[str] = []
        for name in row["covariates"].split():
            is_set = name.startswith(_INCLUDES)
            names += found[name.removeprefix(_INCLUDES)].covariates if is_set else [name]
        found[row["adjustment"]] = Adjustment(row["adjustment"], tuple(dict.fromkeys(names)), row["reason"])
    return tuple(found.values())


@cache
def declared_exposures() -> tuple[Exposure, ...]:
    """Return the exposures, in the order of the file."""
    sets = {adjustment.id: adjustment for adjustment in declared_adjustments()}
    sources = {covariate.name: covariate.sources for covariate in declared_covariates()}
    found = []
    for row in shipped_rows("statusquo.risk", "effects.csv"):
        (contrast,) = (given for given in CONTRASTS if given == row["contrast"])
        name = row["exposure"]
        own = tuple(row["sources"].split()) or sources[name]
        adjustment, beside = sets[row["adjustment"]], tuple(row["beside"].split())
        found.append(Exposure(name, contrast, adjustment, beside, own, row["description"]))
    return tuple(found)


def effect_sources(exposure: Exposure) -> tuple[str, ...]:
    """Return the ids of the origins of an exposure, of what it is adjusted for and of the events."""
    of_covariate = {covariate.name: covariate.sources for covariate in declared_covariates()}
    beside = [source for name in exposure.adjusted_for for source in of_covariate.get(name, ())]
    return tuple(dict.fromkeys(["ucdp-prio-acd", *exposure.sources, *beside]))


def exposure_frame(snapshot: Snapshot) -> pl.DataFrame:
    """Return the dispute-years that can meet an event with every covariate and every exposure.

    Args:
        snapshot: the open snapshot.
    """
    covariates = risk_covariates(snapshot)
    known = dispute_years(snapshot).frame.select(
        *_KEY, "patron_gw", "patron_n_leader_changes", "patron_is_irregular_turnover"
    )
    known = known.join(_autonomy_granted(snapshot), on=_KEY, how="left", maintain_order="left")
    irregular = pl.col("patron_is_irregular_turnover").cast(pl.Float64)
    no_patron = pl.col("patron_gw").is_null()
    regular = (pl.col("patron_n_leader_changes") > 0).cast(pl.Float64) * (1.0 - irregular)
    is_told = pl.col("year") <= LAST_YEAR_OF_LEADERS
    before = known.select(
        "conflict_id_ucdp",
        pl.col("year") + 1,
        "autonomy_granted",
        patron_regular_leader_change=pl.when(is_told).then(pl.when(no_patron).then(0.0).otherwise(regular)),
        patron_irregular_leader_change=pl.when(is_told).then(pl.when(no_patron).then(0.0).otherwise(irregular)),
    )
    frame = covariates.frame.join(before, on=_KEY, how="left", maintain_order="left")
    took_office, by_force = pl.col("parent_leader_change"), pl.col("parent_irregular_leader_change")
    return frame.with_columns(parent_regular_leader_change=took_office * (1.0 - by_force))


def covariate_names(exposures: Sequence[Exposure]) -> tuple[str, ...]:
    """Return the names of all columns of `exposure_frame` that models of these exposures need; the clock's first."""
    wanted = dict.fromkeys(
        ["quiet_years_log", *(e.name for e in exposures), *(n for e in exposures for n in e.adjusted_for)]
    )
    return tuple(name for name in wanted if name not in BENDS)


def _autonomy_granted(snapshot: Snapshot) -> pl.DataFrame:
    """Return whether a claimed group has regional autonomy that it lacked in an earlier year, by dispute and year."""
    groups = snapshot.table("dispute_groups").filter("is_claimed").drop_nulls("has_regional_autonomy")
    years = spread_years(groups.select("conflict_id_ucdp", "first_year", "last_year", "has_regional_autonomy"))
    has = years.group_by(_KEY).agg(pl.col("has_regional_autonomy").any()).sort(_KEY)
    lacked = (~pl.col("has_regional_autonomy")).cum_max().over("conflict_id_ucdp")
    granted = (pl.col("has_regional_autonomy") & lacked).cast(pl.Float64)
    return has.filter(pl.col("year") <= LAST_YEAR_OF_GROUPS).select(*_KEY, autonomy_granted=granted)
