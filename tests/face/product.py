"""What the product says of one dispute: the JSON documents of its commands, each read when a rule first asks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.face.prose import passages
from typer.testing import CliRunner

from statusquo.cases.load import bundled_ids, load_case
from statusquo.cli.app import app
from statusquo.core.errors import InputError
from statusquo.snapshot.store import open_snapshot

COMMANDS = {
    "show": ("cases", "show"),
    "measure": ("measure",),
    "risk": ("risk",),
    "claims": ("claims",),
    "settle": ("settle",),
    "page": ("dossier",),
}


class Facts(dict[str, Any]):
    """What is said of one dispute: `id`, `case`, and each command's document, None where the command refuses.

    Besides `screen`, the text that `statusquo show` prints, and `passages`, the prose of the page.
    """

    def __init__(self, dispute: str) -> None:
        super().__init__(id=dispute)

    def __missing__(self, key: str) -> Any:
        self[key] = self._found(key)
        return self[key]

    def _found(self, key: str) -> Any:
        if key == "case":
            return load_case(self["id"])
        if key == "screen":
            return _printed(("show", self["id"]))
        if key == "passages":
            # The command writes the page beside its document.
            return passages(Path(f"{self['id']}.html").read_text(encoding="utf-8")) if self["page"] else []
        return _document((*COMMANDS[key], self["id"]))


def all_disputes() -> list[str]:
    """Return the ids of every dispute the product knows: the bundled cases, then UCDP's conflicts by number."""
    numbers = open_snapshot().table("disputes")["conflict_id_ucdp"].sort().to_list()
    return [*bundled_ids(), *(f"ucdp-{number}" for number in numbers)]


def world() -> Any:
    """Return the ranking of all open disputes."""
    return _document(("risk", "--all"))


def _document(arguments: tuple[str, ...]) -> Any:
    printed = _printed((*arguments, "--json"))
    return None if printed is None else json.loads(printed)


def _printed(arguments: tuple[str, ...]) -> str | None:
    done = CliRunner().invoke(app, arguments)
    if isinstance(done.exception, InputError):
        return None
    if done.exit_code != 0:
        raise AssertionError(f"statusquo {' '.join(arguments)} failed: {done.stderr}") from done.exception
    return done.stdout
