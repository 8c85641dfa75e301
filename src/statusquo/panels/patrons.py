"""The state behind the separatist side, year by year, with the basis on which it is named.

Bases in order: the bundled case file; UCDP's secondary parties (troops); UCDP's secondary supporters of the dyads; kin
in power in another state (EPR, TEK). The first basis that names a state in a year is taken, and of several states on
that basis the one with the largest CINC. Where no basis names a state there is none, with the reason: never a stand-in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from statusquo.cases.load import bundled_ids, load_case
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

BASES = ("case file", "UCDP secondary party", "UCDP secondary supporter", "EPR kin state")
LAST_YEAR_OF_KIN = 2021
NO_PATRON = "no basis names a state for this year"
NO_PATRON_KIN_ENDED = "no troops or support are recorded for this year, and kin are known to 2021 only"

_KEY = ["conflict_id_ucdp", "year"]


def patrons_by_year(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the patron of the separatist side for each dispute and year.

    Args:
        snapshot: the open snapshot.
        rows: columns `conflict_id_ucdp` and `year`; one row comes back for each.

    Returns:
        The key with `patron_gw`, `patron_basis`, `n_patrons` and `patron_missing_reason`.
    """
    runs = snapshot.table("dispute_patrons").filter(pl.col("side") == "b")
    columns = ["conflict_id_ucdp", "patron_gw", "basis", "first_year", "last_year"]
    coded = pl.DataFrame(list(_from_cases()), schema={name: runs.schema[name] for name in columns})
    years = (
        spread_years(pl.concat([coded, runs.select(columns)]))
        .with_columns(order=pl.col("basis").replace_strict(list(BASES), list(range(4))))
        .unique([*_KEY, "patron_gw", "basis"])
    )
    cinc = snapshot.table("state_years").select("gwno", "year", "cinc")
    best = (
        years.filter(pl.col("order") == pl.col("order").min().over(_KEY))
        .join(cinc, left_on=["patron_gw", "year"], right_on=["gwno", "year"], how="left")
        .with_columns(n_patrons=pl.len().over(_KEY).cast(pl.Int32))
        .sort([*_KEY, "cinc", "patron_gw"], descending=[False, False, True, False], nulls_last=True)
        .group_by(_KEY, maintain_order=True)
        .first()
        .select(*_KEY, "patron_gw", patron_basis="basis", n_patrons="n_patrons")
    )
    reason = pl.when(pl.col("year") > LAST_YEAR_OF_KIN).then(pl.lit(NO_PATRON_KIN_ENDED)).otherwise(pl.lit(NO_PATRON))
    return (
        rows.select(_KEY)
        .join(best, on=_KEY, how="left", maintain_order="left")
        .with_columns(patron_missing_reason=pl.when(pl.col("patron_gw").is_null()).then(reason))
    )


def _from_cases() -> Iterator[dict[str, Any]]:
    """Yield the patrons that case files name, for the years in which they are that at the year's end or within it."""
    for name in bundled_ids():
        case = load_case(name)
        separatists = {actor.id for actor in case.separatists()}
        for actor in case.actor:
            for role in actor.role:
                if role.role != "patron" or role.toward not in separatists or actor.gwno is None or role.start is None:
                    continue
                for number in case.ids.ucdp_conflict:
                    yield {
                        "conflict_id_ucdp": number,
                        "patron_gw": actor.gwno,
                        "basis": "case file",
                        "first_year": role.start.year,
                        "last_year": role.end.year if role.end else 2024,
                    }
