"""A section's sentence is made from its numbers: it says them, and it changes when they do."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.dossier.context import Context
from statusquo.dossier.extent import Extent, extent_of, ground_of
from statusquo.dossier.parts import Dossier
from statusquo.dossier.sections.arms import both_sides_finding, largest_suppliers
from statusquo.dossier.sections.headline import contested_finding, rival_keys, widest_rivalry
from statusquo.dossier.sections.sides import holding_sentence
from statusquo.dossier.sections.what_happened import finding as what_happened_finding
from statusquo.dossier.sections.what_happened import what_happened
from statusquo.dossier.sections.where import finding as where_finding
from statusquo.dossier.sides import spending_ratio, turning_points
from statusquo.snapshot.store import Snapshot
from statusquo.structure.factors import structure

KARABAKH = 388


@pytest.fixture(scope="module")
def episodes(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("episodes").filter(pl.col("conflict_id_ucdp") == KARABAKH)


@pytest.fixture(scope="module")
def years(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp") == KARABAKH)


def test_deaths_of_one_year_are_never_told_as_those_of_all(snapshot: Snapshot) -> None:
    """Of India and Pakistan over Kashmir only the dead of 2025 are counted, not those of their wars."""
    own = pl.col("conflict_id_ucdp") == 218
    told = what_happened_finding(*(snapshot.table(name).filter(own) for name in ("episodes", "dispute_years")))
    assert "The battle deaths it counts in 2025, the one year with an estimate, add up to 67 (64 to 94)" in told


def test_the_sentence_on_fighting_says_the_figures_of_the_data(episodes: pl.DataFrame, years: pl.DataFrame) -> None:
    sentence = what_happened_finding(episodes, years)
    assert "seven episodes" in sentence
    assert "1992–1994 and 2020" in sentence
    assert "13,774 (13,146 to 19,944)" in sentence
    assert "a victory for the government side" in sentence


def test_the_sentence_on_fighting_changes_with_the_deaths(episodes: pl.DataFrame, years: pl.DataFrame) -> None:
    fewer = years.with_columns(
        pl.when(pl.col("year") == 2020).then(1000).otherwise(pl.col(name)).cast(pl.Int32).alias(name)
        for name in ("deaths_best", "deaths_low", "deaths_high")
    )
    assert "7,128" in what_happened_finding(episodes, fewer)


def test_the_sentence_on_fighting_says_when_nothing_is_estimated(episodes: pl.DataFrame, years: pl.DataFrame) -> None:
    blank = years.with_columns(
        pl.lit(None, pl.Int32).alias(name) for name in ("deaths_best", "deaths_low", "deaths_high")
    )
    sentence = what_happened_finding(episodes, blank)
    assert "No estimate of battle deaths is at hand" in sentence
    assert " 0" not in sentence


def test_the_sentence_on_fighting_says_when_the_last_episode_goes_on(
    episodes: pl.DataFrame, years: pl.DataFrame
) -> None:
    ongoing = episodes.with_columns(is_ongoing=pl.col("episode") == 7)
    assert "still going on in 2023" in what_happened_finding(ongoing, years)


def test_the_sentence_on_arms_says_the_published_totals(karabakh: Case, snapshot: Snapshot) -> None:
    sides, ratio = Context(karabakh, snapshot).sides, Context(karabakh, snapshot).ratio
    assert sides is not None
    assert ratio is not None
    arrived = snapshot.table("arms_deliveries").filter(
        pl.col("recipient_gw").is_in([side.gwno for side in sides]), pl.col("year").is_between(1992, 2020)
    )
    sentence = both_sides_finding(sides, ratio, arrived)
    assert "4,205 million TIV for Azerbaijan and 918 for Armenia" in sentence
    assert "Russia was the largest supplier of both" in sentence
    without_russia = arrived.filter(pl.col("supplier") != "Russia")
    assert "the largest suppliers were Israel" in both_sides_finding(sides, ratio, without_russia)
    assert largest_suppliers(sides, arrived).endswith("of what Armenia received came from Russia.")
    assert "of what Azerbaijan received came from Israel" in largest_suppliers(sides, without_russia)
    assert largest_suppliers(sides, arrived.clear()) == ""


def test_the_spending_ratio_is_the_one_in_the_raw_file(snapshot: Snapshot) -> None:
    ratio = dict(spending_ratio(snapshot.table("spending"), 373, 371).iter_rows())
    assert ratio[1995] == pytest.approx(0.9, abs=0.05)
    assert ratio[2015] == pytest.approx(4.8, abs=0.05)


def test_turning_points_are_first_lowest_highest_since_and_last() -> None:
    ratio = pl.DataFrame({"year": [1990, 1991, 1992, 1993, 1994], "ratio": [2.0, 9.0, 0.5, 4.0, 3.0]})
    assert turning_points(ratio) == [
        (1990, 2.0, ""),
        (1992, 0.5, " (its lowest)"),
        (1993, 4.0, " (its highest since)"),
        (1994, 3.0, ""),
    ]
    assert turning_points(ratio.head(0)) == []
    assert turning_points(ratio.head(1)) == [(1990, 2.0, " (its lowest)")]


def test_the_sentence_on_the_territory_states_the_error_of_an_approximation(karabakh: Case, snapshot: Snapshot) -> None:
    share = structure(karabakh, snapshot)["area_share"]
    drawn = Extent(claimed=3746.0, reference=4388.0, held=11927.0, parent=86_600.0)
    sentence = where_finding(karabakh, drawn, share)
    assert "15 % below the published 4,388 km²" in sentence
    assert "It is 5.1 % of the area of Azerbaijan, counted with it, or as much as 5.4 % of the rest" in sentence
    assert "approximation" not in where_finding(karabakh, Extent(4388.0, 4388.0, None, 86_600.0), share)


def test_the_parent_with_the_territory_is_its_outline_and_all_of_the_territory(snapshot: Snapshot) -> None:
    """Natural Earth's Morocco holds two thirds of Western Sahara: neither part of it is counted twice or left out."""
    case = load_case("western-sahara")
    extent = extent_of(case, ground_of(case, snapshot))
    assert extent.claimed is not None
    assert extent.parent is not None
    assert extent.claimed / extent.parent == pytest.approx(0.40, abs=0.01)


