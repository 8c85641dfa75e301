"""How a dispute stands and what there is on it, in the words of a list: from the standings, the cases and the fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stands:
    """One dispute in the list.

    Attributes:
        place: its place in the list of open ones; None where UCDP has no territorial conflict of it.
        words: how it stands at the end of the data.
        fuller: the bundled case of the same dispute, where this is a conflict of UCDP alone.
        offers: proposals on record.
        risk: whether a risk of renewed fighting or of war is told of it.
        settle: whether positions of its actors are written down.
        bargain: whether the game is calibrated to it.
    """

    place: str | None
    words: str
    fuller: str | None
    offers: int
    risk: bool
    settle: bool
    bargain: bool


def stands_of(id: str) -> Stands:
    """Return how a dispute stands and what there is on it.

    Args:
        id: of a bundled case, or ``ucdp-`` and a number.
    """
    from statusquo.bargaining.calibrated import calibrated_cases
    from statusquo.cases.load import bundled_case_of_conflict, load_case
    from statusquo.cases.successors import ground_years
    from statusquo.panels.standing import standing_of, standings
    from statusquo.settlement.load import bundled_settlements
    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    number = id.removeprefix("ucdp-")
    case = None if number.isdecimal() else load_case(id)
    numbers = [int(number)] if case is None else case.ids.ucdp_conflict
    standing = standing_of(standings(snapshot), numbers)
    ended = max(case.exit, key=lambda row: row.date) if case is not None and case.exit else None
    if standing is not None and standing.intensity != "none":
        words = f"{'war' if standing.intensity == 'war' else 'fighting'} in {snapshot.last_year}"
    elif ended is not None:
        words = f"{ended.kind} ({ended.date.year})"
    elif standing is None:
        words = "no armed conflict"
    elif not standing.is_open:
        words = f"{standing.exit} ({standing.exit_year})"
    else:
        # Fighting over the same ground under another number counts, as it does for `statusquo show`.
        quiet = f"quiet since {max(ground_years(snapshot, *numbers)['year'])}"
        words = quiet if standing.place == "between states or colonial" else f"open, {quiet}"
    return Stands(
        place=standing.place if standing else None,
        words=words,
        fuller=bundled_case_of_conflict(int(number)) if case is None else None,
        offers=0 if case is None else len(case.proposal),
        risk=standing is not None and standing.why_no_risk is None,
        settle=id in bundled_settlements(),
        bargain=id in calibrated_cases(),
    )
