"""The fitted artefacts there are: how each is made, what it reads, and which code shapes its numbers.

A fit is one function in a module of this room. It takes the inputs and returns the table with its diagnostics; writing
and hashing are `build`'s. Fits run in the order of the list, so that one may load an earlier one's artefact.
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
    """

    snapshot: Snapshot
    raw: Path | None
    progress: Progress


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
        tables: snapshot tables it reads.
        modules: modules whose source shapes its numbers, beside the one that makes it.
        sources: ids of the origins whose raw files it reads.
        artefacts: artefacts it reads, fitted before it.
        reads_cases: whether it reads who held what, roles, exits, outlines or codings in the bundled case files.
        reads_settlements: whether it reads the bundled settlement files, with the proposals and answers of their cases.
    """

    name: str
    description: str
    made_by: str
    tables: tuple[str, ...]
    modules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    artefacts: tuple[str, ...] = ()
    reads_cases: bool = False
    reads_settlements: bool = False

    def run(self, inputs: FitInputs) -> Fitted:
        """Make the artefact's table."""
        module, _, function = self.made_by.partition(":")
        made: Fitted = getattr(import_module(module), function)(inputs)
        return made


_MEANS = (
    "statusquo.balances.arms_producers",
    "statusquo.balances.garrisons",
    "statusquo.balances.military",
    "statusquo.balances.ranges",
    "statusquo.balances.stocks",
)

_RISK_TABLES = (
    "disputes",
    "dispute_agreements",
    "dispute_claims",
    "dispute_groups",
    "dispute_patrons",
    "dispute_terminations",
    "dispute_years",
    "dyad_distances",
    "dyad_ties",
    "episodes",
    "state_years",
    "states",
)
_RISK_CODE = (
    "statusquo.balances.outside_powers",
    *(
        f"statusquo.risk.{name}"
        for name in ("bases", "covariate_blocks", "covariates", "encoding", "events", "hazard", "links", "rows")
    ),
)
_RISK_MODELS = (*_RISK_CODE, *(f"statusquo.risk.{name}" for name in ("backtest", "fitted", "models", "random_effect")))
_COVARIATE_ARTEFACTS = ("arms_suppliers", "state_arming")

_STRUCTURE_TABLES = (
    "areas",
    "countries",
    "dispute_groups",
    "dispute_patrons",
    "dispute_places",
    "disputes",
    "places",
    "provinces",
    "states",
)
_COMPARISON = (
    "statusquo.comparison.estimates",
    "statusquo.comparison.firth",
    "statusquo.comparison.logit",
    "statusquo.comparison.models",
    "statusquo.comparison.outcomes",
    "statusquo.panels.movement_year",
)

_CONFIGURATIONS = tuple(
    f"statusquo.comparison.{name}"
    for name in (
        "admission",
        "bundled",
        "calibration",
        "case_conditions",
        "coded_comparison",
        "configurations",
        "conjunction",
        "covers",
        "evidence",
        "expectations",
        "fit",
        "primes",
        "robustness",
        "sets",
        "solutions",
        "truth_table",
    )
)

_SETTLEMENT = tuple(
    f"statusquo.settlement.{name}" for name in ("acceptance", "admission", "agenda", "draws", "no_agreement")
)


def _settlement_fit(name: str, description: str, function: str, modules: tuple[str, ...]) -> Fit:
    return Fit(
        f"settlement_{name}",
        description,
        f"statusquo.fits.settlement:{function}",
        tables=(),
        modules=(*_SETTLEMENT, *(f"statusquo.settlement.{module}" for module in modules)),
        artefacts=("risk_paths",),
        reads_settlements=True,
    )


_GAME = tuple(
    f"statusquo.bargaining.{name}"
    for name in (
        "balance_paths",
        "calibration",
        "counts",
        "ensemble",
        "fans",
        "game_scenario",
        "iteration",
        "kernels",
        "model",
        "path_kernels",
        "philox",
        "priors",
        "ranges",
        "record",
        "run_calibrated",
        "solution",
        "solve",
        "tables",
    )
)
_BALANCES = (
    *_MEANS,
    "statusquo.balances.commitment",
    "statusquo.balances.projection",
    "statusquo.balances.regional",
    "statusquo.balances.sides",
)
_GAME_TABLES = (
    *_RISK_TABLES,
    "arms_deliveries",
    "spending",
)

