"""`statusquo show`: the answer by any name of a dispute, in 24 lines or as one JSON document."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.commands import run_command

import statusquo as sq
from statusquo.answer.lines import lines_of


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("transnistria", "transnistria"),
        ("Приднестровье", "transnistria"),
        ("artsakh", "nagorno-karabakh"),
        ("Sudtirol", "south-tyrol"),
        ("354", "ucdp-354"),
    ],
)
def test_a_name_is_forgiven_case_accents_and_language(name: str, id: str) -> None:
    done = run_command("show", name)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == f"Next: statusquo dossier {id}"
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_what_several_disputes_are_called_is_refused_with_their_names() -> None:
    done = run_command("show", "moldova")
    assert (done.returncode, done.stdout) == (2, "")
    assert "gagauzia" in done.stderr
    assert "transnistria" in done.stderr


def test_json_is_one_document() -> None:
    done = run_command("show", "aceh", "--json")
    told = json.loads(done.stdout)
    assert told["dispute"] == "aceh"
    assert told["offered"][-1]["name"] == "Helsinki memorandum"
    assert done.stderr == ""


def test_a_conflict_of_ucdp_points_to_the_fuller_case() -> None:
    assert "statusquo show nagorno-karabakh" in run_command("show", "ucdp-388").stderr


def test_however_much_there_is_to_watch_it_takes_24_lines_of_80_columns() -> None:
    answer = sq.answer_on("abkhazia")
    watch = tuple(
        replace(answer.watch[0], what=f"{n}: " + "a long thing to watch, told in full " * 5, looked_at="2026-11-01")
        for n in range(3)
    )
    long = replace(answer, watch=(*watch, *answer.watch), sentences=("A sentence of ordinary length. " * 20,))
    lines = lines_of(long)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Watch") for line in lines)
    assert any(line.startswith("Likely") for line in lines)
    assert lines[-1] == "Next: statusquo dossier abkhazia"


def test_a_case_file_of_ones_own_is_answered_on_thin_as_it_is(tmp_path: Path) -> None:
    assert run_command("cases", "new", "northland", cwd=tmp_path).returncode == 0
    done = run_command("show", "northland.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[No armed conflict since 1946]" in done.stdout
    assert done.stdout.splitlines()[-1] == "Next: statusquo dossier northland.toml"


def test_it_is_the_first_command_of_the_help() -> None:
    done = subprocess.run([sys.executable, "-m", "statusquo", "--help"], capture_output=True, text=True, check=True)
    first = done.stdout.split("A dispute:")[1].split()[0]
    assert first == "show"


def test_it_reads_one_case_whole_and_loads_nothing_that_draws_or_estimates() -> None:
    """What made it slow: all bundled cases read whole, and libraries of which it uses nothing."""
    code = (
        "import sys; import statusquo as sq; sq.answer_on('Artsakh'); from statusquo.cases.load import _load_bundled; "
        "print(_load_bundled.cache_info().currsize, {'altair', 'jinja2', 'scipy', 'shapely'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "1 set()\n"
