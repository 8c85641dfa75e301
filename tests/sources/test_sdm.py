"""SDM 2.0 from the user's own file: its traps are decoded, and a wrong file gets one clear message."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from statusquo.core.columns import checked
from statusquo.core.errors import InputError
from statusquo.sources import sdm
from statusquo.sources.registry import ORIGINS

HEADER = (
    "country,group,year,sdm_startdate1,sdm_enddate1,sdm_startdate2,sdm_enddate2,domclaim,sovdec,violsd,violsd_onset,"
    "viol_escal,con,autcon,res,autres,groupsize,pwrstat"
)
MADE_UP = "Freedonia,Sylvanians,1990,1970,1975,1988,9999,Autonomy,0,1,,,0,0,1,0,0.25,Powerless"


@pytest.fixture(scope="module")
def movements(raw_dir: Path) -> pl.DataFrame:
    path = raw_dir / "sdm" / "SDM selected variables.xlsx"
    if not path.is_file():
        pytest.skip("the SDM export is not here; only its users have it")
    return sdm.read_movements(path)


def test_it_is_in_no_registry_and_has_no_address() -> None:
    assert sdm.ORIGIN.id not in ORIGINS
    assert sdm.ORIGIN.files == ()
    assert sdm.ORIGIN.link == ""


def test_a_csv_of_the_same_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEADER}\n{MADE_UP}\n")
    row = sdm.read_movements(path).row(0, named=True)
    assert (row["claim"], row["size_pct"], row["status"]) == ("autonomy", 25.0, "POWERLESS")
    assert (row["end_year_1"], row["end_year_2"], row["is_ongoing"]) == (1975, None, True)
    assert (row["is_violent"], row["is_violence_onset"], row["is_escalation"]) == (True, None, None)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("absent.csv", None, "no such file"),
        ("mine.txt", "", "of another kind; found .txt; allowed .xlsx, .csv"),
        ("empty.csv", "", "the file has no header line"),
        ("header.csv", f"{HEADER}\n", "the file holds no rows"),
        ("mine.xlsx", "not a workbook", "cannot be read"),
        ("short.csv", "country,group\nA,B\n", "short.csv:1: the columns are not those .* allowed country, group, year"),
        ("odd.csv", f"{HEADER}\n{MADE_UP.replace('1990', 'MCMXC')}\n", r"odd.csv:2: year: .* found 'MCMXC'"),
        (
            "claim.csv",
            f"{HEADER}\n{MADE_UP.replace('Autonomy', 'Monarchy')}\n",
            r"claim.csv:2: domclaim: .* found 'Monarchy'",
        ),
        ("size.csv", f"{HEADER}\n{MADE_UP.replace('0.25', '25')}\n", "size.csv:2: groupsize: "),
    ],
)
def test_a_wrong_file_gets_one_clear_message(tmp_path: Path, name: str, content: str | None, complaint: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=complaint) as caught:
        sdm.read_movements(path)
    assert len(caught.value.problems) == 1
    assert str(path) in str(caught.value)


@pytest.mark.raw
def test_it_holds_502_movements_to_2020(movements: pl.DataFrame) -> None:
    assert checked(movements, "source.sdm").equals(movements)
    assert movements.height == 17_328
    assert movements.select("country", "group").n_unique() == 502
    assert (movements["year"].min(), movements["year"].max()) == (1945, 2020)


@pytest.mark.raw
def test_no_end_is_a_code(movements: pl.DataFrame) -> None:
    ends = pl.concat([movements["end_year_1"].rename("end"), movements["end_year_2"].rename("end")])
    assert ends.max() == 2019
    assert movements.filter("is_ongoing").height == 13_699 + 828
    assert movements.filter(pl.col("is_ongoing") & pl.col("is_continued_elsewhere")).is_empty()


@pytest.mark.raw
def test_onset_is_unknown_exactly_in_years_of_continuing_violence(movements: pl.DataFrame) -> None:
    blank = movements["is_violence_onset"].is_null()
    assert blank.sum() == 1552
    assert movements.filter(blank)["is_violent"].all()
    assert not movements.filter(~blank & ~pl.col("is_violent"))["is_violence_onset"].any()


@pytest.mark.raw
def test_armenians_before_1991_are_under_the_soviet_union_and_go_on_elsewhere(movements: pl.DataFrame) -> None:
    armenians = movements.filter(pl.col("group") == "Armenians")
    spans = armenians.group_by("country").agg(first=pl.col("year").min(), last=pl.col("year").max()).sort("country")
    assert spans.rows() == [("Azerbaijan", 1991, 2020), ("Georgia", 1991, 2020), ("Russia (USSR)", 1966, 1991)]
    assert armenians.filter(pl.col("country") == "Russia (USSR)")["is_continued_elsewhere"].all()


@pytest.mark.raw
def test_kosovo_stays_under_serbia(movements: pl.DataFrame) -> None:
    rows = movements.filter(pl.col("group") == "Kosovar Albanians")
    assert rows["country"].unique().to_list() == ["Serbia (Yugoslavia)"]
    assert (rows["year"].min(), rows["year"].max()) == (1945, 2020)
