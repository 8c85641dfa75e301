"""`cases check`: all errors at once with their lines, what a right file leaves open, and no way to break it."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minimal_case import MINIMAL, line_of
from tests.fuzz.mutated_files import changed, value_changed

import statusquo.cases
from statusquo.cases import list_cases, load_case
from statusquo.cases.check import CheckReport, check_case, check_text
from statusquo.cases.completeness import completeness_of, expected_of_a_case

CaseFile = Callable[..., Path]
BUNDLED = Path(statusquo.cases.__file__).parent / "bundled" / "nagorno-karabakh.toml"
TEXT = BUNDLED.read_text(encoding="utf-8")
LINES = TEXT.splitlines(keepends=True)
TABLES = tomllib.loads(TEXT)


def only_problem(report: CheckReport) -> Any:
    (problem,) = report.problems
    return problem


def check_command(*arguments: str, timeout: float = 20) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "statusquo", "cases", "check", *arguments],
        capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def test_the_bundled_case_is_right_and_its_completeness_is_counted() -> None:
    report = check_case(BUNDLED)
    assert report.is_ok
    given = report.completeness
    assert given is not None
    counts = (given.n_sourced, given.n_mirrored, given.n_unsourced)
    assert sum(counts) == given.n_facts == len(TABLES["fact"])
    assert given.missing == ()


def test_every_weakness_has_the_line_on_which_it_stands() -> None:
    report = check_case(BUNDLED)
    for warning in report.warnings:
        shown = LINES[(warning.line or 0) - 1]
        if warning.what.startswith("rests on general knowledge"):
            assert "general-knowledge" in shown
        if warning.what.startswith("stands on the map"):
            assert shown.startswith("approximation")
        if "one side's figure alone" in warning.what:
            assert shown.startswith("claimant")
    case = load_case("nagorno-karabakh")
    found = Counter(warning.what for warning in report.warnings if (warning.field or "").startswith("fact"))
    expected = Counter(case.standing(fact) for fact in case.fact)
    assert found["rests on general knowledge only"] == expected["unsourced"] > 0
    assert found["rests on copies of an encyclopedia only"] == expected["mirror only"] > 0


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ('title = "Commonly said"', 'title = "Commonly said"\n[[source]]\nid = "idle"\nkind = "law"\ntitle = "T"',
         "source[2].id", "nothing cites this source"),
        ('text = "They began."', 'text = "They began it."', "event[0].account",
         "the separatist side's account is missing"),
        ('[[proposal]]', '[[phase]]\nid = "late"\nname = "Late"\nkind = "after the dispute"\nstart = "1996"\n'
         'text = "T."\nsource = ["book"]\n[[proposal]]', "phase[1].start", "no phase covers the time before this one"),
        ('claimant = "movement"\nsource = ["hearsay"]', 'source = ["hearsay"]', "fact[0].claimant",
         "territory.land.area_km2 is contested, and one side's figure alone is given"),
        ("latitude = 39.5", 'latitude = 39.5\napproximation = "Near it."', "territory.place[0].approximation",
         "stands on the map by approximation only"),
        ("ucdp_conflict = [1]", "ucdp_conflict = [1]", "ids.ucdp_conflict[0]",
         "UCDP has no territorial conflict of this number"),
    ],
)  # fmt: skip
def test_a_weakness_is_a_warning_and_no_error(case_file: CaseFile, old: str, new: str, field: str, what: str) -> None:
    report = check_case(case_file(old, new))
    assert report.is_ok
    (found,) = [w for w in report.warnings if w.field == field]
    assert found.what == what
    assert found.line is not None


def test_phases_that_meet_leave_no_gap(case_file: CaseFile) -> None:
    next_phase = (
        '[[phase]]\nid = "late"\nname = "Late"\nkind = "after the dispute"\nstart = "1995-01-01"\ntext = "T."\n'
    )
    report = check_case(case_file("[[proposal]]", f'{next_phase}source = ["book"]\n[[proposal]]'))
    assert not [w for w in report.warnings if w.what.startswith("no phase")]


def test_what_is_missing_at_the_top_has_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    assert {problem.line for problem in check_case(path).problems} == {1}


def test_every_expected_thing_counts_as_missing_where_it_is_taken_away() -> None:
    case = load_case("nagorno-karabakh")
    for one in expected_of_a_case():
        assert one.reason
        assert (one.key is None) != (one.table is None)
    bare = case.model_copy(update=dict.fromkeys(("fact", "event", "phase", "proposal", "watch", "exit"), ()))
    missing = {one.key or one.table for one in completeness_of(bare).missing}
    assert missing == {one.key or one.table for one in expected_of_a_case()} - {
        "holding", "territory.name", "territory.shape", "ids.epr_group",
    }  # fmt: skip


def test_the_area_of_a_district_is_not_the_area_of_the_territory() -> None:
    case = load_case("nagorno-karabakh")
    areas = tuple(f for f in case.fact if f.key in ("territory.lachin.area_km2", "territory.azerbaijan.area_km2"))
    missing = {one.key for one in completeness_of(case.model_copy(update={"fact": areas})).missing}
    assert "territory.{territory}.area_km2" in missing


def test_a_holding_by_default_is_missing_from_every_derived_case() -> None:
    derived = [case for case in list_cases() if case.origin == "derived"]
    assert all(0 < case.n_missing <= case.n_expected for case in derived)
    assert "holding" in {one.table for one in completeness_of(load_case("ucdp-352")).missing}


# What is no case file: each gets one clear report and exit code 2, never a traceback, never a wait.


def make_big(path: Path) -> None:
    path.write_bytes(b"# filler\n" * (50_000_000 // 9 + 1))


def make_loop(path: Path) -> None:
    path.symlink_to(path.with_name("other.toml"))
    path.with_name("other.toml").symlink_to(path)


def make_socket(path: Path) -> None:
    os.chdir(path.parent)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_big, "the file is too large; found 50,000,004 bytes; allowed at most 1,000,000"),
        (Path.mkdir, "found a folder; allowed a regular file"),
        (os.mkfifo, "found a named pipe; allowed a regular file"),
        (make_socket, "found a socket; allowed a regular file"),
        (make_loop, "found a symbolic link to "),
        (lambda path: path.symlink_to("nowhere.toml"), "found a symbolic link to nowhere.toml (No such file"),
        (lambda path: path.write_bytes(bytes(range(256))), "the file is not UTF-8 text"),
        (lambda path: path.write_bytes(b"\x00" * 100), "the file is not valid TOML"),
        (lambda path: path.write_bytes("id = 'x'".encode("utf-16")), "the file is not UTF-8 text"),
        (lambda path: path.write_text("id = [1"), "the file is not valid TOML"),
        (lambda path: path.write_text("a = " + "1" * 5000), "a number has too many digits"),
        (lambda path: path.write_text(".".join("a" * 450_000) + " = 1"), "nested too deeply"),
        (lambda path: None, "No such file or directory"),
    ],
    ids=["50 MB", "folder", "pipe", "socket", "loop of links", "dangling link", "binary", "zeros", "UTF-16", "broken",
         "endless number", "endless key", "absent"],
)  # fmt: skip
def test_what_is_no_case_file_gets_one_report_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "case.toml"
    make(path)
    assert words in str(only_problem(check_case(path)))
    done = check_command(str(path), "--json")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    assert (document["ok"], len(document["problems"]), document["completeness"]) == (False, 1, None)
    assert "Traceback" not in done.stderr


def test_a_link_to_a_regular_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "link.toml"
    path.symlink_to(BUNDLED)
    assert check_case(path).is_ok


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(case_file: CaseFile) -> None:
    path = case_file()
    path.chmod(0)
    assert only_problem(check_case(path)).found == "Permission denied"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
def test_a_file_that_fails_while_it_is_read_is_named() -> None:
    assert only_problem(check_case(Path("/proc/self/mem"))).found == "Input/output error"


def test_errors_for_people_go_to_standard_error_with_a_count(case_file: CaseFile) -> None:
    path = case_file('kind = "war"', 'kind = "battle"\ncolour = "red"')
    done = check_command(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    line = line_of('kind = "war"')
    assert [row.split(":")[1] for row in lines[:2]] == [str(line), str(line + 1)]
    assert len(lines) == 3
    assert lines[-1] == f"Error: 2 problems in {path}"


def test_a_key_with_a_line_break_is_reported_on_one_line(case_file: CaseFile) -> None:
    problem = only_problem(check_case(case_file('[[source]]\nid = "book"', '[[source]]\n"a\\nb" = 1\nid = "book"')))
    assert "\n" not in str(problem)
    assert problem.field == 'source[0]."a\\nb"'


@pytest.mark.parametrize("value", ["[]", "{}", "1", "true"])
def test_a_role_that_is_no_text_is_reported(case_file: CaseFile, value: str) -> None:
    report = check_case(case_file('role = "separatist"', f"role = {value}"))
    assert report.problems[0].field == "actor"
    assert report.problems[-1].field == "actor[1].role[0].role"


def test_thousands_of_references_that_lead_nowhere_are_reported_in_time() -> None:
    sources = "".join(f'[[source]]\nid = "s{i:05}"\nkind = "law"\ntitle = "T"\n' for i in range(4_000))
    cited = ", ".join(f'"r{i:05}"' for i in range(20_000))
    text = f'{MINIMAL}{sources}[[event]]\nid = "x"\ndate = 1992\ntitle = "t"\nkind = "law"\nsource = [{cited}]\n'
    began = time.monotonic()
    assert len(check_text(text, "case.toml").problems) == 20_000
    assert time.monotonic() - began < 20


CHARACTERS = "\0\"'[]=.\x7f\u2028\U0001f600"
VALUES = [
    "1", "-0.0", "nan", "1e999", "true", '""', "[]", "{}", "[[]]", "1992-02-30", "0001-01-01", "9999-12-31", "07:30:00",
    "1979-05-27T07:32:00Z", '"0000"', '"9999"', '"x\\u0000"', "'''\n'''", "[{a = 1}]", "9" * 400,
]  # fmt: skip


def assert_ok_or_reported(text: str) -> None:
    """The promise: the case, or problems whose lines lie within the text; whatever else is raised fails the test."""
    n_lines = text.count("\n") + 1
    report = check_text(text, "case.toml")
    assert report.is_ok == (report.case is not None)
    for problem in (*report.problems, *report.warnings):
        assert problem.line is not None
        assert 1 <= problem.line <= n_lines
        assert "\n" not in str(problem)


@settings(max_examples=150)
@given(st.randoms(use_true_random=False), st.sampled_from(["delete", "double", "swap", "flip", "value", "cut"]))
def test_a_mutated_text_is_right_or_reported(chance: random.Random, how: str) -> None:
    lines = list(LINES)
    for _ in range(chance.randint(1, 4)):
        lines = changed(lines, how, chance, lambda line, chance: value_changed(line, chance, VALUES), CHARACTERS)
    assert_ok_or_reported("".join(lines))


def toml(value: Any) -> str:
    """Write a value as TOML; tables in line, which is TOML too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
    | st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=8) | st.sampled_from(["", "a", "1990"])
)  # fmt: skip
PLAIN = st.recursive(
    LEAVES.filter(lambda leaf: leaf is not None),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "a b", "source"]), inner),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.data())
def test_a_mutated_tree_is_right_or_reported(data: st.DataObject) -> None:
    tables = tomllib.loads(MINIMAL)
    for _ in range(data.draw(st.integers(1, 4))):
        node: Any = tables
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(node[key], dict | list) and data.draw(st.integers(0, 3)):
                node = node[key]
                continue
            how = data.draw(st.sampled_from(["replace", "delete", "add"]))
            if how == "delete":
                del node[key]
            elif how == "replace":
                node[key] = data.draw(PLAIN)
            elif isinstance(node, dict):
                node[data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=5))] = (
                    data.draw(PLAIN)
                )
            else:
                node.append(data.draw(PLAIN))
            break
    assert_ok_or_reported(
        "".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(value)}\n" for key, value in tables.items())
    )
