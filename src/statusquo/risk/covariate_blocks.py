"""How each block of covariates is made, for the end of each year of each dispute.

Every function takes and returns one row per dispute and calendar year, sorted, and uses nothing dated later than the
row's year. The moment is the end of that year; `covariates` moves it to the row of the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from statusquo.balances import outside_powers
from statusquo.balances.arms_producers import arms_producers
from statusquo.balances.garrisons import WHOLE, committed_shares
from statusquo.core.artefacts import load_artefact
from statusquo.panels.codings import Coding
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

HALF_LIFE_YEARS = 8.0
"""Half-life of past fighting: the form is Raknerud and Hegre's (1997); eight years lie inside the balances' range."""

THRESHOLD_DEATHS = {"minor": 25.0, "war": 1_000.0}
"""Stands in for the deaths of an active year for which the sources have neither an estimate nor a range."""

SPENDING_WEIGHT = 0.5
"""The middle of the range from which `balances` draws the weight of spending."""

CHANGE_YEARS = 5
ENDINGS = {
    "ended_by_peace_agreement": "peace agreement",
    "ended_by_ceasefire": "ceasefire agreement",
    "ended_by_government_victory": "victory for government side",
    "ended_by_separatist_victory": "victory for non-state side",
    "ended_by_dissolution": "actor ceases to exist",
}
REGIONS = {"in_africa": "Africa", "in_americas": "Americas", "in_europe": "Europe", "in_middle_east": "Middle East"}

LATEST_LAG_OF_TIES_YEARS = 6
"""For how long the alliances of 2018, and what they add up to, stand in for those of later years: to 2024."""

OUTSIDE_INPUTS = (
    "veto_commitment_to_parent",
    "veto_commitment_to_separatist",
    "parent_major_power_ally",
    "separatist_major_power_ally",
)
"""What the covariates of outside powers follow from once it is known which side holds."""

INPUTS = (
    "patron_gw",
    "parent_gw",
    "patron_basis",
    "committed",
    "separatists_lead",
    "patron_capability_log",
    *OUTSIDE_INPUTS,
)
"""What covariates are derived from and are not themselves."""

_KEY = ["conflict_id_ucdp", "year"]
_DISPUTE = "conflict_id_ucdp"


def end_of_year(snapshot: Snapshot, extra: Sequence[Coding]) -> pl.DataFrame:
    """Return the state of each dispute at the end of each year: activity, status, sides."""
    panel = dispute_years(snapshot, extra).frame
    status = status_quo_years(snapshot, extra).frame.select(*_KEY, "holder", "claim", "line_changed_year")
    disputes = snapshot.table("disputes").select(_DISPUTE, "region")
    frame = panel.join(status, on=_KEY, how="left", maintain_order="left")
    frame = frame.join(disputes, on=_DISPUTE, how="left", maintain_order="left")
    shares = committed_shares(snapshot)
    frame = frame.join(shares, on=[*_KEY, "patron_gw"], how="left", maintain_order="left")
    return frame.with_columns(pl.col("committed").fill_null(WHOLE.middle)).sort(_KEY)


def with_record(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Add both clocks, the record of past fighting and how the last episode ended."""
    active, war = pl.col("ground_intensity") != "none", pl.col("ground_intensity") == "war"
    first = pl.col("year").min().over(_DISPUTE)
    last_active = pl.when(active).then("year").forward_fill().over(_DISPUTE)
    last_quiet = pl.when(~active).then("year").forward_fill().over(_DISPUTE).fill_null(first - 1)
    ranges = snapshot.table("dispute_years").select(*_KEY, "deaths_range_low", "deaths_range_high")
    frame = frame.join(ranges, on=_KEY, how="left", maintain_order="left")
    middle = (pl.col("deaths_range_low").cast(pl.Float64) * pl.col("deaths_range_high")).sqrt()
    threshold = pl.col("ground_intensity").replace_strict(THRESHOLD_DEATHS, default=0.0, return_dtype=pl.Float64)
    frame = frame.with_columns(
        _deaths=pl.when(active).then(pl.coalesce("deaths_best", middle, threshold)).otherwise(0.0),
    )
    recurrences, quiet_years = pl.col("episode") - 1, (~active).cast(pl.Int64).cum_sum().over(_DISPUTE)
    until = pl.coalesce("episode_end_date", pl.date(pl.coalesce("episode_last_year", "year"), 12, 31))
    return frame.with_columns(
        quiet_years_log=(pl.col("year") - last_active).log1p(),
        line_quiet_years_log=(pl.col("year") - pl.col("line_changed_year")).log1p(),
        active_years_log=pl.when(active).then(pl.col("year") - last_quiet).otherwise(0).log1p(),
        dispute_age_log=(pl.col("year") - first).log1p(),
        episodes_log=pl.col("episode").log1p(),
        active_years_decayed=_decayed(active.cast(pl.Float64)),
        deaths_decayed_log=_decayed(pl.col("_deaths")).log1p(),
        had_war=war.cast(pl.Float64).cum_max().over(_DISPUTE),
        episode_days_log=(until - pl.col("episode_start_date")).dt.total_days().log1p(),
        recurrence_rate=(recurrences + 0.5) / (quiet_years + 10),
        **{name: _is(pl.col("last_outcome"), ending) for name, ending in ENDINGS.items()},
        **{name: _is(pl.col("region"), region) for name, region in REGIONS.items()},
        is_claim_closed=_is(pl.col("claim"), "closed"),
        separatists_hold=_is(pl.col("holder"), "separatist"),
        separatists_lead=_is(pl.col("holder"), "separatist"),
    )


