"""The trade register of any export: the lines before its header are found, and a part of it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusquo.core.errors import InputError
from statusquo.sources import sipri_register
from statusquo.sources.sipri_register import ORIGIN

TITLE = (
    "Transfers of major conventional arms from {supplier}  to {recipient} . Deals with deliveries made for the year "
    "range '{first}' to '2026';"
)
HEADER = f"{','.join(ORIGIN.columns)};"
ROWS = (
    "68378,France,Armenia,Bastion,armoured personnel carrier,Armoured vehicles,2022,No,26,Yes,2026,,New,0.5,0.5,13,No;",
    "67675,Turkiye,Azerbaijan,Akinci,armed UAV,Aircraft,2022,Yes,2,No,2025,No,New,5,5,10,Yes;",
    "60840,Iran,Houthi rebels (Yemen)*,Shahed-131,one-way attack drone,Missiles,2020,,5,,1996,Yes,New,0.1,0.1,0.5,No",
)


def export(
    *rows: str,
    supplier: str = "All countries",
    recipient: str = "All countries",
    first: int = 1995,
    made: str = "Data generated: 9 Mar 2027 12:26:12 PM;",
    header: str = HEADER,
) -> str:
    """The text of an export made in March 2027, one line shorter than that of 2026 and titled a year too far."""
    title = TITLE.format(supplier=supplier, recipient=recipient, first=first)
    return "\r\n".join([title, ";", "Source: SIPRI Arms Transfers Database (c) SIPRI.;", made, header, *(rows or ROWS)])


def put(folder: Path, text: str) -> Path:
    path = folder / "any name.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_an_export_nobody_has_seen_tells_its_years_and_its_day(tmp_path: Path) -> None:
    path = put(tmp_path, export())
    release = sipri_register.release_of(path)
    assert (release.version, release.first_year, release.last_year) == ("1995-2026, generated 9 March 2027", 1995, 2026)
    assert sipri_register.differences(release) == (
        "last year: found 2026, known 2024",
        "last year in the title: found 2026, known 2025",
    )
    assert sipri_register.differences(ORIGIN.release) == ()
    frame = sipri_register.read_register_file(path, release)
    assert frame["line"].to_list() == [1, 2, 3]
    assert frame["category"].to_list() == ["armour", "UAV", "loitering munition"]
    assert frame["recipient_kind"].to_list() == ["state or territory", "state or territory", "non-state"]
    assert frame["is_local_production"].to_list() == [False, True, False]
    assert frame["is_year_estimated"].to_list() == [None, False, True]


@pytest.mark.parametrize("ending", ["", ";"])
def test_the_semicolons_at_the_ends_of_the_lines_do_not_matter(ending: str, tmp_path: Path) -> None:
    text = export(*(f"{row.removesuffix(';')}{ending}" for row in ROWS), header=HEADER.removesuffix(";") + ending)
    path = put(tmp_path, text.replace("\r\n", "\n"))
    assert sipri_register.read_register_file(path, sipri_register.release_of(path)).height == 3


def test_a_column_more_is_told_and_not_refused(tmp_path: Path) -> None:
    header = HEADER.removesuffix(";") + ",Comments;"
    path = put(tmp_path, export(*(f"{row.removesuffix(';')},none;" for row in ROWS), header=header))
    release = sipri_register.release_of(path)
    assert "columns: also Comments" in sipri_register.differences(release)
    assert sipri_register.read_register_file(path, release).height == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (export(supplier="Russia"), ["any name.csv:1: the register is of one supplier only", "found Russia"]),
        (export(recipient="Armenia"), ["the register is of one recipient only", "allowed All countries"]),
        (export(first=2020), ["begins too late", "found 2020", "allowed 1995 or before"]),
        (export(made=";"), ["do not tell the day on which it was made"]),
        ("\r\n".join([HEADER, *ROWS]), ["do not tell years and countries"]),
        ("year,tiv\n1995,3\n", ["no export of SIPRI's trade register", "found 'year,tiv'"]),
        (
            export(header=HEADER.replace("Delivery year,", "Year,")),
            [":5: the columns are not those of release generated 9 March 2027", "found no Delivery year"],
        ),
        (export(header=HEADER.replace(",", ";")), [":5: the fields are not separated by commas"]),
        (export(ROWS[0].replace("Armoured vehicles", "Lasers")), [":6: Armament category", "found 'Lasers'"]),
        (export(ROWS[0].replace(",13,", ",much,")), [":6: TIV delivery values", "'much'; allowed a number"]),
        (export(ROWS[0].replace(",2026,", ",,")), [":6: Delivery year: is missing"]),
        (export(ROWS[0].replace(",2026,", ",1980,")), [":6: year: the year lies outside the release"]),
        (export(ROWS[0].replace(",Yes,2026", ",perhaps,2026")), ["Numbers delivered is estimate", "allowed Yes, No"]),
        (export(ROWS[0].replace("Bastion,", "")), [":6: the row has not as many fields as there are columns"]),
    ],
)
def test_a_fault_names_file_line_and_field_with_what_was_found(text: str, said: list[str], tmp_path: Path) -> None:
    path = put(tmp_path, text)
    with pytest.raises(InputError) as caught:
        sipri_register.read_register_file(path, sipri_register.release_of(path))
    for words in said:
        assert words in str(caught.value)


@pytest.mark.raw
def test_the_pinned_export_is_known_by_its_bytes(raw_dir: Path) -> None:
    assert sipri_register.release_of(raw_dir / ORIGIN.files[0].path) == ORIGIN.release
