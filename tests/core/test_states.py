"""State codes are converted in the year they are asked for, there and back where both systems agree."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.errors import UnknownNameError
from statusquo.core.states import StateCodes
from statusquo.snapshot.store import open_snapshot

STATES = open_snapshot().states
SPELLS = st.sampled_from(STATES.spells)


@given(SPELLS, st.data())
def test_a_number_converted_there_and_back_is_itself(spell: object, data: st.DataObject) -> None:
    year = data.draw(st.integers(spell.first_year, spell.last_year))
    if spell.gwno is None or spell.ccode is None:
        return
    ccode = STATES.cow_of_gw(spell.gwno, year)
    assert ccode is not None
    back = STATES.gw_of_cow(ccode, year)
    # Yugoslavia ended in June 2006: COW's one number is the old state and the new one in that year.
    assert back == spell.gwno or (ccode, year) == (345, 2006)


@given(st.sampled_from([s for s in STATES.spells if s.iso3 and s.gwno and s.last_year == 2025]))
def test_an_iso_code_converted_there_and_back_is_itself(spell: object) -> None:
    assert STATES.gw_of_iso3(spell.iso3) == spell.gwno
    assert STATES.iso3_of_gw(spell.gwno) == spell.iso3


@given(SPELLS, st.integers(2026, 2100) | st.integers(1500, 1815))
def test_a_year_outside_the_lists_has_no_code(spell: object, year: int) -> None:
    if spell.gwno is not None:
        assert STATES.cow_of_gw(spell.gwno, year) is None
    if spell.ccode is not None:
        assert STATES.gw_of_cow(spell.ccode, year) is None


@pytest.mark.parametrize(
    ("gwno", "year", "ccode"),
    [
        (260, 1989, 260),  # West Germany
        (260, 1991, 255),  # united Germany
        (678, 1989, 678),  # North Yemen
        (678, 1991, 679),  # Yemen
        (345, 2005, 345),  # Serbia and Montenegro
        (340, 2007, 345),  # Serbia
        (816, 1970, 816),  # North Vietnam
        (816, 1980, 816),  # Vietnam
        (365, 1980, 365),  # the Soviet Union
        (365, 2000, 365),  # Russia
        (970, 2010, 946),  # Kiribati
        (971, 2010, 970),  # Nauru
        (315, 1990, 315),  # Czechoslovakia
        (316, 1993, 316),  # Czechia
        (396, 2010, None),  # Abkhazia is no state in the Correlates of War
        (260, 1950, None),  # not in that system before 1955
        (315, 1993, None),  # ended
    ],
)
def test_codes_that_differ_over_time(gwno: int, year: int, ccode: int | None) -> None:
    assert STATES.cow_of_gw(gwno, year) == ccode


@pytest.mark.parametrize(
    ("ccode", "year", "gwno"),
    [(255, 1930, 255), (255, 1990, 260), (255, 2000, 260), (679, 2000, 678), (345, 2010, 340)],
)
def test_numbers_of_the_correlates_of_war_that_differ(ccode: int, year: int, gwno: int) -> None:
    assert STATES.gw_of_cow(ccode, year) == gwno


@pytest.mark.parametrize(
    ("name", "year", "gwno"),
    [
        ("Serbia", 1999, 345),
        ("Serbia", 2010, 340),
        ("Serbia", None, 340),
        ("Yugoslavia", 1980, 345),
        ("Soviet Union", 1980, 365),
        ("USSR", 1988, 365),
        ("Russia", 2000, 365),
        ("Germany", 1970, 260),
        ("East Germany (GDR)", 1970, 265),
        ("Viet Nam", 1960, 816),
        ("South Vietnam", 1960, 817),
        ("North Yemen", 1980, 678),
        ("South Yemen", 1980, 680),
        ("Yemen", 2000, 678),
        ("Turkey", None, 640),
        ("Turkiye", None, 640),
        ("Türkiye", None, 640),
        ("Azerbaijan", None, 373),
        ("Armenia", None, 371),
    ],
)
def test_names_in_the_sipri_files(name: str, year: int | None, gwno: int) -> None:
    assert STATES.gw_of_sipri(name, year) == gwno


@pytest.mark.parametrize("name", ["PKK (Turkey)*", "NATO**", "Northern Cyprus", "Unknown supplier(s)", "Atlantis"])
def test_a_sipri_name_that_is_no_state_is_none(name: str) -> None:
    assert not STATES.is_sipri_state(name)
    with pytest.raises(UnknownNameError):
        STATES.gw_of_sipri(name)


def test_a_code_that_no_year_knows_is_a_slip_and_not_missing() -> None:
    for call in (STATES.cow_of_gw, STATES.gw_of_cow):
        with pytest.raises(UnknownNameError, match="unknown"):
            call(999, 2000)
    with pytest.raises(UnknownNameError, match=r"Did you mean .*AZE"):
        STATES.gw_of_iso3("AZR")


def test_short_names_are_those_of_today() -> None:
    assert STATES.name_of_gw(373) == "Azerbaijan"
    assert STATES.name_of_gw(260) == "Germany"
    assert STATES.name_of_gw(260, 1970) == "German Federal Republic"
    assert STATES.name_of_gw(678) == "Yemen"
    assert STATES.name_of_gw(340) == "Serbia"


def test_a_state_has_one_pair_of_codes_in_a_year() -> None:
    """But for 1990, when both German and both Yemeni numbers of the Correlates of War hold."""
    by_gw: dict[int, list[tuple[int, int]]] = {}
    for spell in STATES.spells:
        if spell.gwno is not None:
            by_gw.setdefault(spell.gwno, []).append((spell.first_year, spell.last_year))
    overlaps = {
        (gwno, later[0])
        for gwno, runs in by_gw.items()
        for earlier, later in pairwise(sorted(runs))
        if later[0] <= earlier[1]
    }
    assert overlaps == {(260, 1990), (678, 1990)}


def test_a_column_of_codes_is_added_in_the_rows_own_year() -> None:
    frame = pl.DataFrame({"gwno": [678, 260, 678, 373, None], "year": [2000, 1980, 1980, 1980, 1980]})
    frame = frame.with_columns(pl.col("gwno").cast(pl.Int32), pl.col("year").cast(pl.Int32))
    assert STATES.with_code(frame, "ccode", by="gwno")["ccode"].to_list() == [679, 260, 678, None, None]


@given(
    st.lists(
        st.tuples(st.sampled_from([2, 260, 340, 345, 365, 373, 678, 999]), st.integers(1900, 2030)),
        max_size=20,
    )
)
def test_the_column_and_the_single_conversion_agree(pairs: list[tuple[int, int]]) -> None:
    frame = pl.DataFrame(pairs, schema={"gwno": pl.Int32, "year": pl.Int32}, orient="row")
    known = {spell.gwno for spell in STATES.spells}
    one_by_one = [STATES.cow_of_gw(gwno, year) if gwno in known else None for gwno, year in pairs]
    assert STATES.with_code(frame, "ccode", by="gwno")["ccode"].to_list() == one_by_one


@pytest.mark.raw
@pytest.mark.parametrize("panel", ["gw_cw_panel", "cw_gw_panel"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_conversions_against_isards_crosswalk(raw_dir: Path, panel: str) -> None:
    """Every pair of codes of both crosswalks holds here, but for Germany in 1990.

    In that year the panel of Gleditsch-Ward states gives COW's number of the western state and the other
    panel that of united Germany for the same state; both hold, and the later is taken.
    """
    import rdata

    pairs = rdata.read_rda(raw_dir / "isard" / f"{panel}.rda")[panel][["gwcode", "ccode", "year"]].dropna().astype(int)
    assert len(pairs) > 15_000
    states = StateCodes(open_snapshot().table("states"))
    convert = states.cow_of_gw if panel == "gw_cw_panel" else states.gw_of_cow
    there, here = ("gwcode", "ccode") if panel == "gw_cw_panel" else ("ccode", "gwcode")
    differing = {
        (row[there], row["year"]) for row in pairs.to_dict("records") if convert(row[there], row["year"]) != row[here]
    }
    assert differing == ({(260, 1990)} if panel == "gw_cw_panel" else set())
