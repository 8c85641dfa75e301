"""Charts of the calibrated bargaining game: fans with and without scenarios, and the reading along the record.

The wide band holds 95 %, the narrow one half; the black line is what came. Scenarios stand in rows of one chart, each
with the game as it was behind it, so that what differs is seen at one glance and in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import altair as alt
import polars as pl

from statusquo.bargaining.calibrated import ALONG_RECORD, AS_IT_WAS, DIFFERENCE, SOURCES, Reading
from statusquo.bargaining.fan_names import CONTROL, OFFER, WAR_BY, WAR_IN_YEAR
from statusquo.core.wording import figure
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, Role, role
from statusquo.dossier.timecharts import TimeFrame, background, inline, layered

FAN_PX = 190
ROW_PX = 92
SMALLEST_POINTS = 0.05
ROW_GAP = 0.5
"""Room between two rows, in heights of a row's scale from 0 to 100 %; the row's title stands in it."""


def control_figure(reading: Reading, frame: TimeFrame, came: Mapping[int, float]) -> Figure:
    """Return the fan of the holder's share of the territory, with what it held.

    Args:
        reading: the calibrated game.
        frame: the years shown.
        came: the share that the holder of the record held at each year's end, where it is known.
    """
    rows = _rows(reading.rows(CONTROL))
    y = alt.Y(
        "middle:Q", scale=alt.Scale(domain=[0, 104]), axis=alt.Axis(title="per cent", values=[0, 25, 50, 75, 100])
    )
    held = [{"year": year, "at": year + 1, "middle": 100 * share} for year, share in sorted(came.items())]
    layers = [*background(frame), *_fan(rows, frame, y)]
    layers += [
        alt.Chart(inline(held))
        .mark_line(color=role("ink"), strokeWidth=2.2, interpolate="step-after")
        .encode(x=frame.x(), y=y, tooltip=["year:Q", alt.Tooltip("middle:Q", format=".0f")]),
        _cutoff(reading, frame, 104, "middle"),
        *_came_label(frame, came, y),
    ]
    words = (
        f"The holder's share of the land it held in {reading.cutoff}: what the game gave from {reading.cutoff + 1} "
        "on, with 95 % of runs, and what it held"
    )
    return Figure(
        id="bargaining-control",
        title=f"The holder’s share of the land held in {reading.cutoff}: the game’s runs, and what came",
        spec=layered(layers, height=FAN_PX, description=words),
        alt=words,
        how_to_read=(
            f"The game knows the years to {reading.cutoff} alone. The wide band holds 95 % of its runs, the narrow "
            "one half of them, the thin line is the median; the thick line is what the holder held at each year’s end."
        ),
        sources=SOURCES,
        data=rows,
    )


def along_figure(reading: Reading, frame: TimeFrame) -> Figure:
    """Return the yearly chance of war that the calibrated game gives along the balance as it was measured."""
    rows = _rows(reading.rows(WAR_IN_YEAR, basis=ALONG_RECORD), shift=0.5)
    top = max(5.0, float(rows["high"].max() or 0.0) * 1.08)  # type: ignore[arg-type]
    return _yearly(
        rows,
        reading,
        frame,
        top,
        id="bargaining-along-record",
        title="The chance of war in each year, as the calibrated game reads the measured balance",
        words=f"Yearly chance of war along the measured balance, {_span(rows)}, with 95 % of the calibrated games",
        how=(
            "What the game’s strategies do at the balance of each year, were the dispute quiet. The line is the "
            "mean over the calibrated games, the bands hold 95 % and half of them. Right of the mark at "
            f"{reading.cutoff} the balance is what was measured later; the games are not fitted to it."
        ),
    )


def offers_figure(reading: Reading, frame: TimeFrame) -> Figure:
    """Return what the holder offers in each year, as the calibrated game reads the measured balance."""
    rows = _rows(reading.rows(OFFER, basis=ALONG_RECORD), shift=0.5)
    top = max(10.0, float(rows["high"].max() or 0.0) * 1.08)  # type: ignore[arg-type]
    return _yearly(
        rows,
        reading,
        frame,
        top,
        id="bargaining-offers",
        title="The share of the territory that the holder would offer, as the calibrated game has it",
        words=f"Share of the territory offered, along the record, {_span(rows)}, with 95 % of the calibrated games",
        how=(
            "What the holder, holding everything, is expected to offer in a round of talks in the middle of each "
            "year, in per cent of the territory: the line is the median game, the bands hold 95 % and half of the "
            "games. No record of the holder’s own offers stands beside it: what is known are mediators’ proposals."
        ),
    )


def scenarios_figure(reading: Reading, frame: TimeFrame) -> Figure:
    """Return the fans of the chance of war with and without each scenario, one row for each."""
    names = [name for name in reading.scenarios if name != AS_IT_WAS]
    step = 1 + ROW_GAP
    layers = background(frame)
    tables = []
    ticks = [row * step + end for row in range(len(names)) for end in (0, 1)]
    y = alt.Y(
        "middle:Q",
        scale=alt.Scale(domain=[0, len(names) * step]),
        axis=alt.Axis(title="per cent", values=ticks, labelExpr=f"datum.value % {step} < 0.01 ? '0' : '100'"),
    )
    before, after, heads = [], [], []
    for place, name in enumerate(names):
        offset = (len(names) - 1 - place) * step
        was, now = (_offset(reading.rows(WAR_BY, scenario=each), offset) for each in (AS_IT_WAS, name))
        before.append(was.with_columns(scenario=pl.lit(name)))
        after.append(now.with_columns(scenario=pl.lit(name)))
        tables.append(_rows(reading.rows(WAR_BY, scenario=name)).with_columns(scenario=pl.lit(name)))
        heads.append({"at": frame.first, "middle": offset + 1.07, "text": _head(reading, name)})
    layers += _rows_of_scenarios(frame, pl.concat(before), pl.concat(after), y)
    layers.append(_text(frame, heads, y, colour="ink"))
    end = {"at": frame.last, "text": "dashed: as it was", "middle": (len(names) - 1) * step + 0.7}
    layers.append(_text(frame, [end], y, colour="muted", align="right"))
    words = f"Chance of war by the end of each year from {reading.cutoff + 1}, with and without {len(names)} changes"
    return Figure(
        id="bargaining-scenarios",
        title=f"The chance of at least one war from {reading.cutoff + 1} to each year’s end, with and without a change",
        spec=layered(layers, height=ROW_PX * len(names), description=words),
        alt=words,
        how_to_read=(
            f"Beside each title: the change of the chance by {reading.last_year} in points, with the range of 95 % "
            "of the games. In each row the thick line is the game with the change and the thin lines around it "
            "hold 95 % of the calibrated games; the grey band and the dashed line are the game as it was. The "
            "sides know of the change: it is another game, not a surprise in this one. No row says which game "
            "would have been better for whom."
        ),
        sources=SOURCES,
        data=pl.concat(tables).drop("at"),
    )


def _rows_of_scenarios(frame: TimeFrame, was: pl.DataFrame, now: pl.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Return the rows: the game as it was as a band with a dashed line, the game with a change as three lines."""
    before, after = (alt.Chart(inline(rows)).encode(x=frame.x(), detail="scenario:N") for rows in (was, now))
    bounds = [
        after.mark_line(color=role("ink"), strokeWidth=1, opacity=0.65, tooltip=None).encode(y=alt.Y(f"{end}:Q"))
        for end in ("low", "high")
    ]
    tips: list[Any] = ["year:Q", alt.Tooltip("percent:Q", format=".0f")]
    return [
        before.mark_area(color=role("outside"), opacity=0.25, tooltip=None).encode(y=alt.Y("low:Q"), y2="high:Q"),
        before.mark_line(color=role("muted"), strokeWidth=1.4, strokeDash=[4, 3]).encode(y=y, tooltip=tips),
        *bounds,
        after.mark_line(color=role("ink"), strokeWidth=2.2).encode(y=y, tooltip=tips),
    ]


