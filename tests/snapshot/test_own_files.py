"""A user's own newer file is recognised, checked, told apart by what is new in it, and kept beside the snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from releases import (
    ACD_MEMBER,
    BRD_MEMBER,
    CHANGES_OF_ACD,
    DYADIC_MEMBER,
    Row,
    acd_26_1,
    as_csv,
    brd_26_1,
    brd_by_conflict,
    candidate_event,
    candidate_rows,
    dyadic_26_1,
    ged_rows,
    write_ged,
    zipped,
)

from statusquo.core.errors import InputError, SourceError, UnknownNameError
from statusquo.snapshot import own_files, own_ledger
from statusquo.snapshot.own_files import Added, add_files, kept_files, newest, remove_file
from statusquo.snapshot.store import open_snapshot

Give = Callable[..., Path]


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Writes a file as a user might have it."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / "downloads" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return write


def add(*paths: Path) -> Added:
    """Add files and return what became of the last."""
    return add_files(paths)[-1]


def contents(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


# The Armed Conflict Dataset 26.1, in the exact form of its official zip


@pytest.fixture(scope="module")
def acd_rows(raw_dir: Path) -> list[Row]:
    return acd_26_1(raw_dir)


@pytest.fixture
def acd_zip(give: Give, acd_rows: list[Row]) -> Path:
    return give("ucdp-prio-acd-261-csv.zip", zipped(ACD_MEMBER, as_csv(acd_rows, bom=True)))


@pytest.mark.raw
def test_the_made_file_has_the_official_form(raw_dir: Path, acd_rows: list[Row]) -> None:
    """28 fields, 2,816 rows, quoting and line ends of 25.1."""
    published = (raw_dir / "ucdp" / "ucdp-prio-acd-251.csv").read_bytes()
    assert published.startswith((",".join(acd_rows[0]) + "\n").encode())
    assert (len(acd_rows), len(acd_rows[0])) == (CHANGES_OF_ACD["rows"], 28)
    unchanged = [line for line in published.decode().splitlines() if line.startswith("388,")]
    assert all(line.replace("25.1", "26.1") in as_csv(acd_rows).decode() for line in unchanged)


@pytest.mark.raw
def test_the_new_release_of_conflicts_says_what_is_new_in_it(home: Path, acd_zip: Path) -> None:
    added = add(acd_zip)
    file, news = added.file, added.news
    assert (file.source_id, file.version, file.first_year, file.last_year) == ("ucdp-prio-acd", "26.1", 1946, 2025)
    assert (file.rows, file.is_known_release, file.remarks, added.was_kept) == (2816, True, (), False)
    assert news.data["years_added"] == [2025]
    assert news.data["conflicts_added"] == []
    assert news.data["conflict_years_quiet"] == [CHANGES_OF_ACD["dropped"]]
    assert news.data["conflict_years_active"] == []
    assert [
        (row["conflict_id_ucdp"], row["year"], row["intensity"]) for row in news.data["conflict_years_revised"]
    ] == [
        (*CHANGES_OF_ACD["to_war"], "war"),  # type: ignore[misc]
        (*CHANGES_OF_ACD["to_minor"], "minor"),  # type: ignore[misc]
    ]
    assert news.sentences[:2] == (
        "adds 2025 to the snapshot's, which ends in 2024: 65 conflict-years, 13 of them at war",
        "the snapshot has 2025 from UCDP Battle-Related Deaths Dataset 26.1; this replaces it",
    )


@pytest.mark.raw
def test_a_conflict_and_a_state_never_told_before_are_named(home: Path, give: Give, acd_rows: list[Row]) -> None:
    """Made up: conflict 294 of 2025 becomes another one, and Liechtenstein (223) sends troops."""
    rows = [dict(row) for row in acd_rows]
    (common_border,) = (row for row in rows if (row["conflict_id"], row["year"]) == ("294", "2025"))
    common_border |= {"conflict_id": "20001", "territory_name": "New Border", "gwno_a_2nd": "223"}
    news = add(give("acd.csv", as_csv(rows))).news
    assert news.data["conflicts_added"] == [20001]
    assert news.data["conflict_years_active"] == [(20001, 2025)]
    assert (294, 2025) in news.data["conflict_years_quiet"]
    assert "Liechtenstein" in news.data["states_added"]
    assert "conflicts never told before: 1 (20001 New Border 2025)" in news.sentences


@pytest.mark.raw
def test_it_is_kept_with_its_sum_and_can_be_read_again(home: Path, acd_zip: Path, acd_rows: list[Row]) -> None:
    add(acd_zip)
    (file,) = kept_files()
    assert file == newest("ucdp-prio-acd")
    assert file.verified_path().read_bytes() == as_csv(acd_rows, bom=True)
    assert file.path.parent == home / "files"
    assert (file.original_name, file.path.suffix, file.state) == ("ucdp-prio-acd-261-csv.zip", ".csv", "present")
    assert json.loads((home / "files" / "files.json").read_text())["files"][0]["sha256"] == file.sha256
    assert sorted(path.name for path in home.iterdir()) == ["files"]


@pytest.mark.raw
def test_the_same_file_again_zipped_or_not_says_so_and_changes_nothing(
    home: Path, acd_zip: Path, give: Give, acd_rows: list[Row]
) -> None:
    first = add(acd_zip)
    before = contents(home)
    for again in (acd_zip, give("other name", as_csv(acd_rows, bom=True))):
        second = add(again)
        assert second.was_kept
        assert second.file == first.file
        assert second.news == first.news
        assert contents(home) == before


@pytest.mark.raw
def test_the_embedded_snapshot_stays_what_it_was(home: Path, acd_zip: Path) -> None:
    before = {path.name: path.read_bytes() for path in open_snapshot().folder.iterdir()}
    add(acd_zip)
    assert {path.name: path.read_bytes() for path in open_snapshot().folder.iterdir()} == before


# The other data sets


@pytest.mark.raw
def test_dyads_and_deaths_come_with_the_conflicts_of_their_release(
    home: Path, acd_zip: Path, give: Give, raw_dir: Path
) -> None:
    dyadic = give("d.zip", zipped(DYADIC_MEMBER, as_csv(dyadic_26_1(raw_dir))))
    brd = give("b.zip", zipped(BRD_MEMBER, as_csv(brd_26_1(raw_dir))))
    by_conflict = give("c.csv", as_csv(brd_by_conflict(brd_26_1(raw_dir))))
    added = add_files([brd, by_conflict, dyadic, acd_zip])
    assert [one.file.source_id for one in added] == ["ucdp-brd", "ucdp-brd-conflict", "ucdp-dyadic", "ucdp-prio-acd"]
    assert [(one.file.first_year, one.file.last_year) for one in added] == [(1989, 2025)] * 2 + [(1946, 2025)] * 2
    for one in added[:2]:
        assert (one.news.data["conflicts"], one.news.data["deaths_best"]) == (65, 153_643)
    assert added[0].news.sentences[0] == "adds 1989 to 2024 to the snapshot's, which has 2025 only"
    assert added[2].news.data["years_added"] == [2025]


@pytest.mark.raw
def test_deaths_by_conflict_may_leave_the_dyads_out(home: Path, give: Give, raw_dir: Path, acd_zip: Path) -> None:
    rows = [
        {name: cell for name, cell in row.items() if name != "dyad_id"} for row in brd_by_conflict(brd_26_1(raw_dir))
    ]
    assert add(acd_zip, give("c.csv", as_csv(rows))).file.source_id == "ucdp-brd-conflict"


@pytest.mark.raw
def test_both_releases_of_spending_are_known_and_the_newest_is_the_one_that_reaches_furthest(
    home: Path, raw_dir: Path
) -> None:
    old = add(raw_dir / "sipri-milex" / "SIPRI-Milex-data-1949-2024_2.xlsx")
    new = add(raw_dir / "sipri-milex-2026" / "sipri-milex-1949-2025_v1.2.xlsx")
    assert (old.file.is_known_release, old.file.is_as_recorded, old.news.data["base_year"]) == (True, True, 2023)
    assert (new.file.last_year, new.news.data["base_year"]) == (2025, 2024)
    assert newest("sipri-milex") == new.file
    assert kept_files("sipri-milex") == (old.file, new.file)


@pytest.mark.raw
def test_register_agreements_and_movements_are_kept(home: Path, raw_dir: Path) -> None:
    register = add(raw_dir / "sipri-arms-trade-register" / "trade_register.csv")
    assert (register.file.version, register.file.is_as_recorded) == ("1995-2024, generated 12 February 2026", True)
    agreements = add(raw_dir / "pax" / "pax_v10.csv")
    assert (agreements.file.version, agreements.news.data["of_them_of_disputes"]) == ("10", 855)
    movements = add(raw_dir / "sdm" / "SDM selected variables.xlsx")
    assert (movements.file.rows, movements.news.data["movements"]) == (17_328, 502)
    assert add(raw_dir / "pax" / "pax_v9.csv").file.version == "9"
    assert newest("pax") == agreements.file


@pytest.mark.raw
def test_candidate_events_are_told_from_ged_and_kept_month_by_month(home: Path, give: Give, raw_dir: Path) -> None:
    july = candidate_rows(raw_dir)
    june = [{**row, **{day: row[day].replace("-07-", "-06-") for day in ("date_start", "date_end")}} for row in july]
    added = add_files([give("july.csv", as_csv(july)), give("june.csv", as_csv(june))])
    assert [(one.file.source_id, one.file.version) for one in added] == [
        ("ucdp-candidate", "26.0.7"),
        ("ucdp-candidate", "26.0.6"),
    ]
    assert [file.version for file in kept_files("ucdp-candidate")] == ["26.0.6", "26.0.7"]
    assert (added[0].news.data["not_cleared"], added[0].file.last_day) == (2, "2026-07-28")


@pytest.mark.raw
def test_a_whole_release_of_events_is_kept(home: Path, tmp_path: Path, raw_dir: Path) -> None:
    """417,968 events to 2025 are GED 26.1, which the file does not say."""
    write_ged(tmp_path / "ged.csv", raw_dir, 417_968)
    file = add(tmp_path / "ged.csv").file
    assert (file.source_id, file.version, file.is_known_release, file.rows) == ("ucdp-ged", "26.1", True, 417_968)


# Releases never seen before


@pytest.mark.raw
def test_a_release_never_seen_is_read_with_what_differs_from_the_last_known(
    home: Path, give: Give, raw_dir: Path
) -> None:
    rows = [{**row, "flag": "0"} for row in acd_26_1(raw_dir, version="28.1")[:2500]]
    for row in rows:
        del row["start_prec"]
    added = add(give("acd.csv", as_csv(rows)))
    assert (added.file.version, added.file.is_known_release) == ("28.1", False)
    said = " / ".join(added.file.remarks)
    for words in (
        "release 28.1 was not known when this version of statusquo was made; the last known is 26.1",
        "fields that the last known one has not, and they are not read: flag",
        "lacks fields of the last known one: start_prec",
        "it has 2,500 rows, fewer than the last known one (2,816)",
        "it ends in 2025, where release 28.1 should reach 2027",
    ):
        assert words in said
    assert kept_files()[0].remarks == added.file.remarks


@pytest.mark.raw
def test_a_sample_of_an_old_ged_is_kept_with_a_warning(home: Path, give: Give, raw_dir: Path) -> None:
    added = add(give("ged.csv", as_csv(ged_rows(raw_dir))))
    assert (added.file.version, added.file.is_known_release) == ("23.1", False)
    assert "it ends in 2022, before the last known one (2025)" in added.file.remarks
    assert "it has 1,000 rows, fewer than the last known one (417,968)" in added.file.remarks


# Keeping and removing


CANDIDATE = as_csv([candidate_event("2026-08-01", "2026-08-02")])
"""A made-up candidate file of one event of August 2026."""


def test_files_are_removed_by_name_data_set_or_sum(home: Path, give: Give) -> None:
    for name in (lambda f: f.original_name, lambda f: f.source_id, lambda f: f.kept_name, lambda f: f.sha256[:8]):
        file = add(give("august.csv", CANDIDATE)).file
        assert remove_file(name(file)) == file
        assert kept_files() == ()
        assert sorted(contents(home)) == ["files/files.json"]


def test_a_name_of_no_file_or_of_several_removes_none(home: Path, give: Give) -> None:
    add(give("august.csv", CANDIDATE), give("september.csv", CANDIDATE.replace(b"-08-", b"-09-")))
    before = contents(home)
    with pytest.raises(UnknownNameError, match=r"unknown file of yours.*'augst\.csv'.*Did you mean august\.csv"):
        remove_file("augst.csv")
    with pytest.raises(InputError, match=r"several of your files; found august\.csv \(\w{12}\), september\.csv"):
        remove_file("ucdp-candidate")
    assert contents(home) == before


def test_another_file_of_a_release_that_is_kept_is_refused(home: Path, give: Give) -> None:
    add(give("august.csv", CANDIDATE))
    before = contents(home)
    other = give("august2.csv", CANDIDATE.replace(b",1,1,1,373,", b",5,9,1,373,"))
    with pytest.raises(InputError, match=r"another file of release 26\.0\.8 .*found august\.csv.*data remove"):
        add(other)
    assert contents(home) == before


def test_two_files_of_one_release_in_one_call_are_refused_too(home: Path, give: Give) -> None:
    files = [give("a.csv", CANDIDATE), give("b.csv", CANDIDATE.replace(b",1,1,1,373,", b",5,9,1,373,"))]
    with pytest.raises(InputError, match="another file of release"):
        add_files(files)
    assert not home.exists()


def test_one_wrong_file_keeps_them_all_out(home: Path, give: Give) -> None:
    with pytest.raises(InputError, match=r"b\.csv: the file is empty"):
        add_files([give("a.csv", CANDIDATE), give("b.csv", b"")])
    assert not home.exists()


def test_a_kept_file_that_was_changed_or_taken_away_is_noticed(home: Path, give: Give) -> None:
    file = add(give("august.csv", CANDIDATE)).file
    file.path.write_bytes(CANDIDATE.replace(b"46.7", b"46.8"))
    with pytest.raises(SourceError, match=r"is not in .* as it was added"):
        file.verified_path()
    file.path.write_bytes(b"")
    assert file.state == "different"
    file.path.unlink()
    assert file.state == "absent"
    with pytest.raises(SourceError, match="as it was added"):
        file.verified_path()
    assert remove_file("ucdp-candidate") == file


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99, "files": []}', '{"format": 1, "files": [{}]}'])
def test_a_damaged_list_of_files_is_told_and_nothing_is_deleted(text: str, home: Path, give: Give) -> None:
    add(give("august.csv", CANDIDATE))
    (home / "files" / "files.json").write_text(text)
    before = contents(home)
    for attempt in (kept_files, lambda: add(give("september.csv", CANDIDATE)), lambda: remove_file("august.csv")):
        with pytest.raises(SourceError, match=r"the list of your own files.*is damaged"):
            attempt()
    assert contents(home) == before


def test_without_files_there_is_no_list_and_no_folder(home: Path) -> None:
    assert kept_files() == ()
    assert newest("ucdp-prio-acd") is None
    assert not home.exists()


def test_a_home_that_cannot_be_written_is_wrong_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, give: Give
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("STATUSQUO_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(InputError, match="your folder cannot be written"):
        add(give("august.csv", CANDIDATE))


def test_what_was_moved_goes_back_when_the_list_cannot_be_written(
    home: Path, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(give("august.csv", CANDIDATE))
    before = contents(home)

    def refuse(files: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(own_ledger, "write_ledger", refuse)
    with pytest.raises(KeyboardInterrupt):
        add(give("september.csv", CANDIDATE.replace(b"-08-", b"-09-")))
    assert contents(home) == before


def test_progress_is_told_in_bytes(home: Path, give: Give) -> None:
    told: list[tuple[str, int]] = []
    own_files.add_files([give("august.csv", CANDIDATE)], lambda what, count: told.append((what, count)))
    assert sum(count for _, count in told) == len(CANDIDATE)
    assert [what for what, _ in told] == ["copying august.csv", "reading august.csv", "keeping"]
