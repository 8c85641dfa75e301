"""`statusquo events`, and what `show` says of the months since the data end, on files in UCDP's form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import run_command
from tests.event_files.event_rows import event, ged
from tests.snapshot.releases import as_csv

ASSAM, KAREN = "ucdp-365", "ucdp-221"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with candidate events of January to August 2026 for two disputes."""
    monkeypatch.setenv("STATUSQUO_HOME", str(tmp_path / "home"))
    karen = [event(n, f"2026-{n:02d}-11", 15, code_status="Check deaths" if n % 2 else "Clear") for n in range(1, 9)]
    assam = [event(30 + n, f"2026-0{n}-03", 1, conflict=365) for n in (2, 8)]
    (tmp_path / "candidate.csv").write_bytes(as_csv([*karen, *assam]))
    assert run_command("data", "add", str(tmp_path / "candidate.csv")).returncode == 0
    return tmp_path


def test_show_says_what_the_months_since_the_data_end_hold(home: Path) -> None:
    shown = run_command("show", KAREN)
    text = " ".join(shown.stdout.split())
    assert "UCDP’s candidate files count 120 battle deaths from January to August 2026" in text
    assert "With 25 or more the year will count as active, unless they are revised." in text
    lines = shown.stdout.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    since = json.loads(run_command("show", KAREN, "--json").stdout)["since"]
    assert (since["deaths_best"], since["events"], since["events_not_clear"]) == (120, 8, 4)
    assert since["deaths"]["interval"] == "draws95"
    assert since["deaths"]["value"] > 120


def test_a_few_deaths_leave_the_year_open_and_without_ged_the_chance_as_it_was(home: Path) -> None:
    text = " ".join(run_command("show", ASSAM).stdout.split())
    assert "count 2 battle deaths from January to August 2026" in text
    assert "to update it takes GED among your files" in text
    assert "will count as active" not in text


def test_with_ged_the_chance_moves(home: Path) -> None:
    (home / "ged.csv").write_bytes(
        as_csv(ged(*(f"{year}-{month:02d}-01" for year in range(1990, 2020) for month in (3, 9))))
    )
    assert run_command("data", "add", str(home / "ged.csv")).returncode == 0
    since = json.loads(run_command("show", ASSAM, "--json").stdout)
    assert since["since"]["chance"]["value"] != since["risk"]["fighting"]["value"]
    text = " ".join(run_command("show", "transnistria").stdout.split())
    assert "tell of no battle deaths from January to August 2026" in text
    assert "the chance that 2026 sees fighting moves from" in text


def test_the_package_s_own_data_say_nothing_of_the_months(home: Path) -> None:
    document = json.loads(run_command("show", KAREN, "--json", "--snapshot", "embedded").stdout)
    assert "since" not in document


def test_months_are_listed_and_told_as_json(home: Path) -> None:
    told = run_command("events", "months", KAREN)
    assert "2026-08" in told.stdout
    assert "Your files cover 8 months, 2026-01 to 2026-08; 0 without an event." in told.stdout
    document = json.loads(run_command("events", "months", ASSAM, "--json").stdout)
    assert [row["deaths_best"] for row in document["months"]] == [0, 1, 0, 0, 0, 0, 0, 1]
    assert document["months"][0]["deaths_from"] is None
    assert len(json.loads(run_command("events", "new", KAREN, "--json").stdout)["months"]) == 8


def test_a_file_is_checked_and_not_kept(home: Path) -> None:
    (home / "july.csv").write_bytes(as_csv([event(1, "2026-07-03", code_status="Check deaths")]))
    told = json.loads(run_command("events", "check", str(home / "july.csv"), "--json").stdout)["files"]
    assert (told[0]["version"], told[0]["events"], told[0]["events_not_clear"]) == ("26.0.7", 1, 1)
    assert len(json.loads(run_command("data", "status", "--json").stdout)["own_files"]) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("months", "scotland"), "no conflict number for this dispute"),
        (("months", "nowhere-at-all"), "nowhere-at-all"),
        (("months", KAREN, "--from", "2026", "--to", "2020"), "the last year lies before the first"),
        (("check", "absent.csv"), "absent.csv"),
    ],
)
def test_wrong_questions_are_refused_in_one_message(home: Path, words: tuple[str, ...], told: str) -> None:
    done = run_command("events", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_event_files_the_message_says_how_to_add_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATUSQUO_HOME", str(tmp_path / "empty"))
    for words in (("events", "new", KAREN), ("panel", "dispute-month", "-o", str(tmp_path / "p.csv"))):
        done = run_command(*words)
        assert done.returncode == 2
        assert "statusquo data add FILE" in done.stderr
    assert not (tmp_path / "p.csv").exists()
