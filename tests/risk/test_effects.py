"""The effect of an exposure: a model of its own, adjusted as declared, told with an interval or with a reason."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.risk.test_covariates import another_future

from statusquo.cases import load_case
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import FitError
from statusquo.core.seeds import spawn_generator
from statusquo.fits.risk_effects import CLUSTERED, cases_read_from, design, effect_lines
from statusquo.risk.covariates import declared_covariates
from statusquo.risk.effects import (
    covariate_names,
    declared_adjustments,
    declared_exposures,
    effect_sources,
    exposure_frame,
)
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import EVENTS, RISK_SETS
from statusquo.risk.hazard import CONSTANT
from statusquo.risk.models import RANDOM_EFFECT
from statusquo.risk.random_effect import fit_random_intercept, profile_interval
from statusquo.risk.rows import BENDS
from statusquo.snapshot.store import Snapshot, open_snapshot
from statusquo.sources.registry import ORIGINS

KEY = ["conflict_id_ucdp", "year"]
EXPOSURES = {exposure.name: exposure for exposure in declared_exposures()}


@pytest.fixture(scope="module")
def frame(snapshot: Snapshot) -> pl.DataFrame:
    return exposure_frame(snapshot)


@pytest.fixture(scope="module")
def effects() -> pl.DataFrame:
    return load_artefact("risk_effects")


def made_up(effect: float, run: int) -> RiskRows:
    """Sixty disputes of thirty years, whose covariates say nothing but the exposure."""
    draw = spawn_generator("tests", "effects", run)
    names = (*covariate_names([EXPOSURES["parent_democracy"]]), *BENDS)
    disputes = np.repeat(np.arange(60), 30)
    values = draw.standard_normal((len(disputes), len(names)))
    eta = -2.5 + effect * values[:, names.index("parent_democracy")] + draw.normal(0, 0.8, 60)[disputes]
    event = (draw.random(len(disputes)) < 1 / (1 + np.exp(-eta))).astype(float)
    years = np.tile(np.arange(1980, 2010), 60)
    return RiskRows(names, values, event, disputes, disputes, years)


def test_every_exposure_and_what_it_is_adjusted_for_is_a_column(frame: pl.DataFrame) -> None:
    columns = {*frame.columns, *BENDS}
    for exposure in declared_exposures():
        assert exposure.name in columns
        assert set(exposure.adjusted_for) <= columns
        assert exposure.name not in exposure.adjusted_for
        assert set(effect_sources(exposure)) <= set(ORIGINS)
        assert exposure.description
    assert all(adjustment.reason for adjustment in declared_adjustments())


def test_a_set_takes_in_the_one_it_names() -> None:
    sets = {adjustment.id: set(adjustment.covariates) for adjustment in declared_adjustments()}
    assert all(sets["record"] <= covariates for covariates in sets.values())
    assert "parent_democracy" in sets["leaders"] - sets["record"]


def test_an_effect_put_into_made_up_data_comes_out_again() -> None:
    lines = [line for run in range(4) for line in effect_lines(made_up(0.7, run), EXPOSURES["parent_democracy"], {})]
    normal = [line for line in lines if line["model"] == RANDOM_EFFECT]
    assert np.mean([line["coefficient"] for line in normal]) == pytest.approx(0.7, abs=0.15)
    assert sum(line["low"] < 0.7 < line["high"] for line in normal) >= 3
    assert all(line["p"] < 0.05 for line in normal)
    plain = np.mean([line["coefficient"] for line in lines if line["model"] == CLUSTERED])
    assert plain < np.mean([line["coefficient"] for line in normal])  # averaged over disputes, an effect is smaller


def test_without_the_disputes_of_a_case_they_are_not_counted() -> None:
    rows = made_up(0.5, 5)
    whole, without = (
        next(
            line
            for line in effect_lines(rows, EXPOSURES["parent_democracy"], {"c": (7, 8)})
            if line["without_case"] == c
        )
        for c in (None, "c")
    )
    assert (whole["n_disputes"], without["n_disputes"]) == (60, 58)
    assert whole["n_rows"] - without["n_rows"] == 60
    assert whole["coefficient"] != without["coefficient"]


def test_an_exposure_known_for_too_few_events_has_a_reason_and_no_figure() -> None:
    rows = made_up(0.5, 6)
    values = rows.values.copy()
    values[rows.disputes > 3, rows.names.index("parent_democracy")] = np.nan
    few = RiskRows(rows.names, values, rows.event, rows.disputes, rows.parents, rows.years)
    for line in effect_lines(few, EXPOSURES["parent_democracy"], {}):
        assert line["coefficient"] is None
        assert "too few" in line["missing_reason"]


def test_a_column_that_separates_the_events_has_no_bound() -> None:
    draw = spawn_generator("tests", "separation")
    exposure = (draw.random(600) < 0.2).astype(float)
    event = np.where(exposure > 0, 0.0, draw.random(600) < 0.2)
    matrix, names = np.column_stack([np.ones(600), exposure]), (CONSTANT, "x")
    disputes = np.repeat(np.arange(30), 20)
    with pytest.raises(FitError, match=r"separate|bound|maximum"):
        profile_interval(matrix, event, disputes, fit_random_intercept(matrix, event, disputes, names=names), "x")


def test_the_exposure_stands_on_the_scale_of_its_contrast() -> None:
    rows = made_up(0.0, 7)
    matrix, names, sd = design(rows, EXPOSURES["parent_democracy"])
    assert names[:2] == (CONSTANT, "parent_democracy")
    assert matrix[:, 1].std() == pytest.approx(1.0)
    assert sd == pytest.approx(rows.values[:, rows.names.index("parent_democracy")].std())


def test_regular_and_irregular_changes_of_leader_part_what_changed(frame: pl.DataFrame) -> None:
    told = frame.drop_nulls(["parent_regular_leader_change", "parent_irregular_leader_change"])
    both = (pl.col("parent_regular_leader_change") == 1) & (pl.col("parent_irregular_leader_change") == 1)
    assert told.filter(both).is_empty()
    took_office = told.filter(pl.col("parent_leader_change") == 1, pl.col("parent_irregular_leader_change") == 0)
    assert took_office["parent_regular_leader_change"].min() == 1


def test_autonomy_is_granted_only_where_it_was_lacking(frame: pl.DataFrame, snapshot: Snapshot) -> None:
    granted = frame.filter(pl.col("autonomy_granted") == 1)
    assert 0 < granted.height < frame["autonomy_granted"].drop_nulls().len() / 2
    groups = snapshot.table("dispute_groups").filter("is_claimed", ~pl.col("has_regional_autonomy"))
    lacked = groups.group_by("conflict_id_ucdp").agg(first=pl.col("first_year").min())
    joined = granted.join(lacked, on="conflict_id_ucdp", how="left")
    assert (joined["first"] < joined["year"]).all()


def test_no_exposure_looks_ahead(frame: pl.DataFrame) -> None:
    present = 2005
    snapshot, load = another_future(present, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("statusquo.risk.covariate_blocks.load_artefact", load)
        imagined = exposure_frame(snapshot).filter(pl.col("year") <= present + 1)
    both = imagined.join(frame, on=KEY, suffix="_real")
    assert both.height == imagined.height > 0
    for name in EXPOSURES:
        assert both.filter(pl.col(name).ne_missing(pl.col(f"{name}_real"))).is_empty(), name


def test_every_effect_has_an_interval_or_a_reason(effects: pl.DataFrame) -> None:
    keys = ["event", "risk_set", "exposure", "model", "without_case"]
    assert effects.select(keys).is_unique().all()
    cases = [None, *cases_read_from()]
    assert effects.height == len(EVENTS) * len(RISK_SETS) * len(EXPOSURES) * 2 * len(cases)
    told = effects.filter(pl.col("coefficient").is_not_null())
    few = effects["missing_reason"].str.contains("too few|bound|does not vary").fill_null(False)
    assert told.height + few.sum() == effects.height
    assert told.height > 0.6 * effects.height
    assert told.filter((pl.col("low") >= pl.col("coefficient")) | (pl.col("high") <= pl.col("coefficient"))).is_empty()
    assert told["missing_reason"].null_count() == told.height
    assert effects.filter(pl.col("coefficient").is_null())["missing_reason"].null_count() == 0


def test_the_profile_is_that_of_all_disputes_and_the_rest_says_what_it_is(effects: pl.DataFrame) -> None:
    told = effects.drop_nulls("coefficient")
    kinds = told.select("model", pl.col("without_case").is_null().alias("whole"), "interval").unique().rows()
    assert sorted(kinds) == [
        (CLUSTERED, False, "clustered"),
        (CLUSTERED, True, "clustered"),
        (RANDOM_EFFECT, False, "wald"),
        (RANDOM_EFFECT, True, "profile"),
    ]


def test_without_karabakh_its_disputes_are_not_among_those_counted(effects: pl.DataFrame) -> None:
    assert "nagorno-karabakh" in cases_read_from()
    own = effects.filter(risk_set="secession", event="recurrence", exposure="parent_democracy", model=RANDOM_EFFECT)
    counts = dict(own.select("without_case", "n_disputes").iter_rows())
    n_own = len(set(load_case("nagorno-karabakh").ids.ucdp_conflict))
    assert counts[None] - n_own <= counts["nagorno-karabakh"] < counts[None]


def test_exposures_that_are_covariates_are_declared_as_such() -> None:
    known = {covariate.name for covariate in declared_covariates()}
    assert len(set(EXPOSURES) & known) >= 15


def test_the_frame_has_the_rows_of_the_risk_models(frame: pl.DataFrame) -> None:
    assert frame.select(KEY).is_unique().all()
    assert open_snapshot().table("disputes").height >= frame["conflict_id_ucdp"].n_unique()
