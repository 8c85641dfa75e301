"""Three outcomes of a coded case, kept apart: attaining control, keeping it, being recognised.

* *attained*: the separatist side controlled the claimed territory in full (or beyond) after the first war, or the case
  ended in separation, in fact or recognised;
* *kept*: asked only of those that attained it: the case stands, at the latest page seen, in separation;
* *recognised*: it ended in recognised independence.

Partial control is not control; annexation by the patron counts as separation from the parent, and whether it is a
success is disputed.
"""

from __future__ import annotations

import polars as pl

SEPARATED = ("de facto independence", "annexed by or joined patron", "recognised independence")
IN_CONTROL = ("full", "beyond claimed borders")

OUTCOMES = {
    "attained": "attained control of the claimed territory",
    "kept": "kept control, of those that attained it",
    "recognised": "was recognised as independent",
}


def with_outcomes(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the coded cases with `attained`, `kept` and `recognised`; missing where the coding does not say.

    Args:
        cases: from `cases.codings.coded_cases`.
    """
    separated = pl.col("outcome").is_in(SEPARATED)
    attained = separated | pl.col("control_after_first_war").is_in(IN_CONTROL)
    return cases.with_columns(
        attained=attained,
        kept=pl.when(attained).then(separated),
        recognised=pl.col("outcome") == "recognised independence",
    )
