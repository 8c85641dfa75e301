"""Charts of a configurational comparison: the XY plot of a set and an outcome, and the truth table.

In the XY plot every case stands at its membership in the set and in the outcome: below the diagonal it speaks against
sufficiency, above it against necessity, and only the lower right corner contradicts in kind (Schneider and Wagemann
2012, ch. 3 and 11). The truth-table plot has one column per row that holds cases, filled where a condition is present.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.comparison.fit import IN, sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, render_model
from statusquo.comparison.truth_table import TruthTable
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, role
from statusquo.dossier.timecharts import inline, specification
from statusquo.dossier.wording import listed

XY_PX = 340
ROW_PX, COLUMN_PX = 26, 46
_WORDS = {"1": "sufficient", "0": "not sufficient", "C": "contradictory", "?": "too few cases"}


def xy_figure(data: CalibratedCases, terms: Sequence[Term], *, sources: tuple[str, ...] = ()) -> Figure:
    """Return the XY plot of a model, or of one of its terms, against the outcome.

    Args:
        data: the calibrated cases.
        terms: the model's terms.
        sources: ids of what the coding rests on.
    """
    membership, name = data.model_membership(terms), render_model(terms, data.conditions)
    fit = sufficiency(membership, data.outcome)
    points = pl.DataFrame(
        {"case": list(data.cases), "set": membership.round(3).tolist(), "outcome": data.outcome.round(3).tolist()}
    )
    together = points.group_by("set", "outcome", maintain_order=True).agg(
        cases=pl.col("case").str.join(", "), n=pl.len(), first=pl.col("case").first()
    )
    is_deviant = (pl.col("set") > IN) & (pl.col("outcome") <= IN)
    together = together.with_columns(
        is_deviant=is_deviant,
        # Only what a reader looks for is labelled: the exceptions; the rest is in the tooltip and in the data.
        label=pl.when(is_deviant).then(pl.col("cases")).otherwise(pl.lit("")),
    )
    scale = alt.Scale(domain=[-0.03, 1.03], nice=False)
    ticks = [0, 0.5, 1]
    x = alt.X("set:Q", scale=scale, axis=alt.Axis(title=f"membership in {_cut(name)}", values=ticks, grid=False))
    y = alt.Y(
        "outcome:Q",
        scale=scale,
        axis=alt.Axis(title=f"membership in {data.outcome_name}", values=ticks, grid=False),
    )
    lines: tuple[list[dict[str, float]], ...] = (
        [{"set": 0, "outcome": 0}, {"set": 1, "outcome": 1}],
        [{"set": IN, "outcome": 0}, {"set": IN, "outcome": 1}],
        [{"set": 0, "outcome": IN}, {"set": 1, "outcome": IN}],
    )
    layers = [
        alt.Chart(inline(line))
        .mark_line(
            color=role("hairline" if i else "muted"), strokeWidth=1, strokeDash=[4, 3] if i else [1, 0], tooltip=None
        )
        .encode(x=x, y=y)
        for i, line in enumerate(lines)
    ]
    tooltip = [alt.Tooltip("cases:N"), alt.Tooltip("set:Q", format=".2f"), alt.Tooltip("outcome:Q", format=".2f")]
    for deviant, colour in ((False, "parent_side"), (True, "separatist_side")):
        some = together.filter(pl.col("is_deviant") == deviant)
        layers.append(
            alt.Chart(inline(some))
            .mark_point(filled=True, opacity=0.85, color=role(colour), shape="diamond" if deviant else "circle")  # type: ignore[arg-type]
            .encode(x=x, y=y, size=alt.Size("n:Q", scale=alt.Scale(range=[60, 240]), legend=None), tooltip=tooltip)
        )
    layers.append(
        alt.Chart(inline(together))
        .mark_text(color=role("ink"), fontSize=LABEL_PX, dy=-12, align="right", tooltip=None, limit=XY_PX - 40)
        .encode(x=x, y=y, text="label:N")
    )
    deviant_cases = points.filter(is_deviant)["case"].to_list()
    shares = f"consistency {_share(fit.consistency)}, coverage {_share(fit.coverage)}"
    words = f"{len(data.cases)} cases by membership in {name} and in {data.outcome_name}: {shares}. " + (
        f"In the set but not in the outcome: {listed(deviant_cases)}."
        if deviant_cases
        else "No case is in the set but not in the outcome."
    )
    chart = alt.layer(*layers).properties(width=XY_PX, height=XY_PX, description=words)
    return Figure(
        id="xy-plot",
        title=f"{name} and {data.outcome_name}, {shares}",
        spec=specification(chart),
        alt=words,
        how_to_read=(
            "Every mark is one case or several at the same place. Above the diagonal the set fits as sufficient; a "
            "diamond, at the lower right, is in the set but not in the outcome."
        ),
        sources=sources,
        data=points,
        aspect=1.0,
    )


def truth_table_figure(table: TruthTable, *, sources: tuple[str, ...] = ()) -> Figure:
    """Return the truth table as a picture: one column per row that holds cases, best consistency first.

    Args:
        table: the truth table.
        sources: ids of what the coding rests on.
    """
    data = table.data
    rows = sorted(table.rows, key=lambda row: (-row.consistency, row.number))
    marks = pl.DataFrame(
        [
            {
                "row": str(row.number),
                "condition": condition.name,
                "level": level,
                "is_present": level > 0,
                "cases": ", ".join(row.cases),
            }
            for row in rows
            for condition, level in zip(data.conditions, row.levels, strict=True)
        ]
    )
    heads = pl.DataFrame(
        [
            {
                "row": str(row.number),
                "n": len(row.cases),
                "outcome": row.outcome,
                "verdict": _WORDS[row.outcome],
                "consistency": row.consistency,
                "pri": row.pri,
                "cases": ", ".join(row.cases),
                "deviant_cases": ", ".join(row.deviant),
            }
            for row in rows
        ]
    )
    order = [str(row.number) for row in rows]
    names = [condition.name for condition in data.conditions]
    x = alt.X("row:N", sort=order, axis=alt.Axis(title="row of the truth table", labelAngle=0, orient="bottom"))
    y = alt.Y("condition:N", sort=names, axis=alt.Axis(title=None, minExtent=150, maxExtent=150))
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("row", "condition", "level", "cases")]
    size = {"width": COLUMN_PX * len(rows), "height": ROW_PX * len(names)}
    dots = alt.layer(
        alt.Chart(inline(marks))
        .mark_circle(size=150, stroke=role("muted"), strokeWidth=1, fill=role("paper"))
        .encode(x=x, y=y, tooltip=tooltip),
        alt.Chart(inline(marks.filter("is_present")))
        .mark_circle(size=150, fill=role("ink"))
        .encode(x=x, y=y, tooltip=tooltip),
    ).properties(**size)
    bar_y = alt.Y(
        "consistency:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title="consistency", values=[0, 0.5, 1], minExtent=150, maxExtent=150),
    )
    no_axis = alt.X("row:N", sort=order, axis=None)
    shown = [alt.Tooltip(f"{n}:N") for n in ("row", "verdict", "cases", "deviant_cases")]
    shown += [alt.Tooltip(f"{n}:Q", format=".3f") for n in ("consistency", "pri")]
    cut = alt.Chart(inline([{"consistency": table.cuts.inclusion}])).mark_rule(
        color=role("muted"), strokeDash=[4, 3], tooltip=None
    )
    bars = alt.layer(
        alt.Chart(inline(heads)).mark_bar(size=18, fill=role("parent_side")).encode(x=no_axis, y=bar_y, tooltip=shown),
        cut.encode(y=bar_y),
        alt.Chart(inline(heads))
        .mark_text(dy=-7, color=role("ink"), fontSize=LABEL_PX, tooltip=None)
        .encode(x=no_axis, y=bar_y, text="n:Q"),
    ).properties(width=size["width"], height=110)
    sufficient = [row for row in rows if row.outcome == "1"]
    words = (
        f"{len(data.cases)} cases in {len(rows)} of {table.possible:,} rows; sufficient for {data.outcome_name} at a "
        f"consistency of {table.cuts.inclusion:g}: "
        + (listed([f"row {row.number} ({', '.join(row.cases)})" for row in sufficient]) if sufficient else "none")
        + "."
    )
    chart: Any = alt.vconcat(bars, dots, spacing=6).properties(description=words)
    return Figure(
        id="truth-table",
        title=f"Configurations and how consistently they go with {data.outcome_name}",
        spec=specification(chart),
        alt=words,
        how_to_read=(
            "A column is a combination of conditions that some case has: a full dot is present, an empty one absent. "
            "The bar is its consistency, the number above it the cases in it, the dashed line the cut-off."
        ),
        sources=sources,
        data=heads,
        height_px=size["height"] + 160,
    )


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def _cut(name: str) -> str:
    return name if len(name) <= 48 else f"{name[:45]}..."
