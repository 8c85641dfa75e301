"""`statusquo compare logit`: the two links as estimated, or Firth's logit on a table of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusquo.cli.compare_options import Conditions, DataFile, LeaveOut, Outcome, split
from statusquo.cli.output import JsonFlag, print_json, print_table, say

if TYPE_CHECKING:
    from pathlib import Path

    from statusquo.comparison.estimates import Fitted, Term

CAVEATS = (
    "These are associations: what drives the parent's resistance may also drive the outcome.",
    "Movement-years measure resistance by EPR and UCDP alone; SDM 2.0, which is not in here, codes concessions.",
    "The coded cases are prominent and depend on each other; their shares are no base rates.",
)


def logit(
    data: DataFile = None,
    outcome: Outcome = None,
    conditions: Conditions = None,
    leave_out: LeaveOut = None,
    json: JsonFlag = False,
) -> None:
    """Print the bundled models' estimates, or Firth's logit on your own table."""
    named, unwanted = split(conditions), split(leave_out) or ()
    if data is not None:
        found, left_out = _own(data, outcome, named, unwanted)
    else:
        found, left_out = _bundled(outcome, is_own_choice=bool(named or unwanted)), ()
    if json:
        print_json(
            {
                "method": "logit",
                "models": [model.to_json() for model in found],
                "left_out": list(left_out),
                "warnings": list(CAVEATS),
            }
        )
        return
    for model in found:
        print_model(model)
    if left_out:
        say(f"Left out, for a missing value: {', '.join(left_out)}.", err=True)
    for caveat in CAVEATS:
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


def _own(
    data: Path, outcome: str | None, named: tuple[str, ...] | None, unwanted: tuple[str, ...]
) -> tuple[tuple[Fitted, ...], tuple[str, ...]]:
    import numpy as np

    from statusquo.comparison.case_tables import read_case_table
    from statusquo.comparison.estimates import estimate_table
    from statusquo.core.errors import InputError, Problem, UnknownNameError

    if outcome is None:
        raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
    column = outcome.removeprefix("~").strip()
    table = read_case_table(data, outcome=column, conditions=named)
    conditions = table.conditions
    numbers = table.numbers([*conditions, column])
    values, event = numbers[:, :-1], numbers[:, -1]
    is_wrong = ~np.isnan(event) & (event != 0) & (event != 1)
    if is_wrong.any():
        what = "the outcome either came or did not"
        raise InputError([table.table.wrong_cell(int(i), column, what, "0 or 1") for i in np.flatnonzero(is_wrong)])
    if outcome.startswith("~"):
        event = 1 - event
    for name in unwanted:
        if name not in table.names:
            raise UnknownNameError("case", name, table.names, hint="in --leave-out")
    is_unwanted = np.array([name in unwanted for name in table.names])
    missing = np.isnan(event) | np.isnan(values).any(axis=1)
    kept = ~is_unwanted & ~missing
    names = [name for name, keep in zip(table.names, kept, strict=True) if keep]
    left_out = tuple(name for name, gone in zip(table.names, missing & ~is_unwanted, strict=True) if gone)
    if not names:
        raise InputError(Problem("no case is complete", str(data), allowed="cases without empty cells"))
    return (estimate_table(names, outcome, conditions, values[kept], event[kept]),), left_out


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
