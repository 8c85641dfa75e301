"""Charts of inertia's two clocks and of what ties the veto power to each side, in years that align with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.balances.inertia import Inertia
from statusquo.balances.regional import RegionalBalance
from statusquo.core.estimates import Series
from statusquo.core.wording import listed, significant
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, role
from statusquo.dossier.timecharts import TimeFrame, background, inline, layered

_PLOT_PX = 170
_DASHES = ([1, 0], [6, 3], [2, 2])


def inertia_figure(slow: Inertia, frame: TimeFrame) -> Figure | None:
    """Return the chart of the two clocks, None where neither has a point in the years shown."""
    labels = ("since the last active year", "since the line last moved")
    lines = [(label, rows) for label, s in zip(labels, slow.clocks, strict=True) if (rows := _rows(s, frame)).height]
    if not lines:
        return None
    words = _words("Years the situation has stood", lines)
    return Figure(
        id="inertia",
        title="Inertia: years since the last active year and since the line of control last moved",
        spec=_lines(lines, frame, "years", words),
        alt=words,
        how_to_read=(
            "Each clock climbs by one a year and falls to nought when there are 25 battle deaths or more in a year, or "
            "when the line of control moves. A clock says that a situation lasted, not that people grew used to it."
        ),
        sources=tuple(dict.fromkeys(source for clock in slow.clocks if clock.points for source in clock.sources)),
        data=_table(lines),
    )


def veto_figure(balance: RegionalBalance, frame: TimeFrame) -> Figure | None:
    """Return the chart of the arms that each side had from the veto power, None where no source says."""
    lines = [(name, rows) for name, series in balance.armed.items() if (rows := _rows(series, frame)).height]
    if not lines or not balance.veto_power:
        return None
    who = balance.armed_by
    words = _words(f"Share of deliveries that came from {who}, percent", lines)
    return Figure(
        id="veto-power",
        title=f"Cross-pressure: how much of each state’s arms came from {who}",
        spec=_lines(lines, frame, "percent of deliveries by volume", words),
        alt=words,
        how_to_read=(
            "For each year, the share of all deliveries in the ten years up to it; outside the bundled cases, in the "
            "last full decade before it. A power that arms both sides is pulled both ways."
        ),
        sources=tuple(dict.fromkeys(source for series in balance.armed.values() for source in series.sources)),
        data=_table(lines),
    )


def _rows(series: Series, frame: TimeFrame) -> pl.DataFrame:
    shown = series.frame.drop_nulls("value").filter(pl.col("year").is_between(frame.first, frame.last))
    return shown.select("year", (pl.col("year") + 0.5).alias("at"), "value")


def _lines(lines: Sequence[tuple[str, pl.DataFrame]], frame: TimeFrame, unit: str, words: str) -> dict[str, Any]:
    """Return the chart of a few lines, told apart by their pattern and named where each stands highest."""
    top = max(max(rows["value"]) for _, rows in lines)
    y = alt.Y(
        "value:Q", scale=alt.Scale(domain=[0, max(top, 1) * 1.18], nice=False), axis=alt.Axis(title=unit, tickCount=4)
    )
    layers = background(frame)
    for (name, rows), dash in zip(lines, _DASHES, strict=False):
        tooltip = [alt.Tooltip("year:Q", format="d"), alt.Tooltip("value:Q", format=".3~g", title=name)]
        base = alt.Chart(inline(rows)).encode(x=frame.x(), y=y, tooltip=tooltip)
        layers.append(base.mark_line(color=role("ink"), strokeWidth=1.8, strokeDash=dash))
    for row in _labels(lines):
        text = alt.Chart(inline([row])).encode(x=frame.x(), y=y, text=alt.Text("text:N"))
        place = (row["at"] - frame.first) / max(frame.last - frame.first, 1)
        # A name centred at an end of the years runs out of the chart.
        align = "right" if place > 0.75 else "left" if place < 0.25 else "center"
        look: dict[str, Any] = {
            "align": align,
            "dy": -4,
            "baseline": "bottom",
            "fontSize": LABEL_PX - 1,
            "tooltip": None,
        }
        halo = text.mark_text(color=role("paper"), stroke=role("paper"), strokeWidth=3, strokeOpacity=0.8, **look)
        layers += [halo, text.mark_text(color=role("ink"), **look)]
    return layered(layers, height=_PLOT_PX, description=words)


def _labels(lines: Sequence[tuple[str, pl.DataFrame]]) -> list[dict[str, Any]]:
    """Return each line's name at its highest point, the first of several."""
    tops = [(name, rows.sort("value", "at", descending=[True, False]).row(0, named=True)) for name, rows in lines]
    return [{"at": top["at"], "value": top["value"], "text": name} for name, top in tops]


def _words(what: str, lines: Sequence[tuple[str, pl.DataFrame]]) -> str:
    told = [
        f"{name}: " + listed([f"{significant(r['value'])} in {r['year']}" for r in rows.gather_every(5).to_dicts()])
        for name, rows in lines
    ]
    return f"{what}. {'. '.join(told)}."


def _table(lines: Sequence[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    return pl.concat([rows.with_columns(measure=pl.lit(name)) for name, rows in lines]).select(
        "measure", "year", "value"
    )
