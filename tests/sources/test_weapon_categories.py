"""Each kind of weapon in SIPRI's register has its place in one of ten categories."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.core.columns import columns_of
from statusquo.sources.weapon_categories import BY_DESCRIPTION, BY_SIPRI_CATEGORY, CATEGORIES, weapon_category


@pytest.mark.parametrize(
    ("sipri_category", "description", "category"),
    [
        ("Aircraft", "FGA aircraft", "aircraft"),
        ("Aircraft", "transport helicopter", "aircraft"),
        ("Aircraft", "armed UAV", "UAV"),
        ("Aircraft", "UAV", "UAV"),
        ("Missiles", "loitering munition", "loitering munition"),
        ("Missiles", "one-way attack drone", "loitering munition"),
        ("Missiles", "SAM", "air defence"),
        ("Missiles", "portable SAM", "air defence"),
        ("Missiles", "ABM missile", "air defence"),
        ("Air-defence systems", "SAM system", "air defence"),
        ("Air-defence systems", "anti-aircraft gun", "air defence"),
        ("Naval weapons", "naval SAM system", "air defence"),
        ("Sensors", "SAM system radar", "air defence"),
        ("Sensors", "air-search radar", "sensors"),
        ("Satellites", "surveillance satellite", "sensors"),
        ("Missiles", "anti-tank missile", "missiles"),
        ("Missiles", "surface-to-surface missile", "missiles"),
        ("Missiles", "long-range air-to-air missile/SAM", "missiles"),
        ("Artillery", "multiple rocket launcher", "artillery"),
        ("Artillery", "surface-to-surface missile launcher", "artillery"),
        ("Armoured vehicles", "tank", "armour"),
        ("Other", "tank turret", "armour"),
        ("Other", "iinfantry fighting vehicle turret", "armour"),
        ("Other", "air refuel system", "other"),
        ("Engines", "vehicle engine", "other"),
        ("Naval weapons", "naval gun", "ships"),
        ("Ships", "frigate", "ships"),
    ],
)
def test_a_weapon_has_its_category(sipri_category: str, description: str, category: str) -> None:
    assert weapon_category(sipri_category, description) == category


def test_a_new_category_of_sipri_is_noticed() -> None:
    with pytest.raises(KeyError):
        weapon_category("Lasers", "laser")


def test_the_rule_uses_the_ten_categories_that_are_declared() -> None:
    assert {*BY_SIPRI_CATEGORY.values(), *BY_DESCRIPTION.values()} == set(CATEGORIES)
    (declared,) = (c for c in columns_of("arms_categories") if c.name == "category")
    assert declared.allowed == CATEGORIES


@pytest.mark.raw
def test_every_exception_of_the_rule_is_a_pair_of_the_register(raw_dir: Path) -> None:
    from statusquo.sources.sipri_register import read_register

    pairs = set(read_register(raw_dir).select("sipri_category", "description").unique().iter_rows())
    assert len(pairs) == 190
    assert set(BY_DESCRIPTION) <= pairs
    assert set(BY_SIPRI_CATEGORY) == {category for category, _ in pairs}


@pytest.mark.raw
def test_no_description_of_air_defence_or_of_a_drone_is_left_elsewhere(raw_dir: Path) -> None:
    """Whatever speaks of SAM, anti-aircraft, UAV, drone or loitering is where the rule says, or here."""
    from statusquo.sources.sipri_register import read_register

    register = read_register(raw_dir)
    telling = ("SAM", "ABM", "anti-aircraft", "air-defence", "UAV", "drone", "loitering")
    elsewhere = {
        (description, category)
        for description, category in register.select("description", "category").unique().iter_rows()
        if any(word in description for word in telling) and category not in ("air defence", "UAV", "loitering munition")
    }
    assert elsewhere == {
        ("light aircraft/UAV", "aircraft"),
        ("anti-ship missile/ASM/SAM", "missiles"),
        ("long-range air-to-air missile/SAM", "missiles"),
    }
