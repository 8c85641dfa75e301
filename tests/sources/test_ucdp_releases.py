"""UCDP's yearly files are read in every release of their form, and what is wrong with one is told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from statusquo.core.errors import InputError, Problem, SourceError
from statusquo.core.origin import Origin, Release
from statusquo.sources import ucdp_brd, ucdp_dyadic, ucdp_prio_acd

ACD = next(release for release in ucdp_prio_acd.ORIGIN.others if release.version == "26.1")
DYADIC = next(release for release in ucdp_dyadic.ORIGIN.others if release.version == "26.1")
BRD = ucdp_brd.WHOLE_RELEASE
BOM = "\ufeff"

KASHMIR = {
    "conflict_id": "218",
    "dyad_id": "422",
    "location": "India, Pakistan",
    "location_inc": "India, Pakistan",
    "side_a": "Government of India",
    "side_a_id": "141",
    "side_b": "Government of Pakistan",
    "side_b_id": "142",
    "incompatibility": "1",
    "territory_name": "Kashmir\n",
    "year": "2025",
    "intensity_level": "1",
    "cumulative_intensity": "1",
    "type_of_conflict": "2",
    "start_date": "1948-01-31",
    "start_prec": "2",
    "start_date2": "2025-05-07",
    "start_prec2": "1",
    "ep_end": "0",
    "gwno_a": "750",
    "gwno_b": "770",
    "gwno_loc": "750,  770",
    "gwno_battle": "750, 770",
    "battle_location": "India, Pakistan",
    "bd_best": "67",
    "bd_low": "64",
    "bd_high": "94",
    "region": "3",
    "version": "26.1",
}
"""A row of 2025 with the fields of all three files."""

Read = Callable[[Path, Release], pl.DataFrame]
READERS = [
    pytest.param(ucdp_prio_acd.read_conflict_years_file, ACD, id="acd"),
    pytest.param(ucdp_dyadic.read_dyad_years_file, DYADIC, id="dyadic"),
    pytest.param(ucdp_brd.read_dyad_deaths_file, BRD, id="brd-dyad"),
    pytest.param(ucdp_brd.read_conflict_deaths_file, BRD, id="brd-conflict"),
]


def written(release: Release, *rows: dict[str, str], separator: str = ",", start: str = BOM) -> str:
    """Return the text of a file as UCDP writes it: a byte order mark, the columns in order, quotes where needed."""
    stream = io.StringIO()
    stream.write(start)
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    writer.writerow(release.columns)
    writer.writerows([row.get(name, "") for name in release.columns] for row in rows)
    return stream.getvalue()


def put(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refused(read: Read, path: Path, release: Release) -> Problem:
    with pytest.raises(InputError) as caught:
        read(path, release)
    first = caught.value.problems[0]
    assert first.file == str(path)
    return first


@pytest.mark.parametrize(("read", "release"), READERS)
@pytest.mark.parametrize("start", [BOM, ""], ids=["with-mark", "without"])
def test_a_file_of_a_later_release_is_read_with_and_without_a_byte_order_mark(
    tmp_path: Path, read: Read, release: Release, start: str
) -> None:
    frame = read(put(tmp_path, written(release, KASHMIR, start=start)), release)
    assert frame.height == 1
    assert frame.row(0, named=True)["year"] == 2025


def test_a_later_release_reads_as_the_earlier_one_did(tmp_path: Path) -> None:
    (row,) = ucdp_prio_acd.read_conflict_years_file(put(tmp_path, written(ACD, KASHMIR)), ACD).to_dicts()
    assert (row["territory_name"], row["gwno_location"], row["region"]) == ("Kashmir", [750, 770], ["Asia"])
    assert (row["intensity"], row["type"], row["is_episode_end"]) == ("minor", "interstate", False)
    assert (row["gwno_a_2nd"], row["episode_end_date"]) == ([], None)
    (row,) = ucdp_brd.read_dyad_deaths_file(put(tmp_path, written(BRD, KASHMIR)), BRD).to_dicts()
    assert (row["dyad_id_ucdp"], row["deaths_best"], row["deaths_low"], row["deaths_high"]) == (422, 67, 64, 94)
    assert row["version"] == "26.1"


def test_the_file_by_conflict_names_its_dyads_together(tmp_path: Path) -> None:
    rows = written(BRD, {**KASHMIR, "dyad_id": "422, 423"})
    assert "dyad_id_ucdp" not in ucdp_brd.read_conflict_deaths_file(put(tmp_path, rows), BRD).columns
    assert refused(ucdp_brd.read_dyad_deaths_file, put(tmp_path, rows), BRD).field == "dyad_id"


@pytest.mark.parametrize(
    ("wrong", "field", "found", "allowed"),
    [
        ({"year": "2026"}, "year", "2026", "1946 to 2025"),
        ({"year": "MMXXV"}, "year", "'MMXXV'", "a whole number"),
        ({"version": "25.1"}, "version", "'25.1'", "26.1"),
        ({"intensity_level": "3"}, "intensity_level", "'3'", "1, 2"),
        ({"start_date2": "07/05/2025"}, "start_date2", "'07/05/2025'", "a date as 2025-12-31"),
        ({"gwno_loc": "750; 770"}, "gwno_loc", "'750; 770'", "whole numbers separated by commas"),
        ({"gwno_a": ""}, None, None, None),
        ({"side_b": ""}, "side_b", None, None),
        ({"conflict_id": "0"}, "conflict_id", "0", "from 1"),
    ],
)
def test_a_value_that_is_wrong_is_told_with_line_field_and_what_is_allowed(
    tmp_path: Path, wrong: dict[str, str], field: str | None, found: str | None, allowed: str | None
) -> None:
    # The line break inside a name puts the third row on line 6.
    rows = [{**KASHMIR, "year": str(year)} for year in (2022, 2023)]
    path = put(tmp_path, written(ACD, *rows, {**KASHMIR, **wrong}))
    if field is None:
        assert ucdp_prio_acd.read_conflict_years_file(path, ACD).height == 3
        return
    problem = refused(ucdp_prio_acd.read_conflict_years_file, path, ACD)
    assert (problem.line, problem.field, problem.found, problem.allowed) == (6, field, found, allowed)


def test_every_kind_of_fault_is_told_once_with_how_often_it_stands(tmp_path: Path) -> None:
    rows = [{**KASHMIR, "year": str(year), "region": "9", "ep_end": "no"} for year in (2022, 2023, 2024)]
    with pytest.raises(InputError) as caught:
        ucdp_prio_acd.read_conflict_years_file(put(tmp_path, written(ACD, *rows)), ACD)
    assert {problem.field for problem in caught.value.problems} == {"region", "ep_end"}
    assert all("here and in 2 more rows" in problem.what for problem in caught.value.problems)
    assert {problem.line for problem in caught.value.problems} == {2}


@pytest.mark.parametrize(("read", "release"), READERS)
def test_a_row_that_stands_twice_is_refused(tmp_path: Path, read: Read, release: Release) -> None:
    problem = refused(read, put(tmp_path, written(release, KASHMIR, KASHMIR)), release)
    assert problem.what == "repeats the key of another row"
    assert problem.line == 4
    assert problem.field is not None
    assert "year" in problem.field


@pytest.mark.parametrize(("read", "release"), READERS)
def test_a_file_of_another_kind_is_refused_by_its_columns(tmp_path: Path, read: Read, release: Release) -> None:
    def told(text: str) -> Problem:
        return refused(read, put(tmp_path, text), release)

    assert told("country,capital\nFrance,Paris\n").found == "country, capital"
    assert told("").what == "the file has no header line"
    assert told(written(release)).what == "the file holds no rows"
    assert told(written(release, KASHMIR, separator=";")).found == "semicolons"
    newer = replace(release, columns=(*release.columns, "confidence"))
    assert told(written(newer, KASHMIR)).found == "also confidence"
    older = replace(release, columns=release.columns[1:])
    assert told(written(older, KASHMIR)).found == f"no {release.columns[0]}"
    cut = written(release, KASHMIR).rstrip("\n").rpartition(",")[0]
    assert told(cut).allowed == str(len(release.columns))
    assert told(cut).found == str(len(release.columns) - 1)
    assert told(written(release, {**KASHMIR, "side_a": 'the "Government'})[:-30]).line is not None


def test_a_wrong_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(written(ACD, {**KASHMIR, "side_b": "Öcalan"}, start="").encode("latin-1"))
    assert refused(ucdp_prio_acd.read_conflict_years_file, path, ACD).what == "the file is not UTF-8 text"


def test_a_release_nobody_knew_is_read_by_the_columns_the_reader_needs(tmp_path: Path) -> None:
    unknown = Release("27.1", 1946, 2026)
    newer = replace(ACD, columns=(*ACD.columns, "confidence"))
    path = put(tmp_path, written(newer, {**KASHMIR, "version": "27.1", "year": "2026"}))
    assert ucdp_prio_acd.read_conflict_years_file(path, unknown)["year"].to_list() == [2026]
    without = replace(ACD, columns=tuple(name for name in ACD.columns if name != "ep_end"))
    assert (
        refused(ucdp_prio_acd.read_conflict_years_file, put(tmp_path, written(without)), unknown).found == "no ep_end"
    )


def test_the_releases_of_a_source_are_known_with_the_producers_addresses() -> None:
    for origin, newest in ((ucdp_prio_acd.ORIGIN, ACD), (ucdp_dyadic.ORIGIN, DYADIC)):
        assert [release.version for release in origin.releases] == ["25.1", "26.1"]
        assert origin.releases[-1] == newest
        assert (newest.first_year, newest.last_year) == (1946, 2025)
        for release in origin.releases:
            (file,) = release.files
            assert file.producer.startswith("https://ucdp.uu.se/downloads/")
            assert file.addresses[0] == file.producer
            assert release.version.replace(".", "_") in file.member
        assert "Davies, Shawn, Therése Pettersson and Magnus Öberg (2026)" in " ".join(newest.citation)
    assert len(ACD.columns) == 28
    assert len(BRD.columns) == 25


@pytest.mark.raw
def test_the_rows_of_2025_are_those_that_ucdp_told_the_press(raw_dir: Path) -> None:
    deaths = ucdp_brd.read_dyad_deaths(raw_dir)
    by_conflict = deaths.group_by("conflict_id_ucdp").agg(pl.col("deaths_best").sum())
    assert (deaths.height, by_conflict.height) == (78, 65)
    assert by_conflict.filter(pl.col("deaths_best") >= 1000).height == 13
    assert by_conflict.filter(conflict_id_ucdp=13243)["deaths_best"].to_list() == [94741]
    sums = deaths.select(pl.col("deaths_best", "deaths_low", "deaths_high").sum()).row(0)
    assert sums == (153643, 141388, 237196)
    assert set(deaths["version"]) == {"26.1"}


def test_the_producers_file_takes_the_place_of_the_transcribed_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, whole = ucdp_brd.ORIGIN.files
    (tmp_path / whole.path).parent.mkdir()
    with pytest.raises(SourceError, match=r"rows_2025\.csv is absent; get it with `statusquo data download"):
        ucdp_brd.read_dyad_deaths(tmp_path)
    text = written(BRD, {**KASHMIR, "year": "2020"}, KASHMIR)
    (tmp_path / whole.path).write_text(text, encoding="utf-8")
    from_whole = ucdp_brd.read_dyad_deaths(tmp_path)
    (tmp_path / whole.path).unlink()
    rows = written(BRD, KASHMIR, start="").partition("\n")[2].encode()
    (tmp_path / part.path).write_bytes(rows)
    monkeypatch.setattr(ucdp_brd, "ORIGIN", pinned(ucdp_brd.ORIGIN, rows))
    assert ucdp_brd.read_dyad_deaths(tmp_path).equals(from_whole)
    assert from_whole["year"].to_list() == [2025]


def pinned(origin: Origin, content: bytes) -> Origin:
    """Return the origin as if these bytes were its first file."""
    import hashlib

    first, *others = origin.files
    file = replace(first, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    return replace(origin, files=(file, *others))
