"""What the months so far say of a year: counts by hand, Bayes' rule, calibration on histories of a known process."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.estimates import Estimate
from statusquo.event_files.nowcast import LEAST_ACTIVE, Evidence, class_of, evidence
from statusquo.event_files.own_events import OwnEvents

PRIOR = Estimate(0.1, "probability", 0.05, 0.2, "credible95")


def own(events: list[tuple[int, int, int, int]], first: int, last: int) -> OwnEvents:
    """Return events, each of a conflict, year, month and number of deaths, as a GED of some years would tell them."""
    months = pl.date_range(dt.date(first, 1, 1), dt.date(last, 12, 1), "1mo", eager=True)
    frame = pl.DataFrame(
        {
            "event_id": range(len(events)),
            "type_of_violence": ["state-based"] * len(events),
            "conflict_id_ucdp": pl.Series([each[0] for each in events], dtype=pl.Int32),
            "month": [dt.date(each[1], each[2], 1) for each in events],
            "deaths_best": pl.Series([each[3] for each in events], dtype=pl.Int32),
        }
    )
    return OwnEvents(frame, pl.DataFrame({"month": months, "is_candidate": False}), ())


def disputes(*numbers: int, first: int = 1990) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "conflict_id_ucdp": pl.Series(numbers, dtype=pl.Int32),
            "first_active_year": pl.Series([first] * len(numbers), dtype=pl.Int32),
        }
    )


def test_the_counts_are_those_of_the_years_by_hand() -> None:
    """Conflict 1: 1991 active by June, 1992 only in autumn, 1993 some deaths, 1994 none; 1990 has no year before."""
    events = [(1, 1991, 3, 30), (1, 1992, 2, 5), (1, 1992, 10, 40), (1, 1993, 4, 8)]
    record = own(events, 1990, 1994)
    after_active = evidence(record, disputes(1), deaths=3, month=6, was_active=True)
    assert after_active == Evidence(6, "some", True, active_years=1, active_alike=1, quiet_years=1, quiet_alike=1)
    after_quiet = evidence(record, disputes(1), deaths=0, month=6, was_active=False)
    assert after_quiet == Evidence(6, "none", False, active_years=1, active_alike=0, quiet_years=1, quiet_alike=1)


def test_years_before_a_dispute_s_first_active_one_are_not_counted() -> None:
    record = own([(1, 1992, 3, 30)], 1990, 1994)
    seen = evidence(record, disputes(1, first=1992), deaths=0, month=6, was_active=True)
    assert seen is not None
    assert (seen.active_years, seen.quiet_years) == (0, 1)


def test_without_two_years_of_ged_there_is_no_count() -> None:
    candidate = own([], 2026, 2026)
    only = OwnEvents(candidate.events, candidate.months.with_columns(is_candidate=True), ())
    assert evidence(only, disputes(1), deaths=0, month=6, was_active=False) is None


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.001, 0.999))
def test_evidence_moves_the_chance_by_its_likelihood_ratio(active: int, quiet: int, prior: float) -> None:
    seen = Evidence(8, "none", False, 500, active, 500, quiet)
    after = seen.after(Estimate(prior, "probability")).value
    assert after is not None
    assert after / (1 - after) == pytest.approx(seen.ratio * prior / (1 - prior), rel=1e-9)
    assert 0 < after < 1


def test_enough_deaths_make_the_year_active_whatever_the_prior() -> None:
    assert class_of(LEAST_ACTIVE) == "active"
    assert Evidence(2, "active", False, 10, 10, 900, 0).after(PRIOR).value == 1


def test_the_bounds_of_the_prior_go_with_it() -> None:
    after = Evidence(8, "none", False, 100, 9, 900, 799).after(PRIOR)
    assert after.low is not None
    assert after.high is not None
    assert after.low < after.value < after.high < PRIOR.value  # type: ignore[operator]
    missing = Estimate.missing("probability", "no risk")
    assert Evidence(8, "none", False, 100, 9, 900, 799).after(missing) is missing


def test_on_histories_of_a_known_process_the_chances_are_calibrated() -> None:
    """Deaths come in months at a rate of the year; half the histories teach the ratio, the others are told."""
    random = np.random.default_rng(20261201)
    n, years = 400, range(1990, 2020)
    fierce = random.random((n, len(years))) < 0.15
    monthly = random.poisson(np.where(fierce, 6.0, 0.15)[..., None], (n, len(years), 12))
    taught, told = np.arange(n) < n // 2, np.arange(n) >= n // 2
    events = [
        (int(c), year, month + 1, int(monthly[c, y, month]))
        for c in np.flatnonzero(taught)
        for y, year in enumerate(years)
        for month in range(12)
        if monthly[c, y, month]
    ]
    record = own(events, years[0], years[-1])
    known = disputes(*np.flatnonzero(taught).tolist())
    chances, came = [], []
    for seen in ("none", "some"):
        found = evidence(record, known, deaths={"none": 0, "some": 4}[seen], month=4, was_active=False)
        assert found is not None
        base = Estimate(found.active_years / (found.active_years + found.quiet_years), "probability")
        after = found.after(base).value
        assert after is not None
        so_far, total = monthly[told, :, :4].sum(axis=2), monthly[told].sum(axis=2)
        alike = (so_far == 0) if seen == "none" else (so_far > 0) & (so_far < LEAST_ACTIVE)
        chances.append(after)
        came.append(float((total[alike] >= LEAST_ACTIVE).mean()))
    assert chances == pytest.approx(came, abs=0.03)
    assert chances[0] < 0.02 < 0.1 < chances[1]
