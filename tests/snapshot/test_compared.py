"""Snapshots and files are compared on what they share; what cannot be compared is refused in a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from releases import BRD_MEMBER, Row, acd_25_1, acd_26_1, as_csv, brd_rows, zipped

from statusquo.core.errors import InputError, SnapshotError
from statusquo.snapshot.compared import Differences, differences, side_named
from statusquo.snapshot.store import MANIFEST, default_folder

Write = Callable[[str, list[Row]], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes rows as UCDP does and returns the name of the file."""

    def written(name: str, rows: list[Row]) -> str:
        path = tmp_path / name
        path.write_bytes(as_csv(rows))
        return str(path)

    return written


def compared(a: str, b: str) -> Differences:
    return differences(side_named(a), side_named(b))


def acd(*rows: tuple[int, int, int], version: str = "25.1") -> list[Row]:
    """Rows of the Armed Conflict Dataset: conflict, year, intensity level."""
    return [
        {
            "conflict_id": str(conflict),
            "location": "Aland",
            "side_a": "Government of Aland",
            "side_a_id": "1",
            "side_a_2nd": "",
            "side_b": "Front",
            "side_b_id": "2",
            "side_b_2nd": "",
            "incompatibility": "1",
            "territory_name": "Isle",
            "year": str(year),
            "intensity_level": str(level),
            "cumulative_intensity": "0",
            "type_of_conflict": "3",
            "start_date": "2000-01-01",
            "start_prec": "1",
            "start_date2": "2000-01-01",
            "start_prec2": "1",
            "ep_end": "0",
            "ep_end_date": "",
            "ep_end_prec": "",
            "gwno_a": "750",
            "gwno_a_2nd": "",
            "gwno_b": "",
            "gwno_b_2nd": "",
            "gwno_loc": "750",
            "region": "3",
            "version": version,
        }
        for conflict, year, level in rows
    ]


def brd(*rows: tuple[int, int, int, int], version: str = "26.1") -> list[Row]:
    """Rows of the Battle-Related Deaths: conflict, dyad, year, best estimate."""
    return [
        {
            "conflict_id": str(conflict),
            "dyad_id": str(dyad),
            "location_inc": "Aland",
            "side_a": "Government of Aland",
            "side_a_id": "1",
            "side_a_2nd": "",
            "side_b": f"Front {dyad}",
            "side_b_id": "2",
            "side_b_2nd": "",
            "incompatibility": "1",
            "territory_name": "Isle",
            "year": str(year),
            "bd_best": str(best),
            "bd_low": str(best),
            "bd_high": str(best),
            "type_of_conflict": "3",
            "battle_location": "Aland",
            "gwno_a": "750",
            "gwno_a_2nd": "",
            "gwno_b": "",
            "gwno_b_2nd": "",
            "gwno_loc": "750",
            "gwno_battle": "750",
            "region": "3",
            "version": version,
        }
        for conflict, dyad, year, best in rows
    ]


def test_two_releases_of_one_source_are_known_by_what_they_hold_and_not_by_their_names(write: Write) -> None:
    older = write("one.txt", acd((1, 2020, 1), (1, 2021, 1)))
    newer = write("two.dat", acd((1, 2020, 1), (1, 2021, 2), (1, 2022, 2), version="26.1"))
    found = compared(older, newer)
    assert found.labels == ("ucdp-prio-acd 25.1", "ucdp-prio-acd 26.1")
    assert found.fighting is not None
    assert found.fighting.activity.select("name", "year", "change").rows() == [("Isle (Aland)", 2021, "now a war")]
    assert found.fighting.course["course"].to_list() == ["goes on"]


def test_a_zip_with_one_table_is_compared_as_the_table_is(tmp_path: Path, write: Write) -> None:
    packed = tmp_path / "packed.zip"
    packed.write_bytes(zipped(BRD_MEMBER, as_csv(brd((1, 10, 2021, 30)))))
    assert compared(write("plain.csv", brd((1, 10, 2021, 30))), str(packed)).is_empty


def test_a_conflict_is_at_war_by_the_deaths_of_all_its_dyads_and_a_dyad_by_its_own(write: Write) -> None:
    """ACD calls the conflict a war from 1,000 deaths on; none of the two dyads has as many."""
    a = write("a.csv", acd((1, 2021, 2)))
    found = compared(a, write("b.csv", brd((1, 10, 2021, 600), (1, 11, 2021, 400)))).fighting
    assert found is not None
    assert found.activity.is_empty()
    found = compared(a, write("b.csv", brd((1, 10, 2021, 600), (1, 11, 2021, 399)))).fighting
    assert found is not None
    assert found.activity["change"].to_list() == ["no longer a war"]


