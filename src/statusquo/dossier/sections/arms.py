"""What each side bought: military spending, and deliveries of major arms by supplier and by category.

SIPRI's spending is money at constant prices; its trend-indicator value (TIV) is a volume of military capability, never
added to money. For the actors of the bundled cases the yearly series are at hand; for every other dispute only shares
and means over periods, within SIPRI's terms for republication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from statusquo.cases.model import Actor, Case
from statusquo.dossier.parts import Figure, Section
from statusquo.dossier.theme import LABEL_PX, Role, role
from statusquo.dossier.timecharts import IS_NARROW, TimeFrame, background, full_height, layered, values
from statusquo.dossier.wording import listed, sentence, significant, span, whole
from statusquo.snapshot.store import Snapshot

_ROW_PX = 46
_LABEL_SHARE = 0.36
"""Share of a row's height kept for its label, above the bars."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side in a chart: a state, the colour role it keeps through the page, and how sentences call it."""

    actor: Actor
    colour: Role

    @property
    def gwno(self) -> int:
        """The Gleditsch-Ward number; sides are states here, since no source gives budgets of others."""
        assert self.actor.gwno is not None
        return self.actor.gwno


def sides_of(case: Case) -> tuple[Side, Side] | None:
    """Return the parent and the state that stands behind the separatist side, None if either is not a state."""
    parent = next((actor for actor in case.parents() if actor.gwno), None)
    behind = next((actor for actor in (*case.separatists(), *case.with_role("patron", "kin state")) if actor.gwno), None)
    if parent is None or behind is None:
        return None
    return Side(parent, "parent"), Side(behind, "separatist")


def arms(case: Case, snapshot: Snapshot, frame: TimeFrame) -> Section | None:
    """Return the section, None when the snapshot holds neither spending nor deliveries of the parent state."""
    sides = sides_of(case)
    if sides is not None:
        numbers = [side.gwno for side in sides]
        spending = snapshot.table("spending").filter(pl.col("gwno").is_in(numbers))
        deliveries = snapshot.table("arms_deliveries").filter(pl.col("recipient_gw").is_in(numbers))
        if set(numbers) <= set(spending["gwno"]) and set(numbers) <= set(deliveries["recipient_gw"]):
            categories = snapshot.table("arms_categories").filter(pl.col("recipient_gw").is_in(numbers))
            return _both_sides(case, sides, spending, deliveries, categories, frame)
    return _parent_only(case, snapshot, frame)


def _both_sides(
    case: Case, sides: tuple[Side, Side], spending: pl.DataFrame, deliveries: pl.DataFrame, categories: pl.DataFrame, frame: TimeFrame
) -> Section:
    money = spending.filter(pl.col("year").is_between(frame.first, frame.last)).drop_nulls("spending_usd2023m")
    arrived = deliveries.filter(pl.col("year").is_between(frame.first, frame.last))
    kinds = categories.filter(pl.col("year").is_between(frame.first, frame.last))
    caveats = [
        "SIPRI gives no interval for spending or for the volume of deliveries; many of its figures are estimates, and what a state does not disclose is missing.",
        "A TIV measures the military capability of what was delivered, not its price, and counts major arms only: small arms, ammunition and most components are left out.",
        "Small or cheap weapons weigh little in TIV whatever they did on the battlefield: a share of the volume is not a share of the effect.",
    ]
    unseen = [actor.name for actor in case.separatists() if actor.gwno is None]
    if unseen:
        caveats.append(
            f"No source gives spending or deliveries of {listed(unseen)}; {sides[1].actor.name} stands for that side here, and how much of its stock was committed is not known."
        )
    return Section(
        "arms",
        "What did each side buy?",
        both_sides_finding(sides, money, arrived),
        (_spending(sides, money, frame), _suppliers(sides, arrived, frame), _categories(sides, kinds, frame)),
        tuple(caveats),
    )


