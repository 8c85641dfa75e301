"""Charts of the military and the regional balance: each with its interval, and what other measures say instead.

On a logarithmic scale a ratio and its inverse lie equally far from the line at one, on either side of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import altair as alt
import polars as pl

from statusquo.balances.military import MilitaryBalance
from statusquo.balances.regional import RegionalBalance
from statusquo.balances.trends import Break
from statusquo.core.estimates import Series
from statusquo.core.wording import bounded, listed, significant
from statusquo.dossier.line_labels import Line, place_beside_lines
from statusquo.dossier.marks import DASHES, LAYOUTS, Told, band, figure, level, line, near, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import TimeFrame, background, note
from statusquo.sources.registry import ORIGINS

RULE_OF_THUMB = 3.0
"""Attackers to defenders at which, by the 3:1 rule, an attack at one point becomes even (Mearsheimer 1989)."""

HEIGHT_PX = 280

_RATIO = Told(".2~r", "ratio", "low", "high")

Others: TypeAlias = Sequence[tuple[str, pl.DataFrame]]
"""The thin lines of a chart: what each measures, and its rows."""


def ratio_rows(series: Series, frame: TimeFrame) -> pl.DataFrame:
    """Return a series of log ratios as ratios within the years shown: `year`, `at`, `ratio`, `low`, `high`."""
    return frame.of(series).with_columns(pl.col("value", "low", "high").exp()).rename({"value": "ratio"})


def military_figure(balance: MilitaryBalance, frame: TimeFrame, turn: Break | None = None) -> Figure:
    """Return the chart of d* with its interval, beside the rule of thumb, the other measures and the break.

    Args:
        balance: the balance.
        frame: the years of the page's charts.
        turn: the break in its level, if one is told.
    """
    main = ratio_rows(balance.main, frame)
    others = _named_rows(balance.alternatives, frame)
    rules = {1.0: "even", RULE_OF_THUMB: "3:1"}
    return figure(
        "military-balance",
        f"The military balance, {balance.words.over}",
        ratio_layers(main, others, frame, rules, turn, over=balance.words.over),
        height=HEIGHT_PX,
        words=_words(f"Break-even multiplier d*, {balance.words.over}", main, others),
        how=(
            "The thick line is the break-even multiplier d*: how many times as effective "
            f"{balance.words.holder} would have to be for the two to be even; the band holds 95 % of the draws of "
            "uncertain inputs. Above the line “even” "
            f"{balance.words.revisionist} has more. Thin lines are other measures, named at their ends. 3:1 is a rule "
            "of thumb for force at the point of attack, not for national stocks."
            + (" The bar at the foot is the interval of the break." if turn is not None else "")
        ),
        sources=balance.sources,
        data=_table("balance (d*)", main, others),
    )


def regional_figure(balance: RegionalBalance, frame: TimeFrame, chosen: str | None) -> Figure:
    """Return the chart of the outside capability each side can count on, with and without one state.

    Args:
        balance: the balance.
        frame: the years of the page's charts.
        chosen: the state with and without which the balance is shown; None for none.
    """
    main = ratio_rows(balance.main, frame)
    beside = ("regional.organisations", "regional.treaties")
    shown = [series for key in beside for series in balance.alternatives if series.key == key]
    shown += [balance.without[chosen]] if chosen else []
    others = _named_rows(shown, frame)
    return figure(
        "regional-balance",
        f"The regional balance: the outside capability each side can count on, {balance.words.over}",
        ratio_layers(main, others, frame, {1.0: "even"}, over=balance.words.over),
        height=HEIGHT_PX,
        words=_words(f"Outside capability, {balance.words.over}", main, others),
        how=(
            "The thick line counts treaties, alliances the case file names, troops and arms, each outside state’s "
            "capability cut by its distance; the band holds 95 % of the draws of the weights. Above “even” "
            f"{balance.words.revisionist} can count on more. Each line stops where the first of its sources does."
        ),
        sources=_of_series(balance, (balance.main, *shown)),
        data=_table("regional balance", main, others),
    )


def named_alliances_figure(balance: RegionalBalance, frame: TimeFrame, chosen: str | None) -> Figure | None:
    """Return the chart of the regional balance by the alliances the case names alone, None where there are none."""
    if balance.by_case is None or (main := ratio_rows(balance.by_case, frame)).is_empty():
        return None
    shown = [balance.by_case_without[chosen]] if chosen else []
    others = [(f"without {chosen}", rows) for _, rows in _named_rows(shown, frame)]
    return figure(
        "regional-balance-named",
        "The same by the alliances the case names, troops and arms alone, past the end of the treaty data",
        ratio_layers(main, others, frame, {1.0: "even"}, over=balance.words.over),
        height=HEIGHT_PX,
        words=_words(f"Outside capability by named alliances, troops and arms, {balance.words.over}", main, others),
        how=(
            "As above, but without the treaty data, in which one treaty may bind a state to both sides; the case file "
            "dates who was whose ally."
        ),
        sources=_of_series(balance, (balance.by_case, *shown)),
        data=_table("regional balance by named alliances", main, others),
    )


def _named_rows(shown: Sequence[Series], frame: TimeFrame) -> list[tuple[str, pl.DataFrame]]:
    named = [(short_name(s).removeprefix("regional balance "), ratio_rows(s, frame)) for s in shown]
    return [(name, rows) for name, rows in named if rows.height]


def _of_series(balance: RegionalBalance, shown: Sequence[Series]) -> tuple[str, ...]:
    """Return the sources of the series shown, and the case's own for the alliances it names."""
    own = [source for source in balance.sources if source not in ORIGINS]
    return tuple(dict.fromkeys([*(source for series in shown for source in series.sources), *own]))


