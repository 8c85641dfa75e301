"""Charts of spending and deliveries: two sides beside each other, or one state's means and shares over periods.

All stand over the same years as the other time charts. One side is dark, the other light, so that they are told apart
in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.wording import listed, significant, span, whole
from statusquo.dossier.parts import Figure
from statusquo.dossier.sides import Side
from statusquo.dossier.theme import LABEL_PX, Role, role
from statusquo.dossier.timecharts import (
    IS_NARROW,
    ROW_LABEL_SHARE,
    ROW_PX,
    TimeFrame,
    background,
    inline,
    layered,
)


def spending_figure(
    sides: tuple[Side, Side], money: pl.DataFrame, ratio: pl.DataFrame, base_year: int, frame: TimeFrame
) -> Figure:
    """Return both states' spending over the years.

    Args:
        sides: the two states.
        money: rows of the table `spending`.
        ratio: the spending of the first over that of the second, by year.
        base_year: year whose prices they are at.
        frame: the years of the page's time charts.
    """
    names = {side.gwno: side.actor.name for side in sides}
    rows = money.select(
        "year",
        at=pl.col("year") + 0.5,
        usd="spending_constant_usdm",
        state=pl.col("gwno").replace_strict(names, return_dtype=pl.String),
    ).sort("state", "year")
    top, floor = (
        max(rows["usd"].drop_nulls().to_list(), default=1.0),
        min(rows["usd"].drop_nulls().to_list(), default=1.0),
    )
    ticks = [
        n
        for n in (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
        if floor / 2 <= n <= top * 1.5
    ]
    y = alt.Y(
        "usd:Q",
        scale=alt.Scale(type="log", domain=[floor / 1.3, top * 1.5], nice=False),
        axis=alt.Axis(values=ticks, format=",d", title=f"million US$ at {base_year} prices, logarithmic scale"),
    )
    layers = background(frame)
    totals = {}
    for side, dash in zip(sides, ([], [6, 3]), strict=True):
        own = rows.filter(pl.col("state") == side.actor.name)
        totals[f"spending of {side.actor.name}, US$ m"] = dict(
            zip(own["year"].to_list(), own["usd"].to_list(), strict=True)
        )
        encoding = {
            "x": frame.x(),
            "y": y,
            "tooltip": [
                alt.Tooltip("state:N"),
                alt.Tooltip("year:Q", format="d"),
                alt.Tooltip("usd:Q", title=f"million US$ ({base_year})", format=",.0f"),
            ],
        }
        # Years in a row share a number, so that no line bridges a year without a figure.
        unbroken = own.with_columns(run=pl.col("year") - pl.int_range(pl.len()))
        layers.append(
            alt.Chart(inline(unbroken))
            .mark_line(color=role(side.colour), strokeWidth=2.2, strokeDash=dash, tooltip=None)
            .encode(detail=alt.Detail("run:N"), **encoding)
        )
        layers.append(
            alt.Chart(inline(own))
            .mark_point(color=role(side.colour), fill=role(side.colour), size=16, opacity=1)
            .encode(**encoding)
        )
        layers.append(
            alt.Chart(inline(own.tail(1)))
            .mark_text(
                align="right",
                dy=-12,
                fontSize=LABEL_PX + 1,
                fontWeight="bold",
                color=role(side.colour),
                tooltip=None,
            )
            .encode(x=frame.x(), y=y, text=alt.Text("state:N"))
        )
    words = (
        f"Military spending of {sides[0].actor.name} and {sides[1].actor.name} at {base_year} prices. Ratio of "
        "the first to the second: "
        + (listed([f"{significant(r)} in {year}" for year, r in ratio.gather_every(5).iter_rows()]) + ".")
    )
    wide = rows.pivot("state", index="year", values="usd").sort("year")
    return Figure(
        id="spending",
        title=f"Military spending, million US dollars at {base_year} prices",
        spec=layered(layers, height=230, description=words),
        alt=words,
        how_to_read=(
            "On a logarithmic scale equal distances are equal ratios: the gap between the lines is the "
            f"ratio of the two budgets. Solid: {sides[0].actor.name}; dashed: {sides[1].actor.name}. "
            "SIPRI states no interval."
        ),
        sources=("sipri-milex", "ucdp-prio-acd"),
        data=wide.join(ratio, on="year", how="left"),
        totals=totals,
    )


def suppliers_figure(sides: tuple[Side, Side], arrived: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return deliveries by supplier; `arrived` are rows of the table `arms_deliveries`."""
    by_supplier = (
        arrived.group_by("supplier").agg(pl.col("tiv_m").sum()).sort("tiv_m", "supplier", descending=[True, False])
    )
    named = by_supplier["supplier"].to_list()[:6]
    rows = (
        arrived.with_columns(
            row=pl.when(pl.col("supplier").is_in(named)).then("supplier").otherwise(pl.lit("all others"))
        )
        .group_by("recipient_gw", "row", "year")
        .agg(amount=pl.col("tiv_m").sum().cast(pl.Float64))
    )
    order = [*named, *(["all others"] if len(by_supplier) > len(named) else [])]
    first, last = min(arrived["year"].to_list()), max(arrived["year"].to_list())
    yearly = arrived.group_by("recipient_gw", "year").agg(pl.col("tiv_m").sum())
    figure = _paired_rows(
        "suppliers",
        f"Deliveries of major arms by supplier, {span(first, last)}, million TIV a year",
        rows,
        order,
        sides,
        frame,
        ("sipri-tiv", "ucdp-prio-acd"),
        coverage=f"The yearly table ends in {last}",
    )
    totals = {
        f"deliveries to {side.actor.name}, TIV m": {
            row["year"]: row["tiv_m"] for row in yearly.filter(pl.col("recipient_gw") == side.gwno).to_dicts()
        }
        for side in sides
    }
    return replace(figure, totals=totals)


