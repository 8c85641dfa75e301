"""Texts in the CSV and TSV that the package writes: none of them is a formula to the spreadsheet that opens it.

Excel and LibreOffice take a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return for a formula,
which may call programs (CWE-1236); names from users' files reach such cells. An apostrophe before it keeps it a text.
Numbers stay as they are, and so do ranges of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_BEGINS = r"^\s*[=+\-@\t\r]"
_IS_NUMBERS = r"^[+-]?[\d.,]+(?:[eE][+-]?\d+)? ?%?(?:(?: to |[–-])[+-]?[\d.,]+(?:[eE][+-]?\d+)? ?%?)?$|^-+$"


def cell_text(text: str) -> str:
    """Return a text as it may stand in a cell.

    >>> cell_text("=1+1"), cell_text("-0.5"), cell_text("-0.5 to 0.2"), cell_text("Åland")
    ("'=1+1", '-0.5', '-0.5 to 0.2', 'Åland')
    """
    is_formula = re.match(_BEGINS, text) and not re.match(_IS_NUMBERS, text)
    return f"'{text}" if is_formula else text


def cells_without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose texts may stand in the cells of a CSV file, as `cell_text` has them."""
    import polars as pl

    text = pl.selectors.string()
    is_formula = text.str.contains(_BEGINS) & ~text.str.contains(_IS_NUMBERS)
    return frame.with_columns(pl.when(is_formula).then("'" + text).otherwise(text).name.keep())
