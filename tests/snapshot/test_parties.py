"""Who fought on each side, by name and year, as UCDP's dyads have it."""

from __future__ import annotations

import polars as pl

from statusquo.snapshot.store import Snapshot

WARRING, SECONDARY = "warring party", "secondary party"


def test_the_dyads_name_every_party_that_the_conflicts_name(snapshot: Snapshot) -> None:
    parties = snapshot.table("dispute_parties").filter(pl.col("kind") == WARRING, pl.col("side") == "b")
    named = dict(parties.group_by("conflict_id_ucdp").agg(pl.col("party").unique()).iter_rows())
    for conflict, side_b in snapshot.table("disputes").select("conflict_id_ucdp", "side_b").iter_rows():
        assert set(named[conflict]) == set(side_b)


def test_a_party_fought_in_active_years_of_its_conflict_only(snapshot: Snapshot) -> None:
    span = snapshot.table("disputes").select("conflict_id_ucdp", "first_active_year", "last_active_year")
    joined = snapshot.table("dispute_parties").join(span, on="conflict_id_ucdp")
    assert joined.height == snapshot.table("dispute_parties").height
    assert joined.filter(
        (pl.col("first_year") < pl.col("first_active_year")) | (pl.col("last_year") > pl.col("last_active_year"))
    ).is_empty()


def test_hamas_fought_in_runs_from_1993_to_2025(snapshot: Snapshot) -> None:
    runs = snapshot.table("dispute_parties").filter(pl.col("conflict_id_ucdp") == 234, pl.col("party") == "Hamas")
    assert (runs["first_year"].to_list()[0], runs["last_year"].to_list()[-1]) == (1993, 2025)
    assert (runs["last_year"] - runs["first_year"] + 1).sum() == 19


def test_the_transitional_council_is_a_party_of_2025_and_the_republic_of_1994_another(snapshot: Snapshot) -> None:
    south = snapshot.table("dispute_parties").filter(pl.col("conflict_id_ucdp") == 402, pl.col("side") == "b")
    assert south.select("party", "first_year", "last_year").rows() == [
        ("Democratic Republic of Yemen", 1994, 1994),
        ("STC", 2025, 2025),
    ]


def test_serbia_is_not_yugoslavia_after_2006(snapshot: Snapshot) -> None:
    yugoslavia = snapshot.table("dispute_parties").filter(pl.col("gwno") == 345)
    assert yugoslavia["last_year"].to_list() == [1993, 1993]


def test_only_secondary_parties_contribute_to_missions(snapshot: Snapshot) -> None:
    in_missions = snapshot.table("dispute_parties").drop_nulls("mission")
    assert set(in_missions["kind"]) == {SECONDARY}
    assert in_missions.filter(pl.col("mission") == "MINUSCA")["gwno"].n_unique() == 52
