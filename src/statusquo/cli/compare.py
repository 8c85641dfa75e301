"""`statusquo compare`: outcomes across cases, by configurations, estimates, nearest cases or the claims on them.

Each method has a file of its own, `compare_METHOD.py`, with a function that takes the request and prints; the method is
looked up in `METHODS` and imported only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from statusquo.cli.output import JsonFlag


class Method(StrEnum):
    """The ways of comparing cases."""

    qca = "qca"
    logit = "logit"
    nearest = "nearest"
    claims = "claims"


METHODS = {
    Method.qca: "statusquo.cli.compare_qca",
    Method.logit: "statusquo.cli.compare_logit",
    Method.nearest: "statusquo.cli.compare_nearest",
    Method.claims: "statusquo.cli.compare_claims",
}
"""Where each method's `run(request)` stands."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; a method refuses the options it has no use for.

    Attributes:
        data: a CSV file of cases; None for the bundled cases.
        outcome: the outcome; None where the data are the bundled cases, for every outcome there is.
        conditions: the conditions; None for the default ones.
        json: whether to print one JSON document.
        given: options of a single method, by name; None or empty where not given.
    """

    data: Path | None
    outcome: str | None
    conditions: tuple[str, ...] | None
    json: bool
    given: dict[str, float | int | str | tuple[str, ...] | None]

    def refuse_all_but(self, method: Method, allowed: frozenset[str]) -> None:
        """Refuse options that another method has.

        Raises:
            InputError: when one is given.
        """
        from statusquo.core.errors import InputError, Problem

        for name, value in self.given.items():
            if value not in (None, ()) and name not in allowed:
                raise InputError(Problem(f"the method {method.value} has no such option", field=f"--{name}"))


def compare(
    method: Annotated[Method, typer.Option("--method", help="How to compare.")] = Method.qca,
    data: Annotated[
        Path | None, typer.Option("--data", help="A CSV file of cases; without it, the bundled cases.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="Column of the outcome; ~NAME explains its absence.")
    ] = None,
    conditions: Annotated[
        str | None, typer.Option("--conditions", help="Columns of the conditions, separated by commas.")
    ] = None,
    incl_cut: Annotated[float | None, typer.Option(help="qca: consistency of a sufficient row (0.8).")] = None,
    excl_cut: Annotated[
        float | None, typer.Option(help="qca: from here to the upper cut-off, a row is contradictory.")
    ] = None,
    n_cut: Annotated[int | None, typer.Option(help="qca: fewest cases of a row (1).")] = None,
    pri_cut: Annotated[float | None, typer.Option(help="qca: PRI of a sufficient row (0).")] = None,
    expect: Annotated[
        str | None,
        typer.Option(help="qca: directional expectations, such as A,~B,C*D (for the intermediate solution)."),
    ] = None,
    leave_out: Annotated[str | None, typer.Option(help="Cases to leave out, separated by commas.")] = None,
    permutations: Annotated[
        int | None, typer.Option(min=0, max=1_000_000, help="qca: shuffled outcomes per test (2000).")
    ] = None,
    searches: Annotated[
        int | None, typer.Option(min=0, max=100_000, help="qca: repeated searches through shuffled outcomes (200).")
    ] = None,
    sweep: Annotated[
        int | None,
        typer.Option(min=0, max=1_000_000, help="qca: analyses with other anchors, cut-offs, codings and cases (500)."),
    ] = None,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help="nearest: the case whose neighbours are asked for.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Compare outcomes across cases: which conditions, alone and together, go with success."""
    request = Request(
        data=data,
        outcome=outcome,
        conditions=_split(conditions),
        json=json,
        given={
            "incl-cut": incl_cut,
            "excl-cut": excl_cut,
            "n-cut": n_cut,
            "pri-cut": pri_cut,
            "expect": _split(expect),
            "leave-out": _split(leave_out),
            "permutations": permutations,
            "searches": searches,
            "id": id,
            "sweep": sweep,
        },
    )
    import_module(METHODS[method]).run(request)


def _split(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())
