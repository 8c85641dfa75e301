"""What moved between two tellings: where disputes stand, their risks and ranks, and the verdicts on claims.

A risk has moved where the odds differ by a tenth or more and the two print differently: what is less is rounding and
the draws of a fit. Whether a move leaves the interval told before is said of each. Only risks of the same outcome, told
in the same set of disputes, are held against each other; that they are of two years, where the data reach a year
further, is said with them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from statusquo.changes.told import Chance, Stands, Told, ToldDispute
from statusquo.core.jsonable import Jsonable
from statusquo.core.wording import chance as in_words
from statusquo.risk.events import Outcome

SMALLEST_MOVE = 0.1
"""A risk whose log odds differ by less, a tenth of the odds, is not said to have moved."""


@dataclass(frozen=True, slots=True)
class RiskMove(Jsonable, also=("points", "odds_ratio", "leaves_interval")):
    """A risk that moved.

    Attributes:
        id: UCDP's number.
        name: what the dispute is called.
        outcome: of what.
        before: as told first.
        after: as told second.
    """

    id: int
    name: str
    outcome: Outcome
    before: Chance
    after: Chance

    @property
    def points(self) -> float:
        """The size of the move in percentage points."""
        return 100 * (self.after.value - self.before.value)

    @property
    def log_odds_ratio(self) -> float:
        """The size of the move in log odds."""
        return _log_odds(self.after.value) - _log_odds(self.before.value)

    @property
    def odds_ratio(self) -> float:
        """The odds told second over those told first."""
        return math.exp(self.log_odds_ratio)

    @property
    def leaves_interval(self) -> bool:
        """Whether either value lies outside the interval of the other."""
        return not (
            self.before.low <= self.after.value <= self.before.high
            and self.after.low <= self.before.value <= self.after.high
        )


@dataclass(frozen=True, slots=True)
class Turn(Jsonable):
    """A dispute that stands elsewhere, or has another place in the ranking.

    Attributes:
        id: UCDP's number.
        name: what the dispute is called.
        before: where it stood, or its rank; None where it had none.
        after: the same of the second telling.
    """

    id: int
    name: str
    before: Stands | int | None
    after: Stands | int | None


@dataclass(frozen=True, slots=True)
class VerdictTurn(Jsonable):
    """A verdict that changed: on which claim, as ``dispute/explanation/claim``; None where there was no such claim."""

    claim: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved from one telling to the next.

    Attributes:
        years: the years of which the risks are.
        stands: disputes that stand elsewhere.
        risks: risks that moved, the furthest by odds first.
        n_risks: how many risks both tell.
        ranks: disputes with another rank, the furthest first; None where one of the two kept none.
        verdicts: verdicts that changed; None where one of the two kept none.
        n_verdicts: how many claims both judged.
    """

    years: tuple[int, int]
    stands: tuple[Turn, ...]
    risks: tuple[RiskMove, ...]
    n_risks: int
    ranks: tuple[Turn, ...] | None
    verdicts: tuple[VerdictTurn, ...] | None
    n_verdicts: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing moved."""
        return not (self.stands or self.risks or self.ranks or self.verdicts)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "years": {"before": self.years[0], "after": self.years[1]},
            "stands": [turn.to_json() for turn in self.stands],
            "risks": {"compared": self.n_risks, "moved": [move.to_json() for move in self.risks]},
            "ranks": None if self.ranks is None else [turn.to_json() for turn in self.ranks],
            "verdicts": None
            if self.verdicts is None
            else {"compared": self.n_verdicts, "changed": [turn.to_json() for turn in self.verdicts]},
        }


def moves(before: Told, after: Told) -> Moves:
    """Return what moved from one telling to the next.

    Args:
        before: what was told first.
        after: what was told second.
    """
    both = [number for number in after.disputes if number in before.disputes]
    names = {number: after.disputes[number].name for number in both}
    compared = [
        RiskMove(number, names[number], outcome, told, after.disputes[number].risk[outcome])
        for number in both
        if before.disputes[number].risk_set == after.disputes[number].risk_set
        for outcome, told in before.disputes[number].risk.items()
        if outcome in after.disputes[number].risk
    ]
    moved = [move for move in compared if has_moved(move)]
    verdicts = None if before.verdicts is None or after.verdicts is None else _turned(before.verdicts, after.verdicts)
    return Moves(
        (before.coming_year, after.coming_year),
        tuple(
            Turn(number, names[number], was, now)
            for number in both
            if (was := before.disputes[number].stands) != (now := after.disputes[number].stands)
            if was is not None and now is not None
        ),
        tuple(sorted(moved, key=lambda move: (-abs(move.log_odds_ratio), move.id))),
        len(compared),
        _ranks(before.disputes, after.disputes),
        verdicts,
        len(set(before.verdicts or ()) & set(after.verdicts or ())),
    )


def has_moved(move: RiskMove) -> bool:
    """Whether a risk differs by more than rounding and the draws of a fit."""
    return abs(move.log_odds_ratio) >= SMALLEST_MOVE and in_words(move.before.value) != in_words(move.after.value)


def _ranks(before: Mapping[int, ToldDispute], after: Mapping[int, ToldDispute]) -> tuple[Turn, ...] | None:
    """Return the disputes with another rank: those over most places first, then who came in, then who left."""
    known = [any(dispute.rank is not None for dispute in told.values()) for told in (before, after)]
    if not all(known):
        return None
    turns = []
    for number in sorted({*before, *after}):
        was, now = (told[number].rank if number in told else None for told in (before, after))
        if was != now:
            turns.append(Turn(number, (after.get(number) or before[number]).name, was, now))
    return tuple(sorted(turns, key=_places_moved))


def _places_moved(turn: Turn) -> tuple[bool, bool, int, int]:
    is_in_both = isinstance(turn.before, int) and isinstance(turn.after, int)
    places = abs(turn.after - turn.before) if isinstance(turn.before, int) and isinstance(turn.after, int) else 0
    return not is_in_both, turn.after is None, -places, turn.id


def _turned(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[VerdictTurn, ...]:
    claims = dict.fromkeys([*after, *before])
    found = (VerdictTurn(claim, before.get(claim), after.get(claim)) for claim in claims)
    return tuple(turn for turn in found if turn.before != turn.after)


def _log_odds(share: float) -> float:
    # Risks are kept to five digits, so that the smallest ones are kept as none.
    bounded = min(max(share, 1e-5), 1 - 1e-5)
    return math.log(bounded / (1 - bounded))
