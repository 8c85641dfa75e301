"""Who is stronger, by name, in one ratio: the stocks of military spending of the two states that stand on the sides.

The ratio is that of `balances.military`, the measure "stock of spending", with each state's whole stock. For a side
that is no state stands the one state that supported it by act, and whose stock it is, is said, with what the military
balance counts of it. A ratio that is more
than a few years old is told only of a dispute that ended with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from statusquo.answer.model import Stronger
from statusquo.answer.stands import FIRST_YEAR, Ground, is_contested
from statusquo.balances.garrisons import garrison_of
from statusquo.balances.military import MilitaryBalance, military_balance
from statusquo.balances.sides import HOLDER_AND_REVISIONIST, Opposition, Side, SideWords, oppositions
from statusquo.cases.model import Case
from statusquo.core.estimates import Estimate
from statusquo.core.names import called, is_plural, the
from statusquo.core.wording import bounded, listed, sentence, significant

UNIT = "ratio of stocks of military spending"
_MEASURE = "military.spending"
NO_FIGHTING = "no fighting here for which means could be compared"
OLDEST_YEARS = 3
"""Of an open dispute an older ratio says nothing of who is stronger now."""


def stronger(ground: Ground) -> Stronger:
    """Return who has the larger stock of military spending."""
    case, snapshot = ground.case, ground.snapshot
    if ground.standing is None:
        return Stronger(Estimate.missing(UNIT, NO_FIGHTING), None, None, None, ())
    balance = military_balance(case, snapshot)
    series = next(each for each in balance.alternatives if each.key == _MEASURE)
    # A new state that the old one still claims goes on standing against it, so that the latest year counts.
    is_faced = ground.exit == "statehood" and is_contested(ground)
    over = None if ground.exit is None or is_faced else ground.exit_date
    known = series.known(last=over.year if over else None)
    point = known[-1] if known else None
    if point is None or (over is None and point.year <= snapshot.last_year - OLDEST_YEARS):
        return Stronger(Estimate.missing(UNIT, _why_none(ground)), None, None, None, ())
    (both,) = oppositions(case, snapshot, [point.year])
    ratios = [math.exp(each) for each in (point.value, point.low, point.high) if each is not None]
    is_turned = ratios[0] < 1
    ratios = [1 / each if is_turned else each for each in ratios]
    low, high = (min(ratios), max(ratios)) if len(ratios) > 1 else (None, None)
    ratio = Estimate(ratios[0], UNIT, low, high, series.interval if low is not None else None, series.sources)
    below, above = _state(ground, both.holder, point.year), _state(ground, both.revisionist, point.year)
    weaker, stronger_ = (above, below) if is_turned else (below, above)
    return Stronger(ratio, weaker, stronger_, point.year, tuple(_notes(ground, both, balance)))


def ratio_text(found: Stronger) -> str | None:
    """Return the ratio as it is printed, such as ``Moldova 1 : 1,270 Russia``; None where there is none."""
    value = found.ratio.value
    if value is None or found.weaker is None or found.stronger is None:
        return None
    return f"{found.weaker} 1 : {times_text(value)} {found.stronger}"


def times_text(ratio: float) -> str:
    """Return how many times the larger is the smaller, such as ``1,270`` or ``3.5``."""
    return significant(ratio, 3) if ratio >= 100 else f"{ratio:.0f}" if ratio >= 9.95 else f"{ratio:.1f}"


def _state(ground: Ground, side: Side, year: int) -> str:
    named = next((actor.name for actor in ground.case.actor if actor.gwno == side.gwno), None)
    states = ground.snapshot.states
    name = named or states.name_of_gw(side.gwno or 0, year) or states.name_of_gw(side.gwno or 0) or ""
    return called(name, year)


def sides_in(case: Case, words: SideWords, year: int) -> tuple[str, str] | None:
    """Return the side above and the side below in the balances of a year by name; None where nobody coded them."""
    if words is not HOLDER_AND_REVISIONIST:
        return words.revisionist, words.holder
    held = case.holding_at(year)
    if held is None or held.revisionist is None:
        return None
    over, under = (the(case.actor_by_id(name).name) for name in (held.revisionist, held.holder))
    return over, under


def means(case: Case, military: MilitaryBalance) -> tuple[str, str, str] | None:
    """Return who has the more means in the last year of the military balance, who the less, and how many times.

    It counts of a state that stands behind a side only what that state may commit, and the ratio of stocks counts all.
    None where nobody coded the sides of that year.
    """
    last = military.break_even.last
    if last is None:
        return None
    named = sides_in(case, military.words, last.year)
    if named is None:
        return None
    over, under = named
    if last.value >= 1:
        return over, under, bounded(last.value, last.low, last.high)
    low, high = 1 / last.high if last.high else None, 1 / last.low if last.low else None
    return under, over, bounded(1 / last.value, low, high)


def _notes(ground: Ground, both: Opposition, balance: MilitaryBalance) -> Iterator[str]:
    counted, last = "", balance.break_even.last
    found = means(ground.case, balance) if balance.words is HOLDER_AND_REVISIONIST else None
    if balance.is_by_patron and found and last and last.year == both.year:
        have = "have" if is_plural(found[0]) else "has"
        counted = f"; by what it may commit, {found[0]} {have} {found[2]} times the means"
    for side in both.sides:
        if side.is_own or side.gwno is None:
            continue
        garrison = garrison_of(ground.case, side.gwno, both.year)
        there = ", with a share of its means that nobody knows"
        if garrison is not None and not garrison.is_empty:
            low, high = f"{garrison.soldiers_low:,}", f"{garrison.soldiers_high:,}"
            there = f", with {low if low == high else f'{low} to {high}'} soldiers there"
        yield sentence(f"{the(_state(ground, side, both.year))} stands for {the(side.actor.name)}{there}{counted}")


def _why_none(ground: Ground) -> str:
    """Return why there is no ratio, in plain words."""
    case, snapshot = ground.case, ground.snapshot
    if len(case.claimants()) > 2:
        return "more than two parties claim it, and no one stands for the others"
    last = ground.exit_date.year if ground.exit is not None and ground.exit_date else snapshot.last_year
    found = oppositions(case, snapshot, range(FIRST_YEAR, last + 1))
    if not found:
        return "nobody coded which two sides stand against each other"
    with_states = [both for both in found if all(side.gwno is not None for side in both.sides)]
    both = found[-1]
    if ground.exit is not None:
        if not with_states:
            return f"the data have no military spending of both its sides up to {last}"
        both = with_states[-1]
    for side in both.sides:
        if side.gwno is not None:
            continue
        name = the(side.actor.name, both.year)
        if side.missing_reason and "several states" in side.missing_reason:
            return f"several states stood behind {name} in {both.year}, and what each brought is not known"
        beside = "them" if is_plural(side.actor.name) else "it"
        return f"the data have no military spending of {name}, and name no one state beside {beside} in {both.year}"
    names = listed(the(_state(ground, side, both.year)) for side in both.sides)
    return f"no source at hand has comparable stocks of {names} in {both.year}"
