"""The risk as it was told and as it would be told if some covariates were different: a model-based contrast.

Both paths are those of the wide logit, whose covariates are all that a claim or a scenario asks for. The headline
forecast rests on the record of fighting alone, which no scenario changes; that the wide logit tells unseen years hardly
better (`statusquo risk --backtest`) is the first thing to know of a difference made by it. Each year's risk follows
from what was known when the year began. A scenario changes the covariates and what is derived from them; it changes
neither the history of fighting up to each year nor the other covariates, which in the world might have moved as well.
It says what the model says, not what would have happened.

A scenario that leads outside the dispute-years the model was fitted to is refused, with how far it leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from statusquo.cases.model import Case
from statusquo.core.domain import Domain
from statusquo.core.draws import widened_95
from statusquo.core.errors import Problem, ScenarioError
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.core.jsonable import Jsonable, plain
from statusquo.core.shown import Shown, frame_of
from statusquo.core.wording import slug
from statusquo.risk.covariates import declared_covariates, known_at_year_ends, with_covariates
from statusquo.risk.encoding import RiskRows
from statusquo.risk.events import EVENTS, HEADLINE, Event, RiskSet, risk_years, rows_at_risk
from statusquo.risk.fitted import FittedRisk, load_risk_model
from statusquo.risk.fitted_paths import NAMES, UNIT
from statusquo.risk.inputs import RiskData, risk_data, risk_sources
from statusquo.risk.links import Floats
from statusquo.risk.models import WIDE
from statusquo.risk.path import told_conflict
from statusquo.risk.rows import model_rows
from statusquo.risk.scenario_changes import with_changes
from statusquo.risk.scenario_file import Scenario
from statusquo.snapshot.store import Snapshot

NOTE = (
    "A model-based contrast: the difference between two predictions of one model, with the history of fighting up to "
    "each year as it was. It is not an estimate of what would have happened. The model is the wide logit: the headline "
    "forecast does not rest on what is changed here. One fit to all years tells both paths, while the risk told year "
    "by year is fitted to the years before each, so that the two differ for the same year."
)
POINTS = "difference of probabilities"
_TOLERANCE = 1e-6


class OverYears(NamedTuple):
    """The chance of an event in at least one of the years shown."""

    factual: Estimate
    counterfactual: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Contrast(Jsonable):
    """The risk of one event with and without the changes.

    Attributes:
        factual: yearly risk as the covariates were.
        counterfactual: yearly risk as the scenario has them.
        difference: the second less the first, with the interval of the difference itself.
        over_years: the chance of the event in at least one of the years shown.
    """

    factual: Series
    counterfactual: Series
    difference: Series
    over_years: OverYears


@dataclass(frozen=True, slots=True, repr=False)
class ScenarioResult(Shown):
    """What a scenario does to the risk of a dispute.

    Attributes:
        scenario: what is different.
        conflict_id_ucdp: the UCDP conflict it is told of.
        risk_set: the disputes that the model was fitted to.
        contrasts: by event; an event that the dispute could meet in none of the years is absent.
        moved: by covariate that differs, the largest change in standard deviations of the data, with its sign.
        data: what both risks are told from.
    """

    scenario: Scenario
    conflict_id_ucdp: int
    risk_set: RiskSet
    contrasts: Mapping[Event, Contrast]
    moved: Mapping[str, float]
    data: RiskData

    def in_short(self) -> str:
        """Return of which dispute it is told, and what is different."""
        return f"of ucdp-{self.conflict_id_ucdp}: {self.scenario.title}"

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each event, path (factual, counterfactual or their difference) and year."""
        return frame_of(
            {
                "event": event,
                "path": name,
                "year": point.year,
                "value": point.value,
                "low": point.low,
                "high": point.high,
            }
            for event, contrast in self.contrasts.items()
            for name in ("factual", "counterfactual", "difference")
            for point in getattr(contrast, name).points
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        return {
            "title": self.scenario.title,
            "changes": [change.words for change in self.scenario.changes],
            "conflict_id_ucdp": self.conflict_id_ucdp,
            "risk_set": self.risk_set,
            "model": WIDE,
            "events": plain(self.contrasts),
            "moved_sd": dict(self.moved),
            "data": self.data.to_json(),
            "note": NOTE,
        }


def run_scenario(case: Case, scenario: Scenario, snapshot: Snapshot) -> ScenarioResult:
    """Return the risk of a dispute with and without the changes of a scenario.

    Args:
        case: the dispute.
        scenario: what is different.
        snapshot: the open snapshot.

    Raises:
        ScenarioError: when a change does not fit the dispute, or leads outside the data.
        InputError: when the case names no territorial conflict of UCDP.
        ArtefactError: when the models were never fitted.
    """
    if not scenario.changes:
        what = "the scenario changes nothing that the risk model knows"
        raise ScenarioError(Problem(what, scenario.file, allowed="at least one table [[change]]"))
    conflict = told_conflict(case, snapshot)
    everything = known_at_year_ends(snapshot)
    years = risk_years(snapshot)
    known = everything.filter(conflict_id_ucdp=conflict).sort("year")
    parent = known["parent_gw"][-1]
    changed = with_changes(known, scenario, case, parent, snapshot)
    own = years.filter(conflict_id_ucdp=conflict)
    risk_set: RiskSet = HEADLINE if own["is_in_secession"].any() else "broad"
    factual, counterfactual = with_covariates(own, known), with_covariates(own, changed)
    fitted_to = with_covariates(years, everything)
    contrasts: dict[Event, Contrast] = {}
    moved: dict[str, float] = {}
    for event in EVENTS:
        rows = [_rows(frame, risk_set, event, scenario) for frame in (factual, counterfactual)]
        if not len(rows[0]):
            continue
        model = load_risk_model(risk_set, event, WIDE)
        _refuse_outside(rows, rows_at_risk(fitted_to, risk_set, event), scenario)
        contrasts[event] = _contrast(model, rows[0], rows[1], event, snapshot)
        moved |= _moved(model, rows[0], rows[1])
    if not contrasts:
        first, last = _span(scenario)
        raise ScenarioError(
            Problem("the dispute can meet neither event in these years", scenario.file, found=f"{first} to {last}")
        )
    return ScenarioResult(scenario, conflict, risk_set, contrasts, moved, risk_data(snapshot))


def _rows(frame: pl.DataFrame, risk_set: RiskSet, event: Event, scenario: Scenario) -> RiskRows:
    """Return the rows from the first year that a change can reach to the coming year."""
    names = tuple(covariate.name for covariate in declared_covariates())
    rows = model_rows(frame, names, risk_set, event)
    return rows.where(rows.years > _span(scenario)[0])


def _span(scenario: Scenario) -> tuple[int, int]:
    return min(c.first_year for c in scenario.changes), max(c.last_year for c in scenario.changes)


def _refuse_outside(rows: Sequence[RiskRows], fitted_to: pl.DataFrame, scenario: Scenario) -> None:
    """Refuse a scenario whose covariates lie beyond all that the model was fitted to.

    Raises:
        ScenarioError: with the covariates, how far beyond they lie, and the range of the data.
    """
    was, now = rows
    problems = []
    for place, name in enumerate(now.names):
        if name not in fitted_to.columns:
            continue
        differs = np.abs(np.nan_to_num(now.values[:, place]) - np.nan_to_num(was.values[:, place])) > _TOLERANCE
        seen = fitted_to[name].drop_nulls()
        if not differs.any() or not seen.len():
            continue
        low, high, sd = (float(n) for n in (min(seen), max(seen), np.std(seen.to_numpy(), ddof=1) or 1.0))
        values, years = now.values[differs, place], now.years[differs]
        beyond = np.maximum(low - values, values - high)
        worst = int(np.nanargmax(beyond))
        if beyond[worst] > _TOLERANCE:
            how_far = f"{beyond[worst] / sd:.1f} standard deviations beyond"
            found = f"{values[worst]:.2f} at the end of {years[worst] - 1}, {how_far}"
            what = f"the scenario leads outside the data: {name}"
            allowed = f"{low:.2f} to {high:.2f}, as in {fitted_to.height:,} dispute-years"
            line = scenario.changes[0].line
            problems.append(Problem(what, scenario.file, line, "change", found, allowed))
    if problems:
        raise ScenarioError(problems)


def _contrast(model: FittedRisk, was: RiskRows, now: RiskRows, event: Event, snapshot: Snapshot) -> Contrast:
    factual, counterfactual = (model.draws(rows) for rows in (was, now))
    values = [model.mean(rows) for rows in (was, now)]
    together = [1 - np.prod(1 - drawn, axis=1) for drawn in (factual, counterfactual)]
    once = [float(1 - np.prod(1 - value)) for value in values]
    years = was.years.tolist()
    note = "from data to the end of the year before"
    domain = Domain(1946, snapshot.coming_year, "ucdp", "dispute-year", note=note)
    sources = risk_sources(snapshot)

    def path(name: str, unit: str, value: Floats, drawn: Floats) -> Series:
        points = _points(years, value, drawn)
        return Series(
            f"risk.{slug(event)}.{slug(name)}", f"{NAMES[event]}, {name}", unit, domain, points, "credible95", sources
        )

    def over_years(unit: str, value: float, drawn: Floats) -> Estimate:
        return Estimate.from_draws(drawn, unit, value=value, interval="credible95", sources=sources)

    return Contrast(
        path("factual", UNIT, values[0], factual),
        path("in the scenario", UNIT, values[1], counterfactual),
        path("difference", POINTS, values[1] - values[0], counterfactual - factual),
        OverYears(
            over_years("probability in the years shown", once[0], together[0]),
            over_years("probability in the years shown", once[1], together[1]),
            over_years(POINTS, once[1] - once[0], together[1] - together[0]),
        ),
    )


def _points(years: list[int], values: Floats, drawn: Floats) -> tuple[Point, ...]:
    bounds = widened_95(values, drawn, axis=0)
    return tuple(Point(*numbers) for numbers in zip(years, *(n.tolist() for n in (values, *bounds)), strict=True))


def _moved(model: FittedRisk, was: RiskRows, now: RiskRows) -> dict[str, float]:
    """Return, by covariate that differs, the largest change in standard deviations of the rows fitted to."""
    names = model.encoding.covariates
    shift = model.encoding.unclipped(now.only(names)) - model.encoding.unclipped(was.only(names))
    moved = {}
    for name, column in zip(model.encoding.names[1:], shift.T, strict=True):
        largest = float(column[int(np.argmax(np.abs(column)))])
        if abs(largest) > _TOLERANCE:
            moved[name] = round(largest, 3)
    return moved
