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

from statusquo.balances.commitment import (
    SOURCE_OF,
    Kind,
    Ties,
    committed_share,
    counts_on_someone,
    draw_weights,
    ties_by_side,
)
from statusquo.balances.grounds import regional_grounds
from statusquo.balances.military import LOG_RATIO, spending_stock, yearly_spending
from statusquo.balances.projection import (
    SOURCE_OF_DISTANCE,
    Distance,
    projected_capability,
    yearly_capability,
    yearly_distance,
)
from statusquo.balances.ranges import MILES_A_DAY, N_DRAWS, SPENDING_DEPRECIATION
from statusquo.balances.sides import (
    HOLDER_AND_REVISIONIST,
    SideWords,
    oppositions,
    why_unopposed,
    why_without,
    words_of,
)
from statusquo.balances.stocks import Floats
from statusquo.balances.veto import VetoYear, missing_of, veto_series, veto_years
from statusquo.cases.model import Actor, Case, RoleName
from statusquo.core.domain import Domain
from statusquo.core.draws import YearlyDraws, median_95
from statusquo.core.errors import UnknownNameError
from statusquo.core.estimates import Point, Series
from statusquo.core.seeds import spawn_generator
from statusquo.core.shown import Shown
from statusquo.snapshot.spending import spending_domain
from statusquo.snapshot.state_years import covariate_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

CAPABILITY, MONEY = "cow-nmc", "sipri-milex"
PROJECTED = "share of the world's capability, projected"

