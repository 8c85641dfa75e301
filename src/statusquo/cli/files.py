"""The commands of every kind of file that people write, made from its bundle: list, show, check, new; and `schema`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from statusquo.cli.groups import new_group
from statusquo.cli.output import JsonFlag, print_check, print_json, print_table, say

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


def bundle_of(kind: str) -> Bundle[Any]:
    """Return the bundle of a kind of file.

    Raises:
        UnknownNameError: when there is no such kind.
    """
    from statusquo.core.errors import UnknownNameError

    if kind not in KINDS:
        raise UnknownNameError("kind of file", kind, KINDS)
    module, name = KINDS[kind]
    found: Bundle[Any] = vars(import_module(module))[name]
    return found


def file_commands(
    kind: str,
    plural: str,
    row: Callable[[str, Any], Mapping[str, object]] | None,
    words: Callable[[Any], str],
    *,
    check: Callable[[Path], str] | None = None,
    show: Callable[[Any], None] | None = None,
) -> typer.Typer:
    """Return the commands of a kind of file.

    Args:
        kind: of file.
        plural: what its files are called, and the commands with them.
        row: what the list says of a file that ships, by its id; None where none ships.
        words: what a file holds, in words.
        check: reads a file and returns what it holds in words, where more is checked than its bundle knows.
        show: prints a file for people, where its text does not serve better.
    """
    app = new_group(f"{f'List {plural}, show one' if row else f'Show a {kind}'}, check a file, begin a new one.")

    def list_(json: JsonFlag = False) -> None:
        assert row is not None
        bundle = bundle_of(kind)
        rows = [row(name, bundle.shipped(name)) for name in bundle.names()]
        if json:
            print_json({plural: rows})
            return
        numeric = [name for name, cell in rows[0].items() if isinstance(cell, int) and name != "year"]
        lines = [[_cell(cell) for cell in each.values()] for each in rows]
        print_table(plural.capitalize(), list(rows[0]), lines, numeric=numeric)

    def show_(
        id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the path of a file.")],
        json: JsonFlag = False,
    ) -> None:
        bundle = bundle_of(kind)
        path = bundle.path_of(id)
        if path is None and id not in bundle.names():
            raise bundle.unknown(id)
        found = bundle.read(path) if path is not None else bundle.shipped(id)
        if json:
            print_json(found.model_dump(mode="json", by_alias=True))
        elif show is not None:
            show(found)
        else:
            say(bundle.text(path) if path is not None else bundle.shipped_text(id))

    def check_(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file.")], json: JsonFlag = False) -> None:
        bundle = bundle_of(kind)
        print_check(file, lambda: check(file) if check else words(bundle.read(file)), bundle.error, json=json)

    def new(
        id: Annotated[str, typer.Argument(metavar="ID", help="The id of the new file, such as first-war.")],
        out: OutOption = None,
    ) -> None:
        write_template(out or Path(f"{id}.toml"), lambda: bundle_of(kind).new_text(id), plural)

    if row is not None:
        app.command("list", help=f"List the {plural} that ship with the package.")(list_)
    app.command("show", help=f"Show one {kind}.")(show_)
    app.command("check", help="Report every error of a file with its line.")(check_)
    if kind != "settlement":  # which begins from a dispute
        app.command("new", help="Write a commented template; no file is overwritten.")(new)
    return app


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value["id"]) if isinstance(value, dict) else str(value)


def write_template(path: Path, text: Callable[[], str], group: str) -> None:
    """Write a new file from a template, and say how it is checked.

    Args:
        path: the file; one that exists is not overwritten.
        text: makes the template.
        group: the commands that check it, such as ``cases``.
    """
    from statusquo.documents.template import write_new

    write_new(path, text())
    say(f"{path}: written; see what it lacks with statusquo {group} check {path}", err=True)


def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"A kind of file: {', '.join(KINDS)}.")],
) -> None:
    """Print the JSON Schema of a kind of file, by which editors complete and check as one types."""
    print_json(bundle_of(kind).schema())