def test_files_of_other_things_are_refused_with_what_can_be_compared(write: Write, tmp_path: Path) -> None:
    conflicts, pax = write("a.csv", acd((1, 2021, 2))), tmp_path / "pax.csv"
    pax.write_text("AgtId,PPName,Stage,UcdpCon\n1,Peace,Pre,\n")
    with pytest.raises(InputError, match=r"files of PA-X.* are not compared; allowed UCDP/PRIO"):
        compared(conflicts, str(pax))
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no data set that is read"):
        side_named(str(unknown))


def test_conflicts_and_events_say_nothing_of_the_same_things(write: Write, raw_dir: Path) -> None:
    july = raw_dir / "ged-sample" / "ucdp_candidate_ged_26.0.7_head_transcribed.csv"
    with pytest.raises(InputError, match="say nothing of the same things"):
        compared(write("a.csv", acd((1, 2021, 2))), str(july))


def test_a_fault_in_a_file_is_told_with_the_name_that_the_user_gave_and_the_line(write: Write) -> None:
    rows = acd((1, 2020, 1), (1, 2021, 1))
    rows[1]["intensity_level"] = "7"
    name = write("mine.csv", rows)
    with pytest.raises(InputError, match=r"mine\.csv:3: intensity_level: .*found '7'"):
        side_named(name)


@pytest.mark.parametrize("name", ["nowhere", "nowhere/at/all.csv"])
def test_what_is_not_there_is_refused_with_what_may_be_named(name: str) -> None:
    with pytest.raises(InputError, match=r"no such snapshot or file.*`embedded`, `user`"):
        side_named(name)


def test_a_folder_without_a_manifest_and_a_user_without_a_snapshot_are_refused(tmp_path: Path, home: Path) -> None:
    with pytest.raises(InputError, match=r"this is no snapshot; found a folder without manifest\.json"):
        side_named(str(tmp_path))
    with pytest.raises(InputError, match="there is no snapshot of yours"):
        side_named("user")


def test_a_damaged_snapshot_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(default_folder(), folder)
    (folder / "conflict_runs.parquet").write_bytes(b"PAR1 but not really")
    with pytest.raises(SnapshotError, match="'conflict_runs' of the snapshot cannot be read"):
        side_named(str(folder))
    (folder / MANIFEST).write_text("{")
    with pytest.raises(SnapshotError, match=r"manifest\.json is damaged"):
        side_named(str(folder))


def test_the_embedded_snapshot_does_not_differ_from_itself() -> None:
    assert compared("embedded", "embedded").is_empty


