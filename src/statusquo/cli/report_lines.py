"""Reports of several short parts in plain text of 80 columns: sentences, and lists with a name left and a figure right.

Not tables: what changed is a few lines under each of many heads, and reads alike in a terminal, in a pipe and in a
message to a colleague.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from statusquo.core.wording import significant

WIDTH = 80
SHOWN = 10
"""How many entries of a list are shown unless all are asked for."""

_INDENT = "  "


def paragraph(text: str, *, indent: str = "") -> list[str]:
    """Return a text as lines; those after the first stand two columns further in."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + _INDENT, break_on_hyphens=False)


def entry(left: str, right: str) -> list[str]:
    """Return an entry of a list: a name, never cut, and a figure at the right edge of its last line."""
    room = WIDTH - len(_INDENT)
    lines = textwrap.wrap(left, room, break_on_hyphens=False) or [""]
    if len(lines[-1]) + 2 + len(right) <= room:
        lines[-1] = f"{lines[-1]:<{room - len(right)}}{right}"
    else:
        lines += [f"{part:>{room}}" for part in textwrap.wrap(right, room)]
    return [f"{_INDENT}{line}" for line in lines]


def listing(head: str, entries: Sequence[tuple[str, str]], *, everything: bool, shown: int = SHOWN) -> list[str]:
    """Return a list under its head, the first entries and how many more there are; nothing where it is empty.

    Args:
        head: what is listed.
        entries: names and figures, those first that matter most.
        everything: whether all entries are shown.
        shown: how many are shown otherwise.
    """
    if not entries:
        return []
    kept = entries if everything else entries[:shown]
    lines = [*paragraph(head), *(line for each in kept for line in entry(*each))]
    rest = len(entries) - len(kept)
    return [*lines, f"{_INDENT}and {rest:,} more (--all)"] if rest else lines


def some_of(names: Iterable[str], *, everything: bool, shown: int = 3) -> str:
    """Return the first of some names and how many more; semicolons stand between, since names hold commas."""
    found = list(names)
    kept = found if everything else found[:shown]
    rest = len(found) - len(kept)
    return "; ".join([*kept, f"{rest:,} more"] if rest else kept)


def moved(before: float, after: float) -> str:
    """Return a count before and after with the change, such as ``209 -> 239 (+30)``."""
    return f"{before:,.0f} -> {after:,.0f} ({after - before:+,.0f})"


def in_per_cent(before: float, after: float) -> str:
    """Return a change in per cent, as a multiple where it is more than fourfold, or empty from nothing."""
    if before == 0:
        return ""
    ratio = after / before
    return f"{100 * (ratio - 1):+.1f} %" if ratio <= 4 else f"times {significant(ratio)}"
