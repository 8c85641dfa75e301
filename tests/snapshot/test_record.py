"""The record of conflict: where the Armed Conflict Dataset ends, deaths in battle of a later release go on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from statusquo.core.columns import schema_of
from statusquo.snapshot.conflicts import (
    conflict_runs,
    conflict_tables,
    deaths_by_tjet,
    deaths_of,
    outcomes_by_tjet,
    outcomes_of,
    with_deaths,
    with_newer_deaths,
)
from statusquo.snapshot.record import conflict_record, deaths_by_conflict, dyad_record, recent_activity
from statusquo.snapshot.releases import data_note
from statusquo.snapshot.store import Snapshot
from statusquo.sources import tjet_spells, ucdp_brd, ucdp_dyadic, ucdp_prio_acd

GOLAN, KASHMIR, SOUTHERN_LEBANON, SOMALIA_IS, CRIMEA = 302, 218, 426, 14197, 13243
RESUMED_2025 = {294, 218, 13638, 13936, 302, 13653, 402}
QUIET_2025 = {13588, 14275, 439, 16379}


def acd(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of the Armed Conflict Dataset: a minor internal conflict over territory, but for what is given."""
    like = {
        "conflict_id_ucdp": 1,
        "location": "Atlantis",
        "side_a": "Government of Atlantis",
        "side_b": "Front",
        "incompatibility": "territory",
        "territory_name": "Reef",
        "intensity": "minor",
        "type": "internal",
        "start_date": dt.date(1990, 1, 1),
        "episode_start_date": dt.date(2020, 1, 1),
        "is_episode_end": False,
        "episode_end_date": None,
        "gwno_a": [999],
        "gwno_a_2nd": [],
        "gwno_b": [],
        "gwno_b_2nd": [],
        "gwno_location": [999],
        "region": ["Europe"],
        "version": "25.1",
    }
    return pl.DataFrame([{**like, **row} for row in rows], schema=schema_of("source.ucdp_prio_acd"))


