"""A user's snapshot: built as a whole from their newest files, used until they go back, gone when its files are."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.fits.own_release import shipped_artefacts, write_acd
from tests.fits.test_fits import COUNT
from tests.snapshot.releases import CHANGES_OF_ACD
from typer.testing import CliRunner

from statusquo.cli.data import app
from statusquo.core import artefacts
from statusquo.core.artefacts import artefacts_folder, is_of_snapshot_in_use, load_artefact
from statusquo.core.errors import InputError, SnapshotError, SourceError
from statusquo.core.files import scratch_folder, sha256_of
from statusquo.core.in_use import ARTEFACTS, MANIFEST, user_snapshot_folder, using_snapshot
from statusquo.fits import user_snapshot
from statusquo.fits.build import build_artefacts, fit_state, fits_named
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.fits.user_snapshot import FOLLOWING, build_user_snapshot
from statusquo.snapshot.build_own import own_rows
from statusquo.snapshot.own_files import add_files, kept_files, remove_file
from statusquo.snapshot.store import Snapshot, default_folder, open_snapshot

pytestmark = pytest.mark.raw

ACD = "ucdp-prio-acd"


def sums(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): sha256_of(path) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def _package_stays_as_it_is() -> object:
    before = sums(default_folder()), sums(artefacts_folder())
    yield
    assert (sums(default_folder()), sums(artefacts_folder())) == before


@pytest.fixture
def acd_zip(raw_dir: Path, tmp_path: Path) -> Path:
    return write_acd(raw_dir, tmp_path)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_snapshot, "build_artefacts", shipped_artefacts)


@pytest.fixture
def users(home: Path, acd_zip: Path, quick: None) -> Snapshot:
    """The snapshot of a user who has the new release, with artefacts that were not fitted to it."""
    add_files([acd_zip])
    build_user_snapshot()
    return open_snapshot()


@pytest.mark.usefixtures("quick")
def test_a_snapshot_says_what_it_was_made_of(home: Path, acd_zip: Path) -> None:
    add_files([acd_zip])
    seen: list[float] = []
    built = build_user_snapshot(lambda share, what: seen.append(share))
    assert seen == sorted(seen)
    (file,) = kept_files()
    assert built.files == (file,)
    snapshot = open_snapshot()
    assert snapshot.kind == "user"
    assert snapshot.manifest == built.manifest
    entry = snapshot.releases[ACD]
    assert (entry["name"], entry["last_year"], entry["is_own"]) == ("UCDP/PRIO ACD 26.1", 2025, True)
    assert entry["files"] == {file.kept_name: file.sha256}
    assert snapshot.data_note() == "Conflict data to 2025: UCDP/PRIO ACD 26.1 to 2025."
    others = {key: each for key, each in snapshot.releases.items() if key != ACD}
    assert others == {key: each for key, each in open_snapshot(default_folder()).releases.items() if key != ACD}


def test_tables_on_which_no_file_bears_are_the_packages_own(users: Snapshot) -> None:
    changed = {name for name in users.table_names if users.manifest["tables"][name] != base(name)}
    assert changed == set(users.manifest["changed_tables"])
    assert {"disputes", "dispute_years", "conflict_runs", "recent_activity"} <= changed
    assert {"spending", "states", "movements", "countries"}.isdisjoint(changed)
    assert all(users.table(name).height == users.manifest["tables"][name]["rows"] for name in users.table_names)


def base(name: str) -> object:
    return open_snapshot(default_folder()).manifest["tables"][name]


def test_the_risks_are_fitted_to_the_new_tables(home: Path, acd_zip: Path) -> None:
    add_files([acd_zip])
    build_user_snapshot()
    snapshot = open_snapshot()
    for fit in fits_named(FOLLOWING):
        assert is_of_snapshot_in_use(fit.name)
        assert fit_state(fit, snapshot).words == "up to date"
    coming = load_artefact("risk_paths").filter(year=snapshot.coming_year, risk_set="broad", event="war")
    assert set(coming["conflict_id_ucdp"]) <= set(snapshot.table("disputes")["conflict_id_ucdp"])
    effects = fit_state(*fits_named(["risk_effects"]), snapshot)
    assert effects.is_stand_in
    assert effects.words.startswith("the package's, made from other versions of ")
    with using_snapshot("embedded"):
        shipped = load_artefact("risk_paths")
    assert not load_artefact("risk_paths").equals(shipped)


def test_without_files_there_is_nothing_to_build(home: Path, tmp_path: Path, raw_dir: Path) -> None:
    with pytest.raises(InputError, match=r"nothing to build.*found no files.*`statusquo data add FILE`"):
        build_user_snapshot()
    older = tmp_path / "acd.csv"
    shutil.copyfile(raw_dir / "ucdp" / "ucdp-prio-acd-251.csv", older)
    add_files([older])
    with pytest.raises(InputError, match=r"nothing to build.*Armed Conflict Dataset 25\.1"):
        build_user_snapshot()
    assert not user_snapshot_folder().exists()


def test_a_snapshot_goes_with_the_last_of_its_files(users: Snapshot) -> None:
    remove_file(ACD)
    result = CliRunner().invoke(app, ["build"])
    assert "your snapshot was removed" in result.stdout
    assert not users.folder.exists()
    assert open_snapshot().kind == "embedded"


def test_a_file_that_is_not_as_it_was_added_stops_the_build(users: Snapshot) -> None:
    before = sums(users.folder)
    kept_files()[0].path.write_bytes(b"something else")
    with pytest.raises(SourceError, match=r"is not in .* as it was added"):
        build_user_snapshot()
    assert sums(users.folder) == before


def test_one_builds_at_a_time(users: Snapshot) -> None:
    before = sums(users.folder)
    with scratch_folder(users.folder), pytest.raises(InputError, match="another process is writing here"):
        build_user_snapshot()
    assert sums(users.folder) == before


# Fitting to the user's snapshot


def count_own_rows(inputs: FitInputs) -> Fitted:
    """A fit that reads the user's own file in the place of the raw one."""
    return Fitted(pl.DataFrame({"n": [inputs.own[ACD].height]}))