def _head(reading: Reading, scenario: str) -> str:
    """Return a row's title with the change of the chance by the last year, in points."""
    rows = reading.rows(WAR_BY, scenario=scenario, basis=DIFFERENCE)
    title = str(reading.scenarios[scenario]["title"]).partition(",")[0]
    if rows.is_empty():
        return title
    last = rows.row(-1, named=True)
    value, low, high = (_points(100 * last[name]) for name in ("value", "low", "high"))
    return f"{title}: {value} ({low} to {high})"


def _points(change: float) -> str:
    """Return a change in points, whole where it is one or more, so that a small one is not called none."""
    if abs(change) < SMALLEST_POINTS:
        return "0"
    return figure(change, f"+.{0 if abs(change) >= 1 else 1}f")


def _text(
    frame: TimeFrame, rows: list[dict[str, Any]], y: alt.Y, *, colour: Role, align: Literal["left", "right"] = "left"
) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(inline(rows))
        .mark_text(align=align, baseline="bottom", fontSize=LABEL_PX, color=role(colour), dx=2, tooltip=None)
        .encode(x=frame.x(), y=y, text=alt.Text("text:N"))
    )
    return chart


def _yearly(
    rows: pl.DataFrame, reading: Reading, frame: TimeFrame, top: float, *, id: str, title: str, words: str, how: str
) -> Figure:
    y = alt.Y("middle:Q", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(title="per cent", tickCount=5))
    layers = [*background(frame), *_fan(rows, frame, y), _cutoff(reading, frame, top, "middle")]
    return Figure(
        id=id,
        title=title,
        spec=layered(layers, height=FAN_PX, description=words),
        alt=words,
        how_to_read=how,
        sources=SOURCES,
        data=rows,
    )


