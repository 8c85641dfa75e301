"""A calibrated game with made-up numbers, to see what the section makes of them."""

from __future__ import annotations

from typing import Any

import polars as pl

from statusquo.bargaining.calibrated import ALONG_RECORD, AS_IT_WAS, DIFFERENCE, RISE, RUN_ON, Known, Reading
from statusquo.bargaining.fan_names import CONTROL, OFFER, UNITS, WAR_BY, WAR_IN_YEAR
from statusquo.core.columns import schema_of
from statusquo.core.estimates import Estimate

CUTOFF, LAST, MEASURED = 2010, 2024, 2018


def reading(
    *,
    war: float = 0.04,
    rise: tuple[float, float, float] = (0.001, 0.02, 0.06),
    offer: tuple[float, float] = (0.05, 0.2),
    control_low: float = 0.1,
    veto: tuple[float, float, float] = (-0.3, -0.1, -0.02),
    moved: tuple[str, ...] = ("veto_strength",),
    left_out: int = 0,
) -> Reading:
    """Return a reading.

    Args:
        war: yearly chance of war.
        rise: change of the yearly chance along the record: low, value, high.
        offer: share offered along the record: median and high.
        control_low: lower bound of the holder's share at the end.
        veto: change of the chance of war by the end under the one scenario: low, value, high.
        moved: parameters that the record moved.
        left_out: games without a solution under the one scenario, beside 120 with one.
    """
    rows: list[dict[str, Any]] = []

    def add(
        quantity: str, year: int, levels: tuple[float, ...], *, scenario: str = AS_IT_WAS, basis: str = RUN_ON
    ) -> None:
        low, lower, value, upper, high = levels
        unit = UNITS.get(quantity, "probability") if basis != DIFFERENCE else "difference of probabilities"
        rows.append(
            {
                "case_id": "made-up", "cutoff_year": CUTOFF, "scenario": scenario, "basis": basis, "quantity": quantity,
                "year": year, "unit": unit, "value": value, "low": low, "lower": lower, "middle": value,
                "upper": upper, "high": high,
            }
        )  # fmt: skip

    for place, year in enumerate(range(CUTOFF + 1, LAST + 1), 1):
        by = 1 - (1 - war) ** place
        for scenario, factor in ((AS_IT_WAS, 1.0), ("firm-veto", 0.6)):
            add(
                WAR_BY,
                year,
                (
                    by * factor * 0.4,
                    by * factor * 0.8,
                    by * factor,
                    min(1, by * factor * 1.2),
                    min(1, by * factor * 1.8),
                ),
                scenario=scenario,
            )
            add(
                CONTROL,
                year,
                (1 - (1 - control_low) * place / 14, 1 - 0.2 * place / 14, 1 - 0.05 * place / 14, 1.0, 1.0),
                scenario=scenario,
            )
    for place, year in enumerate(range(1995, MEASURED + 1)):
        chance = 0.01 + rise[1] * place / 20
        add(WAR_IN_YEAR, year, (chance * 0.2, chance * 0.6, chance, chance * 1.5, chance * 3), basis=ALONG_RECORD)
        add(OFFER, year, (0.0, 0.0, offer[0], (offer[0] + offer[1]) / 2, offer[1]), basis=ALONG_RECORD)
    add(RISE, MEASURED, (rise[0], rise[1], rise[1], rise[1], rise[2]), basis=ALONG_RECORD)
    add(WAR_BY, LAST, (veto[0], veto[1], veto[1], veto[1], veto[2]), scenario="firm-veto", basis=DIFFERENCE)
    known = tuple(
        Known(
            name,
            Estimate(0.45, "probability", 0.02, 0.88, "draws95"),
            Estimate(0.5, "probability", 0.05, 0.88, "credible95"),
            Estimate(0.6, "probability", 0.2, 0.88, "credible95"),
            0.3 if name in moved else 0.0,
            0.1,
            name in moved,
            True,
            "Assumed.",
        )
        for name in ("veto_strength", "veto_block", "habituation")
    )
    yearly = (
        Estimate(0.002, "probability", 0.0, 0.1, "draws95"),
        Estimate(0.015, "probability", 0.002, 0.08, "credible95"),
        Estimate(0.01, "probability", 0.002, 0.04, "credible95"),
    )
    known = (*known, Known("yearly_war", *yearly, 0.6, -0.3, True, False, "From the solved games."))
    told = {"words": [], "not_reached": [], "draws": 120, "left_out": 0}
    scenarios = {
        AS_IT_WAS: {"title": "As it was", **told},
        "firm-veto": {"title": "A firm veto power", **told, "left_out": left_out},
    }
    diagnostics = {
        "spell": {"first_year": 1995, "last_year": CUTOFF, "quiet_months": 14, "clashes": [2005]},
        "other_disputes": {"n_disputes": 86, "n_rows": 2067, "n_events": 50},
        "draws": 2048, "solved": 2000, "effective_given_others": 400.0, "effective_given_record": 150.0,
    }  # fmt: skip
    paths = pl.DataFrame(rows, schema=schema_of("fit.bargaining_paths"))
    return Reading("made-up", CUTOFF, LAST, known, paths, scenarios, diagnostics)
