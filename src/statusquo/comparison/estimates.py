"""Estimates of the two links, as fitted: each coefficient with its interval, its measure, and what one case does to it.

Loaded from the artefacts ``comparison_estimates`` and ``comparison_influence``, which `statusquo data fit` makes;
nothing is fitted here but what a user's own table asks for (`estimate_table`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from statusquo.comparison.firth import FirthFit, firth_coefficients, firth_logit
from statusquo.comparison.models import MODELS, Model
from statusquo.core.artefacts import load_artefact
from statusquo.core.draws import Floats
from statusquo.core.errors import InputError
from statusquo.core.estimates import Estimate
from statusquo.core.jsonable import Jsonable

ESTIMATES, INFLUENCE = "comparison_estimates", "comparison_influence"
UNIT = "log odds"
MOST_LEFT_OUT = 1_000
"""The largest table of a user's own that is estimated anew without each of its cases."""

SOURCES = {
    "movement-years": ("epr-claims", "epr-core", "epr-tek", "lost-autonomy", "acd2epr", "ucdp-prio-acd", "cshapes"),
    "coded cases": ("ucdp-prio-acd", "epr-core", "cow-nmc", "democracy"),
}
"""What each kind of rows rests on; what else the coded cases rest on stands with each value in their files."""


@dataclass(frozen=True, slots=True)
class Term:
    """One coefficient.

    Attributes:
        name: the condition.
        meaning: what it is, in words.
        estimate: log odds with its 95 % interval; the bounds are missing where the profile has no end on one side.
        open_side: the side on which the interval has no end: low, high or None.
        p: p-value of the penalised likelihood ratio; None for the clustered models.
        influence: the coefficient without each case (or state, or movement), by name.
    """

    name: str
    meaning: str
    estimate: Estimate
    open_side: str | None
    p: float | None
    influence: Mapping[str, float]

    @property
    def is_told_from_zero(self) -> bool:
        """Whether the interval leaves zero out."""
        low, high = self.estimate.low, self.estimate.high
        return low is not None and high is not None and (low > 0 or high < 0)

    @property
    def is_fragile(self) -> bool:
        """Whether leaving some single case out turns the sign."""
        value = self.estimate.value
        return value is not None and any(other * value < 0 for other in self.influence.values())

    def to_json(self) -> dict[str, Any]:
        """Return the term as JSON, with the case that moves it most in either direction."""
        ordered = sorted(self.influence.items(), key=lambda item: item[1])
        value = self.estimate.value
        ratio = None if value is None else _finite(math.exp(min(value, 700)))
        extremes = {"lowest": ordered[0], "highest": ordered[-1]} if ordered else {}
        return {
            "name": self.name,
            "meaning": self.meaning,
            "coefficient": self.estimate.to_json(),
            "odds_ratio": ratio,
            "open_side": self.open_side,
            "p": self.p,
            "left_out": {side: {"left_out": name, "coefficient": number} for side, (name, number) in extremes.items()},
        }


@dataclass(frozen=True, slots=True)
class Fitted(Jsonable):
    """One model with its coefficients.

    Attributes:
        id: short name.
        link: which of the two links; empty for a user's own table.
        outcome: what is explained.
        at_risk: whose rows.
        measure: what stands behind the parent's resistance.
        method: how it was estimated.
        n: rows.
        n_events: rows with the event.
        n_clusters: states (or cases) that the errors allow for.
        is_separated: whether plain maximum likelihood has no finite estimate.
        terms: its coefficients, without the intercept.
    """

    id: str
    link: str
    outcome: str
    at_risk: str
    measure: str
    method: str
    n: int
    n_events: int
    n_clusters: int
    is_separated: bool
    terms: tuple[Term, ...]


FIRTH = "Firth’s penalised logit, profile intervals"
CLUSTERED = "logit, errors clustered by parent state"


