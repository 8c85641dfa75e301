"""Every kind of file that people write has the same commands: list, show, check and new."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from pydantic import BaseModel
from tests.commands import run_command

from statusquo.cli.files import KINDS, bundle_of

OF_ONE_ID = ["explanations", "weighings", "scenarios", "sweeps"]
SHIPPED = ["explanations", "weighings", "scenarios", "settlements"]


@pytest.mark.parametrize("group", SHIPPED)
def test_each_file_that_is_listed_is_shown(group: str) -> None:
    listed = json.loads(run_command(group, "list", "--json").stdout)[group]
    assert listed
    for row in listed:
        name = next(iter(row.values()))
        shown = run_command(group, "show", name, "--json")
        assert shown.returncode == 0, shown.stderr
        assert json.loads(shown.stdout)
        assert name in run_command(group, "list").stdout


@pytest.mark.parametrize("group", OF_ONE_ID)
def test_a_new_file_waits_for_its_authors_words_and_then_passes_the_check(group: str, tmp_path: Path) -> None:
    assert run_command(group, "new", "mine", cwd=tmp_path).returncode == 0
    path = tmp_path / "mine.toml"
    left = run_command(group, "check", "mine.toml", "--json", cwd=tmp_path)
    assert left.returncode == 2
    problems = json.loads(left.stdout)["problems"]
    assert {problem["what"] for problem in problems} == {"the template's own words still stand here"}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all("<" in lines[problem["line"] - 1] for problem in problems)
    path.write_text(re.sub("<(.*?)>", r"\1", "\n".join(lines)), encoding="utf-8")
    checked = run_command(group, "check", "mine.toml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "nothing is wrong" in checked.stdout
    assert run_command(group, "show", "mine.toml", cwd=tmp_path).returncode == 0
    again = run_command(group, "new", "mine", cwd=tmp_path)
    assert (again.returncode, "not overwritten" in again.stderr) == (2, True)


def test_codings_are_begun_and_checked_too(tmp_path: Path) -> None:
    assert run_command("codings", "new", "mine.csv", cwd=tmp_path).returncode == 0
    left = run_command("codings", "check", "mine.csv", cwd=tmp_path)
    assert left.returncode == 2
    assert "mine.csv:2: source: the template's own words still stand here" in left.stderr
    path = tmp_path / "mine.csv"
    path.write_text(re.sub("<.*?>", "my reading", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "2 codings of 1 dispute" in run_command("codings", "check", "mine.csv", cwd=tmp_path).stdout


@pytest.mark.parametrize("group", [*SHIPPED, "sweeps"])
@pytest.mark.parametrize(("verb", "said"), [("show", "unknown"), ("check", "cannot be read")])
def test_a_file_there_is_not_is_told_so(group: str, verb: str, said: str) -> None:
    done = run_command(group, verb, "atlantis")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_the_games_part_of_a_scenario_is_checked_too(tmp_path: Path) -> None:
    (tmp_path / "game.toml").write_text('title = "t"\n[game]\ncross_pressure = "0.5"\n', encoding="utf-8")
    done = run_command("scenarios", "check", "game.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "game.toml:3: game.cross_pressure: the value is out of range; found '0.5'" in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_file_takes_a_number_written_as_text(kind: str) -> None:
    """A quantity in quotes is refused; what pydantic would read as a number is not passed over in silence."""
    assert _lax_numbers(bundle_of(kind).model) == []


def _lax_numbers(model: type) -> list[str]:
    seen: set[type] = set()
    found: list[str] = []

    def walk(annotation: object, place: str, *, is_strict: bool) -> None:
        marks = getattr(annotation, "__metadata__", ())
        inner_marks = [each for mark in marks for each in getattr(mark, "metadata", ())]
        is_strict = is_strict or any(getattr(each, "strict", False) for each in (*marks, *inner_marks))
        if annotation in (int, float) and not is_strict:
            found.append(place)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
            seen.add(annotation)
            for name, hint in get_type_hints(annotation, include_extras=True).items():
                if name in annotation.model_fields:
                    metadata = annotation.model_fields[name].metadata
                    is_marked = any(getattr(each, "strict", False) for each in metadata)
                    walk(hint, f"{annotation.__name__}.{name}", is_strict=is_marked)
        for inner in get_args(annotation):
            walk(inner, place, is_strict=is_strict)

    walk(model, model.__name__, is_strict=False)
    return found
