"""Where a dispute stands: who holds the territory and since when, the three tags, and the sentence that says so.

A case file's record of holders begins with the claim, so that the start of its first holding is no start of a holding
and is never told as one. Where UCDP's data are all there is, who holds is not known, and what is told is how the claim
ended or who makes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from statusquo.answer.model import Stands
from statusquo.cases.derived_actors import bare_name
from statusquo.cases.model import Actor, Case, Exit, Holding
from statusquo.cases.successors import ground_years
from statusquo.core.names import all_of, called, the
from statusquo.core.wording import MOST_FIGURES, as_printed, counted, n_figures, plural, runs, sentence, spans
from statusquo.documents.dates import PartialDate
from statusquo.panels.standing import Standing, standing_of, standings
from statusquo.snapshot.store import Snapshot

FIRST_YEAR = 1946
"""The first year of UCDP's record."""

LEAST_DEATHS = 25
"""Battle deaths in a year from which UCDP counts it as one of fighting."""

_NUMBERS_OF_UCDP = re.compile(r",? \(?(?:counted )?(?:under )?conflicts? \d+(?: and \d+)*\)?")
_RULE_OF_SETTLEMENT = re.compile(r"(?P<name>.+) \((?P<date>\d{4}-\d\d-\d\d)\), quiet for .+")
_LONGEST_NAME = 90
_LONGEST_SENTENCE = 200
_GO_ON = (
    "A", "An", "In", "It", "Its", "Most", "No", "Part", "Parties", "Protesters", "Provincial", "Recognised", "The",
)  # fmt: skip
"""Words with which a sentence of a case file may begin, to be written small within another."""

_ADJECTIVES = ("Russian", "Israel", "Somalia", "Serbia", "Georgia", "Moldova", "Sulu", "Russia")
_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])")


@dataclass(frozen=True)
class Ground:
    """A dispute and what the record of fighting says of its ground.

    Attributes:
        case: the dispute.
        snapshot: the open snapshot.
        standing: where it stands in the data; None where UCDP has no conflict of it.
    """

    case: Case
    snapshot: Snapshot
    standing: Standing | None

    @classmethod
    def of(cls, case: Case, snapshot: Snapshot) -> Ground:
        """Return the ground of a dispute."""
        return cls(case, snapshot, standing_of(standings(snapshot), case.ids.ucdp_conflict))

    @cached_property
    def active(self) -> list[int]:
        """The years with 25 battle deaths or more on it, under whichever number."""
        numbers = () if self.standing is None else self.case.ids.ucdp_conflict
        return [] if not numbers else ground_years(self.snapshot, *numbers)["year"].to_list()

    @property
    def last_active(self) -> int | None:
        """The last year of fighting; of a claim that ended the last until then, whoever fought there later."""
        ended = None if self.standing is None else self.standing.exit_year
        return max((year for year in self.active if self.exit is None or ended is None or year <= ended), default=None)

    @property
    def intensity(self) -> str:
        """That of the last year of the data: ``none``, ``minor`` or ``war``."""
        return "none" if self.standing is None else self.standing.intensity

    @property
    def uncounted(self) -> int | None:
        """The last year in which the case file tells of fighting or a moved line that the record does not count."""
        if not self.active or self.intensity != "none":
            return None
        years = (row.date.year for row in self.case.event if row.kind == "fighting" or row.moves_line)
        return max((year for year in years if self.active[-1] < year <= self.snapshot.last_year), default=None)

    @property
    def is_between_states(self) -> bool:
        """Whether it has claimants, and neither a parent nor a separatist side."""
        return bool(self.case.claimants())

    @property
    def outcome(self) -> str | None:
        """What the case file codes of how it stands; None where it codes nothing."""
        coded = self.case.coded("outcome")
        return None if coded is None else str(coded.value)

    @property
    def exit(self) -> str | None:
        """How the claim ended, by the case file or by the data; None while it is open."""
        if self.file_exit is not None:
            return self.file_exit.kind
        return None if self.standing is None or self.standing.is_open else self.standing.exit

    @property
    def file_exit(self) -> Exit | None:
        """How the case file says that the claim ended."""
        return max(self.case.exit, key=lambda row: row.date, default=None)

    @property
    def exit_date(self) -> PartialDate | None:
        """When the claim ended, by the case file, or by a rule to the year; None while it is open.

        Of a settlement found by rule the day of the agreement, since the rule counts from the quiet years after it.
        """
        if self.file_exit is not None:
            return self.file_exit.date
        if self.agreement is not None:
            return PartialDate(self.agreement[1])
        year = None if self.standing is None else self.standing.exit_year
        return None if year is None else PartialDate(str(year))

    @property
    def agreement(self) -> tuple[str, str] | None:
        """The name and day of the agreement by which a rule says that it was settled; None otherwise."""
        if self.standing is None or self.standing.exit != "implemented settlement":
            return None
        found = _RULE_OF_SETTLEMENT.fullmatch(self.standing.reason)
        return None if found is None else (found["name"], found["date"])


