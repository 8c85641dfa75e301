"""The options that several ways of comparing cases have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataFile = Annotated[Path | None, typer.Option("--data", help="A CSV file of cases; without it, the bundled cases.")]
Outcome = Annotated[str | None, typer.Option("--outcome", help="Column of the outcome; ~NAME explains its absence.")]
Conditions = Annotated[str | None, typer.Option("--conditions", help="Columns of the conditions, separated by commas.")]
LeaveOut = Annotated[str | None, typer.Option("--leave-out", help="Cases to leave out, separated by commas.")]


def split(text: str | None) -> tuple[str, ...] | None:
    """Return the parts of a text between commas; None where none was given."""
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())
