"""The kit of marks that every chart is drawn with: lines, bands, boxes, rules, dots, text, and the figure around them.

A colour is named by its role (`theme`); a mark tells nothing on hovering unless it is given what to tell. The
specifications are not checked against Vega-Lite's schema here, which takes longer than all else; the tests check them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, TypeAlias, get_args

import altair as alt
import polars as pl

from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import AXIS_WIDTH_PX, LABEL_PX, Role, role, role_parameters

NARROW_PX = 560
"""Plots narrower than this are drawn as on a phone."""

IS_NARROW = f"width < {NARROW_PX}"

COLUMN_PX = 860
"""Width of the page's column, and of a chart drawn outside the page."""

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
"""Patterns that tell lines of one colour apart."""

_MARGIN_PX = {"left": AXIS_WIDTH_PX + 12, "right": 14, "top": 26, "bottom": 26}

Rows: TypeAlias = Sequence[Mapping[str, Any]] | pl.DataFrame | alt.Data
"""What a mark stands for, one each: texts, numbers, truth values and nothing."""

Tips: TypeAlias = Sequence[alt.Tooltip]


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
    """Return rows as inline data, without Altair's detour through a file or a service."""
    if isinstance(rows, alt.Data):
        return rows
    values = _Plain(rows.to_dicts() if isinstance(rows, pl.DataFrame) else list(rows))
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def tips(**fields: str | tuple[str, str]) -> Tips:
    """Return what a mark tells on hovering: fields, each with a number's format, or that and what it is called.

    Args:
        fields: a format of d3's such as ``.2f``, none for a text; with it, a title in place of the field's name.
    """
    told = []
    for field, how in fields.items():
        written, title = how if isinstance(how, tuple) else (how, "")
        options: dict[str, Any] = {name: value for name, value in (("format", written), ("title", title)) if value}
        told.append(alt.Tooltip(f"{field}:{'Q' if written else 'N'}", **options))
    return told


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
        tip: what they tell on hovering; an empty list for whatever they encode, nothing by default.
        only: a Vega expression that says when they show.
        also: further encodings.
        look: properties of the mark; a colour by its role.
    """
    chart = alt.Chart(inline(rows))
    if only:
        chart = chart.transform_filter(only)
    colours = {name: role(look[name]) for name in ("color", "fill", "stroke") if look.get(name) in get_args(Role)}
    silent = {"tooltip": None} if tip is None else {}
    chart = getattr(chart, f"mark_{kind}")(**{**look, **colours, **silent})
    channels = {
        "x": x,
        "y": y,
        "x2": alt.X2(f"{x2}:Q") if x2 else None,
        "y2": alt.Y2(f"{y2}:Q") if y2 else None,
        "tooltip": list(tip) if tip else None,
        **(also or {}),
    }
    given = {name: value for name, value in channels.items() if value is not None}
    drawn: alt.Chart = chart.encode(**given) if given else chart
    return drawn


line, band, rule = partial(mark, "line"), partial(mark, "area"), partial(mark, "rule")
boxes, dots = partial(mark, "rect"), partial(mark, "point", opacity=1)


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
    margins: Mapping[str, int] = _MARGIN_PX,
    totals: Mapping[str, Mapping[int, float]] | None = None,
) -> Figure:
    """Return the figure of a layered chart; the page gives it the width of its container.

    The plot is that width less fixed margins, whatever the labels: only so do the years of all charts align.
    Vega-Lite's own ``container`` width is not used, since it comes with margins fitted to each chart's labels.

    Args:
        id: unique on the page.
        title: what is shown, with units.
        layers: from the back to the front.
        height: of the plot, pixels.
        words: the chart in words.
        how: how to read it, in one line.
        sources: ids of what it rests on; each is told once.
        data: the numbers shown.
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
    return Figure(id, title, specification(chart), words, how, unique, data, totals=totals or {})


def specification(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Return a chart as Vega-Lite without configuration, with the colour roles as parameters.

    The roles are added to the finished specification, since Altair copies a whole chart for every parameter given.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("config", None)
    spec["params"] = [*spec.get("params", ()), *role_parameters()]
    return spec
