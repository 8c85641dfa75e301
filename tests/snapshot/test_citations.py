"""Every source is cited once, as text and as BibTeX, and SOURCES.md says what the origins say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statusquo.core.errors import UnknownNameError
from statusquo.snapshot.citations import citations_as_bibtex, citations_as_text, cite
from statusquo.snapshot.sources_document import sources_document
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_source_named_twice_is_cited_once_in_the_order_of_the_registry() -> None:
    cited = cite(["isard", "ucdp-prio-acd", "isard"])
    assert [citation.id for citation in cited] == ["ucdp-prio-acd", "isard"]


def test_the_conflict_data_are_cited_as_their_makers_ask() -> None:
    text = citations_as_text(cite(["ucdp-prio-acd"]))
    assert "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5): 615-637" in text
    assert "Davies, Shawn, Therése Pettersson, Margareta Sollenberg and Magnus Öberg (2025)" in text
    assert "CC BY 4.0" in text


def test_bibtex_is_balanced_and_its_keys_are_unique() -> None:
    bibtex = citations_as_bibtex(cite(ORIGINS))
    assert bibtex.count("{") == bibtex.count("}")
    keys = re.findall(r"^@\w+\{([^,]+),$", bibtex, flags=re.MULTILINE)
    works = {entry["key"] for origin in ORIGINS.values() for entry in origin.bibtex}
    assert len(keys) == len(set(keys))
    assert set(keys) == works


def test_an_unknown_source_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean sipri-milex"):
        cite(["sipri-milx"])


def test_every_source_of_the_snapshot_can_be_cited(snapshot: Snapshot) -> None:
    assert {citation.id for citation in cite(snapshot.manifest["sources"])} == set(snapshot.manifest["sources"])


def test_a_citation_is_plain_json() -> None:
    (citation,) = cite(["natural-earth"])
    assert set(citation.to_json()) == {"id", "title", "version", "terms", "text", "bibtex"}


def test_the_committed_document_of_sources_is_the_generated_one() -> None:
    committed = (REPOSITORY / "SOURCES.md").read_text(encoding="utf-8")
    assert committed == sources_document(), "run python -m statusquo.snapshot.sources_document > SOURCES.md"


def test_the_document_names_every_source_with_terms_sum_and_address() -> None:
    document = sources_document()
    for origin in ORIGINS.values():
        assert f"Id `{origin.id}`." in document
        assert origin.terms in document
        for file in origin.files:
            assert file.sha256 in document
            assert file.address in document
