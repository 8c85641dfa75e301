"""What the sources on states and pairs of states hold: known figures, peers that agree, defects that are pinned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from pyproj import Geod

from statusquo.core.errors import SourceError
from statusquo.sources import (
    archigos,
    atop,
    capitals,
    cow_contiguity,
    cow_igo,
    cow_nmc,
    democracy,
    eurostat_income,
    gdp_population,
    minimum_distance,
    natural_earth,
    reign,
    rivalries_td,
    rivalries_tss,
    ruggedness,
    un_ideal_points,
)
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame

pytestmark = pytest.mark.raw

GEOD = Geod(ellps="WGS84")
MISPLACED_KM = 50

Read = Callable[[Callable[[Path], pl.DataFrame]], pl.DataFrame]


def test_a_known_defect_that_changed_is_noticed() -> None:
    refuse_other_count(cow_nmc.ORIGIN, "gaps", 3, 3)
    with pytest.raises(SourceError, match="cow-nmc: gaps: found 4, known 3"):
        refuse_other_count(cow_nmc.ORIGIN, "gaps", 4, 3)


# COW National Material Capabilities


def test_the_united_states_held_38_percent_of_the_worlds_capability_in_1945(read_once: Read) -> None:
    """CINC 0.3838635 in versions 6.0 and 7.0 alike: the highest share of any state in any year of the data."""
    frame = read_once(cow_nmc.read_capabilities)
    top = frame.sort("cinc").row(-1, named=True)
    assert (top["ccode"], top["year"]) == (2, 1945)
    assert top["cinc"] == pytest.approx(0.3838635, abs=1e-7)


def test_cinc_against_version_6(read_once: Read, raw_dir: Path) -> None:
    """An earlier release of the same index, from another copy: no state moved by more than 0.16 points of the world."""
    older = pl.read_csv(raw_dir / "cow-nmc-6" / "NMC-60-abridged.csv", infer_schema=False).select(
        pl.col("ccode", "year").cast(pl.Int32), older=pl.col("cinc").cast(pl.Float64)
    )
    both = read_once(cow_nmc.read_capabilities).join(older, on=["ccode", "year"])
    assert both.height == older.height == 15951
    assert both.select((pl.col("cinc") - pl.col("older")).abs().max()).item() < 0.0016


def test_military_spending_of_azerbaijan_falls_by_two_thirds_in_2005_in_cow_only(read_once: Read) -> None:
    """Trap 1: 1,100 million in 2004 and 314 million in 2005, which no budget did; SIPRI is used instead."""
    rows = read_once(cow_nmc.read_capabilities).filter(pl.col("ccode") == 373)
    spending = dict(rows.select("year", "spending_thousands").iter_rows())
    assert (spending[2004], spending[2005]) == (1_100_000, 314_000)


# ATOP


def test_armenia_and_azerbaijan_are_allies_of_russia_and_of_each_other_by_the_cis_treaty(read_once: Read) -> None:
    owed = read_once(atop.read_obligations).filter((pl.col("obligation") == "defence") & (pl.col("year") == 2018))
    pairs = set(owed.select("ccode_a", "ccode_b").iter_rows())
    assert {(371, 373), (373, 371), (365, 371), (365, 373)} <= pairs


def test_the_north_atlantic_treaty_binds_both_ways_from_1949(read_once: Read) -> None:
    """North Atlantic Treaty, Washington, 4 April 1949, article 5."""
    owed = read_once(atop.read_obligations).filter(pl.col("obligation") == "defence")
    for pair in ((2, 220), (220, 2)):
        years = owed.filter((pl.col("ccode_a") == pair[0]) & (pl.col("ccode_b") == pair[1]))["year"]
        assert set(range(1949, 2019)) <= set(years)


# COW organisations


def full_members(read_once: Read, organisation: str) -> pl.DataFrame:
    return read_once(cow_igo.read_memberships).filter(
        (pl.col("organisation") == organisation) & (pl.col("status") == "full")
    )


@pytest.mark.parametrize(
    ("ccode", "year"),
    [(2, 1949), (640, 1952), (350, 1952), (260, 1955), (230, 1982), (290, 1999), (366, 2004), (339, 2009)],
)
def test_accessions_to_nato(read_once: Read, ccode: int, year: int) -> None:
    """NATO, Member countries: Turkey, Greece 1952; FRG 1955; Spain 1982; Poland 1999; Estonia 2004; Albania 2009."""
    assert full_members(read_once, "NATO").filter(pl.col("ccode") == ccode)["year"].min() == year


def test_the_csto_has_six_members_in_2014_and_azerbaijan_is_none(read_once: Read) -> None:
    """CSTO, Member states: Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia, Tajikistan; Uzbekistan left in 2012."""
    frame = full_members(read_once, "CSTO")
    assert set(frame.filter(pl.col("year") == 2014)["ccode"]) == {365, 370, 371, 702, 703, 705}
    assert frame.filter(pl.col("ccode") == 704)["year"].max() == 2011


def test_the_twelve_of_the_european_community_become_the_fifteen_of_the_union(read_once: Read) -> None:
    """Accessions of 1973, 1981, 1986 and 1995 (European Union, Enlargement)."""
    eec, eu = full_members(read_once, "EEC"), full_members(read_once, "EU")
    sizes = {year: eec.filter(pl.col("year") == year).height for year in (1958, 1973, 1981, 1986)}
    assert sizes == {1958: 6, 1973: 9, 1981: 10, 1986: 12}
    assert {year: eu.filter(pl.col("year") == year).height for year in (1994, 1995, 2004, 2013)} == {
        1994: 12,
        1995: 15,
        2004: 25,
        2013: 28,
    }


def test_the_warsaw_pact_has_the_eight_who_signed_it(read_once: Read) -> None:
    """Treaty of Warsaw, 14 May 1955 (UN Treaty Series 219, no. 2962); Ghana, coded as a member, did not."""
    assert set(full_members(read_once, "Warsaw Pact")["ccode"]) == {265, 290, 310, 315, 339, 355, 360, 365}


# Contiguity and distance


def test_contiguity_is_symmetric(read_once: Read) -> None:
    frame = read_once(cow_contiguity.read_contiguity)
    turned = frame.rename({"ccode_a": "ccode_b", "ccode_b": "ccode_a"}).select(frame.columns)
    assert turned.sort(frame.columns).equals(frame.sort(frame.columns))


def test_armenia_borders_four_states_by_land(read_once: Read) -> None:
    rows = read_once(cow_contiguity.read_contiguity).filter((pl.col("ccode_a") == 371) & (pl.col("kind") == "land"))
    assert set(rows["ccode_b"]) == {372, 373, 630, 640}


def test_pakistan_borders_burma_no_longer_once_its_east_is_bangladesh(read_once: Read) -> None:
    published = read_once(cow_contiguity.read_contiguity)
    pair = (pl.col("ccode_a") == 770) & (pl.col("ccode_b") == 775)
    assert published.filter(pair)["end_date"].to_list() == [date(2016, 12, 1)]
    mended = cow_contiguity.mend_outlived(published)
    assert mended.filter(pair)["end_date"].to_list() == [date(1971, 12, 1)]
    assert mended.join(published, on=published.columns, how="anti").height == 2


def test_states_that_border_by_land_are_no_distance_apart(read_once: Read) -> None:
    """Of 315 land borders of 2016, all but six touch in CShapes too: bridges, enclaves, and the line in Cyprus."""
    land = cow_contiguity.mend_outlived(read_once(cow_contiguity.read_contiguity)).filter(
        (pl.col("kind") == "land") & (pl.col("end_date").dt.year() == 2016) & (pl.col("ccode_a") < pl.col("ccode_b"))
    )
    apart = read_once(minimum_distance.read_minimum_distances_cow).filter(
        (pl.col("year") == 2016) & (pl.col("minimum_distance_km") > 1)
    )
    touching = land.join(apart, on=["ccode_a", "ccode_b"])
    assert set(touching.select("ccode_a", "ccode_b").iter_rows()) == {
        (230, 600),  # Spain and Morocco: Ceuta and Melilla
        (352, 640),  # Cyprus and Turkey, since 1974
        (380, 390),  # Sweden and Denmark: the bridge of 2000
        (670, 692),  # Saudi Arabia and Bahrain: the causeway of 1986
        (694, 696),  # Qatar and the United Arab Emirates, whose corridor Saudi Arabia took over
        (820, 830),  # Malaysia and Singapore: the causeway
    }


@pytest.mark.parametrize("reader", [capitals.read_capitals_gw, capitals.read_capitals_cow])
def test_capitals_against_natural_earth(read_once: Read, reader: Callable[[Path], pl.DataFrame]) -> None:
    """Every capital that Natural Earth knows by the same name lies where Natural Earth has it, once mended."""
    places = read_once(natural_earth.read_places).select(
        pl.col("name").str.replace("Brasília", "Brasilia").alias("capital"), lon="longitude", lat="latitude"
    )
    published = read_once(reader)

    def misplaced(frame: pl.DataFrame) -> set[str]:
        pairs = frame.filter(pl.col("end_date") > date(1946, 1, 1)).join(places, on="capital")
        columns = (pairs[name].to_numpy() for name in ("longitude", "latitude", "lon", "lat"))
        km = pairs.with_columns(km=pl.Series(GEOD.inv(*columns)[2] / 1000)).group_by("capital").agg(pl.col("km").min())
        assert km.height > 150
        return set(km.filter(pl.col("km") > MISPLACED_KM)["capital"])

    homonyms = {"San Jose", "St. John's"}  # other cities of that name; Natural Earth spells the capitals otherwise
    assert misplaced(published) - homonyms == {"Brasilia", "Riyadh", "Tunis"}
    assert misplaced(capitals.mend_misplaced(published)) <= homonyms


# Democracy, GDP


def test_polity2_against_the_polity5_file(read_once: Read, raw_dir: Path) -> None:
    peer = read_r_frame(raw_dir / "democracyData" / "polity5.rda", "polity5").select(
        pl.col("polity_annual_ccode").cast(pl.Int32).alias("ccode"), "year", peer=pl.col("polity2").cast(pl.Int32)
    )
    ours = read_once(democracy.read_democracy_cow).select("ccode", "year", "polity2").drop_nulls()
    both = ours.join(peer, on=["ccode", "year"])
    assert both.height == ours.height > 14_000
    assert both.filter(pl.col("polity2") != pl.col("peer")).is_empty()


def test_polyarchy_against_the_release_before(read_once: Read, raw_dir: Path) -> None:
    """V-Dem 15 to 16: experts' answers are revised, and the index of a state moves by 0.001 in the middle."""
    peer = read_r_frame(raw_dir / "democracyData" / "vdem_simple.rda", "vdem_simple").select(
        pl.col("vdem_cowcode").cast(pl.Int32).alias("ccode"), "year", peer=pl.col("v2x_polyarchy")
    )
    peer = peer.drop_nulls().unique(["ccode", "year"], keep="none")
    both = read_once(democracy.read_democracy_cow).drop_nulls("polyarchy").join(peer, on=["ccode", "year"])
    change = (both["polyarchy"] - both["peer"]).abs()
    assert both.height > 15_000
    assert change.median() < 0.005
    assert change.quantile(0.99) < 0.05


