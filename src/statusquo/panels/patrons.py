"""Which outside state stood behind a side of a dispute in a year: the one rule that every part of the product asks.

A state counts behind a side only in years in which it supported that side by act:

* ``case file``: the file names it patron of the side, with a date, for the years at whose end the role holds;
* ``UCDP secondary party`` and ``UCDP secondary supporter`` (the conflict-level and the dyad-level file, one testimony):
  its troops fought beside the side in the year, other than as a contributor to a peace operation.

Where the file dates a state as patron of the side, its dates come before UCDP's for that state, and where the file
names a patron for a year, it comes before states that UCDP alone names. One state that stands so is the state behind
the side; of several nobody knows the shares, and none stands for it. Kinship is no act, whatever it may have moved:
it has a covariate of its own. Where no source names an act there is no state behind the side, which is not the same
as knowing that there was none.

Balances ask it year by year (`support_of`), charts and tests of claims over all years (`state_behind`). Three ask
something else and say so: which states a territory is measured to, kin among them (`structure.geography.backers_of`),
on which side an actor that held ground stands (`panels.case_codings`), and what the case file codes as patron
(`patron_state`), which is one word for all years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import polars as pl

from statusquo.cases.load import bundled_chronicle, bundled_ids
from statusquo.cases.model import Actor, Chronicle
from statusquo.snapshot.record import KEY
from statusquo.snapshot.runs import spread_years
from statusquo.snapshot.store import Snapshot

CASE_FILE = "case file"
TROOPS = ("UCDP secondary party", "UCDP secondary supporter")
BASES = (CASE_FILE, *TROOPS)
NO_PATRON = "nothing shows that a state supported the side by act in this year"
SEVERAL_PATRONS = "several states supported the side by act in this year, and their shares are not known"


@dataclass(frozen=True, slots=True)
class Support:
    """An outside state that supported one side by act in a year.

    Attributes:
        gwno: Gleditsch-Ward number of the state.
        basis: what says so, one of `BASES`.
        source: ids of the sources.
    """

    gwno: int
    basis: str
    source: tuple[str, ...]


def support_of(case: Chronicle, snapshot: Snapshot, side: str) -> Mapping[int, tuple[Support, ...]]:
    """Return by year the states that supported a side by act, each once, in the order of their numbers.

    Years run to the last of the record of conflict; a year without such a state is absent.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        side: id of the actor that was supported.
    """
    named = list(_named_patrons(case, side, snapshot.last_year))
    found: dict[int, dict[int, Support]] = defaultdict(dict)
    for state, years, source in named:
        for year in years:
            found[year][state] = Support(state, CASE_FILE, source)
    dated = {state for state, _, _ in named}
    parties = (*case.parents(), *case.separatists(), *case.claimants())
    own = {actor.gwno for actor in parties if actor.gwno is not None}
    for year, senders in senders_of_troops(case, snapshot, side).items():
        if year not in found:
            found[year] = {gwno: Support(gwno, TROOPS[0], ("ucdp-prio-acd",)) for gwno in senders - dated - own}
    return {
        year: tuple(supports[gwno] for gwno in sorted(supports)) for year, supports in sorted(found.items()) if supports
    }


def longest_behind(case: Chronicle, snapshot: Snapshot, side: str) -> int | None:
    """Return the state that stood alone behind a side in most years, the later of two equals; None without one.

    For a chart or a test that follows one state over all years: in the years in which it did not stand there, its
    figures are its own and nobody else's. So a state that only UCDP names stands for a side only where its troops
    fought beside it in half of the dispute's active years or more: Yemen in two of 68 is not the Palestinians.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        side: id of the actor that was supported.
    """
    years: dict[int, list[int]] = defaultdict(list)
    named: set[int] = set()
    for year, supports in support_of(case, snapshot, side).items():
        if len(supports) == 1:
            years[supports[0].gwno].append(year)
            named |= {supports[0].gwno} if supports[0].basis == CASE_FILE else set()
    n_active = _active_years(case, snapshot)
    years = {gwno: told for gwno, told in years.items() if gwno in named or 2 * len(told) >= n_active}
    return max(years, key=lambda gwno: (len(years[gwno]), max(years[gwno])), default=None)


def state_behind(case: Chronicle, snapshot: Snapshot) -> Actor | None:
    """Return the state that is the separatist side, or else stood behind it (`longest_behind`); None without one.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
    """
    for separatist in case.separatists():
        if separatist.gwno is not None:
            return separatist
        gwno = longest_behind(case, snapshot, separatist.id)
        if gwno is not None:
            return next((actor for actor in case.actor if actor.gwno == gwno), None)
    return None


def _active_years(case: Chronicle, snapshot: Snapshot) -> int:
    """Return in how many years UCDP counts fighting in the conflicts of the case."""
    rows = snapshot.table("dispute_years").filter(pl.col("conflict_id_ucdp").is_in(case.ids.ucdp_conflict))
    return rows["year"].n_unique()


def senders_of_troops(case: Chronicle, snapshot: Snapshot, side: str) -> Mapping[int, frozenset[int]]:
    """Return by year the states whose troops fought beside a side, by UCDP's conflicts of the case.

    Args:
        case: the dispute.
        snapshot: the open snapshot.
        side: id of the actor they fought beside.
    """
    letters = [
        letter
        for letter, actors in (
            ("a", (*case.parents(), *case.claimants()[:1])),
            ("b", (*case.separatists(), *case.claimants()[1:])),
        )
        if side in {actor.id for actor in actors}
    ]
    known = snapshot.once(_senders)
    rows = (known.get((number, letter), ()) for number in case.ids.ucdp_conflict for letter in letters)
    by_year: dict[int, set[int]] = defaultdict(set)
    for year, gwno in chain.from_iterable(rows):
        by_year[year].add(gwno)
    return {year: frozenset(senders) for year, senders in by_year.items()}


def _senders(snapshot: Snapshot) -> Mapping[tuple[int, str], list[tuple[int, int]]]:
    """Return year and state of all who sent troops, by the conflict and the side they fought on."""
    rows: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    columns = ("conflict_id_ucdp", "side", "year", "patron_gw")
    for number, side, year, gwno in troops_by_year(snapshot).select(columns).iter_rows():
        rows[number, side].append((year, gwno))
    return rows


def troops_by_year(snapshot: Snapshot) -> pl.DataFrame:
    """Return who sent troops to which side in which year, without contributors to peace operations.

    Returns:
        One row per `conflict_id_ucdp`, `side`, `year` and `patron_gw`.
    """
    return snapshot.once(_troops_by_year)


def _troops_by_year(snapshot: Snapshot) -> pl.DataFrame:
    runs = snapshot.table("dispute_patrons").filter(pl.col("basis").is_in(TROOPS), pl.col("mission").is_null())
    years = spread_years(runs.select("conflict_id_ucdp", "side", "patron_gw", "first_year", "last_year"))
    return years.unique().sort("conflict_id_ucdp", "side", "year", "patron_gw")


def patrons_by_year(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the state behind the separatist side for each dispute and year.

    Args:
        snapshot: the open snapshot.
        rows: columns `conflict_id_ucdp` and `year`; one row comes back for each.

    Returns:
        The key with `patron_gw`, `patron_basis`, `n_patrons` and `patron_missing_reason`.
    """
    troops = troops_by_year(snapshot).filter(pl.col("side") == "b").with_columns(basis=pl.lit(TROOPS[0])).drop("side")
    coded = {number for name in bundled_ids() for number in bundled_chronicle(name).ids.ucdp_conflict}
    schema = {name: troops.schema[name] for name in ("conflict_id_ucdp", "patron_gw", "year", "basis")}
    of_cases = pl.DataFrame(list(_of_cases(snapshot)), schema=schema, orient="row")
    of_others = troops.filter(~pl.col("conflict_id_ucdp").is_in(sorted(coded))).select(list(schema))
    years = pl.concat([of_cases, of_others]).unique([*KEY, "patron_gw"], keep="first", maintain_order=True)
    is_one = pl.col("n_patrons") == 1
    behind = (
        years.sort([*KEY, "patron_gw"])
        .group_by(KEY, maintain_order=True)
        .agg(pl.col("patron_gw").first(), pl.col("basis").first(), n_patrons=pl.len().cast(pl.Int32))
        .select(
            *KEY,
            patron_gw=pl.when(is_one).then("patron_gw"),
            patron_basis=pl.when(is_one).then("basis"),
            n_patrons="n_patrons",
        )
    )
    reason = pl.when(pl.col("n_patrons") > 1).then(pl.lit(SEVERAL_PATRONS)).otherwise(pl.lit(NO_PATRON))
    return (
        rows.select(KEY)
        .join(behind, on=KEY, how="left", maintain_order="left")
        .with_columns(patron_missing_reason=pl.when(pl.col("patron_gw").is_null()).then(reason))
    )


def _of_cases(snapshot: Snapshot) -> Iterator[tuple[int, int, int, str]]:
    """Yield conflict, state, year and basis for the separatist sides of the bundled cases."""
    for name in bundled_ids():
        case = bundled_chronicle(name)
        for separatist in case.separatists():
            for year, supports in support_of(case, snapshot, separatist.id).items():
                for support in supports:
                    for number in case.ids.ucdp_conflict:
                        yield number, support.gwno, year, support.basis


def _named_patrons(case: Chronicle, side: str, last_year: int) -> Iterator[tuple[int, range, tuple[str, ...]]]:
    """Yield the states that the file names patron of a side, with the years at whose end the role holds."""
    for actor in case.actor:
        for role in actor.role:
            if role.role == "patron" and role.toward == side and role.start is not None and actor.gwno is not None:
                end = role.end.last.year if role.end else last_year + 1
                yield actor.gwno, range(role.start.year, end), tuple(role.source)
