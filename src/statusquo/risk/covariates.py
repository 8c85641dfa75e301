"""The covariates of the hazard: what was known of a dispute at the end of the year before, and nothing later.

`covariates.csv` beside this module declares each one: its block in the accounting of risk, unit, sources, the last year
of its source and for how many years after that its last value may stand in. One without a last year is known as far as
its sources reach in the open snapshot, and nothing stands in for it after them. The row of a year holds the state of
the world at the end of the year before; the coming year has a row of its own. What is missing is null, never zero:
models fill and flag it. A covariate past its source's last year is lagged, or dropped and so missing.

What the sources said at the time is not at hand: the values are of today's releases, and a few codings rest on
hindsight (the parent is the state of the latest active year; ends of agreements without a date).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from statusquo.core.shipped_tables import shipped_rows
from statusquo.core.wording import plural
from statusquo.panels.codings import Coding
from statusquo.risk import covariate_blocks as blocks
from statusquo.risk.events import risk_years
from statusquo.snapshot.store import Snapshot

Block = Literal["military", "regional", "inertia", "structure", "calendar"]
BLOCKS: tuple[Block, ...] = ("military", "regional", "inertia", "structure", "calendar")

_KEY = ["conflict_id_ucdp", "year"]


@dataclass(frozen=True, slots=True)
class Covariate:
    """One covariate.

    Attributes:
        name: its column.
        block: its block in the accounting of risk.
        unit: unit of its values.
        sources: ids of the origins.
        last_year: last year for which the sources have it; None where it is known as far as they reach in the snapshot.
        max_lag_years: for how many years after that the last value may stand in; after them it is missing.
        description: what it holds.
    """

    name: str
    block: Block
    unit: str
    sources: tuple[str, ...]
    last_year: int | None
    max_lag_years: int
    description: str

    @property
    def lag_rule(self) -> str:
        """What happens to it after its last year, in words."""
        if self.last_year is None:
            return "missing after the last year of its sources"
        if self.max_lag_years == 0:
            return f"missing for years that would need {self.last_year + 1} or later"
        return f"the value of {self.last_year} stands in for up to {plural(self.max_lag_years, 'year')}, then missing"


@dataclass(frozen=True, slots=True)
class CovariateFrame:
    """The rows of `risk_years` with every covariate.

    Attributes:
        frame: one row per dispute and year, with the columns of ``panel.risk_year`` and one for each covariate.
        covariates: the covariates, in the order of the columns.
    """

    frame: pl.DataFrame
    covariates: tuple[Covariate, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the covariates."""
        return tuple(covariate.name for covariate in self.covariates)


@cache
def declared_covariates() -> tuple[Covariate, ...]:
    """Return every covariate, in the order of the file."""
    return tuple(_covariate(row) for row in shipped_rows("statusquo.risk", "covariates.csv"))


def risk_covariates(snapshot: Snapshot, extra: Iterable[Coding] = ()) -> CovariateFrame:
    """Return the dispute-years that can meet an event, with the covariates known when each year began.

    Args:
        snapshot: the open snapshot.
        extra: a user's own codings of the status quo, which come before all others.

    Raises:
        SnapshotError: when the snapshot lacks a table.
        ArtefactError: when a fitted artefact is missing.
    """
    codings = tuple(extra)
    years = risk_years(snapshot, codings)
    return CovariateFrame(with_covariates(years, known_at_year_ends(snapshot, codings)), declared_covariates())


def with_covariates(years: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return dispute-years with the covariates known at the end of the year before each.

    Args:
        years: rows of `risk_years`.
        known: rows of `known_at_year_ends`.
    """
    before = known.with_columns(pl.col("year") + 1).drop(blocks.INPUTS)
    frame = years.join(before, on=_KEY, how="left", maintain_order="left").with_columns(blocks.calendar())
    return frame.select(*years.columns, *(covariate.name for covariate in declared_covariates()))


def known_at_year_ends(snapshot: Snapshot, extra: Sequence[Coding] = ()) -> pl.DataFrame:
    """Return, for each dispute and year, the covariates and their inputs as known at its end.

    Returns:
        The key, `blocks.INPUTS` and every covariate but the calendar's. `with_derived` makes the covariates that follow
        from the inputs, so that a scenario can change an input and have them made anew.
    """
    frame = blocks.end_of_year(snapshot, extra)
    frame = blocks.with_record(frame, snapshot)
    frame = blocks.with_states(frame, snapshot)
    frame = blocks.with_arming(frame)
    frame = blocks.with_kin(frame, snapshot)
    frame = blocks.with_outside_powers(frame, snapshot)
    frame = with_derived(with_lags(frame))
    names = [covariate.name for covariate in declared_covariates() if covariate.block != "calendar"]
    return frame.select(*_KEY, *blocks.INPUTS, *names)


def with_lags(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with each covariate's last value standing in after its last year, as far as its rule allows.

    Args:
        frame: one row per dispute and year, with some of the covariates.
    """
    return frame.with_columns(
        _lagged(covariate) for covariate in declared_covariates() if covariate.name in frame.columns
    )


def with_derived(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the covariates that follow from others: balances and changes over years.

    Args:
        frame: rows of `known_at_year_ends`, sorted by dispute and year.
    """
    frame = frame.with_columns(blocks.levels())
    return frame.with_columns(blocks.changes())


def _lagged(covariate: Covariate) -> pl.Expr:
    """Return the covariate with its last value standing in after its last year, as far as the rule allows."""
    column = pl.col(covariate.name).cast(pl.Float64)
    if covariate.last_year is None:
        return column
    return blocks.carried(column, covariate.last_year, covariate.max_lag_years)


def _covariate(row: Mapping[str, str]) -> Covariate:
    (block,) = (name for name in BLOCKS if name == row["block"])
    return Covariate(
        row["name"],
        block,
        row["unit"],
        tuple(row["sources"].split()),
        int(row["last_year"]) if row["last_year"] else None,
        int(row["max_lag_years"]),
        row["description"],
    )
