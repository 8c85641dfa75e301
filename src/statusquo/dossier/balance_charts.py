"""Charts of the military balance: the drawn balance with its interval and what other measures say, and d*.

On a logarithmic scale a ratio and its inverse lie equally far from the line at one, on either side of it.
"""

from __future__ import annotations

import itertools
from typing import Any

import altair as alt
import polars as pl

from statusquo.balances.military import MilitaryBalance
from statusquo.core.estimates import Series
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, role
from statusquo.dossier.timecharts import TimeFrame, background, full_height, inline, layered, note
from statusquo.dossier.wording import listed, significant

RULE_OF_THUMB = 3.0
"""Attackers to defenders at which, by the 3:1 rule, an attack at one point becomes even (Mearsheimer 1989)."""

_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])


def ratio_rows(series: Series, frame: TimeFrame) -> pl.DataFrame:
    """Return a series of log ratios as ratios within the years shown: `year`, `at`, `ratio`, `low`, `high`."""
    rows = [
        {"year": point.year, "at": point.year + 0.5, "log": point.value, "log_low": point.low, "log_high": point.high}
        for point in series.points
        if point.value is not None and frame.first <= point.year <= frame.last
    ]
    schema = {"year": pl.Int64, **dict.fromkeys(("at", "log", "log_low", "log_high"), pl.Float64)}
    return pl.DataFrame(rows, schema=schema).select(
        "year",
        "at",
        ratio=pl.col("log").exp(),
        low=pl.col("log_low").exp(),
        high=pl.col("log_high").exp(),
    )


def military_figure(balance: MilitaryBalance, frame: TimeFrame) -> Figure:
    """Return the chart of d* with its interval, beside the rule of thumb and the other measures."""
    main = ratio_rows(balance.main, frame)
    others = [(series, ratio_rows(series, frame)) for series in balance.alternatives]
    others = [(series, rows) for series, rows in others if rows.height]
    numbers = [*main["low"], *main["high"], *(n for _, rows in others for n in rows["ratio"]), RULE_OF_THUMB]
    top = max(n for n in numbers if n is not None) * 1.3
    floor = min(n for n in numbers if n is not None) / 1.3
    scale = alt.Scale(type="log", domain=[floor, top], nice=False, clamp=True)
    ticks = [n for n in (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100) if floor <= n <= top]
    axis = alt.Axis(values=ticks, format="~g", title="revisionist over holder, ratio, logarithmic scale")

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    year = alt.Tooltip("year:Q", format="d")
    layers = background(frame)
    for value, text, dash in ((1.0, "even", [1, 0]), (RULE_OF_THUMB, "3:1", [4, 3])):
        row = {"at": frame.first, "text": text, "ratio": value}
        rule = alt.Chart(inline([row])).mark_rule(color=role("muted"), strokeDash=dash, tooltip=None)
        layers += [rule.encode(y=y("ratio")), note(frame, row, y("ratio"))]
    for (series, rows), dash in zip(others, _DASHES, strict=False):
        layers.append(
            alt.Chart(inline(rows.with_columns(measure=pl.lit(short_name(series)))))
            .mark_line(color=role("outside"), strokeWidth=1.3, strokeDash=dash)
            .encode(
                x=frame.x(),
                y=y("ratio"),
                tooltip=[alt.Tooltip("measure:N"), year, alt.Tooltip("ratio:Q", format=".2f")],
            )
        )
    tooltip = [year, *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("ratio", "low", "high"))]
    layers.append(
        alt.Chart(inline(main))
        .mark_area(color=role("ink"), opacity=0.16, tooltip=None)
        .encode(x=frame.x(), y=y("low"), y2="high:Q")
    )
    layers.append(
        alt.Chart(inline(main))
        .mark_line(color=role("ink"), strokeWidth=2.4)
        .encode(x=frame.x(), y=y("ratio"), tooltip=tooltip)
    )
    layers += _end_labels(others, frame, y("ratio"))
    words = _words(main, others)
    data = [main.with_columns(measure=pl.lit("balance (d*)"))]
    data += [rows.with_columns(measure=pl.lit(short_name(series))) for series, rows in others]
    return Figure(
        id="military-balance",
        title="The military balance, revisionist over holder, and what other measures say instead",
        spec=layered(layers, height=300, description=words),
        alt=words,
        how_to_read=(
            "The thick line is the break-even multiplier d*: how many times as effective the holder would have to be "
            "for the two to be even; the band holds 95 % of the draws of uncertain inputs. Above the line “even” the "
            "revisionist has more. Thin lines are other measures, named at their ends. 3:1 is a rule of thumb for "
            "force at the point of attack, not for national stocks."
        ),
        sources=balance.sources,
        data=pl.concat(data).select("measure", "year", "ratio", "low", "high"),
        height_px=full_height(300),
    )


def short_name(series: Series) -> str:
    """Return what a series of ratios measures, without whose over whose."""
    return series.name.split(",")[0]


def _end_labels(others: list[tuple[Series, pl.DataFrame]], frame: TimeFrame, y: alt.Y) -> list[alt.Chart]:
    """Return the names of the thin lines at their last years, pushed apart where they would meet."""
    ends = sorted(
        ({"at": rows["at"][-1], "ratio": rows["ratio"][-1], "text": short_name(series)} for series, rows in others),
        key=lambda row: row["ratio"],
    )
    for lower, upper in itertools.pairwise(ends):
        upper["ratio"] = max(upper["ratio"], lower["ratio"] * 1.22)
    base = alt.Chart(inline(ends)).encode(x=frame.x(), y=y, text="text:N")
    look: dict[str, Any] = {
        "align": "right",
        "dx": -4,
        "dy": -2,
        "baseline": "bottom",
        "fontSize": LABEL_PX - 1,
        "tooltip": None,
    }
    halo = base.mark_text(color=role("paper"), stroke=role("paper"), strokeWidth=3, strokeOpacity=0.8, **look)
    return [halo, base.mark_text(color=role("ink"), **look)]


def _words(main: pl.DataFrame, others: list[tuple[Series, pl.DataFrame]]) -> str:
    shown = main.gather_every(5).to_dicts()
    text = "Break-even multiplier d*, revisionist over holder: " + listed(
        [f"{significant(r['ratio'])} ({significant(r['low'])}–{significant(r['high'])}) in {r['year']}" for r in shown]
    )
    last = [f"{short_name(s)} {significant(rows['ratio'][-1])} in {rows['year'][-1]}" for s, rows in others]
    return f"{text}. Other measures at their last year, as ratios: {'; '.join(last)}."
