"""`statusquo compare qca`: configurations of conditions that go with an outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from statusquo.cli.compare_qca_bundled import print_beside
from statusquo.cli.compare_qca_tables import print_configurations, print_robustness
from statusquo.cli.output import JsonFlag, print_json

if TYPE_CHECKING:
    from statusquo.comparison.sets import CalibratedCases


def qca(
    data: DataFile = None,
    outcome: Outcome = None,
    conditions: Conditions = None,
    incl_cut: Annotated[float, typer.Option(help="Consistency of a sufficient row.")] = 0.8,
    excl_cut: Annotated[
        float | None, typer.Option(help="From here to the upper cut-off, a row is contradictory.")
    ] = None,
    n_cut: Annotated[int, typer.Option(help="Fewest cases of a row.")] = 1,
    pri_cut: Annotated[float, typer.Option(help="PRI of a sufficient row.")] = 0.0,
    expect: Annotated[
        list[str] | None,
        typer.Option(help="Directional expectations, such as A,~B,C*D (for the intermediate solution)."),
    ] = None,
    leave_out: LeaveOut = None,
    names: Names = None,
    frequency: Frequency = None,
    permutations: Annotated[
        int | None, typer.Option(min=0, max=1_000_000, help="Shuffled outcomes per test (2000).")
    ] = None,
    searches: Annotated[
        int | None, typer.Option(min=0, max=100_000, help="Repeated searches through shuffled outcomes (200).")
    ] = None,
    sweep: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=1_000_000,
            help="Analyses with other anchors, cut-offs, codings and cases (500; of a file of one's own none).",
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Print the configurations of conditions that go with an outcome."""
    from statusquo.comparison.case_tables import calibrated_cases
    from statusquo.comparison.truth_table import Cuts
    from statusquo.core.errors import InputError, Problem

    cuts = Cuts(inclusion=incl_cut, exclusion=excl_cut, cases=n_cut, pri=pri_cut)
    tests = {"permutations": permutations, "searches": searches}
    options: dict[str, Any] = {
        "cuts": cuts,
        "expect": split(expect),
        **{name: number for name, number in tests.items() if number is not None},
    }
    named, unwanted = split(conditions), split(leave_out) or ()
    if data is None:
        only_own(names=names, frequency=frequency)
        _compare_bundled(outcome, named, unwanted, sweep, options, json=json)
        return
    if outcome is None:
        raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
    column = outcome.removeprefix("~").strip()
    table = read_own(data, outcome=column, conditions=named, names=split(names), frequency=frequency)
    cases = calibrated_cases(table.without(unwanted), is_absence=outcome.startswith("~"))
    _compare_table(cases, sweep or 0, options, json=json)


def _compare_bundled(
    outcome: str | None,
    conditions: tuple[str, ...] | None,
    leave_out: tuple[str, ...],
    draws: int | None,
    options: dict[str, Any],
    *,
    json: bool,
) -> None:
    from statusquo.comparison.bundled import DRAWS, compare_bundled

    draws = DRAWS if draws is None else draws
    with _bar(3 * draws) as advance:
        found = compare_bundled(
            outcome=outcome, conditions=conditions, leave_out=leave_out, draws=draws, progress=advance, **options
        )
    if json:
        print_json(found.to_json())
        return
    print_configurations(found.main)
    print_beside(found)


def _compare_table(data: CalibratedCases, draws: int, options: dict[str, Any], *, json: bool) -> None:
    from statusquo.comparison.configurations import COMPLEXITIES, compare_configurations
    from statusquo.comparison.robustness import draws_of_a_table, sweep

    expect = options["expect"] or ()
    found = compare_configurations(data, **{**options, "expect": expect})
    swept = []
    if draws:
        draw = draws_of_a_table(data, expect)
        with _bar(3 * draws) as advance:
            for name in COMPLEXITIES:
                terms = [term for model in found.solutions[name].models for term in model.terms]
                swept.append(sweep(draw, terms, complexity=name, draws=draws, progress=advance))
    if json:
        print_json({**found.to_json(), "robustness": [item.to_json() for item in swept]})
        return
    print_configurations(found)
    print_robustness(swept)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], object]]:
    """Yield what moves a progress bar on standard error by one; none is drawn where that is no terminal."""
    from tqdm import tqdm

    with tqdm(total=total, unit="analysis", desc="sweep", disable=None if total else True) as bar:
        yield bar.update
