"""The one-line reading of a claim's verdict, made from its numbers.

It states the number with its interval, what the claim says of it, and how many readings of the evidence agree. It says
"the figures hold" and "the figures do not", never that an author is right or wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusquo.core.estimates import Estimate
from statusquo.explanations.model import Expectation
from statusquo.explanations.verdicts import is_as_good_as_none

if TYPE_CHECKING:
    from statusquo.explanations.ledger import BindingVerdict


_SIGNED = ("log", "delta", "points", "a year")
"""Units of differences, whose sign is the point."""


def number_text(estimate: Estimate, *, signed: bool = False) -> str:
    """Return an estimate as text: ``2.0 ratio``, ``+0.09 log ratio a year (0.05 to 0.13)``, ``1923-07``."""
    if estimate.value is None:
        return "no value"
    if estimate.unit == "year":
        bounds = "" if estimate.low is None or estimate.high is None else f" ({estimate.low:.0f}–{estimate.high:.0f})"
        return f"{int(estimate.value)}{bounds}"

    def shown(number: float) -> str:
        size = abs(number)
        digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
        text = f"{number:,.{digits}f}"
        if "." in text and estimate.unit != "ratio":
            text = text.rstrip("0").rstrip(".")
        text = "0" if text in ("-0", "") else text
        return text.replace("-", "−")

    value = shown(estimate.value)
    if signed and estimate.value > 0:
        value = f"+{value}"
    bounds = ""
    if estimate.low is not None and estimate.high is not None and estimate.low < estimate.high:
        bounds = f" ({shown(estimate.low)} to {shown(estimate.high)})"
    unit = {"percent": " %", "ratio": "", "share": ""}.get(estimate.unit, f" {estimate.unit}")
    return f"{value}{bounds}{unit}"


def expectation_text(expect: Expectation, unit: str) -> str:
    """Return what the claim says of the number: ``above 0.01``, ``5, give or take 0.75``."""
    if unit == "year":
        return str(int(expect.value))
    if expect.direction == "equal":
        value = f"{expect.value:,.10g}"
        return f"{value}, give or take {expect.margin:,.10g}" if expect.margin else value
    edge = expect.value + expect.margin if expect.direction == "above" else expect.value - expect.margin
    return f"{expect.direction} {edge:,.10g}".replace("-", "−")


def reading_of(part: BindingVerdict) -> str:
    """Return the reading of one test of one part of a claim."""
    main = part.main
    if main is None or part.expect is None:
        return f"{part.reason}." if part.reason else ""
    signed = any(word in main.result.estimate.unit for word in _SIGNED)
    found = number_text(main.result.estimate, signed=signed)
    text = f"{main.result.label}: {found}; the claim needs {expectation_text(part.expect, main.result.estimate.unit)}."
    if main.result.estimate.low is None and part.test != "fact":
        text += " No interval is known."
    if part.expect.direction != "equal" and is_as_good_as_none(main.result.estimate, part.expect):
        text += " The difference is as good as none."
    if main.result.undecided:
        text += f" {main.result.undecided[:1].upper()}{main.result.undecided[1:]}."
    if part.held_back:
        text += " It does not stand once the number of tests is allowed for."
    if main.result.note:
        text += f" {main.result.note[:1].upper()}{main.result.note[1:]}."
    return text + _agreement(part)


def _agreement(part: BindingVerdict) -> str:
    agree, of = part.agreement
    if of < 2:
        return ""
    against = [run.result.label for run in part.runs if run.verdict != part.runs[0].verdict]
    text = f" {agree} of {of} readings agree"
    if against:
        text += f"; not so: {_some(against)}"
    return f"{text}."


def _some(labels: Sequence[str]) -> str:
    shown = "; ".join(labels[:3])
    return shown if len(labels) <= 3 else f"{shown}; and {len(labels) - 3} more"
