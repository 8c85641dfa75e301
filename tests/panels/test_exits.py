"""How disputes leave the set of open claims and come back, and that every difference between the sets is explained."""

from __future__ import annotations

import polars as pl
import pytest
from tests.panels.future import Rewritten

from statusquo.cases import bundled_ids, load_case
from statusquo.cases.open_disputes import places
from statusquo.core.successions import state_in
from statusquo.panels.codings import EXITS
from statusquo.panels.exit_effects import exits_explained, risk_set_totals
from statusquo.panels.exits import exits_by_rule
from statusquo.panels.panel import Panel
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import Snapshot

AZAWAD, OMAN, SOUTH_VIETNAM = 372, 258, 249
ACEH, EAST_TIMOR, BALOCHISTAN_PAKISTAN, KARABAKH, KRAJINA, SAHARA_MOROCCO = 366, 330, 325, 388, 390, 331


@pytest.fixture(scope="module")
def explained(snapshot: Snapshot) -> pl.DataFrame:
    return exits_explained(snapshot)


def exits_of(panel: Panel, number: int) -> dict[int, str]:
    return dict(panel.frame.filter(conflict_id_ucdp=number).select("year", "exit").iter_rows())


def test_the_sums_over_the_exits_are_the_difference_of_the_two_sets(
    explained: pl.DataFrame, rows: pl.DataFrame
) -> None:
    totals = {name: tuple(sizes) for name, *sizes in risk_set_totals(rows).iter_rows()}
    before, after = totals["internal, before exits"], totals["secession"]
    gone = explained.filter(n_rows_kept=0)["conflict_id_ucdp"].n_unique()
    removed = (explained["n_rows"].sum(), explained["n_recurrences"].sum(), gone)
    assert removed == tuple(b - a for b, a in zip(before, after, strict=True)) == (1408, 2, 11)


def test_every_row_taken_out_is_explained_once(explained: pl.DataFrame, rows: pl.DataFrame) -> None:
    spans = explained.select("conflict_id_ucdp", year=pl.int_ranges("first_year", pl.col("last_year") + 1))
    told = spans.explode("year").sort("conflict_id_ucdp", "year").rows()
    is_of_status = pl.col("is_internal") & ~pl.col("is_islamic_state")
    is_removed = pl.col("is_at_risk_broad") & is_of_status & ~pl.col("is_at_risk_secession")
    assert told == rows.filter(is_removed).select("conflict_id_ucdp", "year").sort("conflict_id_ucdp", "year").rows()


def test_every_exit_has_a_kind_a_source_and_a_year_before_its_first_row(explained: pl.DataFrame) -> None:
    assert set(explained["exit"]) == set(EXITS) - {"none"}
    assert explained["source"].str.len_chars().min() > 0  # type: ignore[operator]
    assert explained.select((pl.col("exit_year") < pl.col("first_year")).all()).item()
    assert set(explained["coder"]) == {"rule", "review", "case file"}


def test_an_exit_lasts_until_fighting_resumes_at_most(snapshot: Snapshot) -> None:
    active = dict(snapshot.table("dispute_years").group_by("conflict_id_ucdp").agg("year").iter_rows())
    for coding in exits_by_rule(snapshot, snapshot.last_year):
        held = range(coding.first_year + 1, coding.last_year + 1)
        assert not set(held) & set(active[coding.conflict_id_ucdp])


def test_a_claim_is_closed_exactly_while_an_exit_is_in_force(status_panel: Panel) -> None:
    is_out = pl.col("exit") != "none"
    assert status_panel.frame.filter(is_out != (pl.col("claim") == "closed")).is_empty()


def test_statehood_is_dated_by_the_system_of_states(status_panel: Panel) -> None:
    exits = exits_of(status_panel, EAST_TIMOR)
    assert {year for year, kind in exits.items() if kind == "statehood"} == set(range(2002, 1 + max(exits)))


def test_a_settlement_counts_after_five_quiet_years(status_panel: Panel) -> None:
    """The Aceh memorandum is of August 2005, the year of the last activity."""
    exits = exits_of(status_panel, ACEH)
    assert {year for year, kind in exits.items() if kind == "implemented settlement"} == set(
        range(2010, 1 + max(exits))
    )


def test_a_settlement_does_not_count_when_fighting_breaks_it(snapshot: Snapshot) -> None:
    years = snapshot.table("dispute_years")
    fought = years.filter(conflict_id_ucdp=ACEH).tail(1).with_columns(year=pl.lit(2008, pl.Int32))
    broken = Rewritten(snapshot, {"dispute_years": pl.concat([years, fought])})
    kinds = {coding.value for coding in exits_by_rule(broken, broken.last_year) if coding.conflict_id_ucdp == ACEH}
    assert "implemented settlement" not in kinds


