"""Base rates: of all movements there are in the data, how many were granted autonomy, ruled themselves, became states.

The coded cases are prominent ones, and their shares say nothing about how often a claim succeeds; the movement-year
panel does. Intervals are Wilson's; they take movements as independent, which fourteen that left one state in one year
are not, so `n_states` is given beside.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson

SOURCES = ("epr-claims", "epr-core", "epr-tek", "cshapes")


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How many movements something ever happened to.

    Attributes:
        name: what happened, as a phrase.
        share: percent of all movements.
        n: movements it happened to.
        n_all: movements in all.
        n_states: parent states in which it happened.
    """

    name: str
    share: Estimate
    n: int
    n_all: int
    n_states: int


def base_rates(panel: pl.DataFrame) -> dict[str, BaseRate]:
    """Return the base rates by name.

    Args:
        panel: the frame of `panels.movement_year`.
    """
    events = {
        "independence": ("became independent", pl.col("outcome") == "independence"),
        "self-rule": ("ruled themselves in fact at some time", pl.col("has_self_rule").fill_null(False)),
        "autonomy": ("were granted autonomy", pl.col("is_autonomy_granted").fill_null(False)),
        "fighting": ("saw fighting over territory", pl.col("fighting") != "none"),
    }
    by_movement = panel.group_by("gwgroupid").agg(
        pl.col("parent_gw").first(), *(event.any().alias(key) for key, (_, event) in events.items())
    )
    n_all = by_movement.height
    found = {}
    for key, (name, _) in events.items():
        happened = by_movement.filter(pl.col(key))
        share = wilson_share(happened.height, n_all)
        found[key] = BaseRate(name, share, happened.height, n_all, happened["parent_gw"].n_unique())
    return found


def wilson_share(n: int, n_all: int, sources: tuple[str, ...] = SOURCES) -> Estimate:
    """Return a share in percent with Wilson's 95 % interval."""
    share = n / n_all
    low, high = wilson(share, n_all)
    return Estimate(100 * share, "percent of movements", 100 * low, 100 * high, "confidence95", sources)
