"""What every parameter of the bargaining game means, in which unit, and between which bounds.

One table drives the check of parameters, the methods chapter and the ranges that a calibration or a sweep may draw
from. The default values make one reference game to try things on; they are nobody's estimate of any dispute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


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


PRIZE = "share of the prize"

RANGES: tuple[ParameterRange, ...] = (
    ParameterRange(
        "yearly_discount",
        r"\delta^{12}",
        "weight a year",
        0.9,
        0.0,
        1.0,
        "What a year from now weighs against today, for both sides; the month's weight is its twelfth root.",
        low_open=True,
        high_open=True,
    ),
    ParameterRange(
        "contest_slope",
        r"\beta",
        "log odds per unit of log balance",
        1.0,
        0.0,
        20.0,
        "How much a unit of the log balance moves the revisionist's log odds of winning a war.",
    ),
    ParameterRange(
        "defender_advantage",
        "a",
        "log balance",
        0.7,
        -5.0,
        5.0,
        "The log balance at which a war over the whole territory is an even bet.",
    ),
    ParameterRange(
        "control_power",
        r"\kappa",
        "log odds per share of the territory",
        0.5,
        0.0,
        20.0,
        "How much the revisionist's log odds of winning rise when the whole territory passes to it.",
    ),
    ParameterRange(
        "balance_drift",
        r"\mu",
        "log balance a month",
        0.01,
        -1.0,
        1.0,
        "The expected change of the log balance in a month; positive favours the revisionist.",
    ),
    ParameterRange(
        "balance_noise",
        r"\sigma",
        "log balance per root month",
        0.05,
        0.0,
        1.0,
        "The standard deviation of the monthly change of the log balance.",
    ),
    ParameterRange(
        "revisionist_cost_low",
        r"\underline k_R",
        PRIZE,
        0.15,
        0.0,
        10.0,
        "The least that starting a war may cost the revisionist in a month.",
    ),
    ParameterRange(
        "revisionist_cost_high",
        r"\overline k_R",
        PRIZE,
        0.55,
        0.0,
        10.0,
        "The most that starting a war may cost the revisionist in a month.",
    ),
    ParameterRange(
        "holder_cost_low",
        r"\underline k_H",
        PRIZE,
        0.15,
        0.0,
        10.0,
        "The least that starting a war may cost the holder in a month.",
    ),
    ParameterRange(
        "holder_cost_high",
        r"\overline k_H",
        PRIZE,
        0.55,
        0.0,
        10.0,
        "The most that starting a war may cost the holder in a month.",
    ),
    ParameterRange(
        "revisionist_readiness",
        r"\lambda_R",
        "probability a month",
        0.1,
        0.0,
        1.0,
        "Probability that the revisionist is ready to start a war in a month at all.",
    ),
    ParameterRange(
        "holder_readiness",
        r"\lambda_H",
        "probability a month",
        0.1,
        0.0,
        1.0,
        "Probability that the holder is ready to start a war in a month at all.",
    ),
    ParameterRange(
        "talks_chance",
        r"\lambda_T",
        "probability a month",
        0.1,
        0.0,
        1.0,
        "Probability that a round of talks is held in a month; only then can the holder offer.",
    ),
    ParameterRange(
        "acceptance_cost_high",
        r"\overline\ell",
        PRIZE,
        0.2,
        0.0,
        10.0,
        "The most that accepting less than everything may cost the revisionist with its audience; the least is 0.",
    ),
    ParameterRange(
        "concession_cost_high",
        r"\overline\zeta",
        PRIZE,
        0.2,
        0.0,
        10.0,
        "The most that an agreement which goes through may cost the holder with its audience; the least is 0.",
    ),
    ParameterRange(
        "habituation",
        "h",
        PRIZE,
        0.1,
        0.0,
        10.0,
        "What full habituation to quiet adds to the cost of starting a war, for both sides.",
    ),
    ParameterRange(
        "habituation_months",
        r"\tau",
        "months",
        36.0,
        0.0,
        1200.0,
        "Months of quiet after which habituation has reached 63 % of its full size.",
        low_open=True,
    ),
    ParameterRange(
        "hardening",
        "g",
        "ratio",
        0.5,
        0.0,
        100.0,
        "By which ratio full habituation raises both sides' audience costs of a transfer.",
    ),
    ParameterRange(
        "veto_strength",
        r"\nu",
        "probability",
        0.3,
        0.0,
        1.0,
        "Probability that the veto power stops a war at the line, were it free of cross-pressure.",
    ),
    ParameterRange(
        "cross_pressure",
        r"\chi",
        "share",
        0.3,
        0.0,
        1.0,
        "Share of that probability lost to the veto power's ties with the other side.",
    ),
    ParameterRange(
        "veto_block",
        r"\omega",
        "probability",
        0.3,
        0.0,
        1.0,
        "Probability that the veto power blocks a settlement that both sides have agreed.",
    ),
    ParameterRange(
        "decisive",
        r"\phi",
        "probability",
        0.3,
        0.0,
        1.0,
        "Probability that a war which is not stopped ends the dispute, the winner taking the whole territory.",
    ),
    ParameterRange(
        "war_step",
        r"\gamma",
        "share of the territory",
        0.2,
        0.0,
        1.0,
        "Share of the territory that passes to the winner of a war that is neither stopped nor decisive.",
        low_open=True,
    ),
    ParameterRange(
        "peace_dividend",
        r"\pi",
        PRIZE,
        0.05,
        0.0,
        10.0,
        "What a settlement is worth to each side beyond the territory it leaves it.",
    ),
    ParameterRange(
        "enforcement",
        r"\epsilon",
        "probability",
        1.0,
        0.0,
        1.0,
        "Probability that an agreed settlement holds for good; failing that, only its transfer of land takes place.",
    ),
    ParameterRange(
        "pressure_on_holder",
        r"\rho_H",
        PRIZE,
        0.0,
        0.0,
        1.0,
        "Power mediation: what a round of talks without an offer of the pressed size costs the holder.",
    ),
    ParameterRange(
        "pressure_on_revisionist",
        r"\rho_R",
        PRIZE,
        0.0,
        0.0,
        1.0,
        "Power mediation: what refusing an offer of the pressed size costs the revisionist.",
    ),
    ParameterRange(
        "pressed_share",
        r"\theta",
        "share of the territory",
        0.1,
        0.0,
        1.0,
        "The smallest transfer that the mediators count as an offer.",
    ),
)
"""Every scalar parameter, in the order of the methods chapter."""

RANGE_OF: dict[str, ParameterRange] = {each.name: each for each in RANGES}
"""The same by name."""
