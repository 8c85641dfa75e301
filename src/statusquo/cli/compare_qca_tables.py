"""What `statusquo compare qca` prints for people: truth table, solutions, necessity and robustness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusquo.cli.output import print_table, say
from statusquo.core.wording import figure

if TYPE_CHECKING:
    from statusquo.comparison.configurations import Configurations
    from statusquo.comparison.enhanced_analysis import Enhanced
    from statusquo.comparison.evidence import Evidence
    from statusquo.comparison.fit import Necessity, Sufficiency
    from statusquo.comparison.robustness import Robustness
    from statusquo.comparison.truth_table import Row

MOST_MODELS_SHOWN, MOST_CASES_NAMED = 10, 100
"""Tied models, and cases of a row, shown to people; the JSON document holds all."""


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
            _cases(row),
        ]
        for row in table.rows
    ]
    title = f"{data.outcome_name}: {len(data.cases)} cases in {len(rows)} of {table.possible:,} rows"
    print_table(title, heads, rows, numeric=["row", "n", "consistency", "PRI"])
    if found.enhanced is not None:
        print_enhanced(found.enhanced)
    for name, solution in found.solutions.items():
        if solution.reason:
            say(f"{name} solution: none; {solution.reason}\n")
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
        [item.expression, "SUIN" if item.is_suin else "", *(figure(value, ".3f") for value in _values(item.fit))]
        for item in found.necessity.expressions
    ]
    if nec:
        print_table(
            "necessary (consistency 0.9, coverage 0.6)", ["expression", "", "consistency", "RoN", "coverage"], nec
        )
    else:
        say("No expression is necessary at consistency 0.9 and coverage 0.6.")
    say(f"Base rate of {data.outcome_name}: {data.outcome.mean():.3f}.")
    for warning in found.warnings:
        say(f"- {warning}")


def print_enhanced(found: Enhanced) -> None:
    """Print which remainders an enhanced standard analysis bars, and why."""
    reasons = {
        "lack something necessary": found.against_necessity,
        "are untenable": found.untenable,
        "were used for the outcome and for its absence": found.contradictory,
    }
    say(f"Enhanced standard analysis: {found.n_excluded} remainders are barred.")
    for why, expression in reasons.items():
        if expression:
            say(f"- They {why}: {expression}")
    if found.sufficient_for_both:
        say(f"- Rows sufficient for the outcome and for its absence: {', '.join(map(str, found.sufficient_for_both))}")
    say("")


def print_robustness(swept: Sequence[Robustness]) -> None:
    """Print how often each term survives."""
    for found in swept:
        rows = [
            [term.expression, *(f"{share:.0%}" for share in (term.in_every_model, term.in_some_model, term.consistent))]
            for term in found.terms
        ]
        rows += [[f"(not in the solution) {name}", "", f"{share:.0%}", ""] for name, share in found.others[:3]]
        columns = ["in every model", "in some model", "set consistent"]
        title = (
            f"{found.complexity} solution over {found.draws:,} other choices ({found.without_model:.0%} find no model)"
        )
        print_table(title, ["term", *columns], rows, numeric=columns)


def _cases(row: Row) -> str:
    deviant = set(row.deviant)
    named = [f"{case}!" if case in deviant else case for case in row.cases[:MOST_CASES_NAMED]]
    more = len(row.cases) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more else "")


def _row(label: str, fit: Sufficiency, evidence: Evidence) -> list[str]:
    lift = evidence.lift
    bounds = f" ({lift.low:.2f} to {lift.high:.2f})" if lift.low is not None and lift.high is not None else ""
    shares = (fit.consistency, fit.pri, fit.coverage, fit.unique_coverage)
    chances = (evidence.p_expression, evidence.p_adjusted, evidence.p_search)
    return [
        label,
        *(figure(value, ".3f") for value in shares),
        str(evidence.n_cases),
        f"{figure(lift.value, '.3f')}{bounds}",
        *(figure(value, ".3f") for value in chances),
    ]


def _values(fit: Necessity) -> tuple[float | None, ...]:
    return fit.consistency, fit.relevance, fit.coverage
