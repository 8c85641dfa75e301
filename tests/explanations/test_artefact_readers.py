"""Fitted artefacts as evidence: the case an explanation was made from is out."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.core.artefacts import load_artefact
from statusquo.explanations.artefact_readers import ADJUSTMENT_WORDS, outcome_effect, risk_effect
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.explanations.results import NotTestableError, Result
from statusquo.risk.effects import declared_adjustments


def ask(exposure: str = "has_veto_power", made_from: tuple[str, ...] = (), event: str = "war") -> Result:
    return risk_effect(
        exposure=exposure, event=event, sample="secession", model="random-effect logit", made_from=made_from
    )[0]


def test_an_effect_on_the_hazard_has_its_own_interval_count_and_adjustment() -> None:
    rows = load_artefact("risk_effects")
    row = rows.filter(exposure="has_veto_power", event="war", risk_set="secession", model="random-effect logit")
    told = row.row(by_predicate=pl.col("without_case").is_null(), named=True)
    found = ask()
    assert (found.estimate.value, found.estimate.low, found.estimate.high) == (
        told["coefficient"], told["low"], told["high"],
    )  # fmt: skip
    assert found.n == told["n_rows"]
    assert found.p_value == told["p"]
    assert f"{told['n_events']} events" in found.note
    assert "given the record of fighting" in found.note


def test_the_case_that_an_explanation_was_made_from_is_left_out_of_the_effect() -> None:
    with_it, without = ask(), ask(made_from=("nagorno-karabakh",))
    assert without.estimate != with_it.estimate
    assert without.n < with_it.n
    assert "with Nagorno-Karabakh in" in without.note


def test_an_exposure_that_no_model_was_fitted_for_is_a_lack_of_data() -> None:
    with pytest.raises(NotTestableError) as caught:
        ask("number_of_poets")
    assert caught.value.why == "data"


def test_every_adjustment_has_its_words() -> None:
    assert set(ADJUSTMENT_WORDS) == {adjustment.id for adjustment in declared_adjustments()}


def test_every_effect_that_a_bundled_claim_asks_for_is_fitted() -> None:
    bindings = [b for name in bundled_explanations() for claim in load_explanation(name).claim for b in claim.test]
    asked = told = 0
    reasons = set()
    for binding in bindings:
        if binding.name == "effect" and binding.parameters["model"] == "risk":
            for given in ({}, *(alternative.parameters for alternative in binding.alternative)):
                wanted = {**binding.parameters, **given}
                try:
                    risk_effect(
                        exposure=wanted["exposure"],
                        event=wanted["outcome"],
                        sample=wanted.get("sample", "secession"),
                        model=wanted.get("form", "random-effect logit"),
                        made_from=("nagorno-karabakh",),
                    )
                    told += 1
                except NotTestableError as refused:
                    reasons.add(refused.why)
                asked += 1
    assert asked > 40
    assert told > 15
    assert reasons <= {"data"}, "each is fitted, some with too few events to tell anything"


def test_an_exposure_that_separates_the_events_has_no_effect_told() -> None:
    """Where no year with the exposure has the event a likelihood rises without end: -36 with a narrow interval."""
    told = load_artefact("risk_effects").drop_nulls("coefficient")
    assert told["coefficient"].abs().max() < 10
    assert (told["low"] < told["coefficient"]).all()
    assert (told["high"] > told["coefficient"]).all()


def test_the_models_of_movements_are_read_with_their_events_and_parent_states() -> None:
    found = outcome_effect(exposure="log_size", model="independence", own_parents=(373,))[0]
    assert found.estimate.unit == "log odds"
    assert "events in" in found.note
    assert found.p_value is not None
