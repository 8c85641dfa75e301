"""Who is stronger, by name, in one ratio: the stocks of military spending of the two states that stand on the sides.

The ratio is that of `balances.military`, the measure "stock of spending", with each state's whole stock. For a side
that is no state stands the one state that supported it by act, and whose stock it is, is said. A ratio that is more
than a few years old is told only of a dispute that ended with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from statusquo.answer.model import Stronger
from statusquo.answer.names import called, is_plural, the
from statusquo.answer.stands import FIRST_YEAR, Ground
from statusquo.balances.garrisons import garrison_of
from statusquo.balances.military import military_balance
from statusquo.balances.sides import Opposition, Side, oppositions
from statusquo.core.estimates import Estimate
from statusquo.core.wording import listed, sentence, significant

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
    over = ground.exit_date if ground.exit is not None else None
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
    return Stronger(ratio, weaker, stronger_, point.year, tuple(_notes(ground, both)))


def ratio_text(found: Stronger) -> str | None:
    """Return the ratio as it is printed, such as ``Moldova 1 : 1,270 Russia``; None where there is none."""
    value = found.ratio.value
    if value is None or found.weaker is None or found.stronger is None:
        return None
    larger = significant(value, 3) if value >= 100 else f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"
    return f"{found.weaker} 1 : {larger} {found.stronger}"


def _state(ground: Ground, side: Side, year: int) -> str:
    named = next((actor.name for actor in ground.case.actor if actor.gwno == side.gwno), None)
    states = ground.snapshot.states
    name = named or states.name_of_gw(side.gwno or 0, year) or states.name_of_gw(side.gwno or 0) or ""
    return called(name, year)


def _notes(ground: Ground, both: Opposition) -> Iterator[str]:
    for side in both.sides:
        if side.is_own or side.gwno is None:
            continue
        garrison = garrison_of(ground.case, side.gwno, both.year)
        there = ", with a share of its means that nobody knows"
        if garrison is not None and not garrison.is_empty:
            low, high = f"{garrison.soldiers_low:,}", f"{garrison.soldiers_high:,}"
            there = f", with {low if low == high else f'{low} to {high}'} soldiers there"
        yield sentence(f"{the(_state(ground, side, both.year))} stands for {the(side.actor.name)}{there}")


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