def fitted_models() -> tuple[Fitted, ...]:
    """Return the bundled models as fitted, in order; those without enough cases at the fit are absent.

    Raises:
        ArtefactError: when they were never fitted.
    """
    estimates, influence = load_artefact(ESTIMATES), load_artefact(INFLUENCE)
    found = []
    for model in MODELS:
        rows = estimates.filter(estimates["model"] == model.id).to_dicts()
        if not rows:
            continue
        moved = influence.filter(influence["model"] == model.id)
        terms = []
        for row in rows:
            own = moved.filter(moved["term"] == row["term"])
            terms.append(_term(model, row, dict(own.select("left_out", "coefficient").iter_rows())))
        first = rows[0]
        found.append(
            Fitted(
                model.id, model.link, model.outcome, model.at_risk, model.measure,
                FIRTH if model.data == "coded cases" else CLUSTERED,
                first["n"], first["n_events"], first["n_clusters"], first["is_separated"], tuple(terms),
            )
        )  # fmt: skip
    return tuple(found)


def estimate_table(names: Sequence[str], outcome: str, conditions: Sequence[str], values: Floats, y: Floats) -> Fitted:
    """Fit Firth's logit to a user's own table, with the influence of every case where they are at most `MOST_LEFT_OUT`.

    Args:
        names: of the cases.
        outcome: name of the outcome.
        conditions: names of the conditions.
        values: one row per case, one column per condition.
        y: 0 or 1 for each case.

    Raises:
        InputError: when the outcome does not vary or the conditions cannot be told apart.
    """
    fit = firth_logit(values, y, conditions)
    moved = leave_one_out(names, values, y, conditions) if len(names) <= MOST_LEFT_OUT else {}
    terms = tuple(
        Term(
            name,
            name,
            _estimate(float(fit.coefficients[j]), _finite(fit.low[j]), _finite(fit.high[j]), ()),
            _open_side(_finite(fit.low[j]), _finite(fit.high[j])),
            float(fit.p_values[j]),
            {case: coefficients[name] for case, coefficients in moved.items()},
        )
        for j, name in enumerate(fit.names)
        if j > 0
    )
    return Fitted(outcome, "", outcome, "cases of the table", "the conditions of the table", FIRTH, fit.n,
                  fit.n_events, fit.n, fit.is_separated, terms)  # fmt: skip


def leave_one_out(
    names: Sequence[str], values: Floats, y: Floats, conditions: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the coefficients without each case; one without which nothing can be estimated is absent."""
    found = {}
    for i, name in enumerate(names):
        rest = np.arange(len(names)) != i
        try:
            coefficients = firth_coefficients(values[rest], y[rest], conditions)
        except InputError:
            continue
        found[name] = dict(zip(conditions, coefficients[1:].tolist(), strict=True))
    return found


def firth_rows(model: Model, fit: FirthFit, n_clusters: int) -> list[dict[str, Any]]:
    """Return the artefact's rows for a penalised fit; a side on which the interval has no end is missing."""
    return [
        {
            "model": model.id,
            "term": name,
            "coefficient": float(fit.coefficients[j]),
            "low": _finite(fit.low[j]),
            "high": _finite(fit.high[j]),
            "p": float(fit.p_values[j]),
            "n": fit.n,
            "n_events": fit.n_events,
            "n_clusters": n_clusters,
            "is_separated": fit.is_separated,
        }
        for j, name in enumerate(fit.names)
        if j > 0
    ]


def _term(model: Model, row: Mapping[str, Any], influence: Mapping[str, float]) -> Term:
    return Term(
        row["term"],
        model.terms[row["term"]],
        _estimate(row["coefficient"], row["low"], row["high"], SOURCES[model.data]),
        _open_side(row["low"], row["high"]),
        row["p"],
        influence,
    )


def _estimate(value: float, low: float | None, high: float | None, sources: tuple[str, ...]) -> Estimate:
    if low is None or high is None:
        return Estimate(value, UNIT, sources=sources)
    return Estimate(value, UNIT, low, high, "confidence95", sources)


def _open_side(low: float | None, high: float | None) -> str | None:
    return "high" if high is None else "low" if low is None else None


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
