"""TJET conflict and peace spells, December 2025: battle deaths and how episodes ended, 1946-2024.

Built by the Transitional Justice Evaluation Tools team on UCDP/PRIO ACD 25.1, with outcomes from UCDP's Conflict
Termination data (v4-2024) and battle deaths. It holds conflicts of UCDP types 3 and 4 (internal and internationalised
internal) only: a conflict between states is absent, and so is its count of the dead, which is then missing and not 0.
Beside years of conflict it has the years after one, in which nobody is counted; its peace means no year with 25 or
more battle deaths.

Only the columns on episodes, outcomes and deaths are read here; the columns on transitional justice are not.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.errors import SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="tjet-spells",
    title="TJET conflict and peace spells",
    producer="Transitional Justice Evaluation Tools (TJET)",
    version="December 2025 (on UCDP/PRIO ACD 25.1 and UCDP Conflict Termination v4-2024)",
    terms="no licence file in the repository; the UCDP parts are CC BY 4.0",
    citation=(
        "Transitional Justice Evaluation Tools (TJET) (2025) Conflict and peace spells. "
        "https://transitionaljusticedata.org.",
        "Kreutz, Joakim (2010) How and when armed conflicts end: Introducing the UCDP Conflict Termination dataset. "
        "Journal of Peace Research 47(2): 243-250.",
    ),
    bibtex=(
        {
            "type": "misc",
            "key": "tjet2025spells",
            "author": "{Transitional Justice Evaluation Tools}",
            "title": "Conflict and peace spells",
            "year": "2025",
            "url": "https://transitionaljusticedata.org",
        },
        {
            "type": "article",
            "key": "kreutz2010how",
            "author": "Kreutz, Joakim",
            "title": "How and when armed conflicts end: Introducing the {UCDP} Conflict Termination dataset",
            "journal": "Journal of Peace Research",
            "year": "2010",
            "volume": "47",
            "number": "2",
            "pages": "243--250",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2024,
        system="ucdp",
        unit="conflict-year",
        threshold="25 battle deaths in a calendar year",
        note="UCDP types internal and internationalised internal only; deaths in active years only",
    ),
    files=(
        RawFile(
            "tjet/tjet_conflict_peace_spells.csv",
            "tjetdata/tjet-db",
            "4204d9ab1318a6c2e15c16aced02fd7b416d6b7d",
            "tjet_datasets/tjet_conflict_peace_spells.csv",
            2_492_102,
            "48240611996be9c43f958d1ce81e1c3e25f93af6eee71f95d3480d7cc6a5eac7",
        ),
    ),
    link="https://transitionaljusticedata.org",
    quirks=(
        "Conflicts between states and extrasystemic ones are absent: their deaths are missing, not 0.",
        "Peace here means that no year reached 25 battle deaths.",
        "The column that says whether a year is conflict or peace is blank in 57 active years.",
        "High estimates of 9,999 stand for an upper bound of the category of minor and intermediate conflicts.",
    ),
)

COVERED_TYPES = ("internal", "internationalised internal")
"""The UCDP types this source covers."""

KNOWN_BLANK_SAMPLE_ROWS = 57
"""Active years without a value in `sample`: the episode goes on in 2024, so that TJET has no spell to put it in."""


def read_spells(raw: Path) -> pl.DataFrame:
    """Return one row per conflict and year, as table ``source.tjet_spells`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    blank = rows["sample"].null_count()
    if blank != KNOWN_BLANK_SAMPLE_ROWS:
        raise SourceError(
            f"{ORIGIN.id}: `sample` is blank in {blank} rows, {KNOWN_BLANK_SAMPLE_ROWS} are known; "
            "look at what changed before using this release"
        )
    frame = rows.select(
        pl.col("conflict_id").cast(pl.Int32).alias("conflict_id_ucdp"),
        pl.col("year").cast(pl.Int32),
        (pl.col("intensity_level") != "0").alias("is_active"),
        pl.col("c_epno").cast(pl.Int32).alias("episode"),
        (pl.col("c_epterm") == "1").alias("is_episode_end"),
        "outcome",
        pl.col("bd_best").cast(pl.Int32).alias("deaths_best"),
        pl.col("bd_low").cast(pl.Int32).alias("deaths_low"),
        pl.col("bd_high").cast(pl.Int32).alias("deaths_high"),
    )
    return checked(frame.sort("conflict_id_ucdp", "year"), "source.tjet_spells")
