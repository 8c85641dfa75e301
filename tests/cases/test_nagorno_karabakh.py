"""What the bundled case of Nagorno-Karabakh promises its readers."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

import statusquo.cases
from statusquo.cases import Case, load_case
from statusquo.snapshot.store import open_snapshot

FILE = Path(statusquo.cases.__file__).parent / "bundled" / "nagorno-karabakh.toml"

SUFFIXES = {
    "km2": "km2",
    "km": "km",
    "m": "m",
    "percent": "pct",
    "percent of TIV": "pct",
    "deaths": "deaths",
    "date": "date",
    "year": "year",
    "years": "years",
    "billion US$": "usd_bn",
    "million US$": "usd_m",
    "million US$ a day": "usd_m",
    "US$": "usd",
    "billion manat": "azn_bn",
    "billion drams": "amd_bn",
    "units": "n",
    "settlements": "n",
    "resolutions": "n",
    "articles": "n",
}


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("nagorno-karabakh")


def test_it_is_as_full_as_promised(case: Case) -> None:
    assert len(case.event) >= 75
    assert len(case.fact) >= 130
    standings = Counter(case.standing(row) for row in case.fact)
    assert standings["sourced"] >= 0.7 * len(case.fact)
    assert standings["unsourced"] <= 0.06 * len(case.fact)


def test_what_rests_on_general_knowledge_or_copies_alone_has_low_confidence(case: Case) -> None:
    rows = [*case.fact, *case.event, *(account for event in case.event for account in event.account)]
    unsourced = [row for row in rows if not case.is_sourced(row)]
    assert unsourced
    assert {row.confidence for row in unsourced} == {"low"}


def test_every_source_is_cited(case: Case) -> None:
    text = FILE.read_text(encoding="utf-8")
    cited = set(re.findall(r'"([a-z0-9-]+)"', " ".join(re.findall(r"source = (\[[^\]]*\])", text))))
    assert {source.id for source in case.source} == cited


def test_every_source_is_found_again(case: Case) -> None:
    """An address, or what a library needs: a publisher or an author."""
    for source in case.source:
        assert source.url or source.publisher or source.author or source.kind in (
            "own computation", "general knowledge", "data", "advocacy",
        ), source.id  # fmt: skip


def test_every_claimant_is_an_actor_and_each_side_has_figures_of_its_own(case: Case) -> None:
    claimants = Counter(row.claimant for row in case.fact if row.claimant)
    assert set(claimants) <= {actor.id for actor in case.actor}
    assert min(claimants["azerbaijan"], claimants["armenia"], claimants["karabakh-armenians"]) >= 15


def test_keys_follow_one_grammar(case: Case) -> None:
    for row in case.fact:
        topic, subject, measure = row.key.split(".")
        assert topic == row.topic.replace(" ", "_"), row.key
        assert subject, row.key
        suffix = SUFFIXES.get(row.unit)
        if suffix and row.key != "people.displaced_2023.reading":
            assert measure == suffix or measure.endswith(f"_{suffix}"), (row.key, row.unit)


def test_no_row_stands_twice(case: Case) -> None:
    rows = Counter((row.key, row.claimant, row.source, row.value_text) for row in case.fact)
    assert [row for row, n in rows.items() if n > 1] == []


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (1921, "Kavburo"),
        (1923, "oblast created"),
        (1988, "join Soviet Armenia"),
        (1988, "Sumgait"),
        (1988, "Gugark"),
        (1990, "Baku"),
        (1991, "Operation Ring"),
        (1991, "proclaimed"),
        (1992, "Khojaly"),
        (1992, "Maraga"),
        (1992, "Shusha"),
        (1993, "Kalbajar"),
        (1994, "Ceasefire"),
        (2016, "Four-day war"),
        (2020, "Second war"),
        (2020, "Ceasefire statement"),
        (2022, "Lachin road blocked"),
        (2023, "offensive"),
        (2023, "100,000 Armenians leave"),
        (2024, "ceases to exist"),
        (2025, "Peace agreement initialled"),
    ],
)
def test_what_must_not_be_missing_is_there(case: Case, year: int, words: str) -> None:
    assert [event for event in case.event if event.date.year == year and words in event.title]


@pytest.mark.parametrize("number", [822, 853, 874, 884])
def test_each_resolution_of_the_security_council_is_an_event(case: Case, number: int) -> None:
    (event,) = (event for event in case.event if event.title == f"Security Council resolution {number}")
    assert event.date.year == 1993
    assert event.source == (f"unsc-{number}",)


def test_the_seven_districts_were_lost_when_the_sources_say(case: Case) -> None:
    dates = {
        "lachin": "1992-05-18",
        "kalbajar": "1993-04-02",
        "aghdam": "1993-07-23",
        "fuzuli": "1993-08-23",
        "jabrayil": "1993-08-23",
        "gubadli": "1993-08-31",
        "zangilan": "1993-10-29",
    }
    surrounding = {district.id for district in case.territory.district if district.group == "surrounding"}
    assert surrounding == set(dates)
    for district, date in dates.items():
        (row,) = case.facts(f"territory.{district}.captured_date")
        assert row.value == date


def test_the_timeline_labels_few_events_with_short_titles(case: Case) -> None:
    labelled = [event for event in case.event if event.is_key]
    assert 12 <= len(labelled) <= 16
    assert max(len(event.title) for event in labelled) <= 38
    assert {event.kind for event in labelled} >= {"violence against civilians", "displacement", "agreement"}


@pytest.mark.parametrize(
    "event",
    ["khojaly-1992", "key-west-2001", "kazan-2011", "war-2016", "tovuz-2020", "war-2020", "blockade-2022",
     "offensive-2023", "departure-2023"],
)  # fmt: skip
def test_a_contested_event_has_azerbaijans_account(case: Case, event: str) -> None:
    (row,) = (row for row in case.event if row.id == event)
    assert "azerbaijan" in {account.claimant for account in row.account}


@pytest.mark.parametrize(
    "event",
    ["key-west-2001", "kazan-2011", "war-2016", "tovuz-2020", "war-2020", "blockade-2022", "offensive-2023",
     "departure-2023"],
)  # fmt: skip
def test_a_contested_event_has_an_armenian_account(case: Case, event: str) -> None:
    (row,) = (row for row in case.event if row.id == event)
    assert {"armenia", "karabakh-armenians"} & {account.claimant for account in row.account}


@pytest.mark.parametrize(
    ("azerbaijani", "armenian"),
    [
        ("losses.first_war.azerbaijanis_deaths", "losses.first_war.armenians_deaths"),
        ("losses.line_2014.azerbaijani_deaths", "losses.line_2014.armenian_deaths"),
        ("losses.war_2016.azerbaijani_military_deaths", "losses.war_2016.armenian_deaths"),
        ("losses.war_2020.azerbaijani_military_deaths", "losses.war_2020.armenian_military_deaths"),
        ("losses.war_2020.azerbaijani_civilians_deaths", "losses.war_2020.armenian_civilians_deaths"),
        ("losses.offensive_2023.azerbaijani_military_deaths",
         "losses.offensive_2023.karabakh_armenians_deaths"),
        ("losses.khojaly_1992.azerbaijanis_deaths", "losses.maraga_1992.armenians_deaths"),
        ("losses.gugark_1988.azerbaijanis_deaths", "losses.sumgait_1988.deaths"),
        ("losses.baku_january_20_1990.azerbaijanis_deaths", "losses.baku_january_13_1990.armenians_deaths"),
        ("people.displaced_1988_94.azerbaijanis_from_armenia",
         "people.displaced_1988_94.armenians_from_azerbaijan"),
        ("people.displaced_1988_94.azerbaijanis_within_azerbaijan",
         "people.displaced_1988_94.armenians_within_region"),
        ("people.return.former_displaced_2025", "people.displaced_2023.karabakh_armenians"),
    ],
)  # fmt: skip
def test_losses_and_displacement_stand_on_both_sides(case: Case, azerbaijani: str, armenian: str) -> None:
    assert case.facts(azerbaijani)
    assert case.facts(armenian)


def test_figures_hold_against_the_sources(case: Case) -> None:
    """Values as printed in the census of 1989, the official counts of 2020-23 and the vote of 2008."""
    expected = {
        "people.oblast.population_1989": [189085],
        "people.oblast.armenians_1989": [145450],
        "people.oblast.azerbaijanis_1989": [40688],
        "losses.war_2020.azerbaijani_military_deaths": [2906, 2783],
        "losses.war_2020.armenian_military_deaths": [3825, 2425],
        "losses.offensive_2023.azerbaijani_military_deaths": [192, 200],
        "people.displaced_2023.karabakh_armenians": [100417],
        "law.unga_62_243.votes_for": [39],
        "territory.oblast.area_km2": [4388],
    }
    assert {key: [row.value for row in case.facts(key)] for key in expected} == expected


def test_the_census_of_1989_adds_up(case: Case) -> None:
    (total,) = case.facts("people.oblast.population_1989")
    parts = [case.facts(f"people.oblast.{group}_1989")[0].value for group in
             ("armenians", "azerbaijanis", "russians", "others")]  # fmt: skip
    assert sum(float(part) for part in parts) == total.value
    (share,) = case.facts("people.oblast.armenian_share_1989_pct")
    assert share.value == pytest.approx(100 * float(parts[0]) / float(total.value), abs=0.05)


def test_the_five_districts_add_up(case: Case) -> None:
    parts = [case.facts(f"people.{name}.population_1989")[0].value for name in
             ("kalbajar", "aghdam", "jabrayil", "gubadli", "lachin")]  # fmt: skip
    assert sum(float(part) for part in parts) == case.facts("people.five_districts.population_1989")[0].value


def test_the_phases_follow_each_other_without_a_gap(case: Case) -> None:
    assert str(case.phase[0].start) == "1988-02-20"
    assert case.phase[-1].end is None
    assert [p.end for p in case.phase[:-1]] == [p.start for p in case.phase[1:]]


def test_the_holdings_follow_each_other_without_a_gap(case: Case) -> None:
    assert [row.end for row in case.holding[:-1]] == [row.start for row in case.holding[1:]]
    assert all(row.note for row in case.holding)


def test_proposals_say_what_each_side_answered(case: Case) -> None:
    assert [proposal.id for proposal in case.proposal] == [
        "lisbon-1996",
        "package-1997",
        "step-by-step-1997",
        "common-state-1998",
        "key-west-2001",
        "madrid-2007",
        "kazan-2011",
        "vienna-st-petersburg-2016",
        "statement-2020",
        "reintegration-2023",
        "agreement-2025",
    ]
    for proposal in case.proposal:
        answered = {response.actor for response in proposal.response}
        assert answered & {"azerbaijan", "armenia", "karabakh-armenians"}
        assert proposal.terms
    refused = {
        (proposal.id, response.actor)
        for proposal in case.proposal
        for response in proposal.response
        if response.answer == "rejected" and not response.claimant
    }
    assert refused >= {
        ("package-1997", "karabakh-armenians"),
        ("step-by-step-1997", "karabakh-armenians"),
        ("common-state-1998", "azerbaijan"),
        ("lisbon-1996", "armenia"),
    }


def test_places_carry_the_names_of_both_sides(case: Case) -> None:
    for place in case.territory.place:
        languages = {name.language for name in place.names}
        assert {"az", "en"} <= languages, place.id
        assert place.approximation or set(place.source) & {"natural-earth-places", "wp-shusha-fortress"}, place.id
    stepanakert = next(place for place in case.territory.place if place.id == "stepanakert")
    assert {"Khankendi", "Stepanakert"} <= {name.text for name in stepanakert.names}


def test_every_shape_is_in_the_snapshot(case: Case) -> None:
    territory = case.territory
    assert territory.shape is not None
    assert territory.held is not None
    named = [
        *territory.shape.include, *territory.shape.exclude, *territory.held.include,
        *(district.shape for district in territory.district if district.shape),
        *(ref for line in territory.line for ref in (*line.edge_of, line.inside)),
    ]  # fmt: skip
    known = {
        f"{table}:{code}" for table in ("areas", "provinces", "countries")
        for code in open_snapshot().table(table)["ne_id"]
    }  # fmt: skip
    assert set(named) <= known


def test_the_shapes_have_the_areas_that_the_facts_state(case: Case) -> None:
    from pyproj import Geod
    from shapely import from_wkb, union_all

    snapshot, geod = open_snapshot(), Geod(ellps="WGS84")

    def union(references: tuple[str, ...]):
        shapes = []
        for reference in references:
            table, _, code = reference.partition(":")
            shapes.append(from_wkb(snapshot.table(table).filter(ne_id=code)["geometry"][0]))
        return union_all(shapes)

    def area_km2(shape) -> float:
        return abs(geod.geometry_area_perimeter(shape)[0]) / 1e6

    shape, held = case.territory.shape, case.territory.held
    assert shape is not None
    assert held is not None
    # The snapshot's outlines are simplified, hence the tolerance of one percent.
    land_held = union(held.include)
    assert area_km2(land_held) == pytest.approx(case.facts("territory.held.area_km2")[0].value, rel=0.01)
    drawn = union(shape.include).difference(union(shape.exclude))
    assert area_km2(drawn) == pytest.approx(case.facts("territory.shape.area_km2")[0].value, rel=0.01)
    (error,) = case.facts("territory.shape.area_error_pct")
    (oblast,) = case.facts(shape.reference_area or "")
    assert 100 * (area_km2(drawn) / float(oblast.value) - 1) == pytest.approx(float(error.value), abs=1.0)


def test_each_district_stands_where_it_should(case: Case) -> None:
    """Rough positions, since the published file mislabels Lachin and swaps two others."""
    from shapely import Point, from_wkb

    inside = {
        "lachin": (46.55, 39.64),
        "kalbajar": (46.04, 40.11),
        "aghdam": (46.93, 39.99),
        "fuzuli": (47.15, 39.60),
        "jabrayil": (47.03, 39.40),
        "gubadli": (46.58, 39.34),
        "zangilan": (46.65, 39.09),
        "khankendi": (46.75, 39.82),
        "shusha-town": (46.75, 39.76),
        "khojavend": (47.11, 39.79),
        "tartar": (46.82, 40.21),
        "khojaly": (46.79, 39.91),
    }
    provinces = open_snapshot().table("provinces")
    shapes = {district.id: district.shape for district in case.territory.district}
    for name, position in inside.items():
        reference = shapes[name]
        assert reference is not None
        outline = from_wkb(provinces.filter(ne_id=reference.removeprefix("provinces:"))["geometry"][0])
        assert outline.distance(Point(position)) < 0.03, name


def test_no_sentence_is_the_essays() -> None:
    """The case is in our own words: no 14 words in a row are the model essay's."""
    named = os.environ.get("STATUSQUO_RAW")
    repository = Path(__file__).resolve().parents[2]
    raw = Path(named) if named else repository.parent / "shared" / "data" / "raw"
    essay = raw.parents[1] / "seed" / "essay.txt"
    if not essay.is_file():
        pytest.skip("the model essay is not at hand")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + 14]) for i in range(len(words) - 13)}

    assert not runs(FILE.read_text(encoding="utf-8")) & runs(essay.read_text(encoding="utf-8"))
