from __future__ import annotations

import pytest

from statusquo.cases import list_cases, load_case
from statusquo.core.errors import UnknownNameError
from statusquo.snapshot.store import open_snapshot

DERIVED = [case for case in list_cases() if case.origin == "derived"]


def test_every_territorial_conflict_of_ucdp_is_a_case() -> None:
    assert len(DERIVED) == 200


@pytest.mark.parametrize("listing", DERIVED, ids=lambda listing: listing.id)
def test_a_conflict_loads_without_a_file(listing) -> None:
    case = load_case(listing.id)
    assert (case.id, case.title, case.origin) == (listing.id, listing.title, "derived")
    assert len(case.event) == listing.n_events
    assert len(case.fact) == listing.n_facts == listing.n_sourced
    assert case.parents()
    assert case.separatists()
    (holding,) = case.holding
    assert holding.confidence == "low"
    assert "default" in (holding.note or "")
    assert holding.holder in {actor.id for actor in case.parents()}
    assert holding.revisionist in {actor.id for actor in case.separatists()}
    assert all(len(event.title) <= 44 for event in case.event)


def test_every_side_and_every_supporter_has_its_role() -> None:
    disputes = open_snapshot().table("disputes")
    for row in disputes.iter_rows(named=True):
        case = load_case(f"ucdp-{row['conflict_id_ucdp']}")
        assert {a.name for a in case.separatists()} == {n.removeprefix("Government of ") for n in row["side_b"]}
        assert {a.gwno for a in case.with_role("ally")} == {*row["supporters_a_gw"], *row["supporters_b_gw"]}


def test_karabakh_from_ucdp_alone_has_seven_episodes_and_no_holding_by_the_armenian_side() -> None:
    case = load_case("ucdp-388")
    starts = [event for event in case.event if event.id.endswith("-start")]
    assert [str(event.date.year) for event in starts] == [
        "1991",
        "1997",
        "2005",
        "2008",
        "2012",
        "2014",
        "2020",
    ]
    assert [row.holder for row in case.holding] == ["azerbaijan"]
    assert case.territory.shape is not None
    assert case.territory.shape.include == ("areas:B38",)
    (deaths,) = case.facts("losses.conflict.battle_deaths")
    assert (deaths.value, deaths.low, deaths.high) == (13774, 13146, 19944)


def test_a_rival_state_on_side_b_is_a_state() -> None:
    (pakistan,) = load_case("ucdp-218").separatists()
    assert (pakistan.name, pakistan.kind, pakistan.gwno) == ("Pakistan", "state", 770)


def test_a_coalition_on_side_a_is_one_actor_for_each_state() -> None:
    assert [actor.gwno for actor in load_case("ucdp-228").parents()] == [651, 645, 663, 660, 652]


def test_a_conflict_between_states_has_no_count_of_the_dead() -> None:
    assert load_case("ucdp-218").facts("losses.conflict.battle_deaths") == ()


def test_a_range_without_a_best_estimate_is_not_made_into_a_number() -> None:
    case = load_case("ucdp-312")
    assert case.facts("losses.conflict.battle_deaths") == ()
    (row,) = case.facts("losses.conflict.battle_deaths_range")
    assert row.value == "50,000 to 250,000"


def test_an_episode_that_goes_on_has_no_end() -> None:
    ongoing = open_snapshot().table("episodes").filter("is_ongoing")
    for conflict, episode in ongoing.select("conflict_id_ucdp", "episode").iter_rows():
        ids = {event.id for event in load_case(f"ucdp-{conflict}").event}
        assert f"episode-{episode}-start" in ids
        assert f"episode-{episode}-end" not in ids


@pytest.mark.parametrize("name", ["ucdp-1", "ucdp-999999"])
def test_an_unknown_conflict_is_refused_with_near_ones(name: str) -> None:
    with pytest.raises(UnknownNameError, match="200 territorial conflicts are known"):
        load_case(name)
