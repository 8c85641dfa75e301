"""The three outcomes of a coded case as columns: attaining control, keeping it, being recognised.

They are defined once, in `comparison.case_conditions`, for configurations and estimates alike. Partial control is not
control; annexation by the patron counts as separation from the parent, and whether it is a success is disputed.
"""

from __future__ import annotations

import polars as pl

from statusquo.comparison.case_conditions import OUTCOMES

COLUMNS = {"attained": "ATTAINED", "kept": "KEPT", "recognised": "RECOGNISED"}
"""Which outcome each column holds."""


def with_outcomes(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the coded cases with `attained`, `kept` and `recognised`; missing where the coding does not say.

    Args:
        cases: from `cases.codings.coded_cases`.
    """
    rows = cases.to_dicts()
    return cases.with_columns(
        pl.Series(column, [OUTCOMES[name].measure(row) for row in rows], dtype=pl.Float64).cast(pl.Boolean)
        for column, name in COLUMNS.items()
    )
