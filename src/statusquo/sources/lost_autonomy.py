"""Lost independence and lost autonomy by EPR group, from about 1800 to 2012 (Germann and Sambanis 2021).

One row per EPR group: whether it lost a state of its own, was cut off by a border from a state of its kin
(stranded), or lost autonomy within the state it lives in, and roughly when. One cell may hold several dates, a span
or a century, so the dates stay text; `exact_years` takes the years out of those that name them.

Quirks, pinned below: Kachins (Myanmar) have dates of lost autonomy but no mark for it, and count as having lost it;
the sheet is on EPR of 2012, so a group listed since is absent, which is not the same as having lost nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("lost-autonomy")

KNOWN_DATED_BUT_UNMARKED = (77505000,)
"""Groups with a date of lost autonomy and no mark: Kachins in Myanmar."""

_LOSSES = {
    "independence_lost": ("lost_independence", "approx_year_lost_independence"),
    "stranded": ("stranded", "approx_year_stranded"),
    "autonomy_lost": ("lost_internalautonomy", "approx_year_lost_internalautonomy"),
}


def read_losses(raw: Path) -> pl.DataFrame:
    """Return one row per group, as table ``source.lost_autonomy`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    import fastexcel

    rows = fastexcel.read_excel(raw_path(raw, ORIGIN)).load_sheet(0, dtypes="string").to_polars()
    losses = [
        expression
        for name, (mark, when) in _LOSSES.items()
        for expression in (
            pl.any_horizontal(pl.col(mark, when).is_not_null()).alias(f"is_{name}"),
            pl.col(when).str.strip_chars().alias(f"{name}_when"),
        )
    ]
    frame = rows.select(
        pl.col("gwgroupid").cast(pl.Int32),
        pl.col("countries_gwid").cast(pl.Int32).alias("gwno"),
        pl.col("groupname").alias("group"),
        *losses,
    )
    _refuse_surprises(rows)
    return checked(frame.sort("gwgroupid"), "source.lost_autonomy")


def exact_years(when: str) -> list[int]:
    """Return the years that a rough date names one by one.

    Args:
        when: a date as the file words it, such as ``1989, 1991`` or ``19th century, 1937``.

    Returns:
        The years of the parts that are a year and nothing else; a span, a decade or a century gives none.
    """
    parts = re.split(r"\s*,\s*", when)
    return [int(part) for part in parts if re.fullmatch(r"\d{4}", part)]


def _refuse_surprises(rows: pl.DataFrame) -> None:
    for mark, when in _LOSSES.values():
        odd = rows.filter(pl.col(mark).is_null() != pl.col(when).is_null())["gwgroupid"].cast(pl.Int32)
        known = KNOWN_DATED_BUT_UNMARKED if mark == "lost_internalautonomy" else ()
        refuse_other_count(ORIGIN, f"groups with {when!r} without {mark!r} or the reverse", tuple(odd), known)
