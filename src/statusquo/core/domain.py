"""Where a source speaks, and the join that keeps silent elsewhere.

The commonest bug of the field's best package is a zero in years a source never covered. Here every source declares
its `Domain`, and `join_within` lays its yearly values on rows that come from elsewhere: outside the domain the joined
value is missing, never 0; inside it, a row the source does not list becomes 0 only for columns whose absence the
source defines to mean none. Plain joins look up codes, or add columns that are masked already; a test holds them,
which walks every declared column past both ends of its coverage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import polars as pl

StateSystem = Literal["gw", "cow", "ucdp", "sipri", "natural-earth", "nuts"]
"""Who decides which units exist: Gleditsch-Ward, Correlates of War, or the source's own list."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The years, units and limits within which a source's silence and speech can be read.

    Attributes:
        first_year: first year covered, inclusive; None for a source that is not dated.
        last_year: last year covered, inclusive.
        system: the list of states (or conflicts, or areas) the source follows.
        unit: the unit of observation, such as ``conflict-year``.
        directed: for dyads, whether (a, b) and (b, a) are separate rows; None for other units.
        threshold: what an event must reach to be recorded, such as ``25 battle deaths in a year``.
        note: what else bounds it.
    """

    first_year: int | None
    last_year: int | None
    system: StateSystem
    unit: str
    directed: bool | None = None
    threshold: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if (self.first_year is None) != (self.last_year is None):
            raise ValueError("a domain has both a first and a last year, or neither")
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            raise ValueError(f"first year {self.first_year} lies after last year {self.last_year}")

    @property
    def years_text(self) -> str:
        """The coverage as it is printed, such as ``1946-2024``."""
        if self.first_year is None:
            return "undated"
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"

    def covers(self, year: int) -> bool:
        """Return whether the year lies inside the coverage."""
        if self.first_year is None or self.last_year is None:
            return True
        return self.first_year <= year <= self.last_year

    def covers_expr(self, year: str | pl.Expr) -> pl.Expr:
        """Return the polars expression that is true where the year column lies inside the coverage."""
        column = pl.col(year) if isinstance(year, str) else year
        if self.first_year is None or self.last_year is None:
            return column.is_not_null()
        return column.is_between(self.first_year, self.last_year)

    def to_json(self) -> dict[str, Any]:
        """Return the domain as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Domain:
        """Return the domain that `to_json` wrote."""
        return cls(**data)


def join_within(
    left: pl.DataFrame,
    right: pl.DataFrame,
    *,
    on: Sequence[str],
    domain: Domain,
    year: str = "year",
    zero_if_absent: Sequence[str] = (),
) -> pl.DataFrame:
    """Left-join a source's columns, missing wherever the source does not speak.

    Args:
        left: the panel; every row is kept, in order.
        right: the source's frame, unique on `on`.
        on: key columns, the year among them.
        domain: the source's declared domain.
        year: name of the year column in `left`.
        zero_if_absent: columns for which a row absent from the source means none; they become 0 for absent rows
            inside the domain, and stay missing outside it. A value the source itself leaves blank stays missing.

    Returns:
        `left` with the other columns of `right`.

    Raises:
        ValueError: when `right` is not unique on its key, or brings a column that `left` has already.
    """
    if right.select(pl.struct(on).is_duplicated().any()).item():
        raise ValueError(f"the joined frame repeats its key {list(on)}")
    brought = [name for name in right.columns if name not in on]
    clash = set(brought) & set(left.columns)
    if clash:
        raise ValueError(f"both frames have {sorted(clash)}")
    unknown = set(zero_if_absent) - set(brought)
    if unknown:
        raise ValueError(f"zero_if_absent names {sorted(unknown)}, which the joined frame does not bring")
    marked = left.join(right.with_columns(_listed=pl.lit(True)), on=list(on), how="left", maintain_order="left")
    inside = domain.covers_expr(year)
    return marked.with_columns(
        pl.when(~inside)
        .then(None)
        .when(pl.col("_listed").is_null() & pl.lit(name in zero_if_absent))
        .then(pl.lit(0) if name in zero_if_absent else pl.lit(None))
        .otherwise(pl.col(name))
        .cast(marked.schema[name])
        .alias(name)
        for name in brought
    ).drop("_listed")
