"""What to watch, by when: what the case's author wrote, and what follows from the data by rule.

By rule comes the scoring of our own chance, where one is told. Nothing else does: an anniversary decides nothing, and
no data set at hand has elections or the ends of mandates.
"""

from __future__ import annotations

import datetime as dt

from statusquo.answer.model import RiskTold, ToWatch
from statusquo.cases.model import Case


def to_watch(case: Case, risk: RiskTold, today: dt.date) -> tuple[ToWatch, ...]:
    """Return what to watch: the author's rows, those first that are still ahead, then what the data add.

    Args:
        case: the dispute.
        risk: how likely fighting is.
        today: the day on which it is told.
    """
    ordered = sorted(case.watch, key=lambda row: (row.was_due(today), row.by is None, row.by or row.looked_at))
    written = [
        ToWatch(
            row.what, row.by.text if row.by else None, row.why, row.source, row.looked_at.text, row.when_text(today)
        )
        for row in ordered
    ]
    return (*written, *_by_rule(risk))


def _by_rule(risk: RiskTold) -> list[ToWatch]:
    if risk.fighting.value is None:
        return []
    due = str(risk.year + 1)
    what = f"Whether {risk.year} sees fighting: the data of that year will score this forecast"
    why = "It says how far this forecast can be trusted."
    return [ToWatch(what, due, why, risk.fighting.sources[:1], None, f"due by {due}")]
