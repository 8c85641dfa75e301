"""The page in a real browser, with the network cut: it draws, fits, reacts, and no text runs into other text."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statusquo.dossier.page import write_page
from statusquo.dossier.parts import Dossier
from statusquo.dossier.world import assemble_world
from statusquo.snapshot.store import Snapshot

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[playwright.Browser]:
    """A browser; the test is skipped where there is none on this machine."""
    if CHROMIUM is None:
        if os.environ.get("STATUSQUO_NEEDS_BROWSER"):
            pytest.fail("no Chromium on this machine, and STATUSQUO_NEEDS_BROWSER is set")
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as started:
        yield started


def wait_until(page: playwright.Page, expression: str) -> None:
    """Wait for an expression to hold; the page's policy lets nothing be evaluated in it by text, only from outside."""
    for _ in range(600):  # half a minute, as Playwright waits
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never so: {expression}")


class Reader:
    """A page opened by a reader whose network is cut, with everything that went wrong."""

    def __init__(self, browser: playwright.Browser, path: Path, width: int, scheme: str = "light") -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.faults: list[str] = []
        self.page.on(
            "console",
            lambda message: self.faults.append(message.text) if message.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else self.faults.append(request.url),
        )
        self.page.context.set_offline(True)
        self.page.goto(path.as_uri())
        self.page.locator("html[data-drawn]").wait_for(state="attached")

    def open_folds(self) -> None:
        """Open everything folded, and wait until the charts in it are drawn."""
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        wait_until(
            self.page,
            "document.querySelectorAll('[data-figure] svg').length"
            " === document.querySelectorAll('[data-figure]').length",
        )


