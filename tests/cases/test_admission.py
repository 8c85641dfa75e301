"""A case file that is accepted can be read by every command, and never answers for another dispute."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cases.minimal_case import MINIMAL
from tests.commands import run_command

from statusquo.cases.check import check_text
from statusquo.cases.load import CASES

COMMANDS = ("show", "measure", "claims", "settle", "bargain", "risk", "dossier", "cases show", "cases check")
ELAM = CASES.shipped_text("tamil-eelam")
ABKHAZIA = CASES.shipped_text("abkhazia")
INCLUDED = 'include = ["areas:B38"]'


def fact(key: str, value: str, unit: str) -> str:
    rows = {"key": f'"{key}"', "label": '"A label"', "topic": '"history"', "value": value, "unit": f'"{unit}"'}
    return MINIMAL + "\n[[fact]]\n" + "".join(f"{name} = {row}\n" for name, row in rows.items()) + 'source = ["book"]\n'


@pytest.mark.parametrize(
    ("text", "field", "what"),
    [
        (MINIMAL.replace(INCLUDED, 'include = ["areas:B99"]'), "territory.shape.include[0]", "no such shape"),
        (MINIMAL.replace(INCLUDED, f"{INCLUDED}\nex{INCLUDED[2:]}"), "territory.shape.exclude", "whole shape away"),
        (ELAM.replace('id = "tamil-eelam"', 'id = "aceh"', 1), "id", "a bundled case of another dispute"),
        (ABKHAZIA.replace('"russia"', '"russians"'), "id", "not all its actors are here"),
        (fact("history.autonomy.abolished_date", '"in the 1990s"', "date"), "fact[2].value", "whose unit is date"),
        (fact("history.autonomy.abolished_date", "1990", "text"), "fact[2].unit", "ends in _date"),
        (fact("people.all.northerners_1989", "-5", "people"), "fact[2].value", "no negative number"),
    ],
)
def test_what_would_end_a_command_is_refused_with_its_place(text: str, field: str, what: str) -> None:
    problems = check_text(text, "own.toml").problems
    assert [(problem.field, what in problem.what) for problem in problems] == [(field, True)]
    assert problems[0].line


def test_two_actors_have_two_names() -> None:
    first, second = [line for line in MINIMAL.splitlines() if line.startswith('name = "')][:2]
    (problem,) = check_text(MINIMAL.replace(second, first), "own.toml").problems
    assert "another actor has this name" in problem.what


def test_a_changed_copy_of_a_bundled_case_keeps_its_id() -> None:
    assert check_text(ABKHAZIA.replace('title = "Abkhazia"', 'title = "Abkhazia anew"'), "own.toml").is_ok


EVENT = r"(\[\[event\]\]\n(?:.+\n)*?date = ).*"
ACCEPTED: dict[str, Callable[[], str]] = {
    "the smallest file": lambda: MINIMAL,
    "a parent that no data know": lambda: ABKHAZIA.replace("gwno = 372", "gwno = 999"),
    "an event before all data": lambda: re.sub(EVENT, r'\1"1840"', ABKHAZIA, count=1),
    "no shape": lambda: re.sub(r"\[territory\.shape\]\n(?:\w.*\n)*", "", MINIMAL),
    "another conflict": lambda: ELAM.replace('id = "tamil-eelam"', 'id = "elam"', 1),
}


@pytest.mark.parametrize("name", [*ACCEPTED, "the template"])
def test_what_check_accepts_every_command_survives(name: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    if name == "the template":
        run_command("cases", "new", "own", "-o", str(path))
    else:
        path.write_text(ACCEPTED[name](), encoding="utf-8")
        assert check_text(path.read_text(encoding="utf-8"), "own.toml").is_ok
    for command in COMMANDS:
        output = ("-o", str(tmp_path / "page.html")) if command == "dossier" else ()
        done = run_command(*command.split(), str(path), *output)
        assert done.returncode in (0, 2), (command, done.stderr)
        if done.returncode == 2:
            assert done.stderr.strip(), command
    assert (tmp_path / "page.html").is_file(), "a thin page is a page"
