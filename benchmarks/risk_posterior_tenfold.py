"""The full posterior of the hierarchical hazard, disputes left out in ten groups.

Prints its scores beside those of the random-effect logit by Laplace on the same rows. It takes minutes to an hour and
needs the extra `build`. Run: python benchmarks/risk_posterior_tenfold.py
"""

from __future__ import annotations

import numpy as np
from tqdm import tqdm

from statusquo.core.artefacts import load_artefact
from statusquo.fits.risk_posterior import sample
from statusquo.risk.backtest import known
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import learn_encoding
from statusquo.risk.fitted import HAZARD, SPREAD
from statusquo.risk.models import LEAVE_OUT, RANDOM_EFFECT, fold_of_disputes
from statusquo.risk.rows import model_rows
from statusquo.risk.scores import SCORES, bootstrap_over_disputes, estimate, score_samples
from statusquo.snapshot.store import open_snapshot

FOLDS = 10


def main() -> None:
    """Print both models' scores."""
    covariates = risk_covariates(open_snapshot())
    rows = known(model_rows(covariates.frame, covariates.names, "secession", "recurrence"))
    fold = fold_of_disputes(rows.disputes, FOLDS)
    predicted = np.zeros(len(rows))
    for number in tqdm(range(FOLDS)):
        train, left = rows.where(fold != number), rows.where(fold == number)
        draws, diagnostics = sample(train)
        tqdm.write(str(diagnostics))
        encoding = learn_encoding(train)
        beta = np.array([draws[HAZARD, name] for name in encoding.names])
        effects = draws[SPREAD, "sd"] * np.random.default_rng(number).standard_normal(beta.shape[1])
        predicted[fold == number] = (1 / (1 + np.exp(-(encoding.matrix(left) @ beta + effects)))).mean(axis=1)
    laplace = load_artefact("risk_predictions").filter(
        risk_set="secession", event="recurrence", scheme=LEAVE_OUT, model=RANDOM_EFFECT
    )
    at_risk = np.ones(len(rows), dtype=bool)
    bootstrap = bootstrap_over_disputes(rows.disputes, at_risk)
    for name, values in (("full posterior", predicted), ("Laplace", laplace["probability"].to_numpy())):
        found = score_samples(rows.event, values, at_risk, bootstrap)
        shown = [f"{score} {estimate(found[score], score).value:.3f}" for score in SCORES]
        print(name, *shown)


if __name__ == "__main__":
    main()
