"""The bundled comparison cases: every coded field stands with its sources, and contested ones with both codings."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.cases import bundled_ids, load_case
from statusquo.cases.coding import KNOWN_WHEN, coded_fields, known_by
from statusquo.cases.codings import coded_cases, coded_values
from statusquo.snapshot.store import open_snapshot

N_CASES = 31
N_CODED, N_CONTESTED, N_SOURCED = 1816, 89, 1486
"""Frozen: 1,972 cells of the coding sheet, less ids and titles (kept in the case's own tables) and the separate columns
of alternatives (kept beside the coding they rival), and one cell more on the flight from Transnistria."""

NOT_IN_UCDP = {"aland", "catalonia", "gagauzia", "quebec", "scotland", "south-tyrol"}

cases = pytest.mark.parametrize("name", bundled_ids())


def test_every_coded_cell_is_there() -> None:
    values = coded_values()
    assert values["case"].n_unique() == len(bundled_ids()) == N_CASES
    counts = values.height, values["is_contested"].sum(), values["is_sourced"].sum()
    assert counts == (N_CODED, N_CONTESTED, N_SOURCED)
    assert set(values["field"]) == set(coded_fields())


def test_a_contested_field_holds_both_codings() -> None:
    rows = coded_values().filter("is_contested")
    assert rows.filter(pl.col("alternatives").list.contains(pl.col("value"))).is_empty()
    both = {(case, field): (value, *others) for case, field, value, others in rows.select(
        "case", "field", "value", "alternatives").iter_rows()}  # fmt: skip
    assert both["nagorno-karabakh", "enclave"] == ("true", "false")
    assert both["nagorno-karabakh", "secession_success"] == ("0", "0.5")
    assert both["kosovo", "uti_possidetis_favours"] == ("ambiguous", "parent")
    assert both["aland", "unsc_resolution_against"] == ("false", "true")
    assert both["western-sahara", "patron_troops"] == ("true", "false")
    assert both["east-timor", "patron_troops"] == ("false", "true")


@cases
def test_no_cell_rests_on_the_movements_data(name: str) -> None:
    """Self-Determination Movements is a user's own file: no case names it as a source."""
    case = load_case(name)
    assert not [source.id for source in case.source if "sdm" in source.id or "Self-Determination Mov" in source.title]
    assert case.ids.sdm


@cases
def test_what_rests_on_general_knowledge_or_copies_is_of_low_confidence(name: str) -> None:
    case = load_case(name)
    assert {coded.confidence for coded in case.coding if not case.is_sourced(coded)} <= {"low"}


@cases
def test_every_bundled_case_tells_the_dispute_and_not_only_its_codes(name: str) -> None:
    case = load_case(name)
    assert case.summary
    assert case.status_today
    assert case.status_source
    assert len(case.territory.name) >= 2
    assert len(case.event) >= 4
    assert len(case.phase) >= 2
    assert all(actor.gwno for actor in case.parents())
    outcome, displaced = case.coded("outcome"), case.coded("mass_expulsion")
    assert outcome
    assert displaced is not None


@cases
def test_every_outline_that_a_case_names_is_in_the_snapshot(name: str) -> None:
    shape = load_case(name).territory.shape
    if shape is None:
        assert name == "krajina"  # its land followed no unit that Natural Earth draws
        return
    assert shape.approximation
    for reference in (*shape.include, *shape.exclude):
        layer, _, code = reference.partition(":")
        assert code in set(open_snapshot().table(layer)["ne_id"])


def test_cases_that_ucdp_does_not_record_have_no_conflict_number() -> None:
    assert {name for name in bundled_ids() if not load_case(name).ids.ucdp_conflict} == NOT_IN_UCDP


def test_the_wide_frame_has_one_column_for_each_field() -> None:
    wide = coded_cases()
    assert wide.height == N_CASES
    assert wide.columns[4:] == list(coded_fields())
    karabakh = wide.row(by_predicate=pl.col("case") == "nagorno-karabakh", named=True)
    assert (karabakh["enclave"], karabakh["start_year"], karabakh["secession_success"]) == (True, 1988, 0.0)


def test_the_alternative_reading_differs_only_where_a_coding_is_contested() -> None:
    main, other = coded_cases(), coded_cases(reading="alternative")
    contested = set(coded_values().filter("is_contested").select("case", "field").iter_rows())
    for field in coded_fields():
        differs = main.filter(main[field].ne_missing(other[field]))["case"]
        assert {(case, field) for case in differs} == {pair for pair in contested if pair[1] == field}


def test_sourced_only_leaves_out_exactly_what_is_unsourced() -> None:
    everything, sourced = coded_cases(), coded_cases(sourced_only=True)
    n_left_out = sum(sourced[field].null_count() - everything[field].null_count() for field in coded_fields())
    assert n_left_out == N_CODED - N_SOURCED


def test_what_only_the_outcome_shows_is_not_known_at_the_outset() -> None:
    at_outset = {field.name for field in known_by("outset")}
    assert {"enclave", "uti_possidetis_favours", "sea_access"} <= at_outset
    assert not at_outset & {"veto_backing_parent_at_outcome", "secession_success", "outcome", "patron_troops"}
    assert {field.name for field in known_by(KNOWN_WHEN[-1])} == set(coded_fields())


def test_successes_are_those_of_the_codebook() -> None:
    """Twelve of the 31 count as at least half a success, six as a whole one."""
    success = coded_cases()["secession_success"]
    assert ((success >= 0.5).sum(), (success == 1).sum()) == (12, 5)
