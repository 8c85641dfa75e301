"""The chart of battle deaths by year, each with its low and high estimate, on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from statusquo.core.wording import sentence, spans, whole, with_range
from statusquo.dossier.fighting import Elsewhere
from statusquo.dossier.marks import Told, boxes, dots, figure, level, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.timecharts import TimeFrame, background, note

_NOT_ESTIMATED = " An open bar without a dot is a year for which the source gives a range and no best estimate."
_MISSING = " A grey band without dot or bar is an active year for which it gives neither."


def has_deaths(years: pl.DataFrame) -> bool:
    """Return whether any year has an estimate or a range to draw."""
    return bool(years["deaths_best"].count() or years["deaths_range_low"].count())


def deaths_figure(years: pl.DataFrame, frame: TimeFrame, elsewhere: Sequence[Elsewhere] = ()) -> Figure:
    """Return the chart.

    Args:
        years: rows of the table `dispute_years`, at least one with an estimate or a range.
        frame: the years shown.
        elsewhere: the fighting over the same ground under other numbers, of which no deaths are drawn.
    """
    columns = ["year", "intensity", "deaths_best", "deaths_low", "deaths_high", "deaths_range_low", "deaths_range_high"]
    rows = years.select(columns).with_columns(at=pl.col("year") + 0.5)
    points = rows.drop_nulls("deaths_best")
    ranges = rows.filter(pl.col("deaths_best").is_null()).drop_nulls("deaths_range_low")
    y = _deaths_scale([*points["deaths_low"], *points["deaths_high"], *ranges["deaths_range_high"]])
    layers = [
        *background(frame),
        *_threshold_of_war(points, ranges, frame, y),
        *_ranges(ranges, frame, y),
        *_estimates(points, frame, y),
    ]
    words = _words(points, ranges, frame)
    words += "".join(f" {sentence(other.text)}" for other in elsewhere)
    data = years.select("episode", "type", *columns).select("year", "episode", "intensity", "type", *columns[2:])
    return figure(
        "battle-deaths",
        "Battle deaths a year: best estimate, low and high",
        layers,
        height=230,
        words=words,
        how=(
            "Each dot is the best estimate for a year, the bar its low and high estimates (a range over sources, not a "
            "95 % interval); filled dots are years of war, grey bands active years. A year without a band has fewer "
            "than 25 recorded battle deaths."
            + (_NOT_ESTIMATED if ranges.height else "")
            + "".join(
                f" In {spans(other.years)} there is fighting under conflict {other.conflict_id}, whose deaths are not "
                "told by place and not drawn."
                for other in elsewhere
            )
            + (_MISSING if points.height + ranges.height < years.height else "")
            + " Drag across to compare years in all charts."
        ),
        sources=("ucdp-prio-acd", "tjet-spells"),
        data=data,
        totals={"battle deaths (best)": dict(points.select("year", "deaths_best").iter_rows())},
    )


def _deaths_scale(numbers: list[int]) -> Callable[[str], alt.Y]:
    """Return the vertical encoding, by field, on a scale that holds all numbers and the threshold of war."""
    floor, top = max(min([20, *numbers]), 1), max([2000, *(number * 1.6 for number in numbers)])
    ticks = [n for n in (1, 10, 25, 100, 1000, 10_000, 100_000, 1_000_000) if floor <= n <= top]
    axis = alt.Axis(values=ticks, format=",d", title="battle deaths a year, logarithmic scale", grid=True)
    return level([floor, top], axis, type="log", clamp=True)


def _threshold_of_war(
    points: pl.DataFrame, ranges: pl.DataFrame, frame: TimeFrame, y: Callable[[str], alt.Y]
) -> list[alt.Chart]:
    near = points.filter(pl.col("deaths_high") >= 600, pl.col("deaths_low") <= 3000)
    reaching = ranges.filter(pl.col("deaths_range_high") >= 600, pl.col("deaths_range_low") <= 3000)
    align = _emptier_side([*near["at"], *reaching["at"]], frame)
    row = {"at": frame.first if align == "left" else frame.last + 1, "text": "war: 1,000 and more", "deaths": 1000}
    line = rule([row], y=y("deaths"), strokeDash=[4, 3], color="muted")
    return [line, *note(frame, row, y("deaths"), align=align)]


def _ranges(ranges: pl.DataFrame, frame: TimeFrame, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    """Return open bars for the years of which only a range is known."""
    if not ranges.height:
        return []
    bars = ranges.with_columns(
        at=pl.col("year") + 0.3, until=pl.col("year") + 0.7, low=pl.col("deaths_range_low").clip(lower_bound=1)
    )
    tip = tips(year="d", deaths_range_low=(",", "from"), deaths_range_high=(",", "to"))
    ends: dict[str, Any] = {"x2": "until", "y2": "deaths_range_high", "tip": tip}
    return [boxes(bars, frame.x(), y("low"), fill="paper", stroke="muted", strokeWidth=1, **ends)]


def _estimates(points: pl.DataFrame, frame: TimeFrame, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    """Return bars from low to high, dots at the best estimate, and numbers over the peaks."""
    if not points.height:
        return []
    tip = tips(year="d", deaths_best=Told(",", "battle deaths", "deaths_low", "deaths_high"), intensity="")
    bar: dict[str, Any] = {"color": "ink", "opacity": 0.55, "strokeWidth": 2.5}
    layers = [rule(points, frame.x(), y("deaths_low"), y2="deaths_high", tip=tip, **bar)]
    for intensity, fill in (("minor", "paper"), ("war", "ink")):
        own = points.filter(intensity=intensity)
        look: dict[str, Any] = {"size": 52, "filled": True, "fill": fill, "stroke": "ink", "strokeWidth": 1.4}
        layers.append(dots(own, frame.x(), y("deaths_best"), **look))
    layers.append(near(points, frame.x(), y("deaths_best"), tip))
    peaks = [{**row, "text": whole(row["deaths_best"])} for row in _peaks(points)]
    return [*layers, *text(peaks, frame.x(), y("deaths_high"), dy=-9, baseline="bottom")]


def _words(points: pl.DataFrame, ranges: pl.DataFrame, frame: TimeFrame) -> str:
    words = f"Battle deaths by year, {frame.first} to {frame.last}."
    worst = points.sort("deaths_best", descending=True).head(5).sort("year").to_dicts()
    if worst:
        heaviest = [
            f"{row['year']}, {with_range(row['deaths_best'], row['deaths_low'], row['deaths_high'])}" for row in worst
        ]
        words += f" Heaviest: {'; '.join(heaviest)}."
    if ranges.height:
        words += f" Only a range is known for {spans(ranges['year'].to_list())}."
    return words


def _emptier_side(near: Sequence[float], frame: TimeFrame) -> Literal["left", "right"]:
    """Return the side on which fewer figures lie near the threshold of war, where its label would meet them."""
    reach = 0.4 * len(frame.years)
    left = sum(at < frame.first + reach for at in near)
    right = sum(at > frame.last + 1 - reach for at in near)
    return "left" if left <= right else "right"


def _peaks(points: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows worth a number: each the highest within three years of itself, the four highest of these."""
    chosen: list[dict[str, Any]] = []
    for row in points.sort("deaths_best", descending=True).to_dicts():
        if all(abs(row["year"] - other["year"]) > 3 for other in chosen):
            chosen.append(row)
    return chosen[:4]
