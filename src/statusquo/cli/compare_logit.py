"""`statusquo compare --method logit`: the two links as estimated, or Firth's logit on a table of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from statusquo.cli.compare import Method, Request
from statusquo.cli.output import print_json, print_table

if TYPE_CHECKING:
    from statusquo.comparison.estimates import Fitted, Term

CAVEATS = (
    "These are associations: what drives the parent's resistance may also drive the outcome.",
    "Movement-years measure resistance by EPR and UCDP alone; SDM 2.0, which is not in here, codes concessions.",
    "The coded cases are prominent and depend on each other; their shares are no base rates.",
)


def run(request: Request) -> None:
    """Print the estimates.

    Raises:
        InputError: when the data or an option is wrong.
        ArtefactError: when the bundled models were never fitted.
    """
    request.refuse_all_but(Method.logit, frozenset({"leave-out"}))
    found, left_out = _own(request) if request.data is not None else (_bundled(request), ())
    if request.json:
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
        typer.echo(f"Left out, for a missing value: {', '.join(left_out)}.", err=True)
    for caveat in CAVEATS:
        typer.echo(f"- {caveat}", err=True)


def _bundled(request: Request) -> tuple[Fitted, ...]:
    from statusquo.comparison.estimates import fitted_models
    from statusquo.core.errors import InputError, Problem, UnknownNameError

    if request.conditions or request.given["leave-out"]:
        raise InputError(
            Problem("the bundled models have their own conditions", field="--conditions", allowed="with --data only")
        )
    models = fitted_models()
    if request.outcome is None:
        return models
    chosen = tuple(model for model in models if model.id == request.outcome)
    if not chosen:
        raise UnknownNameError("model", request.outcome, (model.id for model in models))
    return chosen


def _own(request: Request) -> tuple[tuple[Fitted, ...], tuple[str, ...]]:
    import numpy as np

    from statusquo.comparison.estimates import estimate_table
    from statusquo.comparison.measured_tables import read_measured
    from statusquo.core.errors import InputError, Problem, UnknownNameError

    assert request.data is not None
    if request.outcome is None:
        raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
    table = read_measured(request.data)
    outcome = request.outcome.removeprefix("~").strip()
    conditions = table.choose(request.conditions, outcome)
    values, event = table.numbers(conditions), table.numbers([outcome])[:, 0]
    for line, number in zip(table.lines, event, strict=True):
        if not np.isnan(number) and number not in (0, 1):
            raise InputError(Problem("the outcome", str(table.path), line, outcome, f"{number:g}", "0 or 1"))
    if request.outcome.startswith("~"):
        event = 1 - event
    unwanted = request.given["leave-out"] or ()
    assert isinstance(unwanted, tuple)
    for name in unwanted:
        if name not in table.names:
            raise UnknownNameError("case", name, table.names, hint="in --leave-out")
    named = np.array([name in unwanted for name in table.names])
    missing = np.isnan(event) | np.isnan(values).any(axis=1)
    kept = ~named & ~missing
    names = [name for name, keep in zip(table.names, kept, strict=True) if keep]
    left_out = tuple(name for name, gone in zip(table.names, missing & ~named, strict=True) if gone)
    if not names:
        raise InputError(Problem("no case is complete", str(table.path), allowed="cases without empty cells"))
    return (estimate_table(names, request.outcome, conditions, values[kept], event[kept]),), left_out


def print_model(model: Fitted) -> None:
    """Print one model for people."""
    title = f"{model.outcome} ({model.id}): {model.at_risk}; n {model.n:,}, events {model.n_events}"
    print_table(title, ["condition", "odds ratio", "log odds", "95 % interval", "p", "without one"],
                [_row(term) for term in model.terms], numeric=["odds ratio", "log odds"])  # fmt: skip
    parted = " Some condition parts the outcomes without exception." if model.is_separated else ""
    typer.echo(f"  {model.method}. Resistance: {model.measure}.{parted}\n")


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
