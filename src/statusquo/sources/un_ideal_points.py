"""UN voting, June 2024: where each state stands in the votes of the General Assembly, session by session, 1946-2023.

The ideal point of a state is estimated from its votes so that it compares across sessions; it mostly measures
distance from the order led by the United States, high being near. The distance of two states' points says how
unlike they vote.

Quirks: a session is dated here by the year in which it opens; there is no session 19 (1964 saw no votes); Belarus
and Ukraine vote, and are listed, as members of their own from 1946, long before they were states.
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
    id="un-ideal-points",
    title="United Nations General Assembly Voting Data: ideal points",
    producer="Michael A. Bailey, Anton Strezhnev and Erik Voeten",
    version="June 2024 (sessions 1-78)",
    terms="CC0 at Harvard Dataverse; none stated by the repository that holds the copy",
    citation=(
        "Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017) Estimating Dynamic State Preferences from United "
        "Nations Voting Data. Journal of Conflict Resolution 61(2): 430-456.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "bailey2017estimating",
            "author": "Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik",
            "title": "Estimating Dynamic State Preferences from {United Nations} Voting Data",
            "journal": "Journal of Conflict Resolution",
            "year": "2017",
            "volume": "61",
            "number": "2",
            "pages": "430--456",
        },
    ),
    domain=Domain(
        first_year=1946,
        last_year=2023,
        system="cow",
        unit="state-year",
        threshold="the state voted in the session",
        note="by the year in which the session opens",
    ),
    files=(
        RawFile(
            "unga-ideal-points/IdealpointestimatesAll_Jun2024.csv",
            "tongyu03/DSE3101-Predictive-Modelling-of-Global-Trade-Flows",
            "98ab7b673cf2c6415f6e86ba2e63eee0b51f07ae",
            "data/IdealpointestimatesAll_Jun2024.csv",
            1_921_465,
            "adaeca9a9d617afaf463f892a868fbfe17b33bbd6bdb613688d67f1b8dd6887d",
        ),
    ),
    link="https://doi.org/10.7910/DVN/LEJUQZ",
    quirks=(
        "Session 19 (1964) is absent: the Assembly took no recorded votes.",
        "Belarus and Ukraine are listed from 1946, as members of the United Nations before they were states.",
    ),
)

YEAR_BEFORE_FIRST_SESSION = 1945

KNOWN_SESSIONS_ABSENT = (19,)
"""Sessions without recorded votes."""


def read_ideal_points(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and session, as table ``source.un_ideal_points`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values="NA")
    session = pl.col("session").cast(pl.Int32)
    frame = rows.select(
        pl.col("ccode").cast(pl.Int32),
        (session + YEAR_BEFORE_FIRST_SESSION).alias("year"),
        session,
        pl.col("NVotesAll").cast(pl.Int32).alias("n_votes"),
        pl.col("IdealPointAll").cast(pl.Float64).alias("ideal_point"),
        pl.col("Q5%All").cast(pl.Float64).alias("ideal_point_q5"),
        pl.col("Q95%All").cast(pl.Float64).alias("ideal_point_q95"),
    )
    sessions = set(frame["session"])
    absent = tuple(sorted(set(range(1, max(sessions) + 1)) - sessions))
    if absent != KNOWN_SESSIONS_ABSENT:
        raise SourceError(f"{ORIGIN.id}: sessions absent: found {absent}, known {KNOWN_SESSIONS_ABSENT}")
    return checked(frame.sort("ccode", "year"), "source.un_ideal_points")
