"""The readings of a claim's verdict, made from its numbers: one for each test, the one that stands for the claim first.

Each states the number with its interval, what the claim says of it, and how many readings of the evidence come to the
same verdict. It says "the figures hold" and "the figures do not", never that an author is right or wrong.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from statusquo.core.estimates import Estimate
from statusquo.core.units import unit_of
from statusquo.core.wording import MOST_FIGURES, capitalised, counted_unit, n_figures, typeset
from statusquo.explanations.model import Expectation
from statusquo.explanations.results import Why
from statusquo.explanations.tested import BindingVerdict
from statusquo.explanations.verdicts import is_as_good_as_none

WHY_WORDS: Mapping[Why, str] = {
    "data": "for want of data",
    "model not built": "for want of a model",
    "scope": "since the claim is not about this",
    "by design": "by any data",
}


def number_text(estimate: Estimate, *, signed: bool | None = None) -> str:
    """Return an estimate as text: ``2.0``, ``+0.09 log ratio a year (0.05 to 0.13)``, ``1923``, ``unitary``.

    Args:
        estimate: the number.
        signed: whether a number above zero has its sign; by default as its unit wants.
    """
    if estimate.value is None:
        return "no value"
    unit_is = unit_of(estimate.unit)
    if word := unit_is.word(estimate.value):
        ends = [unit_is.word(end) for end in (estimate.low, estimate.high) if end is not None]
        return word if len({*ends}) < 2 else f"{word} ({' to '.join(ends)})"
    if unit_is.kind == "year":
        bounds = "" if estimate.low is None or estimate.high is None else f" ({estimate.low:.0f}–{estimate.high:.0f})"
        return f"{int(estimate.value)}{bounds}"

    def shown(number: float) -> str:
        text = _digits(number)
        if "." in text and estimate.unit != "ratio":
            text = text.rstrip("0").rstrip(".")
        text = "0" if text in ("-0", "") else text
        return typeset(text)

    value = shown(estimate.value)
    if (unit_is.is_signed if signed is None else signed) and estimate.value > 0:
        value = f"+{value}"
    bounds = ""
    if estimate.low is not None and estimate.high is not None and shown(estimate.low) != shown(estimate.high):
        bounds = f" ({shown(estimate.low)} to {shown(estimate.high)})"
    of = counted_unit(estimate.unit, value)
    unit = {"percent": " %", "ratio": "", "share": ""}.get(estimate.unit, f" {of}")
    return f"{value}{bounds}{unit}"


def times_text(estimate: Estimate) -> str:
    """Return a logarithm as the factor that it stands for: ``5.4 times (2.5 to 13)``; empty where it is none."""
    what = unit_of(estimate.unit)
    if what.kind != "log" or estimate.value is None:
        return ""

    def shown(number: float) -> str:
        factor = math.exp(min(number, 50.0))
        places = max(0, 1 - math.floor(math.log10(factor)))
        return f"{factor:,.{places}f}" if factor >= 0.01 else "less than 0.01"

    bounds = ""
    if estimate.low is not None and estimate.high is not None:
        bounds = f" ({shown(estimate.low)} to {shown(estimate.high)})"
    return f"{shown(estimate.value)} times{f' {what.of}' if what.of else ''}{bounds}"


def expectation_text(expect: Expectation, unit: str) -> str:
    """Return what the claim says of the number: ``above 0.01``, ``5, give or take 0.75``."""
    above = math.ceil(expect.value) if expect.direction == "above" else math.floor(expect.value)
    if word := unit_of(unit).word(above):
        return word
    if unit_of(unit).kind == "year":
        return str(int(expect.value))
    if expect.direction == "equal":
        value = f"{expect.value:,.10g}"
        return f"{value}, give or take {expect.margin:,.10g}" if expect.margin else value
    edge = expect.value + expect.margin if expect.direction == "above" else expect.value - expect.margin
    return typeset(f"{expect.direction} {edge:,.10g}")


def reading_of(test: BindingVerdict) -> str:
    """Return the reading of one test of one part of a claim."""
    main = test.main
    if main is None or test.expect is None:
        return f"{_no_verdict(test)}{_beside(test)}"
    estimate = main.result.estimate
    times = times_text(estimate)
    word = unit_of(estimate.unit).word(estimate.value)
    is_said = test.expect.direction == "equal" or word
    says = "the claim says" if is_said else "the claim would hold"
    text = f"{main.result.label}: {number_text(estimate)}"
    expected = f"{says} {expectation_text(test.expect, estimate.unit)}" if test.is_test else ""
    text += f"; {expected}." if expected and word else "."
    text += f" That is {times}." if times else ""
    text += f" {capitalised(expected)}." if expected and not word else ""
    if estimate.low is None and test.test != "fact" and not word:
        text += " No interval is known."
    if test.expect.direction != "equal" and is_as_good_as_none(estimate, test.expect):
        text += " The difference is as good as none."
    if main.result.undecided:
        text += f" {capitalised(main.result.undecided)}."
    if test.held_back:
        text += " It does not stand once the number of tests is allowed for."
    if main.result.note:
        text += f" {capitalised(main.result.note)}."
    return text + _agreement(test) + _beside(test)


def brief_reading_of(test: BindingVerdict) -> str:
    """Return the number of a test that is the same for all disputes, or why there is none."""
    main = test.main
    if main is None:
        return _no_verdict(test)
    estimate = main.result.estimate
    return f"{main.result.label}: {number_text(estimate)}; the same for all disputes."


def _no_verdict(test: BindingVerdict) -> str:
    """Return why a test has no verdict, what stands after a colon in its reason as a sentence of its own."""
    if not test.why or not test.reason:
        return ""
    what, *rest = test.reason.split(": ")
    return " ".join([f"{WHY_WORDS[test.why]}: {what}.", *(f"{capitalised(part)}." for part in rest)])


def _beside(test: BindingVerdict) -> str:
    """Return the readings that have no say, each with its number."""
    first, *others = [f"{run.result.label} {_told(run.result.estimate)}." for run in test.beside] or [""]
    beside = " ".join([first, *map(capitalised, others)])
    return f" Beside it, without a say in the verdict: {beside}" if first else ""


def _told(estimate: Estimate) -> str:
    return number_text(replace(estimate, unit="number"), signed=True).removesuffix(" number")


def _agreement(test: BindingVerdict) -> str:
    agree, of = test.agreement
    if of < 2 or not test.is_test:
        return ""
    own = test.runs[0].verdict
    if agree == of:
        word = "Both" if of == 2 else f"All {of}"
        return f" {word} readings of the evidence are {own}." if own == "inconclusive" else f" {word} readings agree."
    against = [f"{run.result.variant or run.result.label} ({run.verdict})" for run in test.runs if run.verdict != own]
    text = _some(against)
    if n_figures(text) > MOST_FIGURES:
        text = ". ".join(map(capitalised, text.split("; ")))
    return f" {agree} of {of} readings agree. Not so: {text}."


def _some(labels: Sequence[str]) -> str:
    shown = "; ".join(labels[:3])
    return shown if len(labels) <= 3 else f"{shown}; and {len(labels) - 3} more"


def _digits(number: float) -> str:
    size = abs(number)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{number:,.{digits}f}"