def spending_ratio(spending: pl.DataFrame, over: int, under: int) -> pl.DataFrame:
    """Return the ratio of two states' constant-price spending by year.

    Args:
        spending: rows of the table `spending`.
        over: Gleditsch-Ward number of the numerator.
        under: of the denominator.

    Returns:
        Columns `year`, `ratio`, for the years in which both have a figure.
    """
    def of(gwno: int, name: str) -> pl.DataFrame:
        return spending.filter(pl.col("gwno") == gwno).select("year", pl.col("spending_usd2023m").alias(name)).drop_nulls()

    joined = of(over, "over").join(of(under, "under"), on="year").sort("year")
    return joined.filter(pl.col("under") > 0).select("year", ratio=pl.col("over") / pl.col("under"))


def turning_points(ratio: pl.DataFrame) -> list[tuple[int, float, str]]:
    """Return the years that tell a ratio's course: first, lowest, highest after the lowest, last.

    Args:
        ratio: columns `year` and `ratio`, in order.

    Returns:
        Year, ratio and a remark for each, in order of time, no year twice; empty for an empty frame.
    """
    rows = list(ratio.select("year", "ratio").iter_rows())
    if not rows:
        return []
    lowest = min(rows, key=lambda row: row[1])
    highest = max((row for row in rows if row[0] >= lowest[0]), key=lambda row: row[1])
    remarks = {rows[0]: "", rows[-1]: "", lowest: " (its lowest)", highest: " (its highest since)" if highest != lowest else ""}
    if lowest == highest:
        remarks[lowest] = " (its lowest)"
    return [(year, value, remarks[year, value]) for year, value in sorted(remarks)]


def both_sides_finding(sides: tuple[Side, Side], money: pl.DataFrame, arrived: pl.DataFrame) -> str:
    """Return the section's sentence, made from the spending and the deliveries of both sides."""
    parent, behind = sides
    text = ""
    turns = turning_points(spending_ratio(money, parent.gwno, behind.gwno))
    if turns:
        run = listed([f"{significant(value)} in {year}{mark}" for year, value, mark in turns])
        text = f"At constant prices the ratio of {parent.actor.name}’s military spending to {behind.actor.name}’s was {run}"
    totals = {side.gwno: int(arrived.filter(pl.col("recipient_gw") == side.gwno)["tiv_m"].sum()) for side in sides}
    if all(totals.values()):
        years = span(int(arrived["year"].min()), int(arrived["year"].max()))  # type: ignore[arg-type]
        text += (
            f"{'. ' if text else ''}Deliveries of major arms in {years} came to {whole(totals[parent.gwno])} million TIV for {parent.actor.name} "
            f"and {whole(totals[behind.gwno])} for {behind.actor.name}"
        )
        largest = [_largest_supplier(arrived, side) for side in sides]
        if largest[0][0] == largest[1][0]:
            text += f"; {largest[0][0]} was the largest supplier of both ({whole(largest[0][1])} % and {whole(largest[1][1])} % of the volume)"
        else:
            text += f"; the largest suppliers were {largest[0][0]} ({whole(largest[0][1])} %) and {largest[1][0]} ({whole(largest[1][1])} %) respectively"
    return sentence(text)


def _largest_supplier(arrived: pl.DataFrame, side: Side) -> tuple[str, float]:
    own = arrived.filter(pl.col("recipient_gw") == side.gwno).group_by("supplier").agg(pl.col("tiv_m").sum()).sort("tiv_m", "supplier", descending=[True, False])
    return str(own["supplier"][0]), 100 * float(own["tiv_m"][0]) / float(own["tiv_m"].sum())


