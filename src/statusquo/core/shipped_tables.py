"""The small tables that ship with the package and lie beside the modules which read them, as CSV."""

from __future__ import annotations

import csv
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any, TypeVar

Record = TypeVar("Record")


def shipped_rows(room: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that ships with the package, as texts by column.

    Args:
        room: the package it lies in, such as ``statusquo.cases``.
        name: the file.
    """
    text = files(room).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def shipped_records(kind: type[Record], room: str, name: str) -> list[Record]:
    """Return the rows of a table that ships with the package, each as a record whose fields are its columns.

    Cells are read as the fields' types, ``yes`` and ``no`` as flags; an empty cell is the field's default, or else an
    empty text or None.

    Args:
        kind: the dataclass; columns that it does not have are passed over.
        room: the package it lies in.
        name: the file.
    """
    from pydantic import TypeAdapter

    record: Any = kind
    empty = {each.name: "" if each.type in ("str", str) else None for each in fields(record) if each.default is MISSING}
    read = TypeAdapter(kind).validate_python
    rows = shipped_rows(room, name)
    return [read(empty | {column: cell for column, cell in row.items() if cell}) for row in rows]
