"""The sentences on the three balances, each made from the numbers it states.

Every function takes the balance, the calendar years of war and what else it speaks of, and returns whole sentences.
What a balance has no value for is left out; why, the section's caveats say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from statusquo.answer.strength import sides_in
from statusquo.balances.inertia import Inertia
from statusquo.balances.military import MilitaryBalance
from statusquo.balances.regional import RegionalBalance
from statusquo.balances.trends import Break
from statusquo.cases.model import Case
from statusquo.core.estimates import Known, Series
from statusquo.core.names import the
from statusquo.core.wording import (
    bounded,
    counted,
    listed,
    runs,
    sentence,
    significant,
    span,
    spans_or_count,
)
from statusquo.dossier.balance_charts import RULE_OF_THUMB, short_name

N_PEAK_YEARS = 5
"""How many of the most uneven years of spending are told as its peak."""

LEAST_SURE = 0.05
"""How likely the series without a break may be, at most, to tell one."""

RECENT_YEARS = 10
"""How long before the end of a series a war may lie to be the year that is told."""


def short_finding(case: Case, regional: RegionalBalance, slow: Inertia, wars: Sequence[int], chosen: str | None) -> str:
    """Return one sentence on the regional balance and on inertia, where they have a value; the chart's title has more.

    Args:
        case: the dispute, which names the sides of a year.
        regional: the regional balance.
        slow: the inertia.
        wars: calendar years at the level of war.
        chosen: the outside state with and without which the regional balance is told.
    """
    sentences = []
    now = _told_point(regional.main, wars)
    if now is not None:
        over, under = sides_in(case, regional.words, now.year) or (regional.words.revisionist, regional.words.holder)
        sentences.append(
            f"Of outside states’ capability {over} could count on {log_bounded(now)} times what {under} could in "
            f"{now.year}"
        )
        without = regional.without[chosen].at(now.year).value if chosen else None
        if without is not None and _ratio(without) != _ratio(now.value):
            sentences.append(f"Without {the(chosen or '')} it would have been {_ratio(without)} times")
    sentences += _standing(slow, wars)
    return " ".join(sentence(text) for text in sentences)


def military_finding(
    balance: MilitaryBalance, turn: Break | None, wars: Sequence[int], of_stock: Break | None = None
) -> str:
    """Return the sentences on the military balance, from the balance, its breaks, the other measures and the wars.

    Args:
        balance: the balance; its main series has at least one point.
        turn: the break in its level, if one could be estimated.
        wars: calendar years at the level of war.
        of_stock: the break in the level of the ratio of stocks of spending alone.
    """
    words = balance.words
    points = balance.break_even.known()
    lowest = min(points, key=lambda point: point.value)
    highest = max((point for point in points if point.year >= lowest.year), key=lambda point: point.value)
    chosen = {point.year: point for point in (lowest, highest, points[-1])}
    first, *others = [f"{bounded(*p[1:])} times" for _, p in sorted(chosen.items())]
    of_year = [f"in {year}" for year in sorted(chosen)]
    sentences = _stock(balance, lowest.year, wars) + _breaks("that ratio", of_stock, balance.alternatives[0])
    arms = balance.alternatives[1].points
    by_what = "stocks of spending and of arms together" if arms else "the stock of spending alone"
    counted_in = ", with the share of them that a patron commits," if balance.is_by_patron else ""
    sentences.append(f"By {by_what}{counted_in} {words.revisionist}’s means were {first} {words.holder}’s {of_year[0]}")
    sentences += [f"They were {told} {year}" for told, year in zip(others, of_year[1:], strict=True)]
    sentences.append(f"So many times as effective {words.holder} would have had to be for the two to be even")
    sentences += _breaks("that balance", turn, balance.main)
    compared = _compared(balance.alternatives, lowest.year, highest.year)
    for at in range(0, len(compared), 2):
        when = "By the same years it" if at else f"From {lowest.year} to {highest.year} the ratio"
        sentences.append(f"{when} went from {listed(compared[at : at + 2])}")
    sentences += _peak_and_war(balance.alternatives, wars, lowest.year)
    sentences += _against_the_literature(balance.break_even, wars)
    return " ".join(sentence(text) for text in sentences)


def regional_finding(balance: RegionalBalance, wars: Sequence[int]) -> str:
    """Return the sentences on the regional balance: with and without each state named, by other readings, the veto.

    Args:
        balance: the balance; its main series has at least one point.
        wars: calendar years at the level of war.
    """
    points = balance.main.known()
    first, last = points[0], points[-1]
    sentences = [
        f"Counting treaties, alliances named in the case, troops and arms, {balance.words.revisionist} could count on "
        f"{log_bounded(last)} times the outside capability that {balance.words.holder} could in {last.year}"
    ]
    if first.year < last.year:
        sentences.append(f"In {first.year} it was {log_bounded(first)} times")
    left_out = [
        f"{log_bounded(p)} without {the(name)}" for name, s in balance.without.items() if (p := s.point(last.year))
    ]
    for at in range(0, len(left_out), 2):
        sentences.append(f"In {last.year} it would have been {listed(left_out[at : at + 2])}")
    sentences += _by_case(balance, wars, most_needed(balance))
    if balance.veto_power:
        sentences += _veto(balance)
    pulled = [
        f"{significant(series.last.value, 2)} % of {the(name)}’s"
        for name, series in balance.armed.items()
        if series.last is not None
    ]
    if len(pulled) > 1:
        end = next(iter(balance.armed.values())).points[-1].year
        sentences.append(f"{the(balance.armed_by or '')} delivered {listed(pulled)} arms in the ten years to {end}")
    return " ".join(sentence(text) for text in sentences)


def inertia_finding(slow: Inertia, wars: Sequence[int]) -> str:
    """Return the sentences on the two clocks and the record of deaths."""
    sentences = []
    labels = ("with fewer than 25 battle deaths a year", "without a move of the line of control")
    for label, clock in zip(labels, slow.clocks, strict=True):
        if clock.points:
            longest = max(clock.points, key=lambda point: point.value or 0.0)
            if not longest.value:
                continue
            years = counted(round(longest.value), "year")
            sentences.append(f"The longest run {label} was {years}, up to {longest.year}")
    eve = runs(wars)[-1][0] - 1 if wars else None
    p = None if eve is None else slow.record.point(eve)
    if p is not None and p.value:
        sentences.append(
            f"Each counted the less the longer ago it was, the battle deaths up to {p.year}, the eve of the last run "
            f"of years at war, came to {bounded(*p[1:])}"
        )
    return " ".join(sentence(text) for text in sentences)


def most_needed(balance: RegionalBalance) -> str | None:
    """Return the state named in the case without which the revisionist would lose most, None where it loses none."""
    ends = balance.main.points[-1:]
    losses = {
        name: (ends[0].value or 0.0) - p.value
        for name, series in balance.without.items()
        if ends and (p := series.point(ends[0].year)) is not None
    }
    name = max(losses, key=losses.__getitem__, default=None)
    return name if name is not None and losses[name] > 0 else None


def _stock(balance: MilitaryBalance, since: int, wars: Sequence[int]) -> list[str]:
    """Return what the stock of spending says in its first year told, and in the year of the last war or its last."""
    series, words = balance.alternatives[0], balance.words
    first, last = series.point(since), _told_point(series, wars)
    if first is None or last is None or last.year <= first.year:
        return []
    return [
        f"By the stock of spending{', all of a patron’s counted,' if balance.is_by_patron else ''} {words.revisionist} "
        f"had {log_bounded(first)} times {words.holder}’s in {first.year}",
        f"In {last.year} it was {log_bounded(last)} times",
    ]


def is_told(turn: Break) -> bool:
    """Return whether a break is told as one: only where chance alone seldom makes a series look as broken."""
    return turn.p_value <= LEAST_SURE


def _breaks(what: str, turn: Break | None, series: Series) -> list[str]:
    """Return when the level of a series breaks, with the interval of the date and how sure it is that it breaks."""
    if turn is None or turn.date.value is None or turn.date.low is None or turn.date.high is None:
        return []
    date, low, high = (round(n) for n in (turn.date.value, turn.date.low, turn.date.high))
    years = span(series.points[0].year, series.points[-1].year)
    if not is_told(turn):
        return [f"Over {years} no break in the level of {what} can be told from none ({_p(turn.p_value)})"]
    within = "" if low == high else f" ({low}–{high})"
    return [f"Over {years} the level of {what} breaks after {date}{within}, {_p(turn.p_value)} against none"]


def _p(value: float) -> str:
    return f"p = {value:.2f}" if value >= 0.01 else "p below 0.01"


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
    """Return in which years yearly spending was most uneven since a year, and which war came after."""
    spending = next((series for series in alternatives if series.key == "military.yearly-spending"), None)
    points = spending.known(since) if spending else []
    later = [year for year in wars if year >= since]
    if len(points) <= N_PEAK_YEARS or not later:
        return []
    ranked = sorted(points, key=lambda point: point.value, reverse=True)
    peak = ranked[0]
    top = runs([point.year for point in ranked[:N_PEAK_YEARS]])
    after = [year for year in later if year > top[-1][1]]
    if not after:
        return []
    gap = counted(min(after) - top[-1][1], "year")
    return [
        f"Yearly spending was most uneven in {peak.year}, at {_ratio(peak.value)} to one",
        f"War came in {min(after)}, {gap} after the last of its {counted(N_PEAK_YEARS, 'most uneven year')}",
    ]


def _against_the_literature(break_even: Series, wars: Sequence[int]) -> list[str]:
    at = _told_point(break_even, wars)
    if at is None or at.low is None or at.high is None:
        return []
    place = "above" if at.low > RULE_OF_THUMB else "below" if at.high < RULE_OF_THUMB else "on both sides of"
    return [
        f"At {bounded(*at[1:])} in {at.year} d* lies {place} the rule of 3:1, which is for force at the point of "
        "attack (Mearsheimer 1989) and is itself disputed (Epstein 1989; Biddle 2004), so that it settles nothing by "
        "itself"
    ]


def _by_case(balance: RegionalBalance, wars: Sequence[int], chosen: str | None) -> list[str]:
    """Return what the alliances the case names say alone, with and without one state, in the last year of war."""
    now = _told_point(balance.by_case, wars) if balance.by_case is not None else None
    if now is None:
        return []
    text = (
        "By the alliances the case names, troops and arms alone, without the treaties, it was "
        f"{log_bounded(now)} in {now.year}"
    )
    series = balance.by_case_without.get(chosen or "")
    without = series.point(now.year) if series is not None else None
    return [text + (f", and {log_bounded(without)} without {the(chosen or '')}" if without is not None else "")]


def _veto(balance: RegionalBalance) -> list[str]:
    """Return who the veto power was in which years, and how strong the last of them was."""
    names = dict.fromkeys(each.name for each in balance.veto_power)
    told = []
    for name in names:
        years = [each.year for each in balance.veto_power if each.name == name]
        told.append(f"{the(name)} in {spans_or_count(years)}")
    sentences = [
        "The veto power, the major power next door or the state that acted in the dispute that could bring more to it "
        f"than either side has, was {told[0]}",
        *(f"It was {each}" for each in told[1:]),
    ]
    last = balance.veto_power[-1]
    strength = next((s for s in balance.veto if s.key == f"veto.strength:{last.gwno}"), None)
    point = strength.point(last.year) if strength is not None else None
    if point is not None:
        sentences.append(f"In {last.year} it had {bounded(*point[1:])} times the capability of the stronger side")
    return sentences


def _standing(slow: Inertia, wars: Sequence[int]) -> list[str]:
    """Return how long the situation had stood by both clocks: before the last war if there was a lull, else now."""
    fighting = slow.clocks[0]
    now = fighting.last
    if now is None:
        return []
    before = fighting.point(max(wars) - 1) if wars and now.year - max(wars) <= RECENT_YEARS else None
    now = before if before is not None and before.value else now
    told, in_the_year = [], []
    clauses = (
        ("the last year of fighting", "there was fighting"),
        ("the line of control moved", "the line moved"),
    )
    for (label, event), clock in zip(clauses, slow.clocks, strict=True):
        point = clock.point(now.year)
        if point is not None and point.value:
            told.append(f"{counted(round(point.value), 'year')} since {label}")
        elif point is not None:
            in_the_year.append(event)
    sentences = [f"In {now.year} {listed(in_the_year)}"] if in_the_year else []
    return sentences + ([f"At the end of {now.year} it was {listed(told)}"] if told else [])


def log_bounded(point: Known) -> str:
    """Return a log ratio as a ratio, with its interval where it has one."""
    low, high = (None if n is None else math.exp(n) for n in (point.low, point.high))
    return bounded(math.exp(point.value), low, high)


def _told_point(series: Series, wars: Sequence[int]) -> Known | None:
    """Return the point of the last year of war, if the series has it and it is recent, else its last."""
    points = series.known()
    if not points:
        return None
    at_war = series.point(max(wars)) if wars and points[-1].year - max(wars) <= RECENT_YEARS else None
    return at_war or points[-1]


def _ratio(log: float | None) -> str:
    return significant(math.exp(log or 0.0))
