"""What a balance rests on, in sentences: which acts, which shares, which part is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from statusquo.balances.commitment import Kind
from statusquo.balances.fitted_military import are_prices_apart
from statusquo.balances.garrisons import CommittedShare, PatronShares
from statusquo.balances.sides import Opposition, Side, SideWords, why_without
from statusquo.core.names import the
from statusquo.core.wording import capitalised, listed, spans_or_count
from statusquo.panels.patrons import CASE_FILE

MOST_STATES = 3
"""How many outside states of each side are named."""

_TIES: Mapping[Kind, str] = {
    "pact": "a promise of help",
    "consultation": "a promise to consult",
    "named alliance": "an alliance that the case file names",
    "organisation": "a common organisation",
    "troops": "troops in the fighting",
    "arms": "arms",
}

_OWED: frozenset[Kind] = frozenset({"pact", "consultation", "organisation", "arms"})
"""Ties of a patron that are owed to it, whatever side it supports."""


def military_grounds(
    opposed: Sequence[Opposition],
    shares: PatronShares,
    home_made: Mapping[int, str | None],
    name_of: Callable[[int], str],
) -> tuple[str, ...]:
    """Return who stands for a side that is no state, by what act and with what share, and where arms do not count.

    Args:
        opposed: the two sides by year, for the years in which the balance has a value.
        shares: by year and patron, the range of the share of its stocks.
        home_made: by year, why deliveries cannot be compared; None where they can.
        name_of: returns what the case calls a state.
    """
    standing: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for both in opposed:
        for side in both.sides:
            if side.basis is not None and side.gwno is not None:
                standing[side.actor.name, side.gwno, side.basis].append(both.year)
    sentences = []
    for (name, gwno, basis), years in standing.items():
        act = "its patron by the case file" if basis == CASE_FILE else "whose troops fought beside it (UCDP)"
        by_share: dict[str, list[int]] = defaultdict(list)
        for year in years:
            by_share[_share(shares[year, gwno])].append(year)
        sentences.append(f"For {the(name)} counts {the(name_of(gwno))}, {act}.")
        sentences += [f"In {spans_or_count(of)} it counts {text}." for text, of in by_share.items()]
    if standing:
        sentences.append("The other measures beside the balance compare the whole of the states.")
    without: dict[str, list[int]] = defaultdict(list)
    for both in opposed:
        if (why := home_made.get(both.year)) is not None:
            without[why].append(both.year)
    sentences += [
        f"In {spans_or_count(years)} the balance rests on spending alone, since {why}."
        for why, years in without.items()
    ]
    return tuple(sentences)


def why_no_balance(opposed: Sequence[Opposition], shares: PatronShares, name_of: Callable[[int], str]) -> str:
    """Return why a military balance has no year at all.

    Args:
        opposed: the two sides by year, at least one.
        shares: by year and patron, the range of the share of its stocks.
        name_of: returns what the case calls a state.
    """
    for share in shares.values():
        if share.garrison is not None and share.garrison.is_empty:
            return f"the patron is {share.garrison.what}, so that none of its means stand for the side"
    reasons = {both.year: side.missing_reason for both in opposed for side in both.sides if side.missing_reason}
    both_there = [both for both in opposed if both.year not in reasons]
    if not both_there:
        return why_without(list(reasons.items()))
    pairs = {tuple(side.gwno for side in both.sides if side.gwno is not None) for both in both_there}
    named = {pair: listed(the(name_of(gwno)) for gwno in pair) for pair in sorted(pairs)}
    told = [
        f"SIPRI's spending of {names} compares so differently at constant and at current prices that no ratio is told"
        for pair, names in named.items()
        if are_prices_apart(pair)
    ]
    if silent := [names for pair, names in named.items() if not are_prices_apart(pair)]:
        years = spans_or_count([both.year for both in both_there])
        told.append(f"no source at hand has the stocks of both {' or of '.join(silent)} in {years}")
    others = [why_without(list(reasons.items()))] if reasons else []
    first, *rest = [*told, *others]
    return ". ".join([first, *(capitalised(text) for text in rest)])


def regional_grounds(
    both: Opposition,
    words: SideWords,
    counted: Mapping[str, Mapping[int, tuple[float, Sequence[Kind]]]],
    name_of: Callable[[int], str],
) -> tuple[str, ...]:
    """Return on which outside states each side counts in a year, and by which ties.

    Args:
        both: the two sides of the year.
        words: what the sides are called.
        counted: by actor and state, what the state adds in the year, and the ties that commit it.
        name_of: returns what the case calls a state.
    """
    sentences = []
    for role, side in ((words.holder, both.holder), (words.revisionist, both.revisionist)):
        states = counted.get(side.actor.id, {})
        ranked = sorted(states, key=lambda state: (-states[state][0], state))[:MOST_STATES]
        named = [f"{the(name_of(state))} ({listed(_TIES[kind] for kind in states[state][1])})" for state in ranked]
        others = len(states) - len(named)
        more = f" and {others} other{'s' if others > 1 else ''}" if others > 0 else ""
        owed = ""
        if not side.is_own and side.gwno is not None and any(set(kinds) & _OWED for _, kinds in states.values()):
            patron = the(name_of(side.gwno))
            owed = f" What they promise and deliver is {patron}’s, and no promise to {the(side.actor.name)}."
        sentences.append(f"In {both.year} {_who(role, side, name_of)} counts most on {listed(named)}{more}.{owed}")
    return tuple(sentences)


def _who(role: str, side: Side, name_of: Callable[[int], str]) -> str:
    name = the(side.actor.name)
    if not side.is_own and side.gwno is not None:
        name = f"{name} with {the(name_of(side.gwno))}"
    return name if side.actor.name == role else f"{role}, {name},"


def _share(share: CommittedShare) -> str:
    garrison = share.garrison
    if garrison is None:
        return "with a share of its means drawn from nothing to all of them, since no source gives it"
    if garrison.is_empty:
        return f"with nothing, being {garrison.what}"
    low, high = f"{garrison.soldiers_low:,}", f"{garrison.soldiers_high:,}"
    count = low if low == high else f"{low} to {high}"
    return (
        f"with the share that its soldiers there, {count}, are of all its soldiers, without what it could "
        f"send besides ({garrison.source})"
    )
