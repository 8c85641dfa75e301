"""The table of columns is sound, and a frame that breaks it is refused with everything that is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from statusquo.core.columns import LINE, TYPES, all_columns, checked, columns_of, schema_of, table_names
from statusquo.core.errors import InputError, SourceError
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS

ROW: dict[str, Any] = {"conflict_id_ucdp": 388, "layer": "areas", "ne_id": "B38", "rule": "alias"}


def sources_of_tables(table: str) -> set[str]:
    """The data sets that a table may rest on: only what is read from a user's own file rests on such a file."""
    own = {f"source.{key.replace('-', '_')}" for key in OWN_ORIGINS}
    own |= {"panel.movement_year_sdm", "panel.dispute_month"}
    return {*ORIGINS, *(OWN_ORIGINS if table in own else ())}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema_of("dispute_places"))


def test_every_column_has_a_known_type_a_description_and_known_sources() -> None:
    for column in all_columns():
        assert column.type in TYPES, column
        assert column.description, column
        # What the case files code is sourced value by value, in the files themselves; the reference game rests on none.
        own = ("cases.", "fit.bargaining_findings", "panel.proposal_answer")
        assert column.sources or column.table.startswith(own), column
        assert set(column.sources) <= sources_of_tables(column.table), column


def test_a_column_stands_once_in_its_table() -> None:
    pairs = [(column.table, column.name) for column in all_columns()]
    assert len(pairs) == len(set(pairs))


def test_a_key_is_never_missing_and_bounds_are_in_order() -> None:
    for column in all_columns():
        assert not (column.is_key and column.is_nullable), column
        if column.minimum is not None and column.maximum is not None:
            assert column.minimum <= column.maximum, column


def test_descriptions_are_one_sentence_without_a_full_stop() -> None:
    assert [c.name for c in all_columns() if c.description.endswith(".")] == []


def test_tables_come_in_the_order_of_the_file() -> None:
    assert table_names()[:3] == ("states", "state_spellings", "disputes")
    assert [column.name for column in columns_of("dispute_places")] == list(ROW)


def test_a_sound_frame_passes_with_its_columns_in_order() -> None:
    shuffled = frame(ROW).select("rule", "ne_id", "conflict_id_ucdp", "layer")
    assert checked(shuffled, "dispute_places").columns == list(ROW)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([ROW, ROW], "conflict_id_ucdp, layer, ne_id repeats the key of another row, found 388, areas, B38"),
        ([ROW, ROW, ROW, ROW], "repeats the key of another row, here and in 2 more rows"),
        ([{**ROW, "rule": None}], "rule is missing, first where conflict_id_ucdp is 388, layer is areas, ne_id is B38"),
        ([{**ROW, "layer": "rivers"}], "layer is not on its list, found 'rivers', allowed areas, provinces, countries"),
        ([{**ROW, "conflict_id_ucdp": 0}], "conflict_id_ucdp is too low, found 0, allowed from 1"),
        (
            [ROW, {**ROW, "conflict_id_ucdp": 7, "rule": "guess"}, {**ROW, "conflict_id_ucdp": 8, "rule": "hunch"}],
            "rule is not on its list, here and in 1 more row, found 'guess'.* first where conflict_id_ucdp is 7",
        ),
    ],
)
def test_a_frame_that_breaks_its_declaration_is_refused(rows: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint):
        checked(frame(*rows), "dispute_places")


def test_a_value_above_its_maximum_is_refused() -> None:
    shares = pl.DataFrame(
        {
            "recipient_gw": [373],
            "first_year": [2010],
            "last_year": [2019],
            "supplier": ["x"],
            "share_pct": [100.5],
        },
        schema=schema_of("arms_shares"),
    )
    with pytest.raises(SourceError, match=r"share_pct is too high, found 100\.5, allowed up to 100"):
        checked(shares, "arms_shares")


def test_not_a_number_is_no_missing_value() -> None:
    shares = pl.DataFrame(
        {
            "recipient_gw": [373],
            "first_year": [2010],
            "last_year": [2019],
            "supplier": ["x"],
            "share_pct": [float("nan")],
        },
        schema=schema_of("arms_shares"),
    )
    with pytest.raises(SourceError, match="NaN"):
        checked(shares, "arms_shares")


def test_rows_read_from_a_file_are_refused_with_their_line_and_the_files_own_names(tmp_path: Path) -> None:
    rows = frame({**ROW, "conflict_id_ucdp": 9, "rule": "guess"}, {**ROW, "rule": None}, {**ROW, "layer": "rivers"})
    read = rows.with_columns(pl.Series(LINE, [40, 3, 2]))
    file = tmp_path / "places.csv"
    with pytest.raises(InputError) as caught:
        checked(read, "dispute_places", file=file, fields={"rule": "how"})
    told = {(problem.line, problem.field, problem.what) for problem in caught.value.problems}
    assert told == {(2, "layer", "is not on its list"), (3, "how", "is missing"), (40, "how", "is not on its list")}
    assert {problem.file for problem in caught.value.problems} == {str(file)}
    sound = frame(ROW).with_columns(pl.Series(LINE, [2]))
    assert checked(sound, "dispute_places", file=file).columns == list(ROW)


def test_a_column_that_grows_with_each_release_ends_where_the_data_do() -> None:
    column = replace(columns_of("dispute_places")[0], domain="1946-")
    assert (column.years, column.years_to(2025)) == ((1946, None), (1946, 2025))
    ended = replace(column, domain="1946-1988")
    assert (ended.years, ended.years_to(2025)) == ((1946, 1988), (1946, 1988))
    assert replace(column, domain="2015").years == (2015, 2015)
    undated = replace(column, domain="")
    assert undated.years is undated.years_to(2025) is None


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(SourceError) as caught:
        checked(frame({**ROW, "layer": "rivers", "rule": "guess"}), "dispute_places")
    assert "layer" in str(caught.value)
    assert "rule" in str(caught.value)


def test_absent_and_undeclared_columns_are_named() -> None:
    with pytest.raises(SourceError, match=r"absent \['rule'\], not declared \['colour'\]"):
        checked(frame(ROW).drop("rule").with_columns(colour=pl.lit("red")), "dispute_places")


def test_another_type_is_refused() -> None:
    with pytest.raises(SourceError, match="conflict_id_ucdp is String, declared int"):
        checked(frame(ROW).with_columns(pl.col("conflict_id_ucdp").cast(pl.String)), "dispute_places")


def test_a_table_nobody_declared_is_a_slip_of_the_program() -> None:
    with pytest.raises(KeyError, match="no table"):
        columns_of("rivers")
