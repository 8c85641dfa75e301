"""Whether a year will count as active, going by the months seen so far: Bayes' rule on the chance told before it began.

The chance told before the year is the prior. The months seen so far are evidence: no death on record, some, or 25 or
more, which make the year active. How much more often years that ended active stood so in the same month than years that
did not is the likelihood ratio, counted over the years of the user's own GED, apart for disputes that were active the
year before and those that were not. The three classes were chosen on 1 December 2026, before anything was scored.

The bounds of the prior are carried through; that the ratio is itself a count over some thousand dispute-years, many of
the same dispute, widens nothing. Candidate months, from which one asks, hold events that GED drops or counts anew. And
the Armed Conflict Dataset asks for 25 deaths in a dyad's year where this adds up a conflict's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable
from statusquo.event_files.own_events import OwnEvents

LEAST_ACTIVE = 25
"""Battle deaths in a year from which UCDP counts it as active."""

Class = Literal["none", "some", "active"]


@dataclass(frozen=True, slots=True)
class Evidence(Jsonable):
    """What the months seen so far say of a year.

    Attributes:
        month: the last month seen, 1 to 12.
        seen: no death on record, some, or as many as make the year active.
        was_active: whether the years counted followed an active one.
        active_years: years of GED that ended active.
        active_alike: those of them that stood so in that month.
        quiet_years: years that did not.
        quiet_alike: those of them that stood so.
    """

    month: int
    seen: Class
    was_active: bool
    active_years: int
    active_alike: int
    quiet_years: int
    quiet_alike: int

    @property
    def ratio(self) -> float:
        """The likelihood ratio; half a year is added to each count, so that none is zero (Haldane 1956)."""
        active = (self.active_alike + 0.5) / (self.active_years + 1)
        return active / ((self.quiet_alike + 0.5) / (self.quiet_years + 1))

    def after(self, prior: Estimate) -> Estimate:
        """Return the chance that the year counts as active, given the one told before it began.

        Example:
            >>> seen = Evidence(8, "none", False, 100, 9, 900, 799)
            >>> after = seen.after(Estimate(0.02, "probability", 0.01, 0.04, "credible95"))
            >>> round(seen.ratio, 2), round(after.value, 4)
            (0.11, 0.0022)
        """
        if prior.value is None:
            return prior
        if self.seen == "active":
            return Estimate(1, prior.unit, sources=prior.sources)

        def updated(chance: float) -> float:
            odds = self.ratio * chance / (1 - chance) if chance < 1 else float("inf")
            return 1.0 if odds == float("inf") else odds / (1 + odds)

        return prior.through(updated, prior.unit)


def class_of(deaths: int) -> Class:
    """Return how a year stands that has so many deaths on record."""
    return "none" if deaths == 0 else "active" if deaths >= LEAST_ACTIVE else "some"


def evidence(own: OwnEvents, disputes: pl.DataFrame, deaths: int, month: int, *, was_active: bool) -> Evidence | None:
    """Return what it says of a year to have seen so many deaths by the end of a month.

    Args:
        own: the user's events.
        disputes: table ``disputes``; a dispute's years are counted from its first active one.
        deaths: on record so far.
        month: the last month seen, 1 to 12.
        was_active: whether the year before was active.

    Returns:
        None where the user has no GED, over whose years it could be counted.
    """
    years = _years(own, disputes, month)
    if years is None:
        return None
    seen = class_of(deaths)
    alike = years.filter(was_active=was_active)
    ended, stood = alike["total"] >= LEAST_ACTIVE, _stood(alike["so_far"], seen)
    return Evidence(
        month, seen, was_active, int(ended.sum()), int((ended & stood).sum()), int((~ended).sum()),
        int((~ended & stood).sum()),
    )  # fmt: skip


def _stood(so_far: pl.Series, seen: Class) -> pl.Series:
    if seen == "none":
        return so_far == 0
    return so_far >= LEAST_ACTIVE if seen == "active" else so_far.is_between(1, LEAST_ACTIVE - 1)


def _years(own: OwnEvents, disputes: pl.DataFrame, month: int) -> pl.DataFrame | None:
    """Return GED's dispute-years: deaths by the end of a month and in all, and whether the year before was active."""
    covered = own.months.filter(~pl.col("is_candidate"))["month"].dt.year().unique()
    if len(covered) < 2:
        return None
    grid = (
        disputes.select(pl.col("conflict_id_ucdp").cast(pl.Int64), "first_active_year")
        .join(pl.DataFrame({"year": covered.cast(pl.Int64)}), how="cross")
        .filter(pl.col("year") >= pl.col("first_active_year"))
    )
    by_year = own.state_based.group_by(
        pl.col("conflict_id_ucdp").cast(pl.Int64), year=pl.col("month").dt.year().cast(pl.Int64)
    ).agg(
        total=pl.col("deaths_best").sum(),
        so_far=pl.col("deaths_best").filter(pl.col("month").dt.month() <= month).sum(),
    )
    key = ["conflict_id_ucdp", "year"]
    full = grid.join(by_year, on=key, how="left").with_columns(pl.col("total", "so_far").fill_null(0)).sort(key)
    before = full.select("conflict_id_ucdp", pl.col("year") + 1, was_active=pl.col("total") >= LEAST_ACTIVE)
    return full.join(before, on=key, how="inner")
