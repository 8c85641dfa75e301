"""Charts of ties over time: spans per outside state and kind of tie, and distances in the votes of the United Nations.

In each row the upper, dark bar is the tie with the parent, the lower, light one that with the state behind the
separatist side. Where a source ends a tick stands, and the rest of the row is dotted: nothing is known there.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.wording import listed, span, whole_or_less
from statusquo.dossier.parts import Figure
from statusquo.dossier.sides import Side
from statusquo.dossier.theme import LABEL_PX, Role, role
from statusquo.dossier.ties import ARMS, TROOPS, Tie
from statusquo.dossier.timecharts import IS_NARROW, TimeFrame, background, inline, layered
from statusquo.sources.registry import origin

_LABEL_PX, _GAP_PX, _SPACE_PX = 19.0, 8.0, 1.5
_BAR_PX, _ARMS_BAR_PX = 7.0, 15.0
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
_COLOURS: tuple[Role, Role] = ("parent_side", "separatist_side")

UN_SOURCE = "un-ideal-points"
MOST_LINES = 3


def ties_figure(ties: Sequence[Tie], sides: Sequence[Side], names: Mapping[int, str], frame: TimeFrame) -> Figure:
    """Return the strips of ties.

    Args:
        ties: as `dossier.ties.ties_of` orders them, at least one.
        sides: the parent and, if a state, who stands behind the other side.
        names: of the outside states, by Gleditsch-Ward number.
        frame: the years shown.
    """
    rows = [
        (outside, kind, list(group))
        for (outside, kind), group in itertools.groupby(ties, lambda tie: (tie.outside, tie.kind))
    ]
    tops, height = _tops(rows, len(sides))
    who = _who(sides)
    marks = [_mark(tie, top, names, who, frame) for (_, _, group), top in zip(rows, tops, strict=True) for tie in group]
    labels = [
        _label(names[outside], group, top, len(sides), frame)
        for (outside, kind, group), top in zip(rows, tops, strict=True)
    ]

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None)

    words = "Ties of outside states to the sides. " + "; ".join(_told(mark) for mark in marks) + "."
    dark_and_light = (
        f"The upper, dark bar is the tie with {who[0]}, the lower, light one that with {who[1]}. "
        if len(sides) == 2
        else f"Bars are ties with {who[0]}. "
    )
    return Figure(
        id="ties-by-state",
        title="Pacts, organisations, arms and troops of outside states, by side",
        spec=layered(_strips(marks, labels, frame, y), height=round(height), description=words),
        alt=words,
        how_to_read=(
            f"{dark_and_light}For arms the height is the state’s share of the side’s imports of major arms in a "
            "period of ten years; other bars say only that the tie was there. Where a row turns dotted its source has "
            "ended, and nothing is known of later years."
        ),
        sources=tuple(dict.fromkeys((*(tie.source for tie in ties), "ucdp-prio-acd"))),
        data=pl.DataFrame(marks).select("state", "tie", "with", "first_year", "last_year", "share_pct", "source"),
    )


def votes_figure(
    votes: pl.DataFrame, sides: Sequence[Side], names: Mapping[int, str], frame: TimeFrame
) -> Figure | None:
    """Return the ideal points of the sides and of outside states, None where the parent’s or all others’ are unknown.

    Args:
        votes: columns `gwno`, `year`, `un_ideal_point`.
        sides: as for `ties_figure`.
        names: of the outside states, the first of whom are drawn, by Gleditsch-Ward number.
        frame: the years shown.
    """
    known = votes.drop_nulls("un_ideal_point").filter(pl.col("year").is_between(frame.first, frame.last))
    voting = set(known["gwno"])
    drawn = {gwno: name for gwno, name in names.items() if gwno in voting}
    drawn = dict(list(drawn.items())[:MOST_LINES])
    if not drawn or sides[0].gwno not in voting:
        return None
    called = {side.gwno: side.actor.name for side in sides} | drawn
    rows = known.filter(pl.col("gwno").is_in(list(called))).select(
        pl.col("gwno").replace_strict(called, return_dtype=pl.String).alias("state"),
        "gwno",
        "year",
        "un_ideal_point",
        at=pl.col("year") + 0.5,
    )
    y = alt.Y(
        "un_ideal_point:Q",
        scale=alt.Scale(nice=False, zero=False, padding=14),
        axis=alt.Axis(title="ideal point; high is near the United States", tickCount=5),
    )
    tooltip = [alt.Tooltip("state:N"), alt.Tooltip("year:Q", format="d"), alt.Tooltip("un_ideal_point:Q", format=".2f")]
    looks: dict[int, tuple[Role, float, list[int]]] = {
        gwno: ("outside", 1.5, dash) for gwno, dash in zip(drawn, _DASHES, strict=False)
    }
    looks |= {side.gwno: (side.colour, 2.6, [1, 0]) for side in sides}
    layers = background(frame)
    for gwno, (colour, width, dash) in looks.items():
        # Years in a row share a number, so that no line bridges a year without votes.
        own = rows.filter(pl.col("gwno") == gwno).sort("year").with_columns(run=pl.col("year") - pl.int_range(pl.len()))
        layers.append(
            alt.Chart(inline(own))
            .mark_line(color=role(colour), strokeWidth=width, strokeDash=dash)
            .encode(x=frame.x(), y=y, detail=alt.Detail("run:N"), tooltip=tooltip)
        )
    layers += _names_at_ends(rows, frame, y)
    distances = vote_distances(votes, sides, list(drawn)).filter(pl.col("year").is_between(frame.first, frame.last))
    words = "Ideal points in the General Assembly, distances in the last year known: " + _distances_in_words(
        distances, sides, drawn
    )
    return Figure(
        id="votes",
        title="Votes in the General Assembly: ideal points of the sides and of outside states",
        spec=layered(layers, height=250, description=words),
        alt=words,
        how_to_read=(
            "A state’s ideal point sums up how it votes in the General Assembly, on one scale for all years: the "
            "smaller the gap between two lines, the more alike two states vote. Thick lines are the sides. The "
            f"estimates’ own intervals are not drawn; the source ends in {origin(UN_SOURCE).domain.last_year}."
        ),
        sources=(UN_SOURCE, "ucdp-prio-acd"),
        data=rows.select("state", "year", "un_ideal_point").sort("state", "year"),
    )


def vote_distances(votes: pl.DataFrame, sides: Sequence[Side], outside: Sequence[int]) -> pl.DataFrame:
    """Return how far outside states vote from each side: columns `outside`, `year`, `side`, `distance`."""
    known = votes.drop_nulls("un_ideal_point").select("gwno", "year", "un_ideal_point")
    rows = known.filter(pl.col("gwno").is_in(outside)).rename({"gwno": "outside"})
    apart = [
        rows.join(known.filter(pl.col("gwno") == side.gwno).drop("gwno"), on="year", suffix="_side").select(
            "outside",
            "year",
            pl.lit(place, pl.Int32).alias("side"),
            distance=(pl.col("un_ideal_point") - pl.col("un_ideal_point_side")).abs(),
        )
        for place, side in enumerate(sides)
    ]
    return pl.concat(apart).sort("outside", "year", "side")


def _distances_in_words(distances: pl.DataFrame, sides: Sequence[Side], names: Mapping[int, str]) -> str:
    last = distances.group_by("outside", "side", maintain_order=True).last().sort("outside", "side")
    return (
        "; ".join(
            f"{names[row['outside']]} to {sides[row['side']].actor.name} {row['distance']:.2f} in {row['year']}"
            for row in last.to_dicts()
        )
        + "."
    )


def _who(sides: Sequence[Side]) -> list[str]:
    return [side.actor.name for side in sides] + ["the separatist side"] * (2 - len(sides))


def _bar_px(kind: str) -> float:
    return _ARMS_BAR_PX if kind == ARMS else _BAR_PX


def _tops(rows: Sequence[tuple[int, str, list[Tie]]], n_sides: int) -> tuple[list[float], float]:
    """Return where each row begins, with a gap between states, and the height of all."""
    tops, at, before = [], 0.0, None
    for outside, kind, group in rows:
        at += _GAP_PX if before not in (None, outside) else 0.0
        tops.append(at)
        bars = max(n_sides, 1 + max(tie.side for tie in group))
        at, before = at + _LABEL_PX + bars * (_bar_px(kind) + _SPACE_PX) + 2, outside
    return tops, at + 4


def _mark(tie: Tie, top: float, names: Mapping[int, str], who: Sequence[str], frame: TimeFrame) -> dict[str, Any]:
    bar = _bar_px(tie.kind)
    base = top + _LABEL_PX + bar + tie.side * (bar + _SPACE_PX)
    share = 1.0 if tie.share_pct is None else max(tie.share_pct / 100, 0.08)
    return {
        "state": names[tie.outside],
        "tie": tie.kind,
        "with": who[tie.side],
        "side": tie.side,
        "first_year": tie.first_year,
        "last_year": tie.last_year,
        "share_pct": tie.share_pct,
        "source": tie.source,
        "at": max(tie.first_year, frame.first),
        "until": min(tie.last_year, frame.last) + 1,
        "base": base,
        "tip": base - bar * share,
    }


def _label(state: str, group: Sequence[Tie], top: float, n_sides: int, frame: TimeFrame) -> dict[str, Any]:
    """Return what a row is called, with the largest shares for arms, and where its source ends."""
    kind, ends = group[0].kind, group[0].source_ends
    stops = ends is not None and ends < frame.last
    most = [max((tie.share_pct or 0.0 for tie in group if tie.side == place), default=None) for place in range(n_sides)]
    shares = listed([f"{share:.0f} %" for share in most if share is not None])
    bars = max(n_sides, 1 + max(tie.side for tie in group))
    bottom = top + _LABEL_PX + bars * (_bar_px(kind) + _SPACE_PX)
    return {
        "at": frame.first,
        "right": frame.last + 1,
        "long": f"{state}: up to {shares} of arms imports" if kind == ARMS else f"{state}: {kind}",
        "short": f"{state}: {kind}",
        "words": top + 9,
        "ends": f"known to {ends}" if stops else "",
        "silent": (ends or 0) + 1 if stops else frame.last + 1,
        "middle": (top + _LABEL_PX + bottom) / 2,
        "top": top + _LABEL_PX - 2,
        "bottom": bottom,
    }


def _strips(
    marks: Sequence[dict[str, Any]], labels: Sequence[dict[str, Any]], frame: TimeFrame, y: Callable[[str], alt.Y]
) -> list[alt.Chart]:
    silent = [label for label in labels if label["ends"]]
    layers = [
        *background(frame),
        alt.Chart(inline(silent))
        .mark_rule(color=role("muted"), strokeDash=[1, 4], tooltip=None)
        .encode(x=frame.x("silent"), x2=alt.X2("right:Q"), y=y("middle")),
        alt.Chart(inline(silent))
        .mark_rule(color=role("muted"), tooltip=None)
        .encode(x=frame.x("silent"), y=y("top"), y2=alt.Y2("bottom:Q")),
    ]
    tooltip = [
        alt.Tooltip("state:N"),
        alt.Tooltip("tie:N"),
        alt.Tooltip("with:N"),
        alt.Tooltip("first_year:Q", format="d"),
        alt.Tooltip("last_year:Q", format="d"),
        alt.Tooltip("share_pct:Q", title="% of imports", format=".1f"),
    ]
    for side, colour in enumerate(_COLOURS):
        layers.append(
            alt.Chart(inline([mark for mark in marks if mark["side"] == side]))
            .mark_rect(fill=role(colour), stroke=role("paper"), strokeWidth=0.6)
            .encode(x=frame.x(), x2=alt.X2("until:Q"), y=y("base"), y2=alt.Y2("tip:Q"), tooltip=tooltip)
        )
    text: dict[str, Any] = {"baseline": "middle", "fontSize": LABEL_PX, "tooltip": None}
    for field, shown in (("long", f"!({IS_NARROW})"), ("short", IS_NARROW)):
        layers.append(
            alt.Chart(inline(labels))
            .transform_filter(shown)
            .mark_text(align="left", dx=2, color=role("ink"), **text)
            .encode(x=frame.x(), y=y("words"), text=alt.Text(f"{field}:N"))
        )
    layers.append(
        alt.Chart(inline(silent))
        .transform_filter(f"!({IS_NARROW})")
        .mark_text(align="right", dx=-2, color=role("muted"), **text)
        .encode(x=frame.x("right"), y=y("words"), text=alt.Text("ends:N"))
    )
    return layers


def _told(mark: Mapping[str, Any]) -> str:
    share = f", {whole_or_less(mark['share_pct'])} % of imports" if mark["tie"] == ARMS else ""
    link = "" if mark["tie"] == TROOPS else " with"
    return f"{mark['state']}, {mark['tie']}{link} {mark['with']} {span(mark['first_year'], mark['last_year'])}{share}"


def _names_at_ends(rows: pl.DataFrame, frame: TimeFrame, y: alt.Y) -> list[alt.Chart]:
    """Return the names of the lines at their last years, pushed apart where they would meet."""
    ends = rows.sort("year").group_by("state", maintain_order=True).last().sort("un_ideal_point", "state").to_dicts()
    least = 0.075 * (max(rows["un_ideal_point"].to_list()) - min(rows["un_ideal_point"].to_list()))
    for lower, upper in itertools.pairwise(ends):
        upper["un_ideal_point"] = max(upper["un_ideal_point"], lower["un_ideal_point"] + least)
    base = alt.Chart(inline(ends)).encode(x=frame.x(), y=y, text=alt.Text("state:N"))
    look: dict[str, Any] = {"align": "right", "dy": -3, "baseline": "bottom", "fontSize": LABEL_PX, "tooltip": None}
    halo = base.mark_text(color=role("paper"), stroke=role("paper"), strokeWidth=3, strokeOpacity=0.8, **look)
    return [halo, base.mark_text(color=role("ink"), **look)]
