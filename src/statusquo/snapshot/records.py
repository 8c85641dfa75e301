"""Records that can be compared: of armed conflict, events and spending, from the tables of sources and from snapshots.

What each source knows and does not: ACD has the intensity and type of conflicts, and no deaths; the Dyadic Dataset has
those of dyads, from which only a conflict's activity and type follow (a conflict can be a war whose dyads are not); the
Battle-Related Deaths have deaths and no intensity, which follows from them; a snapshot keeps the intensity of every
conflict, and type and deaths of the territorial ones alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from statusquo.core.errors import SnapshotError
from statusquo.snapshot.event_differences import EVENTS, EventRecord
from statusquo.snapshot.fighting_differences import ACTIVE_YEARS, DEATHS, FightingRecord
from statusquo.snapshot.record import with_intensity
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.spending import spending
from statusquo.snapshot.spending_differences import FIGURES, Measure, SpendingRecord
from statusquo.snapshot.store import Snapshot

_TYPES = ("extrasystemic", "interstate", "internal", "internationalised internal")
"""In UCDP's order; a conflict-year has the last of its dyads' types, as ACD 25.1 has it in each of its 2,752 rows."""

_MEASURES: Mapping[str, Measure] = {
    "spending_constant_usdm": "constant",
    "spending_usdm": "current",
    "spending_gdp_pct": "share of GDP",
}
_CONSTANT_OF = re.compile(r"spending_usd(\d{4})m")
"""The column of constant dollars in snapshots of 0.1.0, with the base year in its name."""


def record_of_conflict_years(rows: pl.DataFrame, label: str) -> FightingRecord:
    """Return the record in rows of ACD, as table ``source.ucdp_prio_acd`` declares them."""
    return FightingRecord(label, _active_years(rows, "conflict_id_ucdp"), _names(rows))


def record_of_dyad_years(rows: pl.DataFrame, label: str) -> FightingRecord:
    """Return the record in rows of the Dyadic Dataset, as table ``source.ucdp_dyadic`` declares them."""
    conflicts = _active_years(_by_conflict(rows, []), "conflict_id_ucdp")
    return FightingRecord(label, conflicts, _names(rows), _active_years(rows, "dyad_id_ucdp"), _dyad_names(rows))


def record_of_dyad_deaths(rows: pl.DataFrame, label: str) -> FightingRecord:
    """Return the record in rows of the Battle-Related Deaths by dyad, as table ``source.ucdp_brd`` declares them."""
    conflicts = _active_years(with_intensity(_by_conflict(rows, DEATHS)), "conflict_id_ucdp")
    dyads = _active_years(with_intensity(rows), "dyad_id_ucdp")
    return FightingRecord(label, conflicts, _names(rows), dyads, _dyad_names(rows))


def record_of_conflict_deaths(rows: pl.DataFrame, label: str) -> FightingRecord:
    """Return the record in rows of the same by conflict, as table ``source.ucdp_brd_conflict`` declares them."""
    return FightingRecord(label, _active_years(with_intensity(rows), "conflict_id_ucdp"), _names(rows))


def record_of_spending(rows: pl.DataFrame, label: str) -> SpendingRecord:
    """Return the record in rows of SIPRI, as table ``source.sipri_milex`` declares them."""
    base_years = rows["base_year"].drop_nulls().unique().to_list()
    known = rows.filter(pl.col("value").is_not_null())
    figures = known.select(
        pl.col("country").alias("state"), "year", pl.col("measure").replace_strict(dict(_MEASURES)), "value"
    )
    return SpendingRecord(label, figures.cast(FIGURES), base_years[0] if base_years else None)


def record_of_events(rows: pl.DataFrame, label: str) -> EventRecord:
    """Return the record in events of GED or of a candidate file, as table ``source.ucdp_ged`` declares them."""
    events = rows.select(
        pl.col("event_id").cast(pl.String).alias("id"),
        pl.col("date_end").alias("day"),
        pl.col("conflict_name").alias("conflict"),
        "country",
        "place",
        pl.col("deaths_best").alias("deaths"),
    )
    return EventRecord(label, events.cast(EVENTS))


def record_of_reported_events(rows: pl.DataFrame, label: str) -> EventRecord:
    """Return the record in events of ACLED, as table ``source.acled`` declares them; countries stand for conflicts."""
    events = rows.select(
        pl.col("event_id").alias("id"),
        pl.col("date").alias("day"),
        pl.col("country").alias("conflict"),
        "country",
        "place",
        "deaths",
    )
    return EventRecord(label, events.cast(EVENTS))


def fighting_in_snapshot(snapshot: Snapshot, label: str) -> FightingRecord:
    """Return the record of armed conflict that a snapshot keeps.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    runs, disputes = snapshot.table("conflict_runs"), snapshot.table("disputes")
    known = snapshot.table("dispute_years").select("conflict_id_ucdp", "year", "type", *DEATHS)
    rows = spread_years(runs).join(known, on=["conflict_id_ucdp", "year"], how="left")
    parties = dict(runs.sort("last_year").select("conflict_id_ucdp", "parties").iter_rows())
    return FightingRecord(label, _active_years(rows, "conflict_id_ucdp"), {**parties, **_names(disputes)})