def stands(ground: Ground) -> Stands:
    """Return who holds the territory, since when, and as what it stands."""
    holding = _current(ground.case)
    held_by = None if holding is None else called(ground.case.actor_by_id(holding.holder).name)
    return Stands(held_by, None if holding is None else _since(ground.case), _status(ground))


def tags(ground: Ground) -> tuple[str, ...]:
    """Return at most three tags: as what it stands, whether it is fought over, whether the claim is open."""
    found = (stands_as(ground), fighting(ground), claim(ground))
    return tuple(tag for tag in found if tag)


def stands_sentence(ground: Ground) -> str:
    """Return the sentence on how it stands: the case file's own, the review's, or one made from how the claim ended."""
    case, standing = ground.case, ground.standing
    if case.origin != "derived" and case.status_today:
        return as_one_sentence(case.status_today)
    if ground.exit is not None and standing is not None:
        return _ended(ground, standing)
    if standing is not None and standing.reason:
        return as_one_sentence(_without_numbers(standing.reason))
    return _made(ground)


def as_one_sentence(text: str) -> str:
    """Return the first sentence of a text, with those after it that can be joined to it and leave it short enough.

    A sentence is joined where it begins with a word that is no name, so that it can go on in small letters.
    """
    first, *others = _STOP.split(as_printed(text.strip()))
    told = first.rstrip(".")
    for other in others:
        word, space, rest = other.partition(" ")
        if word not in _GO_ON and word not in _ADJECTIVES:
            break
        joined = f"{told}; {word if word in _ADJECTIVES else word.lower()}{space}{rest.rstrip('.')}"
        if len(joined) > _LONGEST_SENTENCE or n_figures(joined) > MOST_FIGURES:
            break
        told = joined
    return sentence(told)


def _current(case: Case) -> Holding | None:
    """Return the holding that goes on, where somebody coded it."""
    last = case.holding[-1] if case.holding else None
    return None if last is None or last.is_default or last.end is not None else last


def _since(case: Case) -> str | None:
    """Return since when the holder of today has held; None where the record begins with it."""
    start = None
    for place, row in reversed(list(enumerate(case.holding))):
        if row.holder != case.holding[-1].holder:
            break
        start = row.start.text if place else None
    outcome, ended = case.coded("outcome"), case.coded("year_of_outcome")
    is_retaken = outcome is not None and outcome.value == "reintegrated by force"
    # Most of a territory may be held years before the war over it is won.
    if start and is_retaken and ended is not None and _is_year(ended.value) and float(ended.value) > int(start[:4]):
        return f"{float(ended.value):.0f}"
    return start


def parents_today(case: Case) -> tuple[Actor, ...]:
    """Return the parents that are still there, or all where none is."""
    lasting = [actor for actor in case.parents() if not any(role.role == "parent" and role.end for role in actor.role)]
    return tuple(lasting) or case.parents()


_STATUS = {
    "de facto independence": "de facto separate",
    "autonomy by agreement": "autonomous",
    "recognised independence": "independent",
    "reintegrated by force": "held by the state",
    "annexed by or joined patron": "annexed",
    "ongoing without control": "mostly held by the state",
    "federal unit": "federal unit",
    "statehood": "independent",
    "implemented settlement": "under a settlement",
    "parent's dissolution": "the state ended",
}


def _status(ground: Ground) -> str | None:
    if ground.outcome is not None:
        return _STATUS.get(ground.outcome)
    if ground.exit in _STATUS:
        return _STATUS[ground.exit]
    if ground.is_between_states and ground.exit is None:
        return "colonial dispute" if _is_colonial(ground) else "dispute between states"
    return None


def stands_as(ground: Ground) -> str | None:
    """Return as what it stands, such as ``De facto separate since 1992``; None where nobody coded it."""
    case, status, holding = ground.case, _status(ground), _current(ground.case)
    since = _since(case) if holding is not None else None
    from_year = f" since {since[:4]}" if since else ""
    parent = all_of(actor.name for actor in parents_today(case)[-1:])
    match status:
        case "de facto separate":
            return f"De facto separate{from_year}"
        case "autonomous":
            return f"Autonomous in {parent}"
        case "federal unit":
            return f"Federal unit of {parent}"
        case "independent":
            return _independent(ground)
        case "annexed" if holding is not None:
            return f"Annexation by {the(case.actor_by_id(holding.holder).name)} contested"
        case "held by the state" if from_year:
            return f"Held by {parent}{from_year}"
        case "held by the state":
            year = case.coded("year_of_outcome")
            return f"Retaken by {parent}" + (f" in {float(year.value):.0f}" if year and _is_year(year.value) else "")
        case "mostly held by the state":
            return f"Mostly held by {parent}"
        case "under a settlement" | None:
            return "Islamic State province" if ground.standing and ground.standing.is_islamic_state else None
        case "the state ended":
            return None
    return None if status is None else status[0].upper() + status[1:]


