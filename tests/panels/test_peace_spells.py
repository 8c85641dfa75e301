"""The page on peace spells: its estimator against statsmodels and by hand, and every figure it prints."""

from __future__ import annotations

import contextlib
import io
import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.docs.test_code_blocks import REPOSITORY, blocks

PAGE = REPOSITORY / "docs" / "how-to" / "peace-spells.md"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The session that the page leaves behind, with what it printed and what it shows as printed."""
    session: dict[str, Any] = {}
    printed, shown = io.StringIO(), []
    with contextlib.chdir(tmp_path_factory.mktemp("page")), contextlib.redirect_stdout(printed):
        for language, text, line in blocks(PAGE):
            if language == "python":
                exec(compile(text, f"{PAGE.name}:{line}", "exec"), session)
            elif language == "text":
                shown.append(text)
        session["files"] = [path.name for path in Path().iterdir()]
    return {**session, "printed": printed.getvalue(), "shown": "".join(shown)}


def spells(at_risk: pl.DataFrame) -> pl.DataFrame:
    """Unbroken runs of rows at risk within a spell: when each is entered and left, and whether by a recurrence."""
    is_new = (pl.col("year").diff() != 1).fill_null(True).over("conflict_id_ucdp", "spell_start")
    return (
        at_risk.drop_nulls("last_outcome")
        .sort("conflict_id_ucdp", "year")
        .with_columns(run=is_new.cum_sum().over("conflict_id_ucdp", "spell_start"))
        .group_by("last_outcome", "conflict_id_ucdp", "spell_start", "run")
        .agg(
            entry=pl.col("quiet_years").min() - 1,
            time=pl.col("quiet_years").max(),
            recurred=pl.col("is_recurrence").any(),
        )
    )


@pytest.mark.parametrize("risk_set", ["broad", "secession"])
def test_the_curve_of_the_page_against_statsmodels(page: dict[str, Any], risk_set: str) -> None:
    """SurvfuncRight is statsmodels' product-limit estimator, with Greenwood's standard errors and late entry."""
    duration = pytest.importorskip("statsmodels.duration.survfunc")
    compared = 0
    for (outcome,), group in spells(page["at_risk"][risk_set]).group_by("last_outcome"):
        if not group["recurred"].any():
            continue
        peer = duration.SurvfuncRight(
            group["time"].to_numpy(), group["recurred"].to_numpy().astype(int), entry=group["entry"].to_numpy()
        )
        curve = page["curves"].filter(pl.col("n_recurred") > 0, risk_set=risk_set, last_outcome=outcome)
        events = np.isin(peer.surv_times, curve["quiet_years"].to_numpy())
        assert curve["quiet_years"].to_list() == peer.surv_times[events].tolist()
        assert curve["n_at_risk"].to_list() == peer.n_risk[events].tolist()
        np.testing.assert_allclose(curve["survival"], peer.surv_prob[events], rtol=0, atol=1e-9)
        np.testing.assert_allclose(
            curve["survival"] * curve["greenwood"].sqrt(), peer.surv_prob_se[events], rtol=0, atol=1e-9
        )
        compared += 1
    assert compared == 6


def test_the_curve_of_a_small_example_is_that_computed_by_hand(page: dict[str, Any]) -> None:
    """Four spells: one recurs after 1 quiet year, one after 3, one is censored at 2, one at 4."""
    rows = pl.DataFrame(
        [
            {"last_outcome": "low activity", "quiet_years": year, "is_recurrence": recurs and year == length}
            for length, recurs in ((1, True), (3, True), (2, False), (4, False))
            for year in range(1, length + 1)
        ]
    )
    curve = page["kaplan_meier"](rows).to_dicts()
    assert [(row["n_at_risk"], row["n_recurred"]) for row in curve] == [(4, 1), (3, 0), (2, 1), (1, 0)]
    assert [row["survival"] for row in curve] == pytest.approx([3 / 4, 3 / 4, 3 / 8, 3 / 8], abs=1e-15)
    # Greenwood: 1/(4*3) at the first year, and 1/(2*1) more at the third.
    assert [row["greenwood"] for row in curve] == pytest.approx([1 / 12, 1 / 12, 7 / 12, 7 / 12], abs=1e-15)
    width = 1.959963985 * math.sqrt(7 / 12) / abs(math.log(3 / 8))
    assert curve[3]["low"] == pytest.approx((3 / 8) ** math.exp(width), abs=1e-12)
    assert curve[3]["high"] == pytest.approx((3 / 8) ** math.exp(-width), abs=1e-12)
    assert curve[3]["standard_error"] == pytest.approx(3 / 8 * math.sqrt(7 / 12), abs=1e-15)


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=30))
def test_without_censoring_by_recurrence_the_curve_is_the_share_of_longer_spells(
    page: dict[str, Any], drawn: list[tuple[int, bool]]
) -> None:
    """Where every spell ends in a recurrence the product-limit estimate is the empirical share; and it always falls."""
    for ends in (drawn, [(length, True) for length, _ in drawn]):
        rows = pl.DataFrame(
            [
                {"last_outcome": "x", "quiet_years": year, "is_recurrence": recurs and year == length}
                for length, recurs in ends
                for year in range(1, length + 1)
            ]
        )
        curve = page["kaplan_meier"](rows)
        assert (curve["survival"].diff().drop_nulls() <= 1e-12).all()
        inside = curve.drop_nulls("low")
        assert inside.filter((pl.col("low") > pl.col("survival")) | (pl.col("survival") > pl.col("high"))).is_empty()
    for row in curve.to_dicts():
        longer = sum(length > row["quiet_years"] for length, _ in drawn) / len(drawn)
        assert row["survival"] == pytest.approx(longer, abs=1e-12)


def test_a_spell_begins_with_the_first_quiet_year_and_its_recurrences_are_those_of_the_set(
    page: dict[str, Any],
) -> None:
    rows = page["rows"]
    first = rows.filter("is_at_risk_broad").select("conflict_id_ucdp", year="spell_start").unique()
    begun = rows.join(first, on=["conflict_id_ucdp", "year"], how="semi")
    assert begun.height == first.height == 328
    assert begun.select((~pl.col("is_active")).all()).item()
    assert begun["quiet_years"].unique().to_list() == [0]
    ended = spells(page["at_risk"]["broad"])
    assert ended["recurred"].sum() == 181
    assert ended.height == 325


def test_the_page_shows_what_its_code_prints(page: dict[str, Any]) -> None:
    assert page["printed"] == page["shown"]


def test_the_figures_in_the_text_are_those_of_the_panel(page: dict[str, Any]) -> None:
    secession, broad = page["at_risk"]["secession"], page["at_risk"]["broad"]
    assert secession["is_recurrence"].sum() == 141
    assert secession.filter(pl.col("quiet_years") <= 2)["is_recurrence"].sum() == 76
    late = secession.filter(pl.col("quiet_years") > 20)
    assert 0.015 < late["is_recurrence"].sum() / late.height < 0.025
    per_dispute = broad.drop_nulls("last_outcome").group_by("conflict_id_ucdp").agg(pl.col("spell_start").n_unique())
    assert per_dispute["spell_start"].max() == 8
    outside = broad.filter(~pl.col("is_internal")).join(
        page["open_snapshot"]().table("disputes"), on="conflict_id_ucdp"
    )
    by_type = outside.group_by(pl.col("types").list.join(" ")).agg(pl.len(), n=pl.col("is_recurrence").sum())
    assert sorted(by_type.rows()) == [("extrasystemic", 1381, 0), ("interstate", 2108, 27)]


def test_the_page_draws_its_chart_into_one_file_that_works_offline(page: dict[str, Any]) -> None:
    assert page["files"] == ["peace-spells.html"]
    assert page["chart"].to_dict()["spec"]["layer"][1]["encoding"]["strokeDash"]["field"] == "risk_set"
