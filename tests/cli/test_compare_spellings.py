"""The ways of comparing are commands; the older `--method` is read as one, and no way takes another's options."""

from __future__ import annotations

import pytest
from tests.commands import run_command
from typer.testing import CliRunner

from statusquo.cli.app import app


@pytest.mark.parametrize(
    ("older", "arguments"),
    [
        (["--method", "nearest", "kosovo", "--json"], ["nearest", "kosovo", "--json"]),
        (["kosovo", "--json", "--method=nearest"], ["nearest", "kosovo", "--json"]),
        (["--json", "--method", "logit"], ["logit", "--json"]),
    ],
)
def test_the_older_spelling_prints_the_same(older: list[str], arguments: list[str]) -> None:
    found = CliRunner().invoke(app, ["compare", *older])
    assert found.exit_code == 0, found.stderr
    assert found.stdout == CliRunner().invoke(app, ["compare", *arguments]).stdout


def test_without_a_method_configurations_are_meant() -> None:
    found = run_command("compare", "--incl-cut", "1.2")
    assert (found.returncode, "--incl-cut: a cut-off outside 0 to 1" in found.stderr) == (2, True)


def test_help_names_the_four_ways_and_not_the_older_spelling() -> None:
    told = CliRunner().invoke(app, ["compare", "--help"]).stdout
    assert all(f"\n  {name} " in told for name in ("qca", "logit", "nearest", "claims"))
    assert "--method" not in told
    assert "--method" not in CliRunner().invoke(app, ["compare", "qca", "--help"]).stdout


@pytest.mark.parametrize(
    "arguments", [["logit", "--n-cut", "2"], ["nearest", "--sweep", "5"], ["claims", "--outcome", "kept"], ["luck"]]
)
def test_what_a_way_does_not_have_is_refused(arguments: list[str]) -> None:
    found = CliRunner().invoke(app, ["compare", *arguments])
    assert found.exit_code == 2
    assert "No such" in found.stderr