def with_states(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Add what the parent state is and what shook it, and the means of the state behind the separatist side."""
    states = snapshot.table("state_years")
    patron = states.select(
        pl.col("gwno").alias("patron_gw"),
        "year",
        patron_capability_log=_log("cinc"),
        _patron_leaders=pl.col("n_leader_changes"),
    )
    frame = frame.join(patron, on=["patron_gw", "year"], how="left", maintain_order="left")
    has_none = pl.col("patron_gw").is_null()
    return frame.with_columns(
        parent_leader_change=(pl.col("parent_n_leader_changes") > 0).cast(pl.Float64),
        parent_irregular_leader_change=pl.col("parent_is_irregular_turnover").cast(pl.Float64),
        patron_leader_change=pl.when(has_none).then(0.0).otherwise((pl.col("_patron_leaders") > 0).cast(pl.Float64)),
        parent_capability_log=_log("parent_cinc"),
        parent_democracy="parent_polyarchy",
        parent_democracy_change_5y=pl.col("parent_polyarchy").pipe(_change, CHANGE_YEARS),
        parent_income_log=_log("parent_gdp_per_head_usd"),
        parent_population_log=_log("parent_population_thousands"),
    ).with_columns(carried(pl.col("patron_capability_log"), 2022, 2))


def with_arming(frame: pl.DataFrame) -> pl.DataFrame:
    """Add both sides' stocks and surges, from the artefact that uses nothing later than each year."""
    arming = load_artefact("state_arming")
    for side in ("parent", "patron"):
        named = arming.select(
            pl.col("gwno").alias(f"{side}_gw"),
            "year",
            pl.col("spending_stock_log").alias(f"{side}_spending_stock"),
            pl.col("arms_stock_log").alias(f"{side}_arms_stock"),
            pl.col("delivery_surge").alias(f"{side}_delivery_surge"),
        )
        frame = frame.join(named, on=[f"{side}_gw", "year"], how="left", maintain_order="left")
    return frame


def with_kin(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Add whether a state stands behind the separatist side, and whether its group has kin in power elsewhere."""
    frame = frame.join(_kin(snapshot), on=_KEY, how="left", maintain_order="left")
    listed = snapshot.table("dispute_groups").group_by(_DISPUTE).agg(_listed_since=pl.col("first_year").min())
    frame = frame.join(listed, on=_DISPUTE, how="left", maintain_order="left")
    has_groups = pl.col("year") >= pl.col("_listed_since")
    return frame.with_columns(
        has_patron=pl.col("n_patrons").is_not_null().cast(pl.Float64),
        has_kin_state=pl.when(has_groups).then(pl.col("_has_kin").fill_null(0.0)),
    )


def with_outside_powers(frame: pl.DataFrame, snapshot: Snapshot, left_out: Collection[int] = ()) -> pl.DataFrame:
    """Add what outside states can bring to either side, and the veto power with what pulls it.

    Args:
        frame: one row per dispute and year, with the states behind the sides.
        snapshot: the open snapshot.
        left_out: Gleditsch-Ward numbers of states whose ties are taken away.
    """
    suppliers = load_artefact("arms_suppliers")
    told = outside_powers.outside_powers(frame, snapshot, suppliers, left_out)
    frame = frame.drop(name for name in told.columns if name in frame.columns and name not in _KEY)
    frame = frame.join(told.drop("veto_power_gw"), on=_KEY, how="left", maintain_order="left")
    has_strength = pl.col("veto_power_strength").is_not_null()
    knows = (pl.col("year") <= outside_powers.LAST_YEAR) & pl.col("parent_gw").is_not_null()
    return frame.with_columns(
        has_veto_power=pl.when(knows).then(
            pl.when(has_strength).then(pl.col("veto_power_strength") > 0).otherwise(False).cast(pl.Float64)
        ),
    ).with_columns(carried(pl.col(name), outside_powers.LAST_YEAR, LATEST_LAG_OF_TIES_YEARS) for name in OUTSIDE_INPUTS)


def calendar() -> Iterator[pl.Expr]:
    """Yield the covariates of the row's own year, which is known beforehand."""
    yield ((pl.col("year") - 1985) / 10).alias("decade")
    yield (pl.col("year") >= 1990).cast(pl.Float64).alias("after_cold_war")


def levels() -> Iterator[pl.Expr]:
    """Yield the balances between the two sides, revisionist over holder."""
    turn = pl.when(pl.col("separatists_lead") == 1.0).then(1.0).otherwise(-1.0)
    spending = pl.col("parent_spending_stock") - pl.col("patron_spending_stock")
    arms = pl.col("parent_arms_stock") - pl.col("patron_arms_stock")
    # Where either state makes most of its own arms, deliveries say nothing and the balance rests on spending.
    home_made = pl.any_horizontal(pl.col("parent_gw", "patron_gw").is_in(sorted(arms_producers())))
    means = pl.when(home_made).then(spending).otherwise(SPENDING_WEIGHT * spending + (1 - SPENDING_WEIGHT) * arms)
    commits = pl.col("committed") > 0
    yield pl.when(commits).then(turn * (means - pl.col("committed").log())).alias("military_balance")
    yield (turn * spending).alias("spending_balance")
    yield (turn * (pl.col("parent_capability_log") - pl.col("patron_capability_log"))).alias("capability_balance")
    supports = pl.col("parent_outside_support") - pl.col("separatist_outside_support")
    yield (turn * supports).alias("regional_balance")
    towards_parent = pl.col("veto_commitment_to_parent") - pl.col("veto_commitment_to_separatist")
    yield (-turn * towards_parent).alias("veto_power_lean")
    holder_is_separatist = pl.col("separatists_lead") == 1.0
    ally = pl.when(holder_is_separatist).then("separatist_major_power_ally").otherwise("parent_major_power_ally")
    yield ally.alias("major_power_ally_of_holder")


def changes() -> Iterator[pl.Expr]:
    """Yield the changes of the balances over five years.

    A balance whose holder changed, or whose patron did, has no change over that year: it is another balance.
    """
    same = (pl.col("patron_gw").pipe(_change, CHANGE_YEARS) == 0) & (
        pl.col("separatists_lead").pipe(_change, CHANGE_YEARS) == 0
    )
    # After the last treaties the regional balance stands still for want of data, which is no change of nothing.
    has_ties = same & (pl.col("year") <= outside_powers.LAST_YEAR)
    for name, when in (("military_balance", same), ("regional_balance", has_ties)):
        yield pl.when(when).then(pl.col(name).pipe(_change, CHANGE_YEARS)).alias(f"{name}_change_{CHANGE_YEARS}y")


def _log(name: str) -> pl.Expr:
    """Return the logarithm; a capability that rounds to nothing has none."""
    return pl.when(pl.col(name) > 0).then(pl.col(name).log())


def _change(column: pl.Expr, years: int) -> pl.Expr:
    before: pl.Expr = column.shift(years).over(_DISPUTE, order_by="year")
    change: pl.Expr = column - before
    return change


def _is(column: pl.Expr, value: str) -> pl.Expr:
    return (column == value).fill_null(False).cast(pl.Float64)


def _decayed(column: pl.Expr) -> pl.Expr:
    """Return the sum of a column so far, each year's share halving every `HALF_LIFE_YEARS`."""
    kept = 0.5 ** (1 / HALF_LIFE_YEARS)
    # Exponentially weighted sums are the unadjusted mean's with its weight taken out.
    smoothed = column.ewm_mean(alpha=1 - kept, adjust=True)
    n = pl.int_range(1, pl.len() + 1)
    weights: pl.Expr = (1 - kept**n) / (1 - kept)
    return (smoothed * weights).over(_DISPUTE)


def carried(column: pl.Expr, last: int, years: int) -> pl.Expr:
    """Return a column whose value of the last year stands in for some years after it; missing after these."""
    at_the_end = column.filter(pl.col("year") == last).first().over(_DISPUTE)
    after = pl.col("year") - last
    return pl.when(after <= 0).then(column).when(after <= years).then(at_the_end)


def _kin(snapshot: Snapshot) -> pl.DataFrame:
    kin = snapshot.table("dispute_patrons").filter(pl.col("side") == "b", pl.col("basis") == "EPR kin state")
    years = spread_years(kin.select(_DISPUTE, "first_year", "last_year")).unique(_KEY)
    return years.select(*_KEY, _has_kin=pl.lit(1.0))
