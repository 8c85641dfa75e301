"""What a wrong case file is told: the file, the line, the field, what was found and what is allowed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from minimal_case import MINIMAL, line_of

from statusquo.cases import bundled_ids, list_cases, load_case
from statusquo.cases.load import bundled_case_of_conflict
from statusquo.core.errors import CaseError, Problem, UnknownNameError
from statusquo.documents.toml import MAX_BYTES, MAX_DEPTH

CaseFile = Callable[..., Path]


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    assert caught.value.exit_code == 2
    return caught.value.problems


def only_problem(path: Path) -> Problem:
    (problem,) = problems_of(path)
    return problem


def test_the_minimal_file_is_valid(case_file: CaseFile) -> None:
    case = load_case(case_file())
    assert (case.id, case.origin) == ("small", "file")


def test_a_path_is_taken_as_text_too(case_file: CaseFile) -> None:
    assert load_case(str(case_file())).id == "small"


@pytest.mark.parametrize(
    ("header", "nth", "field"),
    [
        ("[ids]", 1, "ids"),
        ("[[actor]]", 2, "actor[1]"),
        ("[[actor.role]]", 2, "actor[1].role[0]"),
        ("[[holding]]", 1, "holding[0]"),
        ("[territory]", 1, "territory"),
        ("[territory.shape]", 1, "territory.shape"),
        ("[[territory.district]]", 1, "territory.district[0]"),
        ("[[territory.place]]", 1, "territory.place[0]"),
        ("[[territory.line]]", 1, "territory.line[0]"),
        ("[[fact]]", 2, "fact[1]"),
        ("[[event]]", 1, "event[0]"),
        ("[[event.account]]", 1, "event[0].account[0]"),
        ("[[phase]]", 1, "phase[0]"),
        ("[[proposal]]", 1, "proposal[0]"),
        ("[[proposal.response]]", 1, "proposal[0].response[0]"),
        ("[[source]]", 2, "source[1]"),
    ],
)
def test_an_unknown_key_is_refused_in_every_table(tmp_path: Path, header: str, nth: int, field: str) -> None:
    lines = MINIMAL.splitlines()
    lines.insert(line_of(header, nth=nth), "colour = 'red'")
    path = tmp_path / "case.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    problem = only_problem(path)
    assert (problem.line, problem.field) == (line_of(header, nth=nth) + 1, f"{field}.colour")
    assert problem.what == "unknown key"
    assert problem.found == "'colour'"
    assert problem.allowed
    assert "colour" not in problem.allowed


@pytest.mark.parametrize("key", ["colour", "origin"])
def test_an_unknown_key_is_refused_at_the_top(case_file: CaseFile, key: str) -> None:
    problem = only_problem(case_file("[ids]", f'{key} = "bundled"\n[ids]'))
    assert (problem.line, problem.field, problem.what) == (line_of("[ids]"), key, "unknown key")


def test_a_file_does_not_say_where_it_comes_from_even_when_more_is_wrong(case_file: CaseFile) -> None:
    path = case_file("[ids]\nucdp_conflict = [1]", 'origin = "bundled"\n[ids]\nucdp_conflict = 1')
    assert [problem.field for problem in problems_of(path)] == ["origin", "ids.ucdp_conflict"]


def test_an_unknown_key_is_refused_in_an_inline_table(case_file: CaseFile) -> None:
    problem = only_problem(case_file('language = "de",', 'language = "de", tone = 1,'))
    assert problem.field == "actor[1].other_names[0].tone"
    assert problem.allowed == "text, language, used_by"


@pytest.mark.parametrize(
    ("old", "new", "nth", "field", "found", "allowed"),
    [
        ("value = 100", "value = [1]", 1, "fact[0].value", "an array of 1", "a number or a text"),
        ("value = 100", "value = nan", 1, "fact[0].value", "nan", "a number"),
        ("value = 100", 'value = "61,000"', 1, "fact[0].value", "'61,000'", "61000 without quotes, or the unit text"),
        ("low = 110", 'low = "110"', 1, "fact[1].low", "'110'", "a number"),
        ('kind = "state"', "kind = true", 1, "actor[0].kind", "true", "'de facto state'"),
        ('kind = "fighting"', 'kind = "riot"', 1, "event[0].kind", "'riot'", "'violence against civilians'"),
        ('id = "town"', 'id = "The Town"', 1, "territory.place[0].id", "'The Town'", "lower-case words"),
        ("longitude = 46.5", "longitude = 460", 1, "territory.place[0].longitude", "460", "equal to 180"),
        ("ucdp_conflict = [1]", 'ucdp_conflict = ["1"]', 1, "ids.ucdp_conflict[0]", "'1'", "a whole number"),
        ('title = "Small dispute"', "title = 3", 1, "title", "3", "a text of 1 to 400"),
        ('include = ["areas:B38"]', 'include = ["B38"]', 1, "territory.shape.include[0]", "'B38'", "areas:,"),
        ('date = "1991-02"', 'date = "1991-13"', 1, "event[0].date", "'1991-13'", "1992-05 or 1992-05-18"),
        ("start = 1990-05-01", "start = 07:30:00", 1, "holding[0].start", "07:30:00", "1992"),
        ('date = "1993"', 'date = "spring"', 1, "proposal[0].date", "'spring'", "1992"),
        ('answer = "rejected"', 'answer = "no"', 1, "proposal[0].response[0].answer", "'no'", "'withdrew'"),
        ("year = 2000", "year = 20000", 1, "source[0].year", "20000", "less than or equal to 2100"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_line(
    case_file: CaseFile, old: str, new: str, nth: int, field: str, found: str, allowed: str
) -> None:
    problem = only_problem(case_file(old, new))
    assert (problem.line, problem.field, problem.found) == (line_of(old, nth=nth), field, found)
    assert allowed in (problem.allowed or "")


@pytest.mark.parametrize(
    ("old", "header", "nth", "field"),
    [
        ('title = "Rising"\n', "[[event]]", 1, "event[0].title"),
        ('unit = "km2"\n', "[[fact]]", 1, "fact[0].unit"),
        ('answer = "rejected"\n', "[[proposal.response]]", 1, "proposal[0].response[0].answer"),
        ("latitude = 39.5\n", "[[territory.place]]", 1, "territory.place[0].latitude"),
    ],
)
def test_a_missing_key_has_the_line_of_its_table(
    case_file: CaseFile, old: str, header: str, nth: int, field: str
) -> None:
    problems = [p for p in problems_of(case_file(old)) if p.what == "a required key is missing"]
    assert [(p.line, p.field) for p in problems] == [(line_of(header, nth=nth), field)]


@pytest.mark.parametrize(
    ("old", "new", "field", "allowed"),
    [
        ('holder = "parent"', 'holder = "parnt"', "holding[0].holder", "for example parent"),
        ('revisionist = "movement"', 'revisionist = "xyz"', "holding[0].revisionist", None),
        ('claimant = "parent"', 'claimant = "parents"', "fact[0].claimant", "for example parent"),
        ('used_by = ["movement"]', 'used_by = ["move"]', "actor[1].other_names[0].used_by[0]",
         "for example movement"),
        ('actor = "movement"', 'actor = "moevment"', "proposal[0].response[0].actor", "for example movement"),
        ('proposed_by = ["parent"]', 'proposed_by = ["un"]', "proposal[0].proposed_by[0]", None),
        ('source = ["hearsay"]', 'source = ["heresay"]', "fact[1].source[0]", "for example hearsay"),
        ('year = 2000', 'year = 2000\nside = "publisher"', "source[0].side", None),
        ('reference_area = "territory.land.area_km2"', 'reference_area = "territory.land.area"',
         "territory.shape.reference_area", "for example territory.land.area_km2"),
    ],
)  # fmt: skip
def test_a_reference_leads_somewhere(case_file: CaseFile, old: str, new: str, field: str, allowed: str | None) -> None:
    problem = only_problem(case_file(old, new))
    assert (problem.field, problem.allowed) == (field, allowed)
    assert "has this" in problem.what
    text = Path(problem.file or "").read_text(encoding="utf-8").splitlines()
    assert (problem.found or "").strip("'") in text[(problem.line or 0) - 1]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('start = "1991"', 'start = "1995"', "phase[0].end"),
        ('date = "1991-02"', 'date = "1991-02"\nend = "1991-01-31"', "event[0].end"),
        ('start = "1990"', 'start = "1990"\nend = "1989"', "actor[0].role[0].end"),
        ('start = "1994"\nedge', 'start = "1994"\nend = "1990"\nedge', "territory.line[0].end"),
    ],
)
def test_nothing_ends_before_it_begins(case_file: CaseFile, old: str, new: str, field: str) -> None:
    problem = only_problem(case_file(old, new))
    assert (problem.field, problem.what) == (field, "the end lies before the start")


def test_an_end_in_the_month_of_the_start_is_no_fault(case_file: CaseFile) -> None:
    load_case(case_file('date = "1991-02"', 'date = "1991-02-20"\nend = "1991-02"'))


SECOND_HOLDING = '\n[[holding]]\nholder = "movement"\nrevisionist = "parent"\nstart = "{}"\nsource = ["book"]\n'


def test_a_holding_that_another_follows_has_an_end(case_file: CaseFile) -> None:
    problem = only_problem(case_file("[territory]", SECOND_HOLDING.format("1994") + "[territory]"))
    assert (problem.field, problem.found) == ("holding[0].end", "nothing")
    assert problem.line == line_of("[[holding]]")


def test_holdings_do_not_overlap(case_file: CaseFile) -> None:
    later = f'end = "1995"\n{SECOND_HOLDING.format("1994")}[territory]'
    problem = only_problem(case_file("[territory]", later))
    assert (problem.field, problem.allowed) == ("holding[1].start", "1995 or later")


def test_rival_figures_share_their_label(case_file: CaseFile) -> None:
    problem = only_problem(case_file('label = "Area"\ntopic = "territory"\nvalue = 120.5',
                                     'label = "Size"\ntopic = "territory"\nvalue = 120.5'))  # fmt: skip
    assert (problem.field, problem.found, problem.allowed) == ("fact[1].label", "'Size'", "'Area'")


def test_rival_figures_share_their_unit(case_file: CaseFile) -> None:
    problem = only_problem(case_file('unit = "km2"\nclaimant = "movement"', 'unit = "ha"\nclaimant = "movement"'))
    assert (problem.field, problem.found, problem.allowed) == ("fact[1].unit", "'ha'", "'km2'")


def test_an_id_stands_once(case_file: CaseFile) -> None:
    again = '[[source]]\nid = "book"\nkind = "data"\ntitle = "Again"\n\n[[source]]\nid = "hearsay"'
    problem = only_problem(case_file('[[source]]\nid = "hearsay"', again))
    assert (problem.field, problem.found) == ("source[1].id", "'book'")


@pytest.mark.parametrize("role", ["parent", "separatist"])
def test_a_dispute_has_both_sides(case_file: CaseFile, role: str) -> None:
    problem = only_problem(case_file(f'role = "{role}"', 'role = "mediator"'))
    assert problem.what == f"no actor has the role {role!r}"


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file(case_file: CaseFile) -> None:
    path = case_file('holder = "parent"', 'holder = "nobody"')
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('title = "Small dispute"', 'titel = "Small dispute"'),
        ('date = "1991-02"', 'date = "1991-02-30"'),
        ("value = 100", "value = true"),
        ('end = "1994"\ntext', 'end = "1990"\ntext'),
    ):
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    problems = problems_of(path)
    assert [problem.field for problem in problems] == [
        "title",
        "titel",
        "holding[0].holder",
        "fact[0].value",
        "event[0].date",
        "phase[0].end",
    ]
    assert [problem.line for problem in problems[1:]] == [
        number for number, line in enumerate(text.splitlines(), 1)
        if line in ('titel = "Small dispute"', 'holder = "nobody"', "value = true", 'date = "1991-02-30"',
                    'end = "1990"')
    ]  # fmt: skip
    assert all(str(problem).startswith(f"{path}:") for problem in problems)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('id = "a"\ntitle = \n', 2, "title ="),
        ('id = "a"\n[[fact]\n', 2, "[[fact]"),
        ('id = "a"\nid = "b"\n', 2, 'id = "b"'),
        ("start = 1992-02-31\n", 1, "start = 1992-02-31"),
        ('id = "never closed', 1, 'id = "never closed'),
    ],
)
def test_broken_toml_is_named_with_its_line(tmp_path: Path, text: str, line: int, found: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    problem = only_problem(path)
    assert problem.line == line
    assert "not valid TOML" in problem.what
    assert problem.found == repr(found)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    problem = only_problem(path)
    assert (problem.what, problem.found) == ("the file is too large", "1,000,001 bytes")


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * (MAX_DEPTH + 1)}{']' * (MAX_DEPTH + 1)}",
        "a = " + "[" * 400_000,
        "a = " + "{b=" * 200_000,
        f"{'.'.join('a' * 50)} = 1",
        f"[{'.'.join('a' * 50)}]",
    ],
    ids=["arrays", "open arrays", "inline tables", "dotted key", "header"],
)
def test_a_file_that_is_too_deep_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    problem = only_problem(path)
    assert (problem.what, problem.allowed) == (
        "the tables are nested too deeply",
        f"at most {MAX_DEPTH} levels",
    )


def test_a_file_with_too_many_values_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(f"a = [{'1,' * 60_000}]", encoding="utf-8")
    assert only_problem(path).what == "the file holds too many values"


def test_a_file_full_of_faults_is_answered_in_time(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(MINIMAL + '\n[[event]]\nid = "X"\n' * 8_000, encoding="utf-8")
    began = time.monotonic()
    assert len(problems_of(path)) > 8_000
    assert time.monotonic() - began < 5


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_is_not_read_without_end() -> None:
    assert only_problem(Path("/dev/zero")).found == "a device"


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())
    assert load_case(path).id == "small"
    path.write_bytes(path.read_bytes().replace(b'kind = "war"', b'kind = "battle"'))
    problem = only_problem(path)
    assert (problem.line, problem.found) == (line_of('kind = "war"'), "'battle'")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes('id = "Şuşa"'.encode("iso8859-9"))
    problem = only_problem(path)
    assert (problem.what, problem.found) == ("the file is not UTF-8 text", "byte 6")


def test_a_directory_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert only_problem(tmp_path).found == "a folder"
    assert only_problem(tmp_path / "absent.toml").found == "No such file or directory"


def test_an_empty_file_lacks_every_required_key(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    missing = {p.field for p in problems_of(path) if p.what == "a required key is missing"}
    assert missing == {"id", "title", "ids", "actor", "territory", "source"}


@pytest.mark.parametrize(("name", "near"), [("nagorno-karabah", "nagorno-karabakh"), ("abkhasia", "abkhazia")])
def test_an_unknown_name_is_refused_with_the_nearest_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_case(name)
    assert near in str(caught.value)


@pytest.mark.parametrize("name", ["", "ucdp-", "ucdp-x", "..", "ucdp-0", "\n"])
def test_what_is_no_name_of_a_case_is_refused(name: str) -> None:
    with pytest.raises(UnknownNameError):
        load_case(name)


def test_the_list_begins_with_the_bundled_cases() -> None:
    assert [case.id for case in list_cases(bundled_only=True)] == list(bundled_ids())
    everything = list_cases()
    assert [case.id for case in everything[:31]] == list(bundled_ids())
    assert len(everything) == 31 + 200


def test_a_conflict_knows_its_bundled_case() -> None:
    assert bundled_case_of_conflict(388) == "nagorno-karabakh"
    assert bundled_case_of_conflict(218) == bundled_case_of_conflict(364) == "kashmir"
    assert bundled_case_of_conflict(217) is None


def test_a_sound_file_costs_no_second_reading() -> None:
    code = (
        "import sys; from statusquo.cases import load_case; load_case('nagorno-karabakh'); "
        "assert not {'tree_sitter', 'polars', 'statusquo.documents.validation'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_bundled_case_loads_in_a_third_of_a_second() -> None:
    code = (
        "import time; from statusquo.cases import load_case; began = time.perf_counter(); "
        "load_case('nagorno-karabakh'); print(time.perf_counter() - began)"
    )
    took = min(
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    )
    assert took < 0.3
