"""What the exits do to the risk set: how many dispute-years and recurrences each of them takes out, and on what ground.

Between all disputes that can recur (`broad`) and those whose claim is open (`secession`) lie two steps: first go the
disputes that UCDP never classes as internal and the provinces of the Islamic State, then the years after an exit. The
second step is told exit by exit here.
"""

from __future__ import annotations

import polars as pl

from statusquo.panels.codings import by_year
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.status_quo_year import all_codings
from statusquo.snapshot.record import KEY
from statusquo.snapshot.store import Snapshot

RISK_SETS: dict[str, pl.Expr] = {
    "broad": pl.col("is_at_risk_broad"),
    "internal, before exits": pl.col("is_at_risk_broad") & pl.col("is_internal") & ~pl.col("is_islamic_state"),
    "secession": pl.col("is_at_risk_secession"),
}
"""The risk sets, each within the one before it."""


def risk_set_totals(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the size of each risk set: `risk_set`, and the number of `rows`, `recurrences` and `disputes`.

    Args:
        frame: the rows of the dispute-year panel.
    """
    totals = [
        frame.filter(is_in_set).select(
            risk_set=pl.lit(name),
            rows=pl.len(),
            recurrences=pl.col("is_recurrence").sum(),
            disputes=pl.col("conflict_id_ucdp").n_unique(),
        )
        for name, is_in_set in RISK_SETS.items()
    ]
    return pl.concat(totals)


def exits_explained(snapshot: Snapshot) -> pl.DataFrame:
    """Return every exit that takes dispute-years out of the secession set.

    Args:
        snapshot: the open snapshot.

    Returns:
        One row per dispute and exit, sorted by kind, dispute and year: `conflict_id_ucdp`, `territory_name`,
        `location`, `exit` (its kind), `exit_year` (at whose end the claim was first closed), `first_year` and
        `last_year` of the rows taken out, `n_rows` and `n_recurrences` taken out, `n_rows_kept` (rows at risk that the
        dispute keeps in the secession set), `source`, `coder`, `confidence`, `note`. Their sums are the difference
        between internal disputes before exits and the secession set.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    frame = dispute_years(snapshot).frame
    kept = frame.group_by("conflict_id_ucdp").agg(n_rows_kept=pl.col("is_at_risk_secession").sum())
    is_removed = RISK_SETS["internal, before exits"] & ~RISK_SETS["secession"]
    exits = by_year(all_codings(snapshot).filter(variable="exit").with_columns(exit_year="first_year"))
    # The claim at the end of a year decides whether the dispute is at risk in the next.
    reasons = exits.filter(rank=0).select(
        "conflict_id_ucdp",
        (pl.col("year") + 1).alias("year"),
        "exit_year",
        "source",
        "coder",
        "confidence",
        "note",
        exit="value",
    )
    exit_key = ["conflict_id_ucdp", "territory_name", "exit", "exit_year", "source", "coder", "confidence", "note"]
    return (
        frame.filter(is_removed)
        .select(*KEY, "territory_name", "is_recurrence")
        .join(reasons, on=KEY, how="left")
        .group_by(exit_key)
        .agg(
            first_year=pl.col("year").min(),
            last_year=pl.col("year").max(),
            n_rows=pl.len(),
            n_recurrences=pl.col("is_recurrence").sum(),
        )
        .join(kept, on="conflict_id_ucdp")
        .join(snapshot.table("disputes").select("conflict_id_ucdp", "location"), on="conflict_id_ucdp")
        .sort("exit", "territory_name", "conflict_id_ucdp", "exit_year")
    )