def test_gdp_per_head_is_in_the_dollars_of_the_maddison_project(read_once: Read, raw_dir: Path) -> None:
    """Maddison Project Database 2020, in 2011 international dollars: all six states within two standard deviations."""
    peer = pl.read_csv(next((raw_dir / "maddison").glob("*.csv")), infer_schema_length=None).filter(
        pl.col("Year") == 2016
    )
    names = {"United States": 2, "Germany": 260, "France": 220, "Armenia": 371, "Azerbaijan": 373, "Georgia": 372}
    codes = pl.DataFrame({"Entity": list(names), "gwno": list(names.values())}, schema_overrides={"gwno": pl.Int32})
    ours = read_once(gdp_population.read_gdp_population_gw).filter(pl.col("year") == 2016)
    both = peer.join(codes, on="Entity").join(ours, on="gwno")
    assert both.height == len(names)
    gap = (pl.col("GDP per capita") - pl.col("gdp_per_head_usd")).abs() / pl.col("gdp_per_head_sd_usd")
    assert both.select(gap.max()).item() < 2


# Leaders


def test_armenia_changes_leaders_twice_in_spring_2018(read_once: Read) -> None:
    """Sargsyan resigned on 23 April 2018; Parliament elected Pashinyan on 8 May 2018."""
    rows = read_once(reign.read_leaders).filter((pl.col("ccode") == 371) & (pl.col("start_date") > date(2018, 1, 1)))
    assert rows.select("leader", "start_date").rows() == [
        ("Karapetyan", date(2018, 4, 23)),
        ("Pashinyan", date(2018, 5, 8)),
    ]


