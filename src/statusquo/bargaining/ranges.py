"""What every parameter of the bargaining game means, in which unit, and between which bounds.

One table, `parameters.csv`, drives the check of parameters, the methods chapter and the ranges that a calibration or a
sweep may draw from. The default values make one reference game to try things on; they are nobody's estimate of any
dispute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from statusquo.core.shipped_tables import shipped_records


@dataclass(frozen=True, slots=True)
class ParameterRange:
    """One scalar parameter.

    Attributes:
        name: its name in `Parameters`.
        symbol: its symbol in the methods chapter, as TeX.
        unit: its unit.
        default: its value in the reference game.
        low: the lowest value, in `unit`.
        high: the highest value, in `unit`; may be infinite.
        low_open: whether `low` itself is excluded.
        high_open: whether `high` itself is excluded.
        meaning: one sentence.
    """

    name: str
    symbol: str
    unit: str
    default: float
    low: float
    high: float
    meaning: str
    low_open: bool = False
    high_open: bool = False

    @property
    def text(self) -> str:
        """The allowed range in words, such as ``above 0 and below 1``."""
        low = f"{'above' if self.low_open else 'at least'} {self.low:g}"
        if math.isinf(self.high):
            return f"a finite number, {low}"
        return f"{low} and {'below' if self.high_open else 'at most'} {self.high:g}"

    def allows(self, value: float) -> bool:
        """Return whether the value is finite and lies in the range."""
        if not math.isfinite(value):
            return False
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below


RANGES: tuple[ParameterRange, ...] = tuple(shipped_records(ParameterRange, "statusquo.bargaining", "parameters.csv"))
"""Every scalar parameter, in the order of the methods chapter."""

RANGE_OF: dict[str, ParameterRange] = {each.name: each for each in RANGES}
"""The same by name."""
