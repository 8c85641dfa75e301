"""What the commands say of a dispute of which they have nothing to tell: a sentence with its title."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run_command
from typer.testing import CliRunner

from statusquo.cli.app import app


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("risk", "scotland"), "Scotland has no armed conflict in UCDP, so there is no risk to estimate."),
        (("risk", "catalonia"), "Catalonia has no armed conflict in UCDP, so there is no risk to estimate."),
        (("bargain", "scotland"), "The bargaining game is not calibrated to Scotland, only to Nagorno-Karabakh."),
        (
            ("settle", "aland"),
            "No proposal is on record for Åland Islands, and no file of actors and positions is bundled for it, only "
            "for Aceh, Nagorno-Karabakh and South Tyrol. Give an actor file of your own.",
        ),
        (
            ("settle", "kosovo", "--without", "russia"),
            "A period, an actor left out or options of your own need a file of actors, and none is bundled for Kosovo. "
            "Give an actor file of your own.",
        ),
    ],
)
def test_what_cannot_be_told_of_a_dispute_is_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = CliRunner().invoke(app, [*arguments])
    assert str(done.exception) == sentence


@pytest.mark.parametrize(
    ("dispute", "line"),
    [
        ("kosovo", "Not in the list of open disputes since 2008: statehood"),
        ("ucdp-397", "Not in the list of open disputes since 1995: claimant's dissolution"),
        (
            "northern-cyprus",
            "Not in the list of open disputes, which leaves out those between states and over colonies",
        ),
        ("transnistria", "In the list of open disputes"),
    ],
)
def test_a_closed_dispute_is_not_told_as_one_in_the_list(dispute: str, line: str) -> None:
    assert line in CliRunner().invoke(app, ["cases", "show", dispute]).stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dossier", "kosovo", "--format", "htm"), "'htm' is not one of 'html', 'md', 'json'. Did you mean 'html'?"),
        (("show", "kosovo", "--format", "tble"), "'tble' is not one of 'table', 'tsv'. Did you mean 'table'?"),
        (("--format", "xml", "show", "kosovo"), "'xml' is not one of 'table', 'tsv'."),
        (("panel", "dispute-yer", "-o", "x.csv"), "Did you mean 'dispute-year'?"),
        (("forecast", "show", "twenty"), "Invalid value for 'YEAR': this is no whole number"),
        (("cases", "new", "x", "--from", "352"), "unknown conflict '352' (a case starts from ucdp- and a number"),
        (("shw", "kosovo"), "No such command 'shw'. Did you mean 'show'?"),
        (("show", "kosov"), "Did you mean kosovo, kosova or moldova?"),
    ],
)
def test_a_slip_is_answered_in_one_sentence_with_what_was_meant(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = run_command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1
    assert said in errors[0]
    assert not errors[0].endswith("allowed")
    assert list(tmp_path.iterdir()) == []
