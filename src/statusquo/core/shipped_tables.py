"""The small tables that ship with the package and lie beside the modules which read them, as CSV."""

from __future__ import annotations

import csv
from importlib.resources import files


def shipped_rows(room: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that ships with the package, as texts by column.

    Args:
        room: the package it lies in, such as ``statusquo.cases``.
        name: the file.
    """
    text = files(room).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
