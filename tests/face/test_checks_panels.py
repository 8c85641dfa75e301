"""Each check finds what version 0.1.0 said, and nothing in what is said now."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.face import checks_panels as checks

from statusquo.balances.inertia import inertia
from statusquo.cases import load_case
from statusquo.risk.path import risk_path
from statusquo.risk.ranking import ranking
from statusquo.snapshot.store import open_snapshot

SAID = {"value": 0.002, "low": 0.0, "high": 0.077, "missing_reason": None}


def facts_of(name: str) -> dict[str, Any]:
    case, snapshot = load_case(name), open_snapshot()
    main = inertia(case, snapshot, draws=5).main.to_json()
    measure = {"balances": {"inertia": {"main": main}}}
    return {"id": name, "case": case, "risk": risk_path(case, snapshot).to_json(), "measure": measure}


@pytest.fixture(scope="module")
def donbas() -> dict[str, Any]:
    return facts_of("donbas")


def test_what_is_said_of_the_donbas_now_offends_no_rule(donbas: dict[str, Any]) -> None:
    for check in (
        checks.no_quiet_where_the_ground_is_fought_over,
        checks.no_renewal_while_fighting_goes_on,
        checks.no_clock_through_a_war,
        checks.donbas_is_at_war_under_13243,
    ):
        assert check(donbas) == []


def test_renewed_fighting_of_a_fifth_of_a_per_cent_in_the_middle_of_the_war_is_refused(donbas: dict[str, Any]) -> None:
    said = deepcopy({key: donbas[key] for key in ("id", "risk", "measure")}) | {"case": donbas["case"]}
    said["risk"]["coming"]["recurrence"] = SAID
    said["risk"]["successor"] = None
    assert checks.no_renewal_while_fighting_goes_on(said)
    assert checks.no_quiet_where_the_ground_is_fought_over(said)
    assert len(checks.donbas_is_at_war_under_13243(said)) == 2
    said["measure"]["balances"]["inertia"]["main"]["points"][-1]["value"] = 2.0
    assert checks.no_clock_through_a_war(said)


def test_a_status_that_calls_donetsk_quiet_is_refused() -> None:
    facts = facts_of("ucdp-13246")
    quiet = "No year with 25 battle deaths since 2014; the data end in 2024."
    said = facts | {"case": facts["case"].model_copy(update={"status_today": quiet})}
    assert checks.no_quiet_where_the_ground_is_fought_over(facts) == []
    assert checks.no_quiet_where_the_ground_is_fought_over(said)


@pytest.mark.parametrize(
    ("number", "check"),
    [
        (249, checks.no_ended_state_in_an_open_dispute),
        (13604, checks.no_islamic_state_province_by_default),
        (13246, checks.no_quiet_where_the_ground_is_fought_over),
    ],
)
def test_a_dispute_that_must_not_be_ranked_is_found_in_a_ranking_that_has_it(
    monkeypatch: pytest.MonkeyPatch, number: int, check: Any
) -> None:
    facts = facts_of(f"ucdp-{number}")
    assert check(facts) == []
    first = ranking(open_snapshot())[0]
    monkeypatch.setattr(checks, "_ranked", lambda: (replace(first, conflict_id_ucdp=number),))
    assert check(facts)


def test_a_risk_of_renewal_of_the_imamate_of_oman_is_refused() -> None:
    facts = facts_of("ucdp-258")
    assert checks.no_closed_claim_with_a_risk(facts) == []
    said = deepcopy(facts["risk"])
    said["coming"]["recurrence"] = SAID
    assert checks.no_closed_claim_with_a_risk(facts | {"risk": said})


def test_an_open_dispute_without_a_reason_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = facts_of("western-sahara")
    assert checks.no_open_dispute_without_a_reason(facts) == []
    known = checks._known()
    bare = {number: replace(standing, reason="") for number, standing in known.items()}
    monkeypatch.setattr(checks, "_known", lambda: bare)
    assert checks.no_open_dispute_without_a_reason(facts)
