"""What the files on groups, dyads, endings and agreements hold: sizes, known cases, traps that a release may mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from statusquo.core.columns import checked
from statusquo.core.domain import join_within
from statusquo.core.errors import SourceError
from statusquo.snapshot.runs import spread_years
from statusquo.sources import (
    acd2epr,
    epr_claims,
    epr_core,
    epr_tek,
    lost_autonomy,
    ucdp_dyadic,
    ucdp_peace_agreements,
    ucdp_termination,
)
from statusquo.sources.registry import origin

pytestmark = pytest.mark.raw

READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "source.ucdp_dyadic": ucdp_dyadic.read_dyad_years,
    "source.ucdp_termination": ucdp_termination.read_terminations,
    "source.ucdp_peace_agreements": ucdp_peace_agreements.read_agreements,
    "source.epr_core": epr_core.read_groups,
    "source.acd2epr": acd2epr.read_links,
    "source.epr_tek": epr_tek.read_kin,
    "source.epr_claims": epr_claims.read_claims,
    "source.lost_autonomy": lost_autonomy.read_losses,
}
ROWS = {
    "source.ucdp_dyadic": 3432,
    "source.ucdp_termination": 2506,
    "source.ucdp_peace_agreements": 374,
    "source.epr_core": 4339,
    "source.acd2epr": 656 - acd2epr.KNOWN_ROWS_WITHOUT_GROUP,
    "source.epr_tek": 643,
    "source.epr_claims": 51718 - epr_claims.KNOWN_REPEATED_ROWS,
    "source.lost_autonomy": 759,
}
KARABAKH_GROUP, KARABAKH_DYAD, KARABAKH = 37304000, 833, 388


@pytest.fixture(scope="module")
def read(read_once: Callable[[Callable[[Path], pl.DataFrame]], pl.DataFrame]) -> Callable[[str], pl.DataFrame]:
    return lambda table: read_once(READERS[table])


Read = Callable[[str], pl.DataFrame]


@pytest.mark.parametrize("table", READERS)
def test_a_reader_returns_what_it_declares(read: Read, table: str) -> None:
    frame = read(table)
    assert checked(frame, table).equals(frame)
    assert frame.height == ROWS[table]


@pytest.mark.parametrize("table", ["ucdp_dyadic", "ucdp_termination", "epr_claims"])
def test_the_years_are_those_of_the_declared_domain(read: Read, table: str) -> None:
    years, domain = read(f"source.{table}")["year"], origin(table.replace("_", "-")).domain
    assert (years.min(), years.max()) == (domain.first_year, domain.last_year)


def test_epr_and_the_agreements_span_their_declared_domains(read: Read) -> None:
    groups, signed = read("source.epr_core"), read("source.ucdp_peace_agreements")["date"].dt.year()
    assert (groups["first_year"].min(), groups["last_year"].max()) == (1946, 2021)
    assert origin("epr-core").domain.years_text == "1946-2021"
    assert f"{signed.min()}-{signed.max()}" == origin("ucdp-peace-agreements").domain.years_text


@pytest.mark.parametrize("value", ["status", "size_pct", "has_regional_autonomy"])
def test_a_group_joined_past_both_ends_of_epr_is_missing_there(read: Read, value: str) -> None:
    domain = epr_core.ORIGIN.domain
    assert domain.first_year is not None
    assert domain.last_year is not None
    by_year = spread_years(read("source.epr_core").select("gwgroupid", value, "first_year", "last_year"))
    years = pl.DataFrame({"year": range(domain.first_year - 3, domain.last_year + 4)}, schema={"year": pl.Int32})
    panel = by_year.select("gwgroupid").unique(maintain_order=True).join(years, how="cross")
    joined = join_within(panel, by_year, on=["gwgroupid", "year"], domain=domain)
    outside = joined.filter(~domain.covers_expr("year"))
    assert outside.height == panel["gwgroupid"].n_unique() * 6
    assert outside[value].null_count() == outside.height
    assert joined[value].drop_nulls().len() > 0


@pytest.mark.parametrize(
    ("table", "unit", "value"),
    [
        ("epr_claims", "gwgroupid", "claim"),
        ("ucdp_termination", "conflict_id_ucdp", "outcome"),
        ("ucdp_dyadic", "dyad_id_ucdp", "gwno_b_2nd"),
    ],
)
def test_a_yearly_source_joined_past_both_ends_is_missing_there(read: Read, table: str, unit: str, value: str) -> None:
    domain = origin(table.replace("_", "-")).domain
    assert domain.first_year is not None
    assert domain.last_year is not None
    frame = read(f"source.{table}").select(unit, "year", value)
    # A row that strays past the end of the source must not reach a panel either.
    stray = frame.tail(1).with_columns(year=pl.lit(domain.last_year + 1, pl.Int32))
    years = pl.DataFrame({"year": range(domain.first_year - 3, domain.last_year + 4)}, schema={"year": pl.Int32})
    panel = frame.select(unit).unique(maintain_order=True).join(years, how="cross")
    joined = join_within(panel, pl.concat([frame, stray]), on=[unit, "year"], domain=domain)
    outside = joined.filter(~domain.covers_expr("year"))
    assert outside.height == panel[unit].n_unique() * 6
    assert outside[value].null_count() == outside.height
    assert joined[value].drop_nulls().len() == frame[value].drop_nulls().len()


# EPR


def test_karabakhs_armenians_exclude_themselves_from_power_in_azerbaijan(read: Read) -> None:
    rows = read("source.epr_core").filter(pl.col("gwgroupid") == KARABAKH_GROUP)
    assert rows.select("gwno", "group", "status").unique().rows() == [(373, "Armenians", "SELF-EXCLUSION")]
    assert (rows["first_year"].min(), rows["last_year"].max()) == (1991, 2021)


def test_transnistria_has_no_group(read: Read) -> None:
    moldova = read("source.epr_core").filter(pl.col("gwno") == 359)
    assert set(moldova["group"]) == {"Moldovans", "Gagauz", "Russian speakers", "Bulgarians"}
    assert not read("source.epr_core")["group"].str.contains("(?i)transn|dniest|pridne").any()


def test_the_periods_of_a_group_never_overlap(read: Read) -> None:
    by_year = spread_years(read("source.epr_core").select("gwgroupid", "first_year", "last_year"))
    assert not by_year.is_duplicated().any()


def test_the_groups_of_a_state_are_at_most_all_its_people(read: Read) -> None:
    by_year = spread_years(read("source.epr_core").select("gwno", "size_pct", "first_year", "last_year"))
    assert by_year.group_by("gwno", "year").agg(pl.col("size_pct").sum())["size_pct"].max() < 102


def test_self_exclusion_comes_with_regional_autonomy_in_every_case(read: Read) -> None:
    rows = read("source.epr_core").filter(pl.col("status") == "SELF-EXCLUSION")
    assert rows.height == 70
    assert rows["has_regional_autonomy"].to_list() == [True] * 70


def test_the_rebels_of_karabakh_claim_to_act_for_its_armenians(read: Read) -> None:
    links = read("source.acd2epr").filter(pl.col("dyad_id_ucdp") == KARABAKH_DYAD)
    assert links.select("gwgroupid", "claim").rows() == [(KARABAKH_GROUP, 1)]
    dyads = read("source.ucdp_dyadic").filter(pl.col("dyad_id_ucdp") == KARABAKH_DYAD)
    assert dyads["conflict_id_ucdp"].unique().to_list() == [KARABAKH]


def test_a_dyad_belongs_to_one_conflict_and_every_linked_dyad_is_known(read: Read) -> None:
    dyads = read("source.ucdp_dyadic").select("dyad_id_ucdp", "conflict_id_ucdp").unique()
    assert dyads["dyad_id_ucdp"].is_unique().all()
    assert read("source.acd2epr").join(dyads, on="dyad_id_ucdp", how="anti").is_empty()


def test_four_links_name_groups_that_epr_does_not_list(read: Read) -> None:
    unknown = read("source.acd2epr").join(read("source.epr_core"), on="gwgroupid", how="anti")
    assert tuple(unknown["gwgroupid"].sort()) == acd2epr.KNOWN_GROUPS_OUTSIDE_EPR
    assert unknown["group"].null_count() == 4


def test_armenians_of_azerbaijan_have_kin_in_armenia(read: Read) -> None:
    kin = read("source.epr_tek")
    cluster = kin.filter(pl.col("gwgroupid") == KARABAKH_GROUP)["tekid"].item()
    assert 371 in kin.filter(pl.col("tekid") == cluster)["gwno"].to_list()


def test_every_kin_group_is_listed_in_epr(read: Read) -> None:
    assert read("source.epr_tek").join(read("source.epr_core"), on="gwgroupid", how="anti").is_empty()


def test_the_claim_for_karabakhs_armenians_is_irredentist_throughout(read: Read) -> None:
    rows = read("source.epr_claims").filter(pl.col("gwgroupid") == KARABAKH_GROUP)
    assert set(rows["claim"]) == {"irredentism"}
    assert (rows["year"].min(), rows["year"].max()) == (1991, 2017)


def test_eleven_groups_with_claims_coded_are_not_in_epr_of_2021(read: Read) -> None:
    unknown = read("source.epr_claims").join(read("source.epr_core"), on="gwgroupid", how="anti")
    assert unknown["gwgroupid"].n_unique() == 11


def test_karabakh_lost_its_autonomy_in_1989_and_1991(read: Read) -> None:
    """Direct rule from Moscow in January 1989; the oblast abolished by Azerbaijan in November 1991."""
    row = read("source.lost_autonomy").row(by_predicate=pl.col("gwgroupid") == KARABAKH_GROUP, named=True)
    assert (row["is_autonomy_lost"], row["autonomy_lost_when"]) == (True, "1989, 1991")
    assert lost_autonomy.exact_years(row["autonomy_lost_when"]) == [1989, 1991]
    assert (row["is_independence_lost"], row["is_stranded"]) == (False, True)


def test_kachins_count_as_having_lost_autonomy_though_unmarked(read: Read) -> None:
    row = read("source.lost_autonomy").row(by_predicate=pl.col("gwgroupid") == 77505000, named=True)
    assert (row["is_autonomy_lost"], row["autonomy_lost_when"]) == (True, "1958, 2009")


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("1989", [1989]),
        ("1916, 1936, 1966", [1916, 1936, 1966]),
        ("19th century, 1937", [1937]),
        ("1947, 1959, 2009", [1947, 1959, 2009]),
        ("1922-1947, 2009", [2009]),
        ("1940-1953", []),
        ("1821 onwards", []),
        ("1806/1813", []),
        ("1860s", []),
        ("unclear", []),
    ],
)
def test_only_dates_that_are_a_year_and_nothing_else_give_a_year(when: str, years: list[int]) -> None:
    assert lost_autonomy.exact_years(when) == years


# UCDP endings and agreements


def test_version_three_ends_the_first_karabakh_war_in_a_ceasefire(read: Read) -> None:
    ends = read("source.ucdp_termination").filter((pl.col("conflict_id_ucdp") == KARABAKH) & pl.col("is_episode_end"))
    assert ends.select("year", "outcome").rows() == [
        (1994, "ceasefire agreement"),
        (1998, "low activity"),
        (2005, "low activity"),
        (2008, "low activity"),
        (2012, "low activity"),
        (2017, "low activity"),
    ]


def test_a_year_has_an_outcome_exactly_if_the_episode_ends_in_it(read: Read) -> None:
    frame = read("source.ucdp_termination")
    assert (frame["is_episode_end"] == frame["outcome"].is_not_null()).all()
    assert (frame["is_episode_end"] == frame["end_date"].is_not_null()).all()


def test_no_agreement_is_listed_for_karabakh(read: Read) -> None:
    listed = read("source.ucdp_peace_agreements").explode("conflict_ids_ucdp")["conflict_ids_ucdp"]
    assert KARABAKH not in listed.to_list()


def test_sudans_comprehensive_agreement_belongs_to_the_conflict_over_government(read: Read) -> None:
    """Signed at Naivasha on 9 January 2005; it gave the south autonomy and a vote on independence (UCDP 309)."""
    row = read("source.ucdp_peace_agreements").row(by_predicate=pl.col("agreement_id_ucdp") == 1282, named=True)
    assert (row["date"], row["kind"], row["conflict_ids_ucdp"]) == (dt.date(2005, 1, 9), "full", [309])
    assert {"autonomy", "referendum on status"} <= set(row["provisions"])


def test_an_end_before_the_signing_is_left_missing(read: Read) -> None:
    frame = read("source.ucdp_peace_agreements")
    famboni = frame.row(by_predicate=pl.col("agreement_id_ucdp") == 1024, named=True)
    assert (famboni["is_ended"], famboni["end_date"]) == (True, None)
    assert frame.filter(pl.col("end_date") < pl.col("date")).is_empty()


@pytest.mark.parametrize(
    ("module", "constant", "read_raw"),
    [
        (acd2epr, "KNOWN_ROWS_WITHOUT_GROUP", acd2epr.read_links),
        (epr_claims, "KNOWN_NUMBER_AGAINST_KIND", epr_claims.read_claims),
        (lost_autonomy, "KNOWN_DATED_BUT_UNMARKED", lost_autonomy.read_losses),
        (ucdp_peace_agreements, "KNOWN_UNKNOWN_ENDS", ucdp_peace_agreements.read_agreements),
    ],
)
def test_a_release_that_mends_or_worsens_a_known_defect_is_noticed(
    raw_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    constant: str,
    read_raw: Callable[[Path], pl.DataFrame],
) -> None:
    monkeypatch.setattr(module, constant, "other")
    with pytest.raises(SourceError, match="look at what changed"):
        read_raw(raw_dir)
