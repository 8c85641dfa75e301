"""The risks of the coming year and the year after it, as the headline and the plain baselines tell them now.

The headline's are those of the fitted artefact `risk_paths`, which `statusquo risk` prints. The baselines are fitted
here to the rows whose outcome is known when the coming year begins, as in the back-test by rolling origin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import polars as pl

from statusquo.core.columns import schema_of
from statusquo.core.errors import ArtefactError
from statusquo.forecasts.outcomes import RULES
from statusquo.forecasts.record import TABLE, BaseRate, ToldBy, risks_in_order
from statusquo.risk.backtest import known_before
from statusquo.risk.covariates import risk_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import OUTCOMES, RiskSet
from statusquo.risk.fitted import FittedRisk
from statusquo.risk.fitted_paths import fitted_paths
from statusquo.risk.models import HEADLINE_MODEL, MODELS, fit_model
from statusquo.risk.rows import model_rows
from statusquo.snapshot.store import Snapshot

SETS: tuple[RiskSet, ...] = ("secession", "broad")
"""Both are always reported."""

WRITTEN = "docs/methods/risk.md"

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""

_BASELINES = tuple(model for model in MODELS if model.role == "baseline")


@dataclass(frozen=True, slots=True)
class Coming:
    """What there is to publish.

    Attributes:
        table: the risks, as declared under ``forecast.published``.
        models: the models that told them.
        base_rates: how often each event had come, as far as is known.
    """

    table: pl.DataFrame
    models: tuple[ToldBy, ...]
    base_rates: tuple[BaseRate, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years told of."""
        return tuple(self.table["year"].unique().sort())


def coming_risks(snapshot: Snapshot, progress: Progress) -> Coming:
    """Return the risks of the coming year and the year after it.

    Args:
        snapshot: the open snapshot.
        progress: called as the baselines are fitted.

    Raises:
        ArtefactError: when the headline was never fitted to this snapshot.
    """
    year = snapshot.coming_year
    tables = [_headline(snapshot)]
    rates = []
    covariates = risk_covariates(snapshot)
    jobs = list(product(SETS, OUTCOMES))
    for done, (risk_set, outcome) in enumerate(jobs):
        progress(done, len(jobs), f"{outcome}, {risk_set}")
        rows = model_rows(covariates.frame, covariates.names, risk_set, outcome)
        train, coming = rows.where(known_before(rows, year, outcome)), rows.where(rows.years == year)
        rates.append(BaseRate(risk_set=risk_set, event=outcome, rows=len(train), events=int(train.event.sum())))
        for model in _BASELINES:
            tables.append(_published(fit_model(model, train, risk_set, outcome), coming))
    progress(len(jobs), len(jobs), "done")
    models = [ToldBy(name=HEADLINE_MODEL, role="model", written=WRITTEN)]
    models += [ToldBy(name=model.name, role="baseline", written=WRITTEN) for model in _BASELINES]
    return Coming(risks_in_order(_by_year_told(pl.concat(tables))), tuple(models), tuple(rates))


def _headline(snapshot: Snapshot) -> pl.DataFrame:
    """Return the headline's rows for the first year after the data, as the artefact has them."""
    own = fitted_paths(snapshot).filter(pl.col("year") == snapshot.coming_year, pl.col("risk_set").is_in(SETS))
    absent = [outcome for outcome in OUTCOMES if outcome not in set(own["event"])]
    if absent:
        found = ", ".join(absent)
        raise ArtefactError(f"the fitted risks do not tell {found}; fit them anew with `statusquo data fit`")
    return own.with_columns(model=pl.lit(HEADLINE_MODEL)).select(schema_of(TABLE).names())


def _published(fitted: FittedRisk, coming: RiskRows) -> pl.DataFrame:
    numbers = fitted.predict(coming).columns
    told = pl.DataFrame({"conflict_id_ucdp": coming.disputes, "year": coming.years, **numbers})
    told = told.with_columns(risk_set=pl.lit(fitted.risk_set), event=pl.lit(fitted.event), model=pl.lit(fitted.model))
    schema = schema_of(TABLE)
    return told.select(schema.names()).cast(schema)


def _by_year_told(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the year told of in the place of the first year after the data."""
    ahead = {event: rule.ahead - 1 for event, rule in RULES.items()}
    later = pl.col("event").replace_strict(ahead, return_dtype=pl.Int32)
    return rows.with_columns(year=pl.col("year") + later)
