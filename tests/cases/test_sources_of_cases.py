"""What the bundled files rest on: kinds of sources, copies of an encyclopedia, and no working note on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from statusquo.cases import Case, bundled_ids, load_case
from statusquo.cases.check import check_case
from statusquo.cases.codings import coded_values
from statusquo.cases.source_kinds import MIRROR, mirror_host, mirror_hosts
from statusquo.core.errors import CaseError

CaseFile = Callable[..., Path]
cases = pytest.mark.parametrize("name", bundled_ids())

WORKING_NOTES = re.compile(
    r"general knowledge|to check|to be checked|not checked|looked up|latest page seen|search engine|seen in an? excerpt"
    r"|groupcon|\bTODO\b|\balternative (?:coding )?[01]\b",
    re.IGNORECASE,
)


def texts_of(case: Case) -> Iterator[str]:
    """Yield every text of a case that a page may show, its sources' own titles left out."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from () if key in ("source", "status_source") else walk(value)
        elif isinstance(node, list | tuple):
            for value in node:
                yield from walk(value)
        elif isinstance(node, str):
            yield node

    yield from walk(case.model_dump(exclude={"source"}))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://en.wikipedia.org/wiki/Kosovo", "wikipedia.org"),
        ("https://en.m.wikipedia.org./wiki/Kosovo", "wikipedia.org"),
        ("http://the-uncensored-wiki.com:20171/2017/A/Kosovo.html", "the-uncensored-wiki.com"),
        ("https://WWW.Wikiwand.com/en/Kosovo_War", "wikiwand.com"),
        ("https://military-history.fandom.com/wiki/War", "fandom.com"),
        ("https://undocs.org/S/RES/541(1983)", None),
        ("https://notwikipedia.org/wiki", None),
        ("https://wikipedia.org.example.com/wiki", None),
        ("http://[broken/", None),
    ],
)
def test_a_host_of_the_list_is_known_by_itself_and_by_what_lies_under_it(url: str, host: str | None) -> None:
    assert mirror_host(url) == host


def test_every_host_of_the_list_says_what_it_is() -> None:
    assert len(mirror_hosts()) >= 80
    assert all(re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", host) for host in mirror_hosts())
    kinds = {text.split(":")[0] for text in mirror_hosts().values()}
    assert kinds == {"open encyclopedia", "mirror", "aggregator", "forum"}


def test_a_page_of_an_encyclopedia_under_another_kind_is_refused_with_its_line(case_file: CaseFile) -> None:
    path = case_file("year = 2000", 'year = 2000\nurl = "https://www.wikiwand.com/en/Small_war"')
    (problem,) = check_case(path).problems
    assert problem.field == "source[0].kind"
    assert problem.allowed == f"'{MIRROR}'"
    assert "wikiwand.com" in problem.what
    shown = path.read_text(encoding="utf-8").splitlines()[(problem.line or 0) - 1]
    assert shown.startswith("kind = ")
    with pytest.raises(CaseError):
        load_case(path)


def test_what_rests_on_copies_alone_is_no_sourced_statement(case_file: CaseFile) -> None:
    path = case_file('id = "book"\nkind = "scholarship"', f'id = "book"\nkind = "{MIRROR}"')
    case = load_case(path)
    row = next(fact for fact in case.fact if fact.source == ("book",))
    assert (case.standing(row), case.is_sourced(row)) == ("mirror only", False)
    given = check_case(path).completeness
    assert given is not None
    assert given.n_mirrored > 0
    assert any(w.what == "rests on copies of an encyclopedia only" for w in check_case(path).warnings)


def test_one_source_that_somebody_answers_for_is_enough() -> None:
    for name in bundled_ids():
        case = load_case(name)
        for row in (*case.fact, *case.coding, *case.event):
            kinds = {case.sources_by_id[source].kind for source in row.source}
            weak = kinds <= {MIRROR, "general knowledge"}
            assert case.is_sourced(row) is not weak
            assert case.standing(row) == ("sourced" if not weak else "mirror only" if MIRROR in kinds else "unsourced")


def test_a_headline_comparison_reads_no_value_from_copies() -> None:
    values = coded_values()
    assert set(values.filter("is_sourced")["standing"]) == {"sourced"}
    assert values.filter(~values["is_sourced"])["standing"].n_unique() == 2


@cases
def test_official_is_an_authoritys_own_paper(name: str) -> None:
    for source in load_case(name).source:
        if source.kind == "official":
            assert source.author or source.publisher, source.id
            assert not (source.url and mirror_host(source.url)), source.id


@cases
def test_every_work_is_named_by_its_title_and_not_by_the_way_to_it(name: str) -> None:
    for source in load_case(name).source:
        assert source.title.count("(") == source.title.count(")"), source.title
        assert not re.search(r"\bvia docslib|\bvia search|^Wikipedia\b|\(Wikipedia\b", source.title), source.title


@cases
def test_no_working_note_stands_on_a_page(name: str) -> None:
    assert [text for text in texts_of(load_case(name)) if WORKING_NOTES.search(text)] == []


@cases
def test_when_a_value_held_is_a_time_and_no_prose(name: str) -> None:
    when = re.compile(r"(?:about |late |early )?\d{3,4}s?(?:[-/]\d{1,4}){0,2}(?: to .*)?")
    for row in load_case(name).coding:
        assert row.as_of is None or when.fullmatch(row.as_of), row.as_of


@cases
def test_every_move_of_the_line_rests_on_a_source_that_somebody_answers_for(name: str) -> None:
    case = load_case(name)
    weak = {event.id for event in case.event if event.moves_line and not case.is_sourced(event)}
    assert not weak
