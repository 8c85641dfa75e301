"""Every command reads a case file that `check` accepts: an answer, or one message and exit 2, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cases.minimal_case import MINIMAL
from tests.commands import run_command

COMMANDS = (
    "show FILE", "show FILE --json", "cases show FILE", "cases show FILE --json", "measure FILE", "risk FILE",
    "claims FILE", "settle FILE", "bargain FILE", "scenario FILE even-spending", "compare nearest FILE",
    "dossier FILE -o page.html",
)  # fmt: skip
"""Every command that takes a dispute or a case file."""

TEMPLATE_WORDS = re.compile(r"<([^<>\n]+)>")


def without(heading: str) -> str:
    """Return the minimal case without the tables under a heading, up to the next heading of another table."""
    kept, is_left_out = [], False
    for line in MINIMAL.splitlines(keepends=True):
        if line.startswith("["):
            name = line.strip().strip("[]")
            is_left_out = name == heading or name.startswith(f"{heading}.")
        if not is_left_out:
            kept.append(line)
    return "".join(kept)


def changed(old: str, new: str) -> str:
    """Return the minimal case with one text changed wherever it stands."""
    assert old in MINIMAL
    return MINIMAL.replace(old, new)


def accepted() -> Iterator[tuple[str, str]]:
    """Yield files that are right, each by what is unusual about it."""
    yield "as it is", MINIMAL
    for table in ("territory.shape", "territory.district", "territory.place", "territory.line", "event", "phase",
                  "proposal"):  # fmt: skip
        yield f"no {table}", without(table)
    yield "no conflict of UCDP", changed("ucdp_conflict = [1]", "")
    yield "several conflicts of UCDP", changed("ucdp_conflict = [1]", "ucdp_conflict = [1, 388]")
    yield "a conflict at war", changed("ucdp_conflict = [1]", "ucdp_conflict = [234]")
    yield "held since long before the data", changed("start = 1990-05-01", 'start = "1801"')
    yield "held since the last year", changed("start = 1990-05-01", 'start = "2025"')
    yield "an event long ago", changed('date = "1991-02"', 'date = "1701"')
    yield "an event to come", changed('date = "1991-02"', 'date = "2031"')
    yield "a proposal before the claim", changed('date = "1993"', 'date = "1901"')
    yield "an area of nothing", changed("value = 100\n", "value = 0\n")
    yield "a word for an area", changed("value = 100\n", 'value = "wide"\n')
    yield "figures of another topic", changed('topic = "territory"', 'topic = "people"')
    yield "a state that the data know", changed('kind = "state"', 'kind = "state"\ngwno = 373')
    yield "a state of old", changed('kind = "state"', 'kind = "state"\ngwno = 345')
    yield "the shape of another continent", changed("areas:B38", "countries:FJI")


@pytest.mark.parametrize(("what", "text"), [pytest.param(*each, id=each[0]) for each in accepted()])
def test_every_command_reads_what_check_accepts(what: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(text, encoding="utf-8")
    checked = run_command("cases", "check", "small.toml", cwd=tmp_path)
    assert checked.returncode == 0, f"{what}: {checked.stderr}"
    for command in COMMANDS:
        done = run_command(*command.replace("FILE", "small.toml").split(), cwd=tmp_path)
        assert done.returncode in (0, 2), f"{what}: {command}: {done.stderr}"
        assert (done.returncode == 0) or done.stderr.startswith("Error: "), f"{what}: {command}: {done.stderr}"


def test_the_dossier_of_a_case_just_begun_is_a_whole_page(tmp_path: Path) -> None:
    run_command("cases", "new", "nowhere", cwd=tmp_path)
    file = tmp_path / "nowhere.toml"
    file.write_text(TEMPLATE_WORDS.sub(r"\1", file.read_text(encoding="utf-8")), encoding="utf-8")
    for command in ("cases check FILE", "show FILE", "cases show FILE", "dossier FILE -o nowhere.html"):
        done = run_command(*command.replace("FILE", "nowhere.toml").split(), cwd=tmp_path)
        assert done.returncode == 0, f"{command}: {done.stderr}"
    page = (tmp_path / "nowhere.html").read_text(encoding="utf-8")
    assert "No year of armed conflict is on record" in page
    assert page.rstrip().endswith("</html>")
