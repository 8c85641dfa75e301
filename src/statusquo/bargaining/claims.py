"""What the game says of a claim: how an outcome changes with an input, over many games, from a fitted artefact.

Nothing is solved here. The first reading is over all games within the stated ranges, since a claim on a mechanism is
about games at large; where the game is calibrated to the dispute, the second is over those.
"""

from __future__ import annotations

import polars as pl

from statusquo.bargaining.calibrated import SOURCES
from statusquo.bargaining.effects import BY_CONSTRUCTION
from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.core.errors import InputError, Problem
from statusquo.core.estimates import Estimate
from statusquo.core.results import Result

CLAIMS = "bargaining_claims"
AT_LARGE = "all games within the stated ranges"


def claim_readings(case: Case, *, outcome: str, exposure: str) -> list[Result]:
    """Return how an outcome of the game changes with an input.

    Args:
        case: the dispute.
        outcome: such as ``holder's offer``; one of `effects.OUTCOMES`.
        exposure: such as ``expected shift of power``; one of `effects.EXPOSURES`.

    Raises:
        InputError: when the game was not asked this.
        ArtefactError: when nothing was fitted.
    """
    table = load_artefact(CLAIMS)
    asked = table.filter(pl.col("outcome") == outcome, pl.col("exposure") == exposure)
    if asked.is_empty():
        pairs = table.select("outcome", "exposure").unique(maintain_order=True).rows()
        raise InputError(
            Problem(
                "the game was not asked this",
                found=f"{outcome} with {exposure}",
                allowed="; ".join(f"{known} with {of}" for known, of in pairs),
            )
        )
    rows = {row["games"]: row for row in asked.iter_rows(named=True)}
    found = []
    for games, label in ((AT_LARGE, AT_LARGE), (case.id, "games calibrated to the dispute’s record")):
        if (row := rows.get(games)) is not None:
            estimate = Estimate(row["value"], row["unit"], row["low"], row["high"], "draws95", SOURCES)
            note = f"it rises in {row['share_up']:.0%} of the games and falls in {row['share_down']:.0%}"
            told = f"{note}: {row['setting']}"
            rules = BY_CONSTRUCTION.get((outcome, exposure), "")
            found.append(
                Result(
                    label,
                    estimate,
                    row["n"],
                    "games",
                    SOURCES,
                    told,
                    variant=label,
                    undecided=f"{rules}: the game tells how much, never whether" if rules else "",
                    undecided_why="by design",
                    is_general=games == AT_LARGE,
                )
            )
    return found
