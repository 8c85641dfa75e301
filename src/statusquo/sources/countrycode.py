"""countrycode 1.8.0: names and code schemes of states and territories.

Read for English short names, ISO 3166-1 alpha-3 codes, V-Dem's numbers and the names by which others call a state. Its
Gleditsch-Ward column lacks the microstates and puts Vietnam at 815 (the state that ended in 1893), so the codes
themselves come from `sources.isard`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("countrycode")


def read_codes(raw: Path) -> pl.DataFrame:
    """Return one row per state or territory, as table ``source.countrycode_states`` declares it."""
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    frame = rows.select(
        pl.col("country.name.en").alias("name"),
        pl.col("gwn").cast(pl.Int32).alias("gwno"),
        pl.col("cown").cast(pl.Int32).alias("ccode"),
        pl.col("iso3c").alias("iso3"),
    )
    return checked(frame.sort("name"), "source.countrycode_states")


_NAMES = (
    "country.name.en", "country.name.de", "country.name.es", "country.name.fr", "country.name.it", "cow.name",
    "iso.name.en", "iso.name.fr", "p4.name", "un.name.ar", "un.name.en", "un.name.es", "un.name.fr", "un.name.ru",
    "un.name.zh", "vdem.name",
)  # fmt: skip
_VIETNAM = {815: 816}
"""Gleditsch-Ward numbers that stand for another state here."""


def read_spellings(raw: Path) -> pl.DataFrame:
    """Return the names of every state with a number, as table ``state_spellings`` declares it."""
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    numbers = {"gwno": "gwn", "ccode": "cown", "vdem_id": "vdem"}
    frame = (
        rows.select(
            **{name: pl.col(column).cast(pl.Int32) for name, column in numbers.items()},
            names=pl.concat_list(_NAMES).list.drop_nulls().list.unique().list.sort(),
        )
        .with_columns(pl.col("gwno").replace(_VIETNAM))
        .filter(pl.any_horizontal(pl.col("gwno", "ccode").is_not_null()))
    )
    return checked(frame.sort("gwno", "ccode", nulls_last=True), "state_spellings")