FITS: tuple[Fit, ...] = (
    Fit(
        "structure_terrain",
        "How far the ground rises between each territory and its kin states and patrons.",
        "statusquo.fits.structure:fit_terrain",
        tables=_STRUCTURE_TABLES,
        modules=("statusquo.structure.outlines", "statusquo.structure.sphere", "statusquo.structure.terrain"),
        sources=("etopo20",),
        reads_cases=True,
    ),
    Fit(
        "structure_factors",
        "The structural factors of every dispute, against which one dispute is placed.",
        "statusquo.fits.structure:fit_factors",
        tables=_STRUCTURE_TABLES,
        modules=(
            "statusquo.structure.boundary",
            "statusquo.structure.ethnicity",
            "statusquo.structure.factors",
            "statusquo.structure.geography",
            "statusquo.structure.history_and_law",
            "statusquo.structure.outlines",
            "statusquo.structure.shapes",
            "statusquo.structure.sphere",
        ),
        artefacts=("structure_terrain",),
    ),
    Fit(
        "military_balances",
        "Log ratios of the means of each pair of states that stand behind two sides of a dispute, by year.",
        "statusquo.fits.military:fit_balances",
        tables=("dispute_groups", "dispute_patrons", "dispute_years", "disputes", "state_years", "states"),
        modules=(*_MEANS, "statusquo.balances.sides", "statusquo.panels.patrons"),
        sources=("sipri-milex", "sipri-tiv"),
        reads_cases=True,
    ),
    Fit(
        "state_arming",
        "Stocks of spending and arms of each parent and patron against the median state's, as known in each year.",
        "statusquo.fits.military:fit_arming",
        tables=("dispute_groups", "dispute_patrons", "dispute_years", "disputes", "states"),
        modules=(*_MEANS, "statusquo.panels.patrons"),
        sources=("sipri-milex", "sipri-tiv"),
        reads_cases=True,
    ),
    Fit(
        "arms_suppliers",
        "Suppliers' shares of the arms of each parent and patron over the ten years up to each year.",
        "statusquo.fits.suppliers:fit_suppliers",
        tables=("dispute_groups", "dispute_patrons", "dispute_years", "disputes", "states"),
        modules=(
            "statusquo.balances.arms_producers",
            "statusquo.balances.commitment",
            "statusquo.panels.patrons",
            "statusquo.snapshot.arms",
        ),
        sources=("sipri-milex", "sipri-tiv"),
        reads_cases=True,
    ),
    Fit(
        "risk_models",
        "Coefficients, covariances and encodings of the models of recurrence and of escalation to war.",
        "statusquo.fits.risk_models:fit_models",
        tables=_RISK_TABLES,
        modules=_RISK_MODELS,
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_predictions",
        "Predictions of every risk model out of sample, with origin and horizon.",
        "statusquo.fits.risk_backtest:fit_predictions",
        tables=_RISK_TABLES,
        modules=_RISK_MODELS,
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_backtest",
        "Scores of the predictions out of sample, with intervals and differences to duration alone.",
        "statusquo.fits.risk_backtest:fit_scores",
        tables=(),
        modules=("statusquo.risk.calibration", "statusquo.risk.score_table", "statusquo.risk.scores"),
        artefacts=("risk_predictions",),
    ),
    Fit(
        "risk_strata",
        "How the headline fared out of sample by time quiet or under way, by region and by what it had told.",
        "statusquo.fits.risk_backtest:fit_strata",
        tables=_RISK_TABLES,
        modules=("statusquo.risk.scores", "statusquo.risk.strata"),
        artefacts=(*_COVARIATE_ARTEFACTS, "risk_predictions"),
    ),
    Fit(
        "risk_duration_dependence",
        "Slope of the hazard on quiet time under four assumptions on how disputes differ.",
        "statusquo.fits.risk_duration:fit_duration_dependence",
        tables=_RISK_TABLES,
        modules=(*_RISK_CODE, "statusquo.risk.immune", "statusquo.risk.random_effect", "statusquo.risk.within"),
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_effects",
        "The effect of each exposure that claims ask for, each by a hazard of its own with a stated adjustment.",
        "statusquo.fits.risk_effects:fit_effects",
        tables=_RISK_TABLES,
        modules=(*_RISK_CODE, "statusquo.risk.effects", "statusquo.risk.random_effect"),
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_posterior",
        "Draws of the hierarchical Bayesian hazard: coefficients, spread and disputes' effects.",
        "statusquo.fits.risk_posterior:fit_posterior",
        tables=_RISK_TABLES,
        modules=(*_RISK_CODE, "statusquo.risk.models"),
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_paths",
        "The yearly risk of every dispute from 1980 to the coming year, each from what was known before.",
        "statusquo.fits.risk_paths:fit_paths",
        tables=_RISK_TABLES,
        modules=_RISK_MODELS,
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "risk_accounts",
        "The log odds of renewed fighting and of war in every open dispute's years, part by part.",
        "statusquo.fits.risk_paths:fit_accounts",
        tables=_RISK_TABLES,
        modules=(*_RISK_MODELS, "statusquo.risk.accounting"),
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "comparison_estimates",
        "Structure to resistance and resistance to outcome, across movements and coded cases.",
        "statusquo.fits.comparison:fit_estimates",
        ("movements", "movement_runs", "state_years"),
        _COMPARISON,
        reads_cases=True,
    ),
    Fit(
        "comparison_influence",
        "The same coefficients without each state, movement or case.",
        "statusquo.fits.comparison:fit_influence",
        ("movements", "movement_runs", "state_years"),
        _COMPARISON,
        reads_cases=True,
    ),
    Fit(
        "comparison_configurations",
        "Configurations of the coded cases and the structural conjunction, with lift, permutation tests and survival.",
        "statusquo.fits.configurations:fit_configurations",
        (),
        _CONFIGURATIONS,
        reads_cases=True,
    ),
    _settlement_fit(
        "acceptance", "Who would accept which settlement, with intervals.", "fit_acceptance", ("report", "zone")
    ),
    _settlement_fit(
        "solutions",
        "How often each solution of bargaining picks each option.",
        "fit_solutions",
        ("comparison", "report", "solutions"),
    ),
    _settlement_fit("zones", "The zone of agreement over two issues of each period.", "fit_zones", ("report", "zone")),
    _settlement_fit("widenings", "What would widen the zone of agreement.", "fit_widenings", ("report", "zone")),
    _settlement_fit(
        "contrasts",
        "What each issue does to the zone, and one status over another to a government.",
        "fit_contrasts",
        ("contrasts", "report"),
    ),
    _settlement_fit(
        "record", "Predicted and actual answers to the proposals of the record.", "fit_record", ("backtest", "record")
    ),
    _settlement_fit("scores", "How these predictions score.", "fit_scores", ("backtest", "record")),
    Fit(
        "bargaining_calibration",
        "The parameters of the bargaining game of a dispute, before and after its record to a cut-off year.",
        "statusquo.fits.bargaining:fit_calibration",
        _GAME_TABLES,
        (*_GAME, *_BALANCES, *_RISK_MODELS, "statusquo.fits.bargaining_hazard"),
        artefacts=_COVARIATE_ARTEFACTS,
        reads_cases=True,
    ),
    Fit(
        "bargaining_paths",
        "The calibrated games run on from the cut-off year, with and without each scenario.",
        "statusquo.fits.bargaining:fit_paths",
        _GAME_TABLES,
        (*_GAME, *_BALANCES, "statusquo.bargaining.calibrated"),
        artefacts=("bargaining_calibration",),
        reads_cases=True,
    ),
    Fit(
        "bargaining_claims",
        "What the bargaining game does when one input is set otherwise, at large and calibrated.",
        "statusquo.fits.bargaining_claims:fit_claims",
        _GAME_TABLES,
        (*_GAME, *_BALANCES, "statusquo.bargaining.calibrated", "statusquo.bargaining.effects"),
        artefacts=("bargaining_calibration",),
        reads_cases=True,
    ),
)