def categories_figure(sides: tuple[Side, Side], kinds: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return deliveries by category; `kinds` are rows of the table `arms_categories`."""
    rows = kinds.group_by("recipient_gw", "year", row="category").agg(amount=pl.col("tiv_m").sum())
    order = (
        rows.group_by("row")
        .agg(pl.col("amount").sum())
        .sort("amount", "row", descending=[True, False])["row"]
        .to_list()
    )
    first, last = min(kinds["year"].to_list()), max(kinds["year"].to_list())
    return _paired_rows(
        "categories",
        f"Deliveries of major arms by category, {span(first, last)}, million TIV a year",
        rows,
        order,
        sides,
        frame,
        ("sipri-register", "ucdp-prio-acd"),
        coverage=(
            f"The register at hand covers {span(first, last)}; its sums differ from the yearly table’s by "
            "rounding and by later revision"
        ),
    )


def _paired_rows(
    name: str,
    title: str,
    rows: pl.DataFrame,
    order: Sequence[str],
    sides: tuple[Side, Side],
    frame: TimeFrame,
    sources: tuple[str, ...],
    *,
    coverage: str,
) -> Figure:
    """Return a chart with one row per supplier or category and two bars a year, all rows to one scale.

    Args:
        name: id of the figure.
        title: its title.
        rows: columns `recipient_gw`, `row`, `year`, `amount` (million TIV).
        order: the rows from the top.
        sides: whose deliveries stand left and right.
        frame: the years shown.
        sources: ids of the origins.
        coverage: what the reader should know of the years covered.
    """
    marks = _paired_marks(rows, order, sides)
    labels = _row_labels(marks, order, sides, frame)
    layers = [*background(frame), *_paired_layers(marks, labels, order, frame)]
    largest = max(marks, key=lambda mark: mark["amount"])
    words = f"{title}. " + "; ".join(f"{label['name']}: {label['totals']}" for label in labels) + "."
    height = ROW_PX * len(order)
    columns = {"row": pl.String, "to": pl.String, "year": pl.Int64, "amount": pl.Float64}
    return Figure(
        id=name,
        title=title,
        spec=layered(layers, height=height, description=words),
        alt=words,
        how_to_read=(
            f"In each year the left, dark bar is what {sides[0].actor.name} received and the right, light bar what "
            f"{sides[1].actor.name} received; all rows share one scale. The tallest bar is "
            f"{whole(largest['amount'])} million TIV ({largest['row']}, to {largest['to']}, {largest['year']}). "
            f"The numbers beside each name are totals. {coverage}."
        ),
        sources=sources,
        data=pl.DataFrame([{key: mark[key] for key in columns} for mark in marks], schema=columns).rename(
            {"row": name, "amount": "tiv_m"}
        ),
    )


def _paired_marks(rows: pl.DataFrame, order: Sequence[str], sides: tuple[Side, Side]) -> list[dict[str, Any]]:
    """Return one bar per delivery: the first side in the left half of its year, the second in the right."""
    top = max(rows["amount"].to_list(), default=1.0)
    marks = []
    for offset, side in zip((0.08, 0.5), sides, strict=True):
        own = rows.filter(pl.col("recipient_gw") == side.gwno).sort("row", "year")
        for row in own.to_dicts():
            base = order.index(row["row"]) + 0.98
            # A delivery too small for the scale still shows as a line, since it is not nothing.
            reach = max((1 - ROW_LABEL_SHARE) * row["amount"] / top, 0.03)
            marks.append(
                {
                    "row": row["row"],
                    "year": row["year"],
                    "to": side.actor.name,
                    "amount": round(row["amount"], 2),
                    "at": row["year"] + offset,
                    "until": row["year"] + offset + 0.42,
                    "base": base,
                    "tip": base - reach,
                    "colour": side.colour,
                }
            )
    return marks


def _row_labels(
    marks: Sequence[dict[str, Any]], order: Sequence[str], sides: tuple[Side, Side], frame: TimeFrame
) -> list[dict[str, Any]]:
    """Return for each row its name and the totals of both sides, in a long form and one for a phone."""
    labels = []
    for i, row in enumerate(order):
        ours, theirs = (
            whole(sum(mark["amount"] for mark in marks if mark["row"] == row and mark["to"] == side.actor.name))
            for side in sides
        )
        name = row[:1].upper() + row[1:]
        totals = f"{ours} to {sides[0].actor.name}, {theirs} to {sides[1].actor.name}"
        labels.append(
            {
                "at": frame.first,
                "y": i + ROW_LABEL_SHARE * 0.55,
                "base": i + 0.98,
                "name": name,
                "totals": totals,
                "long": f"{name}   {totals}",
                "short": f"{name}   {ours} / {theirs}",
            }
        )
    return labels


def _paired_layers(
    marks: Sequence[dict[str, Any]], labels: Sequence[dict[str, Any]], order: Sequence[str], frame: TimeFrame
) -> list[alt.Chart]:
    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, len(order)], reverse=True, nice=False),
            axis=alt.Axis(labels=False, title=None, grid=False),
        )

    layers = [alt.Chart(inline(labels)).mark_rule(color=role("hairline"), tooltip=None).encode(y=y("base"))]
    colours: tuple[Role, ...] = ("parent_side", "separatist_side")
    for colour in colours:
        layers.append(
            alt.Chart(inline([mark for mark in marks if mark["colour"] == colour]))
            .mark_rect(fill=role(colour), stroke=role("ink"), strokeWidth=0.4)
            .encode(
                x=frame.x(),
                x2=alt.X2("until:Q"),
                y=y("base"),
                y2=alt.Y2("tip:Q"),
                tooltip=[
                    alt.Tooltip("row:N", title="of"),
                    alt.Tooltip("year:Q", format="d"),
                    alt.Tooltip("to:N"),
                    alt.Tooltip("amount:Q", title="million TIV"),
                ],
            )
        )
    for field, shown in (("long", f"!({IS_NARROW})"), ("short", IS_NARROW)):
        layers.append(
            alt.Chart(inline(labels))
            .transform_filter(shown)
            .mark_text(align="left", dx=2, baseline="middle", fontSize=LABEL_PX, color=role("ink"), tooltip=None)
            .encode(x=frame.x(), y=y("y"), text=alt.Text(f"{field}:N"))
        )
    return layers
