"""SIPRI trade register: each delivery of major arms, with the weapon, in any export of the register's CSV format.

One row per deal, weapon and year of delivery. Lines of text stand before the header, however many: they say between
whom and of which years the deliveries are, and when the file was made. Every line ends with a semicolon, the last one
excepted. The copy of 12 February 2026 is titled to 2025 but its rows stop at 2024. An asterisk after a name marks an
armed group, two an international organisation; Northern Cyprus and Western Sahara carry none though no member of the
United Nations.

A user may export what part of the register he likes. Read as the register is one between all countries alone, from the
first year of the known one or before: in a part of it a state without a row would be taken for one without deliveries.

The register and the TIV tables (`sources.sipri_tiv`) are two products: the register starts in 1995, not 1950,
was generated in 2026 and gives tenths of a million ("TIV delivery values"); the tables end in 2021 and are
rounded to whole millions. Their sums for the same states and years differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from statusquo.core.columns import LINE
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import read_text, sha256_of
from statusquo.core.origin import Release
from statusquo.sources.csv_rows import LIMIT_BYTES, Cell, code, declared, rows_of_text, text, whole_number
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin
from statusquo.sources.weapon_categories import BY_SIPRI_CATEGORY, weapon_category

ORIGIN = origin("sipri-register")

STATES_WITHOUT_ASTERISK = ("Northern Cyprus", "Western Sahara")
"""Recipients that are no UN members and yet carry no asterisk."""

_HEADER_BEGINS = ORIGIN.columns[0]
_EVERYBODY = "All countries"
_TITLE = re.compile(r"from (?P<supplier>.+?)\s+to (?P<recipient>.+?)\s*\. .*'(?P<first>\d{4})' to '(?P<last>\d{4})'")
_MADE_ON = re.compile(r"Data generated: (\d{1,2} [A-Z][a-z]{2} \d{4})")
_AS_EXPORTED = "the register as SIPRI's page exports it, with the lines before its header"

_YES = {"Yes": True, "No": False}


def _category(pair: Mapping[str, str]) -> str | None:
    kind, description = pair.values()
    return weapon_category(kind, description) if kind in BY_SIPRI_CATEGORY else None


_CELLS = {
    "line": Cell("SIPRI AT Database ID", pl.int_range(1, pl.len() + 1, dtype=pl.Int32), "a line"),
    "deal_id": whole_number("SIPRI AT Database ID"),
    "supplier": text("Supplier"),
    "recipient": text("Recipient"),
    "recipient_kind": Cell(
        "Recipient",
        pl.when(pl.col("Recipient").str.ends_with("**"))
        .then(pl.lit("organisation"))
        .when(pl.col("Recipient").str.ends_with("*"))
        .then(pl.lit("non-state"))
        .otherwise(pl.lit("state or territory")),
        "a name",
    ),
    "designation": text("Designation"),
    "description": text("Description"),
    "sipri_category": text("Armament category"),
    "category": Cell(
        "Armament category",
        pl.struct("Armament category", "Description").map_elements(_category, return_dtype=pl.String),
        ", ".join(BY_SIPRI_CATEGORY),
    ),
    "order_year": whole_number("Order date"),
    "is_order_year_estimated": code("Order date is estimate", _YES),
    "year": whole_number("Delivery year"),
    "is_year_estimated": code("Delivery year is estimate", _YES),
    "n_weapons": whole_number("Numbers delivered"),
    "is_number_estimated": code("Numbers delivered is estimate", _YES),
    "status": text("Status"),
    "tiv_m": Cell("TIV delivery values", pl.col("TIV delivery values").cast(pl.Float64, strict=False), "a number"),
    "is_local_production": code("Local production", _YES),
}


def read_register(raw: Path) -> pl.DataFrame:
    """Return one row per line of the pinned file, as table ``source.sipri_register`` declares it.

    Raises:
        SourceError: when the file is absent or is not the pinned one.
    """
    return read_register_file(raw_path(raw, ORIGIN), ORIGIN.release)


def read_register_file(path: Path, release: Release) -> pl.DataFrame:
    """Return one row per line of an export of the register, as table ``source.sipri_register`` declares it.

    Args:
        path: the export.
        release: the release it is of, as `release_of` gives it: the years of its rows must lie within.

    Raises:
        InputError: when the file is no export of the whole register, or a row breaks the declaration.
    """
    return declared(
        _rows(path, _export(path), release), path, release, _CELLS, "source.sipri_register", sort_by=["line"]
    )


def release_of(path: Path) -> Release:
    """Return the release that an export is of: a known one by its bytes, else one made up from what it says of itself.

    Raises:
        InputError: when the file is no export of the whole register.
    """
    export = _export(path)
    sha256 = sha256_of(path)
    for release in ORIGIN.releases:
        if any(file.sha256 == sha256 for file in release.files):
            return release
    rows = _rows(path, export, Release(f"generated {export.made_on}", None, None))
    years = rows["Delivery year"].cast(pl.Int32, strict=False).drop_nulls().to_list()
    last = max(years, default=export.last_year_in_title)
    return Release(
        f"{export.first_year}-{last}, generated {export.made_on}",
        export.first_year,
        last,
        columns=tuple(name for name in rows.columns if name != LINE),
        facts={"last_year_in_title": export.last_year_in_title},
    )


def differences(release: Release) -> tuple[str, ...]:
    """Return in words what an export has otherwise than the last one that somebody looked at; nothing of that one.

    Args:
        release: as `release_of` gave it.

    Returns:
        One clause for each difference, such as "last year: found 2025, known 2024".
    """
    known = ORIGIN.releases[-1]
    found = {
        "first year": (release.first_year, known.first_year),
        "last year": (release.last_year, known.last_year),
        "last year in the title": (release.facts["last_year_in_title"], known.facts["last_year_in_title"]),
    }
    told = [f"{what}: found {now}, known {before}" for what, (now, before) in found.items() if now != before]
    added = [name for name in release.columns if name not in known.columns]
    return (*told, f"columns: also {', '.join(added)}") if added else tuple(told)


@dataclass(frozen=True, slots=True)
class _Export:
    """An export: the text of its table, and what the lines before it say."""

    table: str
    lines_before: int
    first_year: int
    last_year_in_title: int
    made_on: str


def _export(path: Path) -> _Export:
    lines = [line.rstrip("\r").removesuffix(";") for line in read_text(path, limit_bytes=LIMIT_BYTES).split("\n")]
    before = next((at for at, line in enumerate(lines) if line.startswith(_HEADER_BEGINS)), None)
    if before is None:
        what = "this is no export of SIPRI's trade register"
        raise InputError(
            Problem(what, str(path), found=repr(lines[0][:60]), allowed=f"a header that begins with {_HEADER_BEGINS}")
        )
    title = next((match for line in lines[:before] if (match := _TITLE.search(line))), None)
    made = next((match[1] for line in lines[:before] if (match := _MADE_ON.search(line))), None)
    if title is None or made is None:
        absent = "years and countries" if title is None else "the day on which it was made"
        raise InputError(
            Problem(f"the lines before the header do not tell {absent}", str(path), before + 1, allowed=_AS_EXPORTED)
        )
    for side in ("supplier", "recipient"):
        if title[side] != _EVERYBODY:
            raise InputError(
                Problem(f"the register is of one {side} only", str(path), 1, found=title[side], allowed=_EVERYBODY)
            )
    first, needed = int(title["first"]), ORIGIN.domain.first_year or 0
    if first > needed:
        what = "the register begins too late: deliveries before would be lost"
        raise InputError(Problem(what, str(path), 1, found=str(first), allowed=f"{needed} or before"))
    day = datetime.strptime(made, "%d %b %Y")
    return _Export("\n".join(lines[before:]), before, first, int(title["last"]), f"{day.day} {day:%B %Y}")


def _rows(path: Path, export: _Export, release: Release) -> pl.DataFrame:
    return rows_of_text(export.table, path, release, ORIGIN.columns, lines_before=export.lines_before)
