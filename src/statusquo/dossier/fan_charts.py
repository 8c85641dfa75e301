"""Charts of the calibrated bargaining game: fans with and without scenarios, and the reading along the record.

The wide band holds 95 %, the narrow one half; the black line is what came. Scenarios stand in rows of one chart, each
with the game as it was behind it, so that what differs is seen at one glance and in grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.bargaining.calibrated import ALONG_RECORD, AS_IT_WAS, DIFFERENCE, SOURCES, Reading
from statusquo.bargaining.fan_names import CONTROL, OFFER, WAR_BY, WAR_IN_YEAR
from statusquo.core.wording import bounded, counted, sentence
from statusquo.core.wording import figure as written
from statusquo.dossier.marks import Told, band, figure, level, line, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.timecharts import TimeFrame, background

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
    y = level([0, 104], alt.Axis(title="per cent", values=[0, 25, 50, 75, 100]))("middle")
    held = [{"year": year, "at": year + 1, "middle": 100 * share} for year, share in sorted(came.items())]
    steps: dict[str, Any] = {"color": "ink", "strokeWidth": 2.2, "interpolate": "step-after"}
    return figure(
        "bargaining-control",
        f"The holder’s share of the land held in {reading.cutoff} at each year’s end, per cent",
        [
            *background(frame),
            *_fan(rows, frame, y),
            line(held, frame.x(), y, **steps),
            near(held, frame.x(), y, tips(year="d", middle=(".0f", "what came, per cent"))),
            _cutoff(reading, frame, 104),
            *_came_label(frame, came, y),
        ],
        height=FAN_PX,
        words=(
            f"The holder's share of the land it held in {reading.cutoff}: what the game gave from {reading.cutoff + 1} "
            "on, with 95 % of runs, and what it held"
        ),
        how=(
            f"The game knows the years to {reading.cutoff} alone. The wide band holds 95 % of its runs, the narrow "
            "one half of them, the thin line is the median; the thick line is what the holder held at each year’s end."
        ),
        sources=SOURCES,
        data=rows,
        headline=_beside_what_came(rows, came),
    )


def _beside_what_came(rows: pl.DataFrame, came: Mapping[int, float]) -> str:
    """Return what the runs gave for the last year of which it is known what came, or for their last year."""
    last = max((year for year in came if year in rows["year"]), default=rows["year"][-1])
    row = rows.row(by_predicate=pl.col("year") == last, named=True)
    gave = f"{bounded(row['middle'], row['low'], row['high'])} %"
    if last not in came:
        return sentence(f"for the end of {last} the game’s runs give the holder {gave} of the land")
    held = f"{100 * came[last]:.0f} % of the land" if came[last] else "none of the land"
    return sentence(f"at the end of {last} the holder had {held}; the game’s runs gave it {gave}")


def along_figure(reading: Reading, frame: TimeFrame) -> Figure:
    """Return the yearly chance of war that the calibrated game gives along the balance as it was measured."""
    return _yearly(
        "bargaining-along-record",
        "Chance of war in each year, per cent, as the calibrated game reads the measured balance",
        reading,
        frame,
        WAR_IN_YEAR,
        least=5.0,
        words="Yearly chance of war along the measured balance",
        most="the calibrated game gives war its highest chance",
        how=(
            "What the game’s strategies do at the balance of each year, were the dispute quiet. The line is the "
            "mean over the calibrated games, the bands hold 95 % and half of them. Right of the mark at "
            f"{reading.cutoff} the balance is what was measured later; the games are not fitted to it."
        ),
    )


def offers_figure(reading: Reading, frame: TimeFrame) -> Figure:
    """Return what the holder offers in each year, as the calibrated game reads the measured balance."""
    return _yearly(
        "bargaining-offers",
        "Share of the territory that the holder would offer, per cent, as the calibrated game has it",
        reading,
        frame,
        OFFER,
        least=10.0,
        words="Share of the territory offered, along the record",
        most="the calibrated game has the holder offer most of the territory",
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
    ticks = [row * step + end for row in range(len(names)) for end in (0, 1)]
    axis = alt.Axis(title="per cent", values=ticks, labelExpr=f"datum.value % {step} < 0.01 ? '0' : '100'")
    y = level([0, len(names) * step], axis)("middle")
    before, after, tables, heads = [], [], [], []
    for place, name in enumerate(names):
        offset, named = (len(names) - 1 - place) * step, pl.lit(name).alias("scenario")
        was, now = (reading.rows(WAR_BY, scenario=each) for each in (AS_IT_WAS, name))
        before.append(_offset(was, offset).with_columns(named))
        after.append(_offset(now, offset).with_columns(named))
        tables.append(_rows(now).with_columns(named))
        heads.append({"at": frame.first, "middle": offset + 1.07, "text": _head(reading, name)})
    end = {"at": frame.last, "text": "dashed: as it was", "middle": (len(names) - 1) * step + 0.7}
    return figure(
        "bargaining-scenarios",
        f"Chance of at least one war from {reading.cutoff + 1} to each year’s end, per cent, with and without a change",
        [
            *background(frame),
            *_rows_of_scenarios(frame, pl.concat(before), pl.concat(after), y),
            *text(heads, frame.x(), y, align="left", baseline="bottom", dx=2),
            *text([end], frame.x(), y, align="right", baseline="bottom", dx=2, color="muted"),
        ],
        height=ROW_PX * len(names),
        words=f"Chance of war by the end of each year from {reading.cutoff + 1}, with and without {len(names)} changes",
        how=(
            f"Beside each title: the change of the chance by {reading.last_year} in points, with the range of 95 % "
            "of the games. In each row the thick line is the game with the change and the thin lines around it "
            "hold 95 % of the calibrated games; the grey band and the dashed line are the game as it was. The "
            "sides know of the change: it is another game, not a surprise in this one. No row says which game "
            "would have been better for whom."
        ),
        sources=SOURCES,
        data=pl.concat(tables).drop("at"),
        headline=_largest_change(reading, names),
    )


def _largest_change(reading: Reading, names: Sequence[str]) -> str:
    """Return which of the changes moves the chance of war by the last year most, in points."""
    moved = [
        (reading.scenarios[name]["title"], rows.row(-1, named=True))
        for name in names
        if (rows := reading.rows(WAR_BY, scenario=name, basis=DIFFERENCE)).height
    ]
    what = f"the chance of war by {reading.last_year}"
    title, row = max(moved, key=lambda each: abs(each[1]["value"]), default=("", {"value": 0.0}))
    if abs(100 * row["value"]) < SMALLEST_POINTS:
        return sentence(f"none of {counted(len(names), 'change')} moves {what}")
    value, low, high = (_points(100 * row[name]) for name in ("value", "low", "high"))
    return sentence(f"“{title}” moves {what} most: {value} points ({low} to {high})")


def _rows_of_scenarios(frame: TimeFrame, was: pl.DataFrame, now: pl.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Return the rows: the game as it was as a band with a dashed line, the game with a change as three lines."""
    x, tip = frame.x(), tips(scenario="", year="d", percent=Told(".0f", "per cent", "least", "most"))
    apart: dict[str, Any] = {"also": {"detail": "scenario:N"}}
    return [
        band(was, x, alt.Y("low:Q"), y2="high", color="outside", opacity=0.25, **apart),
        line(was, x, y, color="muted", strokeWidth=1.4, strokeDash=[4, 3], **apart),
        *(
            line(now, x, alt.Y(f"{end}:Q"), color="ink", strokeWidth=1, opacity=0.65, **apart)
            for end in ("low", "high")
        ),
        line(now, x, y, color="ink", strokeWidth=2.2, **apart),
        near(
            now.with_columns(
                (100 * (pl.col(end) - pl.col("middle")) + pl.col("percent")).alias(name)
                for end, name in (("low", "least"), ("high", "most"))
            ),
            x,
            y,
            tip,
        ),
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
    return written(change, f"+.{0 if abs(change) >= 1 else 1}f")


def _yearly(
    id: str,
    title: str,
    reading: Reading,
    frame: TimeFrame,
    quantity: str,
    *,
    least: float,
    words: str,
    most: str,
    how: str,
) -> Figure:
    """Return the fan of a quantity along the record, on a scale that reaches at least so far."""
    rows = _rows(reading.rows(quantity, basis=ALONG_RECORD), shift=0.5)
    top = max(least, float(rows["high"].max() or 0.0) * 1.08)  # type: ignore[arg-type]
    y = level([0, top], alt.Axis(title="per cent", tickCount=5))("middle")
    years, peak = rows["year"].to_list(), rows.sort("middle", descending=True).row(0, named=True)
    return figure(
        id,
        title,
        [*background(frame), *_fan(rows, frame, y), _cutoff(reading, frame, top)],
        height=FAN_PX,
        words=f"{words}, {min(years)} to {max(years)}, with 95 % of the calibrated games",
        how=how,
        sources=SOURCES,
        data=rows,
        headline=sentence(f"{most} in {peak['year']}: {bounded(peak['middle'], peak['low'], peak['high'])} %"),
    )


def _fan(rows: pl.DataFrame, frame: TimeFrame, y: alt.Y) -> list[alt.Chart]:
    bands = (("low", "high", 0.22), ("lower", "upper", 0.4))
    tip = tips(year="d", middle=Told(".2~r", "per cent", "low", "high"))
    return [
        *(band(rows, frame.x(), alt.Y(f"{a}:Q"), y2=b, color="outside", opacity=dark) for a, b, dark in bands),
        line(rows, frame.x(), y, color="muted", strokeWidth=1.6),
        near(rows, frame.x(), y, tip),
    ]


def _came_label(frame: TimeFrame, came: Mapping[int, float], y: alt.Y) -> list[alt.Chart]:
    """Return the name of the line of what came, left of the first year in which it falls."""
    falls = [year for year in sorted(came) if came[year] < came.get(year - 1, came[year])]
    if not falls:
        return []
    level = 50 * (came[falls[0]] + came[falls[0] - 1])
    row = {"at": falls[0] + 0.7, "middle": level - 8, "text": "what came"}
    return text([row], frame.x(), y, align="right", baseline="bottom", dx=2)


def _cutoff(reading: Reading, frame: TimeFrame, top: float) -> alt.Chart:
    """Return the mark where the record that the game knows ends."""
    rows = [{"at": reading.cutoff + 1, "middle": 0, "until": top}]
    return rule(rows, frame.x(), alt.Y("middle:Q"), y2="until", color="muted", strokeWidth=1, strokeDash=[2, 3])


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