def brd(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of the Battle-Related Deaths: the same conflict with 30 deaths in 2025, but for what is given."""
    like = {
        "dyad_id_ucdp": 10,
        "conflict_id_ucdp": 1,
        "year": 2025,
        "location": "Atlantis",
        "side_a": "Government of Atlantis",
        "side_b": "Front",
        "incompatibility": "territory",
        "territory_name": "Reef",
        "deaths_best": 30,
        "deaths_low": 25,
        "deaths_high": 40,
        "type": "internal",
        "gwno_a": [999],
        "gwno_a_2nd": [],
        "gwno_b": [],
        "gwno_b_2nd": [],
        "gwno_location": [999],
        "region": ["Europe"],
        "version": "26.1",
    }
    return pl.DataFrame([{**like, **row} for row in rows], schema=schema_of("source.ucdp_brd"))


def in_2025(acd_years: pl.DataFrame, dyads: pl.DataFrame) -> dict[str, Any]:
    return conflict_record(acd_years, dyads).row(by_predicate=pl.col("year") == 2025, named=True)


def test_a_year_that_the_conflict_dataset_covers_is_told_by_it_alone() -> None:
    years = acd({"year": 2024}, {"year": 2025, "conflict_id_ucdp": 2, "version": "26.1"})
    record = conflict_record(years, brd({"year": 2024, "deaths_best": 2000}, {"year": 2025}))
    assert record.select("conflict_id_ucdp", "year", "intensity", "release").rows() == [
        (1, 2024, "minor", "ucdp-prio-acd 25.1"),
        (2, 2025, "minor", "ucdp-prio-acd 26.1"),
    ]
    assert recent_activity(years, brd({"year": 2025})).is_empty()


def test_the_sides_of_all_dyads_are_those_of_the_conflict() -> None:
    dyads = brd(
        {"dyad_id_ucdp": 12, "side_b": "Army", "gwno_a_2nd": [20, 2], "deaths_best": 500},
        {"dyad_id_ucdp": 11, "side_b": "Front", "gwno_a_2nd": [2], "type": "internationalised internal"},
        {"dyad_id_ucdp": 13, "side_b": "Union", "deaths_best": 470},
    )
    row = in_2025(acd({"year": 2024}), dyads)
    assert row["side_a"] == "Government of Atlantis"
    assert row["side_b"] == "Army, Front, Union"
    assert set(row["gwno_a_2nd"]) == {2, 20}
    assert row["type"] == "internationalised internal"
    assert row["intensity"] == "war"
    assert row["start_date"] == dt.date(1990, 1, 1)
    assert (row["episode_start_date"], row["is_episode_end"], row["episode_end_date"]) == (None, None, None)
    (activity,) = recent_activity(acd({"year": 2024}), dyads).to_dicts()
    assert activity == {
        "conflict_id_ucdp": 1,
        "year": 2025,
        "intensity": "war",
        "type": "internationalised internal",
        "deaths_best": 1000,
        "deaths_low": 75,
        "deaths_high": 120,
        "n_dyads": 3,
        "release": "ucdp-brd 26.1",
    }


@pytest.mark.parametrize(("deaths", "intensity"), [((999,), "minor"), ((1000,), "war"), ((600, 399), "minor")])
def test_a_conflict_is_at_war_from_a_thousand_deaths_over_its_dyads(deaths: tuple[int, ...], intensity: str) -> None:
    dyads = brd(*({"dyad_id_ucdp": 10 + at, "deaths_best": each} for at, each in enumerate(deaths)))
    assert in_2025(acd({"year": 2024}), dyads)["intensity"] == intensity


def test_a_conflict_over_territory_and_government_is_both() -> None:
    dyads = brd({"dyad_id_ucdp": 11}, {"dyad_id_ucdp": 12, "incompatibility": "government", "territory_name": None})
    row = in_2025(acd({"year": 2024}), dyads)
    assert (row["incompatibility"], row["territory_name"]) == ("territory and government", "Reef")
    over_government = brd({"incompatibility": "government", "territory_name": None})
    assert in_2025(acd({"year": 2024}), over_government)["territory_name"] is None


def test_a_conflict_that_nobody_knew_has_no_date_of_its_start() -> None:
    row = in_2025(acd({"year": 2024}), brd({"conflict_id_ucdp": 7}))
    assert (row["conflict_id_ucdp"], row["start_date"]) == (7, None)


def test_dyads_go_on_as_conflicts_do() -> None:
    known = pl.DataFrame(
        [{"dyad_id_ucdp": 9, "conflict_id_ucdp": 1, "year": 2024, "side_a": "A", "side_b": "B"}],
        schema=schema_of("source.ucdp_dyadic"),
    ).with_columns(pl.lit([], pl.List(pl.Int32)).alias(name) for name in ("gwno_a_2nd", "gwno_b_2nd"))
    dyads = dyad_record(known, brd({"year": 2024}, {"year": 2025, "gwno_a_2nd": [2]}))
    assert dyads.select("dyad_id_ucdp", "year").rows() == [(9, 2024), (10, 2025)]
    assert dyads.columns == known.columns
    assert dyads["gwno_a_2nd"].to_list() == [[], [2]]


def test_an_episode_that_does_not_reach_the_end_of_the_record_is_over() -> None:
    years = acd({"year": 2023}, {"year": 2024}, {"year": 2024, "conflict_id_ucdp": 2})
    record = conflict_record(years, brd({"conflict_id_ucdp": 1}))
    nothing = pl.DataFrame(schema=schema_of("dispute_years")), pl.DataFrame(schema=schema_of("episodes"))
    tables = conflict_tables(record, deaths_of(nothing[0]), outcomes_of(nothing[1]))
    episodes = tables.episodes.select("conflict_id_ucdp", "first_year", "last_year", "is_ongoing", "outcome").rows()
    assert episodes == [(1, 2023, 2025, True, None), (2, 2024, 2024, False, None)]
    assert tables.dispute_years["release"].to_list() == [
        "ucdp-prio-acd 25.1",
        "ucdp-prio-acd 25.1",
        "ucdp-brd 26.1",
        "ucdp-prio-acd 25.1",
    ]
    assert tables.disputes.select("n_active_years", "n_years_with_deaths", "deaths_best").rows() == [
        (3, 0, None),
        (1, 0, None),
    ]


def test_newer_deaths_take_the_place_of_old_ones_and_leave_the_rest() -> None:
    old = pl.DataFrame(
        [
            {"conflict_id_ucdp": 1, "year": 1985, "deaths_range_low": 25, "deaths_range_high": 999},
            {"conflict_id_ucdp": 1, "year": 2023, "deaths_best": 50, "deaths_low": 40, "deaths_high": 60},
            {"conflict_id_ucdp": 1, "year": 2024, "deaths_best": 70, "deaths_low": 70, "deaths_high": 70},
        ],
        schema={"conflict_id_ucdp": pl.Int32, "year": pl.Int32}
        | {name: kind for name, kind in schema_of("dispute_years").items() if name.startswith("deaths_")},
    ).with_columns(deaths_source=pl.lit("tjet-spells"))
    # The best estimate of 2025 lies outside its own range, which is widened to hold it.
    revised = brd({"year": 2024, "deaths_best": 90, "deaths_high": 95}, {"year": 2025, "deaths_best": 45})
    deaths = with_newer_deaths(old, deaths_by_conflict(revised))
    assert deaths["deaths_source"].to_list() == ["tjet-spells", "tjet-spells", "ucdp-brd", "ucdp-brd"]
    assert deaths.select("year", "deaths_best", "deaths_low", "deaths_high", "deaths_range_high").rows() == [
        (1985, None, None, None, 999),
        (2023, 50, 40, 60, None),
        (2024, 90, 25, 95, None),
        (2025, 45, 25, 45, None),
    ]


def test_deaths_of_a_newer_release_are_summed_anew(snapshot: Snapshot) -> None:
    shipped = [snapshot.table(name) for name in ("disputes", "episodes", "dispute_years")]
    deaths = deaths_of(shipped[2])
    same = with_deaths(*shipped, deaths)
    for frame, was in zip((same.disputes, same.episodes, same.dispute_years), shipped, strict=True):
        assert frame.equals(was)
    more = brd({"conflict_id_ucdp": CRIMEA, "year": 2024, "deaths_best": 102_120, "deaths_high": 150_000})
    newer = with_deaths(*shipped, with_newer_deaths(deaths, deaths_by_conflict(more)))
    row = newer.disputes.row(by_predicate=pl.col("conflict_id_ucdp") == CRIMEA, named=True)
    was = shipped[0].row(by_predicate=pl.col("conflict_id_ucdp") == CRIMEA, named=True)
    assert row["deaths_best"] - (was["deaths_best"] or 0) == 102_120
    assert row["n_years_with_deaths"] - was["n_years_with_deaths"] == 1
    others = pl.col("conflict_id_ucdp") != CRIMEA
    assert newer.disputes.filter(others).equals(shipped[0].filter(others))


# What the shipped tables say of 2025


def test_seven_territorial_conflicts_resumed_in_2025_and_four_fell_quiet(snapshot: Snapshot) -> None:
    years = snapshot.table("dispute_years")
    active = {year: set(years.filter(year=year)["conflict_id_ucdp"]) for year in (2024, 2025)}
    assert len(active[2025]) == 38
    assert active[2025] - active[2024] == RESUMED_2025
    assert active[2024] - active[2025] == QUIET_2025
    assert SOMALIA_IS in active[2024] & active[2025]


def test_no_territorial_conflict_became_a_war_in_2025_and_one_ceased_to_be(snapshot: Snapshot) -> None:
    years = snapshot.table("dispute_years")
    wars = {year: set(years.filter(year=year, intensity="war")["conflict_id_ucdp"]) for year in (2024, 2025)}
    assert wars[2025] - wars[2024] == set()
    assert wars[2024] - wars[2025] == {SOUTHERN_LEBANON}
    assert wars[2025] == {CRIMEA, 234, 16069, 13641}


def test_ucdps_count_of_2025_is_the_one_that_ships(snapshot: Snapshot) -> None:
    """65 conflicts and 13 wars, some 94,700 deaths between Russia and Ukraine: Davies, Pettersson and Öberg (2026)."""
    activity = snapshot.table("recent_activity")
    assert set(activity["year"]) == {2025}
    assert (activity.height, activity.filter(intensity="war").height) == (65, 13)
    assert activity.filter(type="interstate").height == 8
    assert activity["n_dyads"].sum() == 78
    assert activity.filter(conflict_id_ucdp=CRIMEA)["deaths_best"].item() == 94_741


def test_a_conflict_that_resumed_begins_a_new_episode_whose_date_nobody_has_told(snapshot: Snapshot) -> None:
    episodes = snapshot.table("episodes").filter(pl.col("conflict_id_ucdp") == GOLAN)
    assert episodes.select("first_year", "last_year", "is_ongoing").rows() == [
        (1967, 1967, False),
        (1973, 1973, False),
        (2025, 2025, True),
    ]
    assert episodes["start_date"].is_null().to_list() == [False, False, True]
    assert episodes["outcome"].to_list()[-1] is None


def test_every_year_names_the_release_that_tells_of_it(snapshot: Snapshot) -> None:
    years = (
        snapshot.table("dispute_years")
        .group_by("release")
        .agg(pl.col("year").min().alias("first"), pl.col("year").max())
    )
    assert sorted(years.rows()) == [("ucdp-brd 26.1", 2025, 2025), ("ucdp-prio-acd 25.1", 1946, 2024)]


def test_the_record_of_every_conflict_ends_in_2025(snapshot: Snapshot) -> None:
    runs = snapshot.table("conflict_runs")
    now = runs.filter(pl.col("last_year") == 2025)
    assert now.height == 65
    assert runs.filter(pl.col("conflict_id_ucdp") == 16470).select("first_year", "last_year", "parties").rows() == [
        (2025, 2025, "Israel - Yemen")
    ]
    assert (snapshot.last_year, snapshot.coming_year) == (2025, 2026)


def test_a_snapshot_says_how_far_its_data_reach_and_on_whose_word(snapshot: Snapshot) -> None:
    assert snapshot.data_note() == (
        "Conflict data to 2025: UCDP/PRIO ACD 25.1 to 2024, UCDP BRD 26.1 for 2025 "
        "(transcribed from a public copy, not checked byte for byte)."
    )
    assert snapshot.releases["ucdp-prio-acd"]["last_year"] == 2024
    assert set(snapshot.releases) == set(snapshot.manifest["sources"])


def test_a_note_names_one_release_or_the_years_of_several() -> None:
    entries = {
        "ucdp-prio-acd": {"name": "UCDP/PRIO ACD 26.1", "note": ""},
        "ucdp-brd": {"name": "UCDP BRD 28.1", "note": ""},
    }
    years = pl.DataFrame({"release": ["ucdp-prio-acd 26.1"] * 2, "year": [1946, 2025]})
    assert data_note(years, entries) == "Conflict data to 2025: UCDP/PRIO ACD 26.1 to 2025."
    later = pl.DataFrame({"release": ["ucdp-brd 28.1"] * 2, "year": [2026, 2027]})
    assert data_note(pl.concat([years, later]), entries) == (
        "Conflict data to 2027: UCDP/PRIO ACD 26.1 to 2025, UCDP BRD 28.1 for 2026 to 2027."
    )


# Against the raw files


@pytest.mark.raw
def test_dyads_of_2024_give_what_the_conflict_dataset_says_of_2024(raw_dir: Path, tmp_path: Path) -> None:
    """The rule by which 2025 is read, tried on a year that both tell: all 59 conflicts that both have are the same.

    But for what 26.1 revised: more organisations in Palestine, and troops in Burkina Faso, Haiti and Iraq.
    """
    acd_years = ucdp_prio_acd.read_conflict_years(raw_dir)
    rows = (raw_dir / "ucdp-brd-26.1" / "rows_2024.csv").read_text(encoding="utf-8")
    path = tmp_path / "rows.csv"
    path.write_text(",".join(ucdp_brd.ORIGIN.columns) + "\n" + rows, encoding="utf-8")
    dyads = ucdp_brd.read_dyad_deaths_file(path, ucdp_brd.WHOLE_RELEASE)
    told = conflict_record(acd_years.filter(pl.col("year") < 2024), dyads).filter(pl.col("year") == 2024)
    both = told.join(acd_years.filter(pl.col("year") == 2024), on="conflict_id_ucdp", suffix="_acd")
    assert (told.height, both.height) == (59, 59)

    def differing(name: str) -> set[int]:
        other = pl.col(f"{name}_acd")
        same = (
            pl.col(name).list.sort() == other.list.sort()
            if both.schema[name] == pl.List
            else pl.col(name).eq_missing(other)
        )
        return set(both.filter(~same)["conflict_id_ucdp"])

    burkina_faso, haiti, iraq, palestine, colombia = 13840, 381, 259, 234, 289
    for name in ("location", "side_a", "incompatibility", "territory_name", "intensity"):
        assert differing(name) == set(), name
    for name in ("gwno_a", "gwno_b", "gwno_b_2nd", "gwno_location", "region"):
        assert differing(name) == set(), name
    assert differing("gwno_a_2nd") == {burkina_faso, haiti, iraq}
    assert differing("type") == {burkina_faso}
    # Of Colombia one name ends in a blank before its comma.
    assert differing("side_b") == {palestine, colombia}


@pytest.mark.raw
def test_a_newer_conflict_dataset_and_what_ships_give_what_the_raw_files_would(
    raw_dir: Path, snapshot: Snapshot
) -> None:
    """Without the raw files of deaths and outcomes: what the tables hold of them is enough."""
    acd_years, dyads = ucdp_prio_acd.read_conflict_years(raw_dir), ucdp_brd.read_dyad_deaths(raw_dir)
    record = conflict_record(acd_years, dyads)
    known = conflict_tables(record, deaths_of(snapshot.table("dispute_years")), outcomes_of(snapshot.table("episodes")))
    spells = tjet_spells.read_spells(raw_dir)
    deaths = with_newer_deaths(deaths_by_tjet(record, spells), deaths_by_conflict(dyads))
    derived = conflict_tables(record, deaths, outcomes_by_tjet(record, spells))
    for name in ("disputes", "episodes", "dispute_years"):
        assert getattr(known, name).equals(getattr(derived, name)), name
        assert getattr(derived, name).equals(snapshot.table(name)), name
    assert conflict_runs(record).equals(snapshot.table("conflict_runs"))


@pytest.mark.raw
def test_the_producers_whole_file_gives_the_tables_that_the_transcribed_rows_give(
    raw_dir: Path, tmp_path: Path
) -> None:
    rows = (raw_dir / ucdp_brd.ORIGIN.files[0].path).read_text(encoding="utf-8")
    earlier = (raw_dir / "ucdp-brd-26.1" / "rows_2024.csv").read_text(encoding="utf-8")
    whole = tmp_path / ucdp_brd.ORIGIN.files[1].path
    whole.parent.mkdir()
    whole.write_text("\ufeff" + ",".join(ucdp_brd.ORIGIN.columns) + "\n" + earlier + rows, encoding="utf-8")
    assert ucdp_brd.read_dyad_deaths(tmp_path).equals(ucdp_brd.read_dyad_deaths(raw_dir))
    assert [file.path for file in ucdp_brd.release_read(tmp_path).files] == [ucdp_brd.ORIGIN.files[1].path]
    assert ucdp_brd.release_read(tmp_path).note == ""
    assert ucdp_brd.release_read(raw_dir).note != ""


@pytest.mark.raw
def test_the_dyads_of_2025_that_were_known_belong_to_the_conflict_they_belonged_to(raw_dir: Path) -> None:
    known = ucdp_dyadic.read_dyad_years(raw_dir).select("dyad_id_ucdp", was="conflict_id_ucdp").unique()
    both = ucdp_brd.read_dyad_deaths(raw_dir).join(known, on="dyad_id_ucdp")
    assert both.height > 65
    assert (both["conflict_id_ucdp"] == both["was"]).all()
