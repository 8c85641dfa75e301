"""A factor's percentile is its place among all disputes that have it, and says how many those are."""

from __future__ import annotations

import json

import polars as pl
import pytest

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import origin
from statusquo.structure.factors import FACTORS, Factor, measured, structure


@pytest.fixture(scope="module")
def karabakhs(karabakh: Case, snapshot: Snapshot) -> dict[str, Factor]:
    return structure(karabakh, snapshot)


def test_no_dispute_is_more_enclosed_than_karabakh(karabakhs: dict[str, Factor]) -> None:
    factor = karabakhs["enclave_index"]
    assert factor.n == 57
    assert factor.percentile == pytest.approx(100 * (56 + 0.5) / 57)


def test_five_percent_of_the_state_is_near_the_middle_of_all_disputes_with_an_outline(
    karabakhs: dict[str, Factor],
) -> None:
    """The essay's premise that so small a territory is unusual finds no support here: more than half are larger."""
    factor = karabakhs["area_share"]
    assert factor.percentile is not None
    assert 35 < factor.percentile < 55


def test_a_small_share_of_the_people_is_more_common_than_a_large_one(karabakhs: dict[str, Factor]) -> None:
    factor = karabakhs["group_share_of_state"]
    assert factor.n == 97
    assert factor.estimate.value == 0.015, "as the case file codes it; EPR gives 0.013"
    assert factor.percentile == pytest.approx(28.9, abs=1)


def test_ties_and_the_interval_of_a_value_widen_its_place(karabakhs: dict[str, Factor]) -> None:
    """26 of 57 disputes touch no sea, Karabakh among them: its place is anywhere among these, by halves the middle."""
    sea = karabakhs["sea_access"]
    ends = (sea.percentile_low, sea.percentile, sea.percentile_high)
    assert ends == pytest.approx((0, 100 * 13 / 57, 100 * 26 / 57))
    for factor in karabakhs.values():
        if factor.percentile is not None and factor.percentile_low is not None and factor.percentile_high is not None:
            assert 0 <= factor.percentile_low < factor.percentile < factor.percentile_high <= 100


def test_a_factor_that_no_other_dispute_has_gets_no_percentile(karabakhs: dict[str, Factor]) -> None:
    assert karabakhs["segregation_dissimilarity"].n == 1
    assert karabakhs["segregation_dissimilarity"].percentile is None


def test_the_case_takes_the_place_of_its_own_conflict(snapshot: Snapshot, karabakhs: dict[str, Factor]) -> None:
    """Conflict 388 and the bundled case are one dispute, so that neither is counted beside the other."""
    assert structure(load_case("ucdp-388"), snapshot)["enclave_index"].n == karabakhs["enclave_index"].n


def test_a_missing_factor_has_a_reason_and_no_place(snapshot: Snapshot) -> None:
    factors = structure(load_case("ucdp-264"), snapshot)
    assert factors["enclave_index"].estimate.missing_reason
    assert factors["enclave_index"].percentile is None
    assert factors["enclave_index"].n == 57


def test_factors_print_as_the_contract_says(karabakhs: dict[str, Factor]) -> None:
    document = json.loads(json.dumps({name: factor.to_json() for name, factor in karabakhs.items()}))
    keys = {"value", "low", "high", "interval", "unit", "sources", "missing_reason", "percentile", "n", "text"}
    keys |= {"percentile_low", "percentile_high", "basis", "contested", "rivals"}
    assert all(set(row) == keys for row in document.values())
    assert document["area_share"]["interval"] == "range"


def test_every_source_of_a_factor_leads_to_a_reference(karabakh: Case, karabakhs: dict[str, Factor]) -> None:
    """A data set of the snapshot, or a source of the case file."""
    own = {source.id for source in karabakh.source}
    for name, factor in karabakhs.items():
        assert factor.estimate.sources or factor.estimate.missing_reason, name
        assert all(origin(source).citation for source in set(factor.estimate.sources) - own)


@pytest.mark.parametrize("conflict", [388, 393, 352, 271, 264])
def test_the_artefact_agrees_with_a_fresh_measurement(conflict: int, snapshot: Snapshot) -> None:
    """Outlines in detail and simplified, with and without backers, and a dispute without an outline."""
    kept = load_artefact(FACTORS).filter(pl.col("conflict_id_ucdp") == conflict)
    fresh = {name: coded.estimate.value for name, coded in measured(load_case(f"ucdp-{conflict}"), snapshot).items()}
    assert dict(kept.select("factor", "value").iter_rows()) == pytest.approx(
        {name: value for name, value in fresh.items() if value is not None}
    )
