"""The fitted artefacts there are, and how each is made.

A fit is one function in a module of this room. It takes the inputs and returns the table with its diagnostics; writing
and hashing are `build`'s, and what a fit reads and runs is told from its source (`provenance`). Fits run in the order
of the list, so that one may load an earlier one's artefact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.snapshot.store import Snapshot

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""


@dataclass(frozen=True, slots=True)
class FitInputs:
    """What a fit is given.

    Attributes:
        snapshot: the open snapshot.
        raw: the folder of raw files; present for the fits that need it.
        progress: to be called as the work goes on.
        own: rows of the user's own files that the snapshot was made of, by the id of the data set; they stand in the
            place of the raw file.
    """

    snapshot: Snapshot
    raw: Path | None
    progress: Progress
    own: Mapping[str, pl.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit returns.

    Attributes:
        table: the artefact's table.
        diagnostics: figures on the fit itself.
    """

    table: pl.DataFrame
    diagnostics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """One fitted artefact.

    Attributes:
        name: the artefact; its columns are declared under ``fit.NAME``.
        description: what it holds, in a line.
        made_by: module and function that make it, as ``module:function``; imported only when it runs.
        sources: ids of the origins whose raw files it reads, which must be at hand when it runs.
    """

    name: str
    description: str
    made_by: str
    sources: tuple[str, ...] = ()

    def run(self, inputs: FitInputs) -> Fitted:
        """Make the artefact's table."""
        module, _, function = self.made_by.partition(":")
        made: Fitted = getattr(import_module(module), function)(inputs)
        return made


_SIPRI = ("sipri-milex", "sipri-tiv")

FITS: tuple[Fit, ...] = (
    Fit(
        "structure_terrain",
        "How far the ground rises between each territory and its kin states and patrons.",
        "statusquo.fits.structure:fit_terrain",
        sources=("etopo20",),
    ),
    Fit(
        "structure_factors",
        "The structural factors of every dispute, against which one dispute is placed.",
        "statusquo.fits.structure:fit_factors",
    ),
    Fit(
        "military_balances",
        "Log ratios of the means of each pair of states that stand behind two sides of a dispute, by year.",
        "statusquo.fits.military:fit_balances",
        sources=_SIPRI,
    ),
    Fit(
        "state_arming",
        "Stocks of spending and arms of each parent and patron against the median state's, as known in each year.",
        "statusquo.fits.military:fit_arming",
        sources=_SIPRI,
    ),
    Fit(
        "arms_suppliers",
        "Suppliers' shares of the arms of each parent and patron over the ten years up to each year.",
        "statusquo.fits.suppliers:fit_suppliers",
        sources=_SIPRI,
    ),
    Fit(
        "risk_models",
        "Coefficients, covariances and encodings of the models of recurrence and of escalation to war.",
        "statusquo.fits.risk_models:fit_models",
    ),
    Fit(
        "risk_predictions",
        "Predictions of every risk model out of sample, with origin and horizon.",
        "statusquo.fits.risk_backtest:fit_predictions",
    ),
    Fit(
        "risk_backtest",
        "Scores of the predictions out of sample, with intervals and differences to duration alone.",
        "statusquo.fits.risk_backtest:fit_scores",
    ),
    Fit(
        "risk_strata",
        "How the headline fared out of sample by time quiet or under way, by region and by what it had told.",
        "statusquo.fits.risk_backtest:fit_strata",
    ),
    Fit(
        "risk_duration_dependence",
        "Slope of the hazard on quiet time under four assumptions on how disputes differ.",
        "statusquo.fits.risk_duration:fit_duration_dependence",
    ),
    Fit(
        "risk_effects",
        "The effect of each exposure that claims ask for, each by a hazard of its own with a stated adjustment.",
        "statusquo.fits.risk_effects:fit_effects",
    ),
    Fit(
        "risk_posterior",
        "Draws of the hierarchical Bayesian hazard: coefficients, spread and disputes' effects.",
        "statusquo.fits.risk_posterior:fit_posterior",
    ),
    Fit(
        "risk_paths",
        "The yearly risk of every dispute from 1980 to the coming year, each from what was known before.",
        "statusquo.fits.risk_paths:fit_paths",
    ),
    Fit(
        "risk_accounts",
        "The log odds of renewed fighting and of war in every open dispute's years, part by part.",
        "statusquo.fits.risk_paths:fit_accounts",
    ),
    Fit(
        "comparison_estimates",
        "Structure to resistance and resistance to outcome, across movements and coded cases.",
        "statusquo.fits.comparison:fit_estimates",
    ),
    Fit(
        "comparison_influence",
        "The same coefficients without each state, movement or case.",
        "statusquo.fits.comparison:fit_influence",
    ),
    Fit(
        "comparison_configurations",
        "Configurations of the coded cases and the structural conjunction, with lift, permutation tests and survival.",
        "statusquo.fits.configurations:fit_configurations",
    ),
    Fit(
        "settlement_acceptance",
        "Who would accept which settlement, with intervals.",
        "statusquo.fits.settlement:fit_acceptance",
    ),
    Fit(
        "settlement_solutions",
        "How often each solution of bargaining picks each option.",
        "statusquo.fits.settlement:fit_solutions",
    ),
    Fit(
        "settlement_zones",
        "The zone of agreement over two issues of each period.",
        "statusquo.fits.settlement:fit_zones",
    ),
    Fit(
        "settlement_widenings",
        "What would widen the zone of agreement.",
        "statusquo.fits.settlement:fit_widenings",
    ),
    Fit(
        "settlement_contrasts",
        "What each issue does to the zone, and one status over another to a government.",
        "statusquo.fits.settlement:fit_contrasts",
    ),
    Fit(
        "settlement_record",
        "Predicted and actual answers to the proposals of the record.",
        "statusquo.fits.settlement:fit_record",
    ),
    Fit(
        "settlement_scores",
        "How these predictions score.",
        "statusquo.fits.settlement:fit_scores",
    ),
    Fit(
        "bargaining_calibration",
        "The parameters of the bargaining game of a dispute, before and after its record to a cut-off year.",
        "statusquo.fits.bargaining:fit_calibration",
    ),
    Fit(
        "bargaining_paths",
        "The calibrated games run on from the cut-off year, with and without each scenario.",
        "statusquo.fits.bargaining:fit_paths",
    ),
    Fit(
        "bargaining_claims",
        "What the bargaining game does when one input is set otherwise, at large and calibrated.",
        "statusquo.fits.bargaining_claims:fit_claims",
    ),
    Fit(
        "bargaining_findings",
        "What the reference game does when one of its parameters is changed.",
        "statusquo.fits.bargaining_findings:fit_findings",
    ),
)
