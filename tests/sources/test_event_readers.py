"""GED, its candidate files, ACLED and PA-X: the traps of each format are read, what breaks a rule is told by its line.

Rows of GED 23.1 and of a candidate file are real (`tests.snapshot.releases`); those of ACLED are made up in its form.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.snapshot.releases import Row, as_csv, candidate_event, candidate_rows, ged_rows, write_ged

from statusquo.core.errors import InputError
from statusquo.sources import acled, pax, ucdp_candidate, ucdp_ged


def written(folder: Path, rows: list[Row], **options: bool | str) -> Path:
    path = folder / "events.csv"
    path.write_bytes(as_csv(rows, **options))  # type: ignore[arg-type]
    return path


def event(**values: str) -> Row:
    """One made-up event of July 2026 in the official form, with some of its fields as named."""
    return candidate_event("2026-07-11", "2026-07-12", **values)


def read(folder: Path, *rows: Row) -> pl.DataFrame:
    return ucdp_ged.read_events_file(written(folder, list(rows)))


# GED and its candidate files


@pytest.mark.raw
def test_the_samples_events_of_karabakh_are_read_with_day_place_and_deaths(raw_dir: Path, tmp_path: Path) -> None:
    """Three of the 1,000 events of GED 23.1 are of conflict 388."""
    events = ucdp_ged.read_events_file(written(tmp_path, ged_rows(raw_dir)))
    assert events.height == 1000
    karabakh = events.filter(pl.col("conflict_id_ucdp") == 388).sort("date_start")
    assert karabakh["date_start"].to_list() == [dt.date(1992, 2, 11), dt.date(1994, 1, 11), dt.date(2020, 9, 27)]
    assert karabakh["deaths_best"].to_list() == [1, 3, 1]
    assert karabakh["side_b"].unique().to_list() == ["Republic of Artsakh"]
    assert karabakh["gwno_a"].to_list() == [[373]] * 3


@pytest.mark.raw
def test_the_samples_best_estimate_lies_outside_its_bounds_as_often_as_is_known(raw_dir: Path, tmp_path: Path) -> None:
    events = ucdp_ged.read_events_file(written(tmp_path, ged_rows(raw_dir)))
    assert events.filter(~pl.col("deaths_best").is_between("deaths_low", "deaths_high")).height == 13


@pytest.mark.raw
def test_the_traps_of_candidate_files(raw_dir: Path, tmp_path: Path) -> None:
    """Empty times of day, quoted empty ids, truth in words, placeholders, deaths of 0, events not cleared."""
    events = ucdp_ged.read_events_file(written(tmp_path, candidate_rows(raw_dir)))
    assert events["date_start"].to_list() == [dt.date(2026, 7, day) for day in (11, 28, 13, 10)]
    assert events["conflict_id_ucdp"].to_list() == [484, 13637, 12, 15256]
    assert events["is_active_year"].to_list() == [False, True, False, True]
    assert events["side_a"].to_list()[2] is events["side_b"].to_list()[2] is None
    assert events["side_b"].to_list()[1] == "IS"
    assert events["deaths_best"].to_list() == [0, 3, 1, 6]
    assert events["code_status"].to_list() == ["Check geography", "Clear", "Check dyad", "Clear"]
    assert ucdp_ged.is_candidate(events)
    assert ucdp_candidate.version_of(events) == "26.0.7"


def test_a_line_break_inside_quotes_is_part_of_the_field(tmp_path: Path) -> None:
    odd = event(source_article='"one",\n"two"', where_description="near\r\nStepanakert", where_coordinates='the "town"')
    events = read(tmp_path, odd, event(id="2"))
    assert events["event_id"].to_list() == [1, 2]
    assert events["place"].to_list() == ['the "town"', None]


@pytest.mark.parametrize("day", ["2026-07-11", "2026-07-11 00:00:00", "2026-07-11 00:00:00.000", "2026-07-11T00:00:00"])
def test_a_day_may_carry_an_empty_time(day: str, tmp_path: Path) -> None:
    assert read(tmp_path, event(date_start=day))["date_start"].to_list() == [dt.date(2026, 7, 11)]


@pytest.mark.parametrize(
    ("word", "meant"), [("true", True), ("TRUE", True), ("1", True), ("False", False), ("0", False)]
)
def test_truth_may_be_told_in_words_or_numbers(word: str, meant: bool, tmp_path: Path) -> None:
    assert read(tmp_path, event(active_year=word))["is_active_year"].to_list() == [meant]


def test_two_states_on_one_side_are_both_read(tmp_path: Path) -> None:
    assert read(tmp_path, event(gwnoa="200, 2"))["gwno_a"].to_list() == [[200, 2]]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date_start": "1357171200.0"}, "date_start: the value cannot be read; found '1357171200.0'"),
        ({"date_end": "2026-07-32"}, "date_end: the value cannot be read"),
        ({"date_start": "2026-07-11 14:30:00"}, "date_start: the value cannot be read"),
        ({"type_of_violence": "4"}, "type_of_violence: the value cannot be read; found '4'; allowed 1, 2, 3"),
        ({"where_prec": "8"}, "where_prec: the value cannot be read; found '8'; allowed 1 to 7"),
        ({"date_prec": "0"}, "date_prec: the value cannot be read; found '0'; allowed 1 to 5"),
        ({"latitude": "39,8"}, "latitude: the value cannot be read; found '39,8'; allowed degrees from -90 to 90"),
        ({"longitude": "181"}, "longitude: the value cannot be read"),
        ({"best": "-1"}, "best: the value cannot be read; found '-1'; allowed a whole number from 0"),
        ({"best": ""}, "best: is missing"),
        ({"conflict_new_id": ""}, "conflict_new_id: is missing"),
        ({"active_year": "maybe"}, "active_year: the value cannot be read; found 'maybe'"),
        ({"year": "1975"}, "year: is too low; found 1975; allowed from 1989"),
        ({"id": "7"}, "id: repeats the key of another row"),
    ],
)
def test_a_wrong_cell_is_told_by_its_line_though_rows_span_lines(
    values: dict[str, str], told: str, tmp_path: Path
) -> None:
    """The wrong row is the third and begins on the seventh line: the second has three line breaks."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, event(id="7"), event(id="8", where_description="a\nb\nc\nd"), event(**{"id": "9", **values}))
    (problem,) = caught.value.problems
    assert problem.line == 7
    assert told in str(problem)


