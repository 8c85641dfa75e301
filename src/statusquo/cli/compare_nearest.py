"""`statusquo compare nearest`: which cases are structurally alike, and the pairs that tell most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.compare_options import Conditions, DataFile, Names, Outcome, only_own, read_own, split
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.core.wording import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from statusquo.comparison.nearest import Cases, Pair, Trait

MOST_SHOWN = 200
"""Neighbours shown to people; the JSON document holds all."""

CAVEATS = (
    "The distance is a mean of differences with stated weights, and carries no sampling error; read the parts.",
    "Cases are alike in what is coded of them, not in everything that mattered.",
)


def nearest(
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help="The case whose neighbours are asked for, or a case file.")
    ] = None,
    data: DataFile = None,
    outcome: Outcome = None,
    conditions: Conditions = None,
    names: Names = None,
    json: JsonFlag = False,
) -> None:
    """Print the cases nearest to one, or the telling pairs of all."""
    named = split(conditions)
    if data is None:
        only_own(names=names)
        id, cases, traits, outcomes = _bundled(id, outcome, named)
    else:
        table = read_own(data, outcome=outcome, conditions=named, names=split(names), is_counted=False)
        traits = table.traits()
        cases, outcomes = table.values(traits), table.outcomes()
    if id is not None:
        _print_neighbours(id, cases, traits, outcomes, json=json)
    else:
        _print_pairs(cases, traits, outcomes, json=json)


def _bundled(
    id: str | None, outcome: str | None, named: tuple[str, ...] | None
) -> tuple[str | None, Cases, Sequence[Trait], Mapping[str, object]]:
    from statusquo.cases.load import load_case
    from statusquo.comparison.coded_distances import coded_structure, structure_around
    from statusquo.core.errors import UnknownNameError

    name_of_case, structure = (None, coded_structure()) if id is None else structure_around(load_case(id))
    known = {"outcome": structure.outcomes, "attained": structure.attained, "kept": structure.kept}
    name = outcome or "outcome"
    if name not in known:
        raise UnknownNameError("outcome of the coded cases", name, known)
    traits = structure.traits
    if named:
        by_name = {trait.name: trait for trait in traits}
        for condition in named:
            if condition not in by_name:
                raise UnknownNameError("trait of the coded cases", condition, by_name)
        traits = tuple(by_name[condition] for condition in named)
    return name_of_case, structure.cases, traits, known[name]


def _print_neighbours(
    name: str, cases: Cases, traits: Sequence[Trait], outcomes: Mapping[str, object], *, json: bool
) -> None:
    from statusquo.comparison.nearest import nearest_cases
    from statusquo.core.errors import UnknownNameError

    if name not in cases:
        raise UnknownNameError("case", name, cases)
    pairs = nearest_cases(name, cases, traits)
    if json:
        print_json(
            {
                "method": "nearest",
                "case": name,
                "outcome": outcomes.get(name),
                "weights": _weights(traits),
                "nearest": [
                    {"case": pair.second, "outcome": outcomes.get(pair.second), **_distance(pair)} for pair in pairs
                ],
                "without_distance": sorted(set(cases) - {name} - {pair.second for pair in pairs}),
                "warnings": list(CAVEATS),
            }
        )
        return
    rows = [[pair.second, *_cells(pair), _text(outcomes.get(pair.second))] for pair in pairs[:MOST_SHOWN]]
    shown = f", {MOST_SHOWN} of them shown" if len(pairs) > MOST_SHOWN else ""
    title = f"{name}: {_text(outcomes.get(name))}; the nearest of {len(cases) - 1:,} cases{shown}"
    print_table(title, ["case", "distance", "shared", "apart most in", "outcome"], rows, numeric=["distance"])
    for caveat in CAVEATS:
        say(f"- {caveat}", err=True)


def _print_pairs(cases: Cases, traits: Sequence[Trait], outcomes: Mapping[str, object], *, json: bool) -> None:
    from statusquo.comparison.nearest import telling_pairs
    from statusquo.core.errors import InputError, Problem

    if not outcomes:
        raise InputError(
            Problem("neither a case nor an outcome is named", field="ID", allowed="a case, or --outcome with a column")
        )
    differing, agreeing = telling_pairs(cases, traits, outcomes)
    if json:
        print_json(
            {
                "method": "nearest",
                "weights": _weights(traits),
                "most_similar_different_outcome": [_pair(pair, outcomes) for pair in differing],
                "most_different_same_outcome": [_pair(pair, outcomes) for pair in agreeing],
                "warnings": list(CAVEATS),
            }
        )
        return
    for title, pairs in (
        ("most similar, different outcome", differing),
        ("most different, same outcome", agreeing),
    ):
        rows = [
            [pair.first, _text(outcomes[pair.first]), pair.second, _text(outcomes[pair.second]), *_cells(pair)]
            for pair in pairs
        ]
        heads = ["case", "outcome", "other case", "its outcome", "distance", "shared", "apart most in"]
        print_table(title, heads, rows, numeric=["distance"])
    for caveat in CAVEATS:
        say(f"- {caveat}", err=True)


def _pair(pair: Pair, outcomes: Mapping[str, object]) -> dict[str, Any]:
    return {
        "cases": [pair.first, pair.second],
        "outcomes": [outcomes[pair.first], outcomes[pair.second]],
        **_distance(pair),
    }


def _distance(pair: Pair) -> dict[str, Any]:
    return {
        "distance": pair.distance.estimate.to_json(),
        "shared_weight": pair.distance.shared,
        "parts": dict(pair.distance.parts),
    }


def _weights(traits: Sequence[Trait]) -> dict[str, float]:
    return {trait.name: trait.weight for trait in traits}


def _cells(pair: Pair) -> list[str]:
    apart = sorted(pair.distance.parts.items(), key=lambda item: -item[1])[:3]
    most = ", ".join(name.replace("_", " ") for name, part in apart if part > 0)
    return [f"{pair.distance.value:.2f}", percent(pair.distance.shared), most or "nothing"]


def _text(value: object) -> str:
    return "–" if value is None else str(value)
