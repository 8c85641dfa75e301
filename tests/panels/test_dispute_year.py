"""The dispute-year panel: counts, the rule of being at risk, episodes, clocks, sides."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.cases import bundled_ids, load_case
from statusquo.core.columns import columns_of
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.exit_effects import risk_set_totals
from statusquo.panels.patrons import BASES
from statusquo.snapshot.store import Snapshot

KARABAKH = 388


def of(rows: pl.DataFrame, number: int, *columns: str) -> dict[int, tuple[object, ...]]:
    """The values of some columns of one dispute, by year."""
    chosen = rows.filter(conflict_id_ucdp=number)
    return {row["year"]: tuple(row[name] for name in columns) for row in chosen.to_dicts()}


def test_the_counts_of_the_design_hold(rows: pl.DataFrame) -> None:
    """The sets on ACD 25.1 as counted independently at the project's start, each dispute by its own number alone."""
    quiet_before = (~pl.col("is_active")).shift(1).over("conflict_id_ucdp").fill_null(False)
    own = rows.filter(quiet_before, pl.col("year") <= 2024)
    assert (own.height, own["is_active"].sum(), own["conflict_id_ucdp"].n_unique()) == (6647, 167, 181)
    internal = own.filter("is_internal")
    counts = (internal.height, internal["is_active"].sum(), internal["conflict_id_ucdp"].n_unique())
    assert counts == (3221, 143, 118)
    assert rows["conflict_id_ucdp"].n_unique() == 200


def test_the_sets_have_the_sizes_that_the_documents_give(rows: pl.DataFrame) -> None:
    """Fighting under a successor's number counts, and the provinces of the Islamic State are no secession disputes."""
    totals = {name: tuple(sizes) for name, *sizes in risk_set_totals(rows).iter_rows()}
    assert totals["broad"] == (6625, 182, 175)
    assert totals["internal, before exits"] == (3042, 143, 94)
    assert totals["secession"] == (1634, 141, 83)


def test_every_dispute_has_one_row_for_each_year_from_its_first_activity_to_the_end_of_the_data(
    rows: pl.DataFrame, snapshot: Snapshot
) -> None:
    spans = rows.group_by("conflict_id_ucdp").agg(
        pl.len(), first=pl.col("year").min(), last=pl.col("year").max(), n=pl.col("year").n_unique()
    )
    is_whole = (pl.col("last") == snapshot.last_year) & (pl.col("n") == snapshot.coming_year - pl.col("first"))
    assert spans.filter(~is_whole).is_empty()
    firsts = snapshot.table("disputes").select("conflict_id_ucdp", "first_active_year")
    assert spans.join(firsts, on="conflict_id_ucdp").filter(pl.col("first") != pl.col("first_active_year")).is_empty()


def test_a_dispute_is_at_risk_after_a_year_without_activity(rows: pl.DataFrame) -> None:
    is_quiet = (pl.col("ground_intensity") == "none") & ~pl.col("is_passed_on")
    quiet_before = is_quiet.shift(1).over("conflict_id_ucdp").fill_null(False)
    assert rows.filter(pl.col("is_at_risk_broad") != quiet_before).is_empty()


def test_a_dispute_is_at_risk_of_war_after_a_year_that_was_not_one(rows: pl.DataFrame) -> None:
    can = (pl.col("ground_intensity") != "war") & ~pl.col("is_passed_on")
    no_war_before = can.shift(1).over("conflict_id_ucdp").fill_null(False)
    assert rows.filter(pl.col("is_at_risk_of_war") != no_war_before).is_empty()
    onset = pl.col("is_war_onset")
    assert rows.filter(onset.is_null() == pl.col("is_at_risk_of_war")).is_empty()
    assert rows.filter(onset & (pl.col("ground_intensity") != "war")).is_empty()


