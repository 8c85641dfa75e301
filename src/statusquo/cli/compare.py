"""`statusquo compare`: outcomes across cases, by configurations, estimates, nearest cases or the claims on them.

Each way of comparing is a command in a file of its own, `compare_NAME.py`. The older spelling, `compare --method NAME`
with configurations where no method is named, is read as the command.
"""

from __future__ import annotations

from typing import Any

import typer

from statusquo.cli import compare_claims, compare_logit, compare_nearest, compare_qca
from statusquo.cli.groups import Group


class _Ways(Group):
    """The ways of comparing, by name or by the older `--method`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _with_a_command(args))


app = typer.Typer(
    cls=_Ways,
    help="Compare outcomes across cases: which conditions, alone and together, go with success.",
    rich_markup_mode=None,
)
app.command(name="qca")(compare_qca.qca)
app.command(name="logit")(compare_logit.logit)
app.command(name="nearest")(compare_nearest.nearest)
app.command(name="claims")(compare_claims.claims)


def _with_a_command(args: list[str]) -> list[str]:
    for place, text in enumerate(args):
        name, equals, value = text.partition("=")
        if name == "--method" and equals:
            return [value, *args[:place], *args[place + 1 :]]
        if name == "--method" and place + 1 < len(args):
            return [args[place + 1], *args[:place], *args[place + 2 :]]
    is_older = not args or (args[0].startswith("-") and args != ["--help"])
    return ["qca", *args] if is_older else args