def test_reign_and_archigos_both_see_azerbaijan_pass_from_father_to_son_in_2003(read_once: Read) -> None:
    """Prime minister on 4 August, elected president on 15 October 2003: the sources count different days."""
    last = pl.col("start_date").max()
    assert read_once(archigos.read_leaders).filter(pl.col("gwno") == 373).select(last).item() == date(2003, 8, 4)
    assert read_once(reign.read_leaders).filter(pl.col("ccode") == 373).select(last).item() == date(2003, 10, 15)


def test_elchibey_left_irregularly_in_1993(read_once: Read) -> None:
    """Driven from Baku by Huseynov's march of June 1993."""
    row = read_once(archigos.read_leaders).filter(pl.col("leader") == "Abulfaz Elchibey").row(0, named=True)
    assert (row["exit"], row["end_date"]) == ("irregular", date(1993, 6, 18))


# Rivalries


@pytest.mark.parametrize("module", [rivalries_td, rivalries_tss])
def test_armenia_and_azerbaijan_are_rivals_over_territory_from_1991_on(read_once: Read, module: ModuleType) -> None:
    rows = read_once(module.read_rivalries).filter((pl.col("ccode_a") == 371) & (pl.col("ccode_b") == 373))
    assert rows["first_year"].to_list() == [1991]
    assert rows["last_year"].to_list() == [module.ORIGIN.domain.last_year]
    assert "spatial" in rows["kinds"].to_list()[0]


