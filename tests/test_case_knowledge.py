"""What the code knows of single cases is data, and agrees with the files it is about."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

from statusquo.bargaining.game_scenario import bundled_scenarios
from statusquo.cases.load import bundled_ids
from statusquo.comparison.admission import THEORY_CASES
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.fits.bargaining import CALIBRATED
from statusquo.fits.risk_effects import cases_read_from
from statusquo.snapshot.scope import WINDOWS

SOURCE = Path(str(files("statusquo")))


def test_the_snapshots_scope_is_told_of_bundled_ids() -> None:
    cases = tomllib.loads((SOURCE / "snapshot" / "scope.toml").read_text(encoding="utf-8"))["case"]
    assert {case["id"] for case in cases} <= set(bundled_ids())
    known = {"id", "arms_recipients", "spending_states", "patrons", "window", "provinces_of", "provinces"}
    assert not {field for case in cases for field in case} - known
    assert all(west < east and south < north for west, south, east, north in WINDOWS)


def test_theory_cases_are_those_from_which_an_explanation_that_asks_across_cases_was_made() -> None:
    """One that asks only of its own dispute leaves the comparison of cases as it is."""
    assert set(THEORY_CASES) == set(cases_read_from())
    own = [load_explanation(name) for name in bundled_explanations()]
    others = [one for one in own if not set(one.made_from_case) <= set(THEORY_CASES)]
    assert others
    for explanation in others:
        assert {scope for claim in explanation.claim for scope in claim.scope} == set(explanation.made_from_case)


def test_explanations_shown_first_are_bundled() -> None:
    names = bundled_explanations()
    assert names[0] == "babayev-2021"
    assert sorted(names) == sorted(path.stem for path in (SOURCE / "explanations" / "bundled").glob("*.toml"))


def test_calibrated_disputes_and_their_scenarios_are_bundled() -> None:
    for dispute in CALIBRATED:
        assert dispute.case_id in bundled_ids()
        assert set(dispute.scenarios) <= set(bundled_scenarios())


def test_no_code_names_a_bundled_case() -> None:
    """Docstrings and help may, as an example; a branch on a case belongs into its file."""
    named = re.compile("|".join(rf'== "{case}"|"{case}":' for case in bundled_ids()))
    assert not [path.name for path in SOURCE.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))]
