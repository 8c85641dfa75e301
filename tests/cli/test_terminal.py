"""On a terminal everything fits its width and no id or number is cut; in a pipe nothing is padded or broken."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from tests.commands import run_command

from statusquo.cli.app import app
from statusquo.cli.groups import SECTIONS, examples

COMMANDS = (
    "show nagorno-karabakh",
    "show ucdp-218",
    "measure kosovo",
    "measure ucdp-218",
    "risk transnistria",
    "risk --all",
    "claims scotland",
    "cases list",
    "cases show kosovo",
    "settle aceh",
    "bargain nagorno-karabakh",
    "compare nearest kosovo",
    "compare claims",
    "compare logit",
    "forecast list",
    "explanations tests",
    "data status",
    "--help",
    "compare qca -h",
    "compare qca --robustness --permutations 0 --searches 0 --sweep 0",
)


def on_terminal(command: str, columns: int) -> str:
    """Return what a command prints on a terminal of some width."""
    master, slave = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "LINES": "50", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "statusquo", *command.split()], stdout=slave, stderr=subprocess.DEVNULL, env=env
    )
    os.close(slave)
    parts = []
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        parts.append(part)
    os.close(master)
    assert process.wait() == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(parts).decode()).replace("\r", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_line_fits_eighty_columns(command: str) -> None:
    text = on_terminal(command, 80)
    assert [line for line in text.splitlines() if cell_len(line) > 80 and len(line.split()) > 1] == []
    assert "…" not in text.replace("[…]", "") or command.startswith(("claims", "compare", "explanations", "cases show"))


def test_no_id_and_no_number_is_cut_however_narrow() -> None:
    rows = [line.split("\t") for line in run_command("cases", "list", "--format", "tsv").stdout.splitlines()]
    ids = {row[0] for row in rows[1:] if len(row) > 1}
    shown = {line.split()[0] for line in on_terminal("cases list", 40).splitlines() if line[:1] not in (" ", "")}
    assert ids <= shown


def test_what_is_left_out_for_want_of_room_is_named() -> None:
    assert "Too narrow for settle and bargain" in on_terminal("cases list", 80)
    assert "Too narrow" not in on_terminal("cases list", 160)


def test_in_a_pipe_nothing_is_padded_and_with_tsv_all_is_bare() -> None:
    piped = run_command("measure", "kosovo").stdout
    assert [line for line in piped.splitlines() if line != line.rstrip()] == []
    bare = run_command("--format", "tsv", "measure", "kosovo")
    table = [line.split("\t") for line in bare.stdout.split("\n\n")[0].splitlines()]
    assert table[0] == ["factor", "value", "interval", "percentile", "basis"]
    assert {len(row) for row in table} == {5}
    assert "Not known:" in bare.stderr


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every command with its words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_has_three_examples_that_it_understands() -> None:
    known = dict(commands(typer.main.get_command(app)))
    assert set(examples()) == set(known)
    for path, lines in examples().items():
        assert len(set(lines)) == 3, path
        for line in lines:
            assert line.split()[: len(path.split())] == path.split(), line
            words = [word for word in line.split()[len(path.split()) :] if word not in ("--format", "tsv")]
            known[path].make_context(path, words)


def test_the_help_has_every_command_in_one_of_five_sections() -> None:
    names = [name for members in SECTIONS.values() for name in members]
    assert len(SECTIONS) == 5
    assert sorted(names) == sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert run_command("-h").stdout == run_command("--help").stdout