def _spending(sides: tuple[Side, Side], money: pl.DataFrame, frame: TimeFrame) -> Figure:
    names = {side.gwno: side.actor.name for side in sides}
    rows = money.select(
        "year", at=pl.col("year") + 0.5, usd="spending_usd2023m", state=pl.col("gwno").replace_strict(names, return_dtype=pl.String)
    ).sort("state", "year")
    top, floor = float(rows["usd"].max() or 1), float(rows["usd"].min() or 1)  # type: ignore[arg-type]
    ticks = [n for n in (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000) if floor / 2 <= n <= top * 1.5]
    y = alt.Y(
        "usd:Q",
        scale=alt.Scale(type="log", domain=[floor / 1.3, top * 1.5], nice=False),
        axis=alt.Axis(values=ticks, format=",d", title="million US$ at 2023 prices, logarithmic scale"),
    )
    layers = background(frame)
    totals = {}
    for side, dash in zip(sides, ([1, 0], [6, 3]), strict=True):
        own = rows.filter(pl.col("state") == side.actor.name)
        totals[f"spending of {side.actor.name}, US$ m"] = dict(zip(own["year"].to_list(), own["usd"].to_list(), strict=True))
        encoding = {
            "x": frame.x(), "y": y,
            "tooltip": [alt.Tooltip("state:N"), alt.Tooltip("year:Q", format="d"), alt.Tooltip("usd:Q", title="million US$ (2023)", format=",.0f")],
        }
        layers.append(alt.Chart(values(own)).mark_line(color=role(side.colour), strokeWidth=2.2, strokeDash=dash, tooltip=None).encode(**encoding))  # type: ignore[arg-type]
        layers.append(alt.Chart(values(own)).mark_point(color=role(side.colour), fill=role(side.colour), size=16, opacity=1).encode(**encoding))  # type: ignore[arg-type]
        layers.append(
            alt.Chart(values(own.tail(1)))
            .mark_text(align="right", dy=-12, fontSize=LABEL_PX + 1, fontWeight="bold", color=role(side.colour), tooltip=None)  # type: ignore[arg-type]
            .encode(x=frame.x(), y=y, text="state:N")
        )
    ratio = spending_ratio(money, sides[0].gwno, sides[1].gwno)
    words = f"Military spending of {sides[0].actor.name} and {sides[1].actor.name} at 2023 prices. Ratio of the first to the second: " + (
        listed([f"{significant(r)} in {year}" for year, r in ratio.gather_every(5).iter_rows()]) + "."
    )
    wide = rows.pivot("state", index="year", values="usd").sort("year")
    return Figure(
        id="spending",
        title="Military spending, million US dollars at 2023 prices",
        spec=layered(layers, height=230, description=words),
        alt=words,
        how_to_read=(
            f"On a logarithmic scale equal distances are equal ratios: the gap between the lines is the ratio of the two budgets. Solid: {sides[0].actor.name}; dashed: {sides[1].actor.name}. "
            "SIPRI states no interval."
        ),
        sources=("sipri-milex", "ucdp-prio-acd"),
        data=wide.join(ratio, on="year", how="left"),
        height_px=full_height(230),
        totals=totals,
    )


def _suppliers(sides: tuple[Side, Side], arrived: pl.DataFrame, frame: TimeFrame) -> Figure:
    totals = arrived.group_by("supplier").agg(pl.col("tiv_m").sum()).sort("tiv_m", "supplier", descending=[True, False])
    named = totals["supplier"].to_list()[:6]
    rows = (
        arrived.with_columns(row=pl.when(pl.col("supplier").is_in(named)).then("supplier").otherwise(pl.lit("all others")))
        .group_by("recipient_gw", "row", "year")
        .agg(amount=pl.col("tiv_m").sum().cast(pl.Float64))
    )
    order = [*named, *(["all others"] if len(totals) > len(named) else [])]
    first, last = int(arrived["year"].min()), int(arrived["year"].max())  # type: ignore[arg-type]
    return _paired_rows(
        "suppliers",
        f"Deliveries of major arms by supplier, {span(first, last)}, million TIV a year",
        rows, order, sides, frame, ("sipri-tiv", "ucdp-prio-acd"),
        is_headline=True,
        coverage=f"The yearly table ends in {last}",
    )


def _categories(sides: tuple[Side, Side], kinds: pl.DataFrame, frame: TimeFrame) -> Figure:
    rows = kinds.group_by("recipient_gw", "year", row="category").agg(amount=pl.col("tiv_m").sum())
    order = rows.group_by("row").agg(pl.col("amount").sum()).sort("amount", "row", descending=[True, False])["row"].to_list()
    first, last = int(kinds["year"].min()), int(kinds["year"].max())  # type: ignore[arg-type]
    return _paired_rows(
        "categories",
        f"Deliveries of major arms by category, {span(first, last)}, million TIV a year",
        rows, order, sides, frame, ("sipri-register", "ucdp-prio-acd"),
        is_headline=False,
        coverage=f"The register at hand covers {span(first, last)}; its sums differ from the yearly table’s by rounding and by later revision",
    )


