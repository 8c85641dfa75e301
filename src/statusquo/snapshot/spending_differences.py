"""What two releases of military spending say differently: states, years, and figures revised.

Figures in current dollars and shares of GDP are compared as they stand. Figures in constant dollars of two base years
differ everywhere, by a factor of each state's own prices and exchange rate; so a state's earlier series is brought to
the base year of the later one by the ratio of the two series themselves, the median over the last years that both
have, and what is left is the revision. A restatement of a whole series by one factor cannot be told from a change of
base year, and is not told.

Pure functions of frames; `statusquo.snapshot.comparable` makes the records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

Measure = Literal["constant", "current", "share of GDP"]

FIGURES = pl.Schema({"state": pl.String, "year": pl.Int32, "measure": pl.String, "value": pl.Float64})
"""Columns of the figures of a record: one row for each that is known, in million dollars or percent of GDP."""

REVISED_PCT = 0.1
"""A figure that moved by less is not called revised: deflators and rates are worked out anew in every release."""

REBASED_BY_YEARS = 10
"""The last years that both series have, over which the ratio of base years is taken."""

FEWEST_YEARS_TO_REBASE = 5
"""With fewer years in common the ratio would say little else than the figures themselves."""

_KEY = ["state", "year", "measure"]


@dataclass(frozen=True, slots=True)
class SpendingRecord:
    """Military spending of states by year, as one release or one snapshot has it.

    Attributes:
        label: what it is, such as ``sipri-milex 1949-2025 (April 2026)``.
        figures: the figures known, with the columns `FIGURES`.
        base_year: the year of whose prices the constant dollars are; None where nothing says so.
        is_selection: whether it keeps chosen states alone, as a snapshot does.
    """

    label: str
    figures: pl.DataFrame
    base_year: int | None
    is_selection: bool = False

    def __post_init__(self) -> None:
        if self.figures.schema != FIGURES:
            raise ValueError(f"{self.label}: a record has the columns {dict(FIGURES)}, not {self.figures.schema}")


@dataclass(frozen=True, slots=True)
class SpendingDifferences:
    """What the second of two records of spending says differently from the first.

    Attributes:
        base_years: the base year of each.
        years_added: years of which only the second has figures.
        years_gone: years of which only the first has.
        states_added: states of which only the second has figures, where it does not keep chosen states alone.
        states_gone: states of which only the first has.
        figures: figures that one record alone has in the years and for the states of both: state, year, measure,
            value_a, value_b.
        revised: figures that differ: state, year, measure, value_a (as published), value_b, rebased_a (in the base year
            of the second; the same as value_a for the other measures), change_pct (None from zero).
        n_compared: by measure, how many figures both have.
        not_rebased: states whose constant series have too few years in common to be brought to one base year.
    """

    base_years: tuple[int | None, int | None]
    years_added: tuple[int, ...]
    years_gone: tuple[int, ...]
    states_added: tuple[str, ...]
    states_gone: tuple[str, ...]
    figures: pl.DataFrame
    revised: pl.DataFrame
    n_compared: dict[str, int]
    not_rebased: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        names = (self.years_added, self.years_gone, self.states_added, self.states_gone)
        return self.base_years[0] == self.base_years[1] and not (
            any(names) or self.figures.height or self.revised.height
        )

    @property
    def by_state(self) -> pl.DataFrame:
        """The revisions by measure and state, the furthest first: how many, from when to when, and the largest."""
        size = (pl.col("value_b") / pl.col("rebased_a")).log().abs()
        return (
            self.revised.with_columns(size=size)
            .sort("size", "year", descending=[True, True], nulls_last=False)
            .group_by("measure", "state", maintain_order=True)
            .agg(
                n_years=pl.len(),
                first_year=pl.col("year").min(),
                last_year=pl.col("year").max(),
                largest_year=pl.col("year").first(),
                rebased_a=pl.col("rebased_a").first(),
                value_b=pl.col("value_b").first(),
                change_pct=pl.col("change_pct").first(),
            )
        )

    def to_json(self) -> dict[str, Any]:
        """Return the differences as plain JSON values."""
        return {
            "base_years": list(self.base_years),
            "years": {"added": list(self.years_added), "gone": list(self.years_gone)},
            "states": {"added": list(self.states_added), "gone": list(self.states_gone)},
            "figures_in_one_alone": self.figures.to_dicts(),
            "compared": self.n_compared,
            "revised": self.revised.to_dicts(),
            "not_rebased": list(self.not_rebased),
        }


def spending_differences(a: SpendingRecord, b: SpendingRecord) -> SpendingDifferences:
    """Return what record b says differently from record a."""
    years_a, years_b = set(a.figures["year"]), set(b.figures["year"])
    states_a, states_b = set(a.figures["state"]), set(b.figures["state"])
    both = a.figures.join(b.figures, on=_KEY, how="full", coalesce=True, suffix="_b").rename({"value": "value_a"})
    known = both.drop_nulls()
    rebased, left_out = _rebased(known, same_base=a.base_year == b.base_year)
    is_of_both = pl.col("state").is_in(sorted(states_a & states_b)) & pl.col("year").is_in(sorted(years_a & years_b))
    one_alone = both.filter(is_of_both, pl.col("value_a").is_null() | pl.col("value_b").is_null())
    return SpendingDifferences(
        (a.base_year, b.base_year),
        tuple(sorted(years_b - years_a)),
        tuple(sorted(years_a - years_b)),
        () if a.is_selection else tuple(sorted(states_b - states_a)),
        () if b.is_selection else tuple(sorted(states_a - states_b)),
        one_alone.select("state", "year", "measure", "value_a", "value_b").sort(_KEY),
        _revised(rebased),
        dict(rebased.group_by("measure").len().sort("measure").iter_rows()),
        left_out,
    )


def _rebased(known: pl.DataFrame, *, same_base: bool) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the figures of both, the first record's brought to the base year of the second, and what cannot be."""
    if same_base:
        return known.with_columns(rebased_a=pl.col("value_a")), ()
    others = known.filter(pl.col("measure") != "constant").with_columns(rebased_a=pl.col("value_a"))
    constant = known.filter(measure="constant")
    positive = constant.filter(pl.col("value_a") > 0, pl.col("value_b") > 0).sort("year")
    ratios = (
        positive.group_by("state")
        .tail(REBASED_BY_YEARS)
        .group_by("state")
        .agg(n=pl.len(), ratio=(pl.col("value_b") / pl.col("value_a")).log().median().exp())
        .filter(pl.col("n") >= FEWEST_YEARS_TO_REBASE)
    )
    told = constant.join(ratios, on="state").with_columns(rebased_a=pl.col("value_a") * pl.col("ratio"))
    left_out = constant.join(ratios, on="state", how="anti")["state"].unique().sort()
    return pl.concat([others, told.select(others.columns)]), tuple(left_out)


def _revised(rebased: pl.DataFrame) -> pl.DataFrame:
    change = 100 * (pl.col("value_b") / pl.col("rebased_a") - 1)
    # By the ratio, and not by the change in percent, so that both directions of a comparison call the same revised.
    size = (pl.col("value_b") / pl.col("rebased_a")).log().abs()
    from_or_to_zero = (pl.col("value_b") == 0) != (pl.col("rebased_a") == 0)
    is_revised = pl.when((pl.col("value_b") == 0) | (pl.col("rebased_a") == 0)).then(from_or_to_zero)
    return (
        rebased.with_columns(change_pct=pl.when(pl.col("rebased_a") != 0).then(change))
        .filter(is_revised.otherwise(size > REVISED_PCT / 100))
        .select(*_KEY, "value_a", "value_b", "rebased_a", "change_pct")
        .sort(_KEY)
    )
