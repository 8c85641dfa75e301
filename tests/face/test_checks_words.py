"""Each rule on words finds the sentence that it was made for, and leaves its mended form alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import pytest
from tests.face import checks_words as checks
from tests.face.product import Facts
from tests.face.prose import Passage, passages, sentences

from statusquo.cases.load import load_case


def said(text: str) -> Facts:
    """What a page says that has one sentence, above which `statusquo show` prints another."""
    facts = Facts("kosovo")
    facts["case"] = load_case("kosovo")
    facts["screen"] = "Kosovo\n[Claim open]\nNothing is said here.\nNext: statusquo dossier kosovo"
    facts["passages"] = [Passage("top", "p", text)]
    return facts


@pytest.mark.parametrize(
    ("check", "refused", "mended"),
    [
        (
            checks.over_three_figures,
            "Means were 0.55 times in 1999, 4.1 times in 2007 and 1.4 times in 2025.",
            "Means were 0.55 (0.14 to 1.2) times in 1999 (Lavrov 2010). They were 4.1 times in 2007.",
        ),
        (checks.doubled_words, "Held by the the Polisario Front.", "Held by the Mau Mau."),
        (
            checks.names_without_article,
            "Proposed by United Nations and Russia.",
            "Proposed by the United Nations and Russia, with a United Nations force.",
        ),
        (checks.one_of_many, "It was 1 years ago.", "It was 1 year ago, of 21 years; one of them was quiet."),
        (checks.other_styles, "With 53 percent (51–55).", "With 53 % (51 to 55) in 1992–1994 (1990–1995)."),
        (checks.printed_for_nothing, "Held by None since 1992.", "None of them was held in 1992."),
        (checks.printed_for_nothing, "Of the six, two s attained control.", "Of the six, two attained control."),
        (checks.riddles_of_the_answer, "The revisionist had more. Not told: no data.", "Armenia had more."),
        (checks.working_notes, "Latest page seen; no later change looked up.", "No later change is known."),
    ],
)
def test_a_rule_refuses_what_it_is_for(check: Callable[[Facts], Iterable[str]], refused: str, mended: str) -> None:
    assert list(check(said(refused)))
    assert not list(check(said(mended)))


def test_the_prose_of_a_page_has_no_code_no_sources_and_no_reading_out_of_charts() -> None:
    page = (
        "<title>Kosovo</title><section id='risk'><h2>How likely?</h2><p>One in two.<code>sq.x(1)</code></p>"
        "<div role='img' aria-label='0.1 in 1990; 0.2 in 1991.'></div><p>0.1 in 1990;\u2060 0.2 in 1991.</p></section>"
        "<section id='sources'><p>Many.</p></section>"
    )
    assert [(found.section, found.text) for found in passages(page)] == [
        ("top", "Kosovo"), ("risk", "How likely?"), ("risk", "One in two."),
    ]  # fmt: skip
    assert sentences("It fell in 1995. The war ended.") == ["It fell in 1995.", "The war ended."]


def test_the_printed_answer_is_read_block_by_block() -> None:
    facts = cast("Any", said("x"))
    facts["screen"] = "Name\n[A] [B]\nIt was\nso.\nStands   Held by\n         Serbia.\nNext: x"
    assert checks._answer(facts) == ["[A] [B]", "It was so.", "Held by Serbia."]
