"""Charts of spending and deliveries: two sides beside each other, over the same years as the other time charts.

One side is dark, the other light, so that they are told apart in grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from statusquo.core.names import the
from statusquo.core.wording import capitalised, listed, sentence, significant, span, whole
from statusquo.dossier.marks import (
    DASHES,
    Told,
    boxes,
    dots,
    figure,
    level,
    line,
    long_or_short,
    near,
    rule,
    text,
    tips,
    unbroken,
)
from statusquo.dossier.parts import Figure
from statusquo.dossier.sides import Side
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import ROW_LABEL_SHARE, ROW_PX, TimeFrame, background, rows_down


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
    first, second = (side.actor.name for side in sides)
    names = {side.gwno: side.actor.name for side in sides}
    rows = money.select(
        "year",
        at=pl.col("year") + 0.5,
        usd="spending_constant_usdm",
        state=pl.col("gwno").replace_strict(names, return_dtype=pl.String),
    ).sort("state", "year")
    amounts = rows["usd"].drop_nulls().to_list() or [1.0]
    top, floor = max(amounts), min(amounts)
    ticks = [n * 10**power for power in range(1, 6) for n in (1, 3)] + [1_000_000]
    axis = alt.Axis(
        values=[n for n in ticks if floor / 2 <= n <= top * 1.5],
        format=",d",
        title=f"million US$ at {base_year} prices, logarithmic scale",
    )
    y = level([floor / 1.3, top * 1.5], axis, type="log")("usd")
    tip = tips(state="", year="d", usd=Told(",.0f", f"million US$ ({base_year})"))
    layers = background(frame)
    totals = {}
    for side, dash in zip(sides, DASHES, strict=False):
        own, colour = rows.filter(state=side.actor.name), side.colour
        totals[f"spending of {side.actor.name}, US$ m"] = dict(own.select("year", "usd").iter_rows())
        name: dict[str, Any] = {
            "align": "right",
            "dy": -12,
            "fontSize": LABEL_PX + 1,
            "fontWeight": "bold",
            "color": colour,
        }
        layers += [
            line(unbroken(own), frame.x(), y, color=colour, strokeWidth=2.2, strokeDash=dash, also={"detail": "run:N"}),
            dots(own, frame.x(), y, color=colour, fill=colour, size=16),
            near(own, frame.x(), y, tip),
            *text(own.tail(1), frame.x(), y, "state", **name),
        ]
    told = listed([f"{significant(r)} in {year}" for year, r in ratio.gather_every(5).iter_rows()])
    return figure(
        "spending",
        f"Military spending, million US dollars at {base_year} prices",
        layers,
        height=230,
        words=(
            f"Military spending of {first} and {second} at {base_year} prices. Ratio of the first to the second: "
            f"{told}."
        ),
        how=(
            "On a logarithmic scale equal distances are equal ratios: the gap between the lines is the "
            f"ratio of the two budgets. Solid: {first}; dashed: {second}. "
            "SIPRI states no interval."
        ),
        sources=("sipri-milex", "ucdp-prio-acd"),
        headline=_more_spent(first, second, ratio),
        data=rows.pivot("state", index="year", values="usd").sort("year").join(ratio, on="year", how="left"),
        totals=totals,
    )


def _more_spent(first: str, second: str, ratio: pl.DataFrame) -> str:
    """Return which of the two spent more in the last year known of both, and how many times."""
    known = ratio.drop_nulls().sort("year")
    if known.is_empty():
        return sentence(f"in no year is the spending of both {the(first)} and {the(second)} known")
    year, times = known.row(-1)
    more, less, times = (first, second, times) if times >= 1 else (second, first, 1 / times)
    return sentence(f"{the(more)} spent {significant(times)} times as much on its military as {the(less)} in {year}")


def suppliers_figure(sides: tuple[Side, Side], arrived: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return deliveries by supplier; `arrived` are rows of the table `arms_deliveries`."""
    by_supplier = _largest_first(arrived.group_by("supplier").agg(pl.col("tiv_m").sum()))
    named = by_supplier[:6]
    rows = (
        arrived.with_columns(
            row=pl.when(pl.col("supplier").is_in(named)).then("supplier").otherwise(pl.lit("all others"))
        )
        .group_by("recipient_gw", "row", "year")
        .agg(amount=pl.col("tiv_m").sum().cast(pl.Float64))
    )
    last = max(arrived["year"].to_list())
    yearly = arrived.group_by("recipient_gw", "year").agg(pl.col("tiv_m").sum()).sort("recipient_gw", "year")
    totals = {
        f"deliveries to {side.actor.name}, TIV m": dict(
            yearly.filter(recipient_gw=side.gwno).select("year", "tiv_m").iter_rows()
        )
        for side in sides
    }
    return _paired_rows(
        "suppliers",
        f"Deliveries of major arms by supplier, {_span(arrived)}, million TIV a year",
        rows,
        [*named, *(["all others"] if len(by_supplier) > len(named) else [])],
        sides,
        frame,
        ("sipri-tiv", "ucdp-prio-acd"),
        coverage=f"The yearly table ends in {last}",
        totals=totals,
    )


