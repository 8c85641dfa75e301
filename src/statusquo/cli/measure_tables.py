"""The tables of `statusquo measure` on structure: each factor with its place, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from statusquo.cli.output import print_table

if TYPE_CHECKING:
    from statusquo.core.estimates import Estimate
    from statusquo.structure.factors import Factor

_WORDED = ("highest_earlier_status", "parent_constitution")
"""Factors whose number stands for a word of a list."""


def print_factors(title: str, factors: Mapping[str, Factor]) -> None:
    """Print every factor of structure, then the other values of those that have any, with the reason.

    Args:
        title: of the dispute.
        factors: by name.
    """
    heads = ["factor", "unit", "value", "interval", "basis", "place"]
    rows = [_row(name, factor) for name, factor in factors.items()]
    print_table(f"{title}: structure", heads, rows)
    if others := [row for name, factor in factors.items() for row in _others(name, factor)]:
        print_table(
            f"{title}: what else is said of its structure", ["factor", "value", "basis", "differs", "why"], others
        )
    if told := [[_plain(name), factor.text] for name, factor in factors.items() if factor.text]:
        print_table(f"{title}: what the sources say", ["factor", "text"], told)


def _row(name: str, factor: Factor) -> list[str]:
    found = factor.estimate
    value = value_text(name, found)
    low, high = (None if end is None else _number(end, found.unit) for end in (found.low, found.high))
    bounds = f"{low} to {high}" if low is not None and high is not None and low != high else "–"
    others = "dispute" if factor.n == 1 else "disputes"
    place = "–" if factor.percentile is None else f"percentile {factor.percentile:.0f} among {factor.n} {others}"
    return [_plain(name), found.unit, value, bounds, factor.basis or "–", place]


def _others(name: str, factor: Factor) -> Iterator[list[str]]:
    for rival in factor.rivals:
        differs = "contested" if factor.is_contested and rival.basis in ("measured", "general knowledge") else "–"
        yield [_plain(name), value_text(name, rival.estimate), rival.basis, differs, rival.why]


def value_text(name: str, found: Estimate) -> str:
    """Return a factor's value as a table prints it: a word, yes or no, a count, or three significant figures."""
    from statusquo.structure.history_and_law import FORMS, STATUSES

    if found.value is None:
        return found.missing_reason or "–"
    if name in _WORDED:
        return (STATUSES if name == "highest_earlier_status" else FORMS)[int(found.value)]
    if found.unit.startswith("yes"):
        return "yes" if found.value else "no"
    return _number(found.value, found.unit)


def _number(value: float, unit: str) -> str:
    if unit == "year" or value == int(value):
        return f"{value:.0f}" if unit == "year" else f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
