"""One truth per fact: what the case file codes, what is measured, and what every part of the package says of it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from statusquo.cases.coding import coded_fields
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.comparison.case_conditions import CONDITIONS
from statusquo.comparison.coded_comparison import read_coded_cases
from statusquo.core.estimates import Estimate
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.load import load_explanation
from statusquo.explanations.measures import factor_of, rival_factors
from statusquo.explanations.results import NotTestableError
from statusquo.snapshot.store import open_snapshot
from statusquo.structure.codings import FIELDS, Field, read_together
from statusquo.structure.factors import Factor, measured, structure
from statusquo.structure.readings import Coded

CODED = tuple(name for name in bundled_ids() if load_case(name).coding)


@cache
def factors_of(name: str) -> dict[str, Factor]:
    return structure(load_case(name), open_snapshot())


def is_close(field: Field, coded: float, value: float) -> bool:
    return abs(coded - value) <= max(field.within, field.part * abs(coded)) + 1e-9


@pytest.mark.parametrize("name", CODED)
def test_a_sourced_coding_is_the_value_and_what_is_measured_otherwise_stands_beside_it(name: str) -> None:
    case, seen = load_case(name), measured(load_case(name), open_snapshot())
    for factor, field in FIELDS.items():
        coded = case.coded(field.name)
        if coded is None or not case.is_sourced(coded) or not isinstance(field, Field):
            continue
        told, number, raw = factors_of(name)[factor], field.number(coded.value), seen[factor].estimate
        if factor == "autonomy_lost_year" and factors_of(name)["autonomy_lost"].estimate.value == 0:
            continue
        assert told.estimate.value == number, f"{name}: {factor}"
        apart = raw.value is not None and number is not None and not is_close(field, number, raw.value)
        if apart and not told.is_contested:
            assert raw.low is not None, f"{name}: {factor} differs silently"
            assert raw.high is not None
            assert raw.low - field.within <= number <= raw.high + field.within, f"{name}: {factor} differs silently"
        if told.is_contested:
            assert [r.estimate.value for r in told.rivals if r.basis == "measured"] == [raw.value]


@pytest.mark.parametrize("name", CODED)
def test_a_coded_yes_or_no_and_a_measured_amount_never_differ_in_silence(name: str) -> None:
    case = load_case(name)
    for factor, field in FIELDS.items():
        coded = case.coded(field.name)
        if coded is None or not case.is_sourced(coded) or isinstance(field, Field):
            continue
        told = factors_of(name)[factor]
        if told.estimate.value is not None and (field.yes, field.no) != (None, None):
            assert (told.estimate.value >= field.amount) == bool(coded.value), f"{name}: {factor}"


@pytest.mark.parametrize("name", CODED)
def test_general_knowledge_never_replaces_what_is_measured(name: str) -> None:
    case, seen = load_case(name), measured(load_case(name), open_snapshot())
    for factor, field in FIELDS.items():
        coded = case.coded(field.name)
        if coded is None or case.is_sourced(coded):
            continue
        told = factors_of(name)[factor]
        assert told.estimate.value == seen[factor].estimate.value
        assert told.basis != "case file"


@pytest.mark.parametrize("name", CODED)
def test_the_tests_of_claims_and_the_configurations_read_what_measure_prints(name: str) -> None:
    case, factors = load_case(name), factors_of(name)
    evidence = Evidence(case, open_snapshot(), load_explanation("babayev-2021"))
    for factor, told in factors.items():
        if told.estimate.value is None:
            with pytest.raises(NotTestableError):
                factor_of(factor, evidence)
        else:
            assert factor_of(factor, evidence) == told.estimate
        shown = [r.estimate.value for r in told.rivals if r.basis != "another denominator"]
        assert [r.estimate.value for r in rival_factors(factor, evidence)] == [v for v in shown if v is not None]
    row = read_coded_cases().main[name]
    for condition, factor in (
        ("STATEHOOD", "earlier_statehood"),
        ("COAST", "sea_access"),
        ("CUT_OFF", "cut_off_from_backer"),
    ):
        member, told = CONDITIONS[condition].measure(row), factors[factor]
        if member is not None and told.estimate.value is not None:
            assert member == told.estimate.value, f"{name}: {condition} against {factor}"
    if row["area_share_of_parent_pct"] is not None:
        assert factors["area_share"].estimate.value == pytest.approx(row["area_share_of_parent_pct"] / 100)
    if row["borders_kin_or_patron"] is False:
        # Where a source says that there is no backer at all, there is no border with one to measure.
        readings = [each for field in ("patron_state", "kin_state") if (each := load_case(name).coded(field))]
        has_none = row["patron_state"] == row["kin_state"] == "none" and not any(each.alternative for each in readings)
        assert factors["backer_border_km"].estimate.value == (None if has_none else 0)


@pytest.mark.parametrize(
    ("name", "factor", "value", "beside"),
    [
        ("transnistria", "backer_gap_km", 493, 238),
        ("katanga", "backer_gap_km", 6800, 0),
        ("katanga", "backer_border_km", 0, 1900),
        ("kashmir", "autonomy_lost", 1, 0),
        ("abkhazia", "earlier_statehood", 1, 0),
        ("western-sahara", "earlier_statehood", 0, 1),
        ("east-timor", "earlier_statehood", 0, 1),
    ],
)
def test_known_contradictions_are_told_as_contested_figures(
    name: str, factor: str, value: float, beside: float
) -> None:
    told = factors_of(name)[factor]
    assert told.is_contested
    assert told.estimate.value == value
    rival = next(r for r in told.rivals if r.basis == "measured")
    assert rival.estimate.value == pytest.approx(beside, abs=1)
    assert rival.why


def test_ukraine_of_general_knowledge_defines_no_gap_of_transnistria() -> None:
    """The textbook case of a territory cut off from its patron; a kin state that no source names is none."""
    assert factors_of("transnistria")["backer_border_km"].estimate.value == 0
    assert factors_of("transnistria")["cut_off_from_backer"].estimate.value == 1


@pytest.mark.parametrize("name", CODED)
def test_the_highest_earlier_status_is_told_wherever_a_source_codes_it(name: str) -> None:
    coded = load_case(name).coded("highest_prior_status")
    told = factors_of(name)["highest_earlier_status"]
    if coded is not None and load_case(name).is_sourced(coded):
        assert told.estimate.value is not None
    else:
        assert "general knowledge" in (told.estimate.missing_reason or "")


def altered(case: Case, field: str, value: bool | float | str) -> Case:
    """Return the case with one field coded otherwise, by a data set: a copy of an encyclopedia would code nothing."""
    new = {"value": value, "source": ("cshapes",)}
    rows = [row.model_copy(update=new) if row.field == field else row for row in case.coding]
    return case.model_copy(update={"coding": tuple(rows)})


def test_a_change_of_the_coding_is_a_change_of_what_is_told(karabakh: Case) -> None:
    seen = measured(karabakh, open_snapshot())
    told = read_together(altered(karabakh, "sea_access", value=True), seen)
    assert told["sea_access"].estimate.value == 1
    assert told["sea_access"].is_contested
    assert told["coast_km"].estimate.value is None, "a coast that no outline shows has no length"
    assert told["coast_km"].is_contested


def test_where_no_self_rule_was_lost_there_is_no_year_of_its_loss(karabakh: Case) -> None:
    told = read_together(altered(karabakh, "autonomy_lost", value=False), measured(karabakh, open_snapshot()))
    assert told["autonomy_lost"].estimate.value == 0
    assert told["autonomy_lost_year"].estimate.value is None
    assert told["autonomy_lost_year"].rivals


def test_agreement_widens_the_interval_and_contests_nothing(karabakh: Case) -> None:
    seen = {"area_km2": Coded(Estimate(4300.0, "km2", sources=("natural-earth",)))}
    base = measured(karabakh, open_snapshot()) | seen
    told = read_together(altered(karabakh, "area_km2", 4388.0), base)["area_km2"]
    assert (told.estimate.low, told.estimate.value, told.estimate.high) == (4300, 4388, 4388)
    assert not told.is_contested
    assert "natural-earth" in told.estimate.sources


def test_every_field_that_is_read_together_is_declared() -> None:
    assert {field.name for field in FIELDS.values()} <= set(coded_fields())


def test_rivals_print_as_estimates_with_their_basis_and_reason() -> None:
    document = json.loads(json.dumps({k: f.to_json() for k, f in factors_of("transnistria").items()}))
    rivals = [rival for row in document.values() for rival in row["rivals"]]
    keys = {"value", "low", "high", "interval", "unit", "sources", "missing_reason", "basis", "why"}
    assert rivals
    assert all(set(rival) == keys for rival in rivals)
    assert document["backer_gap_km"]["contested"] is True
