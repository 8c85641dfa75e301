"""Karabakh's composition by the census of 1989, and the groups' shares of their states."""

from __future__ import annotations

import math

import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.snapshot.store import Snapshot
from statusquo.structure.ethnicity import FACTORS, district_table, ethnicity, territory_census


def test_the_census_of_1989_is_that_of_the_case_file(karabakh: Case) -> None:
    census = territory_census(karabakh)
    assert census is not None
    assert census.year == 1989
    assert census.population == 189_085
    assert census.groups == {"armenians": 145_450, "azerbaijanis": 40_688, "russians": 1_922, "others": 1_025}
    assert census.sources == ("haf-booklet",)


def test_two_districts_are_known_shusha_and_the_rest(karabakh: Case) -> None:
    """Only Shusha's count and the oblast's total are sourced; the rest is their difference."""
    census = territory_census(karabakh)
    assert census is not None
    assert district_table(karabakh, census) == {
        "shusha": {"armenians": 1_377, "azerbaijanis": 19_036, "others": 166},
        "rest": {"armenians": 144_073, "azerbaijanis": 21_652, "others": 2_781},
    }


def test_karabakhs_composition_is_that_worked_by_hand(karabakh: Case, snapshot: Snapshot) -> None:
    found = {name: estimate.value for name, estimate in ethnicity(karabakh, snapshot).items()}
    assert found["group_share_of_territory"] == pytest.approx(145_450 / 189_085)  # 76.9 %
    assert found["territory_share_of_population"] == pytest.approx(189_085 / 7_076_550)  # 2.67 %
    p = [people / 189_085 for people in (145_450, 40_688, 1_922, 1_025)]
    assert found["fractionalisation"] == pytest.approx(1 - sum(q * q for q in p))
    assert found["polarisation"] == pytest.approx(4 * sum(q * q * (1 - q) for q in p))
    # D = (|1377 / 145450 - 19202 / 43635| + |144073 / 145450 - 24433 / 43635|) / 2
    assert found["segregation_dissimilarity"] == pytest.approx(19_202 / 43_635 - 1_377 / 145_450)
    assert found["segregation_isolation"] == pytest.approx(
        1_377 / 145_450 * 1_377 / 20_579 + 144_073 / 145_450 * 144_073 / 168_506
    )


def test_armenians_were_1_3_percent_of_azerbaijan_by_epr(karabakh: Case, snapshot: Snapshot) -> None:
    """EPR's figure for 1991-2021; the case file's census gives the oblast's Armenians alone 2.1 % in 1989."""
    share = ethnicity(karabakh, snapshot)["group_share_of_state"]
    assert share.value == pytest.approx(0.013)
    assert "epr-core" in share.sources


def test_a_dispute_without_a_census_says_so(snapshot: Snapshot) -> None:
    factors = ethnicity(load_case("ucdp-388"), snapshot)
    assert factors.keys() == FACTORS.keys()
    assert factors["group_share_of_state"].value == pytest.approx(0.013)
    assert "no census" in str(factors["fractionalisation"].missing_reason)


def test_groups_of_97_disputes_have_a_share_between_nobody_and_all(snapshot: Snapshot) -> None:
    conflicts = snapshot.table("disputes")["conflict_id_ucdp"]
    shares = [ethnicity(load_case(f"ucdp-{one}"), snapshot)["group_share_of_state"].value for one in conflicts]
    known = [share for share in shares if share is not None]
    assert len(known) == 97
    assert all(0 < share < 1 and math.isfinite(share) for share in known)