def test_faults_of_one_kind_are_counted(tmp_path: Path) -> None:
    rows = [event(id=str(n), best="many" if n > 3 else "1") for n in range(1, 9)]
    with pytest.raises(InputError, match=r":5: best: the value cannot be read, here and in 4 more rows; found 'many'"):
        read(tmp_path, *rows)


def mangled(folder: Path, old: bytes, new: bytes) -> Path:
    path = written(folder, [event(id=str(n)) for n in range(1, 4)])
    content = path.read_bytes()
    assert content.count(old) >= 1
    path.write_bytes(content.replace(old, new, 1))
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            b"\n2,",
            b"\n2,one too many,",
            ":3: the row has not as many fields as there are columns; found 50; allowed 49",
        ),
        (b"\n2,", b"\n\n2,", ":3: the line is blank"),
        (
            b"Republic of Artsakh",
            "Republik Bergkarabach, früher".encode("latin-1"),
            "is not UTF-8 text; found byte 0xfc",
        ),
        (b",Clear,", b',"Clear,', "the row is not CSV"),
        (b",Clear,", b',"Cl"ear,', ":2: the row is not CSV"),
        (b",active_year,", b",active,", "columns are absent; found no active_year"),
    ],
)
def test_a_file_that_is_no_table_of_one_width_is_refused(old: bytes, new: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        ucdp_ged.read_events_file(mangled(tmp_path, old, new))
    assert told in str(caught.value)


def test_a_file_cut_short_in_a_row_or_in_a_quotation_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [event(id=str(n), where_description="a, b") for n in range(1, 4)])
    content = path.read_bytes()
    for length in (len(content) - 8, content.rindex(b"a, b") + 2):
        path.write_bytes(content[:length])
        with pytest.raises(InputError, match=r"events\.csv"):
            ucdp_ged.read_events_file(path)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(",".join(ucdp_ged.ORIGIN.columns) + "\n")
    with pytest.raises(InputError, match="the file has no rows"):
        ucdp_ged.read_events_file(path)


@pytest.mark.parametrize(
    ("first", "last", "version"),
    [
        ("2026-07-01", "2026-07-31", "26.0.7"),
        ("2026-01-04", "2026-06-30", "26.01.26.06"),
        ("2026-12-01", "2026-12-02", "26.0.12"),
    ],
)
def test_a_candidate_file_is_named_by_its_months(first: str, last: str, version: str, tmp_path: Path) -> None:
    events = read(tmp_path, event(date_end=first), event(id="2", date_end=last))
    assert ucdp_candidate.version_of(events) == version


def test_old_candidates_are_told_from_ged_by_what_is_not_cleared(tmp_path: Path) -> None:
    assert ucdp_ged.is_candidate(read(tmp_path, event(year="2024", code_status="Check dyad")))
    assert not ucdp_ged.is_candidate(read(tmp_path, event(year="2024")))
    assert not ucdp_ged.is_candidate(read(tmp_path, event(year="1989", code_status="Check"), event(id="2")))


