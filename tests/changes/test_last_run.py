"""What the last run told is kept whole, and a file that cannot be read is said to be so and costs nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tellings import dispute, told

from statusquo.changes.last_run import last_run_file, read_last_run, text_of, write_last_run
from statusquo.core.errors import InputError

TOLD = told({1: dispute(stands="quiet", rank=3, risk={"war": 0.1})}, verdicts={"isle/x/A1": "supported"})


def test_nothing_is_kept_before_the_first_run(home: Path) -> None:
    assert read_last_run().told is None
    assert read_last_run().problem is None
    assert not home.exists()


def test_what_was_told_is_kept_in_the_users_folder(home: Path) -> None:
    write_last_run(TOLD)
    assert last_run_file() == home / "last-run.json"
    assert read_last_run().told == TOLD
    assert [path.name for path in home.iterdir()] == ["last-run.json"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "Expecting"),
        (b"[]", "list indices"),
        (b"{}", "it has no 'format'"),
        (b"\xff\xfe", "not UTF-8"),
        (json.dumps({**TOLD.to_json(), "format": 99}).encode(), "format 99, allowed"),
        (json.dumps({**TOLD.to_json(), "day": "yesterday"}).encode(), "yesterday"),
        (text_of(TOLD).replace('"war"', '"peace"').encode(), "peace"),
        (text_of(TOLD).encode()[:200], ""),
    ],
    ids=["cut", "a list", "empty", "no text", "another format", "no day", "another outcome", "half"],
)
def test_a_file_that_cannot_be_read_is_named_and_counts_as_none(home: Path, content: bytes, said: str) -> None:
    home.mkdir()
    last_run_file().write_bytes(content)
    found = read_last_run()
    assert found.told is None
    assert found.problem is not None
    assert str(last_run_file()) in found.problem
    assert said in found.problem


def test_a_folder_that_cannot_be_made_is_wrong_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("STATUSQUO_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(InputError, match="cannot be made"):
        write_last_run(TOLD)