@pytest.mark.parametrize("module", [rivalries_td, rivalries_tss])
def test_a_rivalry_is_listed_once_with_its_states_in_order(read_once: Read, module: ModuleType) -> None:
    rows = read_once(module.read_rivalries)
    assert rows.filter(pl.col("ccode_a") >= pl.col("ccode_b")).is_empty()
    assert rows.filter(pl.col("first_year") > pl.col("last_year")).is_empty()


# UN voting


def test_the_soviet_union_moves_towards_the_united_states_under_gorbachev(read_once: Read) -> None:
    """Bailey, Strezhnev and Voeten (2017): the shift of Soviet votes after 1985 is the measure's own check."""
    points = read_once(un_ideal_points.read_ideal_points).pivot("ccode", index="year", values="ideal_point")
    gap = dict(points.select("year", pl.col("2") - pl.col("365")).iter_rows())
    assert gap[1985] > 4
    assert gap[1992] < 2


def test_israel_votes_nearest_to_the_united_states_in_2020(read_once: Read) -> None:
    votes = read_once(un_ideal_points.read_ideal_points).filter(pl.col("year") == 2020).sort("ideal_point")
    assert votes["ccode"].to_list()[-2:] == [666, 2]


# Regions and terrain


def test_bolzano_is_the_richest_region_of_italy(read_once: Read) -> None:
    """Eurostat, tgs00026: 23,900 purchasing power standards a head in the province of Bolzano (ITH1) in 2019."""
    italy = read_once(eurostat_income.read_regional_income).filter(
        pl.col("nuts2").str.starts_with("IT") & (pl.col("year") == 2019)
    )
    assert italy.sort("income_per_head_pps").row(-1) == ("ITH1", 2019, 23900.0)


def test_bhutan_is_the_most_rugged_state_and_the_netherlands_are_flat(read_once: Read) -> None:
    """Nunn and Puga (2012), data appendix: Bhutan 6.740, the Netherlands 0.037 hundreds of metres."""
    rugged = dict(read_once(ruggedness.read_ruggedness).select("ccode", "ruggedness_100m").iter_rows())
    assert max(rugged, key=rugged.__getitem__) == 760
    assert (rugged[760], rugged[210]) == (6.740, 0.037)