def _fan(rows: pl.DataFrame, frame: TimeFrame, y: alt.Y) -> list[alt.Chart]:
    base = alt.Chart(inline(rows))
    tips: list[Any] = ["year:Q", *(alt.Tooltip(f"{name}:Q", format=".1f") for name in ("low", "middle", "high"))]
    return [
        base.mark_area(color=role("outside"), opacity=0.22, tooltip=None).encode(
            x=frame.x(), y=alt.Y("low:Q"), y2="high:Q"
        ),
        base.mark_area(color=role("outside"), opacity=0.4, tooltip=None).encode(
            x=frame.x(), y=alt.Y("lower:Q"), y2="upper:Q"
        ),
        base.mark_line(color=role("muted"), strokeWidth=1.6).encode(x=frame.x(), y=y, tooltip=tips),
    ]


def _came_label(frame: TimeFrame, came: Mapping[int, float], y: alt.Y) -> list[alt.Chart]:
    """Return the name of the line of what came, left of the first year in which it falls."""
    falls = [year for year in sorted(came) if came[year] < came.get(year - 1, came[year])]
    if not falls:
        return []
    level = 50 * (came[falls[0]] + came[falls[0] - 1])
    row = {"at": falls[0] + 0.7, "middle": level - 8, "text": "what came"}
    return [_text(frame, [row], y, colour="ink", align="right")]


def _cutoff(reading: Reading, frame: TimeFrame, top: float, field: str) -> alt.Chart:
    """Return the mark where the record that the game knows ends."""
    at = reading.cutoff + 1
    chart: alt.Chart = (
        alt.Chart(inline([{"at": at, field: 0, "until": top}]))
        .mark_rule(color=role("muted"), strokeWidth=1, strokeDash=[2, 3], tooltip=None)
        .encode(x=frame.x(), y=f"{field}:Q", y2="until:Q")
    )
    return chart


def _rows(rows: pl.DataFrame, *, shift: float = 1.0) -> pl.DataFrame:
    """Return rows in per cent, placed at the end of their year or within it; the line is the value told."""
    kept = rows.select(
        "year",
        (pl.col("year") + shift).alias("at"),
        *((100 * pl.col(name)).alias(name) for name in ("low", "lower")),
        (100 * pl.col("value")).alias("middle"),
        *((100 * pl.col(name)).alias(name) for name in ("upper", "high")),
    )
    return kept.sort("year")


def _offset(rows: pl.DataFrame, offset: float) -> pl.DataFrame:
    """Return rows as shares from 0 to 1, put into a row of the chart."""
    return rows.sort("year").select(
        "year",
        (pl.col("year") + 1).alias("at"),
        (100 * pl.col("value")).alias("percent"),
        (pl.col("value") + offset).alias("middle"),
        *((pl.col(name) + offset).alias(name) for name in ("low", "high")),
    )


def _span(rows: pl.DataFrame) -> str:
    years = rows["year"].to_list()
    return f"{min(years)} to {max(years)}"
