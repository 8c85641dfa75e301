"""Which judgements may carry a prediction: only rows whose sources are all dated wholly before what is predicted.

A position coded from what came out afterwards predicts nothing. So a row of a settlement file is admitted for a
proposal of a given date only where each of its sources ends before the first day that date may mean; of several
admitted rows of one actor on one issue the latest within the period counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from statusquo.documents.dates import PartialDate
from statusquo.settlement.model import FIRST_CODER, Position, SettlementFile, Stance
from statusquo.settlement.values import Cited


@dataclass(frozen=True, slots=True)
class Admitted:
    """The rows of one period that may be used.

    Attributes:
        stances: by actor.
        positions: by actor and issue.
        left_out: by actor without an admitted stance or position, the reason.
    """

    stances: dict[str, Stance]
    positions: dict[tuple[str, str], Position]
    left_out: dict[str, str]


def admit(
    file: SettlementFile, period: str, *, before: PartialDate | None = None, coder: str = FIRST_CODER
) -> Admitted:
    """Return the rows of a period that may be used.

    Args:
        file: the settlement file.
        period: id of the period.
        before: the date of what is predicted; all rows where nothing is.
        coder: whose judgements.
    """
    dates = {source.id: source.date for source in file.source}

    def is_admitted(row: Cited) -> bool:
        return before is None or all(dates[name].last < before.first for name in row.source)

    stances = {
        row.actor: row for row in file.stance if row.period == period and row.coder == coder and is_admitted(row)
    }
    rows = [row for row in file.position if row.period == period and row.coder == coder and is_admitted(row)]
    rows = [row for row in rows if before is None or row.start is None or row.start.first <= before.first]
    positions: dict[tuple[str, str], Position] = {}
    for (actor, issue), group in groupby(
        sorted(rows, key=lambda row: (row.actor, row.issue)), key=lambda row: (row.actor, row.issue)
    ):
        if actor in stances:
            positions[actor, issue] = max(group, key=lambda row: row.start.first.toordinal() if row.start else 0)
    told = {actor for actor, _ in positions}
    asked = {row.actor for row in file.stance if row.period == period and row.coder == coder}
    left_out = {
        actor: "no position" if actor in stances else "no stance" for actor in sorted(asked) if actor not in told
    }
    when = f" that rests only on sources dated before {before}" if before else ""
    reasons = {actor: f"the file has {what}{when}" for actor, what in left_out.items()}
    return Admitted({actor: stances[actor] for actor in stances if actor in told}, positions, reasons)


def coders(file: SettlementFile) -> tuple[str, ...]:
    """Return who judged positions in a file, the first coder first."""
    names = {row.coder for row in file.position}
    return tuple(sorted(names, key=lambda name: (name != FIRST_CODER, name)))
