"""`statusquo compare --method qca`: configurations of conditions that go with an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from statusquo.cli.compare import Method, Request
from statusquo.cli.output import print_json, print_table

if TYPE_CHECKING:
    from statusquo.comparison.configurations import Configurations
    from statusquo.comparison.evidence import Evidence
    from statusquo.comparison.fit import Necessity, Sufficiency
    from statusquo.comparison.sets import CalibratedCases

_OPTIONS = frozenset({"incl-cut", "excl-cut", "n-cut", "pri-cut", "expect", "leave-out", "permutations", "searches"})
MOST_MODELS_SHOWN = 10
"""Tied models shown to people; the JSON document holds all."""


def run(request: Request) -> None:
    """Analyse the cases asked for and print the result.

    Raises:
        InputError: when the data or an option is wrong.
    """
    from statusquo.comparison.configurations import compare_configurations
    from statusquo.comparison.evidence import PERMUTATIONS, SEARCHES
    from statusquo.comparison.truth_table import Cuts

    request.refuse_all_but(Method.qca, _OPTIONS)
    data = _cases(request)
    given: dict[str, Any] = {name: value for name, value in request.given.items() if value is not None}
    named = (("incl-cut", "inclusion"), ("excl-cut", "exclusion"), ("n-cut", "cases"), ("pri-cut", "pri"))
    found = compare_configurations(
        data,
        cuts=Cuts(**{name: given[option] for option, name in named if option in given}),
        expect=given.get("expect", ()),
        permutations=given.get("permutations", PERMUTATIONS),
        searches=given.get("searches", SEARCHES),
    )
    if request.json:
        print_json(found.to_json())
    else:
        print_configurations(found)


def _cases(request: Request) -> CalibratedCases:
    from statusquo.comparison.case_tables import read_cases
    from statusquo.core.errors import InputError, Problem, UnknownNameError

    if request.data is None:
        raise InputError(Problem("no data", field="--data", allowed="a CSV file of cases"))
    if request.outcome is None:
        raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
    data = read_cases(request.data, outcome=request.outcome, conditions=request.conditions)
    left_out = request.given["leave-out"] or ()
    for name in left_out:  # type: ignore[union-attr]
        if name not in data.cases:
            raise UnknownNameError("case", name, data.cases, hint="in --leave-out")
    return data.without(left_out)  # type: ignore[arg-type]


def print_configurations(found: Configurations) -> None:
    """Print truth table, solutions and necessity for people."""
    table = found.table
    data, names = table.data, [condition.name for condition in table.data.conditions]
    heads = ["row", *names, table.data.outcome_name, "n", "consistency", "PRI", "cases (! on the other side)"]
    rows = [
        [
            str(row.number),
            *map(str, row.levels),
            row.outcome,
            str(len(row.cases)),
            f"{row.consistency:.3f}",
            f"{row.pri:.3f}",
            ", ".join(f"{case}!" if case in row.deviant else case for case in row.cases),
        ]
        for row in table.rows
    ]
    title = f"{data.outcome_name}: {len(data.cases)} cases in {len(rows)} of {table.possible:,} rows"
    print_table(title, heads, rows, numeric=["row", "n", "consistency", "PRI"])
    for name, solution in found.solutions.items():
        if solution.reason:
            typer.echo(f"{name} solution: none; {solution.reason}\n")
            continue
        tied = len(solution.models)
        shown = "" if tied <= MOST_MODELS_SHOWN else f", {MOST_MODELS_SHOWN} of them shown"
        more = " or more (truncated)" if solution.truncated else ""
        title = f"{name} solution" + (f": {tied}{more} models fit equally few terms{shown}" if tied > 1 else "")
        lines = []
        for i, (model, weighed) in enumerate(
            zip(solution.models[:MOST_MODELS_SHOWN], found.evidence[name], strict=False), 1
        ):
            label = f"{i}: " if tied > 1 else ""
            lines.append(_row(label + " + ".join(model.terms), model.fit, weighed.model))
            if len(model.terms) > 1:
                for term, evidence in zip(model.term_fits, weighed.terms, strict=True):
                    lines.append(_row(f"   {term.expression}", term.fit, evidence))
        columns = ["consistency", "PRI", "coverage", "unique", "n", "lift (95 %)", "p", "p adjusted", "p of search"]
        print_table(title, ["model and its terms", *columns], lines, numeric=columns)
    nec = [
        [item.expression, "SUIN" if item.is_suin else "", *map(_number, _values(item.fit))]
        for item in found.necessity.expressions
    ]
    if nec:
        print_table(
            "necessary (consistency 0.9, coverage 0.6)", ["expression", "", "consistency", "RoN", "coverage"], nec
        )
    else:
        typer.echo("No expression is necessary at consistency 0.9 and coverage 0.6.")
    typer.echo(f"Base rate of {data.outcome_name}: {data.outcome.mean():.3f}.")
    for warning in found.warnings:
        typer.echo(f"- {warning}")


def _row(label: str, fit: Sufficiency, evidence: Evidence) -> list[str]:
    lift = evidence.lift
    bounds = f" ({lift.low:.2f} to {lift.high:.2f})" if lift.low is not None and lift.high is not None else ""
    shares = (fit.consistency, fit.pri, fit.coverage, fit.unique_coverage)
    chances = (evidence.p_expression, evidence.p_adjusted, evidence.p_search)
    return [
        label,
        *map(_number, shares),
        str(evidence.n_cases),
        f"{_number(lift.value)}{bounds}",
        *map(_number, chances),
    ]


def _values(fit: Necessity) -> tuple[float | None, ...]:
    return fit.consistency, fit.relevance, fit.coverage


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
