"""The dot plot of a dispute's structure: each factor's percentile among all disputes that have it.

One row per factor: its name and value above, the place below. The bar is where the dispute may stand, through ties with
others and through the interval of its own value; what is not known exactly is thus not drawn as a point alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.estimates import Estimate
from statusquo.core.wording import capitalised, counted, counted_unit, listed, sentence, significant, typeset, whole
from statusquo.dossier.marks import Told, along, dots, figure, level, long_or_short, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.structure.factors import Factor

ROWS: Mapping[str, tuple[str, str]] = {
    "area_km2": ("area of the territory", "area"),
    "area_share": ("share of the state’s area, the territory included", "share of area"),
    "enclave_index": ("share of its boundary inside the state", "enclave index"),
    "front_length_km": ("length of that boundary", "boundary inside"),
    "sea_access": ("has a coast", "coast"),
    "heartland_index": ("distance to the state’s outer border, in radii", "to outer border"),
    "heartland_depth": ("depth of its middle inside the state, in radii", "depth in state"),
    "capital_distance_km": ("distance to the capital", "to the capital"),
    "backer_border_km": ("border with kin states and patrons", "border with kin"),
    "backer_gap_km": ("gap to the nearest kin state or patron", "gap to kin"),
    "terrain_rise_m": ("high ground toward that state", "high ground"),
    "stranded_from_kin": ("group cut off from its kin state", "cut off from kin"),
    "group_share_of_state": ("group’s share of the state’s people", "group’s share"),
    "earlier_statehood": ("a state of its own stood here before", "earlier statehood"),
    "autonomy_lost": ("a self-rule it had was revoked", "lost autonomy"),
    "claim_after_autonomy_lost": ("time from losing autonomy to the claim", "claim after loss"),
}
"""Factors drawn, in order: what they measure, and that in fewer letters."""

LEAST_N = 10
"""Fewest disputes among which a percentile is drawn."""

_ROW_PX = 34
_PADDING_PX = {"left": 14, "right": 14, "top": 8, "bottom": 44}


def placed(factors: Mapping[str, Factor]) -> dict[str, Factor]:
    """Return the factors that can be drawn, in the order of the rows."""
    return {
        name: factors[name]
        for name in ROWS
        if name in factors and factors[name].percentile is not None and factors[name].n >= LEAST_N
    }


def value_in_words(estimate: Estimate) -> str:
    """Return a factor's value with its unit and its range, such as ``5.1 % (4.3–5.1)``."""
    value, unit = estimate.value, estimate.unit
    if value is None:
        return estimate.missing_reason or "not known"
    if unit.startswith("yes"):
        sure = estimate.low is None or estimate.low == estimate.high
        return ("yes" if value else "no") + ("" if sure else " (not at every tolerance)")
    after = ""
    written: Callable[[float], str] = "{:.0f}".format
    if unit == "share":
        written, after = _of_hundred, " %"
    elif unit in ("index", "ratio"):
        written = "{:.2f}".format
    elif unit != "year" and not unit.startswith(("rank", "unitary")):
        written, after = whole, f" {counted_unit(unit.split(' (')[0], whole(value)).replace('km2', 'km²')}"
    ends = [written(end) for end in (estimate.low, estimate.high) if end is not None]
    ranged = f" ({' to '.join(ends)})" if len(set(ends)) == 2 else ""
    return typeset(f"{written(value)}{after}{ranged}")


def percentiles_figure(title: str, factors: Mapping[str, Factor], sources: tuple[str, ...]) -> Figure:
    """Return the dot plot of the dispute of that title; `factors` are those of `placed`, at least one."""
    rows = _rows(factors)
    columns = ("factor", "name", "value", "low", "high", "unit", "percentile", "percentile_low", "percentile_high", "n")
    return figure(
        "structure-percentiles",
        "Percentile among all disputes that have the factor",
        _layers(rows),
        height=_ROW_PX * len(rows),
        margins=_PADDING_PX,
        words="Percentile of the dispute among all that have the factor. " + _words(rows),
        how=(
            "A dot at 90 means that nine in ten disputes have a lower value. The bar is the range of places left open "
            "by disputes with the same value and by the interval of the value itself; n counts the disputes that have "
            "the factor, which differ from row to row. Lines mark the tenth, the middle and the ninetieth percentile."
        ),
        sources=sources,
        data=pl.DataFrame(rows).select(columns),
        headline=_furthest_out(title, rows),
    )