def _paired_rows(
    name: str, title: str, rows: pl.DataFrame, order: Sequence[str], sides: tuple[Side, Side], frame: TimeFrame, sources: tuple[str, ...],
    *, is_headline: bool, coverage: str,
) -> Figure:
    """Return a chart with one row per supplier or category and two bars a year, all rows to one scale."""
    top = float(rows["amount"].max() or 1)  # type: ignore[arg-type]
    marks: list[dict[str, Any]] = []
    totals: dict[str, dict[int, float]] = {}
    for offset, side in zip((0.08, 0.5), sides, strict=True):
        own = rows.filter(pl.col("recipient_gw") == side.gwno)
        if is_headline:
            by_year = own.group_by("year").agg(pl.col("amount").sum())
            totals[f"deliveries to {side.actor.name}, TIV m"] = dict(zip(by_year["year"].to_list(), by_year["amount"].to_list(), strict=True))
        for mark in own.sort("row", "year").to_dicts():
            base = order.index(mark["row"]) + 1
            reach = (1 - _LABEL_SHARE) * mark["amount"] / top
            marks.append(
                {
                    "row": mark["row"], "year": mark["year"], "to": side.actor.name, "amount": round(mark["amount"], 2),
                    "at": mark["year"] + offset, "until": mark["year"] + offset + 0.42, "base": base - 0.02, "tip": base - 0.02 - max(reach, 0.03),
                    "colour": side.colour,
                }
            )
    labels = []
    for i, row in enumerate(order):
        sums = [sum(m["amount"] for m in marks if m["row"] == row and m["to"] == side.actor.name) for side in sides]
        labels.append(
            {
                "at": frame.first, "y": i + _LABEL_SHARE * 0.55, "text": row[:1].upper() + row[1:],
                "long": f"{row[:1].upper() + row[1:]}   {whole(sums[0])} to {sides[0].actor.name}, {whole(sums[1])} to {sides[1].actor.name}",
                "short": f"{row[:1].upper() + row[1:]}   {whole(sums[0])} / {whole(sums[1])}",
                "base": i + 0.98,
            }
        )
    y_scale = alt.Scale(domain=[0, len(order)], reverse=True, nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=alt.Axis(labels=False, title=None, grid=False))

    layers = background(frame)
    layers.append(
        alt.Chart(alt.Data(values=labels)).mark_rule(color=role("hairline"), tooltip=None).encode(y=y("base"))  # type: ignore[arg-type]
    )
    for side in sides:
        layers.append(
            alt.Chart(alt.Data(values=[m for m in marks if m["to"] == side.actor.name]))
            .mark_rect(fill=role(side.colour), stroke=role("ink"), strokeWidth=0.4)  # type: ignore[arg-type]
            .encode(
                x=frame.x(), x2="until:Q", y=y("base"), y2="tip:Q",
                tooltip=[alt.Tooltip("row:N", title=name[:-1] if name == "suppliers" else "category"), alt.Tooltip("year:Q", format="d"), alt.Tooltip("to:N"), alt.Tooltip("amount:Q", title="million TIV")],
            )
        )
    for field, shown in (("long", f"!({IS_NARROW})"), ("short", IS_NARROW)):
        layers.append(
            alt.Chart(alt.Data(values=labels))
            .transform_filter(shown)
            .mark_text(align="left", dx=2, baseline="middle", fontSize=LABEL_PX, color=role("ink"), tooltip=None)  # type: ignore[arg-type]
            .encode(x=frame.x(), y=y("y"), text=f"{field}:N")
        )
    largest = max(marks, key=lambda m: m["amount"])
    words = f"{title}. " + "; ".join(label["long"].replace("   ", ": ") for label in labels) + "."
    height = _ROW_PX * len(order)
    data = pl.DataFrame([{key: m[key] for key in ("row", "to", "year", "amount")} for m in marks]).rename(
        {"row": name[:-1] if name == "suppliers" else "category", "amount": "tiv_m"}
    )
    return Figure(
        id=name,
        title=title,
        spec=layered(layers, height=height, description=words),
        alt=words,
        how_to_read=(
            f"In each year the left, dark bar is what {sides[0].actor.name} received and the right, light bar what {sides[1].actor.name} received; all rows share one scale. "
            f"The tallest bar is {whole(largest['amount'])} million TIV ({largest['row']}, to {largest['to']}, {largest['year']}). The numbers beside each name are totals. {coverage}."
        ),
        sources=sources,
        data=data,
        height_px=full_height(height),
        totals=totals,
    )


