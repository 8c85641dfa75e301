"""Charts of one state's military burden and suppliers over periods, where yearly series may not be republished."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from statusquo.cases.model import Actor
from statusquo.core.wording import capitalised, listed, significant, span
from statusquo.dossier.marks import boxes, figure, level, rule, text, tips
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX
from statusquo.dossier.timecharts import ROW_LABEL_SHARE, ROW_PX, TimeFrame, background, rows_down


def burden_figure(parent: Actor, burden: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return the military burden by period; `burden` are rows of the table `spending_burden`."""
    shares = ("spending_gdp_pct", "lowest_gdp_pct", "highest_gdp_pct")
    rows = burden.select(
        "first_year",
        "last_year",
        "n_years",
        *shares,
        at=pl.col("first_year").clip(frame.first).cast(pl.Float64),
        until=(pl.col("last_year") + 1.0).clip(upper_bound=frame.last + 1.0),
    )
    top = max(rows["highest_gdp_pct"].drop_nulls().to_list(), default=1.0)
    y = level([0, top * 1.1], alt.Axis(title="percent of GDP", tickCount=5))
    tip = tips(
        first_year="d",
        last_year="d",
        spending_gdp_pct=(".2f", "mean, % of GDP"),
        lowest_gdp_pct=".2f",
        highest_gdp_pct=".2f",
    )
    ends: dict[str, Any] = {"x2": "until", "tip": tip}
    layers = [
        *background(frame),
        boxes(rows, frame.x(), y("lowest_gdp_pct"), y2="highest_gdp_pct", fill="parent_side", opacity=0.22, **ends),
        rule(rows, frame.x(), y("spending_gdp_pct"), color="parent_side", strokeWidth=2.5, **ends),
    ]
    means = [
        f"{span(r['first_year'], r['last_year'])}: {significant(r['spending_gdp_pct'])} %" for r in rows.to_dicts()
    ]
    return figure(
        "burden",
        f"Military spending of {parent.name}, percent of GDP, means over five years or fewer",
        layers,
        height=190,
        words=f"Military spending of {parent.name} as a share of GDP, means over five years: {listed(means)}.",
        how=(
            "The line is the mean over the years of each period that have a figure, the band the lowest and "
            "highest year."
        ),
        sources=("sipri-milex", "ucdp-prio-acd"),
        data=burden.drop("gwno"),
    )


def share_figure(parent: Actor, shares: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return the suppliers' shares by period; `shares` are rows of the table `arms_shares`."""
    order = (
        shares.group_by("supplier")
        .agg(pl.col("share_pct").sum(), other=(pl.col("supplier") == "other").any())
        .sort("other", "share_pct", "supplier", descending=[False, True, False])["supplier"]
        .to_list()
    )
    marks = []
    for row in shares.drop("recipient_gw").sort("supplier", "first_year").to_dicts():
        if row["share_pct"] > 0:
            base = order.index(row["supplier"]) + 0.98
            at, until = max(row["first_year"], frame.first), min(row["last_year"] + 1, frame.last + 1)
            marks.append(
                {
                    **row,
                    "at": at,
                    "until": until,
                    "base": base,
                    "tip": base - (0.84 - ROW_LABEL_SHARE) * row["share_pct"] / 100,
                    "middle": (at + until) / 2,
                    "percent": f"{row['share_pct']:.0f} %",
                }
            )
    labels = [
        {"at": frame.first, "y": i + ROW_LABEL_SHARE * 0.5, "base": i + 0.98, "text": capitalised(name)}
        for i, name in enumerate(order)
    ]
    y = rows_down(len(order))
    tip = tips(supplier="", first_year="d", last_year="d", share_pct=(".1f", "percent"))
    look: dict[str, Any] = {"fill": "outside", "opacity": 0.8, "stroke": "paper", "strokeWidth": 1}
    roomy = [m for m in marks if m["until"] - m["at"] >= 4]
    layers = [
        *background(frame),
        rule(labels, y=y("base"), color="hairline"),
        boxes(marks, frame.x(), y("base"), x2="until", y2="tip", tip=tip, **look),
        *text(labels, frame.x(), y("y"), align="left", dx=2, baseline="middle"),
        *text(roomy, frame.x("middle"), y("tip"), "percent", baseline="bottom", dy=-1, fontSize=LABEL_PX - 1),
    ]
    told = [f"{m['supplier']} {m['percent']} in {span(m['first_year'], m['last_year'])}" for m in marks]
    return figure(
        "supplier-shares",
        f"Suppliers of major arms to {parent.name}, percent of the volume (TIV) in ten-year periods",
        layers,
        height=ROW_PX * len(order),
        words=f"Shares of suppliers in deliveries of major arms to {parent.name}: {'; '.join(told)}.",
        how=(
            "Each block is a supplier’s share of what was delivered in the period; its height and the number "
            "above it say how much."
        ),
        sources=("sipri-tiv", "ucdp-prio-acd"),
        data=shares.drop("recipient_gw").sort("supplier", "first_year"),
    )
