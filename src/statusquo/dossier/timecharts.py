"""What every chart over years shares: the same years at the same place, episodes behind, one brush.

A calendar year fills the space from its number to the next; what happened in it as a whole stands at its middle, what
has a date stands at that date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import altair as alt
import polars as pl

from statusquo.core.wording import runs
from statusquo.dossier.theme import AXIS_WIDTH_PX, LABEL_PX, Role, role, role_parameters

NARROW_PX = 560
"""Plots narrower than this are drawn as on a phone."""

IS_NARROW = f"width < {NARROW_PX}"

ROW_PX = 46
"""Height of a row in charts that have one row for each supplier or category."""

ROW_LABEL_SHARE = 0.36
"""Share of such a row kept for its label, above the bars."""

COLUMN_PX = 860
"""Width of the page's column, and of a chart drawn outside the page."""

_MARGIN_PX = {"left": AXIS_WIDTH_PX + 12, "right": 14, "top": 26, "bottom": 26}


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
    bands_of: tuple[tuple[str, Role], ...] = (("minor", "episode"), ("war", "war"))
    for intensity, colour in bands_of:
        active = frame.active.filter(
            pl.col("intensity") == intensity, pl.col("year").is_between(frame.first, frame.last)
        )
        bands = [{"at": first, "until": last + 1} for first, last in runs(active["year"].to_list())]
        layers.append(
            alt.Chart(inline(bands))
            .mark_rect(fill=role(colour), stroke=None, tooltip=None)
            .encode(x=frame.x(), x2=alt.X2("until:Q"))
        )
    layers[0] = layers[0].add_params(brush)
    return layers


def layered(
    layers: list[alt.Chart], *, height: int, description: str, margins: Mapping[str, int] = _MARGIN_PX
) -> dict[str, Any]:
    """Return the specification of a layered chart; the page gives it the width of its container.

    The plot is that width less fixed margins, whatever the labels: only so do the years of all charts align.
    Vega-Lite's own ``container`` width is not used, since it comes with margins fitted to each chart's labels.

    Args:
        layers: from the back to the front.
        height: of the plot, pixels.
        description: the chart in words.
        margins: around the plot, pixels, by ``left``, ``right``, ``top`` and ``bottom``; those of the time charts by
            default.
    """
    chart = alt.layer(
        *layers,
        width=COLUMN_PX,
        height=height + margins["top"] + margins["bottom"],
        description=description,
        autosize=alt.AutoSizeParams(type="none", contains="padding"),
        padding=dict(margins),
    )
    return specification(chart)


def specification(chart: alt.LayerChart | alt.FacetChart | alt.VConcatChart) -> dict[str, Any]:
    """Return a chart as Vega-Lite without configuration, with the colour roles as parameters.

    It is not checked against Vega-Lite's schema here, which takes longer than all else; the tests check it. The
    roles are added to the finished specification, since Altair copies a whole chart for every parameter it is given.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("config", None)
    spec["params"] = [*spec.get("params", ()), *role_parameters()]
    return spec


class _Rows(alt.SchemaBase):
    """Rows of data that are plain JSON already, so that Altair takes them as they are.

    It would copy them with the whole chart at every layering, and ask of each cell what kind of thing it is.
    """

    _schema: ClassVar[dict[str, Any]] = {"type": "array"}

    def __deepcopy__(self, _: Any) -> _Rows:
        return self

    def to_dict(self, *_: Any, **__: Any) -> list[Any]:  # type: ignore[override]
        rows: list[Any] = self._args[0]
        return rows


def inline(rows: Sequence[Mapping[str, Any]] | pl.DataFrame) -> alt.Data:
    """Return rows as inline data, without Altair's detour through a file or a service.

    Args:
        rows: texts, numbers, truth values and nothing.
    """
    values = _Rows(rows.to_dicts() if isinstance(rows, pl.DataFrame) else list(rows))
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def note(frame: TimeFrame, row: dict[str, Any], y: alt.Y, *, align: Literal["left", "right"] = "left") -> alt.Chart:
    """Return one line of small text inside a time chart.

    Args:
        frame: the years shown.
        row: `at` (year), `text`, and the field that `y` names.
        y: the vertical encoding.
        align: ``left`` or ``right`` of the position.
    """
    chart: alt.Chart = (
        alt.Chart(inline([row]))
        .mark_text(
            align=align,
            dx=3 if align == "left" else -3,
            dy=-3,
            baseline="bottom",
            fontSize=LABEL_PX - 1,
            color=role("muted"),
            tooltip=None,
        )
        .encode(x=frame.x(), y=y, text=alt.Text("text:N"))
    )
    return chart
