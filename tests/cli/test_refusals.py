"""What the commands say of a dispute of which they have nothing to tell: a sentence with its title."""

from __future__ import annotations

import pytest
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
