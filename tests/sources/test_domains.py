"""Every attribute of every table is missing past both ends of its coverage, never 0, and reaches its declared end.

Nothing here names a source: readers are found in the package, tables and years in the table of columns. A new
source is walked as soon as it has a reader.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from statusquo import sources
from statusquo.core.columns import TYPES, Column, all_columns, checked, columns_of
from statusquo.core.domain import Domain, join_within
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.movement_year import movement_years
from statusquo.panels.panel import Panel
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.contents import READER_PREFIX, snapshot_table_names
from statusquo.snapshot.store import open_snapshot
from statusquo.sources.registry import ORIGINS

PANEL_YEARS = range(1800, 2041)
ROWS_WALKED = 50
SPELLS = (("first_year", "last_year"), ("start_date", "end_date"))
TIME = ("year", *(name for names in SPELLS for name in names))

FILES_OF_USERS = {"source.ucdp_brd_conflict"}
"""Tables of readers that read a file of the user's alone, of a data set that has others."""

KNOWN_A_YEAR_LATER = {("source.ucdp_prio_acd", "episode_end_date")}
"""Columns that grow with each release and say nothing of its last year: that an episode ended shows a year later."""

MODULES = [
    importlib.import_module(f"{sources.__name__}.{found.name}") for found in pkgutil.iter_modules(sources.__path__)
]


def readers(module: ModuleType) -> list[Callable[[Path], object]]:
    """Return the public readers of a module that need nothing but the directory of raw files."""
    functions = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("read_") and function.__module__ == module.__name__
    ]
    return [function for function in functions if list(inspect.signature(function).parameters) == ["raw"]]


@pytest.fixture(scope="module")
def source_frames(raw_dir: Path) -> dict[str, pl.DataFrame]:
    """Every table that a reader returns, caught where the reader checks it against its declaration."""
    caught: dict[str, pl.DataFrame] = {}

    def catching(frame: pl.DataFrame, table: str, **where: Any) -> pl.DataFrame:
        caught[table] = checked(frame, table, **where)
        return caught[table]

    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            if hasattr(module, "checked"):
                patch.setattr(module, "checked", catching)
        for module in MODULES:
            for reader in readers(module):
                reader(raw_dir)
    return caught


def last_year(table: str) -> int:
    """The last year of a table whose columns grow with each release: of its source's, or of the snapshot's data."""
    sources = {source for column in columns_of(table) for source in column.sources}
    if table.startswith(READER_PREFIX) or sources in ({"sipri-milex"}, {"sipri-register"}):
        (source,) = sources
        return ORIGINS[source].domain.last_year
    return open_snapshot().last_year


def years_of(column: Column) -> tuple[int, int] | None:
    """The years a column covers here and now."""
    is_open = column.years is not None and column.years[1] is None
    return column.years_to(last_year(column.table)) if is_open else column.years


def by_year(frame: pl.DataFrame, table: str) -> pl.DataFrame | None:
    """Return a table with one row per unit and year, or None for a table of things that have no years.

    A spell may have begun before its source's coverage (a leader in office when the list begins); it counts from
    there. A spell without an end lasts to the end of the coverage.
    """
    if "year" in frame.columns:
        return frame
    for names in SPELLS:
        if set(names) <= set(frame.columns):
            first, last = (pl.col(name).dt.year() if frame.schema[name] == pl.Date else pl.col(name) for name in names)
            covered = [years_of(column) for column in columns_of(table) if column.years]
            first = pl.max_horizontal(first, min(years[0] for years in covered))
            last = last.fill_null(max(years[1] for years in covered))
            years = pl.int_ranges(first, last + 1, dtype=pl.Int32)
            return frame.filter(first <= last).with_columns(year=years).explode("year")
    return None


