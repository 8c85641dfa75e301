"""Takes the README's picture of the Karabakh dossier: two stretches of the real page, beside each other.

Run with ``make picture`` after the page has changed; needs Chromium and the `dev` extra.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import statusquo as sq

TARGET = Path(__file__).with_name("karabakh.png")
WIDTH, HEIGHT, GAP = 940, 1420, 40


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = sq.write_dossier("nagorno-karabakh", Path(folder) / "karabakh.html")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.resolve().as_uri())
        page.locator("html[data-drawn]").wait_for(state="attached")
        tops = [0, page.locator("#territory-map").bounding_box()["y"] - 20]
        whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        browser.close()
    picture = Image.new("RGB", (2 * WIDTH + GAP, HEIGHT), "white")
    for i, top in enumerate(tops):
        picture.paste(whole.crop((0, int(top), WIDTH, int(top) + HEIGHT)), (i * (WIDTH + GAP), 0))
    smaller = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)
    smaller.quantize(96).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
