"""The vocabulary of settlements: issues with stated scales, and status formulas as points over them.

An issue runs from 0 to 100. Its anchors say what a place on the scale means; between anchors the scale is ordinal
unless it says `interval` (kilometres, shares, counts), so an anchor of an ordinal scale has a range and its place is
drawn with the rest. A formula (independence, federation, cultural autonomy, ...) is a point over the issues that it
decides; those it leaves open have the width of what was agreed under it. `statusquo settlements vocabulary` prints
it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from statusquo.core.errors import by_id
from statusquo.documents.values import Flag, Line, Slug, Strict, Text
from statusquo.settlement.values import Cited, DatedSource, Range

Lever = Literal["status", "concession", "guarantee", "sequencing", "side payment"]
"""What moving an option along an issue is called where one asks what would widen the zone of agreement."""


class Anchor(Strict):
    """What one place on a scale means."""

    at: Range
    meaning: Line


class Issue(Cited):
    """One thing that is negotiated, with its scale from 0 to 100.

    `toward_100` names the side whose claim the upper end meets, so that a reader knows the direction; `neither` where
    the ends favour no side.
    """

    id: Slug
    name: Line
    question: Line
    scale: Literal["ordinal", "interval"]
    toward_100: Literal["separatist", "parent", "neither"]
    lever: Lever
    anchor: tuple[Anchor, ...] = Field(min_length=2)


class Formula(Cited):
    """A status formula: what it is, where it was used, and the point over the issues that it decides."""

    id: Slug
    name: Line
    meaning: Text
    example: Line | None = None
    needs_patron: Flag = False
    """Whether it takes a state that stands behind the separatist side: it is judged only where there is one."""
    needs_issue: tuple[Slug, ...] = ()
    """Issues without which it would be another formula: it is judged only where they are on the agenda."""
    point: dict[Slug, Range]


class Vocabulary(Strict):
    """Issues and status formulas."""

    title: Line
    issue: tuple[Issue, ...] = Field(min_length=1)
    formula: tuple[Formula, ...] = Field(min_length=1)
    source: tuple[DatedSource, ...] = Field(min_length=1)

    def issue_by_id(self, name: str) -> Issue:
        """Return one issue.

        Raises:
            UnknownNameError: when the vocabulary has no such issue.
        """
        return by_id("issue", name, self.issue)

    def formula_by_id(self, name: str) -> Formula:
        """Return one formula.

        Raises:
            UnknownNameError: when the vocabulary has no such formula.
        """
        return by_id("formula", name, self.formula)
