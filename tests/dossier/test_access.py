"""Whether everybody can use a page: axe-core finds nothing serious, and the keyboard reaches what the mouse does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.dossier.test_in_a_browser import Reader, chromium, playwright

from statusquo.dossier.page import write_page
from statusquo.dossier.parts import Dossier
from statusquo.dossier.world import assemble_world
from statusquo.snapshot.store import Snapshot

pytestmark = pytest.mark.browser
axe = pytest.importorskip("axe_playwright_python.sync_playwright")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as started:
        yield started


def faults(reader: Reader) -> list[str]:
    """What axe-core finds wrong on a page with everything open, each with the first place where it is."""
    reader.open_folds()
    found = axe.Axe().run(reader.page).response["violations"]
    return [f"{fault['impact']}: {fault['id']} at {fault['nodes'][0]['target']}" for fault in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_wrong_with_a_dossier(
    browser: playwright.Browser, any_dossier: Dossier, tmp_path: Path, scheme: str, width: int
) -> None:
    path = tmp_path / "page.html"
    write_page(any_dossier, path)
    reader = Reader(browser, path, width, scheme)
    assert faults(reader) == []
    reader.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_world(
    browser: playwright.Browser, snapshot: Snapshot, tmp_path: Path, scheme: str
) -> None:
    path = tmp_path / "world.html"
    write_page(assemble_world(snapshot), path)
    reader = Reader(browser, path, 1440, scheme)
    assert faults(reader) == []
    reader.page.close()
