"""Plain rules and two logits for who accepts a proposal, scored on disputes left out and rolling in time.

The test is the one of `docs/methods/acceptance-record.md`. Every rule is a function from training rows to
probabilities of other rows; scores and their bootstrap over disputes are the risk model's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from statusquo.core.draws import Floats
from statusquo.core.estimates import Estimate
from statusquo.risk.calibration import calibration
from statusquo.risk.hazard import CONSTANT, fit_hazard
from statusquo.risk.random_effect import fit_random_intercept
from statusquo.risk.scores import bootstrap_over_disputes, estimate, score_samples
from statusquo.settlement.answers import AnswerRow

Rule = Callable[[Sequence[AnswerRow], Sequence[AnswerRow]], Floats]

FEWEST_ROWS = 30
"""Training rows from which on the rolling test begins."""

_PENALTY = 1.0
_COLUMNS = (
    CONSTANT,
    "parent",
    "patron",
    "veto power",
    "by own side",
    "by other side",
    "last yes",
    "last no",
    "holds",
)


def _shares(by: Callable[[AnswerRow], str]) -> Rule:
    def rule(training: Sequence[AnswerRow], rows: Sequence[AnswerRow]) -> Floats:
        told = [(by(row), bool(row.accepted)) for row in training]
        shares = {}
        for group in {by(row) for row in rows}:
            answers = [yes for name, yes in told if name == group]
            shares[group] = (sum(answers) + 0.5) / (len(answers) + 1)
        return np.array([shares[by(row)] for row in rows])

    return rule


def _matrix(rows: Sequence[AnswerRow]) -> Floats:
    return np.array(
        [
            (
                1.0,
                row.kind == "parent",
                row.kind == "patron",
                row.kind == "veto power",
                row.by_own_side,
                row.by_other_side,
                row.own_last == "yes",
                row.own_last == "no",
                row.possession == "holder",
            )
            for row in rows
        ],
        dtype=float,
    )


def _events(rows: Sequence[AnswerRow]) -> Floats:
    return np.array([bool(row.accepted) for row in rows], dtype=float)


def _logit(training: Sequence[AnswerRow], rows: Sequence[AnswerRow]) -> Floats:
    fit = fit_hazard(_matrix(training), _events(training), names=_COLUMNS, penalty=_PENALTY)
    predicted: Floats = 1 / (1 + np.exp(-_matrix(rows) @ fit.coefficients))
    return predicted


def _hierarchical(training: Sequence[AnswerRow], rows: Sequence[AnswerRow]) -> Floats:
    numbers = {name: place for place, name in enumerate(sorted({row.case for row in (*training, *rows)}))}
    disputes = [np.array([numbers[row.case] for row in some]) for some in (training, rows)]
    fit = fit_random_intercept(
        _matrix(training), _events(training), disputes[0], names=_COLUMNS, penalty=_PENALTY, sd_scale=1.0
    )
    return fit.mean(_matrix(rows), disputes[1])


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "base rate": _shares(lambda row: "all"),
        "by actor kind": _shares(lambda row: row.kind),
        "what it said last time": _shares(lambda row: row.own_last),
        "who holds no land accepts": _shares(lambda row: row.possession),
        "penalised logit": _logit,
        "hierarchical logit": _hierarchical,
        "who proposed": _shares(lambda row: f"own {row.by_own_side}, other {row.by_other_side}"),
    }
)
"""The last was added after the others had been scored, to see what the logits' skill rests on."""


def leaving_disputes_out(rows: Sequence[AnswerRow], rule: Rule) -> Floats:
    """Return the probability of each row, from the rows of the other disputes alone."""
    found = np.full(len(rows), np.nan)
    for case in dict.fromkeys(row.case for row in rows):
        places = [place for place, row in enumerate(rows) if row.case == case]
        found[places] = rule([row for row in rows if row.case != case], [rows[place] for place in places])
    return found


def rolling(rows: Sequence[AnswerRow], rule: Rule) -> Floats:
    """Return the probability of each row from what ended before it began; no number where that is too little."""
    found = np.full(len(rows), np.nan)
    for day in sorted({row.first for row in rows}):
        training = [row for row in rows if row.last < day]
        if len(training) >= FEWEST_ROWS and len({row.accepted for row in training}) == 2:
            places = [place for place, row in enumerate(rows) if row.first == day]
            found[places] = rule(training, [rows[place] for place in places])
    return found


def scores(rows: Sequence[AnswerRow], predicted: Floats, base: Floats) -> dict[str, Estimate]:
    """Return the scores of one rule, its skill against the base rate forecast in the same way.

    Args:
        rows: with a known answer.
        predicted: the rule's probabilities, no number where it is silent.
        base: the base rate's, silent on the same rows.
    """
    event = _events(rows)
    cases = sorted({row.case for row in rows})
    disputes = np.array([cases.index(row.case) for row in rows])
    told = np.isfinite(predicted)
    weights = bootstrap_over_disputes(disputes, told)
    samples = score_samples(event, predicted, told, weights)
    squared, base_squared = (weights.weights @ (event - p)[told] ** 2 for p in (predicted, base))
    return {
        "Brier score": estimate(squared / weights.weights.sum(axis=1), "mean squared error"),
        "Brier skill": estimate(1 - squared / base_squared, "share of the base rate's"),
        "log score": estimate(samples["log_score"], "nats"),
        "area under the curve": estimate(samples["auroc"], "share of pairs"),
        "calibration slope": calibration(event, predicted, disputes, told)[0],
    }