def walk(frame: pl.DataFrame, table: str) -> list[str]:
    """Join every attribute of a table to a panel from 1800 to 2040; return what is wrong, one sentence each.

    The join is asked for zeros wherever the source is silent, as a careless caller would.
    """
    yearly = by_year(frame, table)
    if yearly is None:
        return []
    columns = [column for column in columns_of(table) if column.years]
    unit = [column.name for column in columns_of(table) if column.is_key and column.name not in TIME]
    key = [*unit, "year"]
    first_walked = min(PANEL_YEARS[0], *(years_of(column)[0] - 1 for column in columns))
    years = pl.DataFrame({"year": range(first_walked, PANEL_YEARS[-1] + 1)}, schema={"year": pl.Int32})
    every = max(1, yearly.select(key).n_unique() // ROWS_WALKED)
    units = yearly.unique(key, maintain_order=True).gather_every(every).select(unit).unique(maintain_order=True)
    panel = units.join(years, how="cross") if unit else years
    wrong = []
    for column in columns:
        if column.name in (*key, *TIME):
            continue
        first, last = years_of(column)
        held = yearly.drop_nulls(column.name)["year"]
        if held.len() and (held.min() < first or held.max() > last):
            wrong.append(f"{table}.{column.name}: the data hold {held.min()}-{held.max()}, declared {column.domain}")
        attribute = yearly.select(*key, column.name).unique(key, keep="first", maintain_order=True)
        zero = [column.name] if TYPES[column.type].is_numeric() or column.type == "bool" else []
        joined = join_within(panel, attribute, on=key, domain=Domain(first, last, "gw", table), zero_if_absent=zero)
        before, after = joined.filter(pl.col("year") < first), joined.filter(pl.col("year") > last)
        if before.is_empty() or after.is_empty():
            wrong.append(f"{table}.{column.name}: the panel does not pass both ends of {column.domain}")
        if before[column.name].null_count() + after[column.name].null_count() != before.height + after.height:
            wrong.append(f"{table}.{column.name}: not missing outside {column.domain}")
    return wrong


def test_the_readers_of_the_package_are_found() -> None:
    assert len([reader for module in MODULES for reader in readers(module)]) >= 25


@pytest.mark.raw
def test_every_declared_table_is_what_some_reader_returns(source_frames: dict[str, pl.DataFrame]) -> None:
    downloadable = {key for key, origin in ORIGINS.items() if origin.files}
    declared = {
        column.table
        for column in all_columns()
        if column.table.startswith(READER_PREFIX) and downloadable.issuperset(column.sources)
    }
    # The names of states enter the snapshot as they are read.
    assert (declared - FILES_OF_USERS) | {"state_spellings"} == set(source_frames)


@pytest.mark.raw
def test_every_attribute_of_every_source_is_missing_past_both_ends_of_its_coverage(
    source_frames: dict[str, pl.DataFrame],
) -> None:
    assert [fault for table, frame in source_frames.items() for fault in walk(frame, table)] == []


@pytest.mark.parametrize("table", snapshot_table_names())
def test_every_attribute_of_the_snapshot_is_missing_past_both_ends_of_its_coverage(table: str) -> None:
    assert walk(open_snapshot().table(table), table) == []


@pytest.mark.parametrize("make", [dispute_years, status_quo_years, movement_years])
def test_every_attribute_of_a_panel_is_missing_past_both_ends_of_its_coverage(make: Callable[..., Panel]) -> None:
    panel = make(open_snapshot())
    assert walk(panel.frame, panel.table) == []


@pytest.mark.raw
def test_the_last_year_a_source_declares_is_the_last_it_has(source_frames: dict[str, pl.DataFrame]) -> None:
    wrong = []
    for table, frame in source_frames.items():
        if "year" not in frame.columns:
            continue
        for column in columns_of(table):
            years = frame.drop_nulls(column.name)["year"]
            if column.years is None or column.name in TIME:
                continue
            lag = 1 if (table, column.name) in KNOWN_A_YEAR_LATER else 0
            if years.max() != years_of(column)[1] - lag:
                wrong.append(f"{table}.{column.name}: declared to {column.domain}, last {years.max()}")
    assert wrong == []


def test_a_join_that_carried_a_value_on_would_be_caught() -> None:
    table = "source.cow_nmc"
    frame = pl.DataFrame(
        {
            column.name: [2 if column.name == "ccode" else 2023 if column.name == "year" else 1]
            for column in columns_of(table)
        },
        schema_overrides={"ccode": pl.Int32, "year": pl.Int32},
    )
    assert f"{table}.cinc: the data hold 2023-2023, declared 1816-2022" in walk(frame, table)


@pytest.mark.parametrize("key", list(ORIGINS))
def test_an_origin_is_dated_as_its_columns_are(key: str) -> None:
    domain = ORIGINS[key].domain
    # What is told of the year before is dated a year after the data.
    years = [
        (first - lag, last - lag if last else None)
        for column in all_columns()
        if column.sources == (key,) and column.years
        for first, last in [column.years]
        for lag in [int(column.name.endswith("_before"))]
    ]
    if domain.first_year is None or not years:
        return
    for first, last in years:
        # A column that grows may begin before the part of the data set that the embedded release holds.
        assert first <= domain.last_year if last is None else domain.covers(first) and domain.covers(last)
