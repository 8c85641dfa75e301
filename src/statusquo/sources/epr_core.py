"""Ethnic Power Relations (EPR) Core 2021: each politically relevant ethnic group's access to state power, 1946-2021.

One row per group and period of years; a new period begins whenever any group of the state changes. A group is
listed only where it is politically relevant; from then on it keeps its place with the status IRRELEVANT.

Quirks: a group's share of the population is one figure for whole decades, so it follows no census; regional
autonomy is left blank for groups that rule alone and for irrelevant ones, where the question does not arise; where
ethnicity divides no politics the one people of the state is IRRELEVANT, as are the Irish in Ireland.
Only state power counts for the status: SELF-EXCLUSION is for groups that declared their territory independent,
of which Karabakh's Armenians (37304000) are one. Transnistria has no group here.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="epr-core",
    title="Ethnic Power Relations (EPR) Core Dataset",
    producer="International Conflict Research, ETH Zürich",
    version="2021",
    terms="citation required; no explicit licence found",
    citation=(
        "Vogt, Manuel, Nils-Christian Bormann, Seraina Rüegger, Lars-Erik Cederman, Philipp Hunziker and Luc Girardin "
        "(2015) Integrating Data on Ethnicity, Geography, and Conflict: The Ethnic Power Relations Data Set Family. "
        "Journal of Conflict Resolution 59(7): 1327-1342.",
        "Cederman, Lars-Erik, Andreas Wimmer and Brian Min (2010) Why Do Ethnic Groups Rebel? New Data and Analysis. "
        "World Politics 62(1): 87-119.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "vogt2015integrating",
            "author": 'Vogt, Manuel and Bormann, Nils-Christian and R{\\"u}egger, Seraina and Cederman, Lars-Erik '
            "and Hunziker, Philipp and Girardin, Luc",
            "title": "Integrating Data on Ethnicity, Geography, and Conflict: The {Ethnic Power Relations} Data Set "
            "Family",
            "journal": "Journal of Conflict Resolution",
            "year": "2015",
            "volume": "59",
            "number": "7",
            "pages": "1327--1342",
        },
        {
            "type": "article",
            "key": "cederman2010why",
            "author": "Cederman, Lars-Erik and Wimmer, Andreas and Min, Brian",
            "title": "Why Do Ethnic Groups Rebel? New Data and Analysis",
            "journal": "World Politics",
            "year": "2010",
            "volume": "62",
            "number": "1",
            "pages": "87--119",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2021,
        system="gw",
        unit="group-period",
        threshold="politically relevant in the state at some time",
        note="states with more than 250,000 people",
    ),
    files=(
        RawFile(
            "epr/EPR-2021.csv",
            "andybega/ds-external-data",
            "e421def8d83acc5b641c38d6800e51517d582f62",
            "epr/data-raw/EPR-2021.csv",
            331_121,
            "98e2d56431f55355d5d69deaa28c9063a49e859722bbb6d777a541ee831bcfe0",
        ),
    ),
    link="https://icr.ethz.ch/data/epr/core/",
    quirks=(
        "A group's share of the population is one figure for long periods and follows no census.",
        "Regional autonomy is blank where a group rules alone or is irrelevant.",
        "There is no group for Transnistria.",
        "A people that makes up a whole state without ethnic divide is IRRELEVANT, such as the Irish in Ireland.",
        "A period ends whenever any group of the state changes, so one group's row may repeat the one before.",
    ),
)

STATUSES = (
    "MONOPOLY",
    "DOMINANT",
    "SENIOR PARTNER",
    "JUNIOR PARTNER",
    "POWERLESS",
    "DISCRIMINATED",
    "SELF-EXCLUSION",
    "STATE COLLAPSE",
    "IRRELEVANT",
)

IN_POWER = STATUSES[:4]
"""Statuses of groups that hold or share executive power, from the most of it to the least."""

AUTONOMY = {"true": True, "false": False}


def read_groups(raw: Path) -> pl.DataFrame:
    """Return one row per group and period, as table ``source.epr_core`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="")
    frame = rows.select(
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("from").cast(pl.Int32).alias("first_year"),
        pl.col("to").cast(pl.Int32).alias("last_year"),
        pl.col("gwid").cast(pl.Int32).alias("gwno"),
        "group",
        (pl.col("size").cast(pl.Float64) * 100).round(4).alias("size_pct"),
        "status",
        pl.col("reg_aut").replace_strict(AUTONOMY, return_dtype=pl.Boolean).alias("has_regional_autonomy"),
    )
    return checked(frame.sort("gwgroupid", "first_year"), "source.epr_core")
