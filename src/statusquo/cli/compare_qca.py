"""`statusquo compare qca`: configurations of conditions that go with an outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from statusquo.cli.compare_qca_further import Asked, Followed, look_further, print_further
from statusquo.cli.compare_qca_tables import print_configurations, print_robustness
from statusquo.cli.output import JsonFlag, print_json

if TYPE_CHECKING:
    from statusquo.comparison.measured_cases import MeasuredCases


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
    anchors: Annotated[
        list[str] | None,
        typer.Option(help="A measured column to calibrate: NAME=exclusion,crossover,inclusion or NAME=threshold."),
    ] = None,
    solution: Annotated[
        Followed, typer.Option(help="The solution that robustness, theory and clusters are asked of.")
    ] = "parsimonious",
    robustness: Annotated[
        bool, typer.Option("--robustness", help="Sensitivity ranges, robust core and types of cases.")
    ] = False,
    test: Annotated[
        list[str] | None,
        typer.Option(help="A solution to test against: other choices, such as 'incl=0.75 n=2', or A*B + C."),
    ] = None,
    theory: Annotated[str | None, typer.Option(help="An expression that theory expects, such as A*~B + C.")] = None,
    clusters: Annotated[str | None, typer.Option(help="Column of the clusters of cases, such as years.")] = None,
    units: Annotated[str | None, typer.Option(help="Column of the units that recur across clusters.")] = None,
    contradictory: Annotated[
        bool,
        typer.Option("--contradictory", help="Bar remainders assumed to go with outcome and absence alike."),
    ] = False,
    necessary: Annotated[
        list[str] | None, typer.Option(help="Claimed to be necessary, separated by commas: bars remainders without it.")
    ] = None,
    untenable: Annotated[str | None, typer.Option(help="Impossible remainders, such as A*~B + C, to bar.")] = None,
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
    """Print the configurations of conditions that go with an outcome, and how robust they are."""
    from statusquo.comparison.enhanced_analysis import Claims
    from statusquo.comparison.measured_tables import groups_of, measured_cases, without_columns
    from statusquo.comparison.truth_table import Cuts
    from statusquo.core.errors import InputError, Problem

    cuts = Cuts(inclusion=incl_cut, exclusion=excl_cut, cases=n_cut, pri=pri_cut)
    tests = {"permutations": permutations, "searches": searches}
    claims = Claims(split(necessary) or (), (untenable,) if untenable else (), contradictory)
    options: dict[str, Any] = {
        "cuts": cuts,
        "expect": split(expect),
        "claims": claims if claims != Claims(bar_contradictory=False) else None,
        **{name: number for name, number in tests.items() if number is not None},
    }
    named, unwanted = split(conditions), split(leave_out) or ()
    asked = Asked(solution, robustness or bool(test), tuple(test or ()), theory)
    if data is None:
        only_own(names=names, frequency=frequency, anchors=anchors, clusters=clusters, units=units)
        _compare_bundled(outcome, named, unwanted, sweep, options, asked, json=json)
        return
    if outcome is None:
        raise InputError(Problem("no outcome is named", field="--outcome", allowed="a column of the file"))
    column = outcome.removeprefix("~").strip()
    table = read_own(data, outcome=column, conditions=named, names=split(names), frequency=frequency)
    table = table.without(unwanted)
    apart = [name for name in (clusters, units) if name]
    kept = without_columns(table, apart) if named is None else table
    cases = measured_cases(kept, _read_anchors(anchors or ()), is_absence=outcome.startswith("~"))
    of_case = [groups_of(table, name) if name else None for name in (clusters, units)]
    _compare_table(cases, sweep or 0, options, asked, of_case, json=json)


def _compare_bundled(
    outcome: str | None,
    conditions: tuple[str, ...] | None,
    leave_out: tuple[str, ...],
    draws: int | None,
    options: dict[str, Any],
    asked: Asked,
    *,
    json: bool,
) -> None:
    from statusquo.comparison.bundled import DRAWS, compare_bundled

    draws = DRAWS if draws is None else draws
    with _bar(3 * draws) as advance:
        found = compare_bundled(
            outcome=outcome, conditions=conditions, leave_out=leave_out, draws=draws, progress=advance, **options
        )
    clusters = found.clusters if asked.robustness else None
    further = look_further(asked, found.cases, options, found.expect, clusters=clusters, test_set=found.test_set)
    if json:
        print_json({**found.to_json(), **further.to_json()})
        return
    print_configurations(found.main)
    print_further(further)
    print_beside(found)


def _compare_table(
    cases: MeasuredCases,
    draws: int,
    options: dict[str, Any],
    asked: Asked,
    of_case: Sequence[Mapping[str, str] | None],
    *,
    json: bool,
) -> None:
    from statusquo.comparison.configurations import COMPLEXITIES, compare_configurations
    from statusquo.comparison.robustness import draws_of_a_table, sweep

    expect = options["expect"] or ()
    found = compare_configurations(cases.data, **{**options, "expect": expect})
    swept = []
    if draws:
        draw = draws_of_a_table(cases.data, expect)
        with _bar(3 * draws) as advance:
            for name in COMPLEXITIES:
                terms = [term for model in found.solutions[name].models for term in model.terms]
                swept.append(sweep(draw, terms, complexity=name, draws=draws, progress=advance))
    clusters, units = of_case
    further = look_further(asked, cases, options, expect, clusters=clusters, units=units)
    if json:
        print_json({**found.to_json(), "robustness": [item.to_json() for item in swept], **further.to_json()})
        return
    print_configurations(found)
    print_further(further)
    print_robustness(swept)


def _read_anchors(texts: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Return anchors written as ``NAME=400,550,900``."""
    from statusquo.comparison.analysis import read_anchors
    from statusquo.core.errors import InputError, Problem

    found = {}
    for text in texts:
        # A column's name may hold an equals sign, numbers do not.
        name, equals, written = text.rpartition("=")
        numbers = read_anchors(written)
        if not equals or numbers is None:
            allowed = "NAME=exclusion,crossover,inclusion or NAME=threshold"
            raise InputError(Problem("anchors cannot be read", field="--anchors", found=repr(text), allowed=allowed))
        found[name.strip()] = numbers
    return found


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], object]]:
    """Yield what moves a progress bar on standard error by one; none is drawn where that is no terminal."""
    from tqdm import tqdm

    with tqdm(total=total, unit="analysis", desc="sweep", disable=None if total else True) as bar:
        yield bar.update
