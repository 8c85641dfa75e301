"""The models of the two links: structure to the parent's resistance, and resistance to the outcome.

Two kinds of rows. Movement-years (`panels.movement_year`) give the base rates: hundreds of movements, thin measures,
plain logit with errors clustered by parent state, every condition that of the year before. Coded cases give the depth:
some thirty prominent disputes, rich measures, Firth's penalised logit. Each model names the measure that stands
behind its resistance. None is an effect: movements are no experiment, and what drives resistance may drive the outcome.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import polars as pl

from statusquo.comparison.outcomes import with_outcomes

Link = Literal["structure to resistance", "resistance to outcome"]

_KEY = "gwgroupid"


@dataclass(frozen=True, slots=True)
class Model:
    """One model.

    Attributes:
        id: short name.
        link: which of the two links it stands for.
        outcome: what is explained, as a phrase.
        at_risk: whose rows they are.
        measure: what stands behind the parent's resistance in it.
        data: movement-years or coded cases.
        event: the column explained.
        terms: the conditions with what each means.
        filter: the column that says which rows are at risk; empty for coded cases, which all are.
    """

    id: str
    link: Link
    outcome: str
    at_risk: str
    measure: str
    data: Literal["movement-years", "coded cases"]
    event: str
    terms: Mapping[str, str]
    filter: str = ""


def _models() -> Iterator[Model]:
    table = tomllib.loads((files("statusquo.comparison") / "models.toml").read_text(encoding="utf-8"))
    for row in table["model"]:
        terms = {name: table["condition"][name] for name in row.pop("conditions")}
        yield Model(**row, terms=terms)


MODELS: tuple[Model, ...] = tuple(_models())
"""Every model of `models.toml`, in the order in which they are shown."""


def movement_rows(panel: pl.DataFrame) -> pl.DataFrame:
    """Return movement-years with events of the year and conditions of the year before.

    Args:
        panel: the frame of `panels.movement_year`, whole.
    """
    movements = panel.filter("has_claim").group_by("parent_gw", "year").agg(n_movements=pl.len())
    frame = panel.sort(_KEY, "year").join(movements, on=["parent_gw", "year"], how="left", maintain_order="left")
    frame = frame.with_columns(
        is_fighting=pl.col("fighting") != "none",
        is_independence=pl.col("outcome") == "independence",
        is_control_attained=(pl.col("outcome") == "independence") | pl.col("is_self_rule_begun").fill_null(False),
    )
    before = {
        "log_size": pl.col("size_pct").clip(lower_bound=0.01).log(),
        "has_kin_in_power": pl.col("n_kin_states") > 0,
        "has_lost_autonomy": pl.col("has_lost_autonomy"),
        "claims_separation": pl.col("claim").is_in(["independence", "irredentism"]),
        "n_other_movements": (pl.col("n_movements") - pl.col("has_claim").cast(pl.Int32)).cast(pl.Float64).log1p(),
        "parent_polyarchy": pl.col("parent_polyarchy"),
        "log_gdp": pl.col("parent_gdp_per_head_usd").log(),
        "is_fought": pl.col("is_fighting"),
        "has_autonomy_now": pl.col("has_autonomy").fill_null(False),
        "was_revoked": pl.col("autonomy_revoked_year").is_not_null(),
        "is_excluded": pl.col("status").is_in(["POWERLESS", "DISCRIMINATED", "SELF-EXCLUSION"]),
        "has_claim_before": pl.col("has_claim"),
        "had_autonomy": pl.col("has_autonomy"),
        "had_self_rule": pl.col("has_self_rule"),
    }
    lagged = frame.select(
        _KEY, "parent_gw", "group", "year", "is_autonomy_granted", "is_autonomy_revoked", "is_fighting",
        "is_control_attained", "is_independence", "is_self_rule_ended",
        **{f"_{name}": column.shift(1).over(_KEY) for name, column in before.items()},
        _follows=pl.col("year").shift(1).over(_KEY) == pl.col("year") - 1,
    ).filter(pl.col("_follows").fill_null(False))  # fmt: skip
    lagged = lagged.rename({f"_{name}": name for name in before}).drop("_follows")
    ruled = pl.col("had_self_rule").fill_null(False)
    return lagged.with_columns(
        can_be_granted=pl.col("has_claim_before") & ~pl.col("had_autonomy") & ~ruled,
        can_be_revoked=pl.col("has_claim_before") & pl.col("had_autonomy"),
        can_begin_fighting=pl.col("has_claim_before") & ~pl.col("is_fought"),
        can_attain=pl.col("has_claim_before") & ~ruled,
        can_lose=ruled,
    )


def coded_rows(cases: pl.DataFrame) -> pl.DataFrame:
    """Return the coded cases with their outcomes and the conditions that follow from the coding.

    Args:
        cases: from `cases.codings.coded_cases`.
    """
    return with_outcomes(cases).with_columns(
        is_first_order=pl.col("uti_possidetis_favours") == "secessionist",
        is_outmatched=pl.col("parent_superiority") == "high",
    )


def rows_of(model: Model, movements: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Return the complete rows of one model: `unit`, `cluster`, the event and its terms as numbers.

    Args:
        model: the model.
        movements: from `movement_rows`.
        cases: from `coded_rows`.
    """
    if model.data == "movement-years":
        frame = movements.filter(pl.col(model.filter).fill_null(False)).with_columns(
            unit=pl.col(_KEY).cast(pl.String), cluster=pl.col("parent_gw").cast(pl.String)
        )
    else:
        frame = cases.with_columns(unit=pl.col("case"), cluster=pl.col("gw_parent").cast(pl.String))
    columns = [pl.col(name).cast(pl.Float64) for name in (model.event, *model.terms)]
    return frame.select("unit", "cluster", *columns).drop_nulls()
