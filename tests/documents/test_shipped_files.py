"""What ships is read without the checks of a stranger's file; here it goes through all of them."""

from __future__ import annotations

import pytest

from statusquo.cases import bundled_ids, list_cases, load_case
from statusquo.cases.consistency import find_faults
from statusquo.cases.load import CASES, bundled_chronicle
from statusquo.cases.model import Chronicle
from statusquo.documents.bundle import Bundle
from statusquo.explanations.load import EXPLANATIONS
from statusquo.explanations.weighing import WEIGHINGS
from statusquo.settlement.load import SETTLEMENTS

KINDS: tuple[Bundle, ...] = (CASES, EXPLANATIONS, WEIGHINGS, SETTLEMENTS)
SHIPPED = [pytest.param(kind, name, id=f"{kind.kind}: {name}") for kind in KINDS for name in kind.names()]


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_a_file_that_ships_passes_every_check_of_a_strangers(kind: Bundle, name: str) -> None:
    filled = {"origin": "bundled"} if kind is CASES else {}
    assert kind.from_text(kind.shipped_text(name), f"{name}.toml", **filled) == kind.shipped(name, **filled)


def test_files_of_every_kind_ship() -> None:
    assert all(kind.names() for kind in KINDS)


@pytest.mark.parametrize("name", bundled_ids())
def test_what_panels_read_of_a_case_is_what_the_whole_file_says(name: str) -> None:
    whole, part = load_case(name), bundled_chronicle(name)
    assert {field: getattr(part, field) for field in Chronicle.model_fields} == {
        field: getattr(whole, field) for field in Chronicle.model_fields
    }


def test_a_case_made_from_ucdp_hangs_together() -> None:
    derived = [listing.id for listing in list_cases() if listing.origin == "derived"]
    assert len(derived) == 200
    assert [id for id in derived if find_faults(load_case(id))] == []