def test_a_dispute_is_back_when_the_claim_is_made_again_or_fighting_resumes(
    status_panel: Panel, rows: pl.DataFrame
) -> None:
    exits = exits_of(status_panel, BALOCHISTAN_PAKISTAN)
    assert (exits[2003], exits[2004]) == ("claim lapsed", "none")
    row = rows.row(
        by_predicate=(pl.col("conflict_id_ucdp") == BALOCHISTAN_PAKISTAN) & (pl.col("year") == 2004), named=True
    )
    assert row["is_recurrence"]
    assert not row["is_at_risk_secession"]


def test_the_only_recurrences_that_the_exits_remove_are_those_that_the_rules_get_wrong(explained: pl.DataFrame) -> None:
    """No claim of the Baloch was on record in 2004; Mali's settlement of 2015 held five years and broke in 2023."""
    lost = explained.filter(pl.col("n_recurrences") > 0).sort("conflict_id_ucdp")
    assert lost.select("conflict_id_ucdp", "last_year").rows() == [(BALOCHISTAN_PAKISTAN, 2004), (AZAWAD, 2023)]


def test_a_claim_that_ends_after_a_defeat_is_a_dissolution_by_the_outcome_for_use(snapshot: Snapshot) -> None:
    """The outcome for use is version 4's, and version 3's where version 4 is silent, as for Abyei in 2011."""
    ended = [coding for coding in exits_by_rule(snapshot, snapshot.last_year) if "no claim recorded" in coding.note]
    defeats = ("victory for government side", "actor ceases to exist")
    assert len(ended) >= 16
    for coding in ended:
        assert (coding.value == "claimant's dissolution") == coding.note.endswith(defeats)
    assert {coding.value for coding in ended if coding.conflict_id_ucdp == 11344} == {"claimant's dissolution"}


def test_the_case_file_says_when_karabakh_left(status_panel: Panel) -> None:
    """The decree that dissolved the republic took effect on 1 January 2024."""
    row = status_panel.frame.filter(conflict_id_ucdp=KARABAKH).sort("year")
    out = row.filter(pl.col("exit") != "none")
    assert out["year"].to_list() == list(range(2024, row["year"][-1] + 1))
    assert set(out["exit"]) == {"claimant's dissolution"}
    assert out["exit_source"].str.starts_with("case file").all()


def test_a_dispute_without_agreement_statehood_or_end_of_claim_stays_open(status_panel: Panel) -> None:
    assert set(exits_of(status_panel, SAHARA_MOROCCO).values()) == {"none"}


def test_the_statehood_of_kosovo_says_that_it_is_contested(explained: pl.DataFrame) -> None:
    assert "contested" in explained.filter(conflict_id_ucdp=412)["note"].item()


def test_status_follows_from_the_tables_it_is_given(snapshot: Snapshot) -> None:
    """Without agreements, claims and states only a case file, the review or a parent's end closes anything."""
    bare = Rewritten(
        snapshot,
        {name: snapshot.table(name).clear() for name in ("dispute_agreements", "dispute_claims", "states")},
    )
    closed = status_quo_years(bare).frame.filter(claim="closed")
    ended = {number for case in map(load_case, bundled_ids()) if case.exit for number in case.ids.ucdp_conflict}
    assert KARABAKH in ended
    reviewed = {number for number, place in places().items() if place.exit_year is not None}
    parents = dict(snapshot.table("disputes").select("conflict_id_ucdp", "parent_gw").iter_rows())
    orphans = {number for number, gwno in parents.items() if gwno is not None and state_in(gwno, 2024) is None}
    assert set(closed["conflict_id_ucdp"]) == ended | reviewed | orphans


def test_the_case_file_dates_the_end_of_krajina_before_the_rule_does(snapshot: Snapshot, status_panel: Panel) -> None:
    """Its last part came back to Croatia in January 1998; the rule waits for five quiet years, to 2000."""
    by_rule = [
        coding.first_year
        for coding in exits_by_rule(snapshot, snapshot.last_year)
        if coding.conflict_id_ucdp == KRAJINA
    ]
    assert by_rule == [2000]
    assert min(year for year, kind in exits_of(status_panel, KRAJINA).items() if kind != "none") == 1998


def test_a_dispute_whose_parent_state_ended_ends_with_it_when_no_state_goes_on(status_panel: Panel) -> None:
    exits = exits_of(status_panel, SOUTH_VIETNAM)
    assert (exits[1974], exits[1975], exits[2024]) == ("none", "parent's dissolution", "parent's dissolution")


def test_a_review_dates_an_exit_when_it_became_true_and_says_why(status_panel: Panel) -> None:
    exits = exits_of(status_panel, OMAN)
    assert (exits[1970], exits[1971]) == ("none", "claim lapsed")
    row = status_panel.frame.filter(conflict_id_ucdp=OMAN, year=2024).row(0, named=True)
    assert row["exit_source"].startswith("review: ")


def test_fighting_under_a_successors_number_reopens_a_settled_dispute(status_panel: Panel) -> None:
    """Mali's settlement of 2015 counted from 2020; in 2023 the movements fought on under another number."""
    exits = exits_of(status_panel, AZAWAD)
    settled = "implemented settlement"
    assert [exits[year] for year in (2019, 2020, 2022, 2023)] == ["none", settled, settled, "none"]
