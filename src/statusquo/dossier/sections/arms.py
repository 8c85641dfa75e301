"""What each side bought: military spending, and deliveries of major arms by supplier and by category.

SIPRI's spending is money at constant prices; its trend-indicator value (TIV) is a volume of military capability, never
added to money. Only the actors of the bundled cases have yearly series at hand, within SIPRI's terms for republication;
what is known of one side alone says nothing of a dispute and is not shown.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from statusquo.core.names import all_of, the
from statusquo.core.wording import capitalised, listed, sentence, significant, span, whole
from statusquo.dossier.arms_charts import categories_figure, spending_figure, suppliers_figure
from statusquo.dossier.context import Context
from statusquo.dossier.numbers import arms_numbers
from statusquo.dossier.parts import Section
from statusquo.dossier.sides import Side, turning_points
from statusquo.snapshot.spending import base_year


def arms(context: Context) -> Section | None:
    """Return the part of the section on balances, None where spending or deliveries of either side are not at hand."""
    sides, table = context.sides, context.snapshot.table
    if sides is not None and context.ratio is not None:
        numbers = [side.gwno for side in sides]
        spending = table("spending").filter(pl.col("gwno").is_in(numbers))
        deliveries = table("arms_deliveries").filter(pl.col("recipient_gw").is_in(numbers))
        if set(numbers) <= set(spending["gwno"]) and set(numbers) <= set(deliveries["recipient_gw"]):
            return _both_sides(context, sides, context.ratio, spending, deliveries)
    return None


def _both_sides(
    context: Context, sides: tuple[Side, Side], ratio: pl.DataFrame, spending: pl.DataFrame, deliveries: pl.DataFrame
) -> Section:
    case, snapshot, frame = context.case, context.snapshot, context.frame
    money = frame.within(spending).drop_nulls("spending_constant_usdm")
    # SIPRI spells some states otherwise than the rest of the page: "Turkey" for Türkiye.
    as_on_the_page = {actor.gwno: actor.name for actor in case.actor if actor.gwno is not None}
    arrived = frame.within(deliveries).with_columns(
        supplier=pl.col("supplier_gw").replace_strict(
            as_on_the_page, default=pl.col("supplier"), return_dtype=pl.String
        )
    )
    categories = snapshot.table("arms_categories")
    kinds = frame.within(categories.filter(pl.col("recipient_gw").is_in([side.gwno for side in sides])))
    caveats = [
        "SIPRI gives no interval for spending or for the volume of deliveries; many of its figures are "
        "estimates, and what a state does not disclose is missing.",
        "A TIV measures the military capability of what was delivered, not its price, and counts major arms "
        "only: small arms, ammunition and most components are left out.",
        "Small or cheap weapons weigh little in TIV whatever they did on the battlefield: a share of the "
        "volume is not a share of the effect.",
    ]
    unseen = [actor.name for actor in case.separatists() if actor.gwno is None]
    if unseen:
        caveats.append(
            f"No source gives spending or deliveries of {all_of(unseen)}; {the(sides[1].actor.name)} stands for "
            "that side here, and how much of its stock was committed is not known."
        )
    return Section(
        "arms",
        "What did each side buy?",
        both_sides_finding(sides, ratio, arrived),
        (
            spending_figure(sides, money, ratio, base_year(snapshot), frame),
            replace(suppliers_figure(sides, arrived, frame), headline=largest_suppliers(sides, arrived)),
            categories_figure(sides, kinds, frame),
        ),
        tuple(caveats),
        arms_numbers(sides, snapshot, money, ratio, arrived),
    )


def both_sides_finding(sides: tuple[Side, Side], ratio: pl.DataFrame, arrived: pl.DataFrame) -> str:
    """Return the section's sentence, made from the ratio of spending and the deliveries of both sides."""
    parent, behind = sides
    text = ""
    turns = turning_points(ratio)
    if turns:
        first, *others = [f"{significant(value)} in {year}{mark}" for year, value, mark in turns]
        text = (
            f"At constant prices the ratio of {the(parent.actor.name)}’s military spending to "
            f"{the(behind.actor.name)}’s was {first}"
        )
        text += "".join(f". It was {other}" for other in others)
    totals = {side.gwno: int(arrived.filter(pl.col("recipient_gw") == side.gwno)["tiv_m"].sum()) for side in sides}
    if all(totals.values()):
        years = span(min(arrived["year"].to_list()), max(arrived["year"].to_list()))
        text += (
            f"{'. ' if text else ''}Deliveries of major arms in {years} came to {whole(totals[parent.gwno])} "
            f"million TIV for {the(parent.actor.name)} "
            f"and {whole(totals[behind.gwno])} for {the(behind.actor.name)}"
        )
        largest = [_largest_supplier(arrived, side) for side in sides]
        if largest[0][0] == largest[1][0]:
            text += (
                f". {capitalised(the(largest[0][0]))} was the largest supplier of both ({whole(largest[0][1])} % and "
                f"{whole(largest[1][1])} % of the volume)"
            )
        else:
            text += (
                f". The largest suppliers were {the(largest[0][0])} ({whole(largest[0][1])} %) and "
                f"{the(largest[1][0])} ({whole(largest[1][1])} %) respectively"
            )
    return sentence(text)


def largest_suppliers(sides: tuple[Side, Side], arrived: pl.DataFrame) -> str:
    """Return who delivered most to each side that received any, and which share of it, in a sentence."""
    weighed = arrived.filter(pl.col("tiv_m") > 0)
    told = []
    for side in sides:
        if weighed.filter(recipient_gw=side.gwno).height:
            name, share = _largest_supplier(weighed, side)
            told.append(f"{whole(share)} % of what {the(side.actor.name)} received came from {the(name)}")
    return sentence(listed(told)) if told else ""


def _largest_supplier(arrived: pl.DataFrame, side: Side) -> tuple[str, float]:
    own = (
        arrived.filter(pl.col("recipient_gw") == side.gwno)
        .group_by("supplier")
        .agg(pl.col("tiv_m").sum())
        .sort("tiv_m", "supplier", descending=[True, False])
    )
    return str(own["supplier"][0]), 100 * float(own["tiv_m"][0]) / float(own["tiv_m"].sum())
