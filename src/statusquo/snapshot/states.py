"""The table of states: which codes and names belong together, and when."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.errors import SourceError
from statusquo.sources.sipri_names import ALIASES, NOT_STATES, Alias, is_marked

ISO_3166_FIRST_YEAR = 1974
"""The standard was first published in 1974; a state that had ended by then has no code."""


def states_table(state_years: pl.DataFrame, codes: pl.DataFrame, sipri_names: Iterable[str]) -> pl.DataFrame:
    """Return one row per run of years in which a pair of codes holds, as table ``states`` declares it.

    Args:
        state_years: from `sources.isard`.
        codes: from `sources.countrycode`.
        sipri_names: every name in the SIPRI files.

    Raises:
        SourceError: when a SIPRI name is neither a state nor listed as none.
    """
    runs = _with_names_and_iso3(_runs(state_years), codes)
    aliases = _resolve(sipri_names, runs)
    spells = [
        sorted(
            {
                alias.name
                for alias in aliases
                if alias.gwno == gwno and alias.first_year <= last and first <= alias.last_year
            }
        )
        for gwno, first, last in runs.select("gwno", "first_year", "last_year").iter_rows()
    ]
    frame = runs.with_columns(sipri_names=pl.Series(spells, dtype=pl.List(pl.String)))
    return checked(frame.sort("gwno", "ccode", "first_year", nulls_last=True), "states")


def _runs(state_years: pl.DataFrame) -> pl.DataFrame:
    """Compress state-years into runs of consecutive years with the same codes."""
    pair = ["gwno", "ccode"]
    return (
        state_years.sort(*pair, "year", nulls_last=True)
        .with_columns(run=(pl.col("year") - pl.int_range(pl.len()).over(pair)).cast(pl.Int32))
        .group_by(*pair, "run", maintain_order=True)
        .agg(
            pl.col("name").last(),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
        .drop("run")
    )


def _with_names_and_iso3(runs: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Add ISO codes and short names, by COW number first: by the other, countrycode lacks microstates."""
    by_cow = codes.filter(pl.col("ccode").is_not_null()).select("ccode", cow_name="name", cow_iso3="iso3")
    by_gw = codes.filter(pl.col("gwno").is_not_null()).select("gwno", gw_name="name", gw_iso3="iso3")
    still_there = pl.col("last_year") == pl.col("last_year").max()
    had_iso = pl.col("last_year") >= ISO_3166_FIRST_YEAR
    short_name = pl.when(pl.col("gw_iso3").is_not_null()).then("gw_name").otherwise("cow_name")
    return (
        runs.join(by_cow, on="ccode", how="left")
        .join(by_gw, on="gwno", how="left")
        .with_columns(
            iso3=pl.when(had_iso).then(pl.coalesce("cow_iso3", "gw_iso3")),
            name=pl.when(still_there).then(pl.coalesce(short_name, "name")).otherwise("name"),
        )
        .select("gwno", "ccode", "iso3", "name", "first_year", "last_year")
    )


def _resolve(names: Iterable[str], runs: pl.DataFrame) -> list[Alias]:
    """Return an alias for each name that stands for a state; refuse one that nobody has looked at."""
    known = {alias.name for alias in ALIASES}
    own = {name: gwno for name, gwno in runs.select("name", "gwno").iter_rows() if gwno is not None}
    resolved, strange = list(ALIASES), []
    for name in sorted(set(names)):
        if is_marked(name) or name in known or name in NOT_STATES:
            continue
        if name in own:
            resolved.append(Alias(name, own[name]))
        else:
            strange.append(name)
    if strange:
        raise SourceError(f"SIPRI names that stand for no known state: {strange}; add them to sources/sipri_names.py")
    return resolved
