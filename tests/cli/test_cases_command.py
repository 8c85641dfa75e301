from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import run_command
from typer.testing import CliRunner

import statusquo.cases
from statusquo.cases import load_case
from statusquo.cases.load import bundled_ids
from statusquo.cases.model import Case
from statusquo.cli.cases import app, complete_case_id
from statusquo.core.errors import UnknownNameError
from statusquo.settlement.load import bundled_settlements


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list_prints_one_json_document_with_every_dispute() -> None:
    cases = json.loads(run("list", "--json"))["cases"]
    assert [case["origin"] for case in cases] == ["bundled"] * 31 + ["derived"] * 200
    assert all(case["n_sourced"] + case["n_mirrored"] + case["n_unsourced"] == case["n_facts"] for case in cases)


def test_list_finds_by_title_and_by_id() -> None:
    found = json.loads(run("list", "--json", "--search", "OSSETIA"))["cases"]
    assert [case["id"] for case in found] == ["south-ossetia", "ucdp-393"]
    assert [case["id"] for case in json.loads(run("list", "--json", "--search", "ucdp-393"))["cases"]] == ["ucdp-393"]
    assert json.loads(run("list", "--json", "--search", "no such dispute"))["cases"] == []


def test_list_can_leave_out_what_has_no_file() -> None:
    listed = [case["id"] for case in json.loads(run("list", "--json", "--bundled"))["cases"]]
    assert listed == list(bundled_ids())
    assert len(listed) == 31
    assert "ucdp-" not in run("list", "--bundled")


def test_list_prints_a_table_for_people() -> None:
    text = run("list", "--search", "karabakh")
    assert "claimant's dissolution (2024)" in text
    assert "ucdp-376" in text
    assert "ucdp-388" not in text, "the bundled case is of the same dispute, which is listed once"


def test_list_tells_of_each_dispute_once_and_what_there_is_on_it() -> None:
    lines = [line.split("\t") for line in run_command("cases", "list", "--format", "tsv").stdout.splitlines() if line]
    heads, *rows = lines
    assert heads == ["id", "dispute", "stands", "offers", "risk", "settle", "bargain"]
    numbers = [number for row in rows for number in load_case(row[0]).ids.ucdp_conflict]
    assert len(set(numbers)) == len(numbers)
    assert len(rows) == 203
    found = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert {id for id, row in found.items() if row["settle"] == "yes"} == set(bundled_settlements())
    assert {id for id, row in found.items() if row["bargain"] == "yes"} == {"nagorno-karabakh"}
    assert found["northern-cyprus"]["offers"] == str(len(load_case("northern-cyprus").proposal))
    assert found["abkhazia"]["stands"] == "open, quiet since 2008"


def test_list_tells_on_demand_what_stands_behind_each() -> None:
    text = run("list", "--quality", "--bundled")
    assert "mirror only" in text
    assert "stands" not in text


@pytest.mark.parametrize("name", ["nagorno-karabakh", "ucdp-388", "ucdp-218"])
def test_show_prints_the_whole_case_as_json(name: str) -> None:
    document = json.loads(run("show", name, "--json"))
    assert Case.model_validate_json(json.dumps(document)) == load_case(name)


def test_show_tells_what_to_watch_with_its_source_and_the_day_of_the_look(tmp_path: Path) -> None:
    row = '[[watch]]\nwhat = "A vote is due."\nby = "2001"\nwhy = "It decides."\nlooked_at = "2001-02-03"\n'
    text = (Path(statusquo.cases.__file__).parent / "bundled" / "bangladesh.toml").read_text(encoding="utf-8")
    source = load_case("bangladesh").source[0]
    path = tmp_path / "bangladesh.toml"
    path.write_text(f'{text}\n{row}source = ["{source.id}"]\n', encoding="utf-8")
    told = " ".join(run("show", str(path)).split("What to watch\n")[1].split())
    past = "A vote is due. Was due by 2001; what came of it is not recorded here. It decides."
    assert told == f"{past} Source: {source.citation} Sources reach to 3 February 2001."
    assert "What to watch" not in run("show", "bangladesh")


def test_show_prints_both_sides_of_a_contested_fact() -> None:
    text = run("show", "nagorno-karabakh")
    for words in (
        "Azerbaijan",
        "Karabakh Armenians",
        "Արցախ",
        "Dağlıq Qarabağ",
        "613",
        "Package plan",
        "Second war",
    ):
        assert words in text
    row = text.index("Azerbaijani soldiers killed, April 2016")
    assert "31" in text[row : row + 200]
    assert "300 to 500" in text[row : row + 600]


def test_show_of_a_conflict_without_a_file_says_so_and_names_the_bundled_case() -> None:
    assert "statusquo cases show nagorno-karabakh" in run("show", "ucdp-388")
    assert "statusquo cases show kashmir" in run("show", "ucdp-218")
    assert "there is no case file" in run("show", "ucdp-264")


def test_show_reads_a_file_of_the_users_own(tmp_path: Path) -> None:
    import statusquo.cases

    bundled = Path(statusquo.cases.__file__).parent / "bundled" / "nagorno-karabakh.toml"
    copy = tmp_path / "mine.toml"
    copy.write_bytes(bundled.read_bytes())
    assert json.loads(run("show", str(copy), "--json"))["origin"] == "file"


def test_show_refuses_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="nagorno-karabakh"):
        run("show", "nagorno-karabah")


def test_completion_offers_ids_with_titles() -> None:
    offered = dict(complete_case_id("ucdp-39"))
    assert offered["ucdp-393"] == "South Ossetia, Georgia"
    assert all(name.startswith("ucdp-39") for name in offered)
    assert [name for name, _ in complete_case_id("nag")] == ["nagorno-karabakh"]


def test_the_command_imports_its_room_only_when_called() -> None:
    code = (
        "import sys; import statusquo.cli.cases; "
        "assert not {'pydantic', 'polars', 'rich', 'statusquo.cases'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
