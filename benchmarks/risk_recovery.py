"""Do the hazard's intervals cover? Simulated disputes with known coefficients and known spread of their effects.

Prints the coverage of 95 % intervals over 200 runs of the random-intercept logit, and what the conditional logit makes
of the clock, which an event sets back to zero: its slope is not estimated without bias, and here is by how much.
Run: python benchmarks/risk_recovery.py [runs]
"""

from __future__ import annotations

import sys

import numpy as np
from tqdm import tqdm

from statusquo.core.seeds import spawn_generator
from statusquo.risk.hazard import CONSTANT
from statusquo.risk.random_effect import fit_random_intercept
from statusquo.risk.within import fit_within

DISPUTES, YEARS = 110, 25
CONSTANT_TRUE, CLOCK_TRUE, OTHER_TRUE, SD_TRUE = -1.2, -0.7, 0.5, 0.9
NAMES = (CONSTANT, "clock", "other")


def simulate(run: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return matrix, events and disputes of one simulated world; the clock starts anew after each event."""
    draw = spawn_generator("benchmarks", "risk recovery", run)
    rows, events, disputes = [], [], []
    for number, effect in enumerate(draw.normal(0, SD_TRUE, DISPUTES)):
        quiet = 1
        for other in draw.normal(size=YEARS):
            eta = CONSTANT_TRUE + CLOCK_TRUE * np.log(quiet) + OTHER_TRUE * other + effect
            event = float(draw.random() < 1 / (1 + np.exp(-eta)))
            rows.append((1.0, np.log(quiet), other))
            events.append(event)
            disputes.append(number)
            quiet = 1 if event else quiet + 1
    return np.array(rows), np.array(events), np.array(disputes)


def main(runs: int) -> None:
    """Print the coverage of each quantity and the mean slope within disputes."""
    truth = np.array([CONSTANT_TRUE, CLOCK_TRUE, OTHER_TRUE, np.log(SD_TRUE)])
    covered, within = np.zeros(4), []
    for run in tqdm(range(runs), disable=None):
        matrix, event, disputes = simulate(run)
        fit = fit_random_intercept(matrix, event, disputes, names=NAMES)
        errors = np.sqrt(np.diag(fit.covariance))
        covered += np.abs(np.r_[fit.coefficients, fit.log_sd] - truth) < 1.96 * errors
        within.append(fit_within(matrix[:, 1:], event, disputes, names=NAMES[1:]).coefficients[0])
    for name, share in zip((*NAMES, "log sd"), covered / runs, strict=True):
        print(f"{name}: 95 % interval holds the truth in {100 * share:.1f} % of {runs} runs")
    print(f"clock within disputes: mean {np.mean(within):.3f}, truth {CLOCK_TRUE}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
