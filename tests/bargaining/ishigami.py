"""The function of Ishigami and Homma (1990), whose indices are known in closed form, as a model to sweep.

f = sin x1 + a sin^2 x2 + b x3^4 sin x1 with a = 7, b = 0.1 and x uniform on [-pi, pi]. Variance parts after Saltelli et
al. (2008, Global Sensitivity Analysis: The Primer, section 4.9).
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

A, B = 7.0, 0.1
NAMES = ("x1", "x2", "x3")
RANGES = dict.fromkeys(NAMES, (-math.pi, math.pi))


def known_indices() -> tuple[dict[str, float], dict[str, float]]:
    """First-order and total indices."""
    v1 = (1 + B * math.pi**4 / 5) ** 2 / 2
    v2 = A**2 / 8
    v13 = B**2 * math.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    return (
        {"x1": v1 / total, "x2": v2 / total, "x3": 0.0},
        {"x1": (v1 + v13) / total, "x2": v2 / total, "x3": v13 / total},
    )


@dataclass(frozen=True)
class Ishigami:
    """The function, with some chance added, slowed down, and with a tally of who worked out what."""

    noise: float = 0.0
    seconds: float = 0.0
    tally: Path | None = None
    die_in: Path | None = None

    def identity(self) -> dict[str, object]:
        """Return what shapes the answers."""
        return {"model": "ishigami", "noise": self.noise}

    def answer(self, parameters: Mapping[str, float], seed: int) -> dict[str, tuple[float, float]]:
        """Return the function’s value, a constant, and a value that is not always there."""
        if self.tally is not None:
            with self.tally.open("a") as stream:
                stream.write(f"{os.getpid()}\n")
        if self.die_in is not None and not self.die_in.exists():
            self.die_in.touch()
            os.kill(os.getpid(), 9)
        time.sleep(self.seconds)
        x1, x2, x3 = (parameters[name] for name in NAMES)
        value = math.sin(x1) + A * math.sin(x2) ** 2 + B * x3**4 * math.sin(x1)
        drawn = float(np.random.default_rng(seed).normal(0, 1)) * self.noise
        return {"f": (value + drawn, self.noise), "constant": (1.0, 0.0), "gap": (math.nan if x1 > 3 else x1, 0.0)}
