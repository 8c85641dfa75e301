"""Tests of parts and places: `share` (of the arms a state received) and `rank` (of a factor among all disputes).

SIPRI's trend-indicator value is a volume, not a price, and a register of major weapons: small drones and munitions that
matter in a war can be a small part of it.
"""

from __future__ import annotations

from typing import Literal

import polars as pl
from pydantic import Field

from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson
from statusquo.documents.values import Line, Strict, Whole
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.measures import factor_of, factor_text
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

VOLUME, REGISTER = "sipri-tiv", "sipri-register"


class ShareParameters(Strict):
    """Parameters of `share`."""

    recipient: Line = Field(description="id of the state that received the arms, or `parent` or `separatist`")
    supplier: tuple[Line, ...] = Field(default=(), description="suppliers counted, as SIPRI names them; all by default")
    category: tuple[Line, ...] = Field(default=(), description="categories counted (register only); all by default")
    first_year: Whole = Field(description="first year of delivery")
    last_year: Whole = Field(description="last year of delivery")
    less_first_year: Whole | None = Field(default=None, description="first year of a period whose share is taken off")
    less_last_year: Whole | None = Field(default=None, description="last year of that period")
    table: Literal["volume", "register"] = Field(default="volume", description="SIPRI's volumes, or its register")


class RankParameters(Strict):
    """Parameters of `rank`."""

    factor: Line = Field(description="name of a factor of structure")


def share_results(parameters: ShareParameters, evidence: Evidence) -> list[Result]:
    """Return the share of deliveries, or its change between two periods."""
    state = evidence.state(parameters.recipient)
    is_register = parameters.table == "register" or bool(parameters.category)
    source = REGISTER if is_register else VOLUME
    rows = evidence.snapshot.table("arms_categories" if is_register else "arms_deliveries")
    rows = rows.filter(pl.col("recipient_gw") == state)
    if rows.is_empty():
        raise NotTestableError(
            "data", "the snapshot carries yearly deliveries for the states of the bundled cases only"
        )
    counted = pl.lit(True)
    if parameters.supplier:
        counted &= pl.col("supplier").is_in(parameters.supplier)
    if parameters.category:
        counted &= pl.col("category").is_in(parameters.category)
    now, n = _share(rows, counted, parameters.first_year, parameters.last_year)
    text = f"{parameters.first_year}–{parameters.last_year}"
    unit, value = "percent of volume", now
    if parameters.less_first_year is not None and parameters.less_last_year is not None:
        before, _ = _share(rows, counted, parameters.less_first_year, parameters.less_last_year)
        unit, value = "percentage points", now - before
        text += f" less {parameters.less_first_year}–{parameters.less_last_year}"
    what = ", ".join([*parameters.supplier, *parameters.category])
    label = f"{what} in deliveries to {evidence.actor(parameters.recipient).name}, {text} ({parameters.table})"
    estimate = Estimate(value, unit, sources=(source,))
    return [Result(label, estimate, n, "yearly deliveries", (source,))]


def _share(rows: pl.DataFrame, counted: pl.Expr, first: int, last: int) -> tuple[float, int]:
    period = rows.filter(pl.col("year").is_between(first, last))
    total = float(period["tiv_m"].sum())
    if total <= 0:
        raise NotTestableError("data", f"no delivery is recorded from {first} to {last}")
    return 100 * float(period.filter(counted)["tiv_m"].sum()) / total, period.height


def rank_results(parameters: RankParameters, evidence: Evidence) -> list[Result]:
    """Return the percentile of a factor among all disputes that have it, with Wilson's interval."""
    estimate = factor_of(parameters.factor, evidence)
    factor = evidence.measures.factors[parameters.factor]
    if factor.percentile is None:
        raise NotTestableError("data", f"{factor_text(parameters.factor)} is not measured for other disputes")
    low, high = (100 * bound for bound in wilson(factor.percentile / 100, factor.n))
    place = Estimate(
        factor.percentile,
        "percent of disputes that lie lower",
        min(low, factor.percentile),
        max(high, factor.percentile),
        "confidence95",
        estimate.sources,
    )
    own = (
        f"{100 * (estimate.value or 0.0):.2g} %"
        if estimate.unit == "share"
        else f"{estimate.value:.3g} {estimate.unit}"
    )
    note = f"its own value is {own}"
    label = f"{factor_text(parameters.factor)} among {factor.n} disputes"
    return [Result(label, place, factor.n, "disputes", estimate.sources, note)]


TESTS = (
    ClaimTest(
        "share",
        "What part of the arms a state received came from these suppliers or was of these kinds?",
        "percent of SIPRI's volume, or its change in percentage points; the source states no interval",
        ShareParameters,
        share_results,
    ),
    ClaimTest(
        "rank",
        "Where does a factor of structure stand among all disputes that have it?",
        "percentile, with Wilson's 95 % interval for the number of disputes",
        RankParameters,
        rank_results,
    ),
)