def test_the_first_year_of_a_dispute_is_never_at_risk(rows: pl.DataFrame) -> None:
    first = rows.filter(pl.col("year") == pl.col("year").min().over("conflict_id_ucdp"))
    at_risk = ("is_at_risk_broad", "is_at_risk_secession", "is_at_risk_of_war")
    assert first.height == 200
    assert not first.select(pl.any_horizontal(*at_risk)).to_series().any()


def test_the_sets_lie_within_each_other(rows: pl.DataFrame) -> None:
    secession = rows.filter("is_at_risk_secession")
    assert secession.select((pl.col("is_at_risk_broad") & pl.col("is_internal")).all()).item()
    assert secession["claim_before"].unique().to_list() == ["open"]


def test_every_recurrence_falls_in_a_year_at_risk(rows: pl.DataFrame) -> None:
    """Every episode after the first begins with a recurrence, and so does fighting that resumes under a successor.

    A year is at risk when the year before was quiet, so even one quiet year is enough.
    """
    begins = rows.filter((pl.col("year") == pl.col("episode_first_year")) & (pl.col("episode") > 1))
    assert begins["is_recurrence"].to_list() == [True] * 174
    elsewhere = rows.filter(pl.col("is_recurrence"), ~pl.col("is_active"))
    assert elsewhere["is_successor_active"].all()
    assert rows["is_recurrence"].sum() == 174 + elsewhere.height
    assert rows.filter(pl.col("is_recurrence").is_null() == pl.col("is_at_risk_broad")).is_empty()


def test_an_episode_is_an_unbroken_run_of_active_years(rows: pl.DataFrame) -> None:
    active = rows.filter("is_active").group_by("conflict_id_ucdp", "episode").agg("year", pl.col("episode_first_year"))
    for years, firsts in active.select("year", "episode_first_year").iter_rows():
        assert years == list(range(years[0], years[-1] + 1))
        assert set(firsts) == {years[0]}


def test_the_end_of_an_episode_shows_only_once_it_is_over(rows: pl.DataFrame) -> None:
    ended = pl.col("episode_last_year")
    assert rows.filter("is_active").select(ended.is_null().all()).item()
    quiet = rows.filter(~pl.col("is_active"))
    assert quiet.select((ended < pl.col("year")).all()).item()
    never_elsewhere = ~pl.col("is_successor_active").any().over("conflict_id_ucdp")
    alone = quiet.filter(never_elsewhere)
    assert alone.filter(pl.col("year") - pl.col("episode_last_year") - 1 != pl.col("quiet_years")).is_empty()


def test_the_clock_counts_whole_quiet_years_and_is_set_back_by_activity(rows: pl.DataFrame) -> None:
    for _, years in rows.group_by("conflict_id_ucdp"):
        clock = 0
        for intensity, quiet_years in years.select("ground_intensity", "quiet_years").iter_rows():
            assert quiet_years == clock
            clock = 0 if intensity != "none" else clock + 1


def test_the_clock_of_karabakhs_episodes_never_passes_six_years(rows: pl.DataFrame) -> None:
    assert max(quiet for (quiet,) in of(rows, KARABAKH, "quiet_years").values()) == 6


def test_the_clock_of_karabakhs_line_runs_from_january_1994_to_the_war_of_april_2016(rows: pl.DataFrame) -> None:
    line = {year: clock for year, (clock,) in of(rows, KARABAKH, "line_quiet_years").items()}
    assert line[1994] == 0
    assert [line[year] for year in range(1995, 2017)] == list(range(22))
    assert line[2017] == 0
    assert (line[2020], line[2021]) == (3, 0)
    episodes = of(rows, KARABAKH, "quiet_years")
    assert line[2014] == 19
    assert episodes[2014] == (1,)


def test_the_line_has_no_clock_where_no_case_file_declares_a_history_of_it(rows: pl.DataFrame) -> None:
    """A move that is coded does not say that there was no other; no rule codes any."""
    declared = {
        number
        for case in map(load_case, bundled_ids())
        if case.line_history is not None
        for number in case.ids.ucdp_conflict
    }
    assert KARABAKH in declared
    assert set(rows.drop_nulls("line_quiet_years")["conflict_id_ucdp"]) <= declared


