"""Tests on the record of proposals of many disputes: `veto_record` and `holder_record`.

Who carried or opposed a proposal, and what came of it, by the case files that hold proposals; the case that an
explanation was made from is left out, and what its own record says is told in words. That a party is a veto power in a
year is read from its role and dates. A handful of proposals decides nothing: with fewer than `FEWEST` on either side no
number is given, and how many there are is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field

from statusquo.cases.answers import NO, YES
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.statements import Proposal
from statusquo.core.estimates import Estimate
from statusquo.core.intervals import wilson
from statusquo.documents.values import Strict
from statusquo.explanations.evidence import Evidence
from statusquo.explanations.registry import ClaimTest
from statusquo.explanations.results import NotTestableError, Result

FEWEST = 5
"""Proposals needed with the stance, and without it; or on which one side alone refused."""

Stance = Literal["opposed", "carried", "neither"]
Author = Literal["third party", "holder", "revisionist", "both sides"]


class VetoRecordParameters(Strict):
    """Parameters of `veto_record`."""

    stance: Literal["opposed", "carried"] = Field(
        description="what the veto power did: refused the proposal, or proposed it or accepted it"
    )


class HolderRecordParameters(Strict):
    """Parameters of `holder_record`."""


@dataclass(frozen=True, slots=True)
class Put:
    """One proposal as the record has it.

    Attributes:
        case: id of the dispute.
        name: of the proposal.
        stance: of the veto power of that year, None where none is named.
        agreed: whether both sides accepted and none of them took it back; None where that is not on record.
        refused_by: of the two sides, those that refused or withdrew: ``holder``, ``revisionist``; None where the
            answers of either are not on record.
        author: who made it, a side or a patron behind the separatist side counting as that side; None where nobody is
            on record as the holder of that year.
        sources: of the proposal and the answers.
    """

    case: str
    name: str
    stance: Stance | None
    agreed: bool | None
    refused_by: frozenset[str] | None
    author: Author | None
    sources: tuple[str, ...]


@cache
def record_of(case_id: str) -> tuple[Put, ...]:
    """Return the proposals of a bundled case with who carried or opposed them and what came of them."""
    case = load_case(case_id)
    return tuple(_put(case, proposal) for proposal in case.proposal)


def _put(case: Case, proposal: Proposal) -> Put:
    parents = {actor.id for actor in case.parents()}
    groups = {a.id for side in case.separatists() for a in (side, *case.groups_of(side))}
    behind = {a.id for a in case.actor if any(r.role == "patron" and r.toward in groups for r in a.role)}
    parent, other = _last_word(proposal, parents), _last_word(proposal, groups | behind)
    sides = {"parent": parent, "other": other}
    holding = case.holding_at(proposal.date.year)
    refused_by: frozenset[str] | None = None
    author: Author | None = None
    if holding is not None:
        holder = "parent" if holding.holder in parents else "other"
        author = _author(proposal, *((parents, groups | behind)[:: 1 if holder == "parent" else -1]))
        if parent is not None and other is not None:
            refused = {"holder" if side == holder else "revisionist" for side, said in sides.items() if said is False}
            refused_by = frozenset(refused)
    agreed = None if parent is None and other is None else parent is True and other is True
    if agreed is False and None in (parent, other) and False not in (parent, other):
        agreed = None  # one side accepted, and what the other said is not on record
    sources = dict.fromkeys((*proposal.source, *(name for row in proposal.response for name in row.source)))
    return Put(case.id, proposal.name, _stance(case, proposal), agreed, refused_by, author, tuple(sources))


def _author(proposal: Proposal, holder: set[str], revisionist: set[str]) -> Author:
    """Return which side made a proposal; a third party made it where no author is of a side."""
    by_holder, by_revisionist = (not side.isdisjoint(proposal.proposed_by) for side in (holder, revisionist))
    if by_holder and by_revisionist:
        return "both sides"
    return "holder" if by_holder else "revisionist" if by_revisionist else "third party"


def _last_word(proposal: Proposal, side: Iterable[str]) -> bool | None:
    """Return whether a side accepted: no where any of its actors refused or withdrew, None where it is not known."""
    ids = set(side)
    answers = [row.answer for row in proposal.response if row.actor in ids]
    answers += ["accepted" for name in proposal.proposed_by if name in ids]
    if any(answer in NO for answer in answers):
        return False
    if "accounts differ" in answers:
        return None
    return True if any(answer in YES for answer in answers) else None


def _stance(case: Case, proposal: Proposal) -> Stance | None:
    """Return what the veto powers of the year did, None where the file names none that is not itself a side."""
    year = proposal.date.year
    powers = {
        actor.id
        for actor in case.actor
        for role in actor.role
        if role.role == "veto power"
        and (role.start is None or role.start.year <= year)
        and (role.end is None or year <= role.end.year)
    }
    powers -= {actor.id for actor in (*case.parents(), *case.separatists())}
    if not powers:
        return None
    word = _last_word(proposal, powers)
    return "neither" if word is None else "carried" if word else "opposed"


def veto_record_results(parameters: VetoRecordParameters, evidence: Evidence) -> list[Result]:
    """Return by how much the share agreed differs between proposals with a veto power's stance and the others."""
    every = [put for put in _others(evidence) if put.agreed is not None]
    with_it = [put for put in every if put.stance == parameters.stance]
    without = [put for put in every if put.stance != parameters.stance]
    verb = {"opposed": "opposed by", "carried": "carried by"}[parameters.stance]
    own = _own_words(parameters.stance, evidence)
    if min(len(with_it), len(without)) < FEWEST:
        raise NotTestableError(
            "data",
            f"of {len(every)} proposals on record in {_disputes(every)} other disputes {len(with_it) or 'none'} "
            f"{'were' if len(with_it) > 1 else 'was'} {verb} a veto power. At least {FEWEST} are needed{own}",
        )
    from scipy.stats import fisher_exact

    counts = [sum(bool(put.agreed) for put in group) for group in (with_it, without)]
    sizes = [len(with_it), len(without)]
    table = [[count, size - count] for count, size in zip(counts, sizes, strict=True)]
    value, low, high = difference_of_shares(counts[0], sizes[0], counts[1], sizes[1])
    sources = tuple(dict.fromkeys(name for put in every for name in put.sources))
    unit = "percentage points of proposals agreed"
    estimate = Estimate(100 * value, unit, 100 * low, 100 * high, "confidence95", sources)
    label = f"proposals agreed by both sides, those {verb} a veto power less the others"
    note = f"{counts[0]} of {sizes[0]} against {counts[1]} of {sizes[1]}, in {_disputes(every)} disputes{own}"
    return [Result(label, estimate, len(every), "proposals", sources, note, float(fisher_exact(table).pvalue))]


