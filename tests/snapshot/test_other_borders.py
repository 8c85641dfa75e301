"""A former state has the people of its own borders, not those of the state that is there today."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.snapshot.gw_codes import state_years_in_gw
from statusquo.snapshot.other_borders import KNOWN_DOUBTFUL, doubtful, other_borders
from statusquo.snapshot.store import Snapshot
from statusquo.sources.cow_nmc import read_capabilities


@pytest.mark.parametrize(
    ("gwno", "year", "millions"),
    [
        (365, 1989, 286.7),  # Soviet Union, census of January 1989
        (345, 1990, 23.8),  # Yugoslavia; 23.5 by the census of 1991
        (817, 1974, 19.6),  # South Vietnam
        (680, 1989, 2.4),  # South Yemen; 2.3 by the census of 1988
        (770, 1970, 128.7),  # Pakistan with the east
        (760, 1980, 0.4),  # Bhutan, of which COW counts 1.3
    ],
)
def test_a_state_has_the_people_of_its_own_borders(gwno: int, year: int, millions: float, snapshot: Snapshot) -> None:
    row = snapshot.table("state_years").filter(gwno=gwno, year=year)
    assert row["population_thousands"][0] / 1000 == pytest.approx(millions, rel=0.05)


def test_income_of_another_state_is_missing_and_not_lent(snapshot: Snapshot) -> None:
    years = snapshot.table("state_years")
    for gwno, year in ((365, 1985), (817, 1970), (680, 1980)):
        assert years.filter(gwno=gwno, year=year)["gdp_per_head_usd"][0] is None
    assert years.filter(gwno=365, year=2000)["gdp_per_head_usd"][0] is not None


def test_no_run_of_other_borders_meets_another_of_the_same_state() -> None:
    years = other_borders().explode("year").select("gwno", "year")
    assert years.is_unique().all()


@pytest.mark.raw
def test_what_stays_doubtful_is_known(snapshot: Snapshot, raw_dir: Path) -> None:
    counted = state_years_in_gw(read_capabilities(raw_dir), snapshot.states)
    left = doubtful(snapshot.table("state_years"), counted)
    assert left.height == KNOWN_DOUBTFUL
    assert set(left["gwno"]) == {450, 531, 663, 760, 987}
