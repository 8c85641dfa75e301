"""Maps as layered charts: land, outlines, hatching, lines, names that never overlap, a scale bar.

Geometry arrives projected (see `geography`), so the chart only fits it into the plot; names are placed twice, for a
wide plot and for a phone, and the one that fits is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from statusquo.dossier.geography import Frame, features
from statusquo.dossier.labels import Box, Label, place_labels
from statusquo.dossier.marks import COLUMN_PX, mark, specification, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import Role

WIDE_PX = 700
"""From this width on a map is drawn wide: with more names, and with its inset in the corner (see `page.css`)."""

FINEST_PX = 0.3
"""No outline is told finer than this share of a pixel."""

PHONE_PX = 320
"""Narrowest plot for which names are placed; anything wider has more room."""

_IS_NARROW = f"width < {WIDE_PX}"

AT: dict[str, Any] = {"longitude": "x:Q", "latitude": "y:Q"}
"""The encodings of a point by its projected kilometres, which Vega-Lite calls degrees whatever they are."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the map, in projected kilometres."""

    text: str
    x: float
    y: float
    rank: int
    kind: str
    is_area: bool = False
    size: float = 12.0
    has_dot: bool = False
    reach_px: float = 0.0
    """How far a symbol that is drawn already reaches from the point, pixels."""


