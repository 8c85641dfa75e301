"""Building twice gives the same bytes, within limits; opening is quick, and says what to do if it cannot."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from statusquo.core.columns import checked, columns_of
from statusquo.core.errors import InputError, SnapshotError, SourceError, StatusQuoError, UnknownNameError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import user_snapshot_folder, using_snapshot
from statusquo.snapshot import build as build_module
from statusquo.snapshot.build import FILE_LIMIT_BYTES, STEPS, TOTAL_LIMIT_BYTES, build_snapshot
from statusquo.snapshot.contents import snapshot_table_names, table_sources
from statusquo.snapshot.store import FORMAT, MANIFEST, Snapshot, default_folder, embedded_base, open_snapshot
from statusquo.sources.registry import ORIGINS


def sums(folder: Path) -> dict[str, str]:
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir())}


@pytest.mark.raw
def test_building_twice_gives_the_same_bytes_in_under_a_minute(
    raw_dir: Path, built_folder: Path, tmp_path: Path
) -> None:
    steps: list[str] = []
    began = time.perf_counter()
    build_snapshot(raw_dir, tmp_path / "again", steps.append)
    assert time.perf_counter() - began < 60
    assert sums(tmp_path / "again") == sums(built_folder)
    assert tuple(steps) == STEPS


@pytest.mark.raw
def test_what_ships_is_what_the_raw_files_give(built_folder: Path) -> None:
    """Table for table; the bytes too, as long as the writer of Parquet is the same version."""
    shipped, built = open_snapshot(), open_snapshot(built_folder)
    assert built.table_names == shipped.table_names
    for name in built.table_names:
        assert built.table(name).equals(shipped.table(name)), name
    assert built.manifest["sources"] == shipped.manifest["sources"]
    assert built.releases == shipped.releases


@pytest.fixture
def shipped_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build take the tables that ship, for tests of how it writes and not of what."""
    snapshot = open_snapshot()
    tables = {name: snapshot.table(name) for name in snapshot.table_names}
    monkeypatch.setattr(build_module, "derive_tables", lambda raw, progress: tables)


@pytest.mark.usefixtures("shipped_tables")
def test_building_over_a_snapshot_replaces_it_whole(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    build_snapshot(tmp_path, target)
    first = sums(target)
    assert open_snapshot(target).table("states").height > 300
    (target / "states.parquet").write_bytes(b"old")
    (target / "left-over.parquet").write_bytes(b"old")
    build_snapshot(tmp_path, target)
    assert sums(target) == first
    assert open_snapshot(target).table("states").height > 300
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


@pytest.mark.usefixtures("shipped_tables")
def test_a_build_that_fails_leaves_the_old_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "tables"
    build_snapshot(tmp_path, target)
    before = sums(target)
    monkeypatch.setattr(build_module, "FILE_LIMIT_BYTES", 10)
    with pytest.raises(SourceError, match="files over 10"):
        build_snapshot(tmp_path, target)
    assert sums(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_an_absent_raw_file_stops_the_build_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(SourceError, match=r"ucdp-prio-acd: .* is absent"):
        build_snapshot(tmp_path / "raw", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds something else"):
        build_snapshot(tmp_path, tmp_path)
    with pytest.raises(InputError, match="is a file"):
        build_snapshot(tmp_path, tmp_path / "thesis.txt")
    with pytest.raises(InputError, match="no such folder"):
        build_snapshot(tmp_path, tmp_path / "absent" / "out")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.usefixtures("shipped_tables")
def test_a_folder_that_cannot_be_written_is_wrong_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path, *arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match=r"cannot be written.*Permission denied"):
        build_snapshot(tmp_path, tmp_path / "out")


@pytest.mark.raw
def test_a_plain_installation_says_what_building_needs(
    raw_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    with pytest.raises(StatusQuoError, match=r"needs the package 'fastexcel'.*statusquo\[build\]"):
        build_snapshot(raw_dir, tmp_path / "out")


def test_the_snapshot_keeps_its_limits() -> None:
    sizes = [path.stat().st_size for path in default_folder().iterdir()]
    assert sum(sizes) <= TOTAL_LIMIT_BYTES
    assert max(sizes) <= FILE_LIMIT_BYTES


def test_every_table_ships_and_holds_what_it_declares(snapshot: Snapshot) -> None:
    assert snapshot.table_names == snapshot_table_names()
    for name in snapshot.table_names:
        table = snapshot.table(name)
        assert checked(table, name).equals(table)
        assert table.height == snapshot.manifest["tables"][name]["rows"] > 0


def test_the_manifest_says_which_bytes_ship_and_what_they_rest_on(snapshot: Snapshot) -> None:
    assert snapshot.manifest["format"] == FORMAT
    for name, entry in snapshot.manifest["tables"].items():
        path = snapshot.folder / f"{name}.parquet"
        assert (entry["bytes"], entry["sha256"]) == (path.stat().st_size, sha256_of(path))
        assert entry["sources"] == list(table_sources(name))
    for key, entry in snapshot.manifest["sources"].items():
        assert entry["version"] == ORIGINS[key].version
        assert entry["files"].items() <= {file.path: file.sha256 for file in ORIGINS[key].files}.items()


def test_no_table_of_a_reader_ships() -> None:
    names = {path.stem for path in default_folder().glob("*.parquet")}
    assert names == set(snapshot_table_names())
    assert not any(name.startswith("source.") for name in names)


def test_no_table_rests_on_the_file_that_must_not_be_redistributed() -> None:
    assert not any("sdm" in key for key in ORIGINS)
    assert not any(file.path.startswith("sdm/") for origin in ORIGINS.values() for file in origin.files)
    cited = {source for name in snapshot_table_names() for column in columns_of(name) for source in column.sources}
    assert "sdm" not in cited
    assert cited <= set(ORIGINS)


def test_opening_is_quick_and_done_once() -> None:
    began = time.perf_counter()
    first = open_snapshot()
    assert time.perf_counter() - began < 0.1
    assert open_snapshot() is first
    assert open_snapshot(default_folder()) is first
    assert first.table("states") is first.table("states")


def test_an_unknown_table_is_refused_with_those_there_are(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown table 'rivers'"):
        snapshot.table("rivers")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "copy"))


def test_an_absent_snapshot_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"there is no snapshot in .*statusquo data build --raw DIR"):
        open_snapshot(tmp_path)


def test_a_snapshot_of_another_format_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / MANIFEST).read_text())
    (copied / MANIFEST).write_text(json.dumps({**manifest, "format": FORMAT + 1}))
    with pytest.raises(SnapshotError, match=f"has format {FORMAT + 1}, this version reads {FORMAT}"):
        open_snapshot(copied)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1]",
        '{"format": 2}',
        "[" * 100_000,
        '{"format": 2, "built_by": "x", "tables": {"states": {}}, "releases": {}}',
        '{"format": 2, "built_by": "x", "tables": {}, "releases": {"ucdp-brd": {"name": 3}}}',
        '{"format": "2", "built_by": "x", "tables": {}, "releases": {}}',
    ],
)
def test_a_damaged_manifest_is_refused(copied: Path, content: str) -> None:
    (copied / MANIFEST).write_text(content)
    with pytest.raises(SnapshotError, match="is damaged"):
        open_snapshot(copied)


