"""The full posterior of the hierarchical hazard, disputes left out in ten groups.

Prints its scores beside those of the random-effect logit by Laplace on the same rows, which leaves disputes out one by
one, and the differences. It takes minutes and needs the extra `build`; fewer draws than the artefact's do for means.
Run: python benchmarks/risk_posterior_tenfold.py [--chains 2] [--tune 500] [--draws 500] [--risk-set secession]
"""

from __future__ import annotations

import argparse

import numpy as np
from tqdm import tqdm

from statusquo.core.artefacts import load_artefact
from statusquo.fits.risk_posterior import sample
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import learn_encoding
from statusquo.risk.events import RISK_SETS
from statusquo.risk.fitted import HAZARD, SPREAD
from statusquo.risk.links import Floats
from statusquo.risk.models import LEAVE_OUT, RANDOM_EFFECT, RECORD
from statusquo.risk.rows import model_rows
from statusquo.risk.scores import SCORES, bootstrap_over_disputes, estimate, score_samples
from statusquo.snapshot.store import open_snapshot

FOLDS = 10


def main() -> None:
    """Print both models' scores."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("chains", 2), ("tune", 500), ("draws", 500)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    asked.add_argument("--risk-set", choices=RISK_SETS, default="secession")
    given = asked.parse_args()
    covariates = risk_covariates(open_snapshot())
    rows = known(model_rows(covariates.frame, covariates.names, given.risk_set, "recurrence")).only(RECORD)
    # Disputes in order of their number are dealt out one by one.
    fold = np.unique(rows.disputes, return_inverse=True)[1] % FOLDS
    predicted = np.zeros(len(rows))
    for number in tqdm(range(FOLDS)):
        train, left = rows.where(fold != number), rows.where(fold == number)
        draws, diagnostics = sample(train, chains=given.chains, tune=given.tune, draws=given.draws)
        tqdm.write(str(diagnostics))
        encoding = learn_encoding(train)
        beta = np.array([draws[HAZARD, name] for name in encoding.names])
        effects = draws[SPREAD, "sd"] * np.random.default_rng(number).standard_normal(beta.shape[1])
        predicted[fold == number] = (1 / (1 + np.exp(-(encoding.matrix(left) @ beta + effects)))).mean(axis=1)
    laplace = load_artefact("risk_predictions").filter(
        risk_set=given.risk_set, event="recurrence", scheme=LEAVE_OUT, model=RANDOM_EFFECT
    )
    at_risk = np.ones(len(rows), dtype=bool)
    bootstrap = bootstrap_over_disputes(rows.disputes, at_risk)
    found = {
        name: score_samples(rows.event, values, at_risk, bootstrap)
        for name, values in (("full posterior", predicted), ("Laplace", laplace["probability"].to_numpy()))
    }
    for name, samples in found.items():
        print(name, *(_shown(score, samples[score]) for score in SCORES))
    both = (found["full posterior"][score] - found["Laplace"][score] for score in SCORES)
    print("difference", *(_shown(score, apart) for score, apart in zip(SCORES, both, strict=True)))


def _shown(score: str, samples: Floats) -> str:
    told = estimate(samples, score)
    return f"{score} {told.value:.4f} [{told.low:.4f}, {told.high:.4f}]"


if __name__ == "__main__":
    main()
