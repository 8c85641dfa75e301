"""`statusquo data add, remove, status, download --release`: own files in plain words, in JSON, and with exit codes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.snapshot.local_server import Server, serving
from tests.snapshot.releases import ACD_MEMBER, acd_26_1, as_csv, brd_26_1, candidate_event, zipped
from typer.testing import CliRunner, Result

from statusquo.cli.data import app
from statusquo.core.errors import InputError, OfflineError, SourceError, UnknownNameError
from statusquo.core.origin import Origin
from statusquo.snapshot.ages import age_in_words
from statusquo.snapshot.own_files import kept_files
from statusquo.sources.registry import ORIGINS

CANDIDATE = as_csv([candidate_event("2026-08-01", "2026-08-02")])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def json_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def candidate(tmp_path: Path, home: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_bytes(CANDIDATE)
    return path


@pytest.fixture
def acd_zip(tmp_path: Path, home: Path, raw_dir: Path) -> Path:
    path = tmp_path / "ucdp-prio-acd-261-csv.zip"
    path.write_bytes(zipped(ACD_MEMBER, as_csv(acd_26_1(raw_dir), bom=True)))
    return path


# add and remove


@pytest.mark.raw
def test_add_says_what_the_file_is_what_is_new_and_what_comes_next(acd_zip: Path) -> None:
    result = run("add", acd_zip)
    assert result.exit_code == 0, result.output
    for part in (
        "ucdp-prio-acd-261-csv.zip: UCDP/PRIO Armed Conflict Dataset, 26.1",
        "2,816 rows, 1946 to 2025",
        "adds 2025 to the snapshot's, which ends in 2024: 65 conflict-years",
        "quiet where the snapshot has an active year: 1 (16379 Jubaland 2024)",
    ):
        assert part in result.stdout
    assert result.stderr == "Next: statusquo data build\n"
    assert max(map(len, result.stdout.splitlines())) <= 80
    again = run("add", acd_zip)
    assert "kept already" in again.stdout
    assert again.stderr == ""


@pytest.mark.raw
def test_add_in_json_is_one_document(acd_zip: Path) -> None:
    (added,) = json_of(run("add", acd_zip, "--json"))["added"]
    assert (added["source_id"], added["version"], added["was_kept"]) == ("ucdp-prio-acd", "26.1", False)
    assert added["news"]["years_added"] == [2025]
    assert added["given_sha256"] == hashlib.sha256(acd_zip.read_bytes()).hexdigest()


def test_event_files_are_said_to_be_told_by_month(candidate: Path) -> None:
    result = run("add", candidate)
    assert "told by month from now on: statusquo events months ID" in result.stdout
    assert result.stderr == ""


def test_a_wrong_file_ends_with_code_2_and_one_message(home: Path, tmp_path: Path) -> None:
    """Through the command itself, as a user meets it."""
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(CANDIDATE.replace(b",39.8,", b',"39,8",'))
    done = subprocess.run(
        [sys.executable, "-m", "statusquo", "data", "add", str(wrong)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line == (
        f"Error: {wrong}:2: latitude: the value cannot be read; found '39,8'; allowed degrees from -90 to 90"
    )
    assert not home.exists()


def test_a_workbook_without_the_package_that_reads_it_names_the_extra(
    home: Path, raw_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    for path in ("sipri-milex-2026/sipri-milex-1949-2025_v1.2.xlsx", "sdm/SDM selected variables.xlsx"):
        error = run("add", raw_dir / path).exception
        assert "statusquo[build]" in str(error)
    assert not home.exists()


def test_remove_takes_a_file_away_once(candidate: Path) -> None:
    run("add", candidate)
    assert "Removed events.csv: UCDP Candidate Events Dataset, 26.0.8." in run("remove", "ucdp-candidate").stdout
    assert kept_files() == ()
    error = run("remove", "ucdp-candidate").exception
    assert isinstance(error, UnknownNameError)
    assert error.exit_code == 2
    run("add", candidate)
    assert json_of(run("remove", "events.csv", "--json"))["removed"]["version"] == "26.0.8"


# status


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        (dt.date(2026, 12, 31), "goes to the end of this year"),
        (dt.date(2026, 11, 30), "ended today"),
        (dt.date(2026, 11, 29), "ended 1 day ago"),
        (dt.date(2026, 10, 31), "ended 30 days ago"),
        (dt.date(2025, 12, 31), "ended 11 months ago"),
        (dt.date(2024, 12, 31), "ended 23 months ago"),
        (dt.date(2023, 12, 31), "ended 3 years ago"),
        (dt.date(2014, 12, 31), "ended 12 years ago"),
    ],
)
def test_age_is_told_in_plain_words(last_day: dt.date, words: str) -> None:
    assert age_in_words(last_day, dt.date(2026, 11, 30)) == words


def test_status_tells_the_age_and_the_newer_release_of_each_source(home: Path) -> None:
    document = json_of(run("status", "--json"))
    acd = next(source for source in document["sources"] if source["id"] == "ucdp-prio-acd")
    assert acd["release"] == "25.1"
    assert acd["age"].startswith("ended ")
    assert acd["newer_releases"] == [{"version": "26.1", "last_year": 2025}]
    assert acd["hint"] == "26.1 is known and covers 2025"
    igo = next(source for source in document["sources"] if source["id"] == "cow-igo")
    assert igo["hint"] == "no newer release is known"
    assert document["own_files"] == []
    text = run("status").stdout
    assert "ucdp-prio-acd: 26.1 is known and covers 2025: statusquo data add FILE, or" in text
    assert "statusquo data download --source ucdp-prio-acd --release '26.1'" in text
    assert "You have added no files of your own" in text
    assert not home.exists()


@pytest.mark.raw
def test_status_says_which_of_the_own_files_a_build_takes(
    acd_zip: Path, candidate: Path, tmp_path: Path, raw_dir: Path
) -> None:
    brd = tmp_path / "brd.csv"
    brd.write_bytes(as_csv(brd_26_1(raw_dir)))
    old = raw_dir / "ucdp" / "ucdp-prio-acd-251.csv"
    spending = raw_dir / "sipri-milex" / "SIPRI-Milex-data-1949-2024_2.xlsx"
    assert run("add", acd_zip, candidate, brd, old, spending).exit_code == 0
    document = json_of(run("status", "--json"))
    uses = {file["original_name"]: file["use"] for file in document["own_files"]}
    assert uses == {
        acd_zip.name: "waits for `statusquo data build`",
        brd.name: "waits for `statusquo data build`",
        old.name: "in the snapshot in use",  # the package's own is made from the same file
        spending.name: "not used: the package's own reaches as far",
        candidate.name: "told by month (`events`)",
    }
    hints = run("status").stdout
    assert "ucdp-prio-acd: 26.1 is known" not in hints
    assert "ucdp-dyadic: 26.1 is known" in hints
    for file in kept_files("ucdp-prio-acd"):
        file.path.unlink()
    document = json_of(run("status", "--json"))
    uses = {file["original_name"]: file["use"] for file in document["own_files"]}
    assert uses[acd_zip.name] == "not as it was added: it is absent; remove it and add it anew"


# download --release


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as state:
        yield state


def served(server: Server, monkeypatch: pytest.MonkeyPatch, content: bytes, **recorded: str) -> Origin:
    """Let release 26.1 of the Armed Conflict Dataset be fetched from this machine."""
    server.content["ucdp-prio-acd-261-csv.zip"] = content
    origin = ORIGINS["ucdp-prio-acd"]
    (release,) = origin.others
    (file,) = release.files
    address = server.address("ucdp-prio-acd-261-csv.zip")
    file = replace(file, **{"producer": address, "zip_sha256": "", **recorded})
    origin = replace(origin, others=(replace(release, files=(file,)),))
    monkeypatch.setitem(ORIGINS, origin.id, origin)
    return origin


RELEASE = ("download", "--source", "ucdp-prio-acd", "--release", "26.1")


@pytest.mark.raw
def test_a_known_release_is_fetched_from_its_producer_and_added(
    server: Server, acd_zip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = acd_zip.read_bytes()
    served(server, monkeypatch, content, zip_sha256=hashlib.sha256(content).hexdigest())
    (added,) = json_of(run(*RELEASE, "--json"))["added"]
    assert (added["version"], added["original_name"]) == ("26.1", acd_zip.name)
    assert server.asked == ["ucdp-prio-acd-261-csv.zip"]
    assert [file.given_sha256 for file in kept_files()] == [hashlib.sha256(content).hexdigest()]


def test_other_bytes_than_those_recorded_are_not_kept(
    server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(server, monkeypatch, b"another file", zip_sha256="0" * 64)
    error = run(*RELEASE).exception
    assert isinstance(error, SourceError)
    assert "are not those recorded of the release" in str(error)
    assert not home.exists()


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_a_page_or_half_a_file_in_place_of_the_release_is_refused(
    share: float, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(server, monkeypatch, b"<!DOCTYPE html><html><body>Moved</body></html>" * 100)
    server.sent_share = share
    error = run(*RELEASE).exception
    assert isinstance(error, InputError if share == 1 else OfflineError)
    assert not home.exists()


def test_a_pinned_copy_is_asked_when_the_producer_is_silent(
    server: Server, candidate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from statusquo.sources.registry import OWN_ORIGINS

    server.content["copy.csv"] = CANDIDATE
    origin = OWN_ORIGINS["ucdp-candidate"]
    file = replace(
        origin.files[0], producer="http://127.0.0.1:9/gone.csv", sha256=hashlib.sha256(CANDIDATE).hexdigest()
    )
    monkeypatch.setitem(OWN_ORIGINS, origin.id, replace(origin, files=(file,)))
    monkeypatch.setattr(type(file), "address", property(lambda file: server.address("copy.csv")))
    assert run("download", "--source", "ucdp-candidate", "--release", "26.0.8").exit_code == 0
    assert [file.version for file in kept_files()] == ["26.0.8"]


def test_offline_says_how_to_get_the_file_by_hand(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served(server, monkeypatch, b"", producer="http://127.0.0.1:9/acd.zip")
    error = run(*RELEASE).exception
    assert isinstance(error, OfflineError)
    assert error.exit_code == 1
    for part in ("http://127.0.0.1:9/acd.zip", "https://ucdp.uu.se/downloads/", "statusquo data add FILE"):
        assert part in str(error)
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "ucdp-prio-acd", "--release", "27.1"], "unknown release of ucdp-prio-acd '27.1'"),
        (["--source", "pax", "--release", "10"], "no address of release 10 of pax is known"),
        (["--source", "nothing", "--release", "1"], "unknown data set"),
        (["--release", "26.1"], "a release is of one data set; found 0 data sets"),
        (["--source", "isard", "--source", "atop", "--release", "1"], "found 2 data sets"),
    ],
)
def test_a_release_that_cannot_be_fetched_is_wrong_input(arguments: list[str], said: str, home: Path) -> None:
    error = run("download", *arguments).exception
    assert isinstance(error, InputError)
    assert said in str(error)
