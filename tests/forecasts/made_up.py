"""Small forecasts and records of fighting, made up to be counted by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from statusquo.core.columns import schema_of
from statusquo.forecasts.publish import freeze
from statusquo.forecasts.record import TABLE, BaseRate, Entry, ToldBy
from statusquo.snapshot.store import Snapshot, open_snapshot

MODEL = "made-up model"


def table_of(
    risks: Mapping[int, float], *, year: int = 2020, event: str = "recurrence", model: str = MODEL
) -> pl.DataFrame:
    """Risks by UCDP number, each with bounds at half and at one and a half of it."""
    rows = [
        ("secession", event, model, number, year, risk, risk / 2, min(1.0, 1.5 * risk))
        for number, risk in risks.items()
    ]
    return pl.DataFrame(rows, schema=schema_of(TABLE), orient="row")


def entry_of(
    table: pl.DataFrame,
    *,
    name: str = "made-up",
    published: dt.date = dt.date(2019, 12, 1),
    rate: tuple[int, int] = (100, 10),
) -> Entry:
    """The entry of a table that was published as it is."""
    told = table.select("risk_set", "event").unique().sort("event").rows()
    models = table["model"].unique().sort().to_list()
    return Entry(
        name=name,
        years=table["year"].unique().sort().to_list(),
        made=published,
        published=published,
        made_by="statusquo 0.0.0",
        known_to=published.year - 1,
        releases={"ucdp-prio-acd": "25.1"},
        sha256=hashlib.sha256(table.write_csv().encode()).hexdigest(),
        rows=table.height,
        models=[ToldBy(name=model, role="model", written="a test") for model in models],
        base_rates=[BaseRate(risk_set=s, event=event, rows=rate[0], events=rate[1]) for s, event in told],
    )


def published_in(folder: Path, table: pl.DataFrame, **changes: object) -> Entry:
    """Publish a table in a folder."""
    entry = entry_of(table, **changes)  # type: ignore[arg-type]
    freeze(folder, entry, table.write_csv().encode())
    return entry


def record_of(active: Sequence[tuple[int, int, str]], last_year: int) -> Snapshot:
    """The embedded snapshot with another record of fighting: number, year, and ``minor`` or ``war``."""
    years = pl.DataFrame(
        [(number, year, level, "ucdp-prio-acd 25.1") for number, year, level in active],
        schema={"conflict_id_ucdp": pl.Int32, "year": pl.Int32, "intensity": pl.String, "release": pl.String},
        orient="row",
    )
    runs = years.select(
        "conflict_id_ucdp", first_year="year", last_year="year", intensity="intensity", parties=pl.lit("A - B")
    )
    until = pl.DataFrame([(1, last_year, last_year, "minor", "A - B")], schema=runs.schema, orient="row")
    return open_snapshot().with_tables({"dispute_years": years, "conflict_runs": pl.concat([runs, until])})
