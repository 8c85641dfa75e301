"""Every name in the SIPRI files stands for a state or is known to stand for none; no list holds more."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.core.errors import SourceError
from statusquo.snapshot.arms import with_sipri_code
from statusquo.snapshot.states import states_table
from statusquo.snapshot.store import open_snapshot
from statusquo.sources import countrycode, isard, sipri_milex, sipri_register, sipri_tiv
from statusquo.sources.sipri_names import ALIASES, NOT_STATES, is_marked


@pytest.fixture(scope="module")
def names(raw_dir: Path) -> set[str]:
    tables = sipri_tiv.read_deliveries(raw_dir), sipri_register.read_register(raw_dir)
    pairs = {name for table in tables for column in ("supplier", "recipient") for name in table[column]}
    return pairs | set(sipri_milex.read_spending(raw_dir)["country"])


@pytest.mark.raw
def test_every_name_is_a_state_or_known_to_be_none(names: set[str]) -> None:
    states = open_snapshot().states
    unresolved = {name for name in names if not is_marked(name) and not states.is_sipri_state(name)}
    assert unresolved == set(NOT_STATES)


@pytest.mark.raw
def test_no_marked_name_is_taken_for_a_state(names: set[str]) -> None:
    states = open_snapshot().states
    assert [name for name in names if is_marked(name) and states.is_sipri_state(name)] == []
    assert {"PKK (Turkey)*", "NATO**"} <= names


@pytest.mark.raw
def test_every_alias_is_a_name_of_the_files(names: set[str]) -> None:
    assert {alias.name for alias in ALIASES} <= names
    assert set(NOT_STATES) <= names


@pytest.mark.raw
def test_a_name_nobody_has_looked_at_stops_the_build(raw_dir: Path) -> None:
    with pytest.raises(SourceError, match=r"\['Atlantis'\]; add them"):
        states_table(isard.read_state_years(raw_dir), countrycode.read_codes(raw_dir), ["Atlantis", "Armenia"])


def test_an_alias_means_one_state_in_a_year() -> None:
    for name in {alias.name for alias in ALIASES}:
        years = [
            year
            for alias in ALIASES
            if alias.name == name
            for year in range(alias.first_year, min(alias.last_year, 2030) + 1)
        ]
        assert len(years) == len(set(years)), name


def test_an_alias_leads_to_a_number_that_is_in_the_lists() -> None:
    known = set(open_snapshot().table("states")["gwno"].drop_nulls())
    assert {alias.gwno for alias in ALIASES} <= known


def test_a_state_spelled_otherwise_than_before_is_refused_and_does_not_go_missing() -> None:
    states = open_snapshot().states
    frame = pl.DataFrame({"recipient": ["Armenia", "PKK (Turkey)*", "Aruba", "Türkye"], "year": [2026] * 4})
    with pytest.raises(SourceError, match="no known state: Türkye; add them"):
        with_sipri_code(frame, states, "recipient")
    assert with_sipri_code(frame.head(3), states, "recipient")["recipient_gw"].to_list() == [371, None, None]
