"""No text in a CSV file is a formula to the spreadsheet that opens it, and no number is quoted."""

from __future__ import annotations

import polars as pl
import pytest

from statusquo.core.csv_cells import cell_text, cells_without_formulas

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-1+cmd|x", "@SUM(A1)", "\t=1", "\r=1", " =1", "-x", "+")
TEXTS = ("", "Åland", "-0.5", "+3", "-1e-5", "-5 %", "-0.5 to -0.2", "-5–3", "1-2", "-", "a=b")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_as_a_formula_is_quoted(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_numbers_and_other_texts_stand_as_they_are(text: str) -> None:
    assert cell_text(text) == text


def test_a_frame_says_the_same_and_keeps_numbers_and_gaps() -> None:
    texts = [*FORMULAS, *TEXTS, None]
    found = cells_without_formulas(pl.DataFrame({"text": texts, "n": range(-2, len(texts) - 2)}))
    assert found["text"].to_list() == [None if text is None else cell_text(text) for text in texts]
    assert found["n"][0] == -2
