"""The brief prints on two pages, says what the answer says, and leaves out whole what has no room."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from statusquo.answer.answer import answer_on
from statusquo.cases.load import load_case
from statusquo.dossier.brief import MOST_EVENTS, assemble_brief
from statusquo.dossier.page import render_page
from statusquo.dossier.parts import Brief, EntryList, Table
from statusquo.snapshot.store import Snapshot

READ = ("nagorno-karabakh", "abkhazia", "kosovo", "scotland", "ucdp-218", "ucdp-234", "ucdp-264")
"""The longest record, the longest first page, the most sources, a claim without war, and three from data alone."""

_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def briefs(snapshot: Snapshot) -> dict[str, Brief]:
    return {name: assemble_brief(load_case(name), snapshot, built_on=dt.date(2026, 11, 22)) for name in READ}


def rows_of(brief: Brief, section: str) -> tuple[object, ...]:
    """The rows or entries of one section; none where it is not there."""
    found = [block for each in brief.sections if each.id == section for block in each.blocks]
    return tuple(row for block in found for row in (block.rows if isinstance(block, Table) else block.entries))  # type: ignore[union-attr]


@pytest.mark.browser
@pytest.mark.parametrize("name", READ)
def test_a_brief_prints_on_two_pages(briefs: dict[str, Brief], tmp_path: Path, name: str) -> None:
    pytest.importorskip("playwright.sync_api")
    from tests.dossier.test_in_a_browser import chromium

    path = tmp_path / "brief.html"
    path.write_text(render_page(briefs[name]), encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page()
        page.goto(path.as_uri())
        if briefs[name].where is not None:
            page.locator(".map svg").wait_for()
        assert len(_PAGE.findall(page.pdf(format="A4", prefer_css_page_size=True))) == 2


@pytest.mark.parametrize("name", READ)
def test_the_first_page_is_the_answer(briefs: dict[str, Brief], snapshot: Snapshot, name: str) -> None:
    answer, page = answer_on(load_case(name), snapshot), render_page(briefs[name])
    assert briefs[name].screen.sentences == answer.sentences
    assert page.index('id="answer"') < page.index('id="main"')


def test_the_second_page_has_events_accounts_verdicts_and_answers(briefs: dict[str, Brief]) -> None:
    karabakh = briefs["nagorno-karabakh"]
    assert [section.id for section in karabakh.sections] == ["story", "offers", "claims", "sides"]
    assert len(rows_of(karabakh, "story")) == MOST_EVENTS
    assert rows_of(karabakh, "offers")
    assert len(rows_of(karabakh, "claims")) > 1
    assert rows_of(karabakh, "sides")


def test_deaths_of_people_on_both_sides_are_among_the_ten_events(briefs: dict[str, Brief]) -> None:
    (story,) = (block for section in briefs["nagorno-karabakh"].sections[:1] for block in section.blocks)
    assert isinstance(story, EntryList)
    told = " ".join(entry.title for entry in story.entries)
    assert "Killings of Armenians in Sumgait" in told
    assert "Killing of Azerbaijanis at Khojaly" in told


@pytest.mark.parametrize("name", READ)
def test_every_source_cited_is_listed_and_a_data_set_says_to_which_year(briefs: dict[str, Brief], name: str) -> None:
    page = render_page(briefs[name])
    targets, cited = set(re.findall(r'id="(source-\d+)"', page)), set(re.findall(r'href="#(source-\d+)"', page))
    assert cited <= targets
    dated = [reference for reference in briefs[name].references if reference.last_year is not None]
    assert any(reference.id == "ucdp-prio-acd" for reference in dated)
    assert f"(to {dated[0].last_year})" in page
