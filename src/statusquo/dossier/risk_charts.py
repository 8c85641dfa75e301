"""Charts of the risk: its path through the years, and one year's log odds block by block."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.wording import bounded, sentence
from statusquo.dossier.marks import Told, dots, figure, level, near, rule, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import Role
from statusquo.dossier.timecharts import TimeFrame, background
from statusquo.risk.events import Event
from statusquo.risk.fitted_paths import Account
from statusquo.risk.path import RiskPath

PATH_PX = 260
LEAST_TOP_PCT = 5.0
"""The scale ends no lower, so that a chance near none does not fill the chart."""

BLOCK_ROW_PX = 34
_PER_CENT = Told(".2~r", "per cent", "low", "high")
_ACCOUNT_MARGIN_PX = {"left": 132, "right": 14, "top": 8, "bottom": 48}

NAMES: Mapping[Event, str] = {"recurrence": "renewed fighting", "war": "war"}
BLOCKS: Mapping[str, str] = {
    "time": "time quiet or under way",
    "past fighting": "past fighting",
    "last ending": "how it last ended",
    "closed claim": "a closed claim",
}
_SHIFT: Mapping[Event, float] = {"recurrence": 0.36, "war": 0.64}
"""Where in its year a point stands, so that the two events' intervals do not cover each other."""


def path_rows(path: RiskPath, frame: TimeFrame) -> pl.DataFrame:
    """Return the points of the path within the years shown: `event`, `year`, `at`, `risk`, `low`, `high`, per cent."""
    told = [
        frame.of(series).select(
            pl.lit(NAMES[event]).alias("event"),
            "year",
            (pl.col("year") + _SHIFT[event]).alias("at"),
            *((100 * pl.col(name)).alias(new) for name, new in (("value", "risk"), ("low", "low"), ("high", "high"))),
        )
        for event, series in path.risk.items()
    ]
    return pl.concat(told)


def path_figure(path: RiskPath, frame: TimeFrame) -> Figure:
    """Return the chart of the yearly risk with intervals, onsets marked above."""
    rows = path_rows(path, frame)
    top = max(*rows["high"].drop_nulls().to_list(), *rows["risk"].to_list(), LEAST_TOP_PCT)
    y = level([0, 1.08 * top], alt.Axis(title="per cent", tickCount=5))("risk")
    layers = background(frame)
    looks: tuple[tuple[Event, str, Role, Role], ...] = (
        ("recurrence", "circle", "ink", "ink"),
        ("war", "triangle-up", "muted", "paper"),
    )
    for event, shape, colour, fill in looks:
        own, tip = rows.filter(event=NAMES[event]), tips(event="", year="d", risk=_PER_CENT)
        look: dict[str, Any] = {"size": 42, "stroke": colour, "fill": fill, "strokeWidth": 1.4}
        layers += [
            rule(own, frame.x(), alt.Y("low:Q"), y2="high", color=colour, strokeWidth=1.2, opacity=0.55),
            dots(own, frame.x(), y, shape=shape, **look),
            near(own, frame.x(), y, tip),
        ]
    marks = [
        {"at": year + 0.5, "risk": 1.04 * top, "text": "war" if year in path.wars else "resumed", "year": year}
        for year in path.onsets
        if frame.first <= year <= frame.last
    ]
    onset: dict[str, Any] = {"shape": "triangle-down", "size": 46, "color": "ink", "filled": True}
    layers.append(dots(marks, frame.x(), y, tip=tips(text="", year="d"), **onset))
    years = ", ".join(str(year) for year in path.onsets) or "no year"
    return figure(
        "risk-path",
        "Yearly risk, told from the years before",
        layers,
        height=PATH_PX,
        words=(
            f"Yearly risk of renewed fighting and of war, per cent, with 95 % intervals; fighting resumed in {years}"
        ),
        how=(
            "Filled circles: the chance of 25 battle deaths or more in years after a quiet one. Open triangles: the "
            "chance of 1,000 or more in years after one that was not war. Bars are 95 % intervals. Black marks at the "
            "top are years in which fighting resumed; grey years were active, those in stronger grey at war."
        ),
        sources=path.risk["war"].sources,
        data=rows,
    )


def account_figure(path: RiskPath, account: Account, event: Event) -> Figure:
    """Return the chart of one year's log odds, part by part."""
    rows = pl.DataFrame(
        [
            {
                "block": BLOCKS[name],
                "log_odds": share.value,
                "low": share.low,
                "high": share.high,
            }
            for name, share in account.parts.items()
        ]
    )
    axis = alt.Axis(title=None, labelLimit=130, ticks=False, domain=False)
    y = alt.Y("block:N", sort=list(BLOCKS.values()), axis=axis)
    x = alt.X("low:Q", axis=alt.Axis(title="log odds", tickCount=6))
    tip = tips(block="", log_odds=Told("+.2f", "log odds", "low", "high"))
    layers = [
        rule([{"low": 0}], alt.X("low:Q"), color="muted", strokeWidth=1),
        rule(rows, x, y, x2="high", tip=tip, color="ink", strokeWidth=1.4),
        dots(rows, alt.X("log_odds:Q"), y, color="ink", filled=True, size=52),
        near(rows, alt.X("log_odds:Q"), y, tip),
    ]
    return figure(
        "risk-account",
        f"What moved the log odds of {NAMES[event]} in {account.year}, as the model has it",
        layers,
        height=BLOCK_ROW_PX * rows.height,
        margins=_ACCOUNT_MARGIN_PX,
        words=f"Log odds of {NAMES[event]} in {account.year} by part of the record, with 95 % intervals",
        how=(
            "Right of zero a part of the record made the year more dangerous than the average open dispute-year, left "
            "of it less. The point is its share, the line its 95 % interval. The model knows nothing else of the "
            "dispute. An accounting of the model, not of causes."
        ),
        sources=path.risk["war"].sources,
        data=rows,
        headline=_weightiest(rows, account.year, NAMES[event]),
    )


def _weightiest(rows: pl.DataFrame, year: int, event: str) -> str:
    """Return which part of the record moved a year's odds most, and how many times."""
    known = rows.drop_nulls("log_odds")
    part = known.row(int(known["log_odds"].abs().arg_max() or 0), named=True)
    low, high = (None if part[end] is None else math.exp(part[end]) for end in ("low", "high"))
    times = bounded(math.exp(part["log_odds"]), low, high)
    way = "raised" if part["log_odds"] >= 0 else "lowered"
    return sentence(
        f"{part['block']} {way} the odds of {event} in {year} most, to {times} times those of an average open year"
    )