def put(folder: Path, name: str, table: pl.DataFrame, **manifest: object) -> None:
    """Put a table into a snapshot, named in its manifest as it is."""
    table.write_parquet(folder / f"{name}.parquet")
    told = json.loads((folder / MANIFEST).read_text())
    told["tables"][name] |= {"rows": table.height, "sha256": sha256_of(folder / f"{name}.parquet")}
    (folder / MANIFEST).write_text(json.dumps({**told, **manifest}))


def test_a_table_of_another_building_is_refused(copied: Path, snapshot: Snapshot) -> None:
    opened = open_snapshot(copied)
    put(copied, "states", snapshot.table("states").head(100))
    with pytest.raises(SnapshotError, match=r"'states' .* is not the file that manifest.json names.*built anew"):
        opened.table("states")
    assert open_snapshot(copied).table("states").height == 100


def test_a_table_with_other_columns_is_refused_with_who_built_it(copied: Path, snapshot: Snapshot) -> None:
    older = snapshot.table("states").drop("iso3").rename({"name": "called"})
    put(copied, "states", older, built_by="statusquo 0.0.9")
    with pytest.raises(SnapshotError, match=r"built by statusquo 0.0.9, has other columns .*: called, iso3, name;"):
        open_snapshot(copied).table("states")


@pytest.fixture
def users(home: Path) -> Path:
    """A snapshot of a user's own, derived from the package's as it is."""
    folder = Path(shutil.copytree(default_folder(), user_snapshot_folder()))
    states = open_snapshot(default_folder()).table("states").head(100)
    put(folder, "states", states, derived_from=embedded_base(), built="2026-11-30")
    return folder


def test_the_users_snapshot_is_opened_until_the_packages_is_chosen(users: Path) -> None:
    assert open_snapshot().folder == users
    assert open_snapshot().kind == "user"
    assert open_snapshot().table("states").height == 100
    with using_snapshot("embedded"):
        assert open_snapshot() is open_snapshot(default_folder())
        assert open_snapshot().kind == "embedded"
        assert open_snapshot(users).kind == "user"


@pytest.mark.parametrize("field", ["package", "manifest_sha256"])
def test_a_users_snapshot_derived_from_other_tables_is_refused_with_the_cures(users: Path, field: str) -> None:
    told = json.loads((users / MANIFEST).read_text())
    told["derived_from"][field] = "of another version"
    (users / MANIFEST).write_text(json.dumps(told))
    with pytest.raises(SnapshotError, match=r"derived from the tables .*`statusquo data build`.*--snapshot embedded"):
        open_snapshot()
    (users / MANIFEST).write_text("{")
    with pytest.raises(SnapshotError, match=r"is damaged.*`statusquo data build`.*--snapshot embedded"):
        open_snapshot()


@pytest.mark.parametrize("content", [None, b"", b"not parquet at all"])
def test_an_absent_or_damaged_table_is_refused(copied: Path, content: bytes | None) -> None:
    path = copied / "states.parquet"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SnapshotError, match=r"table 'states' of the snapshot cannot be read"):
        open_snapshot(copied).table("states")
