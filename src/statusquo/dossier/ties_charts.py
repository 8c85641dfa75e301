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

from statusquo.core.names import the
from statusquo.core.wording import listed, sentence, span, whole_or_less
from statusquo.dossier.marks import (
    DASHES,
    IS_NARROW,
    Told,
    boxes,
    figure,
    level,
    line,
    long_or_short,
    near,
    rule,
    text,
    tips,
    unbroken,
)
from statusquo.dossier.parts import Figure
from statusquo.dossier.sides import Side
from statusquo.dossier.theme import Role
from statusquo.dossier.ties import ARMS, TROOPS, Tie
from statusquo.dossier.timecharts import TimeFrame, background
from statusquo.sources.registry import origin

_LABEL_PX, _GAP_PX, _SPACE_PX = 19.0, 8.0, 1.5
_BAR_PX, _ARMS_BAR_PX = 7.0, 15.0
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

    dark_and_light = (
        f"The upper, dark bar is the tie with {the(who[0])}, the lower, light one that with {the(who[1])}. "
        if len(sides) == 2
        else f"Bars are ties with {the(who[0])}. "
    )
    return figure(
        "ties-by-state",
        "Pacts, arms and troops from outside",
        _strips(marks, labels, frame, level([0, height], reverse=True)),
        height=round(height),
        words="Ties of outside states to the sides. " + "; ".join(_told(mark) for mark in marks) + ".",
        how=(
            f"{dark_and_light}For arms the height is the state’s share of the side’s imports of major arms in a "
            "period of ten years; other bars say only that the tie was there. Where a row turns dotted its source has "
            "ended, and nothing is known of later years."
        ),
        sources=[*(tie.source for tie in ties), "ucdp-prio-acd"],
        data=pl.DataFrame(marks).select("state", "tie", "with", "first_year", "last_year", "share_pct", "source"),
        headline=_on_both_sides(ties, who, names),
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
    known = frame.within(votes.drop_nulls("un_ideal_point"))
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
    looks: dict[int, tuple[Role, float, list[int]]] = {
        gwno: ("outside", 1.5, dash) for gwno, dash in zip(drawn, DASHES, strict=False)
    }
    looks |= {side.gwno: (side.colour, 2.6, [1, 0]) for side in sides if side.gwno in voting}
    tip = tips(state="", year="d", un_ideal_point=".2f")
    layers = background(frame)
    for gwno, (colour, width, dash) in looks.items():
        own = unbroken(rows.filter(pl.col("gwno") == gwno))
        look: dict[str, Any] = {"color": colour, "strokeWidth": width, "strokeDash": dash, "also": {"detail": "run:N"}}
        layers += [line(own, frame.x(), y, **look), near(own, frame.x(), y, tip)]
    distances = frame.within(vote_distances(votes, sides, list(drawn)))
    last = _distances_in_words(distances, sides, drawn)
    return figure(
        "votes",
        "Votes in the General Assembly: each state’s ideal point",
        layers + _names_at_ends(rows, frame, y),
        height=250,
        words=f"Ideal points in the General Assembly, distances in the last year known: {last}",
        how=(
            "A state’s ideal point sums up how it votes in the General Assembly, on one scale for all years: the "
            "smaller the gap between two lines, the more alike two states vote. Thick lines are the sides. The "
            f"estimates’ own intervals are not drawn; the source ends in {origin(UN_SOURCE).domain.last_year}."
        ),
        sources=(UN_SOURCE, "ucdp-prio-acd"),
        data=rows.select("state", "year", "un_ideal_point").sort("state", "year"),
        headline=_nearest(distances, sides, drawn),
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


def _nearest(distances: pl.DataFrame, sides: Sequence[Side], names: Mapping[int, str]) -> str:
    """Return which of the states drawn voted most like each side, in the last year known of all."""
    whole = distances.group_by("year").agg(pl.col("side").n_unique()).filter(side=distances["side"].n_unique())
    year = max(whole["year"].to_list())
    known = distances.filter(year=year).sort("distance")
    names = {outside: name for outside, name in names.items() if outside in known["outside"]}
    drawn = listed([the(name) for name in names.values()])
    if len(names) == 1:
        one = known.row(0, named=True)
        side = _state_of(sides[one["side"]])
        return sentence(f"the ideal points of {drawn} and {side} lay {one['distance']:.1f} apart in {year}")
    nearest: dict[str, list[str]] = {}
    for row in known.unique("side", keep="first", maintain_order=True).sort("side").to_dicts():
        nearest.setdefault(the(names[row["outside"]]), []).append(_state_of(sides[row["side"]]))
    told = [f"{state} voted most like {listed(own)}" for state, own in nearest.items()]
    return sentence(f"of {drawn}, {listed(told)} in {year}")


def _state_of(side: Side) -> str:
    """Return the state that votes for a side: a movement has none before the state that came of it."""
    became = any(role.role == "separatist" for role in side.actor.role)
    return f"the state of {the(side.actor.name)}" if became else the(side.actor.name)


def _on_both_sides(ties: Sequence[Tie], who: Sequence[str], names: Mapping[int, str]) -> str:
    """Return which outside states had ties to both sides, or, where none had, which stood with whom."""
    places = {
        outside: {tie.side for tie in ties if tie.outside == outside} for outside in (tie.outside for tie in ties)
    }
    both = [the(names[outside]) for outside, found in places.items() if len(found) > 1]
    one, other = (the(name) for name in who)
    if both:
        each = "each had" if len(both) > 1 else "had"
        return sentence(f"{listed(both)} {each} pacts, arms or troops with both {one} and {other}")
    stood = [
        f"{listed(states)} with {name}"
        for place, name in enumerate((one, other))
        if (states := [the(names[outside]) for outside, found in places.items() if found == {place}])
    ]
    return sentence(f"no outside state shown had ties to both sides: {'; '.join(stood)}")


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
    told = {"state": "", "tie": "", "with": "", "first_year": "d", "last_year": "d"}
    tip = tips(**told, share_pct=Told(".1f", "% of arms imports"))
    ends: dict[str, Any] = {"x2": "until", "y2": "tip", "tip": tip, "stroke": "paper", "strokeWidth": 0.6}
    layers = [
        *background(frame),
        rule(silent, frame.x("silent"), y("middle"), x2="right", color="muted", strokeDash=[1, 4]),
        rule(silent, frame.x("silent"), y("top"), y2="bottom", color="muted"),
    ]
    for side, colour in enumerate(_COLOURS):
        own = [mark for mark in marks if mark["side"] == side]
        layers.append(boxes(own, frame.x(), y("base"), fill=colour, **ends))
    layers += long_or_short(labels, frame.x(), y("words"), align="left", dx=2, baseline="middle")
    late: dict[str, Any] = {"only": f"!({IS_NARROW})", "align": "right", "dx": -2, "baseline": "middle"}
    return layers + text(silent, frame.x("right"), y("words"), "ends", color="muted", **late)


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
    return text(ends, frame.x(), y, "state", halo=3, align="right", dy=-3, baseline="bottom")
