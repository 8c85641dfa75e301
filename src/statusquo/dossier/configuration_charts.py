"""Charts of a configurational comparison: the XY plot of a set and an outcome, and the truth table.

In the XY plot every case stands at its membership in the set and in the outcome: below the diagonal it speaks against
sufficiency, above it against necessity, and only the lower right corner contradicts in kind (Schneider and Wagemann
2012, ch. 3 and 11). The truth-table plot has one column per row that holds cases, filled where a condition is present.
Both take the width of the page's column, on a phone too, so that names stand above the marks and not beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.comparison.fit import IN, sufficiency
from statusquo.comparison.sets import CalibratedCases, Term, render_model
from statusquo.comparison.truth_table import Row, TruthTable
from statusquo.core.wording import counted, listed, plural, sentence
from statusquo.dossier.marks import Told, dots, figure, line, mark, rule, text, tips
from statusquo.dossier.parts import Figure

XY_PX = 260
_XY_MARGIN_PX = {"left": 58, "right": 14, "top": 26, "bottom": 46}
BARS_PX, HEAD_PX, GAP_PX, ROW_PX, FOOT_PX = 90, 44, 8, 40, 30
"""Heights in the truth table: the bars, what stands above and below them, one condition, the row numbers."""

MOST_NAMED = 3
"""Exceptions that a title names."""

_BARS_TITLE = "consistency; on each bar the cases in the row"

_WORDS = {"1": "sufficient", "0": "not sufficient", "C": "contradictory", "?": "too few cases"}


def xy_figure(
    data: CalibratedCases,
    terms: Sequence[Term],
    *,
    words: Mapping[str, str] | None = None,
    marked: str | None = None,
    sources: tuple[str, ...] = (),
) -> Figure:
    """Return the XY plot of a model, or of one of its terms, against the outcome.

    Args:
        data: the calibrated cases.
        terms: the model's terms.
        words: how the set and the outcome are called, by their names in expressions; as written there by default.
        marked: a case to mark.
        sources: ids of what the coding rests on.
    """
    membership, written = data.model_membership(terms), render_model(terms, data.conditions)
    name, outcome = ((words or {}).get(text, text) for text in (written, data.outcome_name))
    fit = sufficiency(membership, data.outcome)
    points = pl.DataFrame(
        {"case": list(data.cases), "set": membership.round(3).tolist(), "outcome": data.outcome.round(3).tolist()}
    )
    together = points.group_by("set", "outcome", maintain_order=True).agg(
        cases=pl.col("case").str.join(", "), n=pl.len(), is_marked=(pl.col("case") == (marked or "")).any()
    )
    is_deviant = (pl.col("set") > IN) & (pl.col("outcome") <= IN)
    together = together.with_columns(
        is_deviant=is_deviant,
        # Named are the exceptions and this case, as a reader looks for these; of the others it is told how many.
        label=pl.when(is_deviant)
        .then(pl.col("cases"))
        .when(pl.col("is_marked"))
        .then(pl.lit(marked or "") + pl.when(pl.col("n") > 1).then(_others(pl.col("n") - 1)).otherwise(pl.lit("")))
        .when(pl.col("n") > 1)
        .then(pl.format("{} cases", "n"))
        .otherwise(pl.lit("")),
    )
    scale = alt.Scale(domain=[-0.03, 1.03], nice=False)
    ticks = [0, 0.5, 1]
    x = alt.X("set:Q", scale=scale, axis=alt.Axis(title=f"membership in {_cut(name)}", values=ticks, grid=False))
    y = alt.Y("outcome:Q", scale=scale, axis=alt.Axis(title="membership in the outcome", values=ticks, grid=False))
    guides: tuple[list[dict[str, float]], ...] = (
        [{"set": 0, "outcome": 0}, {"set": 1, "outcome": 1}],
        [{"set": IN, "outcome": 0}, {"set": IN, "outcome": 1}],
        [{"set": 0, "outcome": IN}, {"set": 1, "outcome": IN}],
    )
    layers = [
        line(guide, x, y, color="hairline" if i else "muted", strokeWidth=1, strokeDash=[4, 3] if i else [1, 0])
        for i, guide in enumerate(guides)
    ]
    size = alt.Size("n:Q", scale=alt.Scale(range=[60, 240]), legend=None)
    shown: dict[str, Any] = {"tip": tips(cases="", set=".2f", outcome=".2f"), "also": {"size": size}}
    for deviant, colour, shape in ((False, "parent_side", "circle"), (True, "separatist_side", "diamond")):
        some = together.filter(pl.col("is_deviant") == deviant)
        if not some.is_empty():  # a scale over no values has no ends, and the browser warns
            layers.append(dots(some, x, y, filled=True, opacity=0.85, color=colour, shape=shape, **shown))
    ring = together.filter("is_marked")
    layers.append(dots(ring, x, y, filled=False, color="ink", strokeWidth=2, size=420))
    # Below the points of the upper edge and above those of the lower one, where there is room.
    dy = alt.ExprRef(f"datum.outcome > {IN} ? 14 : -14")
    for align, dx, half in (("left", 14, pl.col("set") <= IN), ("right", -14, pl.col("set") > IN)):
        named = together.filter(half & (pl.col("label") != ""))
        layers += text(named, x, y, "label", dx=dx, align=align, dy=dy)
    deviant_cases = points.filter(is_deviant)["case"].to_list()
    shares = f"consistency {_share(fit.consistency)}, coverage {_share(fit.coverage)}"
    exceptions = (
        f"In the set but not in the outcome: {listed(deviant_cases)}."
        if deviant_cases
        else "No case is in the set but not in the outcome."
    )
    return figure(
        "xy-plot",
        f"Membership in {name}, and in {outcome}",
        layers,
        height=XY_PX,
        margins=_XY_MARGIN_PX,
        words=f"{len(data.cases)} cases by membership in {name} and in {outcome}: {shares}. {exceptions}",
        how=(
            "Every mark is one case or several at the same place. Above the diagonal the set fits as sufficient; a "
            "diamond, at the lower right, is in the set but not in the outcome."
            + (f" The ring marks {marked}." if marked in data.cases else "")
        ),
        sources=sources,
        data=points,
        headline=_kept(points.filter(pl.col("set") > IN)["case"].to_list(), deviant_cases, name, outcome),
    )


def _kept(inside: Sequence[str], deviant: Sequence[str], name: str, outcome: str) -> str:
    """Return how many of the cases in the set have the outcome, with the exceptions where they are few."""
    if not deviant:
        return sentence(f"all {counted(len(inside), 'case')} with {name} saw {outcome}")
    text = f"of {plural(len(inside), 'case')} with {name}, {len(inside) - len(deviant) or 'none'} saw {outcome}"
    return sentence(text + (f"; the exceptions are {listed(deviant)}" if len(deviant) <= MOST_NAMED else ""))


def truth_table_figure(
    table: TruthTable,
    *,
    words: Mapping[str, str] | None = None,
    marked: str | None = None,
    sources: tuple[str, ...] = (),
) -> Figure:
    """Return the truth table as a picture: one column per row that holds cases, best consistency first.

    Args:
        table: the truth table.
        words: how conditions and the outcome are called, by name; by their names by default.
        marked: a case whose column is shaded.
        sources: ids of what the coding rests on.
    """
    data, words = table.data, words or {}
    rows = sorted(table.rows, key=lambda row: (-row.consistency, row.number))
    outcome = words.get(data.outcome_name, data.outcome_name)
    heads = pl.DataFrame([_head(row) for row in rows])
    base = HEAD_PX + BARS_PX
    n = len(data.conditions)
    height = base + GAP_PX + n * ROW_PX + FOOT_PX
    x = alt.X("row:N", sort=[str(row.number) for row in rows], axis=None, scale=alt.Scale(paddingInner=0.3))
    scale = alt.Scale(domain=[height, 0], nice=False, zero=False)
    ticks = alt.Axis(
        title=None,
        values=[base - BARS_PX * share for share in (0, 0.5, 1)],
        labelExpr=f"format(({base} - datum.value) / {BARS_PX}, '~g')",
        grid=False,
        domain=False,
        ticks=False,
    )
    y = alt.Y("at:Q", scale=scale, axis=ticks)
    marks = [
        {
            "row": str(row.number),
            "at": base + GAP_PX + (i + 0.68) * ROW_PX,
            "condition": words.get(condition.name, condition.name),
            "level": level,
            "is_present": level > 0,
            "cases": ", ".join(row.cases),
        }
        for row in rows
        for i, (condition, level) in enumerate(zip(data.conditions, row.levels, strict=True))
    ]
    drawn = [
        {**head, "at": base - BARS_PX * head["consistency"], "base": base, "top": 0, "foot": height - FOOT_PX / 2}
        for head in heads.to_dicts()
    ]
    names = [
        {"at": base + GAP_PX + (i + 0.26) * ROW_PX, "name": words.get(condition.name, condition.name)}
        for i, condition in enumerate(data.conditions)
    ]
    tip = tips(
        row="", verdict="", cases="", deviant_cases="", consistency=Told(".3f", "consistency"), pri=Told(".3f", "PRI")
    )
    own = [{**head, "at": 22, "base": height} for row, head in zip(rows, drawn, strict=True) if marked in row.cases]
    feet = [{**head, "at": head["foot"]} for head in drawn]
    dot: dict[str, Any] = {"tip": tips(row="", condition="", level="", cases=""), "size": 110, "opacity": 1}
    edge: dict[str, Any] = {"x": alt.value(0), "y": y, "baseline": "middle"}
    layers = [
        mark("bar", own, x, y, y2="base", fill="war", opacity=0.6),
        mark("bar", drawn, x, y, y2="base", tip=tip, fill="parent_side"),
        rule([{"at": base - BARS_PX * table.cuts.inclusion}], y=y, color="muted", strokeDash=[4, 3]),
        rule([{"at": base}], y=y, color="hairline"),
        *text(drawn, x, y, "n:Q", dy=-8),
        mark("circle", marks, x, y, stroke="muted", strokeWidth=1, fill="paper", **dot),
        mark("circle", [each for each in marks if each["is_present"]], x, y, fill="ink", **dot),
        *text(feet, x, y, "row", baseline="middle"),
        *text(names, field="name", halo=4, align="left", **edge),
        *text([{"at": 12, "name": _BARS_TITLE}], field="name", align="left", color="muted", **edge),
        *text([{"at": height - FOOT_PX / 2, "name": "row"}], field="name", align="right", dx=-8, color="muted", **edge),
    ]
    sufficient = [row for row in rows if row.outcome == "1"]
    which = listed([f"row {row.number} ({', '.join(row.cases)})" for row in sufficient]) or "none"
    return figure(
        "truth-table",
        f"Consistency of each combination of conditions with {outcome}",
        layers,
        height=height,
        words=(
            f"{len(data.cases)} cases in {len(rows)} of {table.possible:,} rows; sufficient for {outcome} at a "
            f"consistency of {table.cuts.inclusion:g}: {which}."
        ),
        how=(
            "A column is a combination of conditions that some case has: a full dot is present, an empty one absent. "
            "The bar is its consistency with the outcome, the number above it the cases in it, the dashed line the "
            "cut-off from which a row counts as sufficient." + (f" The shaded column holds {marked}." if own else "")
        ),
        sources=sources,
        data=heads,
        headline=sentence(
            f"of the {counted(len(rows), 'combination')} of conditions that cases have, "
            f"{counted(len(sufficient), 'goes', 'go')} consistently with {outcome}"
        ),
    )


def _head(row: Row) -> dict[str, Any]:
    return {
        "row": str(row.number),
        "n": len(row.cases),
        "outcome": row.outcome,
        "verdict": _WORDS[row.outcome],
        "consistency": row.consistency,
        "pri": row.pri,
        "cases": ", ".join(row.cases),
        "deviant_cases": ", ".join(row.deviant),
    }


def _others(number: pl.Expr) -> pl.Expr:
    return pl.when(number == 1).then(pl.lit(" and 1 other")).otherwise(pl.format(" and {} others", number))


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def _cut(name: str) -> str:
    return name if len(name) <= 48 else "the set"
