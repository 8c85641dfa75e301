"""States that ended, and the states that go on in their place as the same side of a dispute.

`state_successions.csv` gives the last year in which the old state is a side at the year's end, the state that goes on
as that side (Serbia after Serbia and Montenegro, from 2006), none where no state does (South Vietnam), and the source.
The years in which a state is listed at all are those of `core.states`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from statusquo.core.shipped_tables import shipped_records


@dataclass(frozen=True, slots=True)
class Succession:
    """How a state that was a side of a dispute ended.

    Attributes:
        gwno: its Gleditsch-Ward number.
        last_year: the last year in which it is a side at the year's end.
        successor_gw: the state that goes on as the same side; None where none does.
        source: what says so.
        note: how it came about.
    """

    gwno: int
    last_year: int
    successor_gw: int | None
    source: str
    note: str


@cache
def successions() -> dict[int, Succession]:
    """Return the states that ended, by Gleditsch-Ward number."""
    found = shipped_records(Succession, "statusquo.core", "state_successions.csv")
    return {one.gwno: one for one in found}


def state_in(gwno: int | None, year: int) -> int | None:
    """Return the state that stands for another in a year, None where that one ended and none goes on.

    Args:
        gwno: Gleditsch-Ward number of the state.
        year: the year.
    """
    ended = successions().get(gwno) if gwno is not None else None
    return gwno if ended is None or year <= ended.last_year else state_in(ended.successor_gw, year)


def with_state_of_year(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a frame with a column of states followed to the state that stands for each in the row's year.

    Args:
        frame: rows with `year`.
        column: Gleditsch-Ward numbers, as of any year.
    """
    pairs = frame.select(column, "year").unique()
    now = pl.Series("_now", [state_in(*pair) for pair in pairs.iter_rows()], dtype=frame.schema[column])
    joined = frame.join(
        pairs.with_columns(now), on=[column, "year"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(pl.col("_now").alias(column)).drop("_now")
