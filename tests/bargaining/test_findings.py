"""The table of findings: one row for each change, and no figures where a game has no answer."""

from __future__ import annotations

import pytest

from statusquo.bargaining import Grid, State, findings


def test_a_row_for_each_change_and_none_invented_where_there_is_no_answer(monkeypatch: pytest.MonkeyPatch):
    without_private_costs = {"concession_cost_high": 0.0, "acceptance_cost_high": 0.0, "revisionist_readiness": 1.0}
    monkeypatch.setattr(findings, "GRID", Grid(n_control=7, n_balance=7, n_quiet=6))
    monkeypatch.setattr(findings, "START", State(control=1.0, balance=0.0, quiet_months=5))
    monkeypatch.setattr(findings, "CHANGES", ({}, {"veto_strength": 1.0, "cross_pressure": 0.0}, without_private_costs))
    plain, stopped, refused = findings.findings()
    assert plain.war > stopped.war
    assert 0 < plain.settled < 1
    assert refused == findings.Finding(without_private_costs)
    assert refused.war is None
