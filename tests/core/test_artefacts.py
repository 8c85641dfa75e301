"""A fitted artefact is read as it was written, says what it was made from, and is refused when not as declared."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from statusquo.core import artefacts
from statusquo.core.columns import Column
from statusquo.core.errors import ArtefactError, SourceError
from statusquo.core.in_use import forget_kept

COLUMNS = (
    Column("fit.example", "year", "int", "", True, False, 1946, 2100, (), (), "", "Year"),
    Column("fit.example", "value", "float", "", False, False, None, None, (), (), "", "Value"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(artefacts, "artefacts_folder", lambda: tmp_path)
    monkeypatch.setattr("statusquo.core.columns.columns_of", lambda table: COLUMNS)
    forget_kept()
    return tmp_path


def table() -> pl.DataFrame:
    return pl.DataFrame({"year": [2020, 2021], "value": [0.5, 0.25]}, schema_overrides={"year": pl.Int32})


def write(frame: pl.DataFrame) -> artefacts.ArtefactRecord:
    return artefacts.write_artefact(
        "example", frame, inputs={"disputes": "a" * 64}, code={"some.module": "b" * 64}, built_by="statusquo 0"
    )


def test_an_artefact_comes_back_as_it_was_written_with_its_record(folder: Path) -> None:
    assert not artefacts.has_artefact("example")
    record = write(table())
    assert artefacts.has_artefact("example")
    assert artefacts.load_artefact("example").equals(table())
    assert artefacts.artefact_record("example") == record
    assert record.inputs == {"disputes": "a" * 64}
    assert record.rows == 2


def test_the_same_table_gives_the_same_bytes(folder: Path) -> None:
    assert write(table()).sha256 == write(table()).sha256


def test_a_table_that_is_not_as_declared_is_refused_and_nothing_is_written(folder: Path) -> None:
    with pytest.raises(SourceError, match="year is too low, here and in 1 more row, found 1900, allowed from 1946"):
        write(table().with_columns(pl.lit(1900, pl.Int32).alias("year")))
    assert not list(folder.iterdir())


def test_an_absent_or_damaged_artefact_is_named_with_what_to_do(folder: Path) -> None:
    with pytest.raises(ArtefactError, match=r"no fitted artefact 'example'.*data fit"):
        artefacts.load_artefact("example")
    with pytest.raises(ArtefactError, match="no fitted artefact 'example'"):
        artefacts.artefact_record("example")
    write(table())
    (folder / "example.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(ArtefactError, match=r"not the table that the record beside it names.*data fit"):
        artefacts.load_artefact("example")
    for record in (json.dumps({"name": "example"}), "[" * 100_000, "\xff"):
        (folder / "example.json").write_text(record)
        forget_kept()
        with pytest.raises(ArtefactError, match="is damaged"):
            artefacts.artefact_record("example")


def test_a_table_of_other_values_is_refused(folder: Path) -> None:
    write(table())
    table().with_columns(pl.lit(2000, pl.Int32).alias("year")).write_parquet(folder / "example.parquet")
    with pytest.raises(ArtefactError, match="not the table that the record beside it names"):
        artefacts.load_artefact("example")
