"""The tables that a user's own newer files change, derived from them and from the package's tables, without raw files.

What the files do not tell stays as the package has it: how episodes ended, deaths of years that no newer Battle-Related
Deaths tell, kin, groups, claims and agreements. A conflict that the package has not is told by UCDP alone: it has no
place on the map, no group and no agreement. Who fought in a year is told by the dyads where a file has them, else by
the sides of the conflict in the Armed Conflict Dataset.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from statusquo.core.columns import schema_of
from statusquo.snapshot import conflicts
from statusquo.snapshot.arms import arms_categories
from statusquo.snapshot.known_record import known_record, longer_conflict_runs
from statusquo.snapshot.parties import dispute_parties, runs_of_parties
from statusquo.snapshot.patrons import KIN, PARTY, SUPPORTER, outside_states, senders_of_troops
from statusquo.snapshot.record import (
    KEY,
    conflict_record,
    deaths_by_conflict,
    dyad_record,
    later_record,
    recent_activity,
)
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.spending import spending, spending_burden
from statusquo.snapshot.store import Snapshot
from statusquo.snapshot.terminations import dispute_terminations, terminations_of
from statusquo.sources import sipri_milex, sipri_register, ucdp_brd, ucdp_dyadic, ucdp_prio_acd

ACD, DYADIC, BRD = ucdp_prio_acd.ORIGIN.id, ucdp_dyadic.ORIGIN.id, ucdp_brd.ORIGIN.id
MILEX, REGISTER = sipri_milex.ORIGIN.id, sipri_register.ORIGIN.id

OF_DISPUTES_KNOWN = ("dispute_agreements", "dispute_claims", "dispute_groups", "dispute_places")
"""Tables of which the rows stay whose dispute is in the new record."""

Tables = dict[str, pl.DataFrame]


def derive_own(base: Snapshot, own: Mapping[str, pl.DataFrame]) -> Tables:
    """Return the tables that differ from those of the package, by name.

    Args:
        base: the package's snapshot.
        own: rows of the user's files as their readers return them, by the id of the data set: each newer than what
            `base` was made from.
    """
    tables: Tables = {}
    if own.keys() & {ACD, DYADIC, BRD}:
        tables |= _on_conflicts(base, own)
    disputes, codes = tables.get("disputes", base.table("disputes")), base.states
    if (cells := own.get(MILEX)) is not None:
        parents = disputes["parent_gw"].drop_nulls().unique().to_list()
        tables |= {
            "spending": spending(cells, codes),
            "spending_burden": spending_burden(cells, codes, parents),
        }
    if (register := own.get(REGISTER)) is not None:
        tables["arms_categories"] = arms_categories(register, codes)
    return {name: table for name, table in tables.items() if not table.equals(base.table(name))}


def _on_conflicts(base: Snapshot, own: Mapping[str, pl.DataFrame]) -> Tables:
    record, tables = _record(base, own)
    deaths = conflicts.deaths_of(base.table("dispute_years"))
    if (brd := own.get(BRD)) is not None:
        deaths = conflicts.with_newer_deaths(deaths, deaths_by_conflict(brd))
    made = conflicts.conflict_tables(record, deaths, conflicts.outcomes_of(base.table("episodes")))
    ends = terminations_of(base.table("episodes"), base.table("dispute_terminations"))
    known = made.disputes.select("conflict_id_ucdp")
    return {
        **tables,
        "disputes": made.disputes,
        "episodes": made.episodes,
        "dispute_years": made.dispute_years,
        "dispute_terminations": dispute_terminations(made.episodes, ends),
        **_sides(base, own, conflicts.territorial(record)),
        **{
            name: base.table(name).join(known, on="conflict_id_ucdp", how="semi", maintain_order="left")
            for name in OF_DISPUTES_KNOWN
        },
    }


def _record(base: Snapshot, own: Mapping[str, pl.DataFrame]) -> tuple[pl.DataFrame, Tables]:
    """Return the record, and the tables on the activity of conflicts of every kind."""
    brd = _deaths(own)
    if (acd := own.get(ACD)) is not None:
        record = conflict_record(acd, brd)
        runs, recent = conflicts.conflict_runs(record), recent_activity(acd, brd)
        return record, {"conflict_runs": runs, "recent_activity": recent}
    if BRD not in own:
        return known_record(base, base.last_year), {}
    # The years after the package's Armed Conflict Dataset are told anew, and those that have come since.
    last_year: int = base.releases[ACD]["last_year"]
    told = known_record(base, last_year)
    later = later_record(told, brd)
    runs, recent = (
        longer_conflict_runs(base, later, last_year),
        recent_activity(pl.DataFrame({"year": [last_year]}), brd),
    )
    return pl.concat([told, later]).sort(KEY), {"conflict_runs": runs, "recent_activity": recent}


def _sides(base: Snapshot, own: Mapping[str, pl.DataFrame], territory: pl.DataFrame) -> Tables:
    """Return the tables on who took part, each year by the newest word on it."""
    told = _told(base, own, DYADIC, territory)
    rest = territory.join(told, on=KEY, how="anti")
    brd = _deaths(own)
    dyads = dyad_record(own[DYADIC], brd) if DYADIC in own else brd
    columns = [*KEY, "side_a", "side_b", "gwno_a_2nd", "gwno_b_2nd"]
    by_dyad = dyads.select(columns).join(rest, on=KEY, how="semi")
    taking_part = pl.concat([by_dyad, rest.join(by_dyad, on=KEY, how="anti").select(columns)])

    parties, patrons = spread_years(base.table("dispute_parties")), spread_years(base.table("dispute_patrons"))
    by_basis = {basis: patrons.filter(pl.col("basis") == basis) for basis in (PARTY, SUPPORTER, KIN)}
    told_by_record = _told(base, own, ACD, territory)
    years = [
        by_basis[PARTY].join(told_by_record, on=KEY, how="semi"),
        senders_of_troops(territory.join(told_by_record, on=KEY, how="anti"), PARTY),
        by_basis[SUPPORTER].join(told, on=KEY, how="semi"),
        senders_of_troops(taking_part, SUPPORTER),
        by_basis[KIN].join(territory, on="conflict_id_ucdp", how="semi"),
    ]
    newly = spread_years(dispute_parties(rest, taking_part))
    return {
        "dispute_parties": runs_of_parties(pl.concat([parties.join(told, on=KEY, how="semi"), newly])),
        "dispute_patrons": outside_states(pl.concat(years, how="diagonal"), territory),
    }


def _told(base: Snapshot, own: Mapping[str, pl.DataFrame], source: str, territory: pl.DataFrame) -> pl.DataFrame:
    """Return the years of which the package's tables say who took part, and no file of the user's says it anew.

    Args:
        base: the package's snapshot.
        own: as `derive_own`.
        source: the data set that says it, by conflict or by dyad.
        territory: years of the territorial conflicts in the new record.
    """
    known = territory.join(base.table("dispute_years"), on=KEY, how="semi")
    if source in own:
        return known.clear() if ACD in own else known.join(own[source], on=KEY, how="anti")
    return known.filter(pl.col("year") <= base.releases[source]["last_year"]) if BRD in own else known


def _deaths(own: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return own.get(BRD, pl.DataFrame(schema=schema_of("source.ucdp_brd")))
