"""What came of what was told: UCDP's record of the very conflict numbers that a forecast told of.

The rule is one for all forecasts. A row is scored if, by the release in use, its number could meet the event: quiet in
the year before for renewed fighting, not at war for a step to war, active for fighting that goes on. The event came if
UCDP counts that number with 25 battle deaths or more, or 1,000 for war. Fighting over the same ground under another
number is no event of the number told, whoever thinks it should be: which numbers belong together is coded by hand, and
a score that could be mended by hand afterwards judges nothing. Such disputes are listed beside the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from statusquo.cases.successors import successor_years
from statusquo.core.errors import InputError, Problem
from statusquo.snapshot.store import Snapshot

Level = Literal["none", "minor", "war"]
State = Literal["quiet", "not at war", "fighting"]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a row is at risk, and when its event came.

    Attributes:
        needs: what the number must have been in the last year that the forecast knew.
        is_war: whether the event is 1,000 battle deaths in a year; else 25.
        ahead: years from the last year known to the year told of.
        years: how many years, from the year told of, count.
    """

    needs: State
    is_war: bool
    ahead: int = 1
    years: int = 1

    def last_year(self, year: int) -> int:
        """Return the last year that counts for a row that tells of a year."""
        return year + self.years - 1


RULES: Mapping[str, Rule] = {
    "recurrence": Rule("quiet", is_war=False),
    "war": Rule("not at war", is_war=True),
    "recurrence two years ahead": Rule("quiet", is_war=False, ahead=2),
    "war two years ahead": Rule("not at war", is_war=True, ahead=2),
    "recurrence within three years": Rule("quiet", is_war=False, years=3),
    "war within three years": Rule("not at war", is_war=True, years=3),
    "continuation": Rule("fighting", is_war=False),
}
"""By event, as the risk models name it."""

_ALLOWED: Mapping[State, tuple[Level, ...]] = {
    "quiet": ("none",),
    "not at war": ("none", "minor"),
    "fighting": ("minor", "war"),
}
_IN_WORDS: Mapping[Level, str] = {"none": "quiet", "minor": "fighting", "war": "war"}


def rule_of(event: str) -> Rule:
    """Return the rule of an event.

    Raises:
        InputError: when this version knows no such event, as in a forecast that a later one published.
    """
    if event not in RULES:
        raise InputError(
            Problem("this version cannot score the event", found=repr(event), allowed=", ".join(map(repr, RULES)))
        )
    return RULES[event]


@dataclass(frozen=True)
class ActivityRecord:
    """UCDP's record of fighting in a snapshot.

    Attributes:
        snapshot: the snapshot.
    """

    snapshot: Snapshot

    @property
    def last_year(self) -> int:
        """The last year that it covers."""
        return self.snapshot.last_year

    def releases(self, *years: int) -> tuple[str, ...]:
        """Return the releases that say what came in these years, or in all, such as ``ucdp-prio-acd 25.1``."""
        rows = self.snapshot.table("dispute_years")
        if years:
            rows = rows.filter(pl.col("year").is_in(years))
        return tuple(rows["release"].unique().sort().to_list())

    def sources(self, *years: int) -> tuple[str, ...]:
        """Return the ids of the origins that say what came in these years, or in all."""
        return tuple(dict.fromkeys(release.split(" ")[0] for release in self.releases(*years)))

    @cached_property
    def _levels(self) -> dict[tuple[int, int], Level]:
        rows = self.snapshot.table("dispute_years").select("conflict_id_ucdp", "year", "intensity")
        return {(number, year): level for number, year, level in rows.iter_rows()}

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self.snapshot.table("disputes")["conflict_id_ucdp"])

    @cached_property
    def _elsewhere(self) -> dict[tuple[int, int], int]:
        rows = successor_years(self.snapshot).select("conflict_id_ucdp", "year", "active_successor_id")
        return {(number, year): other for number, year, other in rows.iter_rows()}

    def level(self, number: int, year: int) -> Level:
        """Return how a number fared in a year."""
        return self._levels.get((number, year), "none")

    def why_not_at_risk(self, number: int, year: int, rule: Rule) -> str | None:
        """Return why a number could not meet the event in the year told of, None where it could."""
        if number not in self._known:
            return "not among the territorial conflicts of this release"
        before = year - rule.ahead
        level = self.level(number, before)
        if level in _ALLOWED[rule.needs]:
            return None
        return f"{_IN_WORDS[level]} in {before} under its own number, by this release"

    def came(self, number: int, year: int, rule: Rule) -> bool:
        """Return whether the event came under the number told."""
        levels = {self.level(number, each) for each in range(year, rule.last_year(year) + 1)}
        return "war" in levels if rule.is_war else levels != {"none"}

    def fought_over_elsewhere(self, number: int, year: int, rule: Rule) -> int | None:
        """Return the other number under which its ground was fought over in the years that count, None where not."""
        found = (self._elsewhere.get((number, each)) for each in range(year, rule.last_year(year) + 1))
        return next((other for other in found if other is not None), None)


def with_outcomes(rows: pl.DataFrame, record: ActivityRecord) -> pl.DataFrame:
    """Return a forecast's rows with `came`, `left_out` (why it is not scored) and `elsewhere` (another number).

    Args:
        rows: of one event and year, whose years the record covers.
        record: what came.

    Raises:
        InputError: when this version cannot score the event.
    """
    told = [(number, year, rule_of(event)) for number, year, event in rows.select(_KEY).iter_rows()]
    return rows.with_columns(
        came=pl.Series([record.came(*each) for each in told], dtype=pl.Boolean),
        left_out=pl.Series([record.why_not_at_risk(*each) for each in told], dtype=pl.String),
        elsewhere=pl.Series([record.fought_over_elsewhere(*each) for each in told], dtype=pl.Int32),
    )


_KEY = ("conflict_id_ucdp", "year", "event")
