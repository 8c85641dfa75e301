"""ACD2EPR 2021: which ethnic group the rebels of each UCDP dyad speak for, recruit from and are supported by.

One row per dyad, state and group. Rows that name no group say that the organisation is tied to none that EPR
lists; they are left out of what the reader returns, and so are repetitions of them.

Quirks: the codes are kept as published, since the codebook is not among the files: users of the data read 1 and 2
as yes (two kinds of claim, recruitment or support), 0 as no and -1 as not known. Four links name groups that EPR
2021 does not list.
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
    id="acd2epr",
    title="ACD2EPR: links from the UCDP Dyadic Dataset to EPR groups",
    producer="International Conflict Research, ETH Zürich",
    version="2021",
    terms="citation required",
    citation=(
        "Wucherpfennig, Julian, Nils W. Metternich, Lars-Erik Cederman and Kristian Skrede Gleditsch (2012) Ethnicity, "
        "the State, and the Duration of Civil War. World Politics 64(1): 79-115.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "wucherpfennig2012ethnicity",
            "author": "Wucherpfennig, Julian and Metternich, Nils W. and Cederman, Lars-Erik and Gleditsch, Kristian "
            "Skrede",
            "title": "Ethnicity, the State, and the Duration of Civil War",
            "journal": "World Politics",
            "year": "2012",
            "volume": "64",
            "number": "1",
            "pages": "79--115",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2021,
        system="ucdp",
        unit="dyad-group",
        note="rebel organisations of internal conflicts; the links carry no years of their own",
    ),
    files=(
        RawFile(
            "epr/ACD2EPR-2021.csv",
            "simab/replicationPaper",
            "743934aa11c0851c4ba7568e6c26feab100fbdd7",
            "raw_epr_ucd_data/ACD2EPR-2021.csv",
            55_929,
            "12543bccf38137ab3cf07ae11982a3a899add87a03f15c4f1f9fc76db9bdda77",
        ),
    ),
    link="https://icr.ethz.ch/data/epr/acd2epr/",
    quirks=(
        "Dyads between states and dyads first active after 2021 have no link.",
        "A group without a link to a dyad was not found to be tied to it; most organisations without any link "
        "are not ethnic.",
        "Four links name groups that EPR 2021 does not list.",
    ),
)

CLAIMED = (1, 2)
"""Codes of `claim` that stand for a claim made in the name of the group."""

KNOWN_ROWS_WITHOUT_GROUP = 165
"""Rows that name no group; three of them repeat another."""

KNOWN_GROUPS_OUTSIDE_EPR = (36559000, 36561000, 36565000, 48409000)
"""Laks, Nogai and Tabasarans (Caucasus Emirate, dyad 899) and a group in Congo (Cocoyes, dyad 863)."""


def read_links(raw: Path) -> pl.DataFrame:
    """Return one row per dyad and group, as table ``source.acd2epr`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    without = rows["gwgroupid"].null_count()
    if without != KNOWN_ROWS_WITHOUT_GROUP:
        raise SourceError(
            f"{ORIGIN.id}: {without} rows name no group, {KNOWN_ROWS_WITHOUT_GROUP} are known; look at what changed"
        )
    frame = rows.filter(pl.col("gwgroupid").is_not_null()).select(
        pl.col("dyadid").cast(pl.Int32).alias("dyad_id_ucdp"),
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        "group",
        pl.col("claim", "recruitment", "support").cast(pl.Int32),
    )
    return checked(frame.sort("dyad_id_ucdp", "gwgroupid"), "source.acd2epr")
