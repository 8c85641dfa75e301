"""A user's own coding of the status quo: read from a CSV file, applied before all others, and what it changes.

The file has one row per run of years: `conflict_id_ucdp`, `variable` (holder, control_share_pct, line_changed, claim,
exit), `value`, `first_year`, `last_year`, `source`, `confidence`, and optionally `note`. Every error is reported at
once, with its line; nothing is applied from a file that has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import polars as pl

from statusquo.core.errors import InputError
from statusquo.documents.csv_table import number, read_table, told
from statusquo.documents.template import unfilled
from statusquo.panels.codings import ALLOWED, Coding, Variable
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.exit_effects import risk_set_totals
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import runs_of_years
from statusquo.snapshot.store import Snapshot

LIMIT_BYTES = 2_000_000
LIMIT_ROWS = 20_000
REQUIRED = ("conflict_id_ucdp", "variable", "value", "first_year", "last_year", "source", "confidence")
OPTIONAL = ("note",)
CONFIDENCES = ("high", "medium", "low")
TEMPLATE = f"""{",".join((*REQUIRED, *OPTIONAL))}
352,holder,separatist,1995,2006,<The source that says so>,medium,
352,claim,closed,2010,2024,<The source that says so>,low,
"""
"""A file to begin from, its two rows on Tamil Eelam an example."""

CODED = ("holder", "control_share_pct", "line_changed", "claim", "exit")
"""Variables a user may code; the de facto status follows from them."""

COMPARED = ("holder", "control_share_pct", "line_changed_year", "claim", "exit", "de_facto_status")


@dataclass(frozen=True, slots=True)
class Flips:
    """What a user's coding changes.

    Attributes:
        cells: one row per run of years and variable: `conflict_id_ucdp`, `territory_name`, `variable`, `before`,
            `after`, `first_year`, `last_year`.
        risk_sets: one row per risk set: rows, recurrences and disputes before and after.
    """

    cells: pl.DataFrame
    risk_sets: pl.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return the changes as plain JSON values."""
        return {"cells": self.cells.to_dicts(), "risk_sets": self.risk_sets.to_dicts()}


def read_recoding(path: Path, snapshot: Snapshot) -> list[Coding]:
    """Return the codings of a user's file.

    Args:
        path: the CSV file, UTF-8.
        snapshot: the open snapshot, which knows the disputes.

    Raises:
        InputError: with every fault, each with its line, field, what was found and what is allowed.
    """
    table = read_table(
        path, limit_bytes=LIMIT_BYTES, rows="coding", required=REQUIRED, optional=OPTIONAL, most_rows=LIMIT_ROWS
    )
    known = dict(snapshot.table("disputes").select("conflict_id_ucdp", "first_active_year").iter_rows())
    if problems := [
        table.wrong_cell(i, *fault)
        for i, row in enumerate(table.rows)
        for fault in _faults_of_row(row, known, snapshot.last_year)
    ]:
        raise InputError(told(problems))
    return [
        Coding(
            conflict_id_ucdp=int(row["conflict_id_ucdp"]),
            variable=cast("Variable", row["variable"]),
            value=row["value"],
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]),
            source=row["source"],
            confidence=row["confidence"],
            coder="user file",
            note=row.get("note", ""),
        )
        for row in table.rows
    ]


def find_flips(snapshot: Snapshot, codings: Sequence[Coding]) -> Flips:
    """Return what changes in the status quo and in the risk sets when the codings are applied."""
    before, after = status_quo_years(snapshot).frame, status_quo_years(snapshot, codings).frame
    cells = [_changed_cells(before, after, variable) for variable in COMPARED]
    counts = [
        risk_set_totals(dispute_years(snapshot, extra).frame).filter(pl.col("risk_set").is_in(["broad", "secession"]))
        for extra in ((), codings)
    ]
    joined = counts[0].join(counts[1], on="risk_set", suffix="_after", maintain_order="left")
    return Flips(pl.concat(cells).sort("conflict_id_ucdp", "first_year", "variable"), joined)


def _changed_cells(before: pl.DataFrame, after: pl.DataFrame, variable: str) -> pl.DataFrame:
    changed = (
        before.select(*KEY, "territory_name", before=pl.col(variable).cast(pl.String))
        .join(after.select(*KEY, after=pl.col(variable).cast(pl.String)), on=KEY)
        .filter(pl.col("before").ne_missing(pl.col("after")))
        .with_columns(variable=pl.lit(variable))
    )
    return runs_of_years(changed, unit=["conflict_id_ucdp"]).select(
        "conflict_id_ucdp", "territory_name", "variable", "before", "after", "first_year", "last_year"
    )


def _faults_of_row(row: dict[str, str], known: dict[int, int], last_of_data: int) -> Iterator[tuple[str, str, str]]:
    """Yield the column, what is wrong with its cell, and what is allowed."""
    yield from ((str(fault.path[-1]), fault.what, fault.allowed or "") for fault in unfilled(row))
    dispute = _whole(row["conflict_id_ucdp"])
    if dispute not in known:
        yield "conflict_id_ucdp", "no territorial dispute has this number", "see `statusquo cases list`"
    variable = row["variable"]
    if variable not in CODED:
        yield "variable", "unknown variable", ", ".join(CODED)
    elif (allowed := _allowed_instead(variable, row["value"], last_of_data)) is not None:
        yield "value", f"not a value of {variable}", allowed
    first, last = _whole(row["first_year"]), _whole(row["last_year"])
    lowest = known.get(dispute or 0, 1946)
    for name, year in (("first_year", first), ("last_year", last)):
        if year is None or not lowest <= year <= last_of_data:
            yield name, "outside the years of the dispute", f"{lowest} to {last_of_data}"
    if first is not None and last is not None and last < first:
        yield "last_year", "the run ends before it starts", f"{first} or later"
    if not row["source"]:
        yield "source", "a coding without a source is not one", "what it rests on"
    if row["confidence"] not in CONFIDENCES:
        yield "confidence", "unknown confidence", ", ".join(CONFIDENCES)


def _allowed_instead(variable: str, value: str, last_of_data: int) -> str | None:
    """Return what is allowed if the value is not, None if it is."""
    allowed = ALLOWED[variable]
    if allowed is not None:
        return None if value in allowed else ", ".join(allowed)
    if variable == "line_changed":
        year = _whole(value)
        return None if year is not None and 1900 <= year <= last_of_data else f"a year up to {last_of_data}"
    share = number(value)
    return None if share is not None and 0 <= share <= 100 else "0 to 100"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10 else None
