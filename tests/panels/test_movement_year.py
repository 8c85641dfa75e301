"""Movements and their outcomes: named peoples whose history is known, and counts of new states anyone can check."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.core.errors import InputError
from statusquo.panels.movement_sdm import plain_name, with_sdm
from statusquo.panels.movement_year import EXITS, MEASURES
from statusquo.panels.panel import Panel
from statusquo.snapshot.movements import latest_years
from statusquo.snapshot.store import Snapshot

USSR, YUGOSLAVIA = 365, 345


@pytest.fixture(scope="module")
def rows(movement_panel: Panel) -> pl.DataFrame:
    return movement_panel.frame


@pytest.fixture(scope="module")
def last(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("gwgroupid", maintain_order=True).last()


def test_there_are_284_movements_as_in_the_claims_data(rows: pl.DataFrame) -> None:
    """Groups with any kind of claim in the replication file of Cederman, Rüegger and Schvitz (2022)."""
    assert (rows["gwgroupid"].n_unique(), rows.height, rows["has_claim"].sum()) == (284, 11_600, 9_836)
    assert (rows["year"].min(), rows["year"].max()) == (1946, 2017)


@pytest.mark.parametrize(
    ("group", "parent_gw", "year", "outcome"),
    [
        ("Bengali", 770, 1971, "independence"),
        ("Latvians", USSR, 1991, "independence"),
        ("Slovenes", YUGOSLAVIA, 1992, "independence"),  # listed by Gleditsch and Ward from 27 April 1992
        ("Slovaks", 315, 1993, "independence"),
        ("Christian Eritreans", 530, 1993, "independence"),
        ("Muslim Eritreans", 530, 1993, "independence"),
        ("East Timorese", 850, 2002, "independence"),
        ("Albanians", 340, 2008, "independence"),
        ("Dinka", 625, 2011, "independence"),
        ("Shilluk", 625, 2011, "passed to a new state"),
        ("Abkhaz", USSR, 1991, "passed to a new state"),
        ("Scots", 200, 2017, "autonomy with claim"),
        ("Catalans", 230, 2017, "autonomy with claim"),
        ("Sri Lankan Tamils", 780, 2017, "claim open"),
        ("Armenians", 373, 2017, "de facto self-rule"),
    ],
)
def test_outcomes_of_known_peoples(last: pl.DataFrame, group: str, parent_gw: int, year: int, outcome: str) -> None:
    row = last.row(by_predicate=(pl.col("group") == group) & (pl.col("parent_gw") == parent_gw), named=True)
    assert (row["year"], row["outcome"]) == (year, outcome)


def test_fourteen_peoples_left_the_soviet_union_with_a_republic_that_they_lead(last: pl.DataFrame) -> None:
    """One for each of the fifteen union republics but Russia."""
    left = last.filter(pl.col("parent_gw") == USSR, pl.col("outcome") == "independence")
    assert left.height == left["new_state_gw"].n_unique() == 14
    assert left["year"].unique().to_list() == [1991]


def test_there_are_28_independences_in_26_new_states(last: pl.DataFrame) -> None:
    independent = last.filter(pl.col("outcome") == "independence")
    assert (independent.height, independent["new_state_gw"].n_unique()) == (28, 26)


def test_the_tamils_ruled_themselves_and_lost_it_again(rows: pl.DataFrame) -> None:
    tamils = rows.filter(pl.col("group") == "Sri Lankan Tamils")
    assert tamils.filter("is_self_rule_begun")["year"].to_list() == [1984]
    assert tamils.filter("is_self_rule_ended")["year"].to_list() == [1987]
    assert tamils.filter(pl.col("year") == 2009)["resistance"].item() == "fought"


def test_scots_and_catalans_were_granted_autonomy(rows: pl.DataFrame) -> None:
    granted = rows.filter("is_autonomy_granted").select("group", "year").rows()
    assert ("Scots", 1999) in granted
    assert ("Catalans", 1980) in granted


def test_kosovos_loss_of_autonomy_is_dated_by_each_source_in_its_own_way(rows: pl.DataFrame) -> None:
    """EPR has it gone from 1987, Germann and Sambanis date the loss to 1989 (when Serbia changed its constitution)."""
    kosovo = rows.filter(pl.col("group") == "Albanians", pl.col("parent_gw") == YUGOSLAVIA)
    assert kosovo.filter("is_autonomy_revoked")["year"].to_list()[-1] == 1987
    assert kosovo.filter(pl.col("year") == 1995)["autonomy_lost_year"].item() == 1989


def test_an_exit_is_the_last_row_of_its_movement(rows: pl.DataFrame, last: pl.DataFrame) -> None:
    assert rows.filter(pl.col("outcome").is_in(EXITS)).height == last.filter(pl.col("outcome").is_in(EXITS)).height


def test_every_sign_of_resistance_names_its_measure(rows: pl.DataFrame) -> None:
    named = rows.drop_nulls("resistance").select("resistance", "resistance_measure").unique()
    assert dict(named.iter_rows()) == MEASURES
    assert rows.filter(~pl.col("has_claim"))["resistance"].null_count() == rows.filter(~pl.col("has_claim")).height


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("1989, 1991", [1989, 1991]),
        ("19th century, 1937", [1900, 1937]),
        ("1940-1953", [1953]),
        ("1920s", [1929]),
        ("early 20th century", [1933]),
        ("early/mid 20th century", [1967]),
        ("late 19th century", [1900]),
        ("1850s, 1996", [1859, 1996]),
    ],
)
def test_a_rough_date_is_over_at_its_latest_year(when: str, years: list[int]) -> None:
    assert latest_years(when) == years


SDM = (
    "country,group,year,domclaim,groupsize,pwrstat,sdm_startdate1,sdm_enddate1,sdm_startdate2,sdm_enddate2,"
    "sovdec,violsd,violsd_onset,viol_escal,con,autcon,res,autres\n"
    "Spain,Catalan,2017,Independence,0.169,powerless,1975,9999,,,1,0,0,0,0,0,1,1\n"
    "Spain,Martians,2017,Independence,0.1,powerless,1975,9999,,,1,0,0,0,1,0,0,0\n"
)


def test_a_users_sdm_file_adds_restrictions_and_counts_what_it_could_not_match(
    movement_panel: Panel, snapshot: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / "sdm.csv").write_text(SDM, encoding="utf-8")
    panel = with_sdm(movement_panel, snapshot, tmp_path / "sdm.csv")
    assert panel.frame.height == movement_panel.frame.height
    row = panel.frame.row(by_predicate=(pl.col("group") == "Catalans") & (pl.col("year") == 2017), named=True)
    assert (row["is_restriction_sdm"], row["is_concession_sdm"]) == (True, False)
    assert panel.frame["is_restriction_sdm"].drop_nulls().len() == 1
    assert "1 of 284 movements" in panel.warnings[-1]


def test_a_file_that_is_not_there_is_refused(movement_panel: Panel, snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        with_sdm(movement_panel, snapshot, tmp_path / "absent.csv")


def test_names_are_compared_without_case_plural_brackets_and_accents() -> None:
    assert plain_name("Québécois (Canada)") == plain_name("quebecoi")
    assert plain_name("Bosniaks/Muslims") == "bosniak"