@pytest.fixture
def anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefacts, "checked", lambda frame, table: frame)


def fit(snapshot: Snapshot) -> None:
    build_artefacts([COUNT], snapshot, None, lambda one: lambda *step: None, folder=snapshot.folder / ARTEFACTS)


@pytest.mark.usefixtures("anything")
def test_an_artefact_fitted_to_the_users_snapshot_lies_and_is_named_there(users: Snapshot) -> None:
    fit(users)
    assert load_artefact("count")["n"].item() == users.table("disputes").height
    assert "count" in json.loads((users.folder / MANIFEST).read_text())["artefacts"]
    assert fit_state(COUNT, open_snapshot()).words == "up to date"
    with using_snapshot("embedded"):
        assert not artefacts.has_artefact("count")


@pytest.mark.usefixtures("anything")
def test_an_artefact_is_not_put_beside_the_tables_of_another_building(users: Snapshot) -> None:
    manifest = json.loads((users.folder / MANIFEST).read_text())
    manifest["tables"]["disputes"]["sha256"] = "0" * 64
    (users.folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(SnapshotError, match="built anew while its artefacts were fitted"):
        fit(users)
    assert not (users.folder / ARTEFACTS / "count.parquet").exists()


@pytest.mark.usefixtures("anything")
def test_what_lacks_raw_files_or_a_package_is_left_out_with_the_reason(
    users: Snapshot,
) -> None:
    left_out: dict[str, str] = {}

    def skip(fit: object, why: str) -> None:
        left_out[fit.name] = why  # type: ignore[attr-defined]

    needs_raw = dataclasses.replace(COUNT, name="raw", sources=("sipri-tiv",))
    needs_package = dataclasses.replace(COUNT, name="package", made_by="no_such_package:fit")
    fits = [needs_raw, needs_package, COUNT]
    build_artefacts(fits, users, None, lambda one: lambda *step: None, folder=users.folder / ARTEFACTS, skip=skip)
    assert set(left_out) == {"raw", "package"}
    assert "raw files that are not there: sipri-tiv-tables/" in left_out["raw"]
    assert "the package 'no_such_package'" in left_out["package"]
    assert artefacts.has_artefact("count")


def test_the_command_says_what_it_left_out(users: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("statusquo.fits.build.FITS", fits_named(["military_balances"]))
    result = CliRunner().invoke(app, ["fit", "--raw", str(tmp_path), "--json"])
    assert result.stderr.startswith("military_balances is left out: it needs raw files that are not there: ")
    (row,) = json.loads(result.stdout)["artefacts"]
    assert row["is_stand_in"]
    assert row["left_out"].startswith("it needs raw files")
    named = CliRunner().invoke(app, ["fit", "military_balances", "--raw", str(tmp_path)])
    assert isinstance(named.exception, InputError)


@pytest.mark.usefixtures("anything")
def test_a_fit_is_given_the_users_file_in_the_place_of_the_raw_one(users: Snapshot) -> None:
    """So that no raw file is needed, and the record names the file that was read."""
    reads_own = dataclasses.replace(COUNT, made_by=f"{__name__}:count_own_rows", sources=(ACD,))
    folder = users.folder / ARTEFACTS
    (record,) = build_artefacts([reads_own], users, None, lambda one: lambda *step: None, folder=folder)
    assert load_artefact("count")["n"].item() == CHANGES_OF_ACD["rows"]
    (file,) = kept_files()
    assert record.inputs[file.kept_name] == file.sha256


def test_rows_of_a_users_file_are_read_where_the_snapshot_was_made_of_it(users: Snapshot) -> None:
    rows = own_rows(users, ACD)
    assert rows is not None
    assert rows["year"].max() == 2025
    assert own_rows(users, "sipri-milex") is None
    remove_file(ACD)
    with pytest.raises(SourceError, match="was removed since"):
        own_rows(users, ACD)
