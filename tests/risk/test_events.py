"""What counts as an event, and which dispute-years can meet one."""

from __future__ import annotations

import polars as pl
import pytest
from tests.panels.future import with_another_future

from statusquo.panels.dispute_year import dispute_years
from statusquo.risk.events import (
    RISK_SETS,
    RiskSet,
    risk_years,
    rows_at_risk,
)
from statusquo.snapshot.store import Snapshot, open_snapshot

COMING_YEAR = open_snapshot().coming_year
KARABAKH = 388


@pytest.mark.parametrize(
    ("risk_set", "sizes"),
    [("broad", (6625, 182, 175)), ("internal", (3136, 155, 112)), ("secession", (1634, 141, 83))],
)
def test_the_risk_sets_of_recurrence_have_the_sizes_that_the_panel_counts(
    risk_rows: pl.DataFrame, risk_set: RiskSet, sizes: tuple[int, int, int]
) -> None:
    rows = rows_at_risk(risk_rows, risk_set, "recurrence").filter(pl.col("year") < COMING_YEAR)
    assert (rows.height, rows["is_event"].sum(), rows["conflict_id_ucdp"].n_unique()) == sizes


def test_both_events_are_those_of_the_dispute_year_panel(risk_rows: pl.DataFrame, snapshot: Snapshot) -> None:
    key = ["conflict_id_ucdp", "year"]
    panel = dispute_years(snapshot).frame.select(*key, "is_recurrence", "is_war_onset")
    both = risk_rows.join(panel, on=key, suffix="_panel")
    assert both.height == risk_rows.filter(pl.col("year") < COMING_YEAR).height
    for event in ("is_recurrence", "is_war_onset"):
        assert both.filter(pl.col(event).ne_missing(pl.col(f"{event}_panel"))).is_empty()


def test_the_offensive_of_2023_in_karabakh_is_neither_a_recurrence_nor_an_escalation_to_war(
    risk_rows: pl.DataFrame,
) -> None:
    """2022 was active, and UCDP/PRIO 25.1 codes 2023 as minor (462 battle deaths)."""
    of_2023 = risk_rows.filter(conflict_id_ucdp=KARABAKH, year=2023).row(0, named=True)
    assert (of_2023["is_quiet_before"], of_2023["is_recurrence"], of_2023["is_war_onset"]) == (False, None, False)


def test_the_war_of_2020_in_karabakh_is_both_events(risk_rows: pl.DataFrame) -> None:
    of_2020 = risk_rows.filter(conflict_id_ucdp=KARABAKH, year=2020).row(0, named=True)
    assert (of_2020["is_recurrence"], of_2020["is_war_onset"]) == (True, True)


def test_within_three_years_counts_the_year_and_the_two_after_it(risk_rows: pl.DataFrame) -> None:
    """Karabakh was quiet in 2018 and 2019 and at war in 2020; what ends after the data is not known yet."""
    own = {row["year"]: row for row in risk_rows.filter(conflict_id_ucdp=KARABAKH).to_dicts()}
    assert (own[2019]["is_recurrence"], own[2019]["is_recurrence_within_3y"]) == (False, True)
    assert own[2019]["is_war_within_3y"] is True
    assert own[2018]["is_recurrence_within_3y"] is None  # 2017 was active
    last = risk_rows.filter(pl.col("year") > COMING_YEAR - 3)
    assert last["is_recurrence_within_3y"].null_count() == last.height


def test_fighting_goes_on_or_ends_only_where_it_was_under_way(risk_rows: pl.DataFrame) -> None:
    own = {row["year"]: row["is_continued"] for row in risk_rows.filter(conflict_id_ucdp=KARABAKH).to_dicts()}
    assert (own[2017], own[2018], own[2019]) == (True, False, None)


def test_the_coming_year_has_members_but_no_outcome(risk_rows: pl.DataFrame) -> None:
    coming = risk_rows.filter(year=COMING_YEAR)
    assert coming.height == 200
    assert coming.select("is_recurrence", "is_war_onset").null_count().row(0) == (200, 200)
    assert rows_at_risk(coming, "secession", "war").height > 40


def test_the_sets_lie_within_each_other(risk_rows: pl.DataFrame) -> None:
    for event in ("recurrence", "war"):
        keys = [
            set(rows_at_risk(risk_rows, risk_set, event).select("conflict_id_ucdp", "year").rows())
            for risk_set in RISK_SETS
        ]
        assert keys[0] < keys[1] < keys[2]


def test_who_is_at_risk_in_a_year_does_not_depend_on_that_year(snapshot: Snapshot, risk_rows: pl.DataFrame) -> None:
    imagined = risk_years(with_another_future(snapshot, 2009, 3))
    flags = ["conflict_id_ucdp", "year", "is_quiet_before", "is_not_war_before", "is_in_internal", "is_in_secession"]
    up_to_next = pl.col("year") <= 2010
    real = risk_rows.join(imagined.select("conflict_id_ucdp").unique(), on="conflict_id_ucdp", maintain_order="left")
    assert imagined.filter(up_to_next).select(flags).equals(real.filter(up_to_next).select(flags))
