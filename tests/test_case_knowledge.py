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
from statusquo.snapshot.scope import WINDOWS

SOURCE = Path(str(files("statusquo")))


def test_the_snapshots_scope_is_told_of_bundled_ids() -> None:
    cases = tomllib.loads((SOURCE / "snapshot" / "scope.toml").read_text(encoding="utf-8"))["case"]
    assert {case["id"] for case in cases} <= set(bundled_ids())
    known = {"id", "arms_recipients", "spending_states", "patrons", "window", "provinces_of", "provinces"}
    assert not {field for case in cases for field in case} - known
    assert all(west < east and south < north for west, south, east, north in WINDOWS)


def test_theory_cases_are_those_from_which_a_bundled_explanation_was_made() -> None:
    made_from = {case for name in bundled_explanations() for case in load_explanation(name).made_from_case}
    assert set(THEORY_CASES) == made_from


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