def _independent(ground: Ground) -> str:
    year = ground.case.coded("year_of_outcome")
    when = ground.exit_date.year if ground.exit_date else year.value if year and _is_year(year.value) else None
    return "Independent" + (f" since {when:.0f}" if when else "") + (", contested" if is_contested(ground) else "")


def is_contested(ground: Ground) -> bool:
    """Whether a statehood is not recognised by all: no seat in the United Nations, or said so by the list of states."""
    member = ground.case.coded("un_member")
    return (member is not None and not member.value) or (
        ground.standing is not None and "recognition is contested" in ground.standing.reason
    )


def _is_year(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_colonial(ground: Ground) -> bool:
    return any(actor.gwno is None for actor in ground.case.claimants())


def fighting(ground: Ground) -> str:
    """Return whether it is fought over, such as ``Quiet for 33 years``."""
    last_year = ground.snapshot.last_year
    if not ground.active:
        return f"No armed conflict since {FIRST_YEAR}"
    if ground.intensity != "none":
        return f"{'At war' if ground.intensity == 'war' else 'Fighting'} in {last_year}"
    if ground.exit is not None:
        return f"Last fighting in {ground.last_active}"
    if ground.uncounted is not None:
        return f"No counted year of fighting since {ground.active[-1]}"
    return f"Quiet for {plural(last_year - ground.active[-1], 'year')}"


def claim(ground: Ground) -> str | None:
    """Return whether the claim is open, or how it ended; None where that goes without saying."""
    status, when = ground.exit, ground.exit_date
    if status is None:
        is_looked_at = ground.case.origin != "derived" or bool(ground.standing and ground.standing.reason)
        is_province = ground.standing is not None and ground.standing.is_islamic_state
        return "Claim open" if is_looked_at and not is_province else None
    if status == "statehood" or when is None:
        return None
    if status == "implemented settlement" and ground.outcome != "reintegrated by force":
        return f"Settled in {when.year}" if ground.file_exit else f"Under a settlement of {when.year}"
    if status == "parent's dissolution":
        return f"The state ended in {when.year}"
    return f"Claim ended in {when.year}"


def _ended(ground: Ground, standing: Standing) -> str:
    """Return how a dispute that is not in a case file ended."""
    case, when = ground.case, ground.exit_date
    year = standing.exit_year
    if standing.exit == "statehood":
        rivals = [actor.name for actor in (*case.parents(), *case.claimants()) if actor.gwno is not None]
        contested = "; its recognition is contested" if "contested" in standing.reason else ""
        return sentence(f"Independent of {all_of(rivals[:1], year)} since {year}{contested}")
    if ground.agreement is not None and when is not None:
        name = ground.agreement[0]
        known = f", by {_named(name)}," if len(name) <= _LONGEST_NAME else ""
        return sentence(f"Settled{known} on {when.long_text}, and quiet since {ground.last_active}")
    if standing.reason and not standing.reason.startswith("no claim recorded"):
        return as_one_sentence(_without_numbers(standing.reason))
    what = "the dispute counts as settled" if standing.exit == "implemented settlement" else "no claim is on record"
    return sentence(f"{what} since {year}, and fighting last reached {LEAST_DEATHS} deaths in {ground.last_active}")


def _named(agreement: str) -> str:
    return f"the {agreement.removeprefix('The ').removeprefix('the ')}"


def _made(ground: Ground) -> str:
    """Return who fought whom over what, where nobody wrote more."""
    case, standing = ground.case, ground.standing
    if standing is None:
        sides = (*case.claimants(), *case.parents(), *case.separatists())
        return sentence(f"{all_of(actor.name for actor in sides)} are at odds over it")
    row = ground.snapshot.table("disputes").filter(conflict_id_ucdp=standing.conflict_id_ucdp).row(0, named=True)
    territory, year = case.territory.name[0].text, standing.last_active_year
    over = f" over {the(territory)}" if _is_a_place(territory) else " over their border"
    one, other = row["parent_name"].split(", "), [bare_name(name) for name in row["side_b"]]
    both = f"{all_of(one, year)} fought {all_of(other, year)}"
    if len(one) == len(other) == 1:
        both = f"{all_of([*one, *other], year)} fought"
    claim = "" if year == ground.snapshot.last_year else "; the data do not say whether the claim is still made"
    return sentence(f"{both}{over} {_when_fought(ground.active)}{claim}")


def _when_fought(active: Sequence[int]) -> str:
    if len(runs(active)) == 1:
        return f"in {spans(active)}"
    return f"in {counted(len({*active}), 'year')} between {active[0]} and {active[-1]}"


def _is_a_place(name: str) -> bool:
    return name.lower() not in ("common border", "various")


def _without_numbers(reason: str) -> str:
    """Return a reason without the numbers that UCDP gives conflicts, and without what it says of our own lists."""
    return _NUMBERS_OF_UCDP.sub("", reason).split("; shown on request")[0].split("; counted after")[0].strip()