def _parent_only(case: Case, snapshot: Snapshot, frame: TimeFrame) -> Section | None:
    parent = next((actor for actor in case.parents() if actor.gwno), None)
    if parent is None:
        return None
    burden = snapshot.table("spending_burden").filter(
        pl.col("gwno") == parent.gwno, pl.col("last_year") >= frame.first, pl.col("first_year") <= frame.last
    )
    shares = snapshot.table("arms_shares").filter(
        pl.col("recipient_gw") == parent.gwno, pl.col("last_year") >= frame.first, pl.col("first_year") <= frame.last
    )
    figures = [
        *([_burden(parent, burden, frame)] if burden.height else []),
        *([_share_rows(parent, shares, frame)] if shares.height else []),
    ]
    if not figures:
        return None
    return Section(
        "arms",
        f"What did {parent.name} buy?",
        parent_finding(parent, burden, shares),
        tuple(figures),
        (
            "No source at hand gives the spending or the arms of the other side; a missing value is not a small one.",
            "SIPRI’s terms limit what may be republished: yearly series are shown for the bundled cases only, here means and shares over periods.",
            "A TIV measures the military capability of what was delivered, not its price.",
        ),
    )


def parent_finding(parent: Actor, burden: pl.DataFrame, shares: pl.DataFrame) -> str:
    """Return the section's sentence where only the parent state's figures are at hand."""
    text = ""
    if burden.height:
        low, high = burden.sort("spending_gdp_pct").row(0, named=True), burden.sort("spending_gdp_pct").row(-1, named=True)
        text = f"{parent.name} spent between {significant(low['spending_gdp_pct'])} % of its GDP on its military ({span(low['first_year'], low['last_year'])}) and {significant(high['spending_gdp_pct'])} % ({span(high['first_year'], high['last_year'])}), in means over five years or fewer"
        if burden.height == 1:
            text = f"{parent.name} spent {significant(low['spending_gdp_pct'])} % of its GDP on its military in {span(low['first_year'], low['last_year'])}"
    named = shares.filter(pl.col("supplier") != "other")
    if named.height:
        latest = named.filter(pl.col("first_year") == pl.col("first_year").max()).sort("share_pct", "supplier", descending=[True, False]).row(0, named=True)
        text += f"{'; ' if text else ''}its largest supplier of major arms in {span(latest['first_year'], latest['last_year'])} was {latest['supplier']}, with {whole(latest['share_pct'])} % of the volume"
    return sentence(text)


def _burden(parent: Actor, burden: pl.DataFrame, frame: TimeFrame) -> Figure:
    rows = burden.select(
        "first_year", "last_year", "n_years", "spending_gdp_pct", "lowest_gdp_pct", "highest_gdp_pct",
        at=pl.col("first_year").clip(frame.first).cast(pl.Float64), until=(pl.col("last_year") + 1.0).clip(upper_bound=frame.last + 1.0),
    )
    top = float(rows["highest_gdp_pct"].max() or 1)  # type: ignore[arg-type]
    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, top * 1.1], nice=False), axis=alt.Axis(title="percent of GDP", tickCount=5))

    tooltip = [alt.Tooltip("first_year:Q", format="d"), alt.Tooltip("last_year:Q", format="d"), alt.Tooltip("spending_gdp_pct:Q", title="mean, % of GDP", format=".2f"), alt.Tooltip("lowest_gdp_pct:Q", format=".2f"), alt.Tooltip("highest_gdp_pct:Q", format=".2f")]
    layers = background(frame)
    layers.append(alt.Chart(values(rows)).mark_rect(fill=role("parent"), opacity=0.22).encode(x=frame.x(), x2="until:Q", y=y("lowest_gdp_pct"), y2="highest_gdp_pct:Q", tooltip=tooltip))  # type: ignore[arg-type]
    layers.append(alt.Chart(values(rows)).mark_rule(color=role("parent"), strokeWidth=2.5).encode(x=frame.x(), x2="until:Q", y=y("spending_gdp_pct"), tooltip=tooltip))
    words = f"Military spending of {parent.name} as a share of GDP, means over five years: " + listed([f"{span(r['first_year'], r['last_year'])}: {significant(r['spending_gdp_pct'])} %" for r in rows.to_dicts()]) + "."
    return Figure(
        id="burden",
        title=f"Military spending of {parent.name}, percent of GDP, means over five years or fewer",
        spec=layered(layers, height=190, description=words),
        alt=words,
        how_to_read="The line is the mean over the years of each period that have a figure, the band the lowest and highest year.",
        sources=("sipri-milex", "ucdp-prio-acd"),
        data=burden.drop("gwno"),
        height_px=full_height(190),
    )


