"""The table of findings: one row for each change, and no figures where a game has no answer."""

from __future__ import annotations

import pytest

from statusquo.bargaining import Grid, State
from statusquo.core.columns import checked
from statusquo.fits import bargaining_findings as findings
from statusquo.fits.registry import FitInputs
from statusquo.snapshot.store import open_snapshot

pytest.importorskip("numba")


def test_a_row_for_each_change_and_none_invented_where_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    without_private_costs = {"concession_cost_high": 0.0, "acceptance_cost_high": 0.0, "revisionist_readiness": 1.0}
    monkeypatch.setattr(findings, "GRID", Grid(n_control=7, n_balance=7, n_quiet=6))
    monkeypatch.setattr(findings, "START", State(control=1.0, balance=0.0, quiet_months=5))
    monkeypatch.setattr(findings, "CHANGES", ({}, {"veto_strength": 1.0, "cross_pressure": 0.0}, without_private_costs))
    made = findings.fit_findings(FitInputs(open_snapshot(), None, lambda *_: None))
    plain, stopped, refused = checked(made.table, "fit.bargaining_findings").to_dicts()
    assert plain["change"] == "none"
    assert stopped["change"] == "veto_strength 1, cross_pressure 0"
    assert plain["war"] > stopped["war"]
    assert 0 < plain["settled"] < 1
    assert {refused[name] for name in ("war", "settled", "transfers", "transfer_share")} == {None}
