"""What the commands of every kind of file share: writing a new one, and `statusquo schema`, its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.output import print_json

if TYPE_CHECKING:
    from statusquo.documents.bundle import Bundle

KINDS: Mapping[str, tuple[str, str]] = {
    "case": ("statusquo.cases.load", "CASES"),
    "explanation": ("statusquo.explanations.load", "EXPLANATIONS"),
    "weighing": ("statusquo.explanations.weighing", "WEIGHINGS"),
    "settlement": ("statusquo.settlement.load", "SETTLEMENTS"),
    "options": ("statusquo.settlement.load", "OPTIONS"),
    "vocabulary": ("statusquo.settlement.load", "VOCABULARIES"),
    "scenario": ("statusquo.risk.scenario_file", "SCENARIOS"),
    "sweep": ("statusquo.bargaining.sweep_file", "SWEEPS"),
}
"""The kinds of file that people write, and where the bundle of each stands; imported only when asked for."""

OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; by default the id and .toml.")
]


def write_template(path: Path, text: Callable[[], str], group: str) -> None:
    """Write a new file from a template, and say how it is checked.

    Args:
        path: the file; one that exists is not overwritten.
        text: makes the template.
        group: the commands that check it, such as ``cases``.
    """
    from statusquo.documents.template import write_new

    write_new(path, text())
    typer.echo(f"{path}: written; see what it lacks with statusquo {group} check {path}", err=True)


def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"A kind of file: {', '.join(KINDS)}.")],
) -> None:
    """Print the JSON Schema of a kind of file, by which editors complete and check as one types."""
    from statusquo.core.errors import UnknownNameError

    if kind not in KINDS:
        raise UnknownNameError("kind of file", kind, KINDS)
    module, name = KINDS[kind]
    bundle: Bundle[Any] = vars(import_module(module))[name]
    print_json(bundle.schema())
