"""The readings of a regional balance, and what they share: sides, ties, weights and projected capability.

A reading says which ties, which distance and which measure of capability count, and who is left out. What all readings
of a dispute draw on is worked out once, and drawn once, so that two of them differ by what they count alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from statusquo.balances.commitment import (
    MAIN,
    SOURCE_OF,
    Kind,
    Ties,
    committed_share,
    counts_on_someone,
    draw_weights,
    ties_by_side,
)
from statusquo.balances.military import LOG_RATIO, spending_stock, yearly_spending
from statusquo.balances.projection import (
    SOURCE_OF_DISTANCE,
    Distance,
    projected_capability,
    yearly_capability,
    yearly_distance,
)
from statusquo.balances.ranges import MILES_A_DAY, SPENDING_DEPRECIATION
from statusquo.balances.sides import oppositions, state_name, words_of
from statusquo.cases.model import Actor, Case, RoleName
from statusquo.core.domain import Domain
from statusquo.core.draws import Floats, YearlyDraws
from statusquo.core.estimates import Series
from statusquo.core.seeds import spawn_generator
from statusquo.snapshot.spending import spending_domain
from statusquo.snapshot.state_years import covariate_domain
from statusquo.snapshot.store import Snapshot
from statusquo.sources.registry import ORIGINS

CAPABILITY, MONEY = "cow-nmc", "sipri-milex"

NAMED_ROLES: tuple[RoleName, ...] = ("patron", "ally", "veto power")
BY_CASE: tuple[Kind, ...] = ("named alliance", "troops", "arms")
_BY_CASE_NAME = "by the case's own alliances"


@dataclass(frozen=True, slots=True)
class Reading:
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
        """Ids of the origins that it rests on."""
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


class Ledger:
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
        """The outside states that have a tie to a side."""
        return {state for ties in self.ties.values() for state in ties}

    def name(self, state: int) -> str:
        """Return what the case calls a state, or else the list of states."""
        return state_name(self.case, self.snapshot, state)

    def series(self, reading: Reading, drawn: YearlyDraws) -> Series:
        """Return the log ratios of a reading as a series."""
        domain = reading.domain(self.snapshot)
        return Series.from_draws(reading.key, reading.label, LOG_RATIO, domain, drawn, reading.sources)

    def named_states(self) -> list[Actor]:
        """Return the states that the case names as patron, ally or veto power and that have ties here.

        One that stands for a side is no outside state, but for the years before it did.
        """
        standing = {side.gwno for both in self.opposed for side in both.sides}
        named = self.case.with_role(*NAMED_ROLES)
        return [actor for actor in named if actor.gwno in self.states - standing]

    def log_ratios(self, reading: Reading) -> YearlyDraws:
        """Return ln(O_rev / O_hold) by year, where both sides can count on someone and the sources speak."""
        support = self.support(reading)
        ratios: dict[int, Floats] = {}
        for both in self.opposed:
            holder, revisionist = (support.get(side.actor.id, {}).get(both.year) for side in both.sides)
            if holder is not None and revisionist is not None:
                ratios[both.year] = np.log(revisionist) - np.log(holder)
        return ratios

    def support(self, reading: Reading) -> Mapping[str, YearlyDraws]:
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
        """Return the drawn weights of one outside state's ties to one side."""
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


def readings_of(ledger: Ledger, out: frozenset[int]) -> list[Reading]:
    """Return the main reading and its alternatives; those on which the dispute has no data of any kind are left out."""

    def named(part: str, what: str, without: frozenset[int] = out) -> tuple[str, str]:
        key = f"regional{f'.{part}' if part else ''}{''.join(f'.without:{state}' for state in sorted(without))}"
        left = f" without {' and '.join(ledger.name(state) for state in sorted(without))}" if without else ""
        return key, f"regional balance{f' {what}' if what else ''}{left}, {words_of(ledger.case).over}"

    present = {
        kind for ties in ledger.ties.values() for by_year in ties.values() for y in by_year.values() for kind in y
    }
    found = [Reading(*named("", ""), without=out)]
    if "organisation" in present:
        found.append(
            Reading(*named("organisations", "with common organisations"), (*MAIN, "organisation"), without=out)
        )
    if "named alliance" in present:
        found.append(Reading(*named("named", _BY_CASE_NAME), BY_CASE, without=out))
    if "pact" in present:
        found.append(Reading(*named("treaties", "by treaties alone"), ("pact", "consultation"), without=out))
    found.append(Reading(*named("borders", "by distance of borders"), distance="minimum_distance_km", without=out))
    # Yearly spending ships for the bundled cases' states only; elsewhere most supporters would drop out unseen.
    if ledger.case.origin != "derived" and ledger.states & set(ledger.snapshot.table("spending")["gwno"]):
        found.append(Reading(*named("spending", "by stocks of spending"), is_spending=True, without=out))
    for actor in ledger.named_states():
        if actor.gwno is not None and actor.gwno not in out:
            left = out | {actor.gwno}
            found.append(Reading(*named("", "", left), left_out=actor.name, without=left))
            if "named alliance" in present:
                name = named("named", _BY_CASE_NAME, left)
                found.append(Reading(*name, BY_CASE, left_out=actor.name, without=left))
    return found
