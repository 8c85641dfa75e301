"""The chart of coefficients: odds ratios with their intervals on one logarithmic scale, a label above each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.comparison.estimates import Fitted
from statusquo.core.wording import bounded, capitalised, listed, sentence
from statusquo.dossier.marks import Told, along, dots, figure, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX

ROW_PX = 34
LEAST_RATIO, MOST_RATIO = 0.02, 50.0
"""Where the scale ends; an interval that reaches further is cut there and marked with an arrow."""


def coefficient_figure(models: tuple[Fitted, ...], id: str, explained: str) -> Figure:
    """Return the chart of the conditions of some models, each with its odds ratio and 95 % interval.

    Args:
        models: shown one under the other, each under its own heading.
        id: of the figure.
        explained: what the models explain, in words.
    """
    rows, heads = _rows(models)
    n, title = len(rows) + len(heads), f"Odds ratios of what goes with {explained}"
    axis = alt.Axis(values=[0.1, 1, 10], format="~g", title=None, grid=True, orient="bottom")
    x = along([LEAST_RATIO, MOST_RATIO], axis, type="log", clamp=True)
    y = alt.Y("at:Q", scale=alt.Scale(domain=[n, 0]), axis=None)
    tip = tips(condition="", ratio=Told(".2~r", "odds ratio", "low", "high"))
    # Words stand at the left edge, over a halo that keeps rules and grid out of the letters.
    look: dict[str, Any] = {"halo": 4, "align": "left", "baseline": "middle"}
    cut = [row for row in rows if row["arrow"]]
    told = [
        f"{head['head']}: " + listed([_told(row) for row in rows if row["model"] == head["model"]]) for head in heads
    ]
    return figure(
        id,
        title,
        [
            rule([{"one": 1.0}], x("one"), color="muted"),
            rule(rows, x("low_shown"), y, x2="high_shown", tip=tip, color="ink", strokeWidth=2),
            dots(rows, x("ratio"), y, color="ink", filled=True, size=70),
            near(rows, x("ratio"), y, tip),
            *text(cut, x("arrow_at"), y, "arrow", fontSize=LABEL_PX + 2, baseline="middle"),
            *text(rows, alt.value(0), y, "condition", dy=-13, **look),
            *text(heads, alt.value(0), y, "head", fontWeight="bold", **look),
        ],
        height=n * ROW_PX,
        words=f"{title}: {'; '.join(told)}",
        how=(
            "The scale is logarithmic. Right of the line at 1 the outcome is likelier with the condition (or with one "
            "unit more of it), left of it less likely; the bar is the 95 % interval, an arrow says that it goes on. A "
            "bar across the line says that these data cannot tell the two apart."
        ),
        sources=[source for model in models for term in model.terms for source in term.estimate.sources],
        data=pl.DataFrame(rows).select("model", "condition", "ratio", "low", "high"),
        headline=_clearest(models, explained),
    )


def _clearest(models: Sequence[Fitted], explained: str) -> str:
    """Return how many associations can be told from none whatever one case does."""
    terms = [term for model in models for term in model.terms]
    sure = sum(term.is_told_from_zero and not term.is_fragile for term in terms)
    return sentence(f"of {len(terms)} associations with {explained}, {sure or 'none'} can be told from no association")


def _rows(models: tuple[Fitted, ...]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows and the headings of the chart, each with its place from the top."""
    rows: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    place = 0
    for model in models:
        heads.append({"model": model.id, "head": _head(model), "at": place + 0.5})
        place += 1
        for term in model.terms:
            value, low, high = term.estimate.value, term.estimate.low, term.estimate.high
            if value is None:
                continue
            ratio = math.exp(value)
            low_ratio = LEAST_RATIO if low is None else math.exp(low)
            high_ratio = MOST_RATIO if high is None else math.exp(min(high, 50))
            cut_low, cut_high = low_ratio < LEAST_RATIO or low is None, high_ratio > MOST_RATIO or high is None
            rows.append(
                {
                    "model": model.id,
                    "condition": term.meaning,
                    "at": place + 0.62,
                    "ratio": ratio,
                    "low": None if low is None else low_ratio,
                    "high": None if high is None else high_ratio,
                    "low_shown": max(low_ratio, LEAST_RATIO),
                    "high_shown": min(high_ratio, MOST_RATIO),
                    "arrow": "▸" if cut_high else "◂" if cut_low else "",
                    "arrow_at": MOST_RATIO if cut_high else LEAST_RATIO,
                }
            )
            place += 1
    return rows, heads


def _head(model: Fitted) -> str:
    return f"{capitalised(model.outcome)} ({model.n_events} of {model.n:,})"


def _told(row: dict[str, Any]) -> str:
    endless = " (an interval without an end)" if row["low"] is None or row["high"] is None else ""
    return f"{row['condition']} {bounded(row['ratio'], row['low'], row['high'])}{endless}"