@pytest.fixture(scope="module")
def karabakh_page(karabakh_dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "karabakh.html"
    write_page(karabakh_dossier, path)
    return path


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_every_chart_is_drawn_and_nothing_is_wider_than_the_screen(
    browser: playwright.Browser, any_dossier: Dossier, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "page.html"
    write_page(any_dossier, path)
    reader = Reader(browser, path, width)
    reader.open_folds()
    assert reader.page.locator("[data-figure] svg").count() == len(any_dossier.figures)
    assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert reader.faults == []
    reader.page.close()


OVERLAPS = """id => {
  const texts = [...document.querySelectorAll(`[data-figure="${id}"] .mark-text text`)]
    .filter(text => !text.getAttribute('stroke') && text.textContent && getComputedStyle(text).opacity !== '0');
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
    const [a, b] = [boxes[i][1], boxes[j][1]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 4) found.push(boxes[i][0] + ' x ' + boxes[j][0]);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [1440, 768, 390, 360])
@pytest.mark.parametrize(
    "figure",
    [
        "territory-map",
        "timeline",
        "battle-deaths",
        "military-balance",
        "spending",
        "suppliers",
        "categories",
        "ties-by-state",
        "votes",
        "structure-percentiles",
    ],
)
def test_no_text_of_a_chart_runs_into_another(
    browser: playwright.Browser, karabakh_page: Path, figure: str, width: int
) -> None:
    reader = Reader(browser, karabakh_page, width)
    reader.open_folds()
    assert reader.page.evaluate(OVERLAPS, figure) == []
    reader.page.close()


def test_a_brush_over_the_years_of_one_chart_marks_them_in_all(
    browser: playwright.Browser, karabakh_page: Path
) -> None:
    reader = Reader(browser, karabakh_page, 1440)
    page = reader.page
    reader.open_folds()
    plot = page.locator('[data-figure="battle-deaths"]')
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    years = (1987, 2026)
    left, right = box["x"] + 58, box["x"] + box["width"] - 14

    def at(year: float) -> float:
        return left + (right - left) * (year - years[0]) / (years[1] - years[0])

    middle = box["y"] + box["height"] / 2
    page.mouse.move(at(2013.8), middle)
    page.mouse.down()
    page.mouse.move(at(2016), middle)
    page.mouse.move(at(2018.1), middle)
    page.mouse.up()
    told = page.locator("#brush")
    told.wait_for(state="visible")
    # The year's estimates 2014-2017 are 46, 72, 141 and 36.
    assert "2014–2017" in told.inner_text()
    assert "battle deaths (best) 295" in told.inner_text()
    widths = page.evaluate(
        "[...document.querySelectorAll('[data-figure] .years_brush path, [data-figure] .years_brush_bg path')]"
        ".map(path => Math.round(path.getBoundingClientRect().width))"
    )
    marked = [wide for wide in widths if wide > 3]
    assert len(marked) >= 4
    assert max(marked) - min(marked) <= 2
    told.get_by_role("button").click()
    told.wait_for(state="hidden")
    assert reader.faults == []
    page.close()


def test_the_numbers_behind_a_chart_can_be_downloaded(
    browser: playwright.Browser, karabakh_page: Path, tmp_path: Path
) -> None:
    reader = Reader(browser, karabakh_page, 1440)
    with reader.page.expect_download() as waiting:
        reader.page.locator("#battle-deaths .csv a").click()
    target = tmp_path / "deaths.csv"
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename == "nagorno-karabakh-battle-deaths.csv"
    assert "2020,7,war,internationalised internal,7646,7547,9076" in target.read_text()
    reader.page.close()


def test_the_charts_follow_the_reader_into_the_dark_and_onto_paper(
    browser: playwright.Browser, karabakh_page: Path
) -> None:
    reader = Reader(browser, karabakh_page, 1440, scheme="dark")
    fill = "getComputedStyle(document.querySelector('[data-figure=\"battle-deaths\"] .role-axis-label text')).fill"
    dark = reader.page.evaluate(fill)
    reader.page.emulate_media(color_scheme="light")
    wait_until(reader.page, f"{fill} !== '{dark}'")
    reader.page.emulate_media(color_scheme="dark")
    wait_until(reader.page, f"{fill} === '{dark}'")
    reader.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    wait_until(reader.page, f"{fill} !== '{dark}'")
    assert reader.faults == []
    reader.page.close()


def test_a_phone_turned_on_its_side_gets_wider_charts(browser: playwright.Browser, karabakh_page: Path) -> None:
    reader = Reader(browser, karabakh_page, 390)
    reader.open_folds()
    wide = "document.querySelector('[data-figure=\"spending\"] svg').getBoundingClientRect().width"
    narrow = reader.page.evaluate(wide)
    reader.page.set_viewport_size({"width": 844, "height": 390})
    wait_until(reader.page, f"{wide} > {narrow} + 300")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    reader.page.close()


def test_both_sides_lines_are_drawn_in_their_colours(browser: playwright.Browser, karabakh_page: Path) -> None:
    reader = Reader(browser, karabakh_page, 1440)
    reader.open_folds()
    lines = "[...document.querySelectorAll('[data-figure=\"spending\"] .mark-line path')]"
    strokes = reader.page.evaluate(f"{lines}.map(path => getComputedStyle(path).stroke)")
    assert len(set(strokes)) == 2
    assert "none" not in strokes
    reader.page.close()


@pytest.fixture(scope="module")
def world_page(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "world.html"
    write_page(assemble_world(snapshot), path)
    return path


@pytest.mark.parametrize("width", [1440, 768, 390, 360])
def test_the_world_fits_the_screen_and_its_table_scrolls_in_its_own_box(
    browser: playwright.Browser, world_page: Path, width: int
) -> None:
    reader = Reader(browser, world_page, width)
    assert reader.faults == []
    assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert reader.page.evaluate(OVERLAPS, "world-map") == []
    box = reader.page.locator(".scroll.tall")
    assert box.evaluate("element => element.scrollHeight > element.clientHeight")
    if width < 600:
        assert box.evaluate("element => element.scrollWidth > element.clientWidth")
    reader.page.close()


SYMBOLS = '#world-map svg path[aria-label*="statusquo dossier "]'


def test_a_switch_worked_by_key_shows_the_provinces_on_map_and_table_and_above_and_hides_them_again(
    browser: playwright.Browser, world_page: Path
) -> None:
    reader = Reader(browser, world_page, 1440)
    page = reader.page
    symbols = page.locator(SYMBOLS)
    rows, found = page.locator("#ranking tbody tr:visible"), page.locator("#found")

    def shown() -> tuple[int, int, str]:
        return symbols.count(), rows.count(), page.locator(".summary p:visible").inner_text()

    without = shown()
    assert "Islamic State" not in without[2]
    assert found.inner_text() == f"{without[1]} disputes"
    box = page.get_by_label("provinces of the Islamic State")
    n = int(page.locator(".switch label").inner_text().split("Show the ")[1].split()[0])
    box.focus()
    page.keyboard.press("Space")
    wait_until(page, f"document.querySelectorAll('{SYMBOLS}').length > {without[0]}")
    with_provinces = shown()
    assert with_provinces[:2] == (without[0] + n, without[1] + n)
    assert without[0] == without[1]
    assert "Islamic State" in with_provinces[2]
    assert "hidden" not in page.locator(".switch").inner_text()
    page.get_by_label("Find by any name").fill("no such name")
    assert rows.count() == 0
    page.get_by_label("Find by any name").fill("косово")
    assert rows.count() == 1
    assert rows.locator("th").inner_text().startswith("Kosovo")
    page.get_by_label("Find by any name").fill("")
    box.focus()
    page.keyboard.press("Space")
    wait_until(page, f"document.querySelectorAll('{SYMBOLS}').length === {without[0]}")
    assert shown() == without
    assert reader.faults == []
    page.close()


def test_without_scripts_the_world_stands_as_it_opens(browser: playwright.Browser, world_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(world_page.as_uri())
    assert page.locator("#ranking tbody tr.province:visible").count() == 0
    assert page.locator("#ranking tbody tr:visible").count() > 70
    assert "are hidden on the map" in page.locator(".switch").inner_text()
    assert page.locator("#provinces").is_hidden()
    assert page.locator("#search").is_hidden()
    context.close()


def test_a_symbol_tells_its_chances_with_their_bounds(browser: playwright.Browser, world_page: Path) -> None:
    reader = Reader(browser, world_page, 1440)
    page = reader.page
    symbols = page.locator(SYMBOLS)
    told = page.locator("#vg-tooltip-element")
    texts = []
    for place in range(0, symbols.count(), 7):
        symbols.nth(place).hover(force=True)
        told.wait_for(state="visible")
        texts.append(told.inner_text())
    assert len(set(texts)) > 5
    assert all("statusquo dossier " in text and "null" not in text and "undefined" not in text for text in texts)
    assert sum(" to " in text for text in texts) > 3
    page.close()


def test_the_ranking_sorts_by_click_and_by_key_with_missing_values_last(
    browser: playwright.Browser, world_page: Path
) -> None:
    reader = Reader(browser, world_page, 1440)
    page = reader.page

    def keys(column: int) -> list[str]:
        return page.evaluate(
            "column => [...document.querySelectorAll('#ranking tbody tr')].map(row => row.cells[column].dataset.key)",
            column,
        )

    def numbers(column: int) -> list[float]:
        return [float(key) for key in keys(column) if key]

    war, fighting = 2, 4
    assert numbers(war) == sorted(numbers(war), reverse=True)
    n_rows = len(keys(war))
    heads = page.locator("#ranking thead button")
    heads.nth(fighting).click()
    assert numbers(fighting) == sorted(numbers(fighting), reverse=True)
    n_missing = keys(fighting).count("")
    assert n_missing > 0
    assert keys(fighting)[-n_missing:] == [""] * n_missing
    heads.nth(fighting).focus()
    page.keyboard.press("Enter")
    assert numbers(fighting) == sorted(numbers(fighting))
    assert keys(fighting)[-n_missing:] == [""] * n_missing
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert numbers(war) == sorted(numbers(war), reverse=True)
    heads.nth(0).click()
    names = keys(0)
    assert names[0].startswith("abkhazia")
    assert len(names) == n_rows
    assert page.locator("#ranking th[aria-sort]").count() == 1
    assert page.locator("#sorted").inner_text() == "Sorted by Dispute, ascending."
    assert reader.faults == []
    page.close()
