"""What to watch, by when: what the case's author wrote, and what follows from the data by rule.

By rule comes the scoring of our own forecast, where one is told. Nothing else does: an anniversary decides nothing,
and no data set at hand has elections or the ends of mandates.
"""

from __future__ import annotations

from statusquo.answer.model import RiskTold, ToWatch


def to_watch(risk: RiskTold) -> tuple[ToWatch, ...]:
    """Return what to watch, the author's rows first."""
    return tuple(_by_rule(risk))


def _by_rule(risk: RiskTold) -> list[ToWatch]:
    if risk.fighting.value is None:
        return []
    what = f"whether {risk.year} sees fighting: the data of that year will score what is told here"
    why = "It says how far the chance told here can be trusted."
    return [ToWatch(what, str(risk.year + 1), why, risk.fighting.sources[:1], None)]