def ratio_layers(
    main: pl.DataFrame,
    others: Others,
    frame: TimeFrame,
    rules: Mapping[float, str],
    turn: Break | None = None,
    *,
    over: str,
) -> list[alt.Chart]:
    """Return the layers of a chart of ratios on a logarithmic scale: rules, thin lines, band and thick line, a break.

    Args:
        main: the thick line with its band, from `ratio_rows`.
        others: the thin lines by name.
        frame: the years shown.
        rules: horizontal rules by ratio, with what stands beside them.
        turn: a break, marked at its date with its interval at the foot.
        over: whose means stand over whose.
    """
    lines = [*main["ratio"], *(n for _, rows in others for n in rows["ratio"]), *rules]
    # A band that opens wide in a year or two would press the lines together: it is cut at the edge of the plot.
    low, high = (main[bound].drop_nulls().quantile(share) for bound, share in (("low", 0.1), ("high", 0.9)))
    top = max(n for n in (*lines, high) if n is not None) * 1.3
    floor = min(n for n in (*lines, low) if n is not None) / 1.3
    ticks = [n for n in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100) if floor <= n <= top]
    axis = alt.Axis(values=ticks, format="~g", title=f"{over}, ratio, logarithmic scale")
    y = level([floor, top], axis, type="log", clamp=True)
    layers = background(frame)
    for (value, words), dash in zip(rules.items(), ([1, 0], [4, 3]), strict=False):
        row = {"at": frame.first, "text": words, "ratio": value}
        layers += [rule([row], y=y("ratio"), color="muted", strokeDash=dash), *note(frame, row, y("ratio"))]
    if turn is not None and turn.date.value is not None:
        layers += _break_marks(turn, frame, floor, y)
    for (name, rows), dash in zip(others, DASHES, strict=False):
        named, tip = rows.with_columns(measure=pl.lit(name)), tips(measure="", year="d", ratio=_RATIO)
        look: dict[str, Any] = {"color": "outside", "strokeWidth": 1.3, "strokeDash": dash}
        layers += [line(named, frame.x(), y("ratio"), **look), near(named, frame.x(), y("ratio"), tip)]
    return [
        *layers,
        band(main, frame.x(), y("low"), y2="high", color="ink", opacity=0.16),
        line(main, frame.x(), y("ratio"), color="ink", strokeWidth=2.4),
        near(main, frame.x(), y("ratio"), tips(year="d", ratio=_RATIO)),
        *(_line_labels(main, others, frame, y("ratio"), (floor, top), rules) if others else ()),
    ]


def _break_marks(turn: Break, frame: TimeFrame, floor: float, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    """Return a dotted line after the last year of the first part, and a bar for the interval of that year."""
    date, low, high = (
        n if n is not None else turn.date.value or 0 for n in (turn.date.value, turn.date.low, turn.date.high)
    )
    row = {"at": date + 1, "low": low + 1, "high": high + 1, "ratio": floor * 1.06, "text": f"break after {date:.0f}"}
    return [
        rule([row], frame.x(), color="ink", strokeDash=[2, 3], strokeWidth=1.2),
        rule([row], frame.x("low"), y("ratio"), x2="high", color="ink", strokeWidth=4),
        *note(frame, {**row, "at": high + 1}, y("ratio")),
    ]


def short_name(series: Series) -> str:
    """Return what a series of ratios measures, without whose over whose."""
    return series.label.split(",")[0]


def _line_labels(
    main: pl.DataFrame, others: Others, frame: TimeFrame, y: alt.Y, scale: tuple[float, float], rules: Iterable[float]
) -> list[alt.Chart]:
    """Return the names of the thin lines where each stands clearest, for a wide plot and for a phone.

    Args:
        main: the thick line.
        others: the thin lines by name.
        frame: the years shown.
        y: the vertical encoding.
        scale: lowest and highest ratio of the plot.
        rules: ratios at which a rule stands, with its word at the left.
    """
    low, spread = math.log(scale[0]), math.log(scale[1] / scale[0])
    years = len(frame.years)
    layers: list[alt.Chart] = []
    for width, only in LAYOUTS:

        def down(ratio: float) -> float:
            return HEIGHT_PX * (1 - (math.log(ratio) - low) / spread)

        def pixels(rows: pl.DataFrame, width: int = width) -> Line:
            return [(width * (at - frame.first) / years, down(ratio)) for at, ratio in rows["at", "ratio"].iter_rows()]

        words = [(0.0, down(ratio) - 16, 34.0, down(ratio)) for ratio in rules]
        names = {name: pixels(rows) for name, rows in others}
        placed = place_beside_lines(names, [pixels(main)], (width, HEIGHT_PX), LABEL_PX - 1, words)
        rows = [
            {
                "at": frame.first + label.x / width * years,
                "ratio": math.exp(low + spread * (1 - label.y / HEIGHT_PX)),
                "text": label.text,
            }
            for label in placed
        ]
        layers += text(rows, frame.x(), y, only=only, halo=3, baseline="middle", fontSize=LABEL_PX - 1)
    return layers


def _words(what: str, main: pl.DataFrame, others: Others) -> str:
    shown = main.gather_every(5).to_dicts()
    told = listed([f"{bounded(r['ratio'], r['low'], r['high'])} in {r['year']}" for r in shown])
    last = [f"{name} {significant(rows['ratio'][-1])} in {rows['year'][-1]}" for name, rows in others]
    return f"{what}: {told}. Other measures at their last year, as ratios: {'; '.join(last)}."


def _table(name: str, main: pl.DataFrame, others: Others) -> pl.DataFrame:
    data = [main.with_columns(measure=pl.lit(name))]
    data += [rows.with_columns(measure=pl.lit(other)) for other, rows in others]
    return pl.concat(data).select("measure", "year", "ratio", "low", "high")