def spending_in_snapshot(snapshot: Snapshot, label: str) -> SpendingRecord:
    """Return the record of spending that a snapshot keeps, of chosen states.

    Raises:
        SnapshotError: when the snapshot lacks a table, or has it in a form that is not known.
    """
    rows = snapshot.table("spending")
    for column in rows.columns:
        if match := _CONSTANT_OF.fullmatch(column):
            rows = rows.rename({column: "spending_constant_usdm"}).with_columns(
                base_year=pl.lit(int(match[1]), pl.Int32)
            )
    if absent := {*_MEASURES, "base_year"} - set(rows.columns):
        raise SnapshotError(f"table 'spending' of {label} has no column {', '.join(sorted(absent))}")
    return _spending_by_state(rows, snapshot, label)


def spending_of_the_states_in(snapshot: Snapshot, rows: pl.DataFrame, label: str) -> SpendingRecord:
    """Return the record in rows of SIPRI by the states that a snapshot keeps, joined as it joins them.

    Args:
        snapshot: the snapshot.
        rows: as table ``source.sipri_milex`` declares them.
        label: what the rows are.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    kept = snapshot.table("spending")["gwno"].unique().to_list()
    return _spending_by_state(spending(rows, snapshot.states, kept), snapshot, label)


def _spending_by_state(rows: pl.DataFrame, snapshot: Snapshot, label: str) -> SpendingRecord:
    """Return the record in rows like those of table ``spending``, by the names of the states."""
    names = snapshot.table("states").sort("last_year").unique("gwno", keep="last").select("gwno", "name")
    figures = (
        rows.unpivot(list(_MEASURES), index=["gwno", "year"], variable_name="measure", value_name="value")
        .drop_nulls("value")
        .join(names, on="gwno", how="left")
        .select(
            pl.coalesce("name", pl.col("gwno").cast(pl.String)).alias("state"),
            "year",
            pl.col("measure").replace_strict(dict(_MEASURES)),
            "value",
        )
    )
    base_year = rows.select(pl.col("base_year").max()).item()
    return SpendingRecord(label, figures.cast(FIGURES), base_year, is_selection=True)


def _active_years(rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    known = rows.rename({unit: "id"})
    return known.select(
        pl.col(name) if name in known.columns else pl.lit(None, kind).alias(name) for name, kind in ACTIVE_YEARS.items()
    ).cast(ACTIVE_YEARS)


def _by_conflict(dyads: pl.DataFrame, summed: list[str] | tuple[str, ...]) -> pl.DataFrame:
    order = {name: place for place, name in enumerate(_TYPES)}
    of_type = pl.col("type").replace_strict(order, return_dtype=pl.Int8).max()
    grouped = dyads.group_by("conflict_id_ucdp", "year").agg(*(pl.col(name).sum() for name in summed), of_type)
    return grouped.with_columns(pl.col("type").replace_strict(dict(enumerate(_TYPES))))


def _names(rows: pl.DataFrame) -> dict[int, str]:
    ordered = rows.sort("year") if "year" in rows.columns else rows
    told = ordered.select("conflict_id_ucdp", "location", "territory_name").iter_rows()
    return {number: conflict_name(location, territory) for number, location, territory in told}


def conflict_name(location: str, territory: str | None) -> str:
    """Return what a conflict is called: ``Kurdistan (Turkey)``, or ``Philippines (government)``."""
    return f"{territory} ({location})" if territory else f"{location} (government)"


def _dyad_names(rows: pl.DataFrame) -> dict[int, str]:
    told = rows.sort("year").select("dyad_id_ucdp", "side_a", "side_b").iter_rows()
    return {number: f"{side_a.removeprefix('Government of ')} - {side_b}" for number, side_a, side_b in told}
