"""The game calibrated to a dispute, as the fitted artefacts hold it: draws, what is known of each parameter, the fans.

Reads `bargaining_calibration` and `bargaining_paths`; solves nothing and compiles nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from statusquo.bargaining.priors import Draws
from statusquo.cases.load import load_case
from statusquo.core.artefacts import artefact_record, load_artefact
from statusquo.core.domain import Domain
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.core.estimates import Estimate, Point, Series
from statusquo.core.shown import Shown
from statusquo.core.wording import listed, slug

CALIBRATION, PATHS = "bargaining_calibration", "bargaining_paths"

RUN_ON, ALONG_RECORD, DIFFERENCE = "run on from the cut-off", "along the record", "difference to as it was"
"""What a path rests on: the game run on; read along the measured balance; a scenario less the game as it was."""

AS_IT_WAS = "as-it-was"
RISE = "rise of war in the year"
"""Mean of the last five years along the record less that of the first five."""

YEARLY_WAR, SHAKEN_AT_END, HISTORY = "yearly_war", "shaken_at_end", "history"
SOURCES = ("ucdp-prio-acd", "sipri-milex", "sipri-tiv", "cow-nmc", "atop")

NOTE = (
    "A model of one dispute in which most parameters nobody has measured; it says what such a game would do, not what "
    "was or will be done, and it says nothing of which move would serve whom."
)


@dataclass(frozen=True, slots=True)
class CalibratedDraws(Draws):
    """Draws of the parameters of one dispute's game, given its record.

    Attributes:
        case_id: the dispute.
        first_year: first year of the record.
        cutoff: last year of the record.
        quiet_months: months of quiet when the record begins.

    The draws also have which joint draw of the balances they take and the probability that a shock is in force at the
    end.
    """

    case_id: str
    first_year: int
    cutoff: int
    quiet_months: int

    @property
    def quiet_at_end(self) -> int:
        """Months of quiet when the year after the cut-off begins."""
        return self.quiet_months + 12 * (self.cutoff - self.first_year + 1)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one parameter: over its range, given other disputes, and given the record as well.

    Attributes:
        parameter: its name.
        prior: median and 95 % bounds over the range.
        others: given other disputes alone.
        record: given the record as well.
        contraction: share of the variance given other disputes that the record takes away.
        shift: of the mean, in standard deviations.
        is_moved: whether the record moves it by more than chance.
        is_range: whether its range was stated before; else it follows from the record and the games.
        basis: on what its range rests.
    """

    parameter: str
    prior: Estimate
    others: Estimate
    record: Estimate
    contraction: float
    shift: float
    is_moved: bool
    is_range: bool
    basis: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "parameter": self.parameter,
            "prior": self.prior.to_json(),
            "given_other_disputes": self.others.to_json(),
            "given_the_record": self.record.to_json(),
            "contraction": self.contraction,
            "shift_sd": self.shift,
            "is_moved_by_record": self.is_moved,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Shown):
    """The calibrated game of one dispute.

    Attributes:
        case_id: the dispute.
        cutoff: last year of the record.
        last_year: last year of the run.
        known: what is known of each parameter.
        paths: rows of ``bargaining_paths``: scenario, basis, quantity, year, value and quantiles.
        scenarios: by id, title and changes in words, the game as it was first.
        diagnostics: of the calibration: other disputes' hazard, draws, effective numbers.
    """

    case_id: str
    cutoff: int
    last_year: int
    known: tuple[Known, ...]
    paths: pl.DataFrame
    scenarios: Mapping[str, Mapping[str, Any]]
    diagnostics: Mapping[str, Any]

    def in_short(self) -> str:
        """Return of which dispute it is told, and from which record."""
        return (
            f"of {self.case_id}: calibrated to {self.cutoff}, run to {self.last_year}, {len(self.scenarios)} scenarios"
        )

    @property
    def frame(self) -> pl.DataFrame:
        """The yearly quantities: one row for each scenario, basis, quantity and year."""
        return self.paths

    def rows(self, quantity: str, *, scenario: str = AS_IT_WAS, basis: str = RUN_ON) -> pl.DataFrame:
        """Return the rows of one quantity, by year."""
        return self.paths.filter(quantity=quantity, scenario=scenario, basis=basis).sort("year")

    def series(self, quantity: str, *, scenario: str = AS_IT_WAS, basis: str = RUN_ON) -> Series:
        """Return one quantity as a series with its 95 % bounds."""
        rows = self.rows(quantity, scenario=scenario, basis=basis)
        years = rows["year"].to_list() or [self.cutoff, self.last_year]
        unit = rows["unit"][0] if rows.height else "probability"
        key, label = f"game.{slug(quantity)}.{slug(scenario)}.{slug(basis)}", f"{quantity}, {scenario}, {basis}"
        told = rows.select("year", "value", "low", "high").iter_rows()
        return game_series(key, label, unit, (years[0], years[-1]), self.cutoff, told)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        keys = ("scenario", "basis", "quantity")
        groups = self.paths.select(keys).unique(maintain_order=True).rows()
        return {
            "cutoff_year": self.cutoff,
            "last_year": self.last_year,
            "parameters": [known.to_json() for known in self.known],
            "paths": [
                {
                    **dict(zip(keys, group, strict=True)),
                    "series": self.series(group[2], scenario=group[0], basis=group[1]).to_json(),
                }
                for group in groups
            ],
            "scenarios": {name: dict(each) for name, each in self.scenarios.items()},
            "calibration": dict(self.diagnostics),
            "note": NOTE,
        }


