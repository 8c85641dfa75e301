"""A snapshot's panels are made once; another snapshot, or another coding, has its own."""

from __future__ import annotations

from statusquo.panels.codings import Coding
from statusquo.panels.dispute_year import dispute_years
from statusquo.panels.standing import standings
from statusquo.panels.status_quo_year import status_quo_years
from statusquo.snapshot.store import VARIANTS_KEPT, Snapshot

TAMIL_EELAM = 352


def coded(holder: str) -> Coding:
    return Coding(TAMIL_EELAM, "holder", holder, 1996, 2005, "my reading", "medium", "user file", "the Vanni")


def test_what_is_made_of_a_snapshot_is_made_once(snapshot: Snapshot) -> None:
    for make in (status_quo_years, dispute_years):
        assert make(snapshot) is make(snapshot)
        assert make(snapshot, [coded("other")]) is make(snapshot, [coded("other")])
    assert standings(snapshot) is standings(snapshot)


def test_another_coding_makes_another_panel(snapshot: Snapshot) -> None:
    own, mine = status_quo_years(snapshot).frame, status_quo_years(snapshot, [coded("separatist")]).frame
    assert not own.equals(mine)


def test_a_snapshot_with_other_tables_has_panels_of_its_own(snapshot: Snapshot) -> None:
    known = status_quo_years(snapshot).frame
    fewer = snapshot.with_tables({"disputes": snapshot.table("disputes").filter(conflict_id_ucdp=TAMIL_EELAM)})
    assert status_quo_years(fewer).frame.height == known.filter(conflict_id_ucdp=TAMIL_EELAM).height < known.height
    assert set(standings(fewer)) == {TAMIL_EELAM} < set(standings(snapshot))


def test_only_the_latest_results_are_kept(snapshot: Snapshot) -> None:
    made: list[int] = []

    def twice(_: Snapshot, number: int) -> int:
        made.append(number)
        return 2 * number

    asked = [*range(VARIANTS_KEPT + 1), VARIANTS_KEPT, 0]
    assert [snapshot.once(twice, number) for number in asked] == [2 * number for number in asked]
    assert made == [*range(VARIANTS_KEPT + 1), 0]