def holder_record_results(_: HolderRecordParameters, evidence: Evidence) -> list[Result]:
    """Return, of third parties' proposals that one side alone refused, the percent that the holder did."""
    told = [put for put in _others(evidence) if put.refused_by is not None]
    every = [put for put in told if put.author == "third party"]
    alone = [put for put in every if len(put.refused_by or ()) == 1]
    if len(alone) < FEWEST:
        raise NotTestableError(
            "data",
            f"of {len(every)} proposals of third parties on record in {_disputes(every)} other disputes one side alone "
            f"refused {len(alone)}. At least {FEWEST} are needed",
        )
    from scipy.stats import binomtest

    holder = _n_by_holder(alone)
    share = holder / len(alone)
    low, high = wilson(share, len(alone))
    sources = tuple(dict.fromkeys(name for put in every for name in put.sources))
    estimate = Estimate(100 * share, "percent", 100 * low, 100 * high, "confidence95", sources)
    label = "third parties’ proposals that one side alone refused, those refused by the holder"
    beside = []
    for author, whose in (("holder", "the holder’s"), ("revisionist", "the revisionist’s"), ("both sides", "both")):
        others = [put for put in told if put.author == author and len(put.refused_by or ()) == 1]
        beside.append(f"{whose} {_n_by_holder(others)} of {len(others)}")
    note = (
        f"{holder} of {len(alone)}, in {_disputes(alone)} disputes. Of offers of the sides themselves, which decide "
        f"nothing, it is {', '.join(beside)}"
    )
    p_value = float(binomtest(holder, len(alone)).pvalue)
    return [Result(label, estimate, len(alone), "proposals", sources, note, p_value)]


def _n_by_holder(puts: Sequence[Put]) -> int:
    return sum(put.refused_by == frozenset({"holder"}) for put in puts)


def difference_of_shares(one: int, of_one: int, other: int, of_other: int) -> tuple[float, float, float]:
    """Return a difference of two shares with its 95 % interval, by the tenth of Newcombe's (1998) methods."""
    first, second = one / of_one, other / of_other
    (low_1, high_1), (low_2, high_2) = wilson(first, of_one), wilson(second, of_other)
    value = first - second
    low = value - ((first - low_1) ** 2 + (high_2 - second) ** 2) ** 0.5
    high = value + ((high_1 - first) ** 2 + (second - low_2) ** 2) ** 0.5
    return value, min(low, value), max(high, value)


def _others(evidence: Evidence) -> list[Put]:
    """Return the record of every bundled case but those that the explanation was made from."""
    own = evidence.explanation.made_from_case
    return [put for name in bundled_ids() if name not in own for put in record_of(name)]


def _disputes(puts: Sequence[Put]) -> int:
    return len({put.case for put in puts})


def _own_words(stance: str, evidence: Evidence) -> str:
    """Return what the record of the cases that the explanation was made from says, which is no test of it."""
    told = []
    for name in evidence.explanation.made_from_case:
        if name not in bundled_ids():
            continue
        puts = [put for put in record_of(name) if put.stance is not None]
        chosen = [put for put in puts if put.stance == stance]
        agreed = sum(put.agreed is True for put in chosen)
        reached = f", of which {agreed} {'was' if agreed == 1 else 'were'} agreed" if chosen else ""
        told.append(f"{load_case(name).title} it {stance} {len(chosen) or 'none'} of {len(puts)}{reached}")
    return f". What the explanation was made from is no test of it: in {'; in '.join(told)}" if told else ""


TESTS = (
    ClaimTest(
        "veto_record",
        "Are proposals that a veto power opposed, or carried, agreed less or more often than others?",
        "percentage points of proposals agreed by both sides, with Newcombe’s 95 % interval, over the bundled records",
        VetoRecordParameters,
        veto_record_results,
        is_cross_case=True,
    ),
    ClaimTest(
        "holder_record",
        "Is it the holder that refuses, of third parties’ proposals that one side alone refused?",
        "percent of them refused by the holder, with Wilson’s 95 % interval, over the bundled records",
        HolderRecordParameters,
        holder_record_results,
        is_cross_case=True,
    ),
)