def categories_figure(sides: tuple[Side, Side], kinds: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return deliveries by category; `kinds` are rows of the table `arms_categories`."""
    rows = kinds.group_by("recipient_gw", "year", row="category").agg(amount=pl.col("tiv_m").sum())
    told = [_largest_kind(rows.filter(recipient_gw=side.gwno), side) for side in sides]
    return _paired_rows(
        "categories",
        f"Deliveries of major arms by category, {_span(kinds)}, million TIV a year",
        rows,
        _largest_first(rows.group_by("row").agg(pl.col("amount").sum())),
        sides,
        frame,
        ("sipri-register", "ucdp-prio-acd"),
        coverage=(
            f"The register at hand covers {_span(kinds)}; its sums differ from the yearly table’s by "
            "rounding and by later revision"
        ),
        headline=sentence(listed(told)),
    )


def _largest_kind(rows: pl.DataFrame, side: Side) -> str:
    """Return which category weighs most in what a side received, and which share of it."""
    sums = rows.group_by("row").agg(pl.col("amount").sum()).sort("amount", "row", descending=[True, False])
    if not (whole_of := sums["amount"].sum()):
        return f"nothing is on record for {the(side.actor.name)}"
    kind, amount = sums.row(0)
    return f"{whole(100 * amount / whole_of)} % of what {the(side.actor.name)} received counted as {kind}"


def _largest_first(sums: pl.DataFrame) -> list[str]:
    """Return the names in the first column by the amounts in the second."""
    name, amount = sums.columns
    return sums.sort(amount, name, descending=[True, False])[name].to_list()


def _span(rows: pl.DataFrame) -> str:
    years = rows["year"].to_list()
    return span(min(years), max(years))


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
    headline: str = "",
    totals: Mapping[str, Mapping[int, float]] | None = None,
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
        headline: what it says in one sentence.
        totals: the yearly amounts of each side, by label.
    """
    marks = _paired_marks(rows, order, sides)
    labels = _row_labels(marks, order, sides, frame)
    y = rows_down(len(order))
    tip = tips(row=("", "of"), year="d", to="", amount=(".2~f", "million TIV"))
    look: dict[str, Any] = {"x2": "until", "y2": "tip", "tip": tip, "stroke": "ink", "strokeWidth": 0.4}
    layers = [
        *background(frame),
        rule(labels, y=y("base"), color="hairline"),
        *(
            boxes([m for m in marks if m["colour"] == side.colour], frame.x(), y("base"), fill=side.colour, **look)
            for side in sides
        ),
        *long_or_short(labels, frame.x(), y("y"), align="left", dx=2, baseline="middle"),
    ]
    largest = max(marks, key=lambda mark: mark["amount"])
    columns = {"row": pl.String, "to": pl.String, "year": pl.Int64, "amount": pl.Float64}
    return figure(
        name,
        title,
        layers,
        height=ROW_PX * len(order),
        words=f"{title}. " + "; ".join(f"{label['name']}: {label['totals']}" for label in labels) + ".",
        how=(
            f"In each year the left, dark bar is what {sides[0].actor.name} received and the right, light bar what "
            f"{sides[1].actor.name} received; all rows share one scale. The tallest bar is "
            f"{whole(largest['amount'])} million TIV ({largest['row']}, to {largest['to']}, {largest['year']}). "
            f"The numbers beside each name are totals. {coverage}."
        ),
        sources=sources,
        data=pl.DataFrame([{key: mark[key] for key in columns} for mark in marks], schema=columns).rename(
            {"row": name, "amount": "tiv_m"}
        ),
        headline=headline,
        totals=totals,
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
        name = capitalised(row)
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
