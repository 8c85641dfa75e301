"""Charts of the risk: its path through the years, and one year's log odds block by block."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from statusquo.core.estimates import Series
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import role
from statusquo.dossier.timecharts import TimeFrame, background, inline, layered
from statusquo.risk.events import Event
from statusquo.risk.fitted_paths import Account
from statusquo.risk.path import RiskPath

PATH_PX = 260
BLOCK_ROW_PX = 34
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
    rows = [
        {
            "event": NAMES[event],
            "year": p.year,
            "at": p.year + _SHIFT[event],
            "risk": p.value,
            "low": p.low,
            "high": p.high,
        }
        for event, series in path.risk.items()
        for p in series.points
        if p.value is not None and frame.first <= p.year <= frame.last
    ]
    schema = {"event": pl.String, "year": pl.Int64, **dict.fromkeys(("at", "risk", "low", "high"), pl.Float64)}
    percent = [(100 * pl.col(name)).alias(name) for name in ("risk", "low", "high")]
    return pl.DataFrame(rows, schema=schema).with_columns(percent)


def path_figure(path: RiskPath, frame: TimeFrame) -> Figure:
    """Return the chart of the yearly risk with intervals, onsets marked above."""
    rows = path_rows(path, frame)
    y = alt.Y("risk:Q", scale=alt.Scale(domain=[0, 108]), axis=alt.Axis(title="per cent", values=[0, 25, 50, 75, 100]))
    layers = background(frame)
    for event, shape, filled in (("recurrence", "circle", True), ("war", "triangle-up", False)):
        own = inline(rows.filter(event=NAMES[event]))  # type: ignore[index]
        colour = role("ink") if filled else role("muted")
        base = alt.Chart(own)
        layers.append(
            base.mark_rule(color=colour, strokeWidth=1.2, opacity=0.55).encode(
                x=frame.x(), y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
            )
        )
        fill = colour if filled else role("paper")
        layers.append(
            base.mark_point(shape=shape, size=42, stroke=colour, fill=fill, opacity=1, strokeWidth=1.4).encode(
                x=frame.x(), y=y, tooltip=["event:N", "year:Q", alt.Tooltip("risk:Q", format=".1f")]
            )
        )
    marks = [
        {"at": year + 0.5, "risk": 104, "text": "war" if year in path.wars else "resumed", "year": year}
        for year in path.onsets
        if frame.first <= year <= frame.last
    ]
    layers.append(
        alt.Chart(inline(marks))
        .mark_point(shape="triangle-down", size=46, color=role("ink"), filled=True)
        .encode(x=frame.x(), y=y, tooltip=["text:N", "year:Q"])
    )
    words = (
        f"Yearly risk of renewed fighting and of war, per cent, with 95 % intervals; fighting resumed in {_years(path)}"
    )
    return Figure(
        id="risk-path",
        title="The risk of renewed fighting and of war, each year told from the years before it",
        spec=layered(layers, height=PATH_PX, description=words),
        alt=words,
        how_to_read=(
            "Filled circles: the chance of 25 battle deaths or more in years after a quiet one. Open triangles: the "
            "chance of 1,000 or more in years after one that was not war. Bars are 95 % intervals. Black marks at the "
            "top are years in which fighting resumed; grey years were active, those in stronger grey at war."
        ),
        sources=_sources(path),
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
    y = alt.Y(
        "block:N", sort=list(BLOCKS.values()), axis=alt.Axis(title=None, labelLimit=130, ticks=False, domain=False)
    )
    x = alt.X("low:Q", axis=alt.Axis(title="log odds", tickCount=6))
    base = alt.Chart(inline(rows))
    zero = alt.Chart(inline([{"low": 0}])).mark_rule(color=role("muted"), strokeWidth=1).encode(x=alt.X("low:Q"))
    interval = base.mark_rule(color=role("ink"), strokeWidth=1.4).encode(y=y, x=x, x2=alt.X2("high:Q"))
    point = base.mark_point(color=role("ink"), filled=True, size=52, opacity=1).encode(y=y, x=alt.X("log_odds:Q"))
    words = f"Log odds of {NAMES[event]} in {account.year} by part of the record, with 95 % intervals"
    return Figure(
        id="risk-account",
        title=f"What moved the log odds of {NAMES[event]} in {account.year}, as the model has it",
        spec=layered(
            [zero, interval, point],
            height=BLOCK_ROW_PX * rows.height,
            description=words,
            margins=_ACCOUNT_MARGIN_PX,
        ),
        alt=words,
        how_to_read=(
            "Right of zero a part of the record made the year more dangerous than the average open dispute-year, left "
            "of it less. The point is its share, the line its 95 % interval. The model knows nothing else of the "
            "dispute. An accounting of the model, not of causes."
        ),
        sources=_sources(path),
        data=rows,
    )


def _years(path: RiskPath) -> str:
    return ", ".join(str(year) for year in path.onsets) or "no year"


def _sources(path: RiskPath) -> tuple[str, ...]:
    series: Series = path.risk["war"]
    return series.sources
