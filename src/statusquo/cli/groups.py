"""Groups of commands, whose help tells each command's summary whole."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

_WHOLE = 400
"""Characters: no summary is as long, so that none is cut."""


class Group(TyperGroup):
    """A group of commands; a summary takes as many lines as it needs."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each command with its summary."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def new_group(what: str) -> typer.Typer:
    """Return an empty group of commands, which without one of them prints its help.

    Args:
        what: the commands do.
    """
    return typer.Typer(cls=Group, help=what, no_args_is_help=True, rich_markup_mode=None)
