"""UCDP Peace Agreement Dataset 22.1: agreements between warring parties over what they fight about, 1975-2021.

One row per agreement: full, partial or on the process, which provisions it has, and whether it ended. An agreement
that only stops the fighting is a ceasefire and not in the data, so the accords of 1994 and of November 2020 on
Karabakh are absent.

Quirks, pinned below: one agreement may settle several conflicts, whose numbers share a cell; whether it ended is left
blank for most, which is where no end was recorded; the column on referendums has a trailing blank in its name; the
Famboni Declaration (Comoros, August 2000) ends before it was signed, which is left missing; two agreements have
a territorial provision without the mark that says so.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("ucdp-peace-agreements")

KINDS = {"1": "full", "2": "partial", "3": "process"}

ENDED = {"True": True, "False": False, "": None}

PROVISIONS = {
    "aut": "autonomy",
    "fed": "federal state",
    "ind": "independence",
    "ref ": "referendum on status",
    "shaloc": "power-sharing in local government",
    "locgov": "local government",
    "cul": "cultural freedoms",
    "demarcation": "border demarcation",
    "regdev": "regional development",
}
"""Columns of territorial provisions, by name in the file, and how they are called here."""

KNOWN_UNKNOWN_ENDS = 238
"""Agreements for which the file leaves blank whether they ended."""

KNOWN_ENDED_BEFORE_SIGNED = (1024,)
"""The Famboni Declaration: signed 2000-08-26, ended 2000-01-01 in the file."""

KNOWN_UNMARKED_PROVISIONS = (1145, 1660)
"""Agreements with a territorial provision whose mark for any such provision is 0."""


def read_agreements(raw: Path) -> pl.DataFrame:
    """Return one row per agreement, as table ``source.ucdp_peace_agreements`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    import fastexcel

    rows = fastexcel.read_excel(raw_path(raw, ORIGIN)).load_sheet(0, dtypes="string").to_polars()
    named = [pl.when(pl.col(column) == "1").then(pl.lit(name)) for column, name in PROVISIONS.items()]
    signed, ended = pl.col("date"), pl.col("end_date")
    frame = rows.select(
        pl.col("paid").cast(pl.Int32).alias("agreement_id_ucdp"),
        pl.col("conflict_id").str.split(", ").cast(pl.List(pl.Int32)).alias("conflict_ids_ucdp"),
        pl.col("pa_name").str.replace_all(r"\s+", " ").str.strip_chars().alias("name"),
        pl.col("pa_date").str.to_date("%Y-%m-%d").alias("date"),
        pl.col("pa_type").replace_strict(KINDS).alias("kind"),
        pl.concat_list(named).list.drop_nulls().alias("provisions"),
        pl.col("ended").replace_strict(ENDED, return_dtype=pl.Boolean).alias("is_ended"),
        pl.col("duration").str.slice(0, 10).str.to_date("%Y-%m-%d").alias("end_date"),
        marked=pl.col("terr_prov") == "1",
    )
    _refuse_surprises(frame)
    frame = frame.with_columns(end_date=pl.when(ended >= signed).then(ended)).drop("marked")
    return checked(frame.sort("agreement_id_ucdp"), "source.ucdp_peace_agreements")


def _refuse_surprises(frame: pl.DataFrame) -> None:
    def ids(condition: pl.Expr) -> tuple[int, ...]:
        return tuple(frame.filter(condition)["agreement_id_ucdp"].sort().to_list())

    unmarked = pl.col("marked") != (pl.col("provisions").list.len() > 0)
    refuse_other_count(ORIGIN, "unknown ends", frame["is_ended"].null_count(), KNOWN_UNKNOWN_ENDS)
    refuse_other_count(
        ORIGIN, "ends before signing", ids(pl.col("end_date") < pl.col("date")), KNOWN_ENDED_BEFORE_SIGNED
    )
    refuse_other_count(ORIGIN, "unmarked provisions", ids(unmarked), KNOWN_UNMARKED_PROVISIONS)
