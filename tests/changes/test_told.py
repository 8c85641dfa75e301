"""What is told of all disputes is what the rooms below tell of each, and nothing is told twice or under two names."""

from __future__ import annotations

import pytest

from statusquo.cases.load import load_case
from statusquo.changes import told as told_module
from statusquo.changes.told import Told, disputes_of_explanations, tell, verdicts_on
from statusquo.core.errors import ArtefactError
from statusquo.explanations.ledger import judge
from statusquo.panels.standing import standings
from statusquo.risk.path import risk_path
from statusquo.risk.ranking import ranking
from statusquo.snapshot.store import Snapshot, open_snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return open_snapshot()


@pytest.fixture(scope="module")
def now(snapshot: Snapshot) -> Told:
    return tell(snapshot, verdicts=False)


def test_every_territorial_dispute_is_told_under_a_name_of_its_own(now: Told, snapshot: Snapshot) -> None:
    assert set(now.disputes) == set(snapshot.table("disputes")["conflict_id_ucdp"])
    names = [dispute.name for dispute in now.disputes.values()]
    assert len(set(names)) == len(names)
    assert now.disputes[388].name == "Nagorno-Karabakh"


def test_ranks_are_those_of_the_ranking(now: Told, snapshot: Snapshot) -> None:
    ranked = {number: dispute.rank for number, dispute in now.disputes.items() if dispute.rank is not None}
    assert sorted(ranked, key=ranked.__getitem__) == [row.conflict_id_ucdp for row in ranking(snapshot)]


@pytest.mark.parametrize("case", ["kosovo", "ucdp-354", "abkhazia", "ucdp-294"])
def test_risks_are_those_that_the_dispute_is_told_by_itself(case: str, now: Told, snapshot: Snapshot) -> None:
    path = risk_path(load_case(case), snapshot)
    own = now.disputes[path.conflict_id_ucdp]
    for event, estimate in path.coming.items():
        if estimate.value is None:
            assert event not in own.risk
        else:
            assert own.risk[event] == (estimate.value, estimate.low, estimate.high)


def test_a_closed_claim_and_a_war_have_no_risk_of_war(now: Told, snapshot: Snapshot) -> None:
    assert {dispute.stands for dispute in now.disputes.values()} == {"quiet", "fighting", "war", "closed"}
    for number, dispute in now.disputes.items():
        if dispute.stands == "closed":
            assert not dispute.risk
        if dispute.stands == "war":
            assert "war" not in dispute.risk
        assert (standings(snapshot)[number].is_open) == (dispute.stands != "closed")


def test_it_names_the_data_and_the_forecasts_behind_it(now: Told, snapshot: Snapshot) -> None:
    assert now.last_year == snapshot.last_year
    assert now.releases["ucdp-prio-acd"] == snapshot.releases["ucdp-prio-acd"]["version"]
    assert "2025-by-0.1.0" in now.forecasts
    assert now.verdicts is None


def test_verdicts_are_those_of_the_ledger_of_the_explanations_own_disputes(snapshot: Snapshot) -> None:
    written_about = ("abkhazia", "kosovo", "nagorno-karabakh", "northern-cyprus", "transnistria", "western-sahara")
    assert disputes_of_explanations() == written_about
    found = verdicts_on("nagorno-karabakh", snapshot)
    ledger = judge(load_case("nagorno-karabakh"), snapshot)
    assert found == {f"nagorno-karabakh/{claim.explanation}/{claim.claim.id}": claim.verdict for claim in ledger.claims}


def test_without_risks_fitted_to_the_data_all_else_is_told_and_why(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfitted(snapshot: Snapshot) -> None:
        raise ArtefactError("the risks were fitted to data that end in 2020")

    monkeypatch.setattr(told_module, "fitted_paths", unfitted)
    now = tell(snapshot, verdicts=False)
    assert now.why_no_risks == "the risks were fitted to data that end in 2020"
    assert {dispute.stands for dispute in now.disputes.values()} == {"quiet", "fighting", "war", "closed"}
    assert not any(dispute.risk or dispute.rank for dispute in now.disputes.values())


def test_progress_counts_every_step_to_the_end(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told_module, "verdicts_on", lambda dispute, snapshot: {})
    steps: list[tuple[int, int]] = []
    tell(snapshot, progress=lambda done, total, what: steps.append((done, total)))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]
