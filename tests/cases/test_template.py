"""`cases new`: a template that explains every key, waits for its author's words, and overwrites nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from statusquo.cases import list_cases, load_case
from statusquo.cases.check import check_text
from statusquo.cases.load import CASES, case_from_text, load_draft
from statusquo.cases.model import Case
from statusquo.cases.template import meanings, template
from statusquo.cases.territory import Name
from statusquo.core.errors import CaseError, InputError
from statusquo.documents.template import write_new

DERIVED = [case.id for case in list_cases() if case.origin == "derived"]


def uncommented(text: str) -> str:
    return re.sub(r"^#(?=[^ :\n])", "", text, flags=re.MULTILINE)


def keys_of(node: Any) -> set[str]:
    if isinstance(node, list):
        return {key for row in node for key in keys_of(row)}
    if not isinstance(node, dict):
        return set()
    return {*node, *(f"{name}.{key}" for name, inner in node.items() for key in keys_of(inner))}


def keys_of_model(model: type[BaseModel]) -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        keys.add(name)
        inner = next((kind for kind in _models(field.annotation)), None)
        keys |= {f"{name}.{key}" for key in keys_of_model(inner)} if inner else set()
    return keys


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models(inner)]


def test_a_template_lacks_its_authors_own_words_and_nothing_else() -> None:
    text = template("northland")
    problems = check_text(text, "northland.toml").problems
    assert {problem.field for problem in problems} == {
        "title", "actor[0].name", "actor[1].name", "territory.name[0].text",
    }  # fmt: skip
    assert all("<" in text.splitlines()[(problem.line or 0) - 1] for problem in problems)
    report = check_text(re.sub("<(.*?)>", r"\1", text), "northland.toml")
    assert report.is_ok
    assert report.case is not None
    assert report.case.id == "northland"
    assert report.completeness is not None
    assert "holding" in {one.table for one in report.completeness.missing}  # a placeholder is no answer


def test_a_template_can_be_looked_at_and_nothing_is_reckoned_from_it(tmp_path: Path) -> None:
    path = tmp_path / "northland.toml"
    path.write_text(template("northland"), encoding="utf-8")
    assert load_draft(path).title == "<Title of the dispute>"
    with pytest.raises(CaseError, match="the template's own words still stand here"):
        load_case(path)


def test_a_template_with_every_line_in_use_is_valid_and_has_every_key() -> None:
    text = uncommented(template("northland"))
    # An outline is put together from others or lies in a file, never both.
    in_one_way = re.sub(r"^file = .*\n", "", text, flags=re.MULTILINE)
    assert CASES.from_text(in_one_way, "northland.toml", origin="file").id == "northland"
    wanted = keys_of_model(Case) - {"origin"}
    assert {key for key in wanted - keys_of(tomllib.loads(text)) if not key.endswith(".used_by")} == set()


def test_every_key_is_explained_with_its_need_and_what_is_allowed() -> None:
    text = template("northland")
    unknown = re.findall(r"^# +(\w+): (?!required; .|optional; .)", text, flags=re.MULTILINE)
    assert unknown == []
    for table, keys in meanings().items():
        for key in (key for key in keys if key != "_"):
            assert re.search(rf"^# +{key}: (required|optional); ", text, flags=re.MULTILINE), (table, key)
    assert "from 1 to 1000" in text
    assert all(len(line) <= 120 for line in text.splitlines() if line.startswith("# "))
    assert set(meanings()["name"]) - {"_"} == set(Name.model_fields)


@pytest.mark.parametrize("conflict", DERIVED)
def test_a_template_from_ucdp_holds_the_derived_case(conflict: str) -> None:
    given, derived = case_from_text(template("some-case", origin=conflict), "x.toml"), load_case(conflict)
    assert given.model_copy(update={"id": conflict, "origin": "derived"}) == derived


@pytest.mark.parametrize("name", ["", "North Land", "-a", "a--b", "Ä", "a/b", "../a", "a" * 81, "a\n"])
def test_an_id_that_is_no_id_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="the id is not allowed"):
        write_new(tmp_path / "x.toml", template(name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("origin", ["nagorno-karabakh", "ucdp-1", "352", "x.toml"])
def test_an_origin_that_is_no_conflict_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(InputError, match="unknown"):
        write_new(tmp_path / "x.toml", template("northland", origin=origin))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("precious", encoding="utf-8")
    link = tmp_path / "link.toml"
    link.symlink_to("nowhere")
    for taken in (path, link, tmp_path):
        with pytest.raises(InputError, match="exists and is not overwritten"):
            write_new(taken, template("northland"))
    assert path.read_text(encoding="utf-8") == "precious"


def test_new_then_check_by_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "statusquo", "cases", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert run("new", "north-sulu", "--from", "ucdp-308").returncode == 0
    assert run("check", "north-sulu.toml").returncode == 0
    again = run("new", "north-sulu")
    assert (again.returncode, "not overwritten" in again.stderr) == (2, True)
