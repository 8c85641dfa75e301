from __future__ import annotations

import pytest

from statusquo.cases import list_cases, load_case
from statusquo.core.errors import UnknownNameError
from statusquo.snapshot.store import open_snapshot

DISPUTES = open_snapshot().table("disputes").to_dicts()
DERIVED = [case for case in list_cases() if case.origin == "derived"]


def test_every_territorial_conflict_of_ucdp_is_a_case() -> None:
    assert len(DERIVED) == 200


@pytest.mark.parametrize("listing", DERIVED, ids=lambda listing: listing.id)
def test_a_conflict_loads_without_a_file(listing) -> None:
    case = load_case(listing.id)
    assert (case.id, case.title, case.origin) == (listing.id, listing.title, "derived")
    assert len(case.event) == listing.n_events
    assert len(case.fact) == listing.n_facts == listing.n_sourced
    assert all(len(event.title) <= 44 for event in case.event)


@pytest.mark.parametrize("row", DISPUTES, ids=lambda row: str(row["conflict_id_ucdp"]))
def test_a_conflict_has_a_parent_and_a_separatist_side_or_claimants(row) -> None:
    case = load_case(f"ucdp-{row['conflict_id_ucdp']}")
    if {"interstate", "extrasystemic"} & set(row["types"]):
        assert len(case.claimants()) >= 2
        assert not (case.parents())
        assert not (case.separatists())
        assert not (case.holding)
    else:
        (parent,), (separatist,), (holding,) = case.parents(), case.separatists(), case.holding
        assert (holding.holder, holding.revisionist, holding.is_default) == (parent.id, None, True)
        assert len(case.groups_of(separatist)) != 1


def test_no_type_of_conflict_stands_beside_another_kind_in_one_dispute() -> None:
    """The rule on mixed types is stated; no dispute needs it yet, and a new release may bring one that does."""
    for row in DISPUTES:
        assert len({name in ("interstate", "extrasystemic") for name in row["types"]}) == 1


@pytest.mark.parametrize("row", DISPUTES, ids=lambda row: str(row["conflict_id_ucdp"]))
def test_every_group_that_ucdp_names_on_side_b_is_an_actor_of_its_own(row) -> None:
    case = load_case(f"ucdp-{row['conflict_id_ucdp']}")
    named = {name.removeprefix("Government of ") for name in row["side_b"]}
    assert named <= {actor.name for actor in case.actor}
    groups = [actor for side in case.separatists() for actor in case.groups_of(side)]
    if case.separatists() and len(named) > 1:
        assert {actor.name for actor in groups} == named
        assert not {actor.name for actor in case.separatists()} & named


def test_a_group_stands_with_the_years_in_which_it_fought() -> None:
    case = load_case("ucdp-221")
    years = {
        actor.name: (role.start.year, role.end.year)
        for actor in case.actor
        for role in actor.role
        if role.role == "group"
    }
    assert years == {"KNUP": (1949, 1975), "KNU": (1966, 2025), "God's Army": (2000, 2000), "DKBA 5": (2010, 2013)}


def test_who_sent_troops_on_its_own_is_an_ally_in_those_years_and_who_contributed_to_a_mission_is_none() -> None:
    case = load_case("ucdp-15283")
    allies = {a.name: [(r.start.year, r.end.year) for r in a.role if r.role == "ally"] for a in case.with_role("ally")}
    assert allies == {"France": [(2015, 2015)], "Rwanda": [(2023, 2023)]}
    (mission,) = case.with_role("peacekeeper")
    assert (mission.name, mission.note) == ("MINUSCA", "UCDP lists 52 states that contributed to it.")


def test_every_state_that_sent_troops_is_an_ally_or_counted_in_a_mission() -> None:
    for row in DISPUTES:
        case = load_case(f"ucdp-{row['conflict_id_ucdp']}")
        sent = {*row["supporters_a_gw"], *row["supporters_b_gw"]}
        allies = {actor.gwno for actor in case.with_role("ally")}
        assert allies <= sent
        assert allies == sent or case.with_role("peacekeeper")


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
    _, pakistan = load_case("ucdp-218").claimants()
    assert (pakistan.name, pakistan.kind, pakistan.gwno) == ("Pakistan", "state", 770)


def test_a_coalition_is_one_claimant_for_each_state() -> None:
    assert [actor.gwno for actor in load_case("ucdp-228").claimants()] == [651, 645, 663, 660, 652, 666]


def test_a_colonial_power_is_a_claimant_as_the_movement_is() -> None:
    assert [actor.name for actor in load_case("ucdp-246").claimants()] == ["France", "FLN", "MNA"]


def test_a_territory_carries_the_name_of_the_bundled_case_beside_that_of_the_data() -> None:
    case = load_case("ucdp-394")
    assert case.title == "Transnistria (Dniestr in UCDP), Moldova"
    assert [name.text for name in case.territory.name] == ["Transnistria", "Dniestr"]


def test_a_conflict_between_states_has_no_count_of_the_dead_but_of_the_years_that_a_release_counts() -> None:
    cyprus = load_case("ucdp-323")
    assert cyprus.facts("losses.conflict.battle_deaths") == ()
    kashmir = load_case("ucdp-218")
    (deaths,) = kashmir.facts("losses.conflict.battle_deaths")
    assert (deaths.value, deaths.low, deaths.high, str(deaths.as_of)) == (67, 64, 94, "2025")
    assert deaths.note == "Of 1 of the 28 active years; the others have no best estimate."
    assert deaths.source == ("ucdp-brd",)
    (resumed,) = (event for event in kashmir.event if event.id == "episode-10-start")
    assert (str(resumed.date), resumed.title, resumed.source) == ("2025", "Fighting resumes", ("ucdp-brd",))
    (began,) = (event for event in load_case("ucdp-13243").event if event.id == "episode-1-start")
    assert "Battle deaths in 2025, its one year with an estimate: 94,741 (87,321 to 140,889)." in began.text


def test_what_rests_on_the_transcribed_rows_of_2025_says_so() -> None:
    golan = load_case("ucdp-302")
    assert golan.status_today == "Active in 2025, the last year of the data."
    assert golan.status_source == ("ucdp-brd",)
    (source,) = (each for each in golan.source if each.id == "ucdp-brd")
    assert source.title.endswith("26.1 (transcribed from a public copy, not checked byte for byte)")
    groups = {actor.name: actor.role[0].source for actor in load_case("ucdp-402").with_role("group")}
    assert groups == {
        "Democratic Republic of Yemen": ("ucdp-prio-acd", "ucdp-dyadic"),
        "STC": ("ucdp-prio-acd", "ucdp-brd"),
    }
    quiet = load_case("ucdp-388")
    assert "ucdp-brd" not in {each.id for each in quiet.source}


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


def test_a_day_that_ucdp_assigns_is_told_no_finer_than_it_is_known() -> None:
    dates = {event.id: str(event.date) for event in load_case("ucdp-232").event}
    assert dates["episode-1-start"] == "1949-10"
    assert dates["episode-2-start"] == dates["episode-2-end"] == "1954"
    assert {str(event.date) for event in load_case("ucdp-234").event} >= {"2000-10-01", "2021-05-10"}


def test_the_peak_of_an_episode_is_not_told_of_its_first_day() -> None:
    first = next(event for event in load_case("ucdp-234").event if event.id == "episode-1-start")
    assert first.title == "Fighting begins"
    assert first.text is not None
    assert first.text.startswith("The episode reached war intensity.")
