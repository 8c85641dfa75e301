"""The first screen holds the answer, and a page earns its length: few words stand on another dispute's page too."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from statusquo.answer.answer import answer_on
from statusquo.cases.load import load_case
from statusquo.core.wording import MOST_FIGURES, n_figures
from statusquo.dossier.across import assemble_comparison
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.page import render_page
from statusquo.dossier.parts import Dossier
from statusquo.snapshot.store import Snapshot

READ = ("kosovo", "transnistria", "aceh", "scotland", "ucdp-218")
"""An independence that is contested, a de facto state, a settlement, a claim without war, and data alone."""

KARABAKH = "nagorno-karabakh"
GRAM = 8
"""As many words in a row make a passage the same."""

MOST_SHARED = 0.2
MOST_WORDS = 8000
SCREEN_PX = 900


class Visible(HTMLParser):
    """Collects the words that a reader sees, passage by passage: folds closed, without the contents and the sources.

    A passage is the text of one paragraph, heading, cell or entry; the list of sources and the line of sources under a
    chart are citations and not prose.
    """

    LEFT_OUT = frozenset({"script", "style", "title", "nav", "button"})
    NOT_SHOWN = frozenset({"source", "csv", "cites"})
    EMPTY = frozenset({"meta", "link", "br", "hr", "img", "input"})
    INLINE = frozenset({"a", "b", "code", "span"})

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[list[str]] = [[]]
        self.open: list[tuple[str, bool]] = []
        """The elements around, each with whether it hides what stands in it."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note an element, and whether it hides its text."""
        if tag in self.EMPTY:
            return
        found = dict(attributes)
        is_hidden = tag in self.LEFT_OUT or not self.NOT_SHOWN.isdisjoint((found.get("class") or "").split())
        self.open.append((tag, is_hidden or (tag == "details" and "open" not in found)))
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element, and what a careless page left open in it."""
        while self.open and self.open.pop()[0] != tag:
            pass
        self._part(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text that is seen; a summary is seen though its fold is closed."""
        around = list(self.open)
        if "summary" in (tag for tag, _ in around):
            at = max(place for place, (tag, _) in enumerate(around) if tag == "details")
            around[at] = ("details", False)
        if not any(is_hidden for _, is_hidden in around):
            self.passages[-1] += re.findall(r"\w[\w’'.,-]*", data)

    def _part(self, tag: str) -> None:
        if tag not in self.INLINE and self.passages[-1]:
            self.passages.append([])


def visible(page: str) -> list[list[str]]:
    reader = Visible()
    reader.feed(page)
    return [passage for passage in reader.passages if passage]


def n_words(page: list[list[str]]) -> int:
    return sum(map(len, page))


def shared(page: list[list[str]], other: list[list[str]]) -> float:
    """The share of the words that stand in as many in a row on the other page, word for word."""
    known = {tuple(words[at : at + GRAM]) for words in other for at in range(len(words) - GRAM + 1)}
    same = {
        (passage, place)
        for passage, words in enumerate(page)
        for at in range(len(words) - GRAM + 1)
        if tuple(words[at : at + GRAM]) in known
        for place in range(at, at + GRAM)
    }
    return len(same) / n_words(page)


@pytest.fixture(scope="module")
def dossiers(snapshot: Snapshot) -> dict[str, Dossier]:
    names = (*READ, KARABAKH, "ucdp-234")
    return {name: assemble_dossier(load_case(name), snapshot, built_on=dt.date(2026, 11, 22)) for name in names}


@pytest.fixture(scope="module")
def pages(dossiers: dict[str, Dossier]) -> dict[str, list[list[str]]]:
    return {name: visible(render_page(dossier)) for name, dossier in dossiers.items()}


def test_a_passage_on_both_pages_counts_word_by_word() -> None:
    same = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    assert shared([[*same, "nine", "ten"]], [["zero", *same]]) == pytest.approx(0.8)
    assert shared([same[:-1]], [same]) == 0.0


def test_what_is_folded_is_not_counted() -> None:
    text = "<p>seen</p><details><summary>head</summary><p>folded</p></details><nav>contents</nav><p>after</p>"
    assert visible(text) == [["seen"], ["head"], ["after"]]


@pytest.mark.parametrize("name", READ)
def test_few_words_of_a_page_stand_on_that_of_another_dispute(pages: dict[str, list[list[str]]], name: str) -> None:
    found = {other: round(shared(pages[name], pages[other]), 2) for other in READ if other != name}
    assert max(found.values()) < MOST_SHARED, found


