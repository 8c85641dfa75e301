"""Groups of commands, whose help tells each command's summary whole, by what one wants to do, with examples."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import typer
from typer.core import TyperGroup

_WHOLE = 400
"""Characters: no summary is as long, so that none is cut."""

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "A dispute": ("show", "dossier", "measure", "risk", "claims", "settle", "bargain"),
    "Across disputes": ("compare", "panel", "changed", "forecast", "atlas"),
    "What if": ("scenario", "recode", "sweep"),
    "Files of your own": (
        "cases", "codings", "explanations", "scenarios", "settlements", "sweeps", "weighings", "schema",
    ),
    "Data": ("data", "events"),
}  # fmt: skip
"""The commands by what one wants to do; a group of its own has one section."""


class Group(TyperGroup):
    """A group of commands; a summary takes as many lines as it needs."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each command with its summary, in sections."""
        names = self.list_commands(ctx)
        sections = SECTIONS if ctx.parent is None else {"Commands": tuple(names)}
        for title, members in sections.items():
            commands = ((name, self.get_command(ctx, name)) for name in members if name in names)
            rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command is not None]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; its help ends with examples."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            path = " ".join([*ctx.command_path.split()[1:], cmd_name])
            command.format_epilog = lambda ctx, formatter: _write_examples(path, formatter)  # type: ignore[method-assign]
            command.context_settings = {**command.context_settings, **HELP_OPTIONS}
        return command


@cache
def examples() -> dict[str, list[str]]:
    """Return the examples of each command, without the leading word."""
    found: dict[str, list[str]] = tomllib.loads(
        files("statusquo.cli").joinpath("examples.toml").read_text(encoding="utf-8")
    )
    return found


def _write_examples(path: str, formatter: Any) -> None:
    if lines := examples().get(path):
        with formatter.section("Examples"):
            for line in lines:
                formatter.write(f"{'':{formatter.current_indent}}statusquo {line}\n")


def new_group(what: str) -> typer.Typer:
    """Return an empty group of commands, which without one of them prints its help.

    Args:
        what: the commands do.
    """
    return typer.Typer(
        cls=Group, help=what, no_args_is_help=True, rich_markup_mode=None, context_settings=dict(HELP_OPTIONS)
    )
