"""Charts of one state's military burden and suppliers over periods, where yearly series may not be republished."""

from __future__ import annotations

import altair as alt
import polars as pl

from statusquo.cases.model import Actor
from statusquo.core.wording import listed, significant, span
from statusquo.dossier.parts import Figure
from statusquo.dossier.theme import LABEL_PX, role
from statusquo.dossier.timecharts import ROW_LABEL_SHARE, ROW_PX, TimeFrame, background, inline, layered


def burden_figure(parent: Actor, burden: pl.DataFrame, frame: TimeFrame) -> Figure:
    """Return the military burden by period; `burden` are rows of the table `spending_burden`."""
    rows = burden.select(
        "first_year",
        "last_year",
        "n_years",
        "spending_gdp_pct",
        "lowest_gdp_pct",
        "highest_gdp_pct",
        at=pl.col("first_year").clip(frame.first).cast(pl.Float64),
        until=(pl.col("last_year") + 1.0).clip(upper_bound=frame.last + 1.0),
    )
    top = max(rows["highest_gdp_pct"].drop_nulls().to_list(), default=1.0)

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, top * 1.1], nice=False),
            axis=alt.Axis(title="percent of GDP", tickCount=5),
        )

    tooltip = [
        alt.Tooltip("first_year:Q", format="d"),
        alt.Tooltip("last_year:Q", format="d"),
        alt.Tooltip("spending_gdp_pct:Q", title="mean, % of GDP", format=".2f"),
        alt.Tooltip("lowest_gdp_pct:Q", format=".2f"),
        alt.Tooltip("highest_gdp_pct:Q", format=".2f"),
    ]
    layers = background(frame)
    layers.append(
        alt.Chart(inline(rows))
        .mark_rect(fill=role("parent_side"), opacity=0.22)
        .encode(
            x=frame.x(), x2=alt.X2("until:Q"), y=y("lowest_gdp_pct"), y2=alt.Y2("highest_gdp_pct:Q"), tooltip=tooltip
        )
    )
    layers.append(
        alt.Chart(inline(rows))
        .mark_rule(color=role("parent_side"), strokeWidth=2.5)
        .encode(x=frame.x(), x2=alt.X2("until:Q"), y=y("spending_gdp_pct"), tooltip=tooltip)
    )
    words = (
        f"Military spending of {parent.name} as a share of GDP, means over five years: "
        + listed(
            [
                f"{span(r['first_year'], r['last_year'])}: {significant(r['spending_gdp_pct'])} %"
                for r in rows.to_dicts()
            ]
        )
        + "."
    )
    return Figure(
        id="burden",
        title=f"Military spending of {parent.name}, percent of GDP, means over five years or fewer",
        spec=layered(layers, height=190, description=words),
        alt=words,
        how_to_read=(
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
    marks = [
        {
            **row,
            "at": max(row["first_year"], frame.first),
            "until": min(row["last_year"] + 1, frame.last + 1),
            "base": order.index(row["supplier"]) + 0.98,
            "tip": order.index(row["supplier"]) + 0.98 - (0.84 - ROW_LABEL_SHARE) * row["share_pct"] / 100,
            "middle": (max(row["first_year"], frame.first) + min(row["last_year"] + 1, frame.last + 1)) / 2,
            "percent": f"{row['share_pct']:.0f} %",
        }
        for row in shares.drop("recipient_gw").sort("supplier", "first_year").to_dicts()
        if row["share_pct"] > 0
    ]
    labels = [
        {
            "at": frame.first,
            "y": i + ROW_LABEL_SHARE * 0.5,
            "base": i + 0.98,
            "text": name[:1].upper() + name[1:],
        }
        for i, name in enumerate(order)
    ]

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, len(order)], reverse=True, nice=False),
            axis=alt.Axis(labels=False, title=None, grid=False),
        )

    tooltip = [
        alt.Tooltip("supplier:N"),
        alt.Tooltip("first_year:Q", format="d"),
        alt.Tooltip("last_year:Q", format="d"),
        alt.Tooltip("share_pct:Q", title="percent", format=".1f"),
    ]
    layers = background(frame)
    layers.append(alt.Chart(inline(labels)).mark_rule(color=role("hairline"), tooltip=None).encode(y=y("base")))
    layers.append(
        alt.Chart(inline(marks))
        .mark_rect(fill=role("outside"), opacity=0.8, stroke=role("paper"), strokeWidth=1)
        .encode(x=frame.x(), x2=alt.X2("until:Q"), y=y("base"), y2=alt.Y2("tip:Q"), tooltip=tooltip)
    )
    layers.append(
        alt.Chart(inline(labels))
        .mark_text(align="left", dx=2, baseline="middle", fontSize=LABEL_PX, color=role("ink"), tooltip=None)
        .encode(x=frame.x(), y=y("y"), text=alt.Text("text:N"))
    )
    layers.append(
        alt.Chart(inline([m for m in marks if m["until"] - m["at"] >= 4]))
        .mark_text(baseline="bottom", dy=-1, fontSize=LABEL_PX - 1, color=role("ink"), tooltip=None)
        .encode(x=frame.x("middle"), y=y("tip"), text=alt.Text("percent:N"))
    )
    words = (
        f"Shares of suppliers in deliveries of major arms to {parent.name}: "
        + "; ".join(f"{m['supplier']} {m['percent']} in {span(m['first_year'], m['last_year'])}" for m in marks)
        + "."
    )
    height = ROW_PX * len(order)
    return Figure(
        id="supplier-shares",
        title=f"Suppliers of major arms to {parent.name}, percent of the volume (TIV) in ten-year periods",
        spec=layered(layers, height=height, description=words),
        alt=words,
        how_to_read=(
            "Each block is a supplier’s share of what was delivered in the period; its height and the number "
            "above it say how much."
        ),
        sources=("sipri-tiv", "ucdp-prio-acd"),
        data=shares.drop("recipient_gw").sort("supplier", "first_year"),
    )
