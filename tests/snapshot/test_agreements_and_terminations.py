"""Agreements on territory against what is known of them, and how episodes ended by two versions of the data."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from statusquo.snapshot.store import Snapshot
from statusquo.snapshot.terminations import KNOWN_DIFFERENT, dispute_terminations, terminations_of


@pytest.fixture
def agreements(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dispute_agreements")


@pytest.fixture
def terminations(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("dispute_terminations")


@pytest.mark.parametrize(
    ("conflict", "signed", "name", "kind", "provisions"),
    [
        # Texts and dates: UN Peacemaker, https://peacemaker.un.org; provisions as UCDP codes them.
        (366, dt.date(2005, 8, 15), "Memorandum of Understanding", "full", {"local government"}),  # Aceh, Helsinki
        (315, dt.date(1998, 4, 10), "Good Friday", "full", {"autonomy", "referendum on status"}),
        (369, dt.date(2001, 8, 30), "Bougainville", "full", {"autonomy", "referendum on status"}),
        (308, dt.date(1996, 9, 2), "1976 Tripoli", "full", {"referendum on status"}),  # Mindanao, Jakarta
        (308, dt.date(2014, 3, 27), "Comprehensive Agreement on the Bangsamoro", "full", set()),
        (322, dt.date(1997, 12, 2), "Chittagong", "full", {"autonomy", "power-sharing in local government"}),
    ],
)
def test_a_known_agreement_is_there(
    agreements: pl.DataFrame, conflict: int, signed: dt.date, name: str, kind: str, provisions: set[str]
) -> None:
    row = agreements.row(by_predicate=(pl.col("conflict_id_ucdp") == conflict) & (pl.col("date") == signed), named=True)
    assert name in row["name"]
    assert row["kind"] == kind
    assert provisions <= set(row["provisions"])
    assert row["has_territorial_provision"] == bool(row["provisions"])


def test_aceh_is_not_coded_as_autonomy(agreements: pl.DataFrame) -> None:
    """The memorandum never uses the word, and UCDP follows its wording; a reader who looks for autonomy must know."""
    aceh = agreements.filter((pl.col("conflict_id_ucdp") == 366) & (pl.col("kind") == "full"))
    assert "autonomy" not in aceh["provisions"].item()


def test_the_bangsamoro_provisions_are_in_the_annexes_not_in_the_comprehensive_agreement(
    agreements: pl.DataFrame,
) -> None:
    mindanao = agreements.filter((pl.col("conflict_id_ucdp") == 308) & (pl.col("date").dt.year() >= 2012))
    found = dict(mindanao.select("name", pl.col("provisions").list.len()).iter_rows())
    assert found["Comprehensive Agreement on the Bangsamoro"] == 0
    assert found["Framework Agreement on the Bangsamoro"] == 5


def test_sudans_agreement_of_2005_is_under_no_territorial_dispute(snapshot: Snapshot, agreements: pl.DataFrame) -> None:
    """UCDP codes the war of 1983-2005 as one over Sudan's government, so South Sudan's way out is not among ours."""
    assert agreements.filter(pl.col("agreement_id_ucdp") == 1282).is_empty()
    south = snapshot.table("disputes").filter(pl.col("territory_name") == "Southern Sudan")
    assert south.select("conflict_id_ucdp", "first_active_year", "last_active_year").rows() == [(282, 1963, 1972)]


def test_forty_one_disputes_have_an_agreement_and_karabakh_has_none(agreements: pl.DataFrame) -> None:
    assert (agreements.height, agreements["conflict_id_ucdp"].n_unique()) == (123, 41)
    assert 388 not in agreements["conflict_id_ucdp"].to_list()


def test_silence_on_an_end_is_missing_and_not_a_finding_that_it_holds(agreements: pl.DataFrame) -> None:
    counts = dict(agreements.group_by("is_ended").len().iter_rows())
    assert counts == {True: 47, False: 2, None: 74}
    assert agreements.filter(pl.col("end_date").is_not_null() & pl.col("is_ended").ne_missing(True)).is_empty()


def test_agreements_lie_within_the_years_of_the_source(agreements: pl.DataFrame) -> None:
    years = agreements["date"].dt.year()
    assert (years.min(), years.max()) == (1975, 2021)


# Terminations


def test_every_episode_stands_once_beside_its_outcome(snapshot: Snapshot, terminations: pl.DataFrame) -> None:
    key = ["conflict_id_ucdp", "episode"]
    episodes = snapshot.table("episodes").select(*key, outcome_v4="outcome").sort(key)
    assert terminations.select(*key, "outcome_v4").equals(episodes)


def test_the_two_versions_differ_once_where_both_speak(terminations: pl.DataFrame) -> None:
    different = terminations.filter(pl.col("comparison") == "different")
    assert tuple(different.select("conflict_id_ucdp", "episode").rows()) == KNOWN_DIFFERENT
    row = different.row(0, named=True)
    assert (row["outcome_v3"], row["outcome_v4"]) == ("low activity", "victory for government side")
    counts = dict(terminations.group_by("comparison").len().iter_rows())
    assert counts == {"same": 203, "different": 1, "v3 only": 101, "v4 only": 24, "neither": 45}


def test_version_three_speaks_alone_mostly_of_wars_that_version_four_leaves_out(
    snapshot: Snapshot, terminations: pl.DataFrame
) -> None:
    last = snapshot.table("episodes").select("conflict_id_ucdp", "episode", year="last_year")
    types = snapshot.table("dispute_years").select("conflict_id_ucdp", "year", "type")
    alone = terminations.filter(pl.col("comparison") == "v3 only").join(last, on=["conflict_id_ucdp", "episode"])
    counts = alone.join(types, on=["conflict_id_ucdp", "year"]).group_by("type").len()
    assert dict(counts.iter_rows()) == {"interstate": 63, "extrasystemic": 21, "internal": 17}


def test_every_silence_of_version_three_has_its_reason(snapshot: Snapshot, terminations: pl.DataFrame) -> None:
    silent = terminations.filter(pl.col("outcome_v3").is_null())
    assert dict(silent.group_by("v3_missing_reason").len().iter_rows()) == {
        "no end by 2020": 65,
        "conflict not listed": 2,
        "episode bounded otherwise": 2,
    }
    bounded = silent.filter(pl.col("v3_missing_reason") == "episode bounded otherwise")
    assert bounded.select("conflict_id_ucdp", "episode").rows() == [(298, 1), (426, 1)]
    assert terminations.filter(pl.col("outcome_v3").is_not_null())["v3_missing_reason"].null_count() == 305


def test_an_outcome_is_missing_only_while_fighting_goes_on_or_where_nobody_coded_it(
    terminations: pl.DataFrame,
) -> None:
    missing = terminations.filter(pl.col("outcome").is_null())
    assert dict(missing.group_by("missing_reason").len().iter_rows()) == {
        "ongoing": 38,
        "not coded yet": 4,
        "not coded": 3,
    }
    ended_since = missing.filter(pl.col("missing_reason") == "not coded yet")
    assert ended_since["conflict_id_ucdp"].to_list() == [439, 13588, 14275, 16379]
    uncoded = missing.filter(pl.col("missing_reason") == "not coded")
    assert uncoded.select("conflict_id_ucdp", "episode").rows() == [(218, 9), (274, 3), (13324, 1)]
    assert terminations.filter(pl.col("outcome").is_not_null())["missing_reason"].null_count() == 329


def test_an_earlier_table_says_of_version_three_what_the_raw_file_does(
    snapshot: Snapshot, terminations: pl.DataFrame
) -> None:
    episodes = snapshot.table("episodes")
    assert dispute_terminations(episodes, terminations_of(episodes, terminations)).equals(terminations)


def test_karabakhs_last_episode_ended_in_a_victory_of_the_government(terminations: pl.DataFrame) -> None:
    outcomes = terminations.filter(pl.col("conflict_id_ucdp") == 388)["outcome"].to_list()
    assert outcomes[0] == "ceasefire agreement"
    assert outcomes[-1] == "victory for government side"