def test_the_longest_page_is_read_in_half_an_hour(pages: dict[str, list[list[str]]]) -> None:
    assert n_words(pages[KARABAKH]) < MOST_WORDS


@pytest.mark.parametrize("name", [*READ, KARABAKH, "ucdp-234"])
def test_no_sentence_of_the_answer_has_more_than_three_figures(dossiers: dict[str, Dossier], name: str) -> None:
    screen = dossiers[name].screen
    texts = [*screen.sentences, *screen.strip, *screen.stands]
    for box in (*screen.boxes, *([screen.endings] if screen.endings else [])):
        texts += [*box.says, *box.lines, *(row.what for row in box.rows), *(row.note for row in box.rows)]
    for text in texts:
        for said in re.split(r"(?<=[.])\s", text):
            assert n_figures(said) <= MOST_FIGURES, said


@pytest.mark.parametrize("name", [*READ, KARABAKH, "ucdp-234"])
def test_the_first_screen_says_what_the_answer_says(
    dossiers: dict[str, Dossier], snapshot: Snapshot, name: str
) -> None:
    answer, screen = answer_on(load_case(name), snapshot), dossiers[name].screen
    heads = {box.id for box in screen.boxes}
    assert screen.sentences == answer.sentences
    assert screen.tags == answer.tags
    assert ("likely" in heads) == (answer.risk.fighting.value is not None)
    assert ("offered" in heads) == bool(answer.offered)
    assert ("watch" in heads) == bool(answer.watch)
    for box in screen.boxes:
        assert box.big or box.says or box.rows, "a box with nothing to say is left out"


def test_a_dispute_at_war_one_that_ended_and_one_without_war_have_their_own_forms(dossiers: dict[str, Dossier]) -> None:
    heads = {name: {box.id: box for box in dossier.screen.boxes} for name, dossier in dossiers.items()}
    assert "goes on" in heads["ucdp-234"]["likely"].says[0]
    assert "renewed" in heads["transnistria"]["likely"].says[0]
    assert "likely" not in heads[KARABAKH]
    assert {"likely", "stronger"}.isdisjoint(heads["scotland"])


def test_the_line_of_the_risk_stands_on_its_own_scale_and_ends_in_the_coming_year(
    dossiers: dict[str, Dossier], snapshot: Snapshot
) -> None:
    spark = next(box.spark for box in dossiers["transnistria"].screen.boxes if box.id == "likely")
    assert spark is not None
    points = [tuple(map(float, point.split(","))) for run in spark.lines for point in run.split()]
    assert all(later[0] > before[0] for before, later in pairwise(points))
    assert min(y for _, y in points) == pytest.approx(spark.highest[1])
    assert spark.texts[3] == str(snapshot.coming_year)


def test_what_is_the_same_for_every_dispute_stands_on_one_page(
    dossiers: dict[str, Dossier], snapshot: Snapshot
) -> None:
    across = assemble_comparison(snapshot, built_on=dt.date(2026, 11, 22))
    moved = {figure.id for section in across.sections for figure in section.figures}
    assert {"comparison-structure", "comparison-outcome", "truth-table", "xy-plot"} == moved
    for dossier in dossiers.values():
        assert moved.isdisjoint(dossier.figure_ids)
        assert 'href="comparison.html"' in render_page(dossier)


def test_of_scotland_the_arms_and_the_votes_of_the_united_kingdom_are_left_out_and_the_page_says_so(
    dossiers: dict[str, Dossier],
) -> None:
    scotland = dossiers["scotland"]
    assert {"spending", "votes", "ties-by-state"}.isdisjoint(scotland.figure_ids)
    assert any(text.startswith("the balances") for text in scotland.left_out)
    assert "Left out: " in render_page(scotland)


@pytest.mark.browser
@pytest.mark.parametrize("name", [*READ, KARABAKH, "ucdp-234"])
def test_the_answer_stands_on_the_first_screen(dossiers: dict[str, Dossier], tmp_path: Path, name: str) -> None:
    pytest.importorskip("playwright.sync_api")
    from tests.dossier.test_in_a_browser import chromium

    path = tmp_path / "page.html"
    path.write_text(render_page(dossiers[name]), encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": SCREEN_PX})
        page.goto(path.as_uri())
        page.locator("html[data-drawn]").wait_for(state="attached")
        for part in ("#answer", ".strip"):
            bottom = page.locator(part).evaluate("element => element.getBoundingClientRect().bottom")
            assert bottom < SCREEN_PX, part
