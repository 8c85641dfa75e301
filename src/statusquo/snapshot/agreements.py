"""Peace agreements of the territorial disputes: when, of what kind, with which territorial provisions, how they fared.

From UCDP's agreements (1975-2021). An agreement on several conflicts stands once under each of them. Whether it ended
is known where the source says so; where the source is silent it stays missing.
"""

from __future__ import annotations

import polars as pl

from statusquo.core.columns import checked


def dispute_agreements(disputes: pl.DataFrame, agreements: pl.DataFrame) -> pl.DataFrame:
    """Return table ``dispute_agreements``: one row per dispute and agreement.

    Args:
        disputes: table ``disputes``.
        agreements: from `sources.ucdp_peace_agreements`.
    """
    frame = (
        agreements.rename({"conflict_ids_ucdp": "conflict_id_ucdp"})
        .explode("conflict_id_ucdp")
        .join(disputes, on="conflict_id_ucdp", how="semi")
        .with_columns(has_territorial_provision=pl.col("provisions").list.len() > 0)
        .sort("conflict_id_ucdp", "date", "agreement_id_ucdp")
    )
    return checked(frame, "dispute_agreements")