def game_series(
    key: str,
    label: str,
    unit: str,
    years: tuple[int, int],
    cutoff: int,
    told: Iterable[tuple[int, float, float, float]],
) -> Series:
    """Return what came of the games as a series, each year with a value and bounds, which are widened to hold it.

    Args:
        key: its key.
        label: what is told.
        unit: the unit.
        years: first and last year of which the games tell.
        cutoff: last year of the record that they are calibrated to.
        told: year, value, lower and upper bound.
    """
    points = tuple(Point(year, value, min(low, value), max(high, value)) for year, value, low, high in told)
    domain = Domain(*years, "ucdp", "dispute-year", note=f"calibrated to data up to {cutoff}")
    return Series(key, label, unit, domain, points, "draws95" if points else None, SOURCES)


def calibrated_cases() -> tuple[str, ...]:
    """Return the ids of the disputes that the game is calibrated to."""
    return tuple(load_artefact(CALIBRATION)["case_id"].unique(maintain_order=True))


def reading_of(case_id: str) -> Reading:
    """Return the calibrated game of a dispute.

    Raises:
        InputError: when the game is not calibrated to it.
        ArtefactError: when nothing was fitted.
    """
    rows = _rows_of(case_id)
    paths = load_artefact(PATHS).filter(case_id=case_id)
    told = artefact_record(PATHS).diagnostics
    scenarios = {name: told[f"{case_id}, {name}"] for name in paths["scenario"].unique(maintain_order=True)}
    return Reading(
        case_id,
        int(rows["cutoff_year"][0]),
        int(paths["year"].max()),  # type: ignore[arg-type]
        tuple(_known(row) for row in rows.iter_rows(named=True)),
        paths,
        scenarios,
        artefact_record(CALIBRATION).diagnostics[case_id],
    )


def calibrated_draws(case_id: str) -> CalibratedDraws:
    """Return the draws of a dispute's game; see `reading_of` for the errors."""
    rows = _rows_of(case_id)
    spell = artefact_record(CALIBRATION).diagnostics[case_id]["spell"]
    values = {row["parameter"]: np.array(row["draws"]) for row in rows.iter_rows(named=True)}
    return CalibratedDraws(values, case_id, spell["first_year"], int(rows["cutoff_year"][0]), spell["quiet_months"])


def _rows_of(case_id: str) -> pl.DataFrame:
    rows = load_artefact(CALIBRATION).filter(case_id=case_id)
    if rows.is_empty():
        titles = [load_case(name).title for name in calibrated_cases()]
        only = f", only to {listed(titles)}" if titles else ""
        # A case of one's own is known by its file alone.
        title = case_id
        with contextlib.suppress(UnknownNameError):
            title = load_case(case_id).title
        raise InputError(f"The bargaining game is not calibrated to {title}{only}.")
    return rows


def _known(row: Mapping[str, Any]) -> Known:
    prior, others, record = (Estimate.from_row(row, "draws95", of=stage) for stage in ("prior", "others", "record"))
    told = {name: row[name] for name in ("parameter", "contraction", "shift", "is_moved", "is_range", "basis")}
    return Known(prior=prior, others=others, record=record, **told)
