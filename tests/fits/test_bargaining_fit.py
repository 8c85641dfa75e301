"""The calibration gives the same numbers again, and sees nothing after its cut-off, of this dispute or any other."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.bargaining.record import spell_of
from statusquo.cases import load_case
from statusquo.fits import bargaining
from statusquo.fits.bargaining_hazard import hazard_of_others
from statusquo.fits.registry import FitInputs
from statusquo.snapshot.store import Snapshot, open_snapshot

pytest.importorskip("numba")
KARABAKH = load_case("nagorno-karabakh")
CUTOFF = 2010


def with_another_future() -> Snapshot:
    """The snapshot with other arms, other money and war in every active year after the cut-off."""
    snapshot, later = open_snapshot(), pl.col("year") > CUTOFF
    changes = {"arms_deliveries": "tiv_m", "spending": "spending_constant_usdm"}
    tables = {
        table: snapshot.table(table).with_columns(pl.when(later).then(pl.col(name) * 3).otherwise(name).alias(name))
        for table, name in changes.items()
    }
    wars = pl.when(later).then(pl.lit("war")).otherwise("intensity").alias("intensity")
    return snapshot.with_tables(tables | {"dispute_years": snapshot.table("dispute_years").with_columns(wars)})


def calibrated(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bargaining, "WORKERS", 1)
    return bargaining.calibrate(KARABAKH, CUTOFF, FitInputs(snapshot, None, lambda *step: None), n=8, kept=4)


def test_nothing_after_the_cut_off_is_seen_and_the_numbers_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert calibrated(open_snapshot(), monkeypatch) == calibrated(with_another_future(), monkeypatch)


def test_the_prior_on_war_comes_from_other_disputes_alone() -> None:
    """Against the same fit on a snapshot in which this dispute fought a war in every year of the spell."""
    snapshot = open_snapshot()
    spell = spell_of(KARABAKH, snapshot, CUTOFF)
    others = hazard_of_others(KARABAKH, snapshot, spell)
    assert others.n_events < others.n_rows
    assert max(others.years) == CUTOFF
    assert all(low < risk < high for low, risk, high in zip(others.low, others.risk, others.high, strict=True))
    own = KARABAKH.ids.ucdp_conflict
    is_own = pl.col("conflict_id_ucdp").is_in(own) & pl.col("year").is_between(1995, CUTOFF)
    years = snapshot.table("dispute_years")
    warlike = snapshot.with_tables(
        {
            "dispute_years": years.with_columns(
                pl.when(is_own).then(pl.lit("war")).otherwise("intensity").alias("intensity")
            )
        }
    )
    again = hazard_of_others(KARABAKH, warlike, spell)
    assert (again.n_rows, again.n_events, again.n_disputes) == (others.n_rows, others.n_events, others.n_disputes)
