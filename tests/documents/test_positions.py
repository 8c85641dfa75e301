from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import statusquo.cases
from statusquo.documents.faults import FieldPath
from statusquo.documents.positions import Positions

TEXT = """\
# a comment
title = "T"
dotted.key."quoted part" = 1

[table.inner]
list = [
    1,  # one
    { deep = "x", more = [2,
        3] },
]

[[row]]
id = "first"
  [[row.sub]]
  id = "first of first"
  [[row.sub]]
  id = "second of first"

[[row]]  # again
text = \"\"\"
several
lines\"\"\"
id = "second"
  [row.table]
  a = 1
  [[row.sub]]
  id = "first of second"
"""


def test_every_kind_of_key_has_its_line() -> None:
    expected: dict[FieldPath, int] = {
        ("title",): 2,
        ("dotted", "key", "quoted part"): 3,
        ("table", "inner"): 5,
        ("table", "inner", "list"): 6,
        ("table", "inner", "list", 0): 7,
        ("table", "inner", "list", 1, "deep"): 8,
        ("table", "inner", "list", 1, "more", 1): 9,
        ("row", 0, "id"): 13,
        ("row", 0, "sub", 0, "id"): 15,
        ("row", 0, "sub", 1, "id"): 17,
        ("row", 1): 19,
        ("row", 1, "text"): 20,
        ("row", 1, "id"): 23,
        ("row", 1, "table", "a"): 25,
        ("row", 1, "sub", 0): 26,
        ("row", 1, "sub", 0, "id"): 27,
    }
    positions = Positions(TEXT)
    assert {path: positions.line(path) for path in expected} == expected


def test_what_is_absent_has_the_line_of_the_table_that_should_hold_it() -> None:
    positions = Positions(TEXT)
    assert positions.line(("row", 1, "absent")) == 19
    assert positions.line(("row", 0, "sub", 1, "absent", 3)) == 16
    assert positions.line(("absent",)) is None
    assert positions.line(()) is None


def test_every_value_of_the_bundled_case_has_the_line_on_which_it_stands() -> None:
    path = Path(statusquo.cases.__file__).parent / "bundled" / "nagorno-karabakh.toml"
    text = path.read_text(encoding="utf-8")
    lines, positions = text.splitlines(), Positions(text)

    def leaves(node: Any, path: FieldPath) -> list[tuple[FieldPath, Any]]:
        if isinstance(node, dict):
            return [leaf for key, value in node.items() for leaf in leaves(value, (*path, key))]
        if isinstance(node, list):
            return [leaf for i, value in enumerate(node) for leaf in leaves(value, (*path, i))]
        return [(path, node)]

    for place, value in leaves(tomllib.loads(text), ()):
        line = positions.line(place)
        assert line is not None
        shown = lines[line - 1]
        key = next(part for part in reversed(place) if isinstance(part, str))
        if isinstance(place[-1], str):
            assert key in shown
        if isinstance(value, str) and '"""' not in shown:
            assert value.replace('"', '\\"') in shown
