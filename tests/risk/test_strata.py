"""A told risk stands beside what became of dispute-years like it, and skill is claimed only where it was shown."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.cases import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson
from statusquo.risk.models import HEADLINE_MODEL, LEAVE_OUT
from statusquo.risk.path import risk_path
from statusquo.risk.strata import Stratum, stratum_of, time_stratum, with_strata
from statusquo.snapshot.store import Snapshot, open_snapshot

COMING_YEAR = open_snapshot().coming_year


@pytest.mark.parametrize(
    ("active", "year", "name"),
    [
        ([1992, 1993], 1995, "quiet for 1 to 2 years"),
        ([1992, 1993], 1999, "quiet for 3 to 5 years"),
        ([1992], 2025, "quiet for 11 years or more"),
        ([1992, 1993], 1994, "fighting for 1 to 2 years"),
        ([1980, *range(1990, 2001)], 2001, "fighting for 11 years or more"),
        ([1992, 1995], 1994, "quiet for 1 to 2 years"),
    ],
)
def test_a_row_s_stratum_follows_from_the_years_before_it(active: list[int], year: int, name: str) -> None:
    assert time_stratum(active, year) == name


def test_the_strata_by_time_divide_the_rows_as_one_dispute_s_years_do(snapshot: Snapshot) -> None:
    told = load_artefact("risk_predictions").filter(
        model=HEADLINE_MODEL, scheme=LEAVE_OUT, event="war", risk_set="secession", conflict_id_ucdp=388
    )
    active = snapshot.table("dispute_years").filter(conflict_id_ucdp=388).sort("year")["year"].to_list()
    for row in with_strata(told, snapshot).to_dicts():
        assert row["time"] == time_stratum(active, row["year"])


def test_every_kind_of_stratum_counts_every_row_once() -> None:
    strata = load_artefact("risk_strata").filter(score="base_rate")
    keys = ["risk_set", "event", "scheme"]
    told = load_artefact("risk_predictions").filter(model=HEADLINE_MODEL).group_by(keys).agg(n=pl.len())
    both = strata.group_by(*keys, "kind").agg(pl.col("n_rows").sum()).join(told, on=keys)
    assert both.height == 3 * told.height
    assert (both["n_rows"] == both["n"]).all()


def test_a_base_rate_is_the_share_with_the_event_and_has_an_interval() -> None:
    rates = load_artefact("risk_strata").filter(score="base_rate")
    assert (rates["value"] - rates["n_events"] / rates["n_rows"]).abs().max() < 1e-9  # type: ignore[operator]
    assert (rates["low"] < rates["high"]).all()


def test_skill_is_claimed_only_where_its_interval_lies_above_zero() -> None:
    rate = Estimate(0.01, "share", 0.005, 0.02, "confidence95")
    for low, claimed in ((0.01, True), (-0.01, False)):
        stratum = Stratum(
            "quiet for 11 years or more", "war", rate, Estimate(0.02, "s", low, 0.1, "confidence95"), 1200, 12
        )
        assert stratum.has_skill is claimed
        assert ("told more than that base rate" in stratum.words) is claimed
        assert "12 of 1,200 years (1 %, 0.5 to 2)" in stratum.words


def test_a_frozen_dispute_is_told_the_base_rate_of_its_like(snapshot: Snapshot) -> None:
    path = risk_path(load_case("transnistria"), snapshot)
    stratum = path.strata["recurrence"]
    assert stratum == stratum_of("secession", "recurrence", "quiet for 11 years or more")
    assert not stratum.has_skill
    assert "no more than that base rate" in path.to_json()["skill"]["recurrence"]["says"]


def test_fighting_that_goes_on_has_a_chance_to_end_and_none_to_resume(snapshot: Snapshot) -> None:
    kachin = risk_path(load_case("ucdp-231"), snapshot)
    assert kachin.coming["recurrence"].value is None
    goes_on, end = kachin.told_now("continuation"), kachin.end
    assert goes_on.value is not None
    assert end.value == pytest.approx(1 - goes_on.value)
    assert "continuation" in kachin.strata
    assert all(point.year <= COMING_YEAR for point in kachin.beside["continuation"].points)


def test_few_events_judge_no_model() -> None:
    rate = Estimate(1 / 4480, "share", 0.0, 0.0013, "confidence95")
    skill = Estimate(0.02, "s", 0.01, 0.1, "confidence95")
    words = Stratum("quiet for 11 years or more", "war", rate, skill, 4480, 1).words
    assert words.endswith("1 of 4,480 years (under 0.1 %, 0 to 0.13) saw war begin; so few events judge no model")


def test_no_base_rate_is_bounded_more_closely_than_by_wilson() -> None:
    """The years of a dispute depend on each other, which widens an interval; a few events drawn again narrow it."""
    rates = load_artefact("risk_strata").filter(score="base_rate")
    for events, rows, low, high in rates.select("n_events", "n_rows", "low", "high").iter_rows():
        least, most = wilson(events / rows, rows)
        assert low <= least + 1e-9
        assert high >= most - 1e-9
