"""With outcomes shuffled, claims across disputes are called supported no more often than stated; a planted effect is.

`benchmarks/null_check_of_claims.py` does 200 shuffles of every kind; here a few of each, and the kinds that are quick.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from statusquo.explanations.discoveries import LEVEL
from statusquo.snapshot.store import open_snapshot

FILE = Path(__file__).parents[2] / "benchmarks" / "null_check_of_claims.py"
SHUFFLES = 40


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("null_check_of_claims", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tests(check: ModuleType) -> list[Any]:
    found: list[Any] = check.null_tests(open_snapshot())
    return found


def test_every_kind_of_test_across_disputes_is_checked(tests: list[Any]) -> None:
    assert {test.kind for test in tests} == {
        "contrast", "configuration", "effect on outcomes", "effect on the hazard", "duration dependence",
    }  # fmt: skip


def test_shuffled_outcomes_support_no_more_claims_than_stated(check: ModuleType, tests: list[Any]) -> None:
    """At 5 % the chance of more than six of 40 shuffles with a claim supported is below one in a hundred."""
    quick = [test for test in tests if test.kind in ("contrast", "configuration", "effect on outcomes")]
    false = [any(check.supported(quick, [test.under_null(i) for test in quick])) for i in range(SHUFFLES)]
    assert sum(false) <= 3 * LEVEL * SHUFFLES


def test_shuffled_years_and_dealt_exposures_support_no_more_claims_than_stated(
    check: ModuleType, tests: list[Any]
) -> None:
    fitted = [test for test in tests if test.kind in ("effect on the hazard", "duration dependence")]
    false = [any(check.supported(fitted, [test.under_null(i) for test in fitted])) for i in range(5)]
    assert sum(false) <= 1


@pytest.mark.parametrize(
    "kind", ["contrast", "configuration", "effect on outcomes", "effect on the hazard", "duration dependence"]
)
def test_a_planted_effect_is_found(check: ModuleType, tests: list[Any], kind: str) -> None:
    own = [test for test in tests if test.kind == kind][:4]
    found = np.array([check.supported([test], [test.planted(i)])[0] for test in own for i in range(3)])
    assert found.mean() >= 0.6
