"""`statusquo data diff`: what one snapshot or file says differently from another, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.output import JsonFlag, print_json, progress, say

if TYPE_CHECKING:
    from statusquo.changes.two_snapshots import SnapshotMoves

SIDE = "`embedded`, `user`, the folder of a snapshot, or a file of a data set."


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=SIDE)],
    b: Annotated[str, typer.Argument(metavar="B", help=SIDE)],
    everything: Annotated[bool, typer.Option("--all", help="Show every difference, not the largest alone.")] = False,
    json: JsonFlag = False,
) -> None:
    """Say what B has otherwise than A: years, conflicts, activity, deaths, spending, events.

    Of two snapshots also where disputes stand, risks, ranks and verdicts. Files are known by their content.
    """
    from statusquo.changes.comparison import compared
    from statusquo.cli.difference_lines import difference_lines

    with progress("data diff", "step", leave=False, delay=2) as show:
        found = compared(a, b, show)
    if json:
        print_json(found.to_json())
        return
    for line in difference_lines(found.differences, everything=everything):
        say(line)
    if found.differences.is_empty:
        say("The two say the same of all that both know.")
    if found.follows is not None:
        _print_moves(found.follows, everything=everything)


def _print_moves(told: SnapshotMoves, *, everything: bool) -> None:
    from statusquo.cli.move_lines import rank_lines, risk_lines, stands_lines, verdict_lines
    from statusquo.cli.report_lines import paragraph

    if told.moved is not None:
        lines = [
            *stands_lines(told.moved, everything=everything, shown=8),
            *risk_lines(told.moved, everything=everything, shown=10),
            *rank_lines(told.moved, everything=everything, shown=5),
            *verdict_lines(told.moved, everything=everything, shown=12),
        ]
        for line in ["", *(lines or ["Where disputes stand, risks, ranks and verdicts: nothing changed."])]:
            say(line)
    for note in told.notes:
        for line in paragraph(note):
            say(line, err=True)
