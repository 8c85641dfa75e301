"""What a notebook sees: every example of a public function runs, and nothing a room does changes the functions."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import statusquo as sq
from statusquo.core.errors import AmbiguousNameError, UnknownNameError

FUNCTIONS = [name for name in sq.__all__ if name != "__version__"]
LONGEST_LINE = 200


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_public_function_runs(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    function = getattr(sq, name)
    examples = doctest.DocTestFinder(recurse=False).find(function, name, globs={"sq": sq, "folder": tmp_path})
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for example in examples:
        runner.run(example, clear_globs=False)
    assert runner.summarize().failed == 0, capsys.readouterr().out
    assert sum(len(example.examples) for example in examples) > 0, f"sq.{name} has no example"


def test_functions_keep_signature_help_and_pickling_after_every_room_was_imported() -> None:
    code = """
import inspect, pickle, pkgutil, sys, statusquo as sq
names = [name for name in sq.__all__ if name != "__version__"]
def told():
    return {name: (str(inspect.signature(getattr(sq, name))), inspect.getdoc(getattr(sq, name))) for name in names}
before = told()
for room in pkgutil.iter_modules(sq.__path__):
    if room.name != "__main__":
        __import__(f"statusquo.{room.name}")
        parts = getattr(sys.modules[f"statusquo.{room.name}"], "__path__", ())
        for part in pkgutil.iter_modules(parts):
            __import__(f"statusquo.{room.name}.{part.name}")
assert told() == before
for name in names:
    assert inspect.isfunction(getattr(sq, name)), name
    assert pickle.loads(pickle.dumps(getattr(sq, name))) is getattr(sq, name)
rooms = {room.name for room in pkgutil.iter_modules(sq.__path__)}
assert not rooms & set(names), rooms & set(names)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_only_what_is_meant_to_be_called_is_listed() -> None:
    assert dir(sq) == sorted(sq.__all__)
    assert all(inspect.getdoc(getattr(sq, name)) for name in FUNCTIONS)


RESULTS = {
    "case": lambda: sq.load_case("nagorno-karabakh"),
    "found": lambda: sq.find("artsakh"),
    "cases": sq.list_cases,
    "claims": lambda: sq.claims("nagorno-karabakh", "babayev-2021"),
    "claim": lambda: sq.claims("nagorno-karabakh", "babayev-2021")["A2"],
    "number of a claim": lambda: sq.claim_test("kosovo", "babayev-2021", "trend", measure="CINC")[0],
    "explanations": sq.list_explanations,
    "explanation": lambda: sq.list_explanations()[0],
    "balances": lambda: sq.balances_of("nagorno-karabakh"),
    "military": lambda: sq.balances_of("nagorno-karabakh").military,
    "regional": lambda: sq.balances_of("nagorno-karabakh").regional,
    "inertia": lambda: sq.balances_of("nagorno-karabakh").inertia,
    "risk": lambda: sq.risk_of("nagorno-karabakh"),
    "closed": lambda: sq.risk_of("ucdp-412"),
    "scenario": lambda: sq.scenario("nagorno-karabakh", "even-spending"),
    "game": lambda: sq.bargain("nagorno-karabakh"),
    "settlement": lambda: sq.settle("aceh"),
    "configurations": sq.compare,
    "ranking": sq.ranking,
    "ranked": lambda: sq.ranking()[0],
    "factors": lambda: sq.structure_of("kosovo"),
    "factor": lambda: sq.structure_of("kosovo")["area_km2"],
    "panel": lambda: sq.panel("dispute-year"),
    "tables": sq.tables,
    "references": sq.cite,
    "reference": lambda: sq.cite("ucdp-prio-acd")[0],
    "forecasts": sq.published_forecasts,
    "forecast": lambda: sq.published_forecasts()[0],
    "scores": lambda: sq.forecast_scores(2025),
    "news": sq.changed,
    "differences": lambda: sq.data_diff("embedded", "embedded"),
}
TABULAR = set(RESULTS) - {
    "case", "found", "claim", "number of a claim", "military", "regional", "inertia", "ranked", "factor", "reference",
    "news", "differences",
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_prints_in_one_line_and_shows_as_a_card(name: str) -> None:
    result: Any = RESULTS[name]()
    for shown in (repr(result), str(result)):
        assert "\n" not in shown
        assert 20 < len(shown) <= LONGEST_LINE
    assert len(result._repr_html_()) < 20_000
    if name in TABULAR:
        assert not result.frame.is_empty()


@pytest.mark.parametrize("name", ["balances", "risk"])
def test_a_result_that_a_dossier_draws_is_drawn(name: str) -> None:
    result: Any = RESULTS[name]()
    assert result.chart().to_dict() == sq.chart(result).to_dict()


def test_a_name_of_several_disputes_tells_them_all() -> None:
    for call in (sq.find, sq.load_case, sq.risk_of):
        with pytest.raises(AmbiguousNameError, match=r"gagauzia \(Gagauzia\), transnistria \(Transnistria\)"):
            call("moldova")


def test_claims_are_counted_gone_through_and_asked_for() -> None:
    ledger = sq.claims("nagorno-karabakh", "babayev-2021")
    assert [verdict.claim.id for verdict in ledger] == ledger.frame["claim"].to_list()
    assert len(ledger) == len(ledger.claims) > 1
    with pytest.raises(UnknownNameError, match="unknown claim 'ZZ'"):
        ledger["ZZ"]


def test_a_frame_has_every_point_of_the_series_it_is_made_of() -> None:
    path = sq.risk_of("nagorno-karabakh")
    points = sum(len(series.points) for series in (*path.risk.values(), *path.beside.values()))
    assert path.frame.height == points
    last = path.risk["war"].points[-1]
    rows = path.frame.filter((path.frame["outcome"] == "war") & (path.frame["year"] == last.year))
    assert rows["value"].item() == last.value


def test_rows_are_found_by_id_and_by_place() -> None:
    ranked = sq.ranking()
    first = next(iter(ranked))
    assert ranked[0] is first
    assert ranked[f"ucdp-{first.conflict_id_ucdp}"] is first
    assert [row.name for row in ranked[:2]] == [ranked[0].name, ranked[1].name]
    assert ranked.frame["risk_war"].to_list()[0] == first.risk["war"].value
    with pytest.raises(UnknownNameError):
        ranked["ucdp-0"]
