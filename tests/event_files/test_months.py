"""Dispute-months: sums of events, zero only in months that a file covers, intervals of the coders' distribution."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.event_files.event_rows import Add, event, ged

import statusquo as sq
from statusquo.core.errors import InputError
from statusquo.event_files.death_distribution import quantile
from statusquo.event_files.months import DisputeMonths
from statusquo.panels.dispute_month import dispute_months
from statusquo.snapshot.store import open_snapshot


def of(months: DisputeMonths, month: str) -> dict[str, object]:
    return months.frame.filter(pl.col("month").dt.strftime("%Y-%m") == month).row(0, named=True)


def test_a_month_sums_its_state_based_events(add: Add) -> None:
    add(
        "july.csv",
        event(1, "2026-07-03", 4, deaths_civilians="1"),
        event(2, "2026-07-09", 6, code_status="Check deaths", where_prec="6"),
        event(3, "2026-07-09", 50, conflict=365),
        event(4, "2026-07-09", 70, type_of_violence="3"),
        event(5, "2026-08-01", 2),
        event(6, "2026-08-01", 0),
    )
    row = of(sq.events("ucdp-221"), "2026-08")
    assert (row["events"], row["deaths_best"], row["deaths_high"]) == (2, 2, 6)


def test_counts_by_place_and_by_what_is_cleared(add: Add) -> None:
    add(
        "july.csv",
        event(1, "2026-07-03", 4, deaths_civilians="1"),
        event(2, "2026-07-09", 6, code_status="Check deaths", where_prec="6"),
        event(3, "2026-07-09", 70, type_of_violence="3"),
    )
    row = of(sq.events("ucdp-221"), "2026-07")
    assert (row["events"], row["events_not_clear"], row["events_placed"]) == (2, 1, 1)
    assert (row["deaths_best"], row["deaths_civilians"], row["deaths_b"]) == (10, 1, 10)


def test_no_event_is_zero_in_a_month_covered_and_unknown_in_another(add: Add) -> None:
    add("july.csv", event(1, "2026-07-03", conflict=365))
    months = sq.events("ucdp-221")
    assert of(months, "2026-07")["deaths_best"] == 0
    assert of(months, "2026-07")["deaths_from"] is None
    assert len(months) == 1
    assert months.deaths(date(2026, 7, 1), date(2026, 7, 1)).value == 0
    unknown = months.deaths(date(2026, 6, 1), date(2026, 7, 1))
    assert unknown.value is None
    assert "do not cover every one" in str(unknown.missing_reason)


def test_the_interval_of_one_event_is_that_of_the_distribution(add: Add) -> None:
    add("july.csv", event(1, "2026-07-03", 100))
    row = of(sq.events("ucdp-221"), "2026-07")
    low, high = (quantile(share, np.array([100.0]), "state-based")[0] for share in (0.025, 0.975))
    assert (row["deaths_from"], row["deaths_to"]) == pytest.approx((low, high), rel=0.05)


def test_a_sum_of_months_is_narrower_for_its_size_than_its_months(add: Add) -> None:
    add("half.csv", *(event(n, f"2026-{n:02d}-03", 20) for n in range(1, 7)))
    months = sq.events("ucdp-221")
    whole = months.deaths(date(2026, 1, 1), date(2026, 6, 1))
    one = months.deaths(date(2026, 1, 1), date(2026, 1, 1))
    assert whole.interval == "draws95"
    for each in (whole, one):
        assert each.low is not None and each.value and each.high is not None  # noqa: PT018
    relative = [(each.high - each.low) / each.value for each in (whole, one)]  # type: ignore[operator]
    assert relative[0] < relative[1]


def test_draws_are_the_same_whatever_else_the_files_tell(add: Add) -> None:
    add("july.csv", event(1, "2026-07-03", 9), event(2, "2026-07-04", 3))
    before = of(sq.events("ucdp-221"), "2026-07")
    add("august.csv", event(3, "2026-08-03", 9), event(4, "2026-08-05", 5, conflict=365))
    assert of(sq.events("ucdp-221"), "2026-07") == before
    panel = dispute_months(open_snapshot()).frame
    row = panel.filter(conflict_id_ucdp=221, month=date(2026, 7, 1)).row(0, named=True)
    assert {name: row[name] for name in before} == before


def test_the_panel_has_every_dispute_in_every_month_covered(add: Add) -> None:
    add("ged.csv", *ged())
    panel = dispute_months(open_snapshot())
    disputes = open_snapshot().table("disputes").height
    assert panel.frame.height == disputes * 34 * 12
    assert panel.frame.filter(pl.col("events") > 0).height == 2
    assert panel.sources == ("ucdp-ged", "ucdp-candidate")


def test_without_files_or_number_the_question_is_refused(home: Path, add: Add) -> None:
    with pytest.raises(InputError, match="event files of your own, and there are none"):
        sq.events("ucdp-221")
    with pytest.raises(InputError, match="event files of your own"):
        sq.panel("dispute-month")
    add("july.csv", event(1, "2026-07-03"))
    with pytest.raises(InputError, match="no conflict number for this dispute"):
        sq.events("scotland")
