"""The atlas: whole, linked, searched, resumed, and nothing of anybody else is touched."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.dossier.test_in_a_browser import chromium, playwright

from statusquo.atlas.ledger import LEDGER
from statusquo.atlas.write import HOME, region_of, write_atlas
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.dossier.glossary import glossary
from statusquo.snapshot.store import open_snapshot

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


def test_each_page_leads_to_the_ones_before_and_after_it_by_name_whatever_the_accents(folder: Path) -> None:
    first, last = ((folder / f"{id}.html").read_text(encoding="utf-8") for id in ONLY)
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', first) == [("next", "kosovo.html")]
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', last) == [("prev", "aland.html")]
    index = (folder / HOME).read_text(encoding="utf-8")
    assert index.index('href="aland.html"') < index.index('href="kosovo.html"')


def test_the_index_lists_disputes_by_region_and_by_the_states_that_are_there_today(folder: Path) -> None:
    states = (folder / HOME).read_text(encoding="utf-8").partition('<section id="states">')[2]
    found = re.findall(r"<h3>(.+?)</h3>|<dt>(.+?)</dt><dd><a href=\"(.+?)\"", states)
    assert [region for region, *_ in found if region] == ["Europe"]
    assert [rest for region, *rest in found if not region] == [
        ["Finland", "aland.html"],
        ["Serbia", "kosovo.html"],
    ]


def test_the_regions_of_states_are_those_of_ucdp() -> None:
    rows = open_snapshot().table("disputes").drop_nulls("parent_gw").to_dicts()
    inside = [row for row in rows if all(kind.endswith("internal") for kind in row["types"])]
    ours = {row["conflict_id_ucdp"]: region_of(row["parent_gw"]).split(" and ")[0] for row in inside}
    assert len(ours) > 100
    assert {row["conflict_id_ucdp"]: row["region"] for row in inside} == ours


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
    for key in ("name", "id"):
        assert len({term[key] for term in glossary()}) == len(glossary())
    assert all(re.fullmatch(r"[a-z0-9-]+", term["id"]) for term in glossary())
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
        if width > 1000:
            page.locator('#world-map svg path[aria-label*="dispute: Kosovo"]').click(force=True)
            page.wait_for_url("**/kosovo.html")
            page.go_back()
            page.locator("html[data-drawn]").wait_for(state="attached")
        page.locator("#ranking").get_by_role("link", name="Kosovo").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/kosovo.html")
    assert faults == []
    assert all(url.startswith(("file://", "data:", "blob:")) for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_atlass_own_pages(folder: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    with chromium() as browser:
        page = browser.new_page(color_scheme=scheme)
        for name in (HOME, "forecasts.html", "glossary.html"):
            page.goto(f"file://{folder / name}")
            found = axe.Axe().run(page).response["violations"]
            assert [f"{name}: {fault['id']} at {fault['nodes'][0]['target']}" for fault in found] == []
