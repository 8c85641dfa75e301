from __future__ import annotations

import re
from pathlib import Path
from typing import get_type_hints

import pytest

from statusquo.cases import load_case
from statusquo.cases.model import Case
from statusquo.core.errors import CaseError

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-case.md"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    block, _ = re.findall(r"```toml.*?\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    path = tmp_path / "northland.toml"
    path.write_text(block, encoding="utf-8")
    return path


def test_the_example_of_the_guide_is_a_valid_case(example: Path) -> None:
    case = load_case(example)
    assert case.id == "northland"
    assert len(case.contested()) == 1


def test_the_errors_of_the_guide_are_those_of_the_program(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    text = text.replace('kind = "state"', 'kind = "nation"').replace(
        'claimant = "southland"\nsource = ["handbook-2001"]',
        'claimant = "southland"\nsource = ["handbok-2001"]',
    )
    example.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_case(example)
    printed = str(caught.value).replace(str(example), "northland.toml")
    shown = re.findall(r"^(?:Error: )?(northland\.toml:.*)$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(shown) == 2
    for line in shown:
        assert line in printed


def test_the_guide_names_every_table() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    tables = {
        name for name, kind in get_type_hints(Case).items() if "model." in str(kind) or "statements." in str(kind)
    }
    assert len(tables) >= 9
    assert {name for name in tables if f"[{name}]" not in text} == set()


def test_the_coding_of_the_guide_fits_its_example(example: Path) -> None:
    _, coding = re.findall(r"```toml.*?\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    example.write_text(f"{example.read_text(encoding='utf-8')}\n{coding}", encoding="utf-8")
    case = load_case(example)
    assert [(row.field, row.value, row.alternative) for row in case.coding] == [("enclave", True, (False,))]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('field = "enclave"', 'field = "enclaves"', "coding[0].field: no such field"),
        ("value = true", "value = 1", "coding[0].value: enclave does not allow this value"),
        ("[false]", '["no"]', "coding[0].alternative[0]: enclave does not allow this value"),
    ],
)
def test_a_coding_that_is_not_declared_is_refused_with_its_line(example: Path, old: str, new: str, found: str) -> None:
    _, coding = re.findall(r"```toml.*?\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    example.write_text(f"{example.read_text(encoding='utf-8')}\n{coding.replace(old, new)}", encoding="utf-8")
    with pytest.raises(CaseError, match=re.escape(found)):
        load_case(example)
