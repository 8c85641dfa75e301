"""What contradicts itself within one file is refused with both lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.minimal_case import MINIMAL

from statusquo.cases import bundled_ids, load_case
from statusquo.core.errors import CaseError

PHASE = """
[[phase]]
id = "truce"
name = "Truce"
kind = "ceasefire"
start = "1992"
text = "None shot."
source = ["book"]
"""
ROLE = '\n[[actor.role]]\nrole = "separatist"\nstart = "1995"\nsource = ["book"]\n'
ANSWERS = "".join(
    f'\n[[proposal.response]]\nactor = "movement"\nanswer = "{answer}"\ndate = "1993-05-02"\nsource = ["book"]\n'
    for answer in ("accepted", "withdrew")
)


def after(begin: str, added: str) -> str:
    """Return the minimal case with a table after the one that a line begins."""
    head, found, tail = MINIMAL.partition(begin)
    table, gap, rest = tail.partition("\n\n")
    assert found
    return f"{head}{found}{table}\n{added}{gap}{rest}"


@pytest.mark.parametrize(
    ("text", "told", "first", "second"),
    [
        (after('id = "war"', PHASE), "phases must not overlap", 'end = "1994"', 'start = "1992"'),
        (after('role = "parent"', ROLE), "on both sides at once", 'role = "parent"', 'role = "separatist"'),
        (after('answer = "rejected"', ANSWERS), "another answer on the same date", "accepted", "withdrew"),
        (MINIMAL.replace('name = "Movement"', 'name = "parent"'), "this name", 'name = "Parent"', 'name = "parent"'),
        (MINIMAL.replace('id = "movement"', 'id = "parent"'), "stands twice", 'id = "parent"', 'id = "parent"'),
    ],
)
def test_a_contradiction_names_both_lines(tmp_path: Path, text: str, told: str, first: str, second: str) -> None:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_case(path)
    (problem,) = [problem for problem in caught.value.problems if told in problem.what]
    lines = text.splitlines()
    assert problem.line is not None
    assert second in lines[problem.line - 1]
    against = int(problem.what.rpartition("line ")[2].rstrip(")"))
    assert first in lines[against - 1]
    assert against < problem.line


def test_no_bundled_case_contradicts_itself() -> None:
    assert all(load_case(name) for name in bundled_ids())
