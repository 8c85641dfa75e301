"""What nobody sees is found, and shown by its number."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from statusquo.core.errors import Problem
from statusquo.core.plain_text import hidden_character, with_numbers

TURNING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


@given(st.text())
def test_every_control_character_is_found_and_no_letter_is(text: str) -> None:
    hidden = [
        c
        for c in text
        if (unicodedata.category(c) == "Cc" and c not in "\t\n")
        or unicodedata.bidirectional(c) in TURNING
        or unicodedata.category(c) in ("Zl", "Zp")
    ]
    assert (hidden_character(text) is not None) == bool(hidden)
    assert hidden_character(with_numbers(text)) is None
    if not hidden:
        assert with_numbers(text) == text


def test_letters_of_every_script_and_joiners_stay() -> None:
    for text in ("კავკასია", "Дағыстан", "ኤርትራ", "کوردستان", "Guarani\u200d", "a\tb\nc"):
        assert with_numbers(text) == text


def test_a_message_shows_what_was_found_by_its_number() -> None:
    assert str(Problem("unknown key", "own.toml", 3, "a\x1b]0;x", "'\u202e'")) == (
        "own.toml:3: a\\x1b]0;x: unknown key; found '\\u202e'"
    )
