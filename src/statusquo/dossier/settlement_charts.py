"""Charts of settlement: the zone of agreement over two issues, and predicted against actual answers to the proposals.

In the map, a stronger colour means that all actors with a veto are likelier to accept; all other terms are those of
one option. In the record every answer has its predicted chance with the range over the judgements behind it, filled
where it was a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.wording import counted, percent, sentence
from statusquo.dossier.marks import Told, along, boxes, dots, figure, level, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.settlement.fitted import FittedSettlement
from statusquo.settlement.model import Period
from statusquo.settlement.values import SCALE_TOP
from statusquo.settlement.vocabulary import Issue

MAP_PX = 340
ROW_PX = 34
_MAP_MARGIN_PX = {"left": 52, "right": 16, "top": 58, "bottom": 62}
_RECORD_MARGIN_PX = {"left": 12, "right": 18, "top": 34, "bottom": 38}
_STEP = 5.0
"""Distance of the map's places."""

_FAINTEST = 0.03

_LONGEST_NAME = 26

_NEAR = 9.0
"""Marks nearer than this on the map's height have words that would collide."""


def zone_figure(
    found: FittedSettlement,
    period: Period,
    issues: Mapping[str, Issue],
    option: str,
    base: tuple[float, float],
    sources: tuple[str, ...],
) -> Figure | None:
    """Return the map of the zone of agreement of a period, None where there is none.

    Args:
        found: the readings.
        period: the period told.
        issues: by id, the issues of the vocabulary.
        option: name of the option whose terms hold on all other issues.
        base: where that option stands on the two issues, 0 to 100.
        sources: ids of what the judgements rest on.
    """
    rows = found.zones.filter(period=period.id)
    if rows.is_empty():
        return None
    across, up = (issues[rows[name][0]] for name in ("across", "up"))
    marks = [{"x": base[0], "y": base[1], "text": "terms of the option"}]
    now = [period.status_quo.get(issue.id) for issue in (across, up)]
    if now[0] is not None and now[1] is not None:
        marks.append({"x": now[0].best, "y": now[1].best, "text": "as things stood"})
    axis = alt.Axis(values=[0, 50, 100], title=None, grid=False)
    x, y, half = along([0, SCALE_TOP], axis), level([0, SCALE_TOP], axis), _STEP / 2
    tiles = boxes(
        rows.select("x", "y", "probability"),
        x("left"),
        y("bottom"),
        x2="right",
        y2="top",
        tip=tips(x=".0f", y=".0f", probability=".2f"),
        also={"opacity": alt.Opacity("shade:Q", scale=None, legend=None)},
        color="muted",
        strokeWidth=0,
        # The tiles' edges are worked out by the reader's browser: a third of the numbers to carry.
    ).transform_calculate(
        left=f"max(0, datum.x - {half})",
        right=f"min({SCALE_TOP}, datum.x + {half})",
        bottom=f"max(0, datum.y - {half})",
        top=f"min({SCALE_TOP}, datum.y + {half})",
        shade=f"{_FAINTEST} + {1 - _FAINTEST} * datum.probability",
    )
    best = rows.sort("probability", descending=True).row(0, named=True)
    least = rows.sort("probability").row(0, named=True)
    return figure(
        "zone-of-agreement",
        f"The zone of agreement over two issues, all else as in “{option}”",
        [tiles, *_marks(_apart(marks), x("x"), y("y")), *_axis_words(across, up, y("y"))],
        height=MAP_PX,
        margins=_MAP_MARGIN_PX,
        words=(
            f"The probability that every actor with a veto accepts, over “{across.name}” and “{up.name}”, all else as "
            f"in “{option}”. It is highest, {best['probability']:.2f}, at {best['x']:.0f} and {best['y']:.0f}, and "
            f"lowest, {least['probability']:.2f}, at {least['x']:.0f} and {least['y']:.0f}."
        ),
        how=(
            "The stronger the colour, the likelier that every actor with a veto accepts these terms: from paper, never,"
            f" to full colour, surely. {_ends(across)} {_ends(up)} Places between are an order, not measured lengths."
        ),
        sources=sources,
        data=rows.select("across", "up", "x", "y", "probability"),
        headline=sentence(
            f"at best every actor with a veto accepts with a chance of {percent(best['probability'])}, at "
            f"{best['x']:.0f} on “{across.name}” and {best['y']:.0f} on “{up.name}”"
        ),
    )


