"""Rows of the test of acceptance hold nothing that came after the proposal, and no rule sees what it forecasts."""

from dataclasses import replace

import numpy as np
import pytest

from statusquo.cases.load import bundled_ids, load_case
from statusquo.settlement.answer_rules import RULES, leaving_disputes_out, rolling, scores
from statusquo.settlement.answers import AnswerRow, answer_rows

ROWS = [row for name in bundled_ids() for row in answer_rows(load_case(name))]
KNOWN = [row for row in ROWS if row.accepted is not None]


def test_no_actor_answers_its_own_proposal() -> None:
    cases = {name: load_case(name) for name in {row.case for row in ROWS}}
    proposers = {(name, one.id): one.proposed_by for name, case in cases.items() for one in case.proposal}
    assert not [row for row in ROWS if row.actor in proposers[row.case, row.proposal]]


def test_an_answer_of_which_accounts_differ_is_not_scored() -> None:
    case = load_case("northern-cyprus")
    disputed = {
        (one.id, answer.actor) for one in case.proposal for answer in one.response if answer.answer == "accounts differ"
    }
    found = [row for row in answer_rows(case) if (row.proposal, row.actor) in disputed]
    assert found
    assert all(row.accepted is None for row in found)


def test_own_last_answer_ended_before_the_proposal_began() -> None:
    for row in ROWS:
        earlier = [one for one in KNOWN if (one.case, one.actor) == (row.case, row.actor) and one.last < row.first]
        assert (row.own_last == "none") == (not earlier)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_leaving_disputes_out_sees_the_dispute(name: str) -> None:
    case = "kosovo"
    turned = [replace(row, accepted=not row.accepted) if row.case == case else row for row in KNOWN]
    mine = np.array([row.case == case for row in KNOWN])
    before, after = (leaving_disputes_out(rows, RULES[name]) for rows in (KNOWN, turned))
    assert np.allclose(before[mine], after[mine])


@pytest.mark.parametrize("name", RULES)
def test_no_rule_rolling_in_time_sees_what_came_later(name: str) -> None:
    day = sorted(row.first for row in KNOWN)[len(KNOWN) // 2]
    turned: list[AnswerRow] = [replace(row, accepted=not row.accepted) if row.last >= day else row for row in KNOWN]
    early = np.array([row.first <= day for row in KNOWN])
    before, after = (rolling(rows, RULES[name]) for rows in (KNOWN, turned))
    assert np.isfinite(before[early]).any()
    assert np.allclose(before[early], after[early], equal_nan=True)


def test_the_base_rate_has_no_skill_against_itself() -> None:
    base = leaving_disputes_out(KNOWN, RULES["base rate"])
    assert scores(KNOWN, base, base)["Brier skill"].value == 0
