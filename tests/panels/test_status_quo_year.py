"""The status-quo-year panel: every cell with its source and confidence, rivals kept, what is unknown missing."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from statusquo.cases import bundled_ids, load_case
from statusquo.panels.codings import RANK, Coding, by_year, frame_of, preferred
from statusquo.panels.panel import Panel
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import Snapshot

KARABAKH, TAMIL_EELAM = 388, 352
MINE = Coding(TAMIL_EELAM, "holder", "separatist", 1996, 2005, "my reading", "medium", "user file", "the Vanni")

codings = st.lists(
    st.builds(
        lambda value, first, length, coder: Coding(1, "holder", value, first, first + length, coder, "low", coder),
        st.sampled_from(["parent", "separatist", "other"]),
        st.integers(1990, 2000),
        st.integers(0, 12),
        st.sampled_from(sorted(RANK)),
    ),
    min_size=1,
    max_size=8,
)


def years_of(panel: Panel, number: int) -> dict[int, dict[str, object]]:
    return {row["year"]: row for row in panel.frame.filter(conflict_id_ucdp=number).to_dicts()}


def test_every_coded_cell_has_a_source_and_a_confidence(status_panel: Panel) -> None:
    for name in ("holder", "control_share_pct", "line_changed_year", "claim", "exit"):
        known = pl.col(name).is_not_null()
        for part in ("source", "confidence"):
            assert status_panel.frame.filter(known != pl.col(f"{name}_{part}").is_not_null()).is_empty(), (name, part)


def test_what_a_rule_says_is_never_of_high_confidence(status_panel: Panel) -> None:
    for name in ("holder", "claim", "exit"):
        ruled = status_panel.frame.filter(pl.col(f"{name}_source").str.starts_with("rule: "))
        assert "high" not in ruled[f"{name}_confidence"].to_list()


def test_what_no_source_gives_is_missing_with_its_reason(status_panel: Panel) -> None:
    for value, reason in (
        ("control_share_pct", "control_share_missing_reason"),
        ("line_changed_year", "line_changed_missing_reason"),
    ):
        frame = status_panel.frame
        assert frame.filter(pl.col(value).is_null() != pl.col(reason).is_not_null()).is_empty()
        coded = frame.drop_nulls(value)["conflict_id_ucdp"].unique().to_list()
        assert set(coded) <= {number for name in bundled_ids() for number in load_case(name).ids.ucdp_conflict}


def test_the_armenian_side_holds_karabakh_from_1992_to_2022_and_azerbaijan_after(status_panel: Panel) -> None:
    years = years_of(status_panel, KARABAKH)
    holders = {year: row["holder"] for year, row in years.items()}
    assert {holders[year] for year in range(1992, 2023)} == {"separatist"}
    assert (holders[2023], holders[2024]) == ("parent", "parent")
    assert years[2010]["de_facto_status"] == "de facto state"


def test_the_line_around_karabakh_last_changed_in_the_year_of_its_last_coded_move(status_panel: Panel) -> None:
    changed = [row["line_changed_year"] for row in years_of(status_panel, KARABAKH).values()]
    moves = [year for year in changed if year is not None]
    assert moves == sorted(moves)
    assert {1994, 2016, 2020, 2023} <= set(moves)
    assert all(
        row["line_changed_year"] is None or row["line_changed_year"] <= year  # type: ignore[operator]
        for year, row in years_of(status_panel, KARABAKH).items()
    )


def test_a_users_coding_comes_first_and_what_it_overrules_stays_beside_it(snapshot: Snapshot) -> None:
    years = years_of(status_quo_years(snapshot, [MINE]), TAMIL_EELAM)
    assert years[2000]["holder"] == "separatist"
    assert years[2000]["holder_source"] == "user file: my reading"
    assert years[2000]["holder_confidence"] == "medium"
    by_case, by_rule = years[2000]["holder_rivals"]
    assert by_case.startswith("parent (case file: ")
    assert by_rule == "parent (rule: default: the parent holds)"
    assert years[2000]["de_facto_status"] == "de facto state"
    assert years[2006]["holder"] == "parent"
    assert years[2006]["holder_rivals"] is None


def test_a_users_coding_changes_nothing_else(snapshot: Snapshot, status_panel: Panel) -> None:
    changed = status_quo_years(snapshot, [MINE]).frame
    touched = (pl.col("conflict_id_ucdp") == TAMIL_EELAM) & pl.col("year").is_between(1996, 2005)
    assert_frame_equal(changed.filter(~touched), status_panel.frame.filter(~touched))


def test_a_users_claim_comes_before_the_one_that_follows_from_the_exit(snapshot: Snapshot) -> None:
    mine = Coding(TAMIL_EELAM, "claim", "closed", 2010, 2024, "my reading", "high", "user file")
    years = years_of(status_quo_years(snapshot, [mine]), TAMIL_EELAM)
    assert (years[2009]["claim"], years[2010]["claim"]) == ("open", "closed")
    assert years[2010]["claim_source"] == "user file: my reading"


@given(codings)
def test_one_code_is_preferred_in_each_year_and_every_other_is_kept_as_its_rival(drawn: list[Coding]) -> None:
    frame = frame_of(drawn)
    chosen = preferred(frame, "holder")
    covered = {year for coding in drawn for year in range(coding.first_year, coding.last_year + 1)}
    assert chosen["year"].to_list() == sorted(covered)
    for row in chosen.to_dicts():
        speaking = [coding for coding in drawn if coding.first_year <= row["year"] <= coding.last_year]
        best = min(RANK[coding.coder] for coding in speaking)
        latest = [coding for coding in speaking if RANK[coding.coder] == best][-1]
        assert row["holder"] == latest.value
        others = {coding.value for coding in speaking} - {latest.value}
        assert {rival.split(" (")[0] for rival in row["holder_rivals"] or []} == others


@given(codings)
def test_ranks_within_a_year_run_from_zero_without_gaps(drawn: list[Coding]) -> None:
    ranks = by_year(frame_of(drawn)).group_by("year").agg(pl.col("rank").sort())
    assert all(found == list(range(len(found))) for found in ranks["rank"].to_list())
