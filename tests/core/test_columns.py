"""The table of columns is sound, and a frame that breaks it is refused with everything that is wrong."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from statusquo.core.columns import TYPES, all_columns, checked, columns_of, schema_of, table_names
from statusquo.core.errors import SourceError
from statusquo.sources.registry import ORIGINS

ROW: dict[str, Any] = {"conflict_id_ucdp": 388, "layer": "areas", "ne_id": "B38", "rule": "alias"}


READ_FROM_THE_USERS_FILE = {"source.sdm": ("sdm",), "panel.movement_year_sdm": ("sdm",)}
"""Tables of readers whose data set is in no registry, because the project may not point to it."""


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema_of("dispute_places"))


def test_every_column_has_a_known_type_a_description_and_known_sources() -> None:
    for column in all_columns():
        assert column.type in TYPES, column
        assert column.description, column
        assert column.sources, column
        assert set(column.sources) <= {*ORIGINS, *READ_FROM_THE_USERS_FILE.get(column.table, ())}, column


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
    assert table_names()[:3] == ("states", "disputes", "episodes")
    assert [column.name for column in columns_of("dispute_places")] == list(ROW)


def test_a_sound_frame_passes_with_its_columns_in_order() -> None:
    shuffled = frame(ROW).select("rule", "ne_id", "conflict_id_ucdp", "layer")
    assert checked(shuffled, "dispute_places").columns == list(ROW)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([ROW, ROW], "key .* repeats"),
        ([{**ROW, "rule": None}], "rule is missing in 1 rows"),
        ([{**ROW, "layer": "rivers"}], r"layer holds \['rivers'\]"),
        ([{**ROW, "conflict_id_ucdp": 0}], "falls to 0, allowed from 1"),
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
    with pytest.raises(SourceError, match=r"rises to 100\.5, allowed up to 100"):
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
