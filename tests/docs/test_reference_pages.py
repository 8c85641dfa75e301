"""The pages that are filled from the code leave nothing out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.docs.test_code_blocks import REPOSITORY

from docs import write_pages
from statusquo.cases.coding import coded_fields
from statusquo.core.columns import all_columns
from statusquo.forecasts.ledger import shipped_forecasts
from statusquo.panels.exit_effects import exits_explained
from statusquo.snapshot.store import open_snapshot
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS


@pytest.fixture(scope="module")
def page() -> Callable[[str], str]:
    """A page of the reference as the site shows it."""
    folder = REPOSITORY / "docs" / "reference"
    return lambda name: write_pages.filled((folder / f"{name}.md").read_text(encoding="utf-8"))


def test_every_column_stands_on_exactly_one_page(page: Callable[[str], str]) -> None:
    pages = {name: page(name) for name in ("columns", "panels", "readers", "coded-fields", "artefacts")}
    page_of = {"panel": "panels", "source": "readers", "cases": "coded-fields"}
    page_of |= {"fit": "artefacts", "forecast": "artefacts"}
    for table in {column.table for column in all_columns()}:
        expected = page_of[table.partition(".")[0]] if "." in table else "columns"
        assert [name for name, text in pages.items() if f"## `{table}`\n" in text] == [expected]
    text = "".join(pages.values())
    assert all(f"| `{column.name}` |" in text for column in all_columns())


def test_every_coded_field_stands_on_its_page(page: Callable[[str], str]) -> None:
    text = page("coded-fields")
    for field in coded_fields().values():
        assert f"| `{field.name}` | {field.allowed_text} | {field.unit} | {field.known_when} |" in text


def test_every_source_stands_on_the_page_of_sources(page: Callable[[str], str]) -> None:
    text = page("sources")
    assert all(f"## `{name}`" in text for name in (*ORIGINS, *OWN_ORIGINS))


def test_every_exit_stands_on_the_page_of_exits(page: Callable[[str], str]) -> None:
    text = page("exits")
    for row in exits_explained(open_snapshot()).to_dicts():
        line = f"| {row['territory_name']} (`{row['conflict_id_ucdp']}`) | {row['location']} | {row['exit_year']} | "
        assert line in text
    for totals in ("| 6,625 | 182 | 175 |", "| 3,042 | 143 | 94 |", "| 1,634 | 141 | 83 |"):
        assert totals in text


def test_the_page_on_our_forecasts_has_every_forecast_and_how_it_did() -> None:
    text = write_pages.filled((REPOSITORY / "docs" / "forecasts.md").read_text(encoding="utf-8"))
    assert "{{" not in text
    for forecast in shipped_forecasts():
        assert f"| `{forecast.entry.name}` |" in text
        assert f"| `{forecast.entry.sha256[:16]}…` |" in text
        assert forecast.entry.note in text
        for model in forecast.entry.models:
            assert f"*{model.name}* ({model.role}, {model.written})" in text
    assert "| random-effect logit | 4 of 73 | 3.07 [0, 7], p 0.74 |" in text
    assert "| South Yemen, Yemen | record and claim | 1.7 % | 30 |" in text


def test_the_pages_are_written_as_plain_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any builder of sites can take them: every page with its marks filled, what it shows beside it, no program."""
    monkeypatch.setattr(write_pages, "WRITTEN", tmp_path / "pages")
    write_pages.main()
    written = {path.relative_to(tmp_path / "pages"): path for path in (tmp_path / "pages").rglob("*") if path.is_file()}
    own = (path for path in write_pages.PAGES.rglob("*") if path.suffix in (".md", ".png", ".svg"))
    assert set(written) == {path.relative_to(write_pages.PAGES) for path in own}
    assert not [page for page, path in written.items() if path.suffix == ".md" and "{{" in path.read_text("utf-8")]
