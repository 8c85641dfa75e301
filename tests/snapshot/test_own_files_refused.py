"""Every wrong file is refused with one clear message, and the user's folder stays as it was, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from releases import (
    ACD_MEMBER,
    Row,
    acd_26_1,
    as_csv,
    brd_26_1,
    brd_by_conflict,
    candidate_event,
    dyadic_26_1,
    ged_rows,
    zipped,
)

from statusquo.core.errors import InputError
from statusquo.snapshot.own_files import add_files


def contents(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


Refused = Callable[[bytes], str]


@pytest.fixture
def refused(home: Path, tmp_path: Path) -> Refused:
    """Adds wrong bytes to a folder that holds a file, and to none; returns what is said."""
    kept, wrong = tmp_path / "kept.csv", tmp_path / "wrong file"
    kept.write_bytes(as_csv([candidate_event("2026-08-01", "2026-08-02")]))

    def refusal(content: bytes) -> str:
        wrong.write_bytes(content)
        with pytest.raises(InputError):
            add_files([wrong])
        assert not home.exists()
        add_files([kept])
        before = contents(home)
        with pytest.raises(InputError) as caught:
            add_files([wrong])
        assert contents(home) == before
        assert sorted(path.name for path in home.iterdir()) == ["files"]
        assert all(problem.file == str(wrong) for problem in caught.value.problems)
        assert len(caught.value.problems) <= 4
        return str(caught.value)

    return refusal


@pytest.fixture(scope="module")
def acd(raw_dir: Path) -> list[Row]:
    return acd_26_1(raw_dir)


def changed(rows: list[Row], number: int, **values: str) -> list[Row]:
    """Return the rows with some fields of one of them changed; the row stands on line `number` + 2."""
    return [{**row, **values} if n == number else row for n, row in enumerate(rows)]


# Tables of conflicts: each change of the right file makes it wrong


@pytest.mark.raw
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda rows: changed(rows, 9, intensity_level="3"),
            ":11: intensity_level: the value cannot be read; found '3'",
        ),
        (
            lambda rows: changed(rows, 9, year="2026"),
            ":11: year: the year lies outside the release; found 2026; allowed",
        ),
        (lambda rows: changed(rows, 9, year="1945"), ":11: year:"),
        (lambda rows: changed(rows, 9, version="25.1"), ":11: version: the row is of another release; found '25.1'"),
        (lambda rows: changed(rows, 9, start_date="12.3.1999"), ":11: start_date: the value cannot be read"),
        (lambda rows: changed(rows, 9, conflict_id=""), ":11: conflict_id: is missing"),
        (lambda rows: changed(rows, 9, gwno_a="7500"), ":11: gwno_a"),
        (lambda rows: changed(rows, 9, gwno_a="999"), ":11: gwno_a: the number is of no state"),
        (lambda rows: changed(rows, 9, gwno_a_2nd="2, 999"), ":11: gwno_a_2nd: the number is of no state"),
        (lambda rows: [*rows[:10], rows[9], *rows[10:]], ":12: conflict_id, year: repeats the key of another row"),
        (lambda rows: rows[:2000], "is not release 26.1"),
        (lambda rows: [row for row in rows if row["year"] != "2025"], "found years 1946 to 2024; allowed 1946 to 2025"),
        (lambda rows: rows[:-1], "found 2,815 rows; allowed 2,816"),
        (lambda rows: [{**row, "flag": "1"} for row in rows], "found also flag; allowed its 28 fields"),
        (lambda rows: [{k: v for k, v in row.items() if k != "ep_end"} for row in rows], "found no ep_end"),
        (lambda rows: [{**row, "version": ""} for row in rows], "do not say of which release they are"),
        (lambda rows: [{**row, "version": "beta"} for row in rows], "the release is not one of UCDP's; found 'beta'"),
        (
            lambda rows: changed([{**row, "version": "27.1"} for row in rows], 9, year="2027"),
            ":11: year: the year lies outside the release; found 2027; allowed 1946 to 2026",
        ),
    ],
)
def test_a_table_of_conflicts_that_breaks_a_rule_is_refused_with_the_row(
    change: Callable[[list[Row]], list[Row]], told: str, acd: list[Row], refused: Refused
) -> None:
    assert told in refused(as_csv(change(acd), bom=True))


@pytest.mark.raw
@pytest.mark.parametrize(
    ("mangle", "told"),
    [
        (lambda text: text.replace(b",", b";"), "not separated as published; found semicolons; allowed commas"),
        (lambda text: text.decode().encode("utf-16"), "not UTF-8 text; found UTF-16"),
        (lambda text: text.replace("Å".encode(), b"\xc5").replace(b"India,", b"\xcendia,"), "not UTF-8 text"),
        (lambda text: text.split(b"\n")[0] + b"\n", "the file has no rows"),
        (lambda text: text[: len(text) // 2], ":1606: the line is not CSV; found unexpected end of data"),
        (
            lambda text: text + b"1,2,3\n",
            ":2819: the row has not as many fields as there are columns; found 3; allowed 28",
        ),
        (lambda text: text + b'388,"Aze', "the line is not CSV"),
        (lambda text: zipped(ACD_MEMBER, text)[:-5000], "damaged or was cut short"),
        (lambda text: zipped(ACD_MEMBER, text, **{"b.csv": text}), "not exactly one table or workbook"),
        (lambda text: zipped("inner.zip", zipped(ACD_MEMBER, text)), "the zip holds another archive"),
        (lambda text: zipped("bomb.csv", text + bytes(50 << 20)), "unpacks to too much"),
    ],
)
def test_a_mangled_file_is_refused_as_what_it_is(
    mangle: Callable[[bytes], bytes], told: str, acd: list[Row], refused: Refused
) -> None:
    assert told in refused(mangle(as_csv(acd)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "a page of a web site and no table"),
        (b"Country,Year,Deaths\nArmenia,2020,1\n", "no data set that is read"),
    ],
)
def test_what_is_no_data_set_is_refused(content: bytes, told: str, refused: Refused) -> None:
    assert told in refused(content)


# Dyads and deaths


@pytest.mark.raw
@pytest.mark.parametrize("make", [dyadic_26_1, brd_26_1, lambda raw: brd_by_conflict(brd_26_1(raw))])
def test_a_conflict_that_no_record_knows_is_refused_with_what_to_add_first(
    make: Callable[[Path], list[Row]], raw_dir: Path, refused: Refused
) -> None:
    rows = make(raw_dir)
    number = next(n for n, row in enumerate(rows) if row["year"] == "2020")
    told = refused(as_csv(changed(rows, number, conflict_id="99999")))
    assert f":{number + 2}: conflict_id: the conflict is not in the Armed Conflict Dataset 25.1" in told
    assert "found 99999 in 2020" in told
    assert "add the Armed Conflict Dataset of the same release (26.1) first" in told


@pytest.mark.raw
def test_a_conflict_of_a_year_after_the_record_is_no_fault(home: Path, tmp_path: Path, raw_dir: Path) -> None:
    """Conflict 16470 begins in 2025, which the embedded record of 25.1 does not cover."""
    assert "16470" in {row["conflict_id"] for row in brd_26_1(raw_dir)}
    (tmp_path / "brd.csv").write_bytes(as_csv(brd_26_1(raw_dir)))
    add_files([tmp_path / "brd.csv"])


@pytest.mark.raw
@pytest.mark.parametrize("order", ["before", "together"])
def test_the_record_of_the_users_own_release_is_the_one_that_counts(
    order: str, home: Path, tmp_path: Path, acd: list[Row], raw_dir: Path
) -> None:
    """A conflict that 26.1 adds in 2024 is no fault in its deaths when its record is at hand; one in 2025 is."""
    record, deaths = tmp_path / "acd.csv", tmp_path / "brd.csv"
    number = next(n for n, row in enumerate(acd) if (row["conflict_id"], row["year"]) == ("16069", "2024"))
    record.write_bytes(as_csv(changed(acd, number, conflict_id="20001")))
    rows = brd_26_1(raw_dir)
    amhara = next(n for n, row in enumerate(rows) if (row["conflict_id"], row["year"]) == ("16069", "2024"))
    revised = changed(rows, amhara, conflict_id="20001")
    deaths.write_bytes(as_csv(revised))
    with pytest.raises(InputError, match="found 20001 in 2024"):
        add_files([deaths])
    if order == "before":
        add_files([record])
        add_files([deaths])
    else:
        add_files([deaths, record])
    last = next(n for n, row in enumerate(rows) if row["year"] == "2025")
    deaths.write_bytes(as_csv(changed(revised, last, conflict_id="20002")))
    with pytest.raises(InputError, match=r"Armed Conflict Dataset 26\.1, which covers the year.*found 20002 in 2025"):
        add_files([deaths])


@pytest.mark.raw
def test_a_part_of_the_deaths_is_not_the_release(raw_dir: Path, refused: Refused) -> None:
    rows = [row for row in brd_26_1(raw_dir) if int(row["year"]) >= 2024]
    assert "found years 2024 to 2025; allowed 1989 to 2025" in refused(as_csv(rows))


# Events


@pytest.mark.raw
def test_a_part_of_ged_is_refused_since_what_it_lacks_would_be_none(raw_dir: Path, refused: Refused) -> None:
    rows = [row for row in ged_rows(raw_dir) if int(row["year"]) >= 2015]
    assert "this is a part of GED" in refused(as_csv(rows))


def test_an_event_of_an_unknown_state_is_refused_with_its_line(refused: Refused) -> None:
    rows = [
        candidate_event("2026-09-01", "2026-09-01", where_description="two\nlines"),
        candidate_event("2026-09-01", "2026-09-01", id="2", gwnob="999"),
    ]
    assert ":4: gwnob: the number is of no state" in refused(as_csv(rows))


def test_many_faults_are_told_in_three_lines_and_a_count(refused: Refused) -> None:
    wrong = dict.fromkeys(("id", "year", "latitude", "longitude", "best", "where_prec"), "x")
    told = refused(as_csv([candidate_event("2026-09-01", "2026-09-01", **wrong)])).splitlines()
    assert len(told) == 4
    assert told[-1].endswith("and 3 more such faults in other fields")


# What is no file


def test_a_folder_and_a_pipe_are_refused_without_waiting(home: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, found in (
        (tmp_path, "a folder"),
        (tmp_path / "pipe", "a named pipe"),
        (tmp_path / "none", "No such file"),
    ):
        with pytest.raises(InputError, match=f"cannot be read; found {found}"):
            add_files([path])
    assert not home.exists()
