"""`statusquo claims` and `statusquo explanations`: one JSON document, and errors that say where."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.commands import run_command


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return run_command(*arguments, cwd=cwd)


def test_claims_print_one_json_document_as_contracted() -> None:
    done = run("claims", "nagorno-karabakh", "--explanation", "babayev-2021", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    claims = {claim["id"]: claim for claim in document["claims"]}
    assert claims["A2"]["verdicts"]["premise"] == "supported"
    assert claims["D6"]["verdict"] == "contradicted"
    assert {"claims": ["A6", "A7b"]}.items() <= document["contradictions"][0].items()
    assert [coder["name"] for coder in document["weighing"]["coders"]] == ["The project's analyst"]
    assert document["weighing"]["coders"][0]["reversals"]
    assert document["weighing"]["partings"] == []


def test_a_users_own_explanation_is_judged_without_code(tmp_path: Path) -> None:
    assert run("explanations", "new", "mine", "-o", "mine.toml", cwd=tmp_path).returncode == 0
    refused = run("claims", "nagorno-karabakh", "--explanation", "mine.toml", "--json", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    path = tmp_path / "mine.toml"
    path.write_text(re.sub("<(.*?)>", r"\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert run("explanations", "check", "mine.toml", cwd=tmp_path).returncode == 0
    done = run("claims", "nagorno-karabakh", "--explanation", "mine.toml", "--json", cwd=tmp_path)
    claims = {claim["id"]: claim for claim in json.loads(done.stdout)["claims"]}
    assert claims["X1"]["verdict"] == "supported"


def test_an_unknown_explanation_is_a_wrong_input() -> None:
    done = run("claims", "nagorno-karabakh", "--explanation", "babayev-2012")
    assert done.returncode == 2
    assert "babayev-2021" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_file_is_reported_with_its_lines(tmp_path: Path) -> None:
    run("explanations", "new", "mine", "-o", "mine.toml", cwd=tmp_path)
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.replace('name = "contrast"', 'name = "contrasts"'), encoding="utf-8")
    done = run("explanations", "check", "mine.toml", "--json", cwd=tmp_path)
    assert done.returncode == 2
    (problem,) = (each for each in json.loads(done.stdout)["problems"] if each["field"] == "claim[1].test[0].name")
    assert problem["line"]
    assert "contrast" in problem["allowed"]


def test_explanations_and_tests_are_listed() -> None:
    assert "babayev-2021" in run("explanations", "list").stdout
    names = {test["name"] for test in json.loads(run("explanations", "tests", "--json").stdout)["tests"]}
    assert {
        "fact", "trend", "level", "share", "before_after", "rank", "effect", "duration_dependence", "configuration",
        "counterfactual", "game", "acceptance", "untestable",
    } <= names  # fmt: skip


def test_two_coders_in_one_file_are_weighed_side_by_side() -> None:
    file = Path(__file__).parents[1] / "explanations" / "two_coders.toml"
    arguments = ("claims", "abkhazia", "--explanation", "commitment-problem", "--weights", str(file))
    weighing = json.loads(run(*arguments, "--json").stdout)["weighing"]
    assert [coder["name"] for coder in weighing["coders"]] == ["Test coder one", "Test coder two"]
    assert weighing["partings"][0]["piece"] == "parted"
    told = run(*arguments).stdout
    assert "Where the coders part" in told
    assert run("claims", "kosovo", "--weights", str(file)).returncode == 2


def test_on_another_dispute_the_generic_claims_are_counted_and_all_shows_them() -> None:
    few, every = run("claims", "aceh"), run("claims", "aceh", "--all")
    assert "more claims say nothing of this dispute" in few.stderr
    assert "compare claims" in few.stderr
    assert "LA5" in every.stdout
    assert "LA5" not in few.stdout


def test_what_is_tested_across_disputes_stands_once() -> None:
    document = json.loads(run("compare", "claims", "--json").stdout)
    ids = {claim["id"] for claim in document["claims"]}
    assert {"A6", "LA5", "CC3"} <= ids
    assert not any(claim["says_of_dispute"] for claim in document["claims"])
    assert run("compare", "claims", "--outcome", "kept").returncode == 2
