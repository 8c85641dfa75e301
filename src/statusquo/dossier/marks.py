"""The kit of marks that every chart is drawn with: lines, bands, boxes, rules, dots, text, and the figure around them.

A colour is named by its role (`theme`); a mark tells nothing on hovering unless it is given what to tell. The
specifications are not checked against Vega-Lite's schema here, which takes longer than all else; the tests check them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple, TypeAlias, get_args

import altair as alt
import polars as pl

from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import AXIS_WIDTH_PX, LABEL_PX, Role, role, role_parameters

NARROW_PX = 560
"""Plots narrower than this are drawn as on a phone."""

IS_NARROW = f"width < {NARROW_PX}"

LAYOUTS = ((600, "!(width < 600)"), (268, "width < 600"))
"""The narrowest plots for which names are placed in charts over time, each with the Vega expression that says when they
show: on a page from 720 pixels on and in print, and on a phone (`page.css` gives each its height)."""

COLUMN_PX = 860
"""Width of the page's column, and of a chart drawn outside the page."""

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
"""Patterns that tell lines of one colour apart."""

_MARGIN_PX = {"left": AXIS_WIDTH_PX + 12, "right": 14, "top": 26, "bottom": 26}

Rows: TypeAlias = Sequence[Mapping[str, Any]] | pl.DataFrame | alt.Data
"""What a mark stands for, one each: texts, numbers, truth values and nothing."""

_NEAR_PX2 = 220
"""Area around a point in which a pointer finds it, square pixels."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number as a mark tells it: with its bounds where it has them, and never as a number where it has none.

    Attributes:
        written: a format of d3's.
        title: what it is called.
        low: field of its lower bound.
        high: field of its upper bound.
    """

    written: str
    title: str
    low: str = ""
    high: str = ""

    def worked_out(self, field: str) -> str:
        """Return the Vega expression of a field's number in words."""

        def number(name: str) -> str:
            return f"format(datum.{name}, '{self.written}')"

        words = number(field)
        if self.low and self.high:
            bounds = f"' (' + {number(self.low)} + '–' + {number(self.high)} + ')'"
            words += f" + (isValid(datum.{self.low}) && isValid(datum.{self.high}) ? {bounds} : '')"
        return f"isValid(datum.{field}) ? {words} : 'none known'"


class Tips(NamedTuple):
    """What a mark tells on hovering, and the fields that the browser works out for it."""

    shown: tuple[alt.Tooltip, ...]
    worked_out: Mapping[str, str]


class _Plain(alt.SchemaBase):
    """Rows of data that are plain JSON already, so that Altair takes them as they are.

    It would copy them with the whole chart at every layering, and ask of each cell what kind of thing it is.
    """

    _schema: ClassVar[dict[str, Any]] = {"type": "array"}

    def __deepcopy__(self, _: Any) -> _Plain:
        return self

    def to_dict(self, *_: Any, **__: Any) -> list[Any]:  # type: ignore[override]
        rows: list[Any] = self._args[0]
        return rows


def inline(rows: Rows) -> alt.Data:
    """Return rows as inline data, without Altair's detour through a file or a service, as finely as a chart shows."""
    if isinstance(rows, alt.Data):
        return rows
    plain = rows.to_dicts() if isinstance(rows, pl.DataFrame) else rows
    values = _Plain([{name: _shortened(value) for name, value in row.items()} for row in plain])
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _shortened(value: Any) -> Any:
    """Return a number with no more digits than can be seen of a year with its day, anything else as it is."""
    return float(f"{value:.7g}") if isinstance(value, float) else value


def tips(**fields: str | tuple[str, str] | Told) -> Tips:
    """Return what a mark tells on hovering: fields, each with a number's format, or that and what it is called.

    Args:
        fields: a format of d3's such as ``.2f``, none for a text; with it, a title in place of the field's name; or
            how a number is told that may be missing or has bounds.
    """
    told, worked_out = [], {}
    for field, how in fields.items():
        if isinstance(how, Told):
            worked_out[f"{field}_told"] = how.worked_out(field)
            told.append(alt.Tooltip(f"{field}_told:N", title=how.title))
            continue
        written, title = how if isinstance(how, tuple) else (how, "")
        options: dict[str, Any] = {name: value for name, value in (("format", written), ("title", title)) if value}
        told.append(alt.Tooltip(f"{field}:{'Q' if written else 'N'}", **options))
    return Tips(tuple(told), worked_out)


def level(domain: Sequence[float], axis: alt.Axis | None = None, **scale: Any) -> Callable[[str], alt.Y]:
    """Return the vertical encoding of any field on one scale.

    Args:
        domain: from the bottom to the top.
        axis: none by default.
        scale: more about it, such as ``type="log"`` or ``reverse=True``.
    """
    shared = alt.Scale(domain=list(domain), nice=False, **scale)
    return lambda field: alt.Y(f"{field}:Q", scale=shared, axis=axis)


def along(domain: Sequence[float], axis: alt.Axis | None = None, **scale: Any) -> Callable[[str], alt.X]:
    """Return the horizontal encoding of any field on one scale, as `level` does the vertical one."""
    shared = alt.Scale(domain=list(domain), nice=False, **scale)
    return lambda field: alt.X(f"{field}:Q", scale=shared, axis=axis)