MAIN: tuple[Kind, ...] = ("pact", "consultation", "named alliance", "troops", "arms")
NAMED_ROLES: tuple[RoleName, ...] = ("patron", "ally", "veto power")
BY_CASE: tuple[Kind, ...] = ("named alliance", "troops", "arms")
_NOBODY = (
    "in no year that the sources cover can both sides count on an outside state; a treaty with a patron is no promise "
    "to the side that it supports"
)
_BY_CASE_NAME = "by the case's own alliances"


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to reckon the balance: which ties, distance and capability count, and who is left out."""

    key: str
    label: str
    kinds: tuple[Kind, ...] = MAIN
    distance: Distance = "capital_distance_km"
    is_spending: bool = False
    left_out: str | None = None
    without: frozenset[int] = frozenset()

    @property
    def sources(self) -> tuple[str, ...]:
        ties = [source for kind in self.kinds if (source := SOURCE_OF[kind])]
        capability = MONEY if self.is_spending else CAPABILITY
        return tuple(dict.fromkeys([capability, *ties, SOURCE_OF_DISTANCE[self.distance]]))

    def domain(self, snapshot: Snapshot) -> Domain:
        """Return the years for which all its sources speak."""
        known = {CAPABILITY: covariate_domain("cinc"), MONEY: spending_domain(snapshot)}
        domains = [known.get(source) or ORIGINS[source].domain for source in self.sources]
        first = max(domain.first_year or 0 for domain in domains)
        last = min(domain.last_year or 9999 for domain in domains)
        ends = ", ".join(
            f"{source} to {domain.last_year}" for source, domain in zip(self.sources, domains, strict=True)
        )
        return Domain(max(first, 1946), last, "gw", "dispute-year", note=f"ends with the first of its sources: {ends}")


class _Ledger:
    """Everything a dispute's readings share: sides, ties, weights and projected capability, each worked out once."""

    def __init__(self, case: Case, snapshot: Snapshot, years: Iterable[int] | None, draws: int) -> None:
        if draws < 1:
            raise ValueError(f"a balance needs at least one draw, found {draws}")
        cinc = covariate_domain("cinc")
        asked = range(1946, (cinc.last_year or 0) + 1) if years is None else sorted(set(years))
        self.case, self.snapshot, self.draws = case, snapshot, draws
        self.opposed = oppositions(case, snapshot, asked)
        self.years = list(range(self.opposed[0].year, self.opposed[-1].year + 1)) if self.opposed else []
        self.ties: Mapping[str, Ties] = ties_by_side(case, snapshot, self.opposed)
        self.backed = {
            (side.actor.id, both.year)
            for both in self.opposed
            for side in both.sides
            if counts_on_someone(side, self.ties.get(side.actor.id, {}), both.year)
        }
        self.parents = {actor.gwno for actor in case.parents() if actor.gwno is not None}
        self.miles = MILES_A_DAY.draw(spawn_generator("balances", "regional", case.id, "miles", draws), draws)
        self._weights: dict[tuple[str, int], Mapping[Kind, Floats]] = {}
        self._projected: dict[tuple[Distance, bool], dict[int, Floats]] = {}

    @property
    def states(self) -> set[int]:
        return {state for ties in self.ties.values() for state in ties}

    def named_states(self) -> list[Actor]:
        """Return the states that the case names as patron, ally or veto power and that have ties here.

        One that stands for a side is no outside state, but for the years before it did.
        """
        standing = {side.gwno for both in self.opposed for side in both.sides}
        named = self.case.with_role(*NAMED_ROLES)
        return [actor for actor in named if actor.gwno in self.states - standing]

    def log_ratios(self, reading: _Reading) -> YearlyDraws:
        """Return ln(O_rev / O_hold) by year, where both sides can count on someone and the sources speak."""
        support = self.support(reading)
        ratios: dict[int, Floats] = {}
        for both in self.opposed:
            holder, revisionist = (support.get(side.actor.id, {}).get(both.year) for side in both.sides)
            if holder is not None and revisionist is not None:
                ratios[both.year] = np.log(revisionist) - np.log(holder)
        return ratios

    def support(self, reading: _Reading) -> Mapping[str, YearlyDraws]:
        """Return by side and year what it can count on, where it can count on anybody (`counts_on_someone`)."""
        domain = reading.domain(self.snapshot)
        covered = [i for i, year in enumerate(self.years) if domain.covers(year)]
        if not covered or not self.parents:
            return {}
        years = self.years[covered[0] : covered[-1] + 1]
        part = slice(covered[0], covered[-1] + 1)
        projected = self.projected(reading.distance, reading.is_spending)
        found: dict[str, YearlyDraws] = {}
        for side, ties in self.ties.items():
            total = np.zeros((self.draws, len(years)))
            for state, by_year in ties.items():
                if state in projected and state not in reading.without:
                    share = committed_share(by_year, self.weights(side, state), reading.kinds, years)
                    # A state without a figure in a year is left out of that year.
                    total += np.nan_to_num(projected[state][:, part]) * share
            found[side] = {
                year: total[:, i]
                for i, year in enumerate(years)
                if total[:, i].min() > 0 and (side, year) in self.backed
            }
        return found

    def weights(self, side: str, state: int) -> Mapping[Kind, Floats]:
        if (side, state) not in self._weights:
            self._weights[side, state] = draw_weights(self.case.id, side, state, self.draws)
        return self._weights[side, state]

    def projected(self, by: Distance, is_spending: bool) -> Mapping[int, Floats]:
        """Return each outside state's projected capability, draws by years."""
        if (by, is_spending) not in self._projected:
            distances = yearly_distance(self.snapshot, self.parents, self.years, by)
            capability = self._spending_shares() if is_spending else self._cinc()
            self._projected[by, is_spending] = {
                state: projected_capability(capability[state], distances[state], self.miles)
                for state in sorted(self.states)
                if state in capability and state in distances
            }
        return self._projected[by, is_spending]

    def _cinc(self) -> Mapping[int, Floats]:
        return yearly_capability(self.snapshot, self.states, self.years)

    def _spending_shares(self) -> Mapping[int, Floats]:
        """Return each state's share of the stocks of spending of all states whose yearly figures the snapshot has."""
        depreciation = SPENDING_DEPRECIATION.draw(
            spawn_generator("balances", "regional", self.case.id, "spending", self.draws), self.draws
        )
        held = sorted(set(self.snapshot.table("spending")["gwno"]))
        stocks = {
            state: spending_stock(self.case.id, state, yearly_spending(self.snapshot, state), depreciation)
            for state in held
        }
        shares = {state: np.full((self.draws, len(self.years)), np.nan) for state in held}
        for i, year in enumerate(self.years):
            known = {state: stock[year] for state, stock in stocks.items() if year in stock}
            # A share needs the same states in every year, or it would move when one of them comes in.
            if len(known) == len(held):
                total = sum(known.values())
                for state, stock in known.items():
                    shares[state][:, i] = stock / total
        return shares


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
    ledger = _Ledger(case, snapshot, years, draws)
    readings = _readings(ledger, frozenset(without))
    drawn = {reading.key: ledger.log_ratios(reading) for reading in readings}
    if not drawn[readings[0].key]:
        # Where the main reading has no year, another stands beside it only if it has one.
        readings = [readings[0], *(reading for reading in readings[1:] if drawn[reading.key])]
    series = [
        _summary(reading.key, reading.label, LOG_RATIO, drawn[reading.key], reading, snapshot) for reading in readings
    ]
    support = _support_series(ledger, readings[0])
    holders = veto_years(case, snapshot, ledger.opposed, ledger.ties, ledger.miles)
    veto = veto_series(case, snapshot, ledger.opposed, holders, ledger.ties, ledger.miles)
    missing = {item.key: _reason(ledger) for item in (*series, *support) if not item.points}
    missing |= missing_of(ledger.opposed, veto)
    for state in set(without) - ledger.states:
        missing[f"ties of {_name(ledger, state)}"] = "it has no tie to a side, so that leaving it out changes nothing"
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
        armed={_name(ledger, int(end)): item for (_, end), item in of_arms.items()},
        armed_by=next((_name(ledger, int(power)) for power, _ in of_arms), ""),
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
    ledger = _Ledger(case, snapshot, years, draws)
    reading = _Reading("regional", f"regional balance, {words_of(case).over}")
    return _summary(reading.key, reading.label, LOG_RATIO, ledger.log_ratios(reading), reading, snapshot)


