"""The disputes that the page on the world shows: wars, open disputes with a chance of war, and all others with a case.

A dispute stands here once, under the name of its page, whatever numbers UCDP gives it. At war is what was fought over
at war intensity in the last year of the data, under whichever number. Disputes whose claim the data count as ended, and
those between states or over colonies, are shown where a case file tells of them, and are counted where none does
(`left_out`). The provinces of the Islamic State claim a caliphate, and no status of a territory: they are marked, so
that the page can leave them away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from statusquo.answer.stands import Ground, claim, fighting, parents_today, stands_as, stands_sentence
from statusquo.cases.load import bundled_case_of_conflict, bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.cases.successors import ground_years
from statusquo.core.names import called, of_its_year
from statusquo.core.wording import listed, whole
from statusquo.panels.standing import Standing, standings
from statusquo.risk.ranking import Ranked, ranking
from statusquo.snapshot.store import Snapshot

Kind = Literal["war", "fighting", "quiet", "untold", "ended"]
"""At war; fought over below that; quiet; open without a chance of war to tell; its claim ended or settled."""

_LEAST_OF_A_WAR = "1,000 deaths or more"


@dataclass(frozen=True, slots=True)
class WorldDispute:
    """One dispute on the page.

    Attributes:
        case: the dispute, as its page has it.
        kind: how it is shown.
        location: the state or states where it lies.
        now: whether it is fought over.
        more: since when a war goes on and what it cost; else as what the territory stands.
        why: why it is listed, in a sentence.
        conflict: UCDP's number; None where UCDP has no such conflict.
        war: UCDP's number of the war on its ground; None where there is none.
        ranked: its risk; None where none is told.
        is_province: whether it is over a province of the Islamic State.
        deaths: of the last year of a war: best, low and high; None where they are not at hand.
    """

    case: Case
    kind: Kind
    location: str
    now: str
    more: str
    why: str
    conflict: int | None
    war: int | None
    ranked: Ranked | None
    is_province: bool
    deaths: tuple[int, int | None, int | None] | None

    @property
    def title(self) -> str:
        """What stands at the head of its page."""
        return self.case.title

    @property
    def names(self) -> tuple[str, ...]:
        """Its other names, in every language on record."""
        return tuple(dict.fromkeys(name.text for name in self.case.territory.name if name.text != self.title))

    @property
    def page(self) -> str:
        """The file of its page in a folder that holds all pages."""
        return f"{self.case.id}.html"


def world_disputes(snapshot: Snapshot) -> tuple[WorldDispute, ...]:
    """Return every dispute that is shown: wars by their deaths, then by the risk of war, then by name.

    Args:
        snapshot: the open snapshot.

    Raises:
        ArtefactError: when the risks were never fitted, or to data that end in another year.
    """
    rows = tuple(_rows(snapshot))
    return tuple(sorted((row for row in rows if not _is_told_elsewhere(row, rows, snapshot)), key=_order))


def _is_told_elsewhere(row: WorldDispute, rows: Sequence[WorldDispute], snapshot: Snapshot) -> bool:
    """Whether nobody makes the claim under this number any more: who does is told under the one it passed on to.

    That holds for a conflict without a case file that has neither a risk nor a war, and for one of two conflicts that
    go by one name, as UCDP has it where another organisation takes up the fight.
    """
    if row.ranked is not None or row.case.origin != "derived" or row.conflict is None:
        return False
    successor = standings(snapshot)[row.conflict].successor
    return row.kind != "war" or (
        successor is not None
        and any((each.conflict, each.title) == (successor.conflict_id, row.title) for each in rows)
    )


def _order(row: WorldDispute) -> tuple[int, float, str]:
    if row.kind == "war":
        return 0, -(row.deaths[0] if row.deaths else 0), row.title
    risk = None if row.ranked is None else row.ranked.risk["war"].value
    return (2, 0.0, row.title.casefold()) if risk is None else (1, -risk, row.title)


def left_out(snapshot: Snapshot, shown: Sequence[WorldDispute]) -> str:
    """Return how many of UCDP's disputes are not shown and why, in a sentence.

    Args:
        snapshot: the open snapshot.
        shown: the disputes of the page.
    """
    told = {number for row in shown for number in (row.conflict, *row.case.ids.ucdp_conflict)}
    counts = Counter(
        "elsewhere" if each.is_internal and each.is_open else each.exit if each.is_internal else "between states"
        for number, each in standings(snapshot).items()
        if number not in told
    )
    words = {
        "statehood": "are states now",
        "implemented settlement": "were settled",
        "claimant's dissolution": "have no claimant left",
        "claim lapsed": "are claimed no more",
        "parent's dissolution": "were against a state that is gone",
        "between states": "are between states or over colonies",
        "elsewhere": "are told under the number to which their fighting passed",
    }
    parts = [f"{counts[kind]} {told_as}" for kind, told_as in words.items() if counts[kind]]
    return f"Of the territorial disputes on UCDP's record {sum(counts.values())} are not shown: {listed(parts)}."


def _rows(snapshot: Snapshot) -> Iterator[WorldDispute]:
    ranks = {row.conflict_id_ucdp: row for row in ranking(snapshot, with_islamic_state=True)}
    places = snapshot.table("disputes").select("conflict_id_ucdp", "location").iter_rows()
    where = {number: ", ".join(map(of_its_year, states.split(", "))) for number, states in places}
    numbers: dict[str, list[int]] = {id: [] for id in bundled_ids()}
    for number, standing in standings(snapshot).items():
        case = bundled_case_of_conflict(number)
        if case is not None:
            numbers[case].append(number)
        elif standing.is_islamic_state or (standing.is_internal and standing.is_open):
            numbers[f"ucdp-{number}"] = [number]
    for id, own in numbers.items():
        told = [number for number in own if number in ranks]
        # Where a case covers several that each have a risk, each is shown by its own page.
        for each in [id] if len(told) < 2 else [f"ucdp-{number}" for number in told]:
            yield _row(load_case(each), snapshot, ranks, where)


def _row(case: Case, snapshot: Snapshot, ranks: Mapping[int, Ranked], where: Mapping[int, str]) -> WorldDispute:
    ground = Ground.of(case, snapshot)
    standing = ground.standing
    number = None if standing is None else standing.conflict_id_ucdp
    ranked = ranks.get(number) if number is not None else None
    kind = _kind(ground, ranked)
    war = _war(standing) if kind == "war" and standing else None
    deaths = None if war is None else _deaths(snapshot, war)
    if kind == "war":
        more = f"since {_since(snapshot, case)}; {_cost(deaths)} in {snapshot.last_year}"
    else:
        ended = (claim(ground) or "") if kind == "ended" else ""
        more = "; ".join(text for text in (stands_as(ground), f"{ended[:1].lower()}{ended[1:]}") if text)
    return WorldDispute(
        case,
        kind,
        where[number] if number is not None else _parents(case),
        fighting(ground),
        more,
        ranked.reason if ranked is not None and case.origin != "derived" else stands_sentence(ground),
        number,
        war,
        ranked,
        standing is not None and standing.is_islamic_state,
        deaths,
    )


def _kind(ground: Ground, ranked: Ranked | None) -> Kind:
    if ground.intensity == "war":
        return "war"
    if ranked is not None:
        return ranked.status
    return "untold" if ground.exit is None else "ended"


def _war(standing: Standing) -> int:
    """Return the number under which the war on a dispute's ground is counted."""
    if standing.is_active or standing.successor is None:
        return standing.conflict_id_ucdp
    return standing.successor.conflict_id


def _deaths(snapshot: Snapshot, number: int) -> tuple[int, int | None, int | None] | None:
    years = snapshot.table("dispute_years").filter(conflict_id_ucdp=number, year=snapshot.last_year)
    rows = years.drop_nulls("deaths_best").select("deaths_best", "deaths_low", "deaths_high").rows()
    return rows[0] if rows else None


def _cost(deaths: tuple[int, int | None, int | None] | None) -> str:
    if deaths is None:
        return _LEAST_OF_A_WAR
    best, low, high = deaths
    return f"{whole(best)} deaths" + ("" if low is None or high is None else f" ({whole(low)}–{whole(high)})")


def _since(snapshot: Snapshot, case: Case) -> int:
    """Return the first year of the years of war in a row that end with the data."""
    years = ground_years(snapshot, *case.ids.ucdp_conflict).filter(intensity="war")["year"].to_list()
    since = snapshot.last_year
    while since - 1 in years:
        since -= 1
    return since


def _parents(case: Case) -> str:
    sides = parents_today(case) or case.claimants()
    return ", ".join(called(actor.name) for actor in sides)
