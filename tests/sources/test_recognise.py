"""A data set is recognised by its fields or sheets and never by its name; what is something else is named as that."""

from __future__ import annotations

from pathlib import Path

import pytest
from delivered import csv_file, zip_bytes

from statusquo.core.errors import InputError
from statusquo.sources import sipri_register, ucdp_brd, ucdp_dyadic, ucdp_ged, ucdp_prio_acd
from statusquo.sources.delivery import unpack
from statusquo.sources.recognise import recognise

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
PAX = "Con,Contp,PP,PPName,Reg,AgtId,Ver,Agt,Dat,Status,Agtp,Stage,StageSub,Loc1GWNO,Loc2GWNO,UcdpCon,Interim"


def source_of(folder: Path, content: bytes, name: str = "download (3)") -> tuple[str, str]:
    found = recognise(unpack(csv_file(folder, content, name), folder / "copy"))
    return found.form.origin.id, found.separator


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        source_of(folder, content)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("header", "source_id"),
    [
        (",".join(ucdp_prio_acd.ORIGIN.columns), "ucdp-prio-acd"),
        (",".join(ucdp_dyadic.ORIGIN.columns), "ucdp-dyadic"),
        (",".join(ucdp_brd.ORIGIN.columns), "ucdp-brd"),
        (",".join(name for name in ucdp_brd.ORIGIN.columns if name != "dyad_id"), "ucdp-brd"),
        (",".join(ucdp_ged.ORIGIN.columns), "ucdp-ged"),
        (PAX, "pax"),
        (ACLED, "acled"),
        ("country,group,year,domclaim,sdm_startdate1,sdm_enddate1,violsd", "sdm"),
    ],
)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_table_is_known_by_its_fields(header: str, bom: str, source_id: str, tmp_path: Path) -> None:
    assert source_of(tmp_path, f"{bom}{header}\n".encode()) == (source_id, ",")


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    header = ",".join(ucdp_dyadic.ORIGIN.columns).encode()
    assert source_of(tmp_path, header, "ucdp-prio-acd-261.csv") == ("ucdp-dyadic", ",")


def test_acled_may_come_with_semicolons_and_ucdp_may_not(tmp_path: Path) -> None:
    assert source_of(tmp_path, ACLED.replace(",", ";").encode()) == ("acled", ";")
    said = refusal(tmp_path, ";".join(ucdp_prio_acd.ORIGIN.columns).encode())
    assert "not separated as published; found semicolons; allowed commas" in said


def test_the_register_is_known_below_its_lines_of_notes(tmp_path: Path) -> None:
    notes = "Transfers of major conventional arms from All countries  to All countries .;\n;\nFigures, and so on;\n"
    header = f"{','.join(sipri_register.ORIGIN.columns)};\n"
    assert source_of(tmp_path, (notes + header).encode()) == ("sipri-register", ",")


@pytest.mark.parametrize("absent", ["conflict_id", "ep_end", "version"])
def test_a_table_that_lacks_one_field_is_taken_for_what_it_nearly_is(absent: str, tmp_path: Path) -> None:
    names = [name for name in ucdp_prio_acd.ORIGIN.columns if name != absent]
    assert source_of(tmp_path, ",".join(names).encode()) == ("ucdp-prio-acd", ",")


def test_a_table_joined_from_several_is_none_of_them(tmp_path: Path) -> None:
    names = [*ucdp_prio_acd.ORIGIN.columns, *(f"of_tjet_{n}" for n in range(20))]
    assert "no data set that is read, by its fields; found 'conflict_id, location" in refusal(
        tmp_path, ",".join(names).encode()
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Entity,Year,Spending\nArmenia,2020,1\n", "no data set that is read, by its fields; found 'Entity, Year"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "a page of a web site and no table; found HTML"),
        (b"  <html>", "a page of a web site and no table"),
        (b'{"error": "token needed"}', "no data set that is read"),
        ("år,land\n2020,Åland\n".encode("latin-1"), "the file is not UTF-8 text; found byte 0xe5"),
        ("conflict_id,year\n".encode("utf-16"), "the file is not UTF-8 text; found UTF-16"),
        (b"conflict_id\0,year\n", "the file is not text; found zero bytes"),
        (b"\n\n\n", "no data set that is read"),
    ],
)
def test_what_is_no_data_set_is_refused_as_what_it_is(content: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, content)


def test_a_workbook_is_known_by_its_sheets_and_what_stands_in_them(tmp_path: Path) -> None:
    def book(sheet: str, *texts: str) -> bytes:
        strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
        return zip_bytes(
            {
                "[Content_Types].xml": b"<Types/>",
                "xl/workbook.xml": f'<workbook><sheets><sheet name="{sheet}"/></sheets></workbook>'.encode(),
                "xl/sharedStrings.xml": f"<sst>{strings}</sst>".encode(),
            }
        )

    assert source_of(tmp_path, book("Constant (2031) US$")) == ("sipri-milex", ",")
    assert source_of(tmp_path, book("Sheet1", "sdm_startdate1", "domclaim", "violsd")) == ("sdm", ",")
    assert "no workbook that is read, by its sheets; found Sheet1" in refusal(tmp_path, book("Sheet1", "a", "b"))
    said = refusal(tmp_path, book("Sheet1", *ucdp_prio_acd.ORIGIN.columns))
    assert "UCDP/PRIO Armed Conflict Dataset is not read from a workbook" in said
    assert "the .csv of the same release" in said


@pytest.mark.raw
@pytest.mark.parametrize(
    ("path", "source_id"),
    [
        ("ucdp/ucdp-prio-acd-251.csv", "ucdp-prio-acd"),
        ("ucdp/ucdp-dyadic-251.csv", "ucdp-dyadic"),
        ("sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx", "sipri-milex"),
        ("sipri-milex-2026/sipri-milex-1949-2025_v1.2.xlsx", "sipri-milex"),
        ("sipri-arms-trade-register/trade_register.csv", "sipri-register"),
        ("pax/pax_v9.csv", "pax"),
        ("pax/pax_v10.csv", "pax"),
        ("sdm/SDM selected variables.xlsx", "sdm"),
        ("ged-sample/ucdp_candidate_ged_26.0.7_head_transcribed.csv", "ucdp-ged"),
    ],
)
def test_real_files_are_recognised(path: str, source_id: str, raw_dir: Path, tmp_path: Path) -> None:
    assert source_of(tmp_path, (raw_dir / path).read_bytes())[0] == source_id


@pytest.mark.raw
@pytest.mark.parametrize(
    "path",
    ["tjet/tjet_conflict_peace_spells.csv", "pax/pax_v10_id_to_con_info.csv", "ucdp/ucdp-peace-agreements-221.xlsx"],
)
def test_real_files_of_other_data_sets_are_refused(path: str, raw_dir: Path, tmp_path: Path) -> None:
    assert "this is no" in refusal(tmp_path, (raw_dir / path).read_bytes())
