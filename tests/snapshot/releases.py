"""Files in the exact form in which their producers publish them, made for tests of a user's own newer files.

UCDP's files of 26.1 are made from those of 25.1 and from the real rows of battle-related deaths in 2024 and 2025: same
fields, quoting and line ends, a byte order mark where the producer has one, a zip with the official name of its member.
What those rows do not say (days of episodes, precision of dates) is filled in plausibly; no test rests on it.

`acd_26_1` differs from 25.1 in ways that a test can count on (`CHANGES_OF_ACD`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from statusquo.sources import ucdp_ged

BOM = "\ufeff"
ACD_MEMBER, DYADIC_MEMBER, BRD_MEMBER = "UcdpPrioConflict_v26_1.csv", "Dyadic_v26_1.csv", "BattleDeaths_v26_1.csv"
GED_MEMBER = "GEDEvent_v26_1.csv"

CHANGES_OF_ACD = {
    "rows": 2816,
    "rows_2025": 65,
    "wars_2025": 13,
    "dropped": (16379, 2024),
    "to_war": (325, 2024),
    "to_minor": (426, 2024),
}
"""What 26.1 as made here says otherwise than 25.1: its size, the new year, and three conflict-years of 2024.

Somalia and Jubaland in 2024 is dropped, as in the rows of deaths; the other two changes of intensity are made up.
"""

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def as_csv(rows: Sequence[Mapping[str, str]], *, bom: bool = False, delimiter: str = ",") -> bytes:
    """Return rows as UCDP writes them: an empty field as two quotation marks, others quoted where they must be."""

    def cell(text: str) -> str:
        needs = text == "" or any(mark in text for mark in (delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    lines = [delimiter.join(rows[0]), *(delimiter.join(cell(value) for value in row.values()) for row in rows)]
    return ((BOM if bom else "") + "\n".join(lines) + "\n").encode()


def zipped(member: str, content: bytes, **others: bytes) -> bytes:
    """Return a zip with one member, and others where they are named."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {member: content, **others}.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def brd_rows(raw: Path, *years: int) -> list[Row]:
    """Return the real rows of deaths by dyad in some of the years 2024 and 2025."""
    folder = raw / "ucdp-brd-26.1"
    names = (folder / "header.csv").read_text().strip().split(",")
    return [
        dict(zip(names, row, strict=True))
        for year in years
        for row in csv.reader((folder / f"rows_{year}.csv").read_text().splitlines())
    ]


def acd_25_1(raw: Path) -> list[Row]:
    """Return the rows of the Armed Conflict Dataset 25.1."""
    return read_rows(raw / "ucdp" / "ucdp-prio-acd-251.csv")


def acd_26_1(raw: Path, *, version: str = "26.1") -> list[Row]:
    """Return the Armed Conflict Dataset 26.1: the rows of 25.1, three of 2024 revised, and the 65 conflicts of 2025."""
    before = acd_25_1(raw)
    key = {name: tuple(map(str, CHANGES_OF_ACD[name])) for name in ("dropped", "to_war", "to_minor")}  # type: ignore[arg-type]
    rows = []
    for row in before:
        this = (row["conflict_id"], row["year"])
        if this == key["dropped"]:
            continue
        level = "2" if this == key["to_war"] else "1" if this == key["to_minor"] else row["intensity_level"]
        rows.append({**row, "intensity_level": level, "version": version})
    rows += [{**row, "version": version} for row in acd_rows_of(brd_rows(raw, 2025), before)]
    return sorted(rows, key=lambda row: (int(row["conflict_id"]), int(row["year"])))