@pytest.mark.raw
def test_a_file_of_official_size_is_read_in_bounded_memory(raw_dir: Path, tmp_path: Path) -> None:
    """417,968 events, 260 MB, in a process of its own, which may take less than 1 GB beyond what it starts with."""
    path = tmp_path / "ged.csv"
    write_ged(path, raw_dir, 417_968)
    program = (
        "import resource, sys; from pathlib import Path; from statusquo.sources.ucdp_ged import read_events_file; "
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "rows = read_events_file(Path(sys.argv[1])).height; "
        "print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    rows, kilobytes = map(int, done.stdout.split())
    assert rows == 417_968
    assert kilobytes < 1_000_000


# ACLED


def acled_event(**values: str) -> Row:
    """One made-up event of ACLED in the form of its export tool."""
    return {
        "event_id_cnty": "AZE1",
        "event_date": "16 May 2025",
        "year": "2025",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Military Forces of Azerbaijan (2003-)",
        "assoc_actor_1": "",
        "inter1": "State forces",
        "actor2": "Civilians (Armenia)",
        "assoc_actor_2": "",
        "inter2": "Civilians",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": "31",
        "region": "Caucasus and Central Asia",
        "country": "Azerbaijan",
        "admin1": "Shusha",
        "admin2": "",
        "admin3": "",
        "location": "Shusha",
        "latitude": "39.7601",
        "longitude": "46.7499",
        "geo_precision": "1",
        "source": "one; another",
        "source_scale": "National",
        "notes": "a note; with\na line break",
        "fatalities": "2",
        "tags": "",
        "timestamp": "1747699200",
        **values,
    }


@pytest.mark.parametrize("separator", acled.SEPARATORS)
@pytest.mark.parametrize("day", ["16 May 2025", "2025-05-16"])
def test_an_export_of_acled_is_read_with_either_separator_and_date(separator: str, day: str, tmp_path: Path) -> None:
    path = written(
        tmp_path, [acled_event(event_date=day), acled_event(event_id_cnty="AZE2")], bom=True, delimiter=separator
    )
    events = acled.read_events_file(path, separator=separator)
    assert events["date"].to_list() == [dt.date(2025, 5, 16)] * 2
    assert events["deaths"].to_list() == [2, 2]
    assert events["is_civilian_targeted"].all()
    assert events["actor_2"].to_list() == ["Civilians (Armenia)"] * 2
    assert acled.version_of(events) == "2025-05-16 to 2025-05-16"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"event_id_cnty": "AZE1"}, ":4: event_id_cnty: repeats the key of another row"),
        ({"event_date": "05/16/2025"}, ":4: event_date: the value cannot be read"),
        ({"event_type": "Headline of the day"}, ":4: event_type: the value cannot be read"),
        ({"latitude": "39,76"}, ":4: latitude: the value cannot be read"),
        ({"fatalities": ""}, ":4: fatalities: is missing"),
    ],
)
def test_a_wrong_row_of_acled_is_told_by_its_line(values: dict[str, str], told: str, tmp_path: Path) -> None:
    path = written(tmp_path, [acled_event(), acled_event(**{"event_id_cnty": "AZE2", **values})])
    with pytest.raises(InputError) as caught:
        acled.read_events_file(path)
    assert told in str(caught.value)


# PA-X


@pytest.mark.raw
@pytest.mark.parametrize(("version", "rows", "last_year"), [("9", 2144, 2024), ("10", 2257, 2025)])
def test_both_forms_of_pax_are_read_alike(version: str, rows: int, last_year: int, raw_dir: Path) -> None:
    release = next(release for release in pax.ORIGIN.releases if release.version == version)
    frame = pax.read_agreements_file(raw_dir / "pax" / f"pax_v{version}.csv", release)
    assert (frame.height, frame["year"].max(), pax.version_of(frame)) == (rows, last_year, version)
    falklands = frame.filter(pl.col("agreement_id") == 431).row(0, named=True)
    assert falklands["date"] == dt.date(1990, 2, 15)
    assert (falklands["conflict_ids_ucdp"], falklands["location_gw"]) == ([346], [160])
    assert falklands["second_location_gw"] == [200]


@pytest.mark.raw
def test_an_agreement_without_a_conflict_has_none_in_either_form(raw_dir: Path) -> None:
    """186 of version 9 say NA and 20 nothing; 212 of version 10 say nothing."""
    for release, none in zip(pax.ORIGIN.releases, (206, 212), strict=True):
        frame = pax.read_agreements_file(raw_dir / "pax" / f"pax_v{release.version}.csv", release)
        assert frame.filter(pl.col("conflict_ids_ucdp").list.len() == 0).height == none
