"""The bundled cases are compared honestly: what may explain, who is left out, what is not testable, what survives."""

from __future__ import annotations

import json

import numpy as np
import pytest

import statusquo as sq
from statusquo.comparison.admission import CLUSTERS, admit
from statusquo.comparison.bundled import BundledComparison, compare_bundled
from statusquo.comparison.case_conditions import CONDITIONS, HEADLINE
from statusquo.comparison.coded_comparison import compare_coded, read_coded_cases
from statusquo.comparison.conjunction import structural_conjunction
from statusquo.comparison.evidence import weigh_expression
from statusquo.comparison.robustness import draws_of_coded_cases, sweep
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.errors import InputError, UnknownNameError


@pytest.fixture(scope="module")
def bundled() -> BundledComparison:
    return compare_bundled(permutations=200, searches=10, draws=20)


def test_the_case_that_made_the_explanation_does_not_test_it(bundled: BundledComparison) -> None:
    assert "nagorno-karabakh" not in bundled.main.table.data.cases
    assert "explanation" in bundled.left_out["nagorno-karabakh"]
    assert "nagorno-karabakh" not in structural_conjunction(permutations=10).whole.cases


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unsc_resolution_against", "dated after the claim"),
        ("patron_troops", "dated after the claim"),
        ("MAJOR_PATRON", "dated after the claim"),
        ("veto_backing_parent_at_outcome", "known only from the outcome"),
        ("max_un_recognitions", "known only from the outcome"),
        ("SEPARATED", "cannot explain"),
    ],
)
def test_a_condition_known_too_late_is_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        admit([name])


def test_a_headline_model_bears_five_conditions_at_most() -> None:
    assert len(admit(["SMALL_AREA", "SMALL_GROUP", "CUT_OFF", "STATEHOOD", "COAST"])) == 5
    with pytest.raises(InputError, match="do not bear"):
        admit(["SMALL_AREA", "SMALL_GROUP", "CUT_OFF", "STATEHOOD", "COAST", "COMPACT"])
    with pytest.raises(UnknownNameError):
        admit(["SHUSHA"])


def test_autonomy_lost_after_the_claim_is_no_cause_of_it() -> None:
    rows = read_coded_cases().unsourced
    measure = CONDITIONS["AUTONOMY_LOST"].measure
    assert measure(rows["nagorno-karabakh"]) == 0  # revoked in 1991, three years after the claim
    assert measure(rows["kosovo"]) == 1  # revoked in 1989, a year before


def test_the_clusters_are_the_dissolutions_and_not_older_claims_on_the_same_states() -> None:
    clusters = read_coded_cases().clusters
    soviet = {case for case, name in clusters.items() if name == "ex-Soviet"}
    assert soviet == {
        "abkhazia", "chechnya", "crimea", "donbas", "gagauzia", "nagorno-karabakh", "south-ossetia", "transnistria",
    }  # fmt: skip
    assert {case for case, name in clusters.items() if name == "ex-Yugoslav"} == {
        "kosovo", "krajina", "republika-srpska",
    }  # fmt: skip


def test_the_structural_conjunction_is_not_testable_because_a_strict_enclave_exists_once() -> None:
    tested = structural_conjunction(permutations=200, sourced_only=False)
    assert tested.whole.testability == "not testable"
    assert tested.whole.evidence.lift.value is None
    [enclave] = [part for part in tested.parts if part.expression == "ENCLAVE"]
    assert (enclave.testability, enclave.cases, enclave.exceptions) == ("not testable", (), ())
    [without] = [item for item in tested.without_one if item.dropped == "ENCLAVE"]
    assert without.cases == ("aland", "chechnya", "south-tyrol")
    assert without.exceptions == ("south-ossetia",)
    lift = without.evidence.lift
    assert lift.low is not None
    assert lift.low < 1 < (lift.value or 0) < 1.5
    assert (without.evidence.p_expression or 0) > 0.05


