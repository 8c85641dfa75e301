"""Disputes are found by whatever a reader would call them, and never guessed."""

from __future__ import annotations

import pytest

from statusquo.cases import load_case
from statusquo.core.errors import AmbiguousNameError, UnknownNameError


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Nagorno-Karabakh", "nagorno-karabakh"),
        ("NAGORNO  karabakh", "nagorno-karabakh"),
        ("artsakh", "nagorno-karabakh"),
        ("Нагорный Карабах", "nagorno-karabakh"),
        ("dagliq qarabag", "nagorno-karabakh"),
        ("Dağlıq Qarabağ", "nagorno-karabakh"),
        ("Dniestr", "transnistria"),
        ("sudtirol", "south-tyrol"),
        ("ossetia", "south-ossetia"),
        ("Papua New Guinea", "bougainville"),
        ("388", "ucdp-388"),
        (388, "ucdp-388"),
        ("UCDP 388", "ucdp-388"),
    ],
)
def test_a_dispute_is_found_by_id_number_name_or_parent(name: str | int, id: str) -> None:
    assert load_case(name).id == id


def test_a_name_of_several_disputes_is_refused_with_all_of_them() -> None:
    with pytest.raises(AmbiguousNameError, match=r"gagauzia \(Gagauzia\), transnistria") as caught:
        load_case("moldova")
    assert set(caught.value.found) == {"gagauzia", "transnistria"}


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown case 'nagorno karabah' .*Did you mean nagorno-karabakh"):
        load_case("nagorno karabah")
    with pytest.raises(UnknownNameError):
        load_case("")


def test_what_is_looked_up_by_id_says_which_ids_there_are() -> None:
    case = load_case("nagorno-karabakh")
    with pytest.raises(UnknownNameError, match=r"unknown actor 'azerbaijn'. Did you mean azerbaijan"):
        case.actor_by_id("azerbaijn")
