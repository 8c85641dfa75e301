"""`statusquo changed` says what is new in 24 lines of 80 columns, and keeps what it told for the next run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from statusquo.changes import told as told_module
from statusquo.changes.cases_unchanged import UnchangedCase
from statusquo.changes.last_run import last_run_file, read_last_run, write_last_run
from statusquo.changes.moves import Moves, RiskMove, Turn, VerdictTurn
from statusquo.changes.news import DataNews, ForecastNews, News
from statusquo.changes.since import earlier_telling
from statusquo.changes.told import Chance
from statusquo.changes.watched import Watched, things_to_watch
from statusquo.cli.app import app
from statusquo.cli.news_lines import MOST_LINES, news_lines
from statusquo.core.errors import InputError
from statusquo.forecasts.ledger import shipped_forecasts
from statusquo.snapshot.fighting_differences import FightingRecord, fighting_differences
from statusquo.snapshot.records import fighting_in_snapshot
from statusquo.snapshot.store import open_snapshot


@pytest.fixture(autouse=True)
def _judge_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims are judged in `tests/changes`; here they would only take time."""
    monkeypatch.setattr(told_module, "disputes_of_explanations", tuple)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["changed", *arguments])


def json_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_first_run_says_that_there_is_nothing_to_compare_with_and_keeps_what_it_told(home: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "this is the first run" in result.stdout
    assert "--since 0.1.0" in result.stdout
    kept = read_last_run().told
    assert kept is not None
    assert kept.last_year == open_snapshot().last_year


def test_the_second_run_says_that_nothing_has_changed(home: Path) -> None:
    run()
    text = run().stdout
    assert text.startswith("Since the last run, on ")
    assert "nothing has changed." in text
    assert "moved" not in text


def test_what_moved_since_the_last_run_is_told(home: Path) -> None:
    run()
    kept = read_last_run().told
    assert kept is not None
    own = kept.disputes[354]
    changed = replace(own, stands="quiet", risk={**own.risk, "war": Chance(0.5, 0.4, 0.6)})
    write_last_run(replace(kept, disputes={**kept.disputes, 354: changed}, releases={**kept.releases, "isard": "1"}))
    result = run("--json")
    document = json_of(result)
    assert [move["id"] for move in document["moves"]["risks"]["moved"]] == [354]
    assert [turn["before"] for turn in document["moves"]["stands"]] == ["quiet"]
    assert [row["source"] for row in document["data"]["releases"]] == ["isard"]


def test_a_run_with_since_keeps_nothing(home: Path) -> None:
    assert run("--since", "0.1.0").exit_code == 0
    assert not last_run_file().exists()


def test_since_a_release_in_24_lines_of_80_columns(home: Path) -> None:
    lines = run("--since", "0.1.0").stdout.splitlines()
    assert lines[0] == "Since version 0.1.0 of 29 November 2026:"
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 80


def test_all_shows_more_than_24_lines_and_the_track_record(home: Path) -> None:
    result = run("--since", "0.1.0", "--all")
    assert len(result.stdout.splitlines()) > MOST_LINES
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "more (--all)" not in result.stdout
    assert "Case files do not record when they were last looked at" in " ".join(result.stdout.split())


def test_what_the_last_run_told_may_be_damaged(home: Path) -> None:
    home.mkdir()
    last_run_file().write_text("{")
    result = run()
    assert result.exit_code == 0, result.output
    assert "this is the first run" in result.stdout
    assert "What the last run told is lost" in result.stderr
    assert read_last_run().told is not None


def test_without_risks_nothing_is_kept_so_that_the_next_run_still_compares(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from statusquo.core.errors import ArtefactError

    run()
    before = last_run_file().read_bytes()

    def unfitted(snapshot: object) -> None:
        raise ArtefactError("the risks are of older data; fit them")

    monkeypatch.setattr(told_module, "fitted_paths", unfitted)
    result = run()
    assert "Risks are not held against each other: the risks are of older data; fit them." in result.stdout
    assert last_run_file().read_bytes() == before


def test_what_is_to_be_watched_is_told_by_its_date_and_what_was_due_as_past(home: Path) -> None:
    document = json_of(run("--json"))
    told = document["watch"]
    dates = [each["by"] for each in told if each["by"]]
    assert [each["by"] for each in told[: len(dates)]] == dates
    assert all(each["sources"] and each["why"] and each["looked_at"] for each in told)
    for each in things_to_watch(date(9999, 12, 31)):
        assert each.was_due == (each.by is not None)
        assert ("what came of it is not recorded here" in each.when) == each.was_due


def test_the_next_due_stands_before_what_was_due() -> None:
    lines = "\n".join(news_lines(_everything_new(), everything=True))
    assert "To watch:" in lines
    small = replace(_everything_new(), moved=None, watched=_two_watched())
    text = " ".join(" ".join(news_lines(small, everything=False)).split())
    assert "To watch: Ahead, due by 31 January 2027." in text
    assert "Was due, and what came of it is not recorded here: Behind, by October 2026." in text


def _two_watched() -> tuple[Watched, ...]:
    day = date(2026, 11, 30)
    past = "was due by October 2026; what came of it is not recorded here"
    return (
        Watched("behind", "Behind", "It votes.", "2026-10", True, past, "It decides.", ("A law.",), day),
        Watched(
            "ahead", "Ahead", "It ends.", "2027-01-31", False, "due by 31 January 2027", "It holds.", ("A law.",), day
        ),
        Watched("open", "Open", "Talks.", None, False, "no date set", "They count.", ("A law.",), day),
    )


@pytest.mark.parametrize("since", ["9.9.9", "2020-01-01", "ucdp-prio-acd 1.1", "never"])
def test_what_nobody_kept_is_wrong_input(home: Path, since: str) -> None:
    result = run("--since", since)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    assert result.stdout == ""


@pytest.mark.raw
def test_a_file_of_ones_own_is_told_until_the_next_run(home: Path, raw_dir: Path) -> None:
    run()
    added = CliRunner().invoke(app, ["data", "add", str(raw_dir / "sipri-milex" / "SIPRI-Milex-data-1949-2024_2.xlsx")])
    assert added.exit_code == 0, added.output
    assert "Files of your own added: sipri-milex 1949-2024" in run().stdout
    assert "Files of your own" not in run().stdout


def test_however_much_is_new_it_takes_24_lines_of_80_columns() -> None:
    """Long names, many releases, every kind of change: still one screen, and the rest is one option away."""
    lines = news_lines(_everything_new(), everything=False)
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 80
    assert any("--all" in line for line in lines)
    assert len(news_lines(_everything_new(), everything=True)) > 100


def _everything_new() -> News:
    name = "Red Sea, Bab al Mandab and Gulf of Aden (United Kingdom, United States of America, Yemen (North Yemen))"
    names = [f"{name} {n}" for n in range(60)]
    ways = [("quiet", "fighting"), ("quiet", "war"), ("war", "closed"), ("fighting", "quiet"), ("closed", "war")]
    moved = Moves(
        (2025, 2026),
        tuple(Turn(n, each, *ways[n % 5]) for n, each in enumerate(names)),  # type: ignore[arg-type]
        tuple(
            RiskMove(n, each, "war", Chance(0.01, 0.005, 0.02), Chance(0.3, 0.2, 0.4)) for n, each in enumerate(names)
        ),
        300,
        tuple(Turn(n, each, n + 1, 60 - n) for n, each in enumerate(names)),
        tuple(VerdictTurn(f"isle/an-explanation/A{n}", "supported", f"verdict {n % 4}") for n in range(60)),
        88,
    )
    snapshot = open_snapshot()
    whole = fighting_in_snapshot(snapshot, "now")
    past = FightingRecord("then", whole.conflicts.filter(pl.col("year") <= 2015), whole.names)
    course = fighting_differences(past, whole).course
    earlier = earlier_telling("0.1.0", None, date(2027, 1, 1))
    assert earlier is not None
    sources = tuple(
        (f"a-data-set-{n}", "1949-2024, v1.2 (April 2025)", "1949-2025, v1.2 (April 2026)") for n in range(9)
    )
    cases = tuple(UnchangedCase(f"case-{n}", each, date(2010, 1, 1), "event", True) for n, each in enumerate(names))
    watched = tuple(
        Watched(
            f"case-{n}",
            each,
            "It ends.",
            f"20{20 + n % 10}",
            n % 10 < 5,
            "due by a day",
            "It holds.",
            (),
            date(2026, 1, 1),
        )
        for n, each in enumerate(names)
    )
    return News(
        earlier,
        earlier.told,
        DataNews((2015, 2025), sources, (), course),
        moved,
        "the risks were fitted to data that end in 2024, and the snapshot's end in 2025; fit them anew",
        ForecastNews(shipped_forecasts(), (2025,), (2026,), "A long sentence. " * 40),
        watched,
        cases,
    )
