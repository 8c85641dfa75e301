"""The chart of battle deaths by year, each with its low and high estimate, on a logarithmic scale."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import polars as pl

from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, Role, role
from statusquo.dossier.timecharts import TimeFrame, background, full_height, inline, layered, note
from statusquo.dossier.wording import whole, with_range


def deaths_figure(years: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return the chart; `years` are rows of the table `dispute_years`, at least one with an estimate."""
    known = years.drop_nulls("deaths_best").with_columns(at=pl.col("year") + 0.5)
    top = max(known["deaths_high"].to_list())
    floor = min(20, min(known["deaths_low"].to_list()))
    y_scale = alt.Scale(type="log", domain=[max(floor, 1), max(top * 1.6, 2000)], nice=False, clamp=True)
    ticks = [n for n in (1, 10, 25, 100, 1000, 10_000, 100_000, 1_000_000) if floor <= n <= max(top * 1.6, 2000)]
    y_axis = alt.Axis(values=ticks, format=",d", title="battle deaths a year, logarithmic scale", grid=True)

    def y(field: str = "deaths_best") -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)

    tooltip = [
        alt.Tooltip("year:Q", format="d"),
        alt.Tooltip("deaths_best:Q", title="best", format=","),
        alt.Tooltip("deaths_low:Q", title="low", format=","),
        alt.Tooltip("deaths_high:Q", title="high", format=","),
        alt.Tooltip("intensity:N"),
    ]
    points = known.select("at", "year", "deaths_best", "deaths_low", "deaths_high", "intensity")
    layers = background(frame)
    align = _emptier_side(points, frame)
    threshold = {
        "at": frame.first if align == "left" else frame.last + 1,
        "text": "war: 1,000 and more",
        "deaths_best": 1000,
    }
    layers.append(
        alt.Chart(inline([threshold])).mark_rule(strokeDash=[4, 3], color=role("muted"), tooltip=None).encode(y=y())
    )
    layers.append(note(frame, threshold, y(), align=align))
    layers.append(
        alt.Chart(inline(points))
        .mark_rule(strokeWidth=2.5, color=role("ink"), opacity=0.55)
        .encode(x=frame.x(), y=y("deaths_low"), y2="deaths_high:Q", tooltip=tooltip)
    )
    fills: tuple[tuple[str, Role], ...] = (("minor", "paper"), ("war", "ink"))
    for intensity, fill in fills:
        layers.append(
            alt.Chart(inline(points.filter(pl.col("intensity") == intensity)))
            .mark_point(size=52, filled=True, fill=role(fill), stroke=role("ink"), strokeWidth=1.4, opacity=1)
            .encode(x=frame.x(), y=y(), tooltip=tooltip)
        )
    layers.append(
        alt.Chart(
            inline(_peaks(points).with_columns(text=pl.col("deaths_best").map_elements(whole, return_dtype=pl.String)))
        )
        .mark_text(dy=-9, baseline="bottom", fontSize=LABEL_PX, color=role("ink"), tooltip=None)
        .encode(x=frame.x(), y=y("deaths_high"), text="text:N")
    )
    worst = points.sort("deaths_best", descending=True).head(5).sort("year")
    heaviest = [
        f"{r['year']}, {with_range(r['deaths_best'], r['deaths_low'], r['deaths_high'])}" for r in worst.to_dicts()
    ]
    words = f"Battle deaths by year, {frame.first} to {frame.last}. Heaviest: {'; '.join(heaviest)}."
    data = years.select("year", "episode", "intensity", "type", "deaths_best", "deaths_low", "deaths_high")
    return Figure(
        id="battle-deaths",
        title="Battle deaths a year, with UCDP’s low and high estimates",
        spec=layered(layers, height=230, description=words),
        alt=words,
        how_to_read=(
            "Each dot is the best estimate for a year, the bar its low and high estimates (a range over "
            "sources, not a 95 % "
            "interval); filled dots are years of war, grey bands active years. A year without a dot has "
            "fewer than 25 recorded battle deaths"
            + ("" if known.height == years.height else ", or no estimate at all (grey band, no dot)")
            + ". Drag across to compare years in all charts."
        ),
        sources=("ucdp-prio-acd", "tjet-spells"),
        data=data,
        height_px=full_height(230),
        totals={"battle deaths (best)": {r["year"]: r["deaths_best"] for r in points.to_dicts()}},
    )


def _emptier_side(points: pl.DataFrame, frame: TimeFrame) -> Literal["left", "right"]:
    """Return the side on which fewer estimates lie near the threshold of war, where its label would meet them."""
    near = points.filter(pl.col("deaths_high") >= 600, pl.col("deaths_low") <= 3000)
    reach = 0.4 * len(frame.years)
    left = near.filter(pl.col("at") < frame.first + reach).height
    right = near.filter(pl.col("at") > frame.last + 1 - reach).height
    return "left" if left <= right else "right"


def _peaks(points: pl.DataFrame) -> pl.DataFrame:
    """Return the rows worth a number: each the highest within three years of itself, the four highest of these."""
    rows = points.sort("deaths_best", descending=True).to_dicts()
    chosen: list[dict[str, Any]] = []
    for row in rows:
        if all(abs(row["year"] - other["year"]) > 3 for other in chosen):
            chosen.append(row)
    return pl.DataFrame(chosen[:4], schema=points.schema)
