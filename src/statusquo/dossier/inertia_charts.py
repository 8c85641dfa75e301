"""Charts of inertia's two clocks and of what ties the veto power to each side, in years that align with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.balances.inertia import Inertia
from statusquo.balances.regional import RegionalBalance
from statusquo.core.names import the
from statusquo.core.wording import counted, listed, sentence, significant, whole_or_less
from statusquo.dossier.marks import DASHES, figure, level, line, near, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import TimeFrame, background

_PLOT_PX = 170

CLOCKS = ("since the last active year", "since the line last moved")


def inertia_figure(slow: Inertia, frame: TimeFrame) -> Figure | None:
    """Return the chart of the two clocks, None where neither has a point in the years shown."""
    lines = [
        (label, rows)
        for label, s in zip(CLOCKS, slow.clocks, strict=True)
        if (rows := frame.of(s).drop("low", "high")).height
    ]
    if not lines:
        return None
    return figure(
        "inertia",
        "Years since fighting, or since the line moved",
        _lines(lines, frame, "years"),
        height=_PLOT_PX,
        words=_words("Years the situation has stood", lines),
        how=(
            "Each clock climbs by one a year and falls to nought when there are 25 battle deaths or more in a year, or "
            "when the line of control moves. A clock says that a situation lasted, not that people grew used to it."
        ),
        sources=[source for clock in slow.clocks if clock.points for source in clock.sources],
        data=_table(lines),
        headline=_standing(*lines[0]),
    )


def veto_figure(balance: RegionalBalance, frame: TimeFrame) -> Figure | None:
    """Return the chart of the arms that each side had from the veto power, None where no source says or it is none."""
    lines = [
        (name, rows) for name, series in balance.armed.items() if (rows := frame.of(series).drop("low", "high")).height
    ]
    if not balance.veto_power or not any(max(rows["value"]) > 0 for _, rows in lines):
        return None
    who = the(balance.armed_by)
    return figure(
        "veto-power",
        f"Cross-pressure: how much of each state’s arms came from {who}",
        _lines(lines, frame, "percent of deliveries by volume"),
        height=_PLOT_PX,
        words=_words(f"Share of deliveries that came from {who}, percent", lines),
        how=(
            "For each year, the share of all deliveries in the ten years up to it; outside the bundled cases, in the "
            "last full decade before it. A power that arms both sides is pulled both ways."
        ),
        sources=[source for series in balance.armed.values() for source in series.sources],
        data=_table(lines),
        headline=_armed(who, lines),
    )


def _standing(name: str, rows: pl.DataFrame) -> str:
    """Return how long it was quiet, or the line stood, by the end of the last year drawn, beside the longest run."""
    last, longest = (
        rows.sort("year").row(-1, named=True),
        rows.sort("value", "year", descending=True).row(0, named=True),
    )
    years = counted(round(longest["value"]), "year")
    is_of_fighting = name == CLOCKS[0]
    if not last["value"]:
        run = f"; the longest {'quiet' if is_of_fighting else 'standstill'} was {years}, up to {longest['year']}"
        moved = "fighting went on" if is_of_fighting else "the line moved"
        return sentence(f"{moved} in {last['year']}" + (run if longest["value"] else ""))
    lay = "the last year with 25 battle deaths" if is_of_fighting else "the last move of the line"
    text = f"at the end of {last['year']} {lay} lay {counted(round(last['value']), 'year')} back"
    return sentence(text + (f"; the longest run was {years}" if longest["value"] > last["value"] else ""))


def _armed(power: str, lines: Sequence[tuple[str, pl.DataFrame]]) -> str:
    """Return which share of each state's arms came from the power, given with its article, by the last figure."""
    ends = [(name, rows.sort("year").row(-1, named=True)) for name, rows in lines]
    told = [f"{_share(end['value'])} of the arms of {the(name)}" for name, end in ends]
    return sentence(f"{power} delivered {listed(told)} in the decade up to {max(end['year'] for _, end in ends)}")


def _share(pct: float) -> str:
    return f"{whole_or_less(pct)} %" if pct else "none"


def _lines(lines: Sequence[tuple[str, pl.DataFrame]], frame: TimeFrame, unit: str) -> list[alt.Chart]:
    """Return a few lines, told apart by their pattern and named where each stands highest."""
    top = max(max(rows["value"]) for _, rows in lines)
    y = level([0, max(top, 1) * 1.18], alt.Axis(title=unit, tickCount=4))("value")
    layers = background(frame)
    for (name, rows), dash in zip(lines, DASHES, strict=False):
        layers.append(line(rows, frame.x(), y, color="ink", strokeWidth=1.8, strokeDash=dash))
        layers.append(near(rows, frame.x(), y, tips(year="d", value=(".3~g", name))))
    for name, rows in lines:
        highest = rows.sort("value", "at", descending=[True, False]).row(0, named=True)
        row = {"at": highest["at"], "value": highest["value"], "text": name}
        place = (row["at"] - frame.first) / max(frame.last - frame.first, 1)
        # A name centred at an end of the years runs out of the chart.
        align = "right" if place > 0.75 else "left" if place < 0.25 else "center"
        look: dict[str, Any] = {"align": align, "dy": -4, "baseline": "bottom", "fontSize": LABEL_PX - 1}
        layers += text([row], frame.x(), y, halo=3, **look)
    return layers


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
