"""A panel: a frame that carries its usage warnings and sources wherever it goes.

Written as Parquet, both travel in the file's metadata; written as CSV, they stand in a text file beside it, named
after the whole table, as in `panel.csv.txt`: it is no other table's, and a text that was not written here is kept.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polars as pl

from statusquo.core.columns import columns_of
from statusquo.core.csv_cells import cells_without_formulas
from statusquo.core.errors import InputError, Problem
from statusquo.core.files import atomic_writer, output_file, write_bytes
from statusquo.core.shown import Shown
from statusquo.version import __version__

SUFFIXES = (".parquet", ".csv")
_NOTES_BEGIN = b"Panel "


@dataclass(frozen=True, slots=True, repr=False)
class Panel(Shown):
    """A table of one unit and time, with what its user must know.

    Attributes:
        name: the panel, such as ``dispute-year``; `core/columns.csv` declares its columns under ``panel.dispute_year``.
        frame: one row per unit and year.
        warnings: what the rows cannot be used for, each one sentence.
        options: how it was made, as the command line would say it.
    """

    name: str
    frame: pl.DataFrame
    warnings: tuple[str, ...]
    options: tuple[str, ...] = ()

    def in_short(self) -> str:
        """Return its name, its size, and how many warnings to read before it is used."""
        rows, columns = self.frame.shape
        return f"{self.name}: {rows:,} rows, {columns} columns, {len(self.warnings)} usage warnings"

    @property
    def table(self) -> str:
        """The name under which the columns are declared."""
        return f"panel.{self.name.replace('-', '_')}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the origins behind the columns, in the order of first use."""
        return tuple(dict.fromkeys(name for column in columns_of(self.table) for name in column.sources))

    def write(self, path: Path) -> None:
        """Write the panel atomically, as Parquet or CSV by the file's suffix.

        Lists are joined with semicolons in CSV, which has no lists.

        Raises:
            InputError: when the suffix is neither, the file cannot be written, or another text stands where a CSV
                file's notes would.
        """
        if path.suffix not in SUFFIXES:
            raise InputError(
                Problem(
                    "the panel can be written as Parquet or CSV",
                    str(path),
                    found=path.suffix or "no suffix",
                    allowed=" or ".join(SUFFIXES),
                )
            )
        if path.suffix == ".parquet":
            metadata = {
                "statusquo": json.dumps(
                    {
                        "panel": self.name,
                        "version": __version__,
                        "options": self.options,
                        "sources": self.sources,
                        "warnings": self.warnings,
                    }
                )
            }
            content = BytesIO()
            self.frame.write_parquet(content, metadata=metadata, compression="zstd")
            write_bytes(path, content.getvalue())
            return
        lists = [name for name, dtype in self.frame.schema.items() if isinstance(dtype, pl.List)]
        flat = self.frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists)
        beside = path.with_name(f"{path.name}.txt")
        notes = output_file(beside)
        if notes.exists() and not notes.read_bytes().startswith(_NOTES_BEGIN):
            what = "a text of yours stands where the notes of the table would; it is kept"
            raise InputError(Problem(what, str(beside), allowed="another name for the table"))
        with atomic_writer(notes) as text, atomic_writer(path) as table:
            text.write(self.notes().encode("utf-8"))
            text.flush()
            table.write(cells_without_formulas(flat).write_csv().encode("utf-8"))
            table.flush()
            # Both are on the disk; from here the old notes go first, so that no table stands beside another's.
            os.fsync(text.fileno())
            os.fsync(table.fileno())
            notes.unlink(missing_ok=True)

    def notes(self) -> str:
        """Return the usage warnings and sources as text."""
        lines = [
            f"Panel {self.name}, made by statusquo {__version__}: {' '.join(self.options) or 'default options'}.",
            "",
        ]
        lines += ["Usage warnings", *(f"- {warning}" for warning in self.warnings), ""]
        lines += ["Sources", *(f"- {name}" for name in self.sources), "", "References: statusquo data cite"]
        return "\n".join(lines) + "\n"