def outside_support(
    case: Case, snapshot: Snapshot, years: Iterable[int] | None = None, draws: int = N_DRAWS
) -> tuple[Series, Series]:
    """Return what the holder and the revisionist can each count on, which one may have where the other has none."""
    return _support_series(_Ledger(case, snapshot, years, draws), _Reading("regional.support", "support"))


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


def _readings(ledger: _Ledger, out: frozenset[int]) -> list[_Reading]:
    """Return the main reading and its alternatives; those on which the dispute has no data of any kind are left out."""

    def named(part: str, what: str, without: frozenset[int] = out) -> tuple[str, str]:
        key = f"regional{f'.{part}' if part else ''}{''.join(f'.without:{state}' for state in sorted(without))}"
        left = f" without {' and '.join(_name(ledger, state) for state in sorted(without))}" if without else ""
        return key, f"regional balance{f' {what}' if what else ''}{left}, {words_of(ledger.case).over}"

    present = {
        kind for ties in ledger.ties.values() for by_year in ties.values() for y in by_year.values() for kind in y
    }
    found = [_Reading(*named("", ""), without=out)]
    if "organisation" in present:
        found.append(
            _Reading(*named("organisations", "with common organisations"), (*MAIN, "organisation"), without=out)
        )
    if "named alliance" in present:
        found.append(_Reading(*named("named", _BY_CASE_NAME), BY_CASE, without=out))
    if "pact" in present:
        found.append(_Reading(*named("treaties", "by treaties alone"), ("pact", "consultation"), without=out))
    found.append(_Reading(*named("borders", "by distance of borders"), distance="minimum_distance_km", without=out))
    # Yearly spending ships for the bundled cases' states only; elsewhere most supporters would drop out unseen.
    if ledger.case.origin != "derived" and ledger.states & set(ledger.snapshot.table("spending")["gwno"]):
        found.append(_Reading(*named("spending", "by stocks of spending"), is_spending=True, without=out))
    for actor in ledger.named_states():
        if actor.gwno is not None and actor.gwno not in out:
            left = out | {actor.gwno}
            found.append(_Reading(*named("", "", left), left_out=actor.name, without=left))
            if "named alliance" in present:
                name = named("named", _BY_CASE_NAME, left)
                found.append(_Reading(*name, BY_CASE, left_out=actor.name, without=left))
    return found


def _support_series(ledger: _Ledger, reading: _Reading) -> tuple[Series, Series]:
    support, words = ledger.support(reading), words_of(ledger.case)

    def of(role: str) -> Series:
        drawn: dict[int, Floats] = {}
        for both in ledger.opposed:
            side = both.holder if role == "holder" else both.revisionist
            if both.year in support.get(side.actor.id, {}):
                drawn[both.year] = support[side.actor.id][both.year]
        called = words.holder if role == "holder" else words.revisionist
        return _summary(
            f"regional.support.{role}",
            f"outside capability {called} can count on",
            PROJECTED,
            drawn,
            reading,
            ledger.snapshot,
        )

    return of("holder"), of("revisionist")


def _summary(key: str, label: str, unit: str, drawn: YearlyDraws, reading: _Reading, snapshot: Snapshot) -> Series:
    domain = reading.domain(snapshot)
    if not drawn:
        return Series(key, label, unit, domain, (), sources=reading.sources)
    years = sorted(drawn)
    low, value, high = median_95(np.stack([drawn[year] for year in years], axis=1), axis=0)
    points = tuple(Point(*numbers) for numbers in zip(years, value.tolist(), low.tolist(), high.tolist(), strict=True))
    return Series(key, label, unit, domain, points, "draws95", reading.sources)


def _grounds(ledger: _Ledger, reading: _Reading, series: Series) -> tuple[str, ...]:
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
    return regional_grounds(both, words_of(ledger.case), counted, lambda state: _name(ledger, state))


def _name(ledger: _Ledger, state: int) -> str:
    actor = next((actor for actor in ledger.case.actor if actor.gwno == state), None)
    return actor.name if actor else ledger.snapshot.states.name_of_gw(state) or str(state)


def _reason(ledger: _Ledger) -> str:
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
