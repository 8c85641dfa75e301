"""Fitted artefacts as evidence: what is not fitted is not testable, and a penalty is not evidence of no effect."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.explanations import artefact_readers
from statusquo.explanations.artefact_readers import duration, outcome_effect, risk_effect
from statusquo.explanations.results import NotTestableError


def hazard(monkeypatch: pytest.MonkeyPatch, *, penalty: float, error: float) -> None:
    row = {
        "risk_set": "secession", "event": "recurrence", "model": "random-effect logit", "equation": "hazard",
        "n_rows": 2000, "n_events": 140,
    }  # fmt: skip
    terms = [("constant", 0.0, [0.01, 0.0]), ("military_balance", penalty, [0.0, error**2])]
    table = pl.DataFrame(
        [{**row, "term": term, "coefficient": 0.3, "covariance": c, "penalty": p} for term, p, c in terms]
    )
    monkeypatch.setattr(artefact_readers, "has_artefact", lambda _: True)
    monkeypatch.setattr(artefact_readers, "load_artefact", lambda _: table)


def ask(exposure: str = "military_balance") -> object:
    return risk_effect(exposure=exposure, event="recurrence", sample="secession", model="random-effect logit")[0]


def test_an_artefact_that_is_not_there_makes_a_claim_not_testable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefact_readers, "has_artefact", lambda _: False)
    for call in (
        ask,
        lambda: duration(clock="last episode", sample="secession", condition="marginal", heterogeneity="immune class"),
        lambda: outcome_effect(exposure="log_size", model="independence", own_parents=()),
    ):
        with pytest.raises(NotTestableError) as caught:
            call()
        assert caught.value.why == "model not built"


def test_a_coefficient_without_a_penalty_has_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    hazard(monkeypatch, penalty=0.0, error=0.1)
    found = ask()
    assert found.estimate.low == pytest.approx(0.3 - 0.196, abs=1e-4)  # type: ignore[attr-defined]
    assert found.estimate.interval == "confidence95"  # type: ignore[attr-defined]


def test_an_interval_that_only_the_penalty_makes_narrow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    hazard(monkeypatch, penalty=300.0, error=0.05)
    with pytest.raises(NotTestableError, match="penalty"):
        ask()


def test_a_covariate_that_the_model_lacks_is_a_lack_of_data(monkeypatch: pytest.MonkeyPatch) -> None:
    hazard(monkeypatch, penalty=0.0, error=0.1)
    with pytest.raises(NotTestableError) as caught:
        ask("autonomy_granted")
    assert caught.value.why == "data"


def test_the_models_of_movements_are_read_with_their_events_and_parent_states() -> None:
    found = outcome_effect(exposure="log_size", model="independence", own_parents=(373,))[0]
    assert found.estimate.unit == "log odds"
    assert "events in" in found.note
    assert found.p_value is not None
