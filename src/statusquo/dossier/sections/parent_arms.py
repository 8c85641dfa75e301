"""What the parent state bought, where that is all the data give: its burden and its suppliers, over periods."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from statusquo.cases.model import Actor
from statusquo.core.wording import in_sentence, sentence, significant, span, whole
from statusquo.dossier.burden_charts import burden_figure, share_figure
from statusquo.dossier.context import Context
from statusquo.dossier.parts import Section

LARGEST_LEAP = 10.0
"""A share of GDP that grows or falls by more from one period to the next is taken for a fault of the figures."""


def parent_arms(context: Context) -> Section | None:
    """Return the section, None when the snapshot holds nothing on the parent state."""
    frame, table = context.frame, context.snapshot.table
    parent = next((actor for actor in context.case.parents() if actor.gwno), None)
    if parent is None:
        return None
    is_shown = (pl.col("last_year") >= frame.first) & (pl.col("first_year") <= frame.last)
    burden = table("spending_burden").filter(is_shown, gwno=parent.gwno)
    shares = table("arms_shares").filter(is_shown, recipient_gw=parent.gwno)
    figures = [
        *([burden_figure(parent, burden, frame)] if burden.height else []),
        *([share_figure(parent, shares, frame)] if shares.height else []),
    ]
    if not figures:
        return None
    return Section(
        "arms",
        f"What did {in_sentence(parent.name)} buy?",
        parent_finding(parent, burden.clear() if leap(burden) else burden, shares),
        tuple(figures),
        (
            "No source at hand gives the spending or the arms of the other side; a missing value is not a small one.",
            "SIPRI’s terms limit what may be republished: yearly series are shown for the bundled cases "
            "only, here means and shares over periods.",
            "A TIV measures the military capability of what was delivered, not its price.",
            *([leap(burden)] if leap(burden) else []),
        ),
    )


def leap(burden: pl.DataFrame) -> str:
    """Return a caveat where the share of GDP leaps from one period to the next as no force does; empty where not."""
    periods = burden.sort("first_year").to_dicts()
    for before, after in pairwise(periods):
        shares = sorted((before["spending_gdp_pct"], after["spending_gdp_pct"]))
        if after["first_year"] - before["last_year"] == 1 and shares[1] > LARGEST_LEAP * shares[0]:
            return (
                f"The share of GDP leaps from {significant(before['spending_gdp_pct'])} % in "
                f"{span(before['first_year'], before['last_year'])} to {significant(after['spending_gdp_pct'])} % in "
                f"{span(after['first_year'], after['last_year'])}. That is as SIPRI prints it and no change of forces: "
                "its figures of spending and of GDP do not fit together over these years, so that the sentence at the "
                "head tells none."
            )
    return ""


def parent_finding(parent: Actor, burden: pl.DataFrame, shares: pl.DataFrame) -> str:
    """Return the section's sentence where only the parent state's figures are at hand."""
    text = ""
    if burden.height:
        low, high = (
            burden.sort("spending_gdp_pct").row(0, named=True),
            burden.sort("spending_gdp_pct").row(-1, named=True),
        )
        text = (
            f"{in_sentence(parent.name)} spent between {significant(low['spending_gdp_pct'])} % of its GDP on its "
            "military "
            f"({span(low['first_year'], low['last_year'])}) and {significant(high['spending_gdp_pct'])} % "
            f"({span(high['first_year'], high['last_year'])}), in means over five years or fewer"
        )
        if burden.height == 1:
            text = (
                f"{parent.name} spent {significant(low['spending_gdp_pct'])} % of its GDP on its military in "
                f"{span(low['first_year'], low['last_year'])}"
            )
    named = shares.filter(pl.col("supplier") != "other")
    if named.height:
        latest = (
            named.filter(pl.col("first_year") == pl.col("first_year").max())
            .sort("share_pct", "supplier", descending=[True, False])
            .row(0, named=True)
        )
        text += (
            f"{'; ' if text else ''}its largest supplier of major arms in "
            f"{span(latest['first_year'], latest['last_year'])} was {in_sentence(latest['supplier'])}, with "
            f"{whole(latest['share_pct'])} % of the volume"
        )
    return sentence(text)
