"""A user's event files are one record: what covers a month, which file holds, and what is kept of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.event_files.event_rows import Add, event, ged

from statusquo.core.errors import SourceError
from statusquo.event_files.own_events import FOLDER, OwnEvents, own_events
from statusquo.snapshot.own_files import remove_file
from statusquo.snapshot.own_ledger import own_folder


def told() -> OwnEvents:
    own = own_events()
    assert own is not None
    return own


def months() -> list[str]:
    return [f"{month:%Y-%m}" for month in told().months["month"]]


def ids(month: str) -> list[int]:
    return sorted(told().events.filter(pl.col("month").dt.strftime("%Y-%m") == month)["event_id"])


def test_without_event_files_there_is_no_record(home: Path) -> None:
    assert own_events() is None


def test_who_chose_the_package_s_data_sees_none_of_the_files(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add("july.csv", event(1, "2026-07-03"))
    assert own_events() is not None
    monkeypatch.setenv("STATUSQUO_SNAPSHOT", "embedded")
    assert own_events() is None


def test_a_monthly_file_covers_its_month_and_one_from_january_all_since(add: Add) -> None:
    add("july.csv", event(1, "2026-07-03"), event(2, "2026-07-30"))
    assert months() == ["2026-07"]
    add("january-to-march.csv", event(3, "2026-01-09"), event(4, "2026-03-30"))
    assert months() == ["2026-01", "2026-02", "2026-03", "2026-07"]


def test_an_id_that_recurs_holds_as_the_later_file_has_it(add: Add) -> None:
    add("june.csv", event(1, "2026-06-03", 4), event(2, "2026-06-09", 1))
    add("july.csv", event(1, "2026-07-01", 9), event(3, "2026-07-30", 1))
    assert (ids("2026-06"), ids("2026-07")) == ([2], [1, 3])
    assert told().events.filter(event_id=1)["deaths_best"].item() == 9


def test_a_later_file_s_stray_events_of_earlier_months_are_added(add: Add) -> None:
    add("june.csv", event(1, "2026-06-03"))
    add("july.csv", event(2, "2026-06-28"), event(3, "2026-07-30"))
    assert months() == ["2026-06", "2026-07"]
    assert (ids("2026-06"), ids("2026-07")) == ([1, 2], [3])


@pytest.mark.parametrize("first", ["monthly", "cumulative"])
def test_a_file_of_several_months_drops_what_it_no_longer_has(add: Add, first: str) -> None:
    """Whichever is added first: the one of more months is coded later."""
    files = {
        "monthly": [event(1, "2026-02-03"), event(2, "2026-02-28")],
        "cumulative": [event(3, "2026-01-09"), event(2, "2026-02-28")],
    }
    for name in sorted(files, key=lambda name: name != first):
        add(f"{name}.csv", *files[name])
    assert (ids("2026-01"), ids("2026-02")) == ([3], [2])


def test_ged_holds_over_candidates_in_every_month_of_its_years(add: Add) -> None:
    add(
        "candidate.csv",
        *(event(n, day, code_status="Check deaths") for n, day in ((50, "2022-01-09"), (51, "2022-10-30"))),
    )
    add("december.csv", event(60, "2022-12-09", code_status="Check deaths"))
    assert (ids("2022-10"), ids("2022-12")) == ([51], [60])
    add("ged.csv", *ged())
    covered = told().months
    assert covered.height == 34 * 12
    assert not covered["is_candidate"].any()
    assert (ids("2022-10"), ids("2022-12")) == ([], [2])


def test_each_file_is_named(add: Add) -> None:
    add("july.csv", event(1, "2026-07-03"))
    add("ged.csv", *ged())
    assert [file.original_name for file in told().files] == ["july.csv", "ged.csv"]


def test_what_is_kept_is_read_again_and_what_is_damaged_is_made_anew(add: Add, home: Path) -> None:
    add("july.csv", event(1, "2026-07-03", 7))
    first = told().events
    (kept,) = (own_folder() / FOLDER).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-9] + b"\0" * 9)
    assert told().events.equals(first)
    assert kept.read_bytes() == whole


def test_what_is_kept_goes_with_its_file(add: Add, home: Path) -> None:
    add("june.csv", event(1, "2026-06-03"))
    told()
    remove_file("june.csv")
    assert own_events() is None
    add("july.csv", event(2, "2026-07-03"))
    told()
    assert len(list((own_folder() / FOLDER).iterdir())) == 1


def test_a_file_that_was_changed_is_refused(add: Add) -> None:
    file = add("july.csv", event(1, "2026-07-03")).file
    file.path.write_bytes(file.path.read_bytes().replace(b"2026-07-03", b"2026-07-04"))
    with pytest.raises(SourceError, match=r"july.csv .* is not in .* as it was added"):
        own_events()


def test_a_home_that_cannot_be_written_only_costs_time(add: Add, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "read-only")

    add("july.csv", event(1, "2026-07-03"))
    monkeypatch.setattr("statusquo.event_files.own_events.write_kept", refuse)
    assert told().events["month"].to_list() == [date(2026, 7, 1)]
