"""What holds it: the military balance with its interval, when it broke, and what other measures say instead.

The regional balance is not built yet; inertia's two clocks are in the section's numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from statusquo.balances.inertia import inertia
from statusquo.balances.military import MilitaryBalance, military_balance
from statusquo.balances.trends import Break, break_date, break_date_of_draws
from statusquo.cases.model import Case
from statusquo.core.errors import DomainError
from statusquo.core.estimates import Estimate, Series
from statusquo.dossier.balance_charts import military_figure, short_name
from statusquo.dossier.parts import Section
from statusquo.dossier.timecharts import TimeFrame
from statusquo.dossier.wording import counted, listed, sentence, significant
from statusquo.snapshot.store import Snapshot

_CAVEATS = (
    "The balance is one of national stocks: what stood at the line, how well it was used, and what was never disclosed "
    "it does not say. Terrain, fortification, training and the plan are not in it.",
    "A rule of 3:1 is about force at the point of attack and is itself disputed (Mearsheimer 1989; Epstein 1989; "
    "Biddle 2004): a d* above it does not date a war, and one below it does not rule one out.",
    "A state that stands in for a side that is none counts with a share of its stock that is drawn, not known.",
)


def balances(case: Case, snapshot: Snapshot, frame: TimeFrame) -> Section | None:
    """Return the section, None where no series gives both sides' means."""
    balance = military_balance(case, snapshot)
    if not any(frame.first <= point.year <= frame.last for point in balance.main.points):
        return None
    turn = break_of(balance)
    numbers: dict[str, Estimate | Series] = {"military_balance": balance.main, "break_even": balance.break_even}
    if turn is not None:
        numbers["military_balance_break"] = turn.date
    slow = inertia(case, snapshot)
    numbers |= {f"clock_{i}": clock for i, clock in enumerate(slow.clocks, 1)}
    return Section(
        "balances",
        "What holds it, and what changed?",
        finding(balance, turn, frame.active.filter(pl.col("intensity") == "war")["year"].to_list()),
        (military_figure(balance, frame),),
        _CAVEATS,
        numbers,
    )


def break_of(balance: MilitaryBalance) -> Break | None:
    """Return the break in the level of the balance, None where the series is too short or has gaps."""
    drawn = balance.drawn.get(balance.main.name)
    try:
        return break_date_of_draws(balance.main, drawn, "level") if drawn else break_date(balance.main, "level")
    except DomainError:
        return None


def finding(balance: MilitaryBalance, turn: Break | None, wars: Sequence[int]) -> str:
    """Return the section's sentences, made from the balance, its break, the other measures and the years of war.

    Args:
        balance: the balance; its main series has at least one point.
        turn: the break in its level, if one could be estimated.
        wars: calendar years at the level of war.
    """
    points = [point for point in balance.break_even.points if point.value is not None]
    lowest = min(points, key=lambda point: point.value or 0.0)
    highest = max((point for point in points if point.year >= lowest.year), key=lambda point: point.value or 0.0)
    chosen = {point.year: point for point in (lowest, highest, points[-1])}
    told = [
        f"{significant(p.value or 0)} times{'' if i else ' the holder’s'} in {p.year} "
        f"({significant(p.low or 0)}–{significant(p.high or 0)})"
        for i, (_, p) in enumerate(sorted(chosen.items()))
    ]
    sentences = [
        f"By stocks of spending and of arms the revisionist’s means were {listed(told)}: so many times as effective "
        "the holder would have had to be for the two to be even"
    ]
    if turn is not None and turn.date.value is not None and turn.date.low is not None and turn.date.high is not None:
        date, low, high = (round(n) for n in (turn.date.value, turn.date.low, turn.date.high))
        against = f"p = {turn.p_value:.2f} against no break"
        sentences.append(f"The level of the balance breaks after {date} ({low}–{high}; {against})")
    compared = _compared(balance.alternatives, lowest.year, highest.year)
    if compared:
        sentences.append(f"From {lowest.year} to {highest.year} the ratio went from {listed(compared)}")
    sentences += _peak_and_war(balance.alternatives, wars, lowest.year)
    return " ".join(sentence(text) for text in sentences)


def _compared(alternatives: Sequence[Series], first: int, last: int) -> list[str]:
    """Return what each other measure says between two years, as ratios."""
    found = []
    for series in alternatives:
        values = [series.at(year).value for year in (first, last)]
        if first < last and values[0] is not None and values[1] is not None:
            before, after = (significant(math.exp(value)) for value in values if value is not None)
            found.append(f"{before} to {after} by {short_name(series)}")
    return found


def _peak_and_war(alternatives: Sequence[Series], wars: Sequence[int], since: int) -> list[str]:
    """Return when yearly spending was most uneven since a year, and which war came next."""
    spending = next((series for series in alternatives if series.name.startswith("yearly spending")), None)
    points = [p for p in spending.points if p.value is not None and p.year >= since] if spending else []
    if not points:
        return []
    peak = max(points, key=lambda point: point.value or 0.0).year
    later = [year for year in wars if year >= peak]
    if not later or min(later) == peak:
        return []
    gap = counted(min(later) - peak, "year")
    return [f"Since {since} yearly spending was most uneven in {peak}, {gap} before the war of {min(later)}"]
