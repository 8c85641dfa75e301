"""Patrons by the basis on which each rests, and the groups behind the rebels, with the years they are known for."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.core.columns import columns_of
from statusquo.snapshot.groups import first_and_last_claims
from statusquo.snapshot.patrons import dispute_patrons
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

KARABAKH, ARMENIA, TURKEY, LEBANON = 388, 371, 640, 660
PARTY, SUPPORTER, KIN = "UCDP secondary party", "UCDP secondary supporter", "EPR kin state"


@pytest.fixture
def patrons(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dispute_patrons")


@pytest.fixture
def groups(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dispute_groups")


def spans(patrons: pl.DataFrame, conflict: int, side: str, patron: int, basis: str) -> list[tuple[int, int]]:
    found = patrons.filter(
        (pl.col("conflict_id_ucdp") == conflict)
        & (pl.col("side") == side)
        & (pl.col("patron_gw") == patron)
        & (pl.col("basis") == basis)
    )
    return found.select("first_year", "last_year").rows()


def test_armenia_is_patron_of_karabakh_by_every_basis(patrons: pl.DataFrame) -> None:
    assert spans(patrons, KARABAKH, "b", ARMENIA, KIN) == [(1991, 2021)]
    sent = [(1991, 1993), (1997, 1998), (2005, 2005), (2008, 2008), (2012, 2012), (2014, 2017), (2020, 2023)]
    assert spans(patrons, KARABAKH, "b", ARMENIA, PARTY) == sent
    assert spans(patrons, KARABAKH, "b", ARMENIA, SUPPORTER) == sent


def test_turkey_stands_by_azerbaijan_in_2020_only(patrons: pl.DataFrame) -> None:
    assert spans(patrons, KARABAKH, "a", TURKEY, PARTY) == [(2020, 2020)]


def test_kin_who_are_a_junior_partner_far_away_are_told_from_a_kin_state(patrons: pl.DataFrame) -> None:
    kin = patrons.filter((pl.col("conflict_id_ucdp") == KARABAKH) & (pl.col("basis") == KIN))
    assert dict(kin.select("patron_gw", "kin_status").iter_rows()) == {ARMENIA: "MONOPOLY", LEBANON: "JUNIOR PARTNER"}
    assert kin["is_claimed"].all()


def test_the_two_ucdp_files_name_the_same_senders_of_troops(patrons: pl.DataFrame) -> None:
    """So they are one testimony, and a count of bases must not take them for two."""
    key = ["conflict_id_ucdp", "side", "patron_gw", "first_year", "last_year"]
    by_conflict, by_dyad = (
        set(patrons.filter(pl.col("basis") == basis).select(key).iter_rows()) for basis in (PARTY, SUPPORTER)
    )
    assert by_conflict == by_dyad
    assert len(by_conflict) == 415


def test_the_senders_of_troops_are_those_of_the_disputes_table(snapshot: Snapshot, patrons: pl.DataFrame) -> None:
    for side in ("a", "b"):
        listed = snapshot.table("disputes").select("conflict_id_ucdp", patron_gw=f"supporters_{side}_gw")
        named = patrons.filter((pl.col("basis") == PARTY) & (pl.col("side") == side))
        assert set(named.select("conflict_id_ucdp", "patron_gw").iter_rows()) == set(
            listed.explode("patron_gw").drop_nulls().iter_rows()
        )


def test_disputes_with_a_patron_are_counted_by_basis(patrons: pl.DataFrame) -> None:
    counts = patrons.group_by("basis", "side").agg(pl.col("conflict_id_ucdp").n_unique())
    assert {(basis, side): n for basis, side, n in counts.iter_rows()} == {
        (PARTY, "a"): 36,
        (PARTY, "b"): 19,
        (SUPPORTER, "a"): 36,
        (SUPPORTER, "b"): 19,
        (KIN, "b"): 57,
    }


def test_kinship_is_silent_after_the_last_year_of_epr(patrons: pl.DataFrame) -> None:
    kin, troops = patrons.filter(pl.col("basis") == KIN), patrons.filter(pl.col("basis") != KIN)
    assert kin["last_year"].max() == 2021
    assert troops["last_year"].max() == 2025
    assert troops["kin_status"].null_count() == troops["is_claimed"].null_count() == troops.height


def test_a_people_that_is_a_whole_state_makes_it_a_kin_state_though_epr_calls_it_irrelevant(
    patrons: pl.DataFrame,
) -> None:
    """The Irish in Ireland and, to 1990, Somalis in Somalia; after that EPR has STATE COLLAPSE in Somalia."""
    majority = patrons.filter(pl.col("kin_status") == "IRRELEVANT MAJORITY")
    assert spans(majority, 315, "b", 205, KIN) == [(1946, 2021)]
    assert spans(majority, 329, "b", 520, KIN) == [(1960, 1990), (2005, 2021)]


def test_a_kin_state_may_be_the_state_that_the_claimants_became(patrons: pl.DataFrame) -> None:
    """Slovenes left in Serbia have kin in power in Slovenia: true once the dispute was over, and no patronage."""
    assert spans(patrons, 384, "b", 349, KIN)[0][0] == 1992


def test_the_parent_state_is_no_kin_state_of_its_rebels(snapshot: Snapshot, patrons: pl.DataFrame) -> None:
    parents = snapshot.table("disputes").select("conflict_id_ucdp", patron_gw="parent_gw").drop_nulls()
    kin = patrons.filter(pl.col("basis") == KIN)
    assert kin.join(parents, on=["conflict_id_ucdp", "patron_gw"]).is_empty()


def test_a_run_stands_once_and_runs_never_overlap(patrons: pl.DataFrame, groups: pl.DataFrame) -> None:
    for table, name in ((patrons, "dispute_patrons"), (groups, "dispute_groups")):
        key = [column.name for column in columns_of(name) if column.is_key and column.name != "first_year"]
        years = spread_years(table.select(*key, "first_year", "last_year"))
        assert not years.is_duplicated().any()


CONFLICTS = pl.DataFrame(
    {"conflict_id_ucdp": [1], "year": [2000], "gwno_a": [[10]], "gwno_b": [[]], "gwno_a_2nd": [[]], "gwno_b_2nd": [[]]},
    schema={
        "conflict_id_ucdp": pl.Int32,
        "year": pl.Int32,
        "gwno_a": pl.List(pl.Int32),
        "gwno_b": pl.List(pl.Int32),
        "gwno_a_2nd": pl.List(pl.Int32),
        "gwno_b_2nd": pl.List(pl.Int32),
    },
)
DYADS = CONFLICTS.with_columns(dyad_id_ucdp=pl.lit(7, pl.Int32))
LINKS = pl.DataFrame(
    {"dyad_id_ucdp": [7], "gwgroupid": [1001], "claim": [2]},
    schema={"dyad_id_ucdp": pl.Int32, "gwgroupid": pl.Int32, "claim": pl.Int32},
)
KIN_OF_1001 = pl.DataFrame(
    {"tekid": [5, 5, 5, 6], "gwgroupid": [1001, 2001, 1002, 3001], "gwno": [10, 20, 10, 30]},
    schema={"tekid": pl.Int32, "gwgroupid": pl.Int32, "gwno": pl.Int32},
)


def standing(*rows: tuple[int, str, float, int, int]) -> pl.DataFrame:
    schema = {
        "gwgroupid": pl.Int32,
        "status": pl.String,
        "size_pct": pl.Float64,
        "first_year": pl.Int32,
        "last_year": pl.Int32,
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_kin_state_is_one_while_its_kin_hold_power_and_the_group_is_listed() -> None:
    listed = standing(
        (1001, "POWERLESS", 10, 1985, 2010),
        (1002, "MONOPOLY", 40, 1980, 2021),  # kin within the parent state
        (2001, "IRRELEVANT", 50, 1980, 1989),
        (2001, "IRRELEVANT", 51, 1990, 1994),
        (2001, "POWERLESS", 51, 1995, 1999),
        (2001, "JUNIOR PARTNER", 51, 2000, 2004),
        (2001, "DOMINANT", 51, 2005, 2021),
        (3001, "MONOPOLY", 90, 1980, 2021),  # of another cluster
    )
    found = dispute_patrons(CONFLICTS, DYADS, LINKS, listed, KIN_OF_1001)
    assert found.select("side", "patron_gw", "first_year", "last_year", "kin_status", "is_claimed").rows() == [
        ("b", 20, 1990, 1994, "IRRELEVANT MAJORITY", True),
        ("b", 20, 2000, 2004, "JUNIOR PARTNER", True),
        ("b", 20, 2005, 2010, "DOMINANT", True),
    ]


def test_a_primary_party_is_no_kin_state() -> None:
    listed = standing((1001, "POWERLESS", 10, 1995, 2010), (2001, "DOMINANT", 60, 1995, 2010))
    invaded = CONFLICTS.with_columns(gwno_b=pl.Series([[20]], dtype=pl.List(pl.Int32)))
    assert dispute_patrons(invaded, DYADS, LINKS, listed, KIN_OF_1001).is_empty()


# Groups


def test_karabakhs_armenians_have_one_standing_for_thirty_years(groups: pl.DataFrame) -> None:
    """EPR 2021: group 37304000, SELF-EXCLUSION, 1991-2021; claims and losses are from their own files."""
    row = groups.row(by_predicate=pl.col("conflict_id_ucdp") == KARABAKH, named=True)
    assert (row["gwgroupid"], row["group"], row["parent_gw"]) == (37304000, "Armenians", 373)
    assert (row["first_year"], row["last_year"], row["status"]) == (1991, 2021, "SELF-EXCLUSION")
    assert row["size_pct"] == pytest.approx(1.3)
    assert row["has_regional_autonomy"]
    assert (row["claim_codes"], row["is_claimed"]) == ([1], True)
    assert (row["first_claim_year"], row["first_claim"], row["is_first_claim_at_start"]) == (1991, "irredentism", True)
    assert (row["last_claim_year"], row["last_claim"]) == (2017, "irredentism")
    assert (row["is_autonomy_lost"], row["autonomy_lost_when"], row["autonomy_lost_year"]) == (True, "1989, 1991", 1991)


def test_transnistria_has_no_group_and_no_patron_in_these_data(
    snapshot: Snapshot, groups: pl.DataFrame, patrons: pl.DataFrame
) -> None:
    """EPR has no such group and UCDP no Russian troops as a party in 1992: only a case file can name its patron."""
    disputes = snapshot.table("disputes").filter(pl.col("territory_name").str.contains("Dniestr"))
    assert disputes["conflict_id_ucdp"].to_list() == [394]
    assert groups.filter(pl.col("conflict_id_ucdp") == 394).is_empty()
    assert patrons.filter(pl.col("conflict_id_ucdp") == 394).is_empty()


def test_abkhazias_group_is_abkhazians_and_lost_its_autonomy(groups: pl.DataFrame) -> None:
    rows = groups.filter(pl.col("group").str.contains("Abkhaz"))
    assert rows["parent_gw"].unique().to_list() == [372]
    assert rows["is_autonomy_lost"].unique().to_list() == [True]


def test_ninety_seven_disputes_have_a_group(groups: pl.DataFrame) -> None:
    assert groups["conflict_id_ucdp"].n_unique() == 97
    pairs = groups.select("conflict_id_ucdp", "gwgroupid", "is_claimed").unique()
    assert pairs.group_by("is_claimed").len().sort("is_claimed").rows() == [(None, 1), (False, 21), (True, 106)]


def test_groups_are_silent_after_the_last_year_of_each_source(groups: pl.DataFrame) -> None:
    assert groups["last_year"].max() == 2021
    assert groups["last_claim_year"].max() == 2017
    assert groups["first_year"].min() == 1946


def test_what_a_group_is_and_lost_does_not_change_from_run_to_run(groups: pl.DataFrame) -> None:
    by_run = {"first_year", "last_year", "size_pct", "status", "has_regional_autonomy"}
    constant = [name for name in groups.columns if name not in by_run]
    assert groups.select(constant).unique().height == groups.select("conflict_id_ucdp", "gwgroupid").unique().height


def test_a_group_that_was_not_coded_has_no_finding_of_no_loss(groups: pl.DataFrame) -> None:
    bougainville = groups.filter(pl.col("group") == "Bougainvilleans")
    assert bougainville.height > 0
    assert bougainville["is_autonomy_lost"].null_count() == bougainville.height


def test_a_year_of_loss_is_named_by_the_source_and_follows_no_claim_of_none(groups: pl.DataFrame) -> None:
    named = groups.filter(pl.col("autonomy_lost_year").is_not_null())
    assert named["is_autonomy_lost"].all()
    for when, year in named.select("autonomy_lost_when", "autonomy_lost_year").unique().iter_rows():
        assert str(year) in when


def test_a_claim_in_the_first_year_listed_may_be_older() -> None:
    claims = pl.DataFrame(
        {
            "gwgroupid": [1, 1, 2, 2, 2, 3],
            "year": [1990, 1991, 1990, 1991, 1992, 1990],
            "claim": ["autonomy", "independence", None, "autonomy", None, None],
        }
    )
    assert first_and_last_claims(claims).sort("gwgroupid").rows() == [
        (1, 1990, "autonomy", True, 1991, "independence"),
        (2, 1991, "autonomy", False, 1991, "autonomy"),
    ]


def test_a_group_of_a_state_that_ended_is_followed_in_the_state_that_goes_on(groups: pl.DataFrame) -> None:
    """Albanians of Kosovo: EPR lists them in Serbia and Montenegro to 2006 and in Serbia from 2006."""
    kosovo = groups.filter(conflict_id_ucdp=412).sort("first_year")
    assert kosovo.filter(parent_gw=345)["last_year"].max() == 2005
    assert kosovo.filter(parent_gw=340).select("first_year", "size_pct").rows()[0] == (2006, 21.0)
