"""The tables of `statusquo measure` on structure: each factor with its place, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from statusquo.cli.output import print_table, say
from statusquo.core.wording import listed

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
    known = {name: factor for name, factor in factors.items() if factor.estimate.value is not None}
    heads = ["factor", "value", "interval", "percentile", "basis"]
    if known:
        print_table(f"{title}: structure", heads, [_row(name, factor) for name, factor in known.items()])
    say_missing({_plain(name): each.estimate.missing_reason for name, each in factors.items() if name not in known})
    if others := [row for name, factor in factors.items() for row in _others(name, factor)]:
        print_table(
            f"{title}: what else is said of its structure", ["factor", "value", "basis", "differs", "why"], others
        )
    if told := [[_plain(name), factor.text] for name, factor in factors.items() if factor.text]:
        print_table(f"{title}: what the sources say", ["factor", "text"], told)


def say_missing(missing: Mapping[str, str | None]) -> None:
    """Say in one paragraph what is not known, the quantities of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in missing.items():
        by_reason.setdefault(reason or "no value", []).append(name)
    if by_reason:
        say("Not known: " + "; ".join(f"{listed(names)} ({why})" for why, names in by_reason.items()) + ".\n")


def _row(name: str, factor: Factor) -> list[str]:
    found = factor.estimate
    value = value_text(name, found)
    unit = "" if name in _WORDED or found.unit.startswith(("yes", "share", "index", "ratio", "year")) else found.unit
    low, high = (None if end is None else _number(end, found.unit) for end in (found.low, found.high))
    bounds = f"{low} to {high}" if low is not None and high is not None and low != high else "–"
    place = "–" if factor.percentile is None else f"{factor.percentile:.0f} (of {factor.n})"
    return [_plain(name), f"{value} {unit.replace('km2', 'km²')}".strip(), bounds, place, factor.basis or "–"]


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
    return name.removesuffix("_km2").removesuffix("_km").removesuffix("_m").replace("_", " ")