def record_figure(found: FittedSettlement, names: Mapping[str, str], sources: tuple[str, ...]) -> Figure | None:
    """Return predicted chances against the answers that were given, None without any prediction.

    An answer of which accounts differ is no hit and no miss: it stands in the table alone.

    Args:
        found: the readings.
        names: of the actors, by id.
        sources: ids of the sources of the answers.
    """
    table = found.record.filter(pl.col("stated").is_not_null(), ~pl.col("accounts_differ"))
    if table.is_empty():
        return None
    rows = [
        {
            "at": place + 0.66,
            "label": f"{_cut(row['name'])}, {row['date'][:4]}: {names[row['actor']]}"
            + (" (after force)" if row["setting"] == "after force" else ""),
            "answer": row["what_happened"],
            "said": "yes" if row["accepted"] else "no",
            "hit": "hit" if (row["stated"] >= 0.5) == row["accepted"] else "miss",
            **{name: row[name] for name in ("stated", "low", "high", "calibrated", "others_rate")},
        }
        for place, row in enumerate(table.iter_rows(named=True))
    ]
    n = len(rows)
    x = along([0, 1], alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".0%", title=None, grid=True))
    y = alt.Y("at:Q", scale=alt.Scale(domain=[n, 0]), axis=None)
    shown = [{name: row[name] for name in ("at", "label", "answer", "said", "stated", "low", "high")} for row in rows]
    tip = tips(label="", answer="", stated=Told(".2f", "predicted", "low", "high"))
    layers = [rule(shown, x("low"), y, x2="high", tip=tip, color="muted", strokeWidth=2)]
    dot: dict[str, Any] = {"size": 80, "filled": True, "stroke": "ink", "strokeWidth": 1.6}
    for said, fill in (("yes", "ink"), ("no", "paper")):
        if own := [row for row in shown if row["said"] == said]:
            layers += [dots(own, x("stated"), y, fill=fill, **dot), near(own, x("stated"), y, tip)]
    words: dict[str, Any] = {"halo": 4, "dy": -14, "baseline": "middle"}
    labels = [{"at": row["at"], "edge": 0, "label": row["label"]} for row in rows]
    verdicts = [{"at": row["at"], "edge": 1, "verdict": row["hit"]} for row in rows]
    layers += text(labels, x("edge"), y, "label", align="left", fontWeight="normal", **words)
    layers += text(verdicts, x("edge"), y, "verdict", align="right", fontWeight="bold", color="muted", **words)
    hits = sum(row["hit"] == "hit" for row in rows)
    told = "; ".join(f"{row['label']}: predicted {row['stated']:.2f}, {row['answer']}" for row in rows)
    return figure(
        "record-of-proposals",
        "Predicted chance of acceptance, and what was answered",
        layers,
        height=n * ROW_PX,
        margins=_RECORD_MARGIN_PX,
        words=f"Predicted chances of acceptance of {n} answers, {hits} of them hits: {told}",
        how=(
            "One row for each answer on record. The point is the predicted chance, the bar its range over the "
            "judgements behind it; a filled point was a yes, a hollow one a no, or a consent withdrawn. A hit has the "
            "point on its answer’s side of one half. Only judgements whose sources are dated before the proposal enter."
        ),
        sources=sources,
        data=pl.DataFrame(rows).select("label", "stated", "low", "high", "calibrated", "others_rate", "answer", "hit"),
        headline=sentence(f"{counted(hits, 'of', 'of')} {counted(n, 'answer')} on record came as predicted"),
    )


def _apart(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the marks with the heights of their words, moved apart where they would collide."""
    for row in marks:
        row["rise"] = 12 if row["y"] > 0.95 * SCALE_TOP else -12 if row["y"] < 0.05 * SCALE_TOP else 0
    if (
        len(marks) == 2
        and abs(marks[0]["y"] - marks[1]["y"]) < _NEAR
        and abs(marks[0]["x"] - marks[1]["x"]) < 5 * _NEAR
    ):
        upper, lower = sorted(marks, key=lambda row: -float(row["y"]))
        upper["rise"], lower["rise"] = (-14, 14) if lower["y"] > _NEAR else (-34, -14)
    return marks


def _marks(rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the option and the status quo as rings with a word each, turned inward at the right edge."""
    ring: dict[str, Any] = {"size": 110, "filled": True, "fill": "paper", "stroke": "ink", "strokeWidth": 2}
    layers = []
    for row in rows:
        side, shift = ("right", -10) if row["x"] > SCALE_TOP / 2 else ("left", 10)
        layers.append(dots([row], x, y, tip=tips(text="", x=".0f", y=".0f"), **ring))
        layers += text([row], x, y, halo=4, align=side, dx=shift, dy=row["rise"], baseline="middle")
    return layers


def _cut(name: str) -> str:
    """Return a proposal's name short enough for a phone."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _ends(issue: Issue) -> str:
    return f"{issue.name}: 0 is “{issue.anchor[0].meaning}”, 100 “{issue.anchor[-1].meaning}”."


def _axis_words(across: Issue, up: Issue, y: alt.Y) -> list[alt.Chart]:
    """Return the names of both issues outside the plot, with an arrow for the direction."""
    look: dict[str, Any] = {"align": "left", "dx": -40, "fontWeight": "bold"}
    return [
        *text([{"text": f"▸ {across.name}", "y": 0}], alt.value(0), y, dy=30, **look),
        *text([{"text": f"▴ {up.name}", "y": SCALE_TOP}], alt.value(0), y, dy=-16, **look),
    ]
