"""The test `configuration`: do conditions together go with an outcome among the coded cases?

Among the cases coded for comparison, less those that the explanation was made from. Values that rest on general
knowledge alone are left out of the main run and put in as an alternative. A handful of prominent cases is no sample:
an interval here says how much a few cases can tell, were they exchangeable.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field

from statusquo.cases.codings import Reading, coded_cases
from statusquo.comparison.evidence import weigh_expression
from statusquo.comparison.models import coded_rows
from statusquo.comparison.sets import CalibratedCases, Condition
from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson
from statusquo.documents.values import Line, Strict
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

MIN_CASES = 10
"""Coded cases with all the conditions and the outcome that a comparison needs."""

MIN_MEMBERS = 3
"""Of those, how many must have the conditions."""

SMALL_SHARE_PCT = 5.0
"""A territory counts as small up to this share of its state, the value the explanation of 2021 names."""

DERIVED: dict[str, pl.Expr] = {
    "small": pl.col("area_share_of_parent_pct") <= SMALL_SHARE_PCT + 0.5,
    "is_first_order_or_disputed": pl.col("uti_possidetis_favours").is_in(["secessionist", "ambiguous"]),
    "unitary_parent": pl.col("parent_constitution") == "unitary",
    "control_beyond_claim": pl.col("control_after_first_war") == "beyond claimed borders",
    "agreed_settlement": pl.col("outcome").is_in(["autonomy by agreement", "federal unit"]),
    "federal_settlement": pl.col("outcome") == "federal unit",
}
"""Conditions that follow from coded fields, beside the flags that are coded themselves."""


_OUTCOME_WORDS = {
    "attained": "control",
    "kept": "keeping control",
    "recognised": "recognition",
    "is_first_order": "rank of a first-order republic or colony",
    "is_first_order_or_disputed": "such a rank, or a disputed one",
    "control_beyond_claim": "control beyond the claimed borders",
    "unitary_parent": "a unitary parent",
    "small": "small size",
    "enclave": "enclosure by the parent",
    "prior_statehood": "earlier statehood",
    "mass_expulsion": "mass expulsion by either side",
    "patron_troops": "a patron’s troops",
    "compact_settlement": "compact settlement",
}


class ConfigurationParameters(Strict):
    """Parameters of `configuration`."""

    conditions: tuple[Line, ...] = Field(
        min_length=1, description="conditions joined by and, ~ before one that is absent"
    )
    outcome: Line = Field(
        description="attained, kept, recognised, or a coded or derived condition; ~ before it for its absence"
    )
    statistic: Literal["lift", "consistency", "necessity"] = Field(
        default="lift",
        description="share of members with the outcome over the base rate; that share; or the share of the cases with "
        "the outcome that are members",
    )


def configuration_results(parameters: ConfigurationParameters, evidence: Evidence) -> list[Result]:
    """Return the statistic for the main coding, then for general knowledge put in, then for contested codings."""
    readings: tuple[tuple[str, Reading, bool], ...] = (
        ("", "main", True),
        ("with values from general knowledge", "main", False),
        ("with the rival codings", "alternative", True),
    )
    results: list[Result] = []
    for label, reading, sourced_only in readings:
        try:
            results.append(_result(parameters, evidence, label, reading, sourced_only=sourced_only))
        except NotTestableError:
            if not results:
                raise
    return results


def _result(
    parameters: ConfigurationParameters, evidence: Evidence, label: str, reading: Reading, *, sourced_only: bool
) -> Result:
    frame = coded(reading, sourced_only=sourced_only).filter(~pl.col("case").is_in(evidence.explanation.made_from_case))
    data, member = calibrated(frame, parameters)
    return statistic_of(data, member, parameters, label)


def statistic_of(
    data: CalibratedCases, member: NDArray[np.bool_], parameters: ConfigurationParameters, label: str = ""
) -> Result:
    """Return the statistic of one reading of the codings.

    Args:
        data: the cases with their outcome.
        member: which cases have all the conditions.
        parameters: of the test.
        label: which reading it is; empty for the main one.

    Raises:
        NotTestableError: when there are too few cases, or too few with the conditions.
    """
    conjunction = " and ".join(_words(name) for name in parameters.conditions)
    wanted = _words(parameters.outcome)
    n, members = len(data.cases), int(member.sum())
    if n < MIN_CASES:
        told = f"{n or 'no'} other {'case is' if n == 1 else 'cases are'} coded from a source on {conjunction}"
        raise NotTestableError("data", f"{told}; {MIN_CASES} are needed")
    if members == 0:
        raise NotTestableError("data", f"none of {n} other coded cases has {conjunction}")
    if members < MIN_MEMBERS:
        raise NotTestableError("data", f"of {n} other coded cases {members} had {conjunction}: too few to tell")
    has = data.outcome > 0
    base = float(has.mean())
    both = int((member & has).sum())
    term = tuple(0 if name.startswith("~") else 1 for name in parameters.conditions)
    found = weigh_expression(data, [term], name=conjunction)
    note = f"{both} of {members} cases with {conjunction} come to {wanted}, against {base:.0%} of all {n}"
    note += f". They are {_some(data.cases, member)}"
    text = f"{conjunction} with {wanted}{f', {label}' if label else ''}"
    if parameters.statistic == "lift":
        if found.lift.value is None:
            raise NotTestableError("data", found.lift.missing_reason or "the lift is not defined")
        return Result(text, found.lift, n, "coded cases", found.lift.sources, note, found.p_expression, variant=label)
    of = members
    if parameters.statistic == "necessity":
        of = int(has.sum())
        without = _some(data.cases, has & ~member) or "none"
        note = f"as a necessary condition: {both} of {of} cases that came to {wanted} had {conjunction}. "
        note += f"Without it: {without}"
    if of == 0:
        raise NotTestableError("data", f"none of {n} other coded cases comes to {wanted}")
    low, high = wilson(both / of, of)
    share = Estimate(both / of, "share", low, high, "confidence95")
    return Result(text, share, n, "coded cases", (), note, found.p_expression, variant=label)


def _words(name: str) -> str:
    """Return a condition as prose: ``no prior statehood`` of ``~prior_statehood``."""
    bare = name.removeprefix("~")
    text = _OUTCOME_WORDS.get(bare, bare.removeprefix("is_").replace("_", " "))
    return f"no {text}" if name.startswith("~") else text


def _some(names: tuple[str, ...], chosen: NDArray[np.bool_]) -> str:
    found = [name.replace("-", " ").title() for name, is_in in zip(names, chosen, strict=True) if is_in]
    return ", ".join(found[:6]) + (" and others" if len(found) > 6 else "")


@lru_cache(maxsize=4)
def coded(reading: Reading, *, sourced_only: bool) -> pl.DataFrame:
    """Return the coded cases under one reading of contested codings, with the derived conditions."""
    return coded_rows(coded_cases(reading=reading, sourced_only=sourced_only)).with_columns(**DERIVED)


def calibrated(frame: pl.DataFrame, parameters: ConfigurationParameters) -> tuple[CalibratedCases, NDArray[np.bool_]]:
    """Return the cases that are coded on all conditions and the outcome, and which of them have the conditions.

    Args:
        frame: the coded cases.
        parameters: of the test.

    Raises:
        NotTestableError: when a condition or the outcome is not coded as yes or no.
    """
    names = [name.removeprefix("~") for name in parameters.conditions]
    outcome = parameters.outcome.removeprefix("~")
    for name in (*names, outcome):
        if name not in frame.columns or frame.schema[name] != pl.Boolean():
            raise NotTestableError("data", f"the cases are not coded on {name!r} as yes or no")
    rows = frame.select("case", *names, outcome).drop_nulls()
    values = rows.select(names).to_numpy().astype(np.float64)
    has = rows[outcome].to_numpy().astype(np.float64)
    if parameters.outcome.startswith("~"):
        has = 1 - has
    conditions = tuple(Condition(name, "crisp") for name in names)
    wanted = np.array([not name.startswith("~") for name in parameters.conditions])
    member = np.all(values.astype(bool) == wanted, axis=1)
    return CalibratedCases(tuple(rows["case"]), conditions, values, parameters.outcome, has), member


TESTS = (
    ClaimTest(
        "configuration",
        "Do conditions together go with an outcome among the coded cases, more often than its base rate?",
        "lift over the base rate with a bootstrap interval and permutation test, or a share with Wilson’s interval",
        ConfigurationParameters,
        configuration_results,
        is_cross_case=True,
    ),
)