def acd_rows_of(deaths: Sequence[Row], before: Sequence[Row]) -> list[Row]:
    """Return one row per conflict and year as the Armed Conflict Dataset would have it, of rows of deaths by dyad.

    Args:
        deaths: rows by dyad.
        before: rows of an older release, for the days on which conflicts began.
    """
    began = {row["conflict_id"]: row for row in before}
    rows = []
    for conflict, year in sorted({(int(row["conflict_id"]), int(row["year"])) for row in deaths}):
        dyads = [row for row in deaths if (int(row["conflict_id"]), int(row["year"])) == (conflict, year)]
        first, known = dyads[0], began.get(str(conflict))
        is_war = sum(int(row["bd_best"]) for row in dyads) >= 1000
        goes_on = known is not None and int(known["year"]) == year - 1
        start = known["start_date"] if known else f"{year}-01-01"
        rows.append(
            {
                "conflict_id": str(conflict),
                "location": first["location_inc"],
                **{name: _joined(dyads, name) for name in ("side_a", "side_a_id", "side_a_2nd")},
                **{name: _joined(dyads, name) for name in ("side_b", "side_b_id", "side_b_2nd")},
                "incompatibility": first["incompatibility"],
                "territory_name": first["territory_name"],
                "year": str(year),
                "intensity_level": "2" if is_war else "1",
                "cumulative_intensity": "1" if is_war else "0",
                "type_of_conflict": max(row["type_of_conflict"] for row in dyads),
                "start_date": start,
                "start_prec": "1",
                "start_date2": known["start_date2"] if known and goes_on else f"{year}-01-01",
                "start_prec2": "1",
                "ep_end": "0",
                "ep_end_date": "",
                "ep_end_prec": "",
                **{name: _joined(dyads, name) for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc")},
                "region": first["region"],
                "version": "26.1",
            }
        )
    return rows


def _joined(dyads: Sequence[Row], name: str) -> str:
    parts = (part.strip() for row in dyads for part in row[name].split(","))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def dyadic_26_1(raw: Path) -> list[Row]:
    """Return the Dyadic Dataset 26.1: the rows of 25.1 to 2023 and the dyads of the rows of deaths in 2024 and 2025."""
    before = read_rows(raw / "ucdp" / "ucdp-dyadic-251.csv")
    began = {row["dyad_id"]: row for row in before}
    rows = [{**row, "version": "26.1"} for row in before if int(row["year"]) < 2024]
    for row in brd_rows(raw, 2024, 2025):
        known = began.get(row["dyad_id"])
        dated = known or {"start_date": f"{row['year']}-01-01", "start_date2": f"{row['year']}-01-01"}
        days = {"start_date": dated["start_date"], "start_prec": "1", "start_date2": dated["start_date2"]}
        here = {**row, "location": row["location_inc"], **days, "start_prec2": "1"}
        here["intensity_level"] = "2" if int(row["bd_best"]) >= 1000 else "1"
        rows.append({name: here[name] for name in before[0]})
    return rows


def brd_26_1(raw: Path) -> list[Row]:
    """Return Battle-Related Deaths 26.1 by dyad: real rows of 2024 and 2025, before them made up from Dyadic 25.1."""
    names = list(brd_rows(raw, 2025)[0])
    rows = []
    for row in read_rows(raw / "ucdp" / "ucdp-dyadic-251.csv"):
        if 1989 <= int(row["year"]) < 2024:
            best = "1000" if row["intensity_level"] == "2" else "25"
            here = {
                **row,
                "location_inc": row["location"],
                **dict.fromkeys(("bd_best", "bd_low", "bd_high"), best),
                "battle_location": row["location"],
                "gwno_battle": row["gwno_loc"],
                "version": "26.1",
            }
            rows.append({name: here[name] for name in names})
    return rows + brd_rows(raw, 2024, 2025)


def brd_by_conflict(rows: Iterable[Row]) -> list[Row]:
    """Return deaths by conflict and year: the dyads of one year listed, their deaths summed."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["conflict_id"], row["year"]), []).append(row)
    return [
        {
            **dyads[0],
            **{name: _joined(dyads, name) for name in ("dyad_id", "side_b", "side_b_id")},
            **{name: str(sum(int(row[name]) for row in dyads)) for name in ("bd_best", "bd_low", "bd_high")},
        }
        for dyads in groups.values()
    ]


def ged_rows(raw: Path) -> list[Row]:
    """Return 1,000 real events of GED 23.1 in the official form."""
    return [_official_event(row) for row in read_rows(raw / "ged-sample" / "ucdp_ged_23.1_sample1000.csv")]


def write_ged(path: Path, raw: Path, number: int, *, last_year: int = 2025) -> None:
    """Write a file in the form of GED with many events: those of the sample over and over, each with an id of its own.

    Args:
        path: the file.
        raw: the directory of raw files.
        number: how many events.
        last_year: the year to which those of 2022, the sample's last, are moved.
    """
    header, *lines = as_csv([_moved({**row, "id": "ID"}, last_year) for row in ged_rows(raw)]).decode().split("\nID,")
    lines[-1] = lines[-1].rstrip("\n")
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(header)
        for n in range(number):
            stream.write(f"\n{n + 1},{lines[n % len(lines)]}")
        stream.write("\n")


def _moved(row: Row, last_year: int) -> Row:
    if row["year"] != "2022":
        return row
    days = {name: f"{last_year}{row[name][4:]}" for name in ("date_start", "date_end")}
    return {**row, "year": str(last_year), **days}


def _official_event(row: Row) -> Row:
    def official(name: str, value: str) -> str:
        if name in ("date_start", "date_end"):
            day = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=float(value))
            return f"{day:%Y-%m-%d} 00:00:00.000"
        return value.removesuffix(".0") if name not in ("latitude", "longitude") else value

    return {name: official(name, value) for name, value in row.items()}


def candidate_rows(raw: Path) -> list[Row]:
    """Return the header's fields and four real rows of the candidate file of July 2026."""
    return read_rows(raw / "ged-sample" / "ucdp_candidate_ged_26.0.7_head_transcribed.csv")


def candidate_event(first: str, last: str, **values: str) -> Row:
    """Return a made-up event near Stepanakert in the form of a candidate file, with some of its fields as named."""
    known = {
        "id": "1",
        "relid": "AZE-2026-1-833-1",
        "year": first[:4],
        "active_year": "true",
        "code_status": "Clear",
        "type_of_violence": "1",
        "conflict_new_id": "388",
        "conflict_name": "Azerbaijan: Nagorno-Karabakh",
        "dyad_new_id": "833",
        "side_a": "Government of Azerbaijan",
        "side_b": "Republic of Artsakh",
        "where_prec": "1",
        "latitude": "39.8",
        "longitude": "46.75",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": f"{first} 00:00:00.000",
        "date_end": f"{last} 00:00:00.000",
        **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), "0"),
        **dict.fromkeys(("best", "low", "high"), "1"),
        "gwnoa": "373",
    }
    return {name: values.get(name, known.get(name, "")) for name in ucdp_ged.ORIGIN.columns}
