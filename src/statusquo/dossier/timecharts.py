"""What every chart over years shares: the same years at the same place, episodes behind, one brush.

A calendar year fills the space from its number to the next; what happened in it as a whole stands at its middle, what
has a date stands at that date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import polars as pl

from statusquo.core.estimates import Series
from statusquo.core.wording import runs
from statusquo.dossier.marks import boxes, level, text
from statusquo.dossier.theme import LABEL_PX

ROW_PX = 46
"""Height of a row in charts that have one row for each supplier or category."""

ROW_LABEL_SHARE = 0.36
"""Share of such a row kept for its label, above the bars."""


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The years that every time chart of a page shows.

    Attributes:
        first: first calendar year shown.
        last: last calendar year shown.
        active: one row per active year: `year`, `intensity` (``minor`` or ``war``), from the table `dispute_years`.
    """

    first: int
    last: int
    active: pl.DataFrame

    @property
    def years(self) -> range:
        """The calendar years shown."""
        return range(self.first, self.last + 1)

    def within(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of a table whose `year` is shown."""
        return rows.filter(pl.col("year").is_between(self.first, self.last))

    def of(self, series: Series) -> pl.DataFrame:
        """Return the years shown in which a series has a value: `year`, `at` its middle, `value`, `low`, `high`."""
        known = self.within(series.frame.drop_nulls("value"))
        return known.select("year", (pl.col("year") + 0.5).alias("at"), "value", "low", "high")

    def x(self, field: str = "at") -> alt.X:
        """Return the shared horizontal encoding."""
        step = 10 if len(self.years) > 45 else 5
        ticks = [year for year in range(self.first - self.first % step, self.last + 2, step) if year >= self.first]
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[self.first, self.last + 1], nice=False, zero=False, clamp=True),
            axis=alt.Axis(format="d", title=None, values=ticks, labelOverlap=True, labelFlush=False),
        )


def decimal_year(date: dt.date) -> float:
    """Return a date as a year with decimals, such as 2020.74 for 27 September 2020."""
    start = dt.date(date.year, 1, 1)
    days = (dt.date(date.year + 1, 1, 1) - start).days
    return date.year + (date - start).days / days


def background(frame: TimeFrame) -> list[alt.Chart]:
    """Return the layers behind every time chart: active years in grey, years of war darker, and the brush."""
    brush = alt.selection_interval(
        name="years", encodings=["x"], mark=alt.BrushConfig(fill="#888888", fillOpacity=0.18, strokeOpacity=0)
    )
    layers = []
    for intensity, colour in (("minor", "episode"), ("war", "war")):
        active = frame.within(frame.active.filter(intensity=intensity))
        bands = [{"at": first, "until": last + 1} for first, last in runs(active["year"].to_list())]
        layers.append(boxes(bands, frame.x(), x2="until", fill=colour, stroke=None))
    layers[0] = layers[0].add_params(brush)
    return layers


def rows_down(n: int) -> Callable[[str], alt.Y]:
    """Return the vertical encoding of a chart of rows, counted from the top, without words of its own."""
    return level([0, n], alt.Axis(labels=False, title=None, grid=False), reverse=True)


def note(
    frame: TimeFrame, row: dict[str, Any], y: alt.Y, *, align: Literal["left", "right"] = "left"
) -> Sequence[alt.Chart]:
    """Return one line of small text inside a time chart.

    Args:
        frame: the years shown.
        row: `at` (year), `text`, and the field that `y` names.
        y: the vertical encoding.
        align: ``left`` or ``right`` of the position.
    """
    dx = 3 if align == "left" else -3
    look: dict[str, Any] = {
        "align": align,
        "dx": dx,
        "dy": -3,
        "baseline": "bottom",
        "fontSize": LABEL_PX - 1,
        "color": "muted",
    }
    return text([row], frame.x(), y, **look)
