"""`statusquo data diff` says what changed in 80 columns and as JSON, and refuses what it cannot compare."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from statusquo.changes import told
from statusquo.cli.app import app
from statusquo.core.errors import InputError
from statusquo.snapshot.store import default_folder

HEAD = (
    "conflict_id,dyad_id,location_inc,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,"
    "territory_name,year,bd_best,bd_low,bd_high,type_of_conflict,battle_location,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,"
    "gwno_loc,gwno_battle,region,version"
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["data", "diff", *arguments])


def json_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def deaths(folder: Path, name: str, rows: list[tuple[int, int, int]], version: str = "26.1") -> str:
    """A file of battle-related deaths of conflict, year and best estimate; a dyad has ten times the number."""
    lines = [
        f'{conflict},{conflict * 10},Turkey,Government of Turkey,1,"",Front,2,"",1,Isle {conflict},{year},{best},'
        f'{best},{best},3,Turkey,640,"","","",640,640,1,{version}'
        for conflict, year, best in rows
    ]
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    return str(path)


@pytest.fixture
def releases(tmp_path: Path) -> tuple[str, str]:
    """Two releases: a conflict drops out, one grows to war, twelve are counted anew, and a year is added."""
    counted = [(number, 2023, 100 + number) for number in range(1, 13)]
    older = [*counted, (20, 2023, 30), (21, 2023, 900)]
    newer = [(number, year, best + 5 * number) for number, year, best in counted]
    newer += [(21, 2023, 1200), (21, 2024, 1300), (1, 2024, 40), (30, 2024, 26)]
    return deaths(tmp_path, "a.csv", older, "25.1"), deaths(tmp_path, "b.csv", newer)


def test_a_report_on_two_files_names_both_and_tells_each_kind_of_difference(releases: tuple[str, str]) -> None:
    result = run(*releases)
    assert result.exit_code == 0, result.output
    text = result.stdout
    assert text.startswith("From ucdp-brd 25.1 to ucdp-brd 26.1")
    for part in (
        "Conflicts gone: 1",
        "What became of conflicts in 2024: 1 new, 11 ended, 2 went on as before",
        "now a war",
        "no longer active",
        "Largest of 13 revised",
        "900 -> 1,200 (+300)",
        "and 3 more (--all)",
    ):
        assert part in text


def test_no_line_is_wider_than_80_columns_and_no_name_is_cut(releases: tuple[str, str]) -> None:
    for arguments in (releases, (*releases, "--all")):
        assert max(map(len, run(*arguments).stdout.splitlines())) <= 80
    whole = run(*releases, "--all").stdout
    assert all(f"Isle {number} (Turkey) [{number}]" in whole for number in range(1, 13))
    assert "more (--all)" not in whole


def test_json_holds_every_difference(releases: tuple[str, str]) -> None:
    document = json_of(run(*releases, "--json"))
    assert (document["first"], document["second"]) == ("ucdp-brd 25.1", "ucdp-brd 26.1")
    fighting = document["fighting"]
    assert fighting["years"] == {"shared": [2023], "added": [2024], "gone": []}
    assert len(fighting["deaths"]["revised"]) == 13
    assert [row["id"] for row in fighting["conflicts"]["gone"]] == [20]
    assert document["spending"] is None
    assert document["moves"] is None


def test_a_file_against_itself_says_that_it_is_the_same(releases: tuple[str, str]) -> None:
    result = run(releases[0], releases[0])
    assert "The two say the same of all that both know." in result.stdout


def test_the_embedded_snapshot_against_itself_tells_the_same(home: Path) -> None:
    document = json_of(run("embedded", "embedded", "--json"))
    assert document["moves"] is None
    assert document["notes"] == ["The two were made from the same tables and the same fits, and tell the same."]


def test_two_snapshots_are_told_with_what_follows_for_risks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.setattr(told, "disputes_of_explanations", tuple)
    folder = tmp_path / "mine"
    shutil.copytree(default_folder(), folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "built_by": "statusquo 0.0.9"}))
    result = run(str(folder), "embedded")
    assert result.exit_code == 0, result.output
    assert re.search(r"Risks of \d{4}: none of \d+ moved\.", result.stdout)
    assert "of one fit" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["embedded", "nowhere.csv"], "no such snapshot or file"),
        (["embedded", "user"], "no snapshot of yours"),
        (["embedded", "."], "this is no snapshot"),
    ],
)
def test_what_cannot_be_compared_is_wrong_input(home: Path, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    assert said in str(result.exception)
    assert result.stdout == ""


def test_a_year_beyond_its_release_and_a_doubled_row_are_refused_with_their_line(tmp_path: Path) -> None:
    doubled = deaths(tmp_path, "doubled.csv", [(1, 2023, 30), (1, 2023, 31)])
    result = run(doubled, doubled)
    assert isinstance(result.exception, InputError)
    assert re.search(r"doubled\.csv:\d+:", str(result.exception))
