"""Sensitivity ranges: how far each cut-off and each calibration anchor can move before the solution changes.

The first step of the protocol of Oana and Schneider (2024): one choice is moved, all others held, and the range is told
over which the models stay the same. Consistency and frequency change the solution only where they pass a row's, so that
these ranges are exact; anchors are tried in steps and at the measured values, and the end then found by halving, so
that a change that comes and goes within a step can be missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from statusquo.comparison.analysis import Analysis, Change
from statusquo.comparison.truth_table import build_truth_table
from statusquo.core.jsonable import Jsonable

STEPS = 40
"""Steps in which an anchor is moved to the end of its search."""

_HALVINGS = 24
_ABOVE = 1e-6
"""A cut-off so far above a row's consistency no longer reaches it."""

_ANCHORS = ("exclusion", "crossover", "inclusion")


@dataclass(frozen=True, slots=True)
class SensitivityRange(Jsonable):
    """The range of one choice over which the solution stays the same.

    Attributes:
        choice: the cut-off, or the anchor with its set.
        value: what was chosen.
        low: lowest value that gives the same models.
        high: highest value that does.
        below: the models just below; None where none was found as far down as was searched.
        above: the models just above, likewise. Empty where there no model is left.
    """

    choice: str
    value: float
    low: float
    high: float
    below: tuple[str, ...] | None
    above: tuple[str, ...] | None


def sensitivity_ranges(analysis: Analysis) -> tuple[SensitivityRange, ...]:
    """Return the range of every cut-off and of every anchor of the analysis.

    Args:
        analysis: the analysis; an anchor is moved as far as its neighbour, or outward as far as the measured values
            reach and once their span beyond, below zero only where a value is.
    """
    return (_of_consistency(analysis), _of_frequency(analysis), *_of_anchors(analysis))


def _of_consistency(analysis: Analysis) -> SensitivityRange:
    table = build_truth_table(analysis.cases.data, analysis.cuts)
    start = analysis.cuts.inclusion
    rows = sorted({row.consistency for row in table.rows})

    def change(value: float) -> Change:
        return Change(cuts={"inclusion": value})

    down = [c for c in reversed(rows) if c < start]
    up = [c + _ABOVE for c in rows if start <= c + _ABOVE <= 1]
    return _range(analysis, "consistency cut-off", start, change, (*down, 0.0), (*up, 1.0))


def _of_frequency(analysis: Analysis) -> SensitivityRange:
    table = build_truth_table(analysis.cases.data, analysis.cuts)
    start = analysis.cuts.cases
    same = analysis.as_it_stands
    ends: list[tuple[int, tuple[str, ...] | None]] = []
    sizes = sorted({len(row.cases) for row in table.rows})
    for values, step in ((range(start - 1, 0, -1), 1), ([n + 1 for n in sizes if n >= start], -1)):
        end, beyond = start, None
        for value in values:
            found = analysis.written(Change(cuts={"cases": value}))
            if found != same:
                end, beyond = value + step, tuple(sorted(found))
                break
            end = value
        ends.append((end, beyond))
    (low, below), (high, above) = ends
    return SensitivityRange("frequency cut-off", start, low, high, below, above)


def _of_anchors(analysis: Analysis) -> Iterator[SensitivityRange]:
    for name, anchors in analysis.cases.anchors.items():
        values = analysis.cases.measured[name]
        for place, start in enumerate(anchors):
            what = f"{name}: {'threshold' if len(anchors) == 1 else _ANCHORS[place]}"

            def change(value: float, name: str = name, place: int = place) -> Change:
                moved = list(analysis.cases.anchors[name])
                moved[place] = value
                return Change(anchors={name: tuple(moved)})

            # Membership passes 0.5 where the crossover or the threshold passes a measured value.
            known = np.unique(values)
            passed = np.union1d(known, (known[1:] + known[:-1]) / 2) if len(anchors) == 1 or place == 1 else known[:0]
            down, up = (
                _outward(start, end, passed, is_bound=is_bound)
                for end, is_bound in _ends(anchors, place, float(known[0]), float(known[-1]))
            )
            yield _range(analysis, what, start, change, down, up)


def _ends(anchors: tuple[float, ...], place: int, least: float, most: float) -> list[tuple[float, bool]]:
    """Return how far an anchor is moved down and up, and whether its neighbour stands there."""
    low, high = min(least, *anchors), max(most, *anchors)
    span = high - low
    floor = low - span if low < 0 else max(0.0, low - span)
    ends = [(floor, False), (high + span, False)]
    for neighbour in anchors[max(0, place - 1) : place] + anchors[place + 1 : place + 2]:
        ends[int(neighbour > anchors[place])] = (neighbour, True)
    return ends


def _outward(start: float, end: float, passed: Iterable[float], *, is_bound: bool) -> list[float]:
    """Return the values to try from a start to an end, which itself is left out where another anchor stands there."""
    steps = np.linspace(start, end, STEPS + 1)[1:]
    between = [value for value in passed if min(start, end) < value < max(start, end)]
    tried = np.union1d(steps[:-1] if is_bound else steps, between)
    return [float(value) for value in (tried if end > start else tried[::-1]) if value != start]


def _range(
    analysis: Analysis,
    choice: str,
    start: float,
    change: Callable[[float], Change],
    down: Iterable[float],
    up: Iterable[float],
) -> SensitivityRange:
    ends: list[tuple[float, tuple[str, ...] | None]] = []
    for values in (down, up):
        last, beyond = start, None
        for value in values:
            found = analysis.written(change(value))
            if found != analysis.as_it_stands:
                last, beyond = _halved(analysis, change, last, value), tuple(sorted(found))
                break
            last = value
        ends.append((last, beyond))
    (low, below), (high, above) = ends
    return SensitivityRange(choice, start, low, high, below, above)


def _halved(analysis: Analysis, change: Callable[[float], Change], inside: float, outside: float) -> float:
    """Return the last value that gives the same models between one that does and one that does not."""
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if analysis.written(change(middle)) == analysis.as_it_stands:
            inside = middle
        else:
            outside = middle
    return inside
