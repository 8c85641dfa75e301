"""A panel in a file: its warnings, sources and options go with it, in Parquet and beside CSV; lists survive both."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from statusquo.core.columns import columns_of, schema_of
from statusquo.core.errors import InputError
from statusquo.panels.panel import Panel
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS
from statusquo.version import __version__

TABLES = {
    "dispute-year": "panel.dispute_year",
    "status-quo-year": "panel.status_quo_year",
    "movement-year": "panel.movement_year",
    "proposal-answer": "panel.proposal_answer",
}


@pytest.fixture(params=sorted(TABLES))
def panel(request: pytest.FixtureRequest) -> Panel:
    fixtures = {
        "dispute-year": "dispute_panel",
        "status-quo-year": "status_panel",
        "movement-year": "movement_panel",
        "proposal-answer": "answer_panel",
    }
    return request.getfixturevalue(fixtures[request.param])


def test_a_panel_has_the_columns_that_are_declared_for_it(panel: Panel) -> None:
    assert panel.table == TABLES[panel.name]
    assert panel.frame.schema == schema_of(panel.table)


def test_stata_cuts_no_name_of_a_column(panel: Panel) -> None:
    assert [name for name in panel.frame.columns if len(name) > 32] == []


def test_no_text_of_a_csv_file_is_a_formula(answer_panel: Panel, tmp_path: Path) -> None:
    hostile = pl.lit('=HYPERLINK("x")').alias("case")
    path = tmp_path / "panel.csv"
    replace(answer_panel, frame=answer_panel.frame.with_columns(hostile)).write(path)
    assert set(pl.read_csv(path, infer_schema=False)["case"]) == {'\'=HYPERLINK("x")'}


def test_every_source_of_a_panel_is_a_registered_origin(panel: Panel) -> None:
    assert set(panel.sources) <= set(ORIGINS)
    assert panel.sources[0] == ("epr-claims" if panel.name == "movement-year" else "ucdp-prio-acd")
    assert len(set(panel.sources)) == len(panel.sources)


def test_parquet_gives_back_the_same_rows_types_warnings_and_sources(panel: Panel, tmp_path: Path) -> None:
    path = tmp_path / "panel.parquet"
    panel.write(path)
    assert_frame_equal(pl.read_parquet(path), panel.frame)
    about = json.loads(pl.read_parquet_metadata(path)["statusquo"])
    assert about == {
        "panel": panel.name,
        "version": __version__,
        "options": list(panel.options),
        "sources": list(panel.sources),
        "warnings": list(panel.warnings),
    }
    assert list(tmp_path.iterdir()) == [path]


def test_csv_gives_back_the_same_values_with_the_warnings_beside_it(panel: Panel, tmp_path: Path) -> None:
    panel.write(tmp_path / "panel.csv")
    flat = {
        name: pl.String() if isinstance(dtype, pl.List) else dtype for name, dtype in schema_of(panel.table).items()
    }
    read = pl.read_csv(tmp_path / "panel.csv", schema=pl.Schema(flat))
    plain = [name for name, dtype in schema_of(panel.table).items() if not isinstance(dtype, pl.List)]
    assert_frame_equal(read.select(plain), panel.frame.select(plain))
    notes = (tmp_path / "panel.csv.txt").read_text(encoding="utf-8")
    for line in (*panel.warnings, *panel.sources, __version__):
        assert line in notes


def small_panel(value: int) -> Panel:
    return Panel("dispute-year", pl.DataFrame({"year": [value]}), (f"Warning of {value}.",))


def test_a_panel_in_csv_never_overwrites_a_text_that_it_did_not_write(tmp_path: Path) -> None:
    (tmp_path / "panel.txt").write_text("my notes\n")
    small_panel(2000).write(tmp_path / "panel.csv")
    assert (tmp_path / "panel.txt").read_text() == "my notes\n"
    (tmp_path / "other.csv.txt").write_text("my notes\n")
    with pytest.raises(InputError, match=r"other\.csv\.txt: a text of yours .* it is kept"):
        small_panel(2000).write(tmp_path / "other.csv")
    assert (tmp_path / "other.csv.txt").read_text() == "my notes\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "other.csv.txt",
        "panel.csv",
        "panel.csv.txt",
        "panel.txt",
    ]


def test_a_table_killed_as_it_is_replaced_never_stands_beside_notes_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, notes = tmp_path / "panel.csv", tmp_path / "panel.csv.txt"
    small_panel(2000).write(path)
    seen = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append((path.read_text(), notes.read_text() if notes.exists() else None))
        done = replace(self, target)
        seen.append((path.read_text(), notes.read_text() if notes.exists() else None))
        return done

    monkeypatch.setattr(Path, "replace", watched)
    small_panel(2001).write(path)
    assert len(seen) == 4
    for table, text in seen:
        assert text is None or f"Warning of {table.split()[1]}." in text
    assert "Warning of 2001." in notes.read_text()


def test_a_list_is_joined_with_semicolons_in_csv(snapshot: Snapshot, status_panel: Panel, tmp_path: Path) -> None:
    status_panel.write(tmp_path / "panel.csv")
    read = pl.read_csv(tmp_path / "panel.csv", infer_schema=False)
    joined = read["holder_rivals"].drop_nulls()
    lists = status_panel.frame["holder_rivals"].drop_nulls()
    assert lists.len() > 0
    assert joined.to_list() == [";".join(rivals) for rivals in lists]


@given(st.lists(st.one_of(st.none(), st.lists(st.text("abc ,\"'", min_size=1), min_size=1)), min_size=1))
def test_csv_keeps_any_list_whose_texts_have_no_semicolon(
    tmp_path_factory: pytest.TempPathFactory, lists: list[list[str] | None]
) -> None:
    frame = pl.DataFrame({"year": range(len(lists)), "rivals": pl.Series(lists, dtype=pl.List(pl.String))})
    path = tmp_path_factory.mktemp("csv") / "panel.csv"
    Panel("dispute-year", frame, ("One warning.",)).write(path)
    read = pl.read_csv(path, infer_schema=False)["rivals"].to_list()
    assert [text.split(";") if text is not None else None for text in read] == lists


@pytest.mark.parametrize("name", ["panel", "panel.xlsx", "panel.CSV", "panel.parquet.gz"])
def test_another_suffix_is_refused_and_nothing_is_written(dispute_panel: Panel, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"Parquet or CSV.*allowed \.parquet or \.csv"):
        dispute_panel.write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_panel_is_the_same_whichever_is_made_first(snapshot: Snapshot, status_panel: Panel) -> None:
    assert_frame_equal(status_quo_years(snapshot).frame, status_panel.frame)


def test_every_column_says_what_it_is_and_covers_some_years(panel: Panel) -> None:
    for column in columns_of(panel.table):
        assert column.description
        # A column of the case files has no data set behind it: its rows carry their own references.
        assert column.sources or "references" in panel.frame.columns
        assert column.years is not None
