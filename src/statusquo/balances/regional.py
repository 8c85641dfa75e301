"""The regional balance: the outside capability each side can count on, revisionist over holder, in logs.

R(t) = ln(O_rev / O_hold), with O the sum over outside states of capability projected to the dispute (`projection`)
times the share of it that the state's ties commit to the side (`commitment`). Weights and the miles forces move in a
day are drawn from the ranges in `ranges`: the value of a year is the median of the draws, its bounds hold 95 % of them.

The main series counts treaties, alliances the case file names, troops and arms, and ends with the treaties in 2018.
What other readings say stands beside it, each to its own last year: with common organisations, by the alliances the
case file names alone, by treaties alone, by the distance of borders, by spending, and without each
state that the case names as patron, ally or veto power. A side on which no outside state can count has no logarithm:
the year is missing. Whether anyone would come, the balance does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from statusquo.balances.commitment import MAIN, Kind, committed_share
from statusquo.balances.grounds import regional_grounds
from statusquo.balances.ranges import N_DRAWS
from statusquo.balances.regional_readings import BY_CASE, NAMED_ROLES, Ledger, Reading, readings_of
from statusquo.balances.sides import HOLDER_AND_REVISIONIST, SideWords, why_unopposed, why_without, words_of
from statusquo.balances.veto import VetoYear, missing_of, veto_powers
from statusquo.cases.model import Case
from statusquo.core.draws import YearlyDraws
from statusquo.core.errors import UnknownNameError
from statusquo.core.estimates import Series
from statusquo.core.shown import Shown
from statusquo.snapshot.store import Snapshot

PROJECTED = "share of the world's capability, projected"

_NOBODY = (
    "in no year that the sources cover can both sides count on an outside state; a treaty with a patron is no promise "
    "to the side that it supports"
)


@dataclass(frozen=True, slots=True, repr=False)
class RegionalBalance(Shown):
    """The regional balance of one dispute and what other readings say instead.

    Attributes:
        main: R(t), a log ratio; above 0 the revisionist can count on more.
        alternatives: log ratios by other ties, distances and capabilities, and without each state named.
        without: by name of each state left out in turn, the main reading without it.
        by_case: the reading by the alliances the case file names alone; None where it names none.
        by_case_without: the same without each state.
        support: what the holder and the revisionist can each count on, as main counts it.
        veto: strength and cross-pressure of the veto powers, each in its own unit.
        armed: the share of its arms that each state that is or stands for a side had from the veto power whose
            cross-pressure is shown, by name.
        armed_by: what that veto power is called; empty where there is none.
        veto_power: the veto power of each year that has one.
        rests_on: on which states each side counts most in the last year of the main reading, and by which ties.
        missing: for a series without a point, its key and the reason; and what is held by no source.
        sources: ids of the origins, and of the case's own sources for the alliances it names.
        drawn: by key of each series, the draws by year, in the same order in every year.
        words: what the sides are called.
    """

    main: Series
    alternatives: tuple[Series, ...]
    without: Mapping[str, Series]
    by_case: Series | None
    by_case_without: Mapping[str, Series]
    support: tuple[Series, Series]
    veto: tuple[Series, ...]
    armed: Mapping[str, Series]
    armed_by: str
    veto_power: tuple[VetoYear, ...]
    rests_on: tuple[str, ...]
    missing: Mapping[str, str]
    sources: tuple[str, ...]
    drawn: Mapping[str, YearlyDraws] = field(compare=False, repr=False)
    words: SideWords = HOLDER_AND_REVISIONIST

    def in_short(self) -> str:
        """Return what its main series is."""
        return f"{self.main.label}, {len(self.alternatives)} alternatives"


def regional_balance(
    case: Case,
    snapshot: Snapshot,
    years: Iterable[int] | None = None,
    draws: int = N_DRAWS,
    without: Sequence[int] = (),
) -> RegionalBalance:
    """Return the regional balance of a dispute.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        years: the years; by default all that the data cover.
        draws: draws of the uncertain inputs.
        without: Gleditsch-Ward numbers of outside states left out of every reading; one that has no tie to a side
            changes nothing, which `missing` says.

    Raises:
        ValueError: when `draws` is below 1.
    """
    ledger = Ledger(case, snapshot, years, draws)
    readings = readings_of(ledger, frozenset(without))
    drawn = {reading.key: ledger.log_ratios(reading) for reading in readings}
    if not drawn[readings[0].key]:
        # Where the main reading has no year, another stands beside it only if it has one.
        readings = [readings[0], *(reading for reading in readings[1:] if drawn[reading.key])]
    series = [ledger.series(reading, drawn[reading.key]) for reading in readings]
    support = _support_series(ledger, readings[0])
    holders, veto = veto_powers(case, snapshot, ledger.opposed, ledger.ties, ledger.miles)
    missing = {item.key: _reason(ledger) for item in (*series, *support) if not item.points}
    missing |= missing_of(veto)
    for state in set(without) - ledger.states:
        missing[f"ties of {ledger.name(state)}"] = "it has no tie to a side, so that leaving it out changes nothing"
    if veto:
        missing["trade with the veto power"] = "no source held gives trade between two states"
    of_arms = {tuple(item.key.split(":")[1:]): item for item in veto if item.key.startswith("veto.arms:")}
    everything = (*series, *support, *veto)
    own = tuple(
        source
        for actor in ledger.named_states()
        for role in actor.role
        if role.role in NAMED_ROLES
        for source in role.source
    )
    sources = tuple(dict.fromkeys([*(s for item in everything for s in item.sources), *own]))

    def left_out(kinds: tuple[Kind, ...]) -> dict[str, Series]:
        pairs = zip(readings, series, strict=True)
        return {reading.left_out: item for reading, item in pairs if reading.left_out and reading.kinds == kinds}

    whole = (item for reading, item in zip(readings, series, strict=True) if reading.kinds == BY_CASE)
    return RegionalBalance(
        main=series[0],
        alternatives=tuple(series[1:]),
        without=left_out(MAIN),
        by_case=next(whole, None),
        by_case_without=left_out(BY_CASE),
        support=support,
        veto=veto,
        armed={ledger.name(int(end)): item for (_, end), item in of_arms.items()},
        armed_by=next((ledger.name(int(power)) for power, _ in of_arms), ""),
        veto_power=holders,
        rests_on=_grounds(ledger, readings[0], series[0]),
        missing=missing,
        sources=sources,
        drawn=drawn,
        words=words_of(case),
    )


def regional_log_ratio(
    case: Case, snapshot: Snapshot, years: Iterable[int] | None = None, draws: int = N_DRAWS
) -> Series:
    """Return the main series of the regional balance alone, for use over many disputes."""
    ledger = Ledger(case, snapshot, years, draws)
    reading = Reading("regional", f"regional balance, {words_of(case).over}")
    return ledger.series(reading, ledger.log_ratios(reading))


def outside_support(
    case: Case, snapshot: Snapshot, years: Iterable[int] | None = None, draws: int = N_DRAWS
) -> tuple[Series, Series]:
    """Return what the holder and the revisionist can each count on, which one may have where the other has none."""
    return _support_series(Ledger(case, snapshot, years, draws), Reading("regional.support", "support"))


def states_called(case: Case, snapshot: Snapshot, names: Sequence[str]) -> tuple[int, ...]:
    """Return the Gleditsch-Ward numbers of states given by number, by name, or by an actor's id or name.

    Raises:
        UnknownNameError: when a name is no state's.
    """
    spells = snapshot.states.spells
    known = {spell.name.casefold(): spell.gwno for spell in spells if spell.gwno is not None}
    for actor in case.actor:
        if actor.gwno is not None:
            known |= {
                name.casefold(): actor.gwno for name in (actor.id, actor.name, *(n.text for n in actor.other_names))
            }
    numbers = {str(gwno): gwno for gwno in known.values()}
    found = []
    for name in names:
        state = numbers.get(name) or known.get(name.casefold())
        if state is None:
            raise UnknownNameError("state", name, [*known, *numbers])
        found.append(state)
    return tuple(found)


def _support_series(ledger: Ledger, reading: Reading) -> tuple[Series, Series]:
    support, words, domain = ledger.support(reading), words_of(ledger.case), reading.domain(ledger.snapshot)

    def of(place: int, role: str, called: str) -> Series:
        sides = ((both.year, support.get(both.sides[place].actor.id, {})) for both in ledger.opposed)
        drawn = {year: known[year] for year, known in sides if year in known}
        label = f"outside capability {called} can count on"
        return Series.from_draws(f"regional.support.{role}", label, PROJECTED, domain, drawn, reading.sources)

    return of(0, "holder", words.holder), of(1, "revisionist", words.revisionist)


def _grounds(ledger: Ledger, reading: Reading, series: Series) -> tuple[str, ...]:
    """Return on which states each side counts in the last year of a series."""
    if not series.points:
        return ()
    year = series.points[-1].year
    both = next(both for both in ledger.opposed if both.year == year)
    projected = ledger.projected(reading.distance, reading.is_spending)
    place = ledger.years.index(year)
    counted: dict[str, dict[int, tuple[float, Sequence[Kind]]]] = {side.actor.id: {} for side in both.sides}
    for side, states in counted.items():
        for state, by_year in ledger.ties.get(side, {}).items():
            kinds = [kind for kind in reading.kinds if by_year.get(year, {}).get(kind, 0.0) > 0]
            if kinds and state in projected and state not in reading.without:
                share = committed_share(by_year, ledger.weights(side, state), reading.kinds, [year])[:, 0]
                states[state] = (float(np.nan_to_num(np.median(projected[state][:, place] * share))), kinds)
    return regional_grounds(both, words_of(ledger.case), counted, ledger.name)


def _reason(ledger: Ledger) -> str:
    """Return why a reading has no year at all."""
    if not ledger.opposed:
        return why_unopposed(ledger.case)
    if ledger.case.claimants():
        return "a dispute between claimants has no parent, to which distances could be measured"
    if not ledger.parents:
        return "the case gives no state number of a parent, to which distances could be measured"
    reasons = [
        (both.year, side.missing_reason)
        for both in ledger.opposed
        for side in both.sides
        if side.missing_reason and side.actor.id not in ledger.ties
    ]
    return why_without(reasons) if reasons else _NOBODY
