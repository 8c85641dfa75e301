"""From COW to Gleditsch-Ward numbers in whole frames, by way of `core.states`."""

from __future__ import annotations

import polars as pl

from statusquo.core.states import StateCodes


def state_years_in_gw(frame: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Add gwno to a frame unique on ccode and year, without the state-years Gleditsch and Ward do not list.

    In 1990 COW lists united Germany beside the Federal Republic, and united Yemen beside the Yemen Arab Republic,
    where Gleditsch and Ward have one state each: the row of the state that goes on is kept.
    """
    coded = codes.with_code(frame, "gwno", by="ccode").filter(pl.col("gwno").is_not_null())
    back = codes.with_code(coded.rename({"ccode": "given"}), "ccode", by="gwno")
    return back.filter(pl.col("ccode") == pl.col("given")).drop("given")


def pairs_in_gw(frame: pl.DataFrame, codes: StateCodes) -> pl.DataFrame:
    """Replace ccode_a and ccode_b of a frame with a year by gwno_a and gwno_b.

    Rows in which either state is not listed by Gleditsch and Ward are left out, as are pairs of two COW states that
    are one there (the Germanys and the Yemens in 1990); rows that become alike are merged.
    """
    for side in ("a", "b"):
        frame = codes.with_code(frame, "gwno", by="ccode", code=f"ccode_{side}").rename({"gwno": f"gwno_{side}"})
    kept = pl.col("gwno_a").is_not_null() & pl.col("gwno_b").is_not_null() & (pl.col("gwno_a") != pl.col("gwno_b"))
    return frame.filter(kept).drop("ccode_a", "ccode_b").unique()
