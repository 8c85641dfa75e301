"""Out of which state each new state came: the last holder of its capital before it is listed.

A state is new when Gleditsch and Ward (by way of CShapes) list it as independent after 1946 and not on the day
before. Its predecessor is the unit whose outline then holds the place of its capital: an independent state, or a
dependency, of which the owner is named. The rule is geometric: it says from whose hands the capital came, and
nothing of consent or of how the rest of the land was held.
"""

from __future__ import annotations

import datetime as dt

import polars as pl
import shapely

from statusquo.core.columns import checked, schema_of

FIRST_DAY = dt.date(1946, 1, 2)
ONE_DAY = dt.timedelta(days=1)


def state_origins(units: pl.DataFrame) -> pl.DataFrame:
    """Return table ``state_origins``: one row per state and beginning of a run of independence since 1946.

    Args:
        units: from `sources.cshapes`.
    """
    outlines = dict(zip(units["unit_id"], shapely.from_wkb(units["geometry"].to_list()), strict=True))
    free = units.filter(pl.col("status") == "independent")
    rows = []
    for begun in free.filter(pl.col("start_date") >= FIRST_DAY).iter_rows(named=True):
        eve = begun["start_date"] - ONE_DAY
        held = pl.col("start_date").le(eve) & pl.col("end_date").ge(eve)
        if not free.filter(held, pl.col("gwno") == begun["gwno"]).is_empty():
            continue  # the state was there already: only its outline or capital changed
        capital = shapely.Point(begun["capital_longitude"], begun["capital_latitude"])
        before = units.filter(pl.col("start_date").le(eve), pl.col("unit_id") != begun["unit_id"])
        holders = [row for row in before.iter_rows(named=True) if outlines[row["unit_id"]].covers(capital)]
        holder = max(holders, key=lambda row: (min(row["end_date"], eve), row["start_date"]), default=None)
        rows.append(
            {
                "gwno": begun["gwno"],
                "first_year": begun["start_date"].year,
                "predecessor_gw": holder["owner_gw"] if holder else None,
                "status_before": _status(holder["status"]) if holder else None,
            }
        )
    frame = pl.DataFrame(rows, schema=schema_of("state_origins"))
    return checked(frame.sort("gwno", "first_year"), "state_origins")


def _status(status: str | None) -> str | None:
    return "part of the state" if status == "independent" else status
