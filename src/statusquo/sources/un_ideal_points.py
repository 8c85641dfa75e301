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
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("un-ideal-points")

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
    refuse_other_count(ORIGIN, "sessions absent", absent, KNOWN_SESSIONS_ABSENT)
    return checked(frame.sort("ccode", "year"), "source.un_ideal_points")
