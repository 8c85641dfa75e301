"""Self-determination claims by EPR group, 1946-2017: the first SDM data set on EPR's group numbers.

From the replication files of Cederman, Rüegger and Schvitz (2022), who joined the Self-Determination Movements
(SDM) data of Sambanis, Germann and Schädel (2018) to EPR. One row per group and year: whether a movement made a
claim for the group, and the furthest-reaching kind of it (autonomy, independence, irredentism). These are the
published first SDM data; the unreleased SDM 2.0 is another source and not in here.

Quirks, all pinned below: the numeric claim is blank in years in which EPR does not count the group as relevant,
although the kind of claim is coded in some of them, so the kind is read and not the number; in 32 years the number
says autonomy where the kind says independence; Croats in Serbia and Montenegro stand four times in 1992, alike;
eleven groups are not in EPR 2021. Karabakh's Armenians are coded as irredentist throughout, from 1991.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("epr-claims")

KINDS = {"Autonomy": "autonomy", "Independence": "independence", "Irredentism": "irredentism", ".": None}

KNOWN_REPEATED_ROWS = 3
"""Croats in Serbia and Montenegro (34502000) stand four times in 1992, the same each time."""

KNOWN_NUMBER_AGAINST_KIND = 32
"""Rows whose number says autonomy (1) and whose kind says independence (2)."""

KNOWN_CLAIMS_WHILE_IRRELEVANT = 415
"""Rows with a kind of claim but no number, because EPR does not count the group as relevant in the year."""


def read_claims(raw: Path) -> pl.DataFrame:
    """Return one row per group and year, as table ``source.epr_claims`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False)
    unique = rows.unique(maintain_order=True)
    frame = unique.select(
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("year").cast(pl.Int32),
        pl.col("countries_gwid").cast(pl.Int32).alias("gwno"),
        # A soft hyphen is left of an accent in the only name that has one: Guaraní.
        pl.col("groupname").str.replace_all("\u00ad", "").alias("group"),
        (pl.col("isrelevant") == "1").alias("is_relevant"),
        pl.col("claim_type").replace_strict(KINDS, return_dtype=pl.String).alias("claim"),
        number=pl.col("claim").cast(pl.Int32),
    )
    _refuse_surprises(repeated=rows.height - unique.height, frame=frame)
    return checked(frame.drop("number").sort("gwgroupid", "year"), "source.epr_claims")


def _refuse_surprises(*, repeated: int, frame: pl.DataFrame) -> None:
    of_kind = pl.col("claim").replace_strict({"autonomy": 1, "independence": 2, "irredentism": 3}, default=0)
    against = frame.filter(pl.col("number") != of_kind).height
    unnumbered = frame.filter(pl.col("number").is_null() & pl.col("claim").is_not_null()).height
    refuse_other_count(ORIGIN, "repeated rows", repeated, KNOWN_REPEATED_ROWS)
    refuse_other_count(ORIGIN, "numbers against the kind of claim", against, KNOWN_NUMBER_AGAINST_KIND)
    refuse_other_count(ORIGIN, "claims without a number", unnumbered, KNOWN_CLAIMS_WHILE_IRRELEVANT)