def test_a_larger_total_of_deaths_is_joined_to_the_battle_deaths_that_ucdp_counts(
    karabakh: Case, snapshot: Snapshot
) -> None:
    context = Context(karabakh, snapshot)
    bridge = next(caveat for caveat in what_happened(context).caveats if "30,000" in caveat)
    assert f"{context.years['deaths_best'].sum():,.0f}" in bridge


def test_who_holds_all_of_the_territory_is_not_said_to_hold_most_of_it(karabakh: Case) -> None:
    whole = holding_sentence(karabakh)
    assert whole.startswith("The whole claimed territory has been held by Azerbaijan")
    lesser = karabakh.holding[-1].model_copy(update={"share_pct": None})
    unknown = karabakh.model_copy(update={"holding": (*karabakh.holding[:-1], lesser)})
    most = holding_sentence(unknown)
    assert most.startswith("Most of the claimed territory has been held by")


def test_the_contested_sentence_counts_rival_figures(karabakh: Case) -> None:
    rival = rival_keys(karabakh)
    assert len(rival) >= 20
    others = len(karabakh.contested()) - len(rival)
    assert f"On {len(rival)} matters" in contested_finding(karabakh)
    assert f"on {others} more between sources" in contested_finding(karabakh), "43 in the list of cases, 30 on the page"
    without = karabakh.model_copy(update={"fact": tuple(f for f in karabakh.fact if f.key not in rival)})
    assert contested_finding(without).startswith("None of the")


def test_the_widest_rivalry_leaves_unsourced_figures_out(karabakh: Case) -> None:
    found = widest_rivalry(karabakh)
    assert found is not None
    key, low, high = found
    sourced = [f for f in karabakh.facts(key) if karabakh.is_sourced(f)]
    bounds = [n for f in sourced for n in (f.low, f.value, f.high) if isinstance(n, float)]
    assert (low, high) == (min(bounds), max(bounds))


def test_every_section_has_a_question_and_a_whole_sentence(any_dossier: Dossier) -> None:
    for section in any_dossier.all_sections:
        assert section.heading.endswith("?")
        assert section.finding.endswith((".", "!"))
        assert "None" not in section.finding
        assert "nan" not in section.finding.lower().split()
