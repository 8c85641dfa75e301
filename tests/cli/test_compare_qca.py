"""`statusquo compare qca` keeps its contract, and answers wrong input with one message and exit code 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.commands import run_command

from statusquo.cli.app import main

ORACLES = Path(__file__).parents[1] / "comparison" / "oracles"
FUZZY = str(ORACLES / "lipset_fuzzy.csv")
QUICK = ("--permutations", "50", "--searches", "5", "--sweep", "5")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command("compare", "qca", *arguments)


def refused(
    *arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int | str | None, str, str]:
    """Run the command in this process, which is faster, and return exit code, output and messages."""
    monkeypatch.setattr(sys, "argv", ["statusquo", "compare", "qca", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    return left.value.code, printed.out, printed.err


def document(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_csv_file_gives_the_contracts_document() -> None:
    found = document(
        "--data", FUZZY, "--outcome", "SURV", "--conditions", "DEV,URB,LIT,IND,STB", "--incl-cut", "0.8",
        "--n-cut", "1", "--expect", "DEV,URB,LIT,IND,STB", *QUICK,
    )  # fmt: skip
    models = {name: [set(model) for model in solution["models"]] for name, solution in found["solutions"].items()}
    assert models == {
        "conservative": [{"DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"}],
        "parsimonious": [{"DEV*~IND", "URB*STB"}],
        "intermediate": [{"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}],
    }
    assert [row["row"] for row in found["truth_table"] if row["outcome"] == "1"] == [22, 32]
    assert {item["expression"] for item in found["necessity"]["expressions"]} == {
        "LIT", "STB", "LIT*STB", "DEV+URB+IND",
    }  # fmt: skip
    assert not any(solution["truncated"] for solution in found["solutions"].values())
    assert [item["draws"] for item in found["robustness"]] == [5, 5, 5]


def test_without_data_the_bundled_cases_are_compared() -> None:
    found = document(*QUICK)
    assert found["n_cases"] == 30
    assert "nagorno-karabakh" in found["left_out"]
    assert found["conjunction"]["with_unsourced"]["whole"]["testability"] == "not testable"
    assert any("base rate" in warning for warning in found["warnings"])


def test_people_read_tables_with_fit_lift_and_chance() -> None:
    done = run("--data", FUZZY, "--outcome", "~SURV", *QUICK)
    assert done.returncode == 0, done.stderr
    for word in ("conservative solution", "lift", "p of search", "Base rate of ~SURV", "SUIN"):
        assert word in done.stdout


WRONG = {
    "a column there is not": (["--outcome", "SURVIVAL"], None, "unknown column"),
    "a condition there is not": (["--outcome", "SURV", "--conditions", "DEV,WEALTH"], None, "'WEALTH'"),
    "no outcome": ([], None, "no outcome is named"),
    "a cut-off above 1": (["--outcome", "SURV", "--incl-cut", "1.2"], None, "--incl-cut"),
    "no case in a row": (["--outcome", "SURV", "--n-cut", "0"], None, "--n-cut"),
    "cut-offs the wrong way round": (["--outcome", "SURV", "--excl-cut", "0.9"], None, "--excl-cut"),
    "an expectation of nothing known": (["--outcome", "SURV", "--expect", "WEALTH"], None, "'WEALTH'"),
    "a case there is not": (["--outcome", "SURV", "--leave-out", "XX"], None, "'XX'"),
    "the outcome as a condition": (["--outcome", "SURV", "--conditions", "DEV,SURV"], None, "of itself"),
    "no condition": (["--outcome", "SURV", "--conditions", ","], None, "no condition is named"),
    "an empty file": (["--outcome", "Y"], "", "the file is empty"),
    "a header alone": (["--outcome", "Y"], "case,A,Y\n", "holds no case"),
    "a value outside 0 to 1": (["--outcome", "Y"], "case,A,Y\na,1.5,1\nb,0.2,0\n", "outside its set"),
    "an outcome outside 0 to 1": (["--outcome", "Y"], "case,A,Y\na,1,2\nb,0,0\n", "membership in the outcome"),
    "an empty cell": (["--outcome", "Y"], "case,A,Y\na,,1\nb,0,0\n", "the cell is empty"),
    "a word for a number": (["--outcome", "Y", "--conditions", "A"], "case,A,Y\na,high,1\nb,0,0\n", "'high'"),
    "nan": (["--outcome", "Y", "--conditions", "A"], "case,A,Y\na,nan,1\nb,0,0\n", "'nan'"),
    "a row too short": (["--outcome", "Y"], "case,A,Y\na,1\nb,0,0\n", "more or fewer cells"),
    "a case twice": (["--outcome", "Y"], "case,A,Y\na,1,1\na,0,0\n", "twice"),
    "a column twice": (["--outcome", "Y"], "case,A,A,Y\na,1,1,1\n", "twice"),
    "too many conditions": (
        ["--outcome", "Y"],
        "case," + ",".join(f"C{i}" for i in range(21)) + ",Y\na" + ",1" * 22 + "\n",
        "at most 20",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_one_message_and_exit_code_two(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, text, message = WRONG[name]
    path = FUZZY
    if text is not None:
        path = str(tmp_path / "cases.csv")
        Path(path).write_text(text, encoding="utf-8")
    code, out, err = refused("--data", path, *arguments, monkeypatch=monkeypatch, capsys=capsys)
    assert code == 2
    assert message in err
    assert out == ""
    assert len(err.strip().splitlines()) == 1


def test_everything_wrong_with_a_table_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case,A,B,Y\na,high,1,1\nb,,0_1,2\n", encoding="utf-8")
    arguments = ("--data", str(path), "--outcome", "Y", "--conditions", "A,B")
    _, _, err = refused(*arguments, monkeypatch=monkeypatch, capsys=capsys)
    places = [
        ":".join(line.removeprefix("Error: ").removeprefix(f"{path}:").split(":")[:2]) for line in err.splitlines()
    ]
    assert places == ["2: A", "3: A", "3: B", "3: Y"]


def test_a_column_that_is_asked_for_is_not_taken_for_names(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case,unit,KIN\n1,u1,1\n0,u2,0\n", encoding="utf-8")
    found = document("--data", str(path), "--outcome", "case", "--permutations", "0", "--searches", "0")
    assert sorted(case for row in found["truth_table"] for case in row["cases"]) == ["u1", "u2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "nowhere.csv", "--outcome", "Y"], "nowhere.csv"),
        (["--conditions", "unsc_resolution_against"], "dated after the claim"),
        (["--outcome", "HAPPY"], "SEPARATED"),
        (["--leave-out", "atlantis"], "'atlantis'"),
    ],
)
def test_wrong_names_of_the_bundled_cases_too(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = refused(*arguments, monkeypatch=monkeypatch, capsys=capsys)
    assert code == 2
    assert message in err


RAW_DATA = str(ORACLES / "lipset_raw.csv")
ANCHORS = ("DEV=400,550,900", "URB=25,50,65", "LIT=50,75,90", "IND=20,30,40", "STB=15,9.5,5", "SURV=-9,0,10")
MEASURED = ("--data", RAW_DATA, "--outcome", "SURV", *(part for text in ANCHORS for part in ("--anchors", text)))
UNTESTED = ("--permutations", "0", "--searches", "0", "--sweep", "0")


def test_the_protocol_of_robustness_of_measured_cases() -> None:
    found = document(*MEASURED, *UNTESTED, "--test", "incl=0.7", "--test", "n=2 DEV=400,600,900", "--test", "DEV*STB")
    protocol = found["protocol"]
    [consistency] = [item for item in protocol["ranges"] if item["choice"] == "consistency cut-off"]
    assert (round(consistency["low"], 3), round(consistency["high"], 3)) == (0.706, 0.806)
    assert consistency["below"] == ["DEV*STB"]
    core = protocol["core"]
    choices = {test["choices"] for test in core["test_set"]}
    assert choices == {"incl=0.7", "n=2 DEV=400,600,900", "as given"}
    assert core["cases"]["robust_typical"] == ["BE", "CZ", "NL", "UK"]
    assert core["cases"]["shaky_typical"] == ["FI", "IE"]
    assert core["fit"]["rcc_rank"] == 4


def test_theory_clusters_and_barred_remainders(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    head, *rows = Path(FUZZY).read_text(encoding="utf-8").splitlines()
    names = ["north", "south"] * 9
    text = [f"{head},PART"] + [f"{row},{name}" for row, name in zip(rows, names, strict=True)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    found = document(
        "--data", str(path), "--outcome", "SURV", "--clusters", "PART", "--theory", "DEV*LIT", "--necessary", "LIT",
        "--untenable", "URB*~IND", "--contradictory", *UNTESTED,
    )  # fmt: skip
    assert [condition["name"] for condition in found["conditions"]] == ["DEV", "URB", "LIT", "IND", "STB"]
    [model] = found["solutions"]["parsimonious"]["models"]
    assert all("LIT" in term and "~LIT" not in term for term in model)
    assert found["enhanced"]["against_necessity"] == "~LIT"
    assert [area["area"] for area in found["theory"]["areas"]] == ["T*S", "~T*S", "T*~S", "~T*~S"]
    assert found["theory"]["areas"][2]["uncovered most likely"] == ["FR", "SE"]
    assert [group["group"] for group in found["clusters"][0]["between"]] == ["north", "south"]
    assert found["protocol"] is None


def test_a_solution_of_the_bundled_cases_hangs_on_single_codings() -> None:
    found = document("--outcome", "~SEPARATED", "--robustness", *UNTESTED)
    core = found["protocol"]["core"]
    changed = {test["choices"] for test in core["test_set"] if test["expression"] != core["initial"]}
    assert {"secession_success of bougainville", "without the ex-Soviet cases"} <= changed
    assert core["cases"]["robust_typical"] == ["quebec", "scotland"]
    assert {group["group"] for group in found["clusters"][0]["between"]} == {
        "ex-Soviet", "ex-Yugoslav", "of no cluster",
    }  # fmt: skip


def test_people_read_the_protocol_by_its_names() -> None:
    found = run(*MEASURED, *UNTESTED, "--robustness", "--theory", "DEV*LIT")
    assert found.returncode == 0, found.stderr
    for word in ("sensitivity ranges", "RF_SC_minTS", "robust typical", "Robust core", "covered most likely"):
        assert word in found.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--anchors", "DEV=400,900"], "the number of anchors"),
        (["--anchors", "DEV=high"], "anchors cannot be read"),
        (["--anchors", "WEALTH=1,2,3"], "'WEALTH'"),
        (["--anchors", "DEV=400,300,900"], "the crossover must lie between"),
        (["--test", "incl=often"], "a change cannot be read"),
        (["--test", "PRI=0.5"], "unknown cut-off or calibrated set"),
        (["--test", "incl=1.5"], "a cut-off outside 0 to 1"),
        (["--theory", "WEALTH"], "'WEALTH'"),
        (["--untenable", "DEV*"], "an expression cannot be read"),
        (["--clusters", "DECADE"], "'DECADE'"),
    ],
)
def test_wrong_questions_about_robustness_too(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = refused(
        "--data", FUZZY, "--outcome", "SURV", *UNTESTED, *arguments, monkeypatch=monkeypatch, capsys=capsys
    )
    assert (code, out) == (2, "")
    assert message in err


def test_what_only_a_file_has_is_refused_without_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = refused("--clusters", "YEAR", monkeypatch=monkeypatch, capsys=capsys)
    assert code == 2
    assert "--clusters" in err
