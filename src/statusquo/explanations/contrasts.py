"""A factor of structure between disputes with and without an outcome: Cliff's delta with a conservative interval.

Delta is the chance that a dispute with the outcome has the higher value less the chance that it has the lower one: 2
A - 1 with A the area under the ROC curve (Cliff 1993). Its variance is DeLong's (DeLong, DeLong and Clarke-Pearson
1988), never below that of the Mann-Whitney statistic when there is no difference, so that an interval from a handful
of cases, or from cases that do not overlap at all, does not collapse. The disputes are those of UCDP: what fought,
not all that claimed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from statusquo.core.artefacts import load_artefact
from statusquo.core.draws import Floats
from statusquo.core.intervals import Z_95
from statusquo.panels.codings import Coding, preferred
from statusquo.panels.status_quo_year import all_codings
from statusquo.snapshot.store import Snapshot

Flags = NDArray[np.bool_]

FACTORS = "structure_factors"
"""The fitted artefact with the factors of all disputes."""

MIN_EACH = 5
"""Disputes needed with the outcome, and without it."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference between two groups of disputes.

    Attributes:
        delta: Cliff's delta, -1 to 1.
        low: lower end of the 95 % interval.
        high: upper end.
        p_value: two-sided, against no difference.
        n_with: disputes with the outcome.
        n_without: disputes without it.
    """

    delta: float
    low: float
    high: float
    p_value: float
    n_with: int
    n_without: int


def contrast(values: Floats, outcome: Flags) -> Contrast:
    """Return Cliff's delta between disputes with and without an outcome.

    Args:
        values: the factor.
        outcome: whether each dispute had the outcome.

    Raises:
        ValueError: when either group has fewer than `MIN_EACH`.
    """
    one, none = values[outcome], values[~outcome]
    n_one, n_none = len(one), len(none)
    if min(n_one, n_none) < MIN_EACH:
        raise ValueError(f"{n_one} with the outcome and {n_none} without it; {MIN_EACH} disputes of each are needed")
    sign = np.sign(one[:, None] - none[None, :])
    delta = float(sign.mean())
    by_one, by_none = sign.mean(axis=1), sign.mean(axis=0)
    variance = float(by_one.var(ddof=1) / n_one + by_none.var(ddof=1) / n_none)
    null = 4 * (n_one + n_none + 1) / (12 * n_one * n_none)
    half = Z_95 * math.sqrt(max(variance, null))
    p_value = math.erfc(abs(delta) / math.sqrt(null) / math.sqrt(2))
    return Contrast(delta, max(-1.0, delta - half), min(1.0, delta + half), p_value, n_one, n_none)


def outcomes(snapshot: Snapshot, recoded: tuple[Coding, ...] = ()) -> Mapping[str, Mapping[int, bool]]:
    """Return, by outcome, whether each internal dispute had it; colonial wars and those between states are left out.

    * ``statehood``: the territory became a state of its own (`panels.exits`, case files over rules).
    * ``renewed fighting``: more than one episode.
    * ``war``: at least one year at 1,000 battle deaths.

    Args:
        snapshot: the open snapshot.
        recoded: a user's own codings, which overrule the others.
    """
    is_internal = pl.col("types").list.contains("internal") | pl.col("types").list.contains(
        "internationalised internal"
    )
    table = snapshot.table("disputes").filter(is_internal)
    numbers = table["conflict_id_ucdp"].to_list()
    states = _states_of_their_own(snapshot, recoded)
    return {
        "statehood": {number: number in states for number in numbers},
        "renewed fighting": dict(zip(numbers, (table["n_episodes"] > 1).to_list(), strict=True)),
        "war": dict(zip(numbers, (table["n_war_years"] > 0).to_list(), strict=True)),
    }


@lru_cache(maxsize=8)
def _states_of_their_own(snapshot: Snapshot, recoded: tuple[Coding, ...]) -> frozenset[int]:
    exits = preferred(all_codings(snapshot, recoded), "exit")
    return frozenset(exits.filter(pl.col("exit") == "statehood")["conflict_id_ucdp"].unique().to_list())


def factor_values(name: str) -> dict[int, float]:
    """Return a factor of structure of every dispute that the data give, by UCDP number.

    Raises:
        ArtefactError: when the factors were never measured, or their file is damaged.
    """
    rows = load_artefact(FACTORS).filter(pl.col("factor") == name)
    return dict(rows.select("conflict_id_ucdp", "value").iter_rows())


def matched(
    factor: Mapping[int, float], outcome: Mapping[int, bool], without: frozenset[int]
) -> tuple[Floats, Flags, list[int]]:
    """Return a factor and an outcome for the disputes that have both, less those left out."""
    numbers = sorted(number for number in factor if number in outcome and number not in without)
    values = np.array([factor[number] for number in numbers])
    return values, np.array([outcome[number] for number in numbers], dtype=bool), numbers
