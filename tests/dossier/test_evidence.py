"""The evidence bundle: the answer, every figure's numbers with what they are, and the sources with their ages."""

from __future__ import annotations

import json
import re

from statusquo.dossier.evidence import evidence, shown_in
from statusquo.dossier.evidence_text import MOST_ROWS, evidence_text
from statusquo.dossier.forms import text_of
from statusquo.dossier.parts import Dossier

_CITED = re.compile(r"\[(\d+(?:, \d+)*)\]")


def test_every_figure_says_what_its_numbers_are_and_gives_them(any_dossier: Dossier) -> None:
    document = evidence(any_dossier)
    drawn = [block for section in document["sections"] for block in section["blocks"] if block["kind"] == "figure"]
    assert [block["id"] for block in drawn] == [figure.id for figure in any_dossier.figures]
    for block, figure in zip(drawn, any_dossier.figures, strict=True):
        assert block["unit"]
        assert len(block["rows"]) == figure.data.height
        assert {"low", "high"}.isdisjoint(figure.data.columns) or block["interval"]


def test_the_document_is_json_and_its_answer_is_that_of_show(any_dossier: Dossier) -> None:
    document = json.loads(text_of(any_dossier, "json"))
    assert document["answer"] == any_dossier.answer.to_json()


def test_every_source_used_is_listed_and_a_dated_one_has_an_age(any_dossier: Dossier) -> None:
    document = evidence(any_dossier)
    listed = {source["id"]: source for source in document["sources"]}
    used = {
        name for section in document["sections"] for block in section["blocks"] for name in block.get("sources", ())
    }
    assert used <= set(listed)
    assert all(source["age"].startswith(("ended", "goes")) for source in listed.values() if source["last_year"])
    assert any(source["age"] for source in listed.values())


def test_the_text_has_every_finding_figure_and_source_and_cites_only_what_it_lists(any_dossier: Dossier) -> None:
    text = evidence_text(any_dossier)
    for section in any_dossier.all_sections:
        assert f"## {section.heading}" in text
        assert section.finding in text
    for figure in any_dossier.figures:
        assert shown_in(figure).unit in text
        assert figure.data.height <= MOST_ROWS or f"figure `{figure.id}`" in text
    numbers = {int(number) for found in _CITED.findall(text) for number in found.split(", ")}
    assert numbers <= {reference.number for reference in any_dossier.references}


def test_every_row_of_a_table_has_as_many_cells_as_its_head(any_dossier: Dossier) -> None:
    parts = [part.splitlines() for part in evidence_text(any_dossier).split("\n\n") if part.startswith("|")]
    assert parts
    for lines in parts:
        assert len({len(re.split(r"(?<!\\)\|", line)) for line in lines}) == 1, lines[0]
