"""Whether everybody can use a page: axe-core finds nothing serious, and the keyboard reaches what the mouse does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.dossier.test_in_a_browser import Reader, chromium, playwright

from statusquo.cases.load import load_case
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.page import write_page
from statusquo.dossier.parts import Dossier, Page
from statusquo.dossier.world import assemble_world
from statusquo.snapshot.store import Snapshot, open_snapshot

pytestmark = pytest.mark.browser
axe = pytest.importorskip("axe_playwright_python.sync_playwright")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as started:
        yield started


def reading(browser: playwright.Browser, page: Page, folder: Path, width: int = 1440, scheme: str = "light") -> Reader:
    """A reader with the page before them."""
    path = folder / "page.html"
    write_page(page, path)
    return Reader(browser, path, width, scheme)


def faults(reader: Reader) -> list[str]:
    """What axe-core finds wrong on a page with everything open, each with the first place where it is."""
    reader.open_folds()
    found = axe.Axe().run(reader.page).response["violations"]
    return [f"{fault['impact']}: {fault['id']} at {fault['nodes'][0]['target']}" for fault in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_wrong_with_a_dossier(
    browser: playwright.Browser, any_dossier: Dossier, tmp_path: Path, scheme: str, width: int
) -> None:
    reader = reading(browser, any_dossier, tmp_path, width, scheme)
    assert faults(reader) == []
    reader.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_world(
    browser: playwright.Browser, snapshot: Snapshot, tmp_path: Path, scheme: str
) -> None:
    reader = reading(browser, assemble_world(snapshot), tmp_path, 1440, scheme)
    assert faults(reader) == []
    reader.page.close()


def test_years_typed_into_the_handle_are_marked_in_every_chart(
    browser: playwright.Browser, karabakh_dossier: Dossier, tmp_path: Path
) -> None:
    reader = reading(browser, karabakh_dossier, tmp_path, 1440)
    page = reader.page
    page.get_by_label("from", exact=True).fill("2014")
    page.get_by_label("to", exact=True).fill("2017")
    page.keyboard.press("Tab")
    told = page.locator("#brush")
    told.wait_for(state="visible")
    # The year's estimates 2014-2017 are 46, 72, 141 and 36.
    assert "2014–2017" in told.inner_text()
    assert "battle deaths (best) 295" in told.inner_text()
    told.get_by_role("button").click()
    told.wait_for(state="hidden")
    assert page.get_by_label("from", exact=True).input_value() == ""
    assert reader.faults == []
    page.close()


def test_the_first_key_leads_past_the_answer_to_the_evidence(
    browser: playwright.Browser, karabakh_dossier: Dossier, tmp_path: Path
) -> None:
    reader = reading(browser, karabakh_dossier, tmp_path, 1440)
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Skip to the evidence"
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "main"
    reader.page.close()


def test_on_a_phone_the_answer_takes_two_screens_at_most(browser: playwright.Browser, tmp_path: Path) -> None:
    reader = reading(browser, assemble_dossier(load_case("transnistria"), open_snapshot()), tmp_path, 390)
    assert reader.page.evaluate("document.querySelector('header').getBoundingClientRect().bottom") <= 2 * 844
    reader.page.close()
