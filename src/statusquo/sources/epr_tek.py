"""EPR Transnational Ethnic Kin (TEK) 2021: which EPR groups of different states are kin.

One row per cluster of kin and group; groups that share a cluster are kin. A group may stand in several clusters,
because a group that one state's politics treats as a whole is parted in another's.

Quirks: kinship has no years, it holds whenever both groups are listed in EPR; and it says nothing about support.
A kin state in the sense of the literature is one in which the kin group is in power, which is joined from EPR Core.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="epr-tek",
    title="EPR Transnational Ethnic Kin (EPR-TEK) Dataset",
    producer="International Conflict Research, ETH Zürich",
    version="2021",
    terms="citation required",
    citation=(
        "Cederman, Lars-Erik, Kristian Skrede Gleditsch, Idean Salehyan and Julian Wucherpfennig (2013) Transborder "
        "Ethnic Kin and Civil War. International Organization 67(2): 389-410.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "cederman2013transborder",
            "author": "Cederman, Lars-Erik and Gleditsch, Kristian Skrede and Salehyan, Idean and Wucherpfennig, "
            "Julian",
            "title": "Transborder Ethnic Kin and Civil War",
            "journal": "International Organization",
            "year": "2013",
            "volume": "67",
            "number": "2",
            "pages": "389--410",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2021,
        system="gw",
        unit="cluster-group",
        note="kinship carries no years: it holds whenever EPR lists both groups",
    ),
    files=(
        RawFile(
            "epr/TEK-2021.csv",
            "hilangoe/InterDemo",
            "5528e4d51743e270f2d5469bca5e7a738f36dd7a",
            "_data/_raw/TEK-2021.csv",
            26_978,
            "0a3a74640de1d89c8545e28ca18d3b580dead699874ba79909bc93583d8b6888",
        ),
    ),
    link="https://icr.ethz.ch/data/epr/tek/",
    quirks=(
        "Kinship is no evidence of support.",
        "A group may belong to several clusters; kinship does not pass from one cluster to another.",
    ),
)


def read_kin(raw: Path) -> pl.DataFrame:
    """Return one row per cluster and group, as table ``source.epr_tek`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("tekid").cast(pl.Int32),
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        pl.col("groupname").alias("group"),
    )
    return checked(frame.sort("tekid", "gwgroupid"), "source.epr_tek")