def _share_rows(parent: Actor, shares: pl.DataFrame, frame: TimeFrame) -> Figure:
    order = (
        shares.group_by("supplier").agg(pl.col("share_pct").sum(), other=(pl.col("supplier") == "other").any())
        .sort("other", "share_pct", "supplier", descending=[False, True, False])["supplier"].to_list()
    )
    marks = [
        {
            **row, "at": max(row["first_year"], frame.first), "until": min(row["last_year"] + 1, frame.last + 1),
            "base": order.index(row["supplier"]) + 0.98,
            "tip": order.index(row["supplier"]) + 0.98 - (1 - _LABEL_SHARE) * row["share_pct"] / 100,
            "middle": (max(row["first_year"], frame.first) + min(row["last_year"] + 1, frame.last + 1)) / 2,
            "percent": f"{row['share_pct']:.0f} %",
        }
        for row in shares.drop("recipient_gw").sort("supplier", "first_year").to_dicts()
        if row["share_pct"] > 0
    ]
    labels = [{"at": frame.first, "y": i + _LABEL_SHARE * 0.5, "base": i + 0.98, "text": name[:1].upper() + name[1:]} for i, name in enumerate(order)]

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, len(order)], reverse=True, nice=False), axis=alt.Axis(labels=False, title=None, grid=False))

    tooltip = [alt.Tooltip("supplier:N"), alt.Tooltip("first_year:Q", format="d"), alt.Tooltip("last_year:Q", format="d"), alt.Tooltip("share_pct:Q", title="percent", format=".1f")]
    layers = background(frame)
    layers.append(alt.Chart(alt.Data(values=labels)).mark_rule(color=role("hairline"), tooltip=None).encode(y=y("base")))  # type: ignore[arg-type]
    layers.append(alt.Chart(alt.Data(values=marks)).mark_rect(fill=role("outside"), opacity=0.8, stroke=role("paper"), strokeWidth=1).encode(x=frame.x(), x2="until:Q", y=y("base"), y2="tip:Q", tooltip=tooltip))  # type: ignore[arg-type]
    layers.append(alt.Chart(alt.Data(values=labels)).mark_text(align="left", dx=2, baseline="middle", fontSize=LABEL_PX, color=role("ink"), tooltip=None).encode(x=frame.x(), y=y("y"), text="text:N"))  # type: ignore[arg-type]
    layers.append(alt.Chart(alt.Data(values=[m for m in marks if m["until"] - m["at"] >= 4])).mark_text(baseline="bottom", dy=-1, fontSize=LABEL_PX - 1, color=role("ink"), tooltip=None).encode(x=frame.x("middle"), y=y("tip"), text="percent:N"))  # type: ignore[arg-type]
    words = f"Shares of suppliers in deliveries of major arms to {parent.name}: " + "; ".join(f"{m['supplier']} {m['percent']} in {span(m['first_year'], m['last_year'])}" for m in marks) + "."
    height = _ROW_PX * len(order)
    return Figure(
        id="supplier-shares",
        title=f"Suppliers of major arms to {parent.name}, percent of the volume (TIV) in ten-year periods",
        spec=layered(layers, height=height, description=words),
        alt=words,
        how_to_read="Each block is a supplier’s share of what was delivered in the period; its height and the number above it say how much.",
        sources=("sipri-tiv", "ucdp-prio-acd"),
        data=shares.drop("recipient_gw").sort("supplier", "first_year"),
        height_px=full_height(height),
    )