def test_how_the_last_episode_ended_is_that_of_the_episode_before_while_one_is_under_way(rows: pl.DataFrame) -> None:
    outcome = {year: last for year, (last,) in of(rows, KARABAKH, "last_outcome").items()}
    assert outcome[1994] is None
    assert {outcome[year] for year in range(1995, 1999)} == {"ceasefire agreement"}
    assert outcome[2020] == "low activity"
    assert outcome[2024] == "victory for government side"


def test_how_the_last_episode_ended_is_missing_only_while_none_has_ended_or_nobody_coded_it(rows: pl.DataFrame) -> None:
    uncoded = rows.filter(pl.col("last_outcome").is_null() & pl.col("is_at_risk_broad"))
    assert set(uncoded["conflict_id_ucdp"]) == {218, 274, 13324}


def test_a_missing_patron_has_a_reason_and_no_covariates(rows: pl.DataFrame) -> None:
    is_missing = pl.col("patron_gw").is_null()
    assert rows.filter(is_missing != pl.col("patron_missing_reason").is_not_null()).is_empty()
    covariates = [name for name in rows.columns if name.startswith("patron_") and name in _state_columns("patron")]
    assert len(covariates) == 11
    without = rows.filter(is_missing)
    assert without.height > 0
    assert without.select(pl.all_horizontal(pl.col("patron_basis", *covariates).is_null()).all()).item()
    named = rows.filter(~is_missing)
    assert set(named["patron_basis"]) <= set(BASES)
    assert named.select((pl.col("n_patrons") == 1).all()).item()


def test_of_several_patrons_none_stands_for_the_side(rows: pl.DataFrame) -> None:
    several = rows.filter(pl.col("n_patrons") > 1)
    assert several.height > 0
    assert several["patron_gw"].null_count() == several.height
    assert several["patron_missing_reason"].str.contains("several states").all()


def test_karabakhs_patron_is_the_one_of_its_case_file(rows: pl.DataFrame) -> None:
    patrons = of(rows, KARABAKH, "patron_gw", "patron_basis")
    assert {patrons[year] for year in range(1994, 2020)} == {(371, "case file")}


@pytest.mark.parametrize("side", ["parent", "patron"])
def test_no_covariate_has_a_value_past_its_last_year(rows: pl.DataFrame, side: str) -> None:
    columns = {column.name: column for column in columns_of("panel.dispute_year")}
    for name in _state_columns(side):
        years = columns[name].years
        assert years is not None
        known = rows.drop_nulls(name)["year"]
        assert known.len() > 0, name
        assert years[0] <= known.min() <= known.max() <= years[1], name  # type: ignore[operator]


def test_the_covariates_of_a_side_are_those_of_its_state_in_the_same_year(
    rows: pl.DataFrame, snapshot: Snapshot
) -> None:
    row = rows.row(by_predicate=(pl.col("conflict_id_ucdp") == KARABAKH) & (pl.col("year") == 2010), named=True)
    states = snapshot.table("state_years")
    for side, gwno in (("parent", 373), ("patron", 371)):
        state = states.row(by_predicate=(pl.col("gwno") == gwno) & (pl.col("year") == 2010), named=True)
        assert row[f"{side}_gw"] == gwno
        assert {name: row[_column(side, name)] for name in state if name not in ("gwno", "year")} == {
            name: value for name, value in state.items() if name not in ("gwno", "year")
        }


def test_the_panel_is_the_same_each_time(rows: pl.DataFrame, snapshot: Snapshot) -> None:
    assert dispute_years(snapshot).frame.equals(rows)


def _state_columns(side: str) -> list[str]:
    return [_column(side, column.name) for column in columns_of("state_years") if column.name not in ("gwno", "year")]


def _column(side: str, name: str) -> str:
    """Return the panel's name of a column of states: one is shorter there, for Stata's 32 characters."""
    return f"{side}_{name.replace('irregular_leader_change', 'irregular_turnover')}"