def test_a_snapshot_of_another_version_is_compared_by_the_columns_that_it_shares(tmp_path: Path) -> None:
    """Snapshots of 0.1.0 had the base year in the name of a column, another format, and no table of releases."""
    folder = tmp_path / "older"
    shutil.copytree(default_folder(), folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    spending = pl.read_parquet(folder / "spending.parquet")
    base = spending["base_year"].max()
    older = spending.rename({"spending_constant_usdm": f"spending_usd{base}m"}).drop("base_year")
    older.write_parquet(folder / "spending.parquet")
    manifest["tables"]["spending"]["sha256"] = _sha256(folder / "spending.parquet")
    manifest |= {"format": 1}
    manifest.pop("releases", None)
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert compared(str(folder), "embedded").is_empty


def _sha256(path: Path) -> str:
    from statusquo.core.files import sha256_of

    return sha256_of(path)


@pytest.mark.raw
def test_2024_in_the_dyadic_dataset_25_1_against_the_deaths_of_26_1(raw_dir: Path, write: Write) -> None:
    """The figures that the record of the transcription has, `ucdp-brd-26.1/README.md`."""
    dyadic = str(raw_dir / "ucdp" / "ucdp-dyadic-251.csv")
    found = compared(dyadic, write("brd.csv", brd_rows(raw_dir, 2024))).fighting
    assert found is not None
    assert found.years_shared == (2024,)
    assert found.n_active == {"conflict": 59, "dyad": 66}
    changes = set(found.activity.select("unit", "id", "change").rows())
    assert changes == {
        ("conflict", 14197, "no longer active"),
        ("conflict", 16379, "no longer active"),
        ("dyad", 15077, "no longer active"),
        ("dyad", 18169, "no longer active"),
        ("dyad", 481, "now active"),
        ("dyad", 18806, "now active"),
    }
    types = set(found.types.select("unit", "id", "type_b").rows())
    assert types == {("conflict", 13840, "internationalised internal"), ("dyad", 14953, "internationalised internal")}


@pytest.mark.raw
def test_2024_in_acd_25_1_against_the_deaths_of_26_1_has_no_other_intensity(raw_dir: Path, write: Write) -> None:
    acd_file = str(raw_dir / "ucdp" / "ucdp-prio-acd-251.csv")
    found = compared(acd_file, write("brd.csv", brd_rows(raw_dir, 2024, 2025))).fighting
    assert found is not None
    assert found.activity.select("id", "change").rows() == [(14197, "no longer active"), (16379, "no longer active")]
    courses = dict(found.course.group_by("course").len().iter_rows())
    assert courses == {"new": 1, "resumed": 10, "grew to war": 4, "fell below war": 2, "ended": 5, "goes on": 48}
    resumed = set(found.course.filter(course="resumed")["id"])
    assert {294, 218, 13638, 13936, 302, 13653, 402, 14197} <= resumed


@pytest.mark.raw
def test_deaths_of_2024_that_26_1_revised_against_the_embedded_snapshot(raw_dir: Path, write: Write) -> None:
    """TJET's deaths of 2024, which the snapshot has, are those of BRD 25.1."""
    found = compared("embedded", write("brd.csv", brd_rows(raw_dir, 2024))).fighting
    assert found is not None
    rows = found.deaths.filter(pl.col("deaths_best_a") != pl.col("deaths_best_b"))
    assert rows.select("id", "deaths_best_a", "deaths_best_b").rows() == [
        (234, 21465, 21595),
        (16069, 2139, 2191),
        (354, 209, 239),
        (325, 300, 318),
        (221, 165, 177),
        (303, 197, 194),
        (423, 35, 34),
    ]
    assert found.deaths_by_year.rows() == [(2024, 30, 7, 34067, 34305)]


@pytest.mark.raw
def test_the_embedded_snapshot_says_of_its_years_what_the_files_behind_it_say(raw_dir: Path) -> None:
    found = compared("embedded", str(raw_dir / "ucdp" / "ucdp-prio-acd-251.csv")).fighting
    assert found is not None
    assert found.activity.is_empty()
    assert found.types.is_empty()


@pytest.mark.raw
def test_a_release_made_of_the_last_one_differs_by_what_was_changed_in_it(raw_dir: Path, write: Write) -> None:
    found = compared(write("a.csv", acd_25_1(raw_dir)), write("b.csv", acd_26_1(raw_dir))).fighting
    assert found is not None
    assert found.years_added == (2025,)
    assert set(found.activity.select("id", "year", "change").rows()) == {
        (16379, 2024, "no longer active"),
        (325, 2024, "now a war"),
        (426, 2024, "no longer a war"),
    }
    assert found.conflicts_gone["id"].to_list() == [16379]


@pytest.mark.raw
def test_the_two_releases_of_sipri(raw_dir: Path) -> None:
    files = [
        raw_dir / "sipri-milex" / "SIPRI-Milex-data-1949-2024_2.xlsx",
        raw_dir / "sipri-milex-2026" / "sipri-milex-1949-2025_v1.2.xlsx",
    ]
    found = compared(*map(str, files)).spending
    assert found is not None
    assert found.base_years == (2023, 2024)
    assert found.years_added == (2025,)
    assert (found.states_added, found.states_gone) == ((), ())
    by_state = found.by_state
    counts = {measure: rows["n_years"].sum() for (measure,), rows in by_state.group_by("measure")}
    assert counts == {"constant": 1288, "current": 726, "share of GDP": 918}
    furthest = {measure: rows["state"][0] for (measure,), rows in by_state.group_by("measure", maintain_order=True)}
    assert furthest == {"constant": "Iraq", "current": "South Sudan", "share of GDP": "Belarus"}
    assert found.not_rebased == ("Costa Rica", "European Union", "Iceland", "USSR", "Yemen, North")
    # Nothing but the base year moved for Armenia before 2024.
    assert found.revised.filter(state="Armenia", measure="constant").is_empty()
