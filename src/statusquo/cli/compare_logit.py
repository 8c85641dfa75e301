"""`statusquo compare logit`: the two links as estimated, or Firth's logit on a table of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.compare_options import (
    Conditions,
    DataFile,
    Frequency,
    LeaveOut,
    Names,
    Outcome,
    only_own,
    read_own,
    split,
)
from statusquo.cli.output import JsonFlag, print_json, print_table, say

if TYPE_CHECKING:
    from statusquo.comparison.case_tables import CaseTable
    from statusquo.comparison.estimates import Fitted, Term

CAVEATS = (
    "These are associations: what drives the parent's resistance may also drive the outcome.",
    "Movement-years measure resistance by EPR and UCDP alone; SDM 2.0, which is not in here, codes concessions.",
    "The coded cases are prominent and depend on each other; their shares are no base rates.",
)
OWN_CAVEATS = (
    "These are associations: what drives a condition may also drive the outcome.",
    "Each row counts as independent of the others; rows of one unit, or of neighbours, make the intervals too short.",
)


def logit(
    data: DataFile = None,
    outcome: Outcome = None,
    conditions: Conditions = None,
    leave_out: LeaveOut = None,
    names: Names = None,
    frequency: Frequency = None,
    json: JsonFlag = False,
) -> None:
    """Print the bundled models' estimates, or Firth's logit on your own table."""
    from statusquo.core.errors import InputError, Problem

    named, unwanted = split(conditions), split(leave_out) or ()
    caveats = CAVEATS if data is None else OWN_CAVEATS
    if data is not None:
        if outcome is None:
            raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
        column = outcome.removeprefix("~").strip()
        table = read_own(data, outcome=column, conditions=named, names=split(names), frequency=frequency)
        found, left_out = _own(table.without(unwanted), is_absence=outcome.startswith("~"))
    else:
        only_own(names=names, frequency=frequency)
        found, left_out = _bundled(outcome, is_own_choice=bool(named or unwanted)), ()
    if json:
        print_json(
            {
                "method": "logit",
                "models": [model.to_json() for model in found],
                "left_out": list(left_out),
                "warnings": list(caveats),
            }
        )
        return
    for model in found:
        print_model(model)
    if left_out:
        say(f"Left out, for a missing value: {', '.join(left_out)}.", err=True)
    for caveat in caveats:
        say(f"- {caveat}", err=True)


def _bundled(outcome: str | None, *, is_own_choice: bool) -> tuple[Fitted, ...]:
    from statusquo.comparison.estimates import fitted_models
    from statusquo.core.errors import InputError, Problem, UnknownNameError

    if is_own_choice:
        raise InputError(
            Problem("the bundled models have their own conditions", field="--conditions", allowed="with --data only")
        )
    models = fitted_models()
    if outcome is None:
        return models
    chosen = tuple(model for model in models if model.id == outcome)
    if not chosen:
        raise UnknownNameError("model", outcome, (model.id for model in models))
    return chosen


def _own(table: CaseTable, *, is_absence: bool) -> tuple[tuple[Fitted, ...], tuple[str, ...]]:
    import numpy as np

    from statusquo.comparison.estimates import MOST_LEFT_OUT, estimate_table
    from statusquo.core.errors import InputError, Problem
    from statusquo.documents.csv_table import told

    column = table.outcome or ""
    numbers = table.numbers([*table.conditions, column])
    values, event = numbers[:, :-1], numbers[:, -1]
    is_wrong = ~np.isnan(event) & (event != 0) & (event != 1)
    if is_wrong.any():
        what = "the outcome either came or did not"
        wrong = [table.table.wrong_cell(int(i), column, what, "0 or 1") for i in np.flatnonzero(is_wrong)]
        raise InputError(told(wrong))
    if is_absence:
        event = 1 - event
    missing = np.isnan(event) | np.isnan(values).any(axis=1)
    names = [name for name, gone in zip(table.names, missing, strict=True) if not gone]
    left_out = tuple(name for name, gone in zip(table.names, missing, strict=True) if gone)
    if not names:
        raise InputError(Problem("no case is complete", table.table.file, allowed="cases without empty cells"))
    title = f"~{column}" if is_absence else column
    if len(names) > MOST_LEFT_OUT:
        say(f"What one case does is told for at most {MOST_LEFT_OUT:,}; these are {len(names):,}.", err=True)
    return (estimate_table(names, title, table.conditions, values[~missing], event[~missing]),), left_out


def print_model(model: Fitted) -> None:
    """Print one model for people."""
    title = f"{model.outcome} ({model.id}): {model.at_risk}; n {model.n:,}, events {model.n_events}"
    print_table(title, ["condition", "odds ratio", "log odds", "95 % interval", "p", "without one"],
                [_row(term) for term in model.terms], numeric=["odds ratio", "log odds"])  # fmt: skip
    parted = " Some condition parts the outcomes without exception." if model.is_separated else ""
    say(f"  {model.method}. Resistance: {model.measure}.{parted}\n")


def _row(term: Term) -> list[str]:
    import math

    value = term.estimate.value
    assert value is not None
    low, high = term.estimate.low, term.estimate.high
    bounds = f"{low:.2f} to {high:.2f}" if low is not None and high is not None else f"no end on the {term.open_side}"
    ends = sorted(term.influence.values())
    moved = f"{ends[0]:.2f} to {ends[-1]:.2f}" if ends else "–"
    p = "–" if term.p is None else f"{term.p:.3f}"
    return [term.meaning, f"{math.exp(min(value, 50)):.2f}", f"{value:.2f}", bounds, p, moved]
