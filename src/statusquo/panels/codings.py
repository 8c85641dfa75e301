"""Codings of the status quo as runs of years: from case files, a review of open disputes, rules, and a user's own file.

A coding says one thing about one dispute for a run of years, with its source, its confidence and who coded it. Several
codings may speak about the same year; `preferred` picks one by rank, and the others stay beside it as rivals.
Rules are last in rank and low in confidence: they fill what nobody has coded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import spread_years

Variable = Literal["holder", "control_share_pct", "line_changed", "claim", "de_facto_status", "exit"]

HOLDERS = ("parent", "separatist", "other")
CLAIMS = ("open", "closed")
STATUSES = ("parent control", "de facto state", "autonomy", "own state")
EXITS = (
    "statehood",
    "implemented settlement",
    "claimant's dissolution",
    "parent's dissolution",
    "claim lapsed",
    "none",
)

ALLOWED: dict[str, tuple[str, ...] | None] = {
    "holder": HOLDERS,
    "control_share_pct": None,
    "line_changed": None,
    "claim": CLAIMS,
    "de_facto_status": STATUSES,
    "exit": EXITS,
}
"""The values a variable may have; None stands for a number (a percentage, or a year)."""

Coder = Literal["user file", "case file", "review", "rule"]
RANK: dict[str, int] = {"user file": 0, "case file": 1, "review": 2, "rule": 3}

SCHEMA = pl.Schema(
    {
        "conflict_id_ucdp": pl.Int32(),
        "variable": pl.String(),
        "value": pl.String(),
        "first_year": pl.Int32(),
        "last_year": pl.Int32(),
        "source": pl.String(),
        "confidence": pl.String(),
        "coder": pl.String(),
        "note": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Coding:
    """One statement about one dispute over a run of years.

    Attributes:
        conflict_id_ucdp: the dispute.
        variable: what is coded.
        value: the code, as text; a number for shares and years.
        first_year: first year for which it holds at the end of the year.
        last_year: last such year.
        source: ids of sources, or the rule's name.
        confidence: ``high``, ``medium`` or ``low``.
        coder: who says so.
        note: what a reader should know.
    """

    conflict_id_ucdp: int
    variable: Variable
    value: str
    first_year: int
    last_year: int
    source: str
    confidence: str
    coder: Coder
    note: str = ""


def frame_of(codings: Iterable[Coding]) -> pl.DataFrame:
    """Return codings as a frame with the columns of `SCHEMA`, one row each."""
    rows = [{name: getattr(coding, name) for name in SCHEMA.names()} for coding in codings]
    return pl.DataFrame(rows, schema=SCHEMA)


def by_year(codings: pl.DataFrame) -> pl.DataFrame:
    """Return codings with one row for each year they hold (`year`), ranked within dispute, year and variable (`rank`).

    Users' codings come before case files', these before the review's, and these before rules; among equals the later in
    the frame comes first, so that a change within a year wins over what it changed.
    """
    years = spread_years(codings.with_row_index("order")).drop_nulls("year")
    ranked = years.with_columns(by_coder=pl.col("coder").replace_strict(RANK, return_dtype=pl.Int8))
    key = [*KEY, "variable"]
    return (
        ranked.sort([*key, "by_coder", "order"], descending=[False, False, False, False, True])
        .with_columns(rank=pl.int_range(pl.len()).over(key))
        .drop("order", "by_coder")
    )


def preferred(codings: pl.DataFrame, variable: Variable) -> pl.DataFrame:
    """Return one row per dispute and year for a variable: the preferred code, and the rivals that differ from it.

    Returns:
        Columns `conflict_id_ucdp`, `year`, the variable's name (text), and with it `_source`, `_confidence`, `_rivals`
        (a list of texts, ``value (coder: source)``).
    """
    rows = by_year(codings.filter(pl.col("variable") == variable))
    best = rows.filter(pl.col("rank") == 0)
    others = (
        rows.filter(pl.col("rank") > 0)
        .join(best.select(*KEY, best="value"), on=KEY)
        .filter(pl.col("value") != pl.col("best"))
        .with_columns(rival=pl.format("{} ({}: {})", "value", "coder", "source"))
        .group_by(KEY)
        .agg(pl.col("rival").unique(maintain_order=True).alias(f"{variable}_rivals"))
    )
    return best.select(
        *KEY,
        pl.col("value").alias(variable),
        pl.format("{}: {}", "coder", "source").alias(f"{variable}_source"),
        pl.col("confidence").alias(f"{variable}_confidence"),
    ).join(others, on=KEY, how="left")