def test_the_structural_conjunction_can_be_had_without_a_cluster() -> None:
    gone = {case: "ex-Soviet" for case, name in read_coded_cases().clusters.items() if name == "ex-Soviet"}
    tested = structural_conjunction(permutations=50, sourced_only=False, left_out=gone)
    assert tested.whole.n_compared == 23
    assert "south-ossetia" not in {case for part in tested.parts for case in part.exceptions}


def test_a_value_from_general_knowledge_stays_out_of_the_headline() -> None:
    compared = compare_coded(["STATEHOOD"], "SEPARATED")
    everything = compare_coded(["STATEHOOD"], "SEPARATED", rows=read_coded_cases().unsourced)
    assert len(compared.data.cases) < len(everything.data.cases) == 31
    assert all("no sourced value" in why for why in compared.left_out.values())


def test_keeping_control_is_asked_only_of_those_that_attained_it() -> None:
    compared = compare_coded(["CUT_OFF"], "KEPT")
    assert "catalonia" not in compared.data.cases
    assert "never attained control" in compared.left_out["catalonia"]
    assert compared.data.outcome[compared.data.cases.index("nagorno-karabakh")] == 0


def test_every_solution_stands_beside_its_lift_and_permutation_test(bundled: BundledComparison) -> None:
    for name, solution in bundled.main.solutions.items():
        evidence = bundled.main.evidence[name]
        assert len(evidence) == len(solution.models)
        for item in evidence:
            assert item.model.lift.interval == "confidence95"
            assert item.model.p_expression is not None
            assert item.model.p_search is not None
    assert set(bundled.without_clusters) == set(CLUSTERS)
    json.dumps(bundled.to_json(), allow_nan=False)


def test_the_sweep_says_how_often_each_term_survives(bundled: BundledComparison) -> None:
    for found in bundled.robustness:
        named = {term for model in bundled.main.solutions[found.complexity].models for term in model.terms}
        assert {term.expression for term in found.terms} == named
        for term in found.terms:
            assert 0 <= term.in_every_model <= term.in_some_model <= 1


def test_a_sweep_reproduces_and_a_fixed_choice_survives_always() -> None:
    draw = draws_of_coded_cases(read_coded_cases(), HEADLINE, "SEPARATED")
    first, second = (sweep(draw, ["FIRST_ORDER"], complexity="parsimonious", draws=30) for _ in range(2))
    assert first == second
    crisp = CalibratedCases(
        ("a", "b", "c", "d"),
        (Condition("A", "crisp"),),
        np.array([[1.0], [1.0], [0.0], [0.0]]),
        "Y",
        np.array([1.0, 1.0, 0.0, 0.0]),
    )
    from statusquo.comparison.robustness import draws_of_a_table

    [term] = sweep(draws_of_a_table(crisp, ()), ["A"], complexity="conservative", draws=40).terms
    assert term.consistent == 1


def test_a_random_condition_is_rarely_significant_and_a_perfect_one_is() -> None:
    rng = np.random.default_rng(0)
    outcome = np.array([1.0] * 10 + [0.0] * 20)

    def p_of(column: np.ndarray) -> float:  # type: ignore[type-arg]
        cases = tuple(str(i) for i in range(30))
        data = CalibratedCases(cases, (Condition("A", "crisp"),), column[:, None], "Y", outcome)
        return weigh_expression(data, [(1,)], name="A", permutations=300).p_expression or 0

    assert p_of(outcome) < 0.01
    chance = [p_of(rng.permutation(outcome)) for _ in range(40)]
    assert np.mean([p < 0.05 for p in chance]) < 0.2


def test_a_comparison_is_one_call_away() -> None:
    found = sq.compare(outcome="~SEPARATED", conditions=["SMALL_AREA", "FIRST_ORDER"], leave_out=["ex-Yugoslav"])
    assert isinstance(found, BundledComparison)
    assert "kosovo" in found.left_out
