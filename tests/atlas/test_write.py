"""The atlas: whole, linked, searched, resumed, and nothing of anybody else is touched."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.dossier.test_in_a_browser import chromium, playwright

from statusquo.atlas.ledger import LEDGER
from statusquo.atlas.write import HOME, write_atlas
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.dossier.glossary import glossary

ONLY = ("aland", "kosovo")
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "atlas"
    found = write_atlas(folder, only=ONLY, jobs=2, today=TODAY)
    assert found.written == found.pages == 7
    return folder


def test_every_link_inside_the_folder_leads_to_a_file_of_it(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()} - {LEDGER}
    assert names == {
        HOME,
        "world.html",
        "comparison.html",
        "forecasts.html",
        "glossary.html",
        "aland.html",
        "kosovo.html",
    }
    for name in names:
        text = (folder / name).read_text(encoding="utf-8")
        links = re.findall(r'href="([^"#:]+\.html)', text)
        assert set(links) <= names, name
        assert HOME in links, name


def test_a_run_goes_on_where_the_last_one_stopped(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert write_atlas(folder, only=ONLY, jobs=1, today=TODAY).written == 1, "the index alone"
    (folder / "kosovo.html").write_text("half a pa", encoding="utf-8")
    (folder / "glossary.html").unlink()
    later = write_atlas(folder, only=ONLY, jobs=1, today=TODAY + dt.timedelta(days=3))
    assert later.written == 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before, "it bears the day it was begun"


def test_a_damaged_ledger_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "atlas"
    write_atlas(folder, only=["aland"], jobs=1)
    (folder / LEDGER).write_text("{", encoding="utf-8")
    assert write_atlas(folder, only=["aland"], jobs=1).written == 6


def test_files_of_others_and_what_is_no_folder_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "notes.txt"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"the folder holds other files; found notes\.txt"):
        write_atlas(tmp_path, only=["aland"])
    with pytest.raises(InputError, match="the folder cannot be used"):
        write_atlas(mine, only=["aland"])
    with pytest.raises(UnknownNameError, match="Did you mean aland"):
        write_atlas(tmp_path / "new", only=["alnd"])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_each_term_of_the_glossary_stands_once_with_its_sense() -> None:
    names = [term["name"] for term in glossary()]
    assert len(set(names)) == len(names)
    assert all(term["means"].endswith(".") for term in glossary())


@pytest.mark.parametrize("width", [1440, 390])
def test_a_reader_finds_a_dispute_by_another_name_and_comes_back(folder: Path, width: int) -> None:
    asked: list[str] = []
    faults: list[str] = []

    def watched(page: playwright.Page) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900})
        watched(page)
        page.goto(f"file://{folder / HOME}")
        page.get_by_label("Find a dispute by any of its names").fill("косово")
        assert page.locator("tbody tr:visible").count() == 1
        assert page.locator("#found").inner_text() == "1 of 2 disputes"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("tbody tr:visible a").click()
        page.locator("html[data-drawn]").wait_for(state="attached")
        assert "Kosovo" in page.locator("h1").inner_text()
        page.get_by_role("link", name="All disputes").click()
        page.get_by_role("link", name="World").click()
        page.locator("html[data-drawn]").wait_for(state="attached")
    assert faults == []
    assert all(url.startswith(("file://", "data:", "blob:")) for url in asked)
