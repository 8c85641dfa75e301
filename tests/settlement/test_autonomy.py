"""The record of South Tyrol's autonomy, and its absence elsewhere."""

from __future__ import annotations

from statusquo.cases.load import load_case
from statusquo.settlement.autonomy import autonomy_steps, fiscal_share


def test_south_tyrols_autonomy_has_its_four_dates_and_nine_tenths_of_the_taxes() -> None:
    case = load_case("south-tyrol")
    assert [step.year for step in autonomy_steps(case)] == [1948, 1972, 1992, 2001]
    assert fiscal_share(case).value == 90
    known = case.sources_by_id
    for step in autonomy_steps(case):
        assert step.sources
        assert all(known[name].is_source for name in step.sources)


def test_a_case_without_an_autonomy_has_no_record_and_says_why() -> None:
    case = load_case("nagorno-karabakh")
    assert autonomy_steps(case) == ()
    assert fiscal_share(case).missing_reason is not None