@dataclass(slots=True)
class MapDrawing:
    """A map being drawn: layers from the ground up, then names and the scale bar.

    Outlines are drawn as finely as the map can show and no finer, since they weigh most of a page.

    Attributes:
        frame: the window shown.
        width_px: of the widest plot it is drawn in, pixels.
        layers: what has been drawn so far.
    """

    frame: Frame
    width_px: int = COLUMN_PX
    layers: list[alt.Chart] = field(default_factory=list)

    def __post_init__(self) -> None:
        # The window comes first: the plot is fitted to it, and what is not land is water.
        self.area([(self.frame.window, "")], fill="water")

    @property
    def _finest_km(self) -> float:
        return FINEST_PX * 2 * self.frame.half_width_km / self.width_px

    def area(
        self,
        shapes: Sequence[tuple[BaseGeometry, str]],
        *,
        fill: Role | None,
        stroke: Role | None = None,
        opacity: float = 1.0,
        width: float = 0.7,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw named, projected geometries with one look; the name is the tooltip."""
        rows = features([(shape, {"name": name}) for shape, name in shapes], self._finest_km)
        look: dict[str, Any] = {"fillOpacity": opacity, "strokeWidth": width, "strokeDash": list(dash)}
        self._draw(rows, filled=fill is not None, fill=fill, stroke=stroke, strokeJoin="round", **look)

    def line(
        self,
        shapes: Sequence[BaseGeometry],
        *,
        stroke: Role,
        width: float,
        dash: Sequence[float] = (),
        opacity: float = 1.0,
    ) -> None:
        """Draw projected lines."""
        rows = features([(shape, {}) for shape in shapes], self._finest_km)
        look: dict[str, Any] = {"strokeWidth": width, "strokeDash": list(dash), "strokeOpacity": opacity}
        self._draw(rows, filled=False, stroke=stroke, **look)

    def _draw(self, rows: list[dict[str, Any]], **look: Any) -> None:
        if rows:
            self.layers.append(mark("geoshape", rows, **look))

    def names(
        self,
        names: Sequence[Name],
        *,
        least_wide_px: int,
        keep_free: Sequence[Box] = (),
        has_phone: bool = True,
    ) -> None:
        """Draw the names that fit, placed for a wide plot and, where wanted, again for a phone.

        Args:
            names: what wants a name.
            least_wide_px: narrowest plot of the wide layout, for which it is placed.
            keep_free: boxes in pixels of the wide layout to keep free, such as an inset.
            has_phone: whether there is a phone layout; without it the wide one always shows.
        """
        layouts = [(least_wide_px, tuple(keep_free), f"!({_IS_NARROW})" if has_phone else "true")]
        if has_phone:
            layouts.append((PHONE_PX, (), _IS_NARROW))
        for width, free, condition in layouts:
            self.names_at(names, width, free, condition)

    def names_at(self, names: Sequence[Name], width: int, keep_free: Sequence[Box], condition: str) -> None:
        """Draw the names that fit into one layout.

        Args:
            names: what wants a name.
            width: of the plot for which they are placed, pixels.
            keep_free: boxes in pixels to keep free.
            condition: a Vega expression that says when this layout shows.
        """
        height = width / self.frame.aspect
        scale = width / (2 * self.frame.half_width_km)
        shrink = 0.9 if width == PHONE_PX else 1.0
        wanted = {}
        for name in names:
            x, y = (name.x + self.frame.half_width_km) * scale, (self.frame.half_height_km - name.y) * scale
            label = Label(name.text, x, y, name.size * shrink, name.rank, name.is_area, name.kind, reach=name.reach_px)
            wanted[label] = name
        bar = (0.0, height - 34, width * 0.3, height)
        placed = place_labels(wanted, width, height, [*keep_free, bar])
        rows = [
            {
                "x": round(wanted[p.label].x, 2),
                "y": round(wanted[p.label].y, 2),
                "text": p.label.text.split("\n"),
                "kind": p.label.kind,
                "dx": p.dx,
                "dy": p.dy,
                "align": p.align,
                "size": p.label.size,
            }
            for p in placed
        ]
        # A dot whose name found no room would only puzzle, so dots go with their names.
        dots = [
            {"x": row["x"], "y": row["y"], "name": p.label.text.replace("\n", " ")}
            for row, p in zip(rows, placed, strict=True)
            if wanted[p.label].has_dot
        ]
        if dots:
            dot: dict[str, Any] = {"size": 26, "fill": "paper", "stroke": "ink", "strokeWidth": 1.2, "opacity": 1}
            self.layers.append(mark("circle", dots, tip=tips(name=""), only=condition, also=AT, **dot))
        for kind, look in _NAME_LOOKS.items():
            own = [row for row in rows if row["kind"] == kind]
            if own:
                self.layers += text(own, halo=2.6, only=condition, also=AT, **_PLACED, **look)

    def scale_bar(self) -> None:
        """Draw a bar of a round number of kilometres in the lower left corner."""
        wide = 2 * self.frame.half_width_km
        length = next(n for n in (2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if n <= wide * 0.2 or n == 1)
        left, bottom = -self.frame.half_width_km + wide * 0.025, -self.frame.half_height_km + wide * 0.022
        tick = wide * 0.006
        right, top = left + length, bottom + tick
        bar = shapely.MultiLineString([[(left, top), (left, bottom), (right, bottom), (right, top)]])
        self.line([bar], stroke="ink", width=1.3)
        words = [{"x": left + length / 2, "y": bottom, "text": f"{length:,} km"}]
        self.layers += text(words, also=AT, baseline="bottom", dy=-5, fontSize=11)

    def figure(
        self,
        id: str,
        title: str,
        *,
        words: str,
        how: str,
        data: pl.DataFrame,
        sources: Sequence[str] = ("natural-earth",),
        headline: str = "",
        inset: str | None = None,
    ) -> Figure:
        """Return the map as a figure, as `marks.figure` does a chart; the page gives it the size of its container.

        Args:
            id: unique on the page.
            title: what is shown.
            words: the map in words.
            how: how to read it, in one line.
            data: the numbers shown.
            sources: ids of what it rests on; each is told once.
            headline: what it says in one sentence, by name.
            inset: id of the figure in whose corner it sits.
        """
        aspect = round(self.frame.aspect, 4)
        chart = alt.layer(
            *self.layers,
            projection=alt.Projection(type="identity", reflectY=True),
            width=COLUMN_PX,
            height=round(COLUMN_PX / self.frame.aspect),
            description=words,
            padding=0,
            autosize=alt.AutoSizeParams(type="none", contains="padding"),
        )
        unique = tuple(dict.fromkeys(sources))
        spec = specification(chart)
        return Figure(id, title, spec, words, how, unique, data, aspect=aspect, inset=inset, headline=headline)


_NAME_LOOKS: dict[str, dict[str, Any]] = {
    "country": {"color": "muted", "fontStyle": "italic"},
    "district": {"color": "muted"},
    "place": {"color": "ink"},
    "territory": {"color": "ink", "fontWeight": "bold"},
}

_PLACED: dict[str, Any] = {
    **{name: alt.ExprRef(f"datum.{name}") for name in ("dx", "dy", "align")},
    "fontSize": alt.ExprRef("datum.size"),
    "baseline": "middle",
    "lineHeight": 13,
}
"""How a name stands at its place, as `labels` found it."""