def mark(
    kind: str,
    rows: Rows,
    x: Any = None,
    y: Any = None,
    *,
    x2: str = "",
    y2: str = "",
    tip: Tips | None = None,
    only: str = "",
    also: Mapping[str, Any] | None = None,
    **look: Any,
) -> alt.Chart:
    """Return one layer of marks.

    Args:
        kind: Vega-Lite's name of the mark.
        rows: what the marks stand for.
        x: where they stand or begin.
        y: the same from top to bottom.
        x2: field where they end.
        y2: the same from top to bottom.
        tip: what they tell on hovering; nothing by default.
        only: a Vega expression that says when they show.
        also: further encodings.
        look: properties of the mark; a colour by its role.
    """
    chart = alt.Chart(inline(rows))
    if only:
        chart = chart.transform_filter(only)
    if tip is not None and tip.worked_out:
        chart = chart.transform_calculate(**tip.worked_out)
    colours = {name: role(look[name]) for name in ("color", "fill", "stroke") if look.get(name) in get_args(Role)}
    silent = {"tooltip": None} if tip is None else {}
    chart = getattr(chart, f"mark_{kind}")(**{**look, **colours, **silent})
    channels = {
        "x": x,
        "y": y,
        "x2": alt.X2(f"{x2}:Q") if x2 else None,
        "y2": alt.Y2(f"{y2}:Q") if y2 else None,
        "tooltip": list(tip.shown) if tip is not None else None,
        **(also or {}),
    }
    given = {name: value for name, value in channels.items() if value is not None}
    drawn: alt.Chart = chart.encode(**given) if given else chart
    return drawn


line, band, rule = partial(mark, "line"), partial(mark, "area"), partial(mark, "rule")
boxes, dots = partial(mark, "rect"), partial(mark, "point", opacity=1)


def near(rows: Rows, x: Any, y: Any, tip: Tips, *, only: str = "") -> alt.Chart:
    """Return unseen marks wider than points and lines, so that a pointer that is near one finds what it tells.

    A line itself would tell of its first point wherever it is touched.
    """
    return dots(rows, x, y, tip=tip, only=only, size=_NEAR_PX2, filled=True, fill="paper", stroke=None, opacity=0)


def text(
    rows: Rows, x: Any = None, y: Any = None, field: str = "text", *, halo: float = 0.0, **look: Any
) -> list[alt.Chart]:
    """Return words at places, in ink, over a halo where lines run behind them.

    Args:
        rows: one for each.
        x: where they stand.
        y: the same from top to bottom.
        field: the words.
        halo: width of the paper around the letters, pixels.
        look: as for `mark`.
    """
    also = {**look.pop("also", {}), "text": alt.Text(field if ":" in field else f"{field}:N")}
    look = {"fontSize": LABEL_PX, "color": "ink", **look}
    paper = {"color": "paper", "stroke": "paper", "strokeWidth": halo, "strokeOpacity": 0.8, "strokeJoin": "round"}
    looks = [{**look, **paper}, look] if halo else [look]
    return [mark("text", rows, x, y, also=also, **each) for each in looks]


def long_or_short(rows: Rows, x: Any, y: Any, **look: Any) -> list[alt.Chart]:
    """Return the words of the field `long` where there is room, those of `short` on a phone."""
    fields = (("long", f"!({IS_NARROW})"), ("short", IS_NARROW))
    return [layer for field, shown in fields for layer in text(rows, x, y, field, only=shown, **look)]


def unbroken(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows by year with a number that years in a row share: a line by it bridges no year without a value."""
    return rows.sort("year").with_columns(run=pl.col("year") - pl.int_range(pl.len()))


def figure(
    id: str,
    title: str,
    layers: Sequence[alt.Chart],
    *,
    height: int,
    words: str,
    how: str,
    sources: Sequence[str],
    data: pl.DataFrame,
    headline: str = "",
    margins: Mapping[str, int] = _MARGIN_PX,
    totals: Mapping[str, Mapping[int, float]] | None = None,
) -> Figure:
    """Return the figure of a layered chart; the page gives it the width of its container.

    The plot is that width less fixed margins, whatever the labels: only so do the years of all charts align.
    Vega-Lite's own ``container`` width is not used, since it comes with margins fitted to each chart's labels.

    Args:
        id: unique on the page.
        title: the variable with its unit.
        layers: from the back to the front.
        height: of the plot, pixels.
        words: the chart in words.
        how: how to read it, in one line.
        sources: ids of what it rests on; each is told once.
        data: the numbers shown.
        headline: what the chart says in one sentence, by name; the title stands beneath it.
        margins: around the plot, pixels; those of the time charts by default.
        totals: yearly amounts that the shared brush adds up, by label.
    """
    chart = alt.layer(
        *layers,
        width=COLUMN_PX,
        height=height + margins["top"] + margins["bottom"],
        description=words,
        autosize=alt.AutoSizeParams(type="none", contains="padding"),
        padding=dict(margins),
    )
    unique = tuple(dict.fromkeys(sources))
    spec = specification(chart)
    return Figure(id, title, spec, words, how, unique, data, totals=totals or {}, headline=headline)


def specification(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Return a chart as Vega-Lite without configuration, with the colour roles as parameters.

    The roles are added to the finished specification, since Altair copies a whole chart for every parameter given.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("config", None)
    spec["params"] = [*spec.get("params", ()), *role_parameters()]
    return spec
