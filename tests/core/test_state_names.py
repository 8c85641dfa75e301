"""States are found by any name or number in the year asked about; what is not found is told with the nearest names."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import statusquo as sq
from statusquo.core.errors import AmbiguousNameError, InputError, UnknownNameError
from statusquo.core.shipped_tables import shipped_rows
from statusquo.snapshot.state_finder import state_names
from statusquo.snapshot.store import open_snapshot

NAMES = state_names(open_snapshot())
SPELLS = open_snapshot().states.spells

# Splits, successors and what changed its number, by Gleditsch and Ward (1999) and the Correlates of War list
KNOWN = [
    ("Germany", 1900, 255, 255),
    ("West Germany", 1960, 260, 260),
    ("East Germany", 1960, 265, 265),
    ("Germany", 1995, 260, 255),
    ("Serbia", 1900, 340, 345),
    ("Serbia", 1995, 345, 345),
    ("Yugoslavia", 1980, 345, 345),
    ("Serbia and Montenegro", 2004, 345, 345),
    ("Serbia", 2006, 340, 345),
    ("Serbia", 2010, 340, 345),
    ("Montenegro", 2010, 341, 341),
    ("Kosovo", 2010, 347, 347),
    ("Yemen", 1980, 678, 678),
    ("South Yemen", 1980, 680, 680),
    ("Yemen", 2000, 678, 679),
    ("Sudan", 2015, 625, 625),
    ("South Sudan", 2015, 626, 626),
    ("Czechoslovakia", 1980, 315, 315),
    ("Czech Republic", 2000, 316, 316),
    ("Slovakia", 2000, 317, 317),
    ("USSR", 1980, 365, 365),
    ("Russia", 2000, 365, 365),
    ("Vietnam", 1965, 816, 816),
    ("South Vietnam", 1965, 817, 817),
    ("Zaire", 1980, 490, 490),
    ("Deutschland", 2000, 260, 255),
    ("Côte d'Ivoire", 2000, 437, 437),
    ("IVORY  COAST", 2000, 437, 437),
    ("Korea, Republic of", 2000, 732, 732),
    ("Tonga", 2005, 972, 955),
    ("Nauru", 2005, 971, 970),
]


@pytest.mark.parametrize(("name", "year", "gw", "cow"), KNOWN)
def test_a_name_goes_with_the_state_that_bore_it_in_the_year(name: str, year: int, gw: int, cow: int) -> None:
    assert (sq.to_gw(name, year), sq.to_cow(name, year)) == (gw, cow)


def test_numbers_are_converted_in_their_year() -> None:
    assert sq.to_gw([255, 255, 679], [1900, 1995, 2000], by="cow") == [255, 260, 678]
    assert sq.to_cow([260, 260], [1960, 1995], by="gw") == [260, 255]
    assert sq.to_gw(["DEU", "yem"], 2000, by="iso3") == [260, 678]
    assert sq.to_gw(77, 2000, by="vdem") == 260
    assert sq.state_name([340, 345], 2006) == ["Serbia", "Yugoslavia"]


@given(st.sampled_from(SPELLS), st.data())
def test_every_listed_state_is_found_by_its_own_name_in_every_year(spell, data) -> None:  # type: ignore[no-untyped-def]
    year = data.draw(st.integers(spell.first_year, spell.last_year))
    found = NAMES.spell(spell.name, year)
    assert found is not None
    assert found.holds(year)
    assert spell.gwno == found.gwno or spell.ccode == found.ccode


def test_every_alias_names_a_state_and_none_is_known_without_it() -> None:
    rows = shipped_rows("statusquo.core", "state_aliases.csv")
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        found = NAMES.spell(row["name"])
        assert found is not None, row
        assert found.gwno == int(row["gwno"]), row


@pytest.mark.parametrize(("name", "year"), [("Korea", 2000), ("Congo", 2000)])
def test_a_name_of_two_states_is_refused(name: str, year: int) -> None:
    with pytest.raises(AmbiguousNameError, match="several states are called so"):
        NAMES.spell(name, year)


def test_one_korea_is_meant_while_there_was_one() -> None:
    assert sq.to_gw("Korea", 1900) == 730


def test_what_is_not_found_is_told_all_at_once_with_the_nearest_names() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean Austria"):
        NAMES.spell("Austira")
    with pytest.raises(InputError) as caught:
        sq.to_gw(["Austira", "Austria", "Ruritania", "Canada"], [2000, 2000, 2000, 1850])
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert "Austria" in told[0]
    assert "'Canada' in 1850" in told[2]
    assert sq.to_gw(["Austira", "Austria"], 2000, strict=False) == [None, 305]


def test_there_is_one_year_for_each_state() -> None:
    with pytest.raises(InputError, match="not one year for each state"):
        sq.to_gw(["Austria", "Serbia"], [2000])


@pytest.mark.parametrize(("system", "code"), [("gw", "gwno"), ("cow", "ccode")])
def test_a_list_has_every_state_once_a_year(system: str, code: str) -> None:
    listed = sq.states(system)  # type: ignore[arg-type]
    assert listed.select(code, "year").is_duplicated().sum() == 0
    assert listed[code].null_count() == 0
    germany = listed.filter(pl.col("name").str.contains("German")).filter(pl.col("year") == 1995)
    assert germany.height == 1


def test_the_lists_have_the_numbers_of_states_that_the_systems_give() -> None:
    """COW lists 23 states in 1816 and 195 in 2016 (version 2016); Gleditsch and Ward, with microstates, 191 in 2000."""
    counts = sq.states("cow").group_by("year").len()
    by_year = dict(counts.iter_rows())
    assert (by_year[1816], by_year[2016]) == (23, 195)
    assert sq.states("gw", 2000, 2000).height == 191
