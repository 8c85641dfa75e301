"""A user's own coding of the status quo: read from a CSV file, applied before all others, and what it changes.

The file has one row per run of years: `conflict_id_ucdp`, `variable` (holder, control_share_pct, line_changed, claim,
exit), `value`, `first_year`, `last_year`, `source`, `confidence`, and optionally `note`. Every error is reported at
once, with its line; nothing is applied from a file that has any.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text
from statusquo.panels.codings import ALLOWED, Coding
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.exit_effects import risk_set_totals
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import runs_of_years
from statusquo.snapshot.store import Snapshot

LIMIT_BYTES = 2_000_000
LIMIT_ROWS = 20_000
LIMIT_SHOWN = 60
"""Characters of a wrong cell that a message repeats."""
REQUIRED = ("conflict_id_ucdp", "variable", "value", "first_year", "last_year", "source", "confidence")
OPTIONAL = ("note",)
CONFIDENCES = ("high", "medium", "low")
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
    header, rows = _read_table(read_text(path, limit_bytes=LIMIT_BYTES), str(path))
    if problems := [*_wrong_header(header, str(path))]:
        raise InputError(problems)
    known = dict(snapshot.table("disputes").select("conflict_id_ucdp", "first_active_year").iter_rows())
    codings: list[Coding] = []
    for line, row in rows:
        if len(codings) + len(problems) >= LIMIT_ROWS:
            raise InputError(Problem("the file has too many rows", str(path), line, allowed=f"at most {LIMIT_ROWS:,}"))
        faults = [*_wrong_row(row, known, snapshot.last_year, str(path), line)]
        problems += faults
        if not faults:
            codings.append(
                Coding(
                    conflict_id_ucdp=int(row["conflict_id_ucdp"]),
                    variable=row["variable"],  # checked to be one of CODED
                    value=row["value"],
                    first_year=int(row["first_year"]),
                    last_year=int(row["last_year"]),
                    source=row["source"],
                    confidence=row["confidence"],
                    coder="user file",
                    note=row.get("note") or "",
                )
            )
    if not codings and not problems:
        problems.append(Problem("the file has no rows", str(path), allowed="at least one coding"))
    if problems:
        raise InputError(problems)
    return codings


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


def _read_table(text: str, file: str) -> tuple[tuple[str, ...], list[tuple[int, dict[str, Any]]]]:
    """Return the header, and each row with its line."""
    reader = csv.DictReader(text.splitlines())
    try:
        header = tuple(reader.fieldnames or ())
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as cause:
        line = reader.line_num + 1
        raise InputError(Problem("the file is not a readable CSV table", file, line, found=str(cause))) from cause
    if not header:
        raise InputError(Problem("the file is empty", file, allowed=f"a header ({', '.join(REQUIRED)}) and rows"))
    return header, rows


def _wrong_header(header: tuple[str, ...], file: str) -> Iterator[Problem]:
    allowed = ", ".join((*REQUIRED, *OPTIONAL))
    for name in REQUIRED:
        if name not in header:
            yield Problem("a column is missing", file, 1, name, _shown(", ".join(header)), allowed)
    for name in header:
        if name not in (*REQUIRED, *OPTIONAL):
            yield Problem("unknown column", file, 1, _shown(name) or "(unnamed)", _shown(name) or "no name", allowed)


def _wrong_row(
    row: dict[str, Any], known: dict[int, int], last_of_data: int, file: str, line: int
) -> Iterator[Problem]:
    def fault(field: str, what: str, allowed: str) -> Problem:
        return Problem(what, file, line, field, repr(_shown(row[field])), allowed)

    if None in row or any(row.get(name) is None for name in REQUIRED):
        yield Problem("the row has more or fewer cells than the header", file, line)
        return
    number = _whole(row["conflict_id_ucdp"])
    if number not in known:
        yield fault("conflict_id_ucdp", "no territorial dispute has this number", "see `statusquo cases list`")
    variable = row["variable"]
    if variable not in CODED:
        yield fault("variable", "unknown variable", ", ".join(CODED))
    elif (problem := _wrong_value(variable, row["value"], last_of_data)) is not None:
        yield fault("value", f"not a value of {variable}", problem)
    first, last = _whole(row["first_year"]), _whole(row["last_year"])
    lowest = known.get(number or 0, 1946)
    for name, year in (("first_year", first), ("last_year", last)):
        if year is None or not lowest <= year <= last_of_data:
            yield fault(name, "outside the years of the dispute", f"{lowest} to {last_of_data}")
    if first is not None and last is not None and last < first:
        yield fault("last_year", "the run ends before it starts", f"{first} or later")
    if not row["source"].strip():
        yield fault("source", "a coding without a source is not one", "what it rests on")
    if row["confidence"] not in CONFIDENCES:
        yield fault("confidence", "unknown confidence", ", ".join(CONFIDENCES))


def _wrong_value(variable: str, value: str, last_of_data: int) -> str | None:
    """Return what is allowed if the value is not, None if it is."""
    allowed = ALLOWED[variable]
    if allowed is not None:
        return None if value in allowed else ", ".join(allowed)
    if variable == "line_changed":
        year = _whole(value)
        return None if year is not None and 1900 <= year <= last_of_data else f"a year up to {last_of_data}"
    try:
        return None if 0 <= float(value) <= 100 else "0 to 100"
    except ValueError:
        return "0 to 100"


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10 else None


def _shown(text: str) -> str:
    """Return a text as a message shows it: control characters named, and long ones cut."""
    printable = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return printable if len(printable) <= LIMIT_SHOWN else f"{printable[:LIMIT_SHOWN]}..."