def _furthest_out(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return on which factor the dispute stands furthest from the middle of all disputes, whatever its ties leave open.

    The range of a percentile stands at least so far from the middle as its nearer end.
    """

    def off(row: Mapping[str, Any]) -> float:
        place, low, high = (row[name] for name in ("percentile", "percentile_low", "percentile_high"))
        nearer = (place if low is None else low) - 50 if place >= 50 else 50 - (place if high is None else high)
        return float(nearer)

    row = max(rows, key=off)
    if off(row) <= 0:
        return sentence(f"no one of {counted(len(rows), 'factor')} sets {title} apart from the middle of all disputes")
    more = row["percentile"] >= 50
    share = row["percentile"] if more else 100 - row["percentile"]
    return sentence(
        f"{row['name']} sets {title} apart most: {'higher' if more else 'lower'} than in {share:.0f} % of the disputes "
        "compared"
    )


def _rows(factors: Mapping[str, Factor]) -> list[dict[str, Any]]:
    rows = []
    for place, (name, factor) in enumerate(factors.items()):
        label, short = ROWS[name]
        value = value_in_words(factor.estimate)
        rows.append(
            {
                "factor": name,
                "name": label,
                "value": factor.estimate.value,
                "low": factor.estimate.low,
                "high": factor.estimate.high,
                "unit": factor.estimate.unit,
                "percentile": factor.percentile,
                "percentile_low": factor.percentile_low,
                "percentile_high": factor.percentile_high,
                "n": factor.n,
                "long": f"{capitalised(label)}: {value}",
                "short": f"{capitalised(short)}: {value.split(' (')[0]}",
                "of": f"n = {factor.n}",
                "left": 0,
                "right": 100,
                "words": place + 0.36,
                "line": place + 0.74,
            }
        )
    return rows


def _layers(rows: list[dict[str, Any]]) -> list[alt.Chart]:
    values = [0, 10, 25, 50, 75, 90, 100]
    x = along([0, 100], alt.Axis(values=values, title="percentile", titleAnchor="middle", grid=False), zero=False)
    y = level([0, len(rows)], reverse=True)
    tip = tips(
        long=("", "factor"),
        percentile=Told(".0f", "percentile", "percentile_low", "percentile_high"),
        n=("d", "disputes"),
    )
    guides = [{"at": 10, "dash": 1}, {"at": 50, "dash": 0}, {"at": 90, "dash": 1}]
    bar: dict[str, Any] = {"x2": "percentile_high", "color": "outside", "strokeWidth": 5, "opacity": 0.55}
    dot: dict[str, Any] = {"size": 70, "filled": True, "fill": "ink", "stroke": "paper", "strokeWidth": 1}
    return [
        rule(guides, x("at"), color="hairline", strokeDash=[2, 3]),
        rule(rows, x("left"), y("line"), x2="right", color="hairline"),
        rule(rows, x("percentile_low"), y("line"), tip=tip, **bar),
        dots(rows, x("percentile"), y("line"), **dot),
        near(rows, x("percentile"), y("line"), tip),
        *text(
            rows, x("right"), y("words"), "of", align="right", baseline="middle", fontSize=LABEL_PX - 1, color="muted"
        ),
        *long_or_short(rows, x("left"), y("words"), align="left", baseline="middle"),
    ]


def _words(rows: list[dict[str, Any]]) -> str:
    told = [
        f"{row['long']}, percentile {row['percentile']:.0f} "
        f"({row['percentile_low']:.0f} to {row['percentile_high']:.0f}) of {row['n']}"
        for row in rows
    ]
    return f"{listed(told)}."


def _of_hundred(share: float) -> str:
    return significant(100 * share)
