"""Fitted artefacts: what takes minutes to estimate, kept as a table with the record of what it was estimated from.

An artefact is a Parquet table `NAME.parquet` whose columns are declared under `fit.NAME`, with `NAME.json` beside it:
who built it, the hashes of the tables it read and of the code that made it, and the diagnostics of the fit. The rooms
load their own artefact through this module; `statusquo.fits` builds them (`statusquo data fit`). Nothing here fits.

The artefacts of the snapshot in use come first; what it has none of its own of comes from the package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import TypeAdapter

from statusquo.core.columns import checked
from statusquo.core.errors import ArtefactError
from statusquo.core.files import sha256_of, write_bytes, write_text
from statusquo.core.in_use import ARTEFACTS, forget_kept, in_use, kept_by_snapshot

FIT_PREFIX = "fit."
"""Tables so named in the table of columns are fitted artefacts."""

REFIT = "reinstall statusquo, or fit it with `statusquo data fit`"


@dataclass(frozen=True, slots=True)
class ArtefactRecord:
    """What an artefact was made from.

    Attributes:
        name: the artefact.
        built_by: package and version.
        rows: rows of its table.
        sha256: of its Parquet file.
        inputs: sha256 of each table or raw file read, by name.
        code: sha256 of each module's source that shaped the numbers, by module.
        diagnostics: figures on the fit itself, such as R-hat or the number of draws.
    """

    name: str
    built_by: str
    rows: int
    sha256: str
    inputs: Mapping[str, str]
    code: Mapping[str, str]
    diagnostics: Mapping[str, Any] = field(default_factory=dict)


_RECORD = TypeAdapter(ArtefactRecord)


def artefacts_folder() -> Path:
    """Return the folder of the artefacts that ship with the package."""
    return Path(str(files("statusquo").joinpath("fits", "artefacts")))


def has_artefact(name: str) -> bool:
    """Whether the artefact has been fitted, to the snapshot in use or to the package's."""
    return (artefact_folder(name) / f"{name}.parquet").is_file()


def is_of_snapshot_in_use(name: str) -> bool:
    """Whether the artefact was fitted to the snapshot in use, and not only to the package's."""
    return in_use() is None or artefact_folder(name) != artefacts_folder()


def artefact_folder(name: str) -> Path:
    """Return where an artefact is read from: the snapshot in use where it has it, else the package."""
    edition = in_use()
    if edition is not None and (edition.folder / ARTEFACTS / f"{name}.parquet").is_file():
        return edition.folder / ARTEFACTS
    return artefacts_folder()


@kept_by_snapshot
def load_artefact(name: str) -> pl.DataFrame:
    """Return an artefact's table; the frame is shared, and polars frames are not changed in place.

    Raises:
        ArtefactError: when it was never fitted, or its file or record is damaged.
    """
    path = artefact_folder(name) / f"{name}.parquet"
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != artefact_record(name).sha256:
            raise ArtefactError(
                f"the fitted artefact {name!r} in {path} is not the table that the record beside it names: it is "
                f"damaged, or a fit was broken off; {REFIT}"
            )
        return pl.read_parquet(BytesIO(content), use_pyarrow=False)
    except FileNotFoundError as cause:
        raise ArtefactError(f"there is no fitted artefact {name!r} in {path.parent}; {REFIT}") from cause
    except (OSError, pl.exceptions.PolarsError) as cause:
        raise ArtefactError(f"the fitted artefact {name!r} cannot be read from {path}; {REFIT}") from cause


@kept_by_snapshot
def artefact_record(name: str) -> ArtefactRecord:
    """Return what an artefact was made from.

    Raises:
        ArtefactError: when it was never fitted, or its record is damaged.
    """
    path = artefact_folder(name) / f"{name}.json"
    try:
        return _RECORD.validate_json(path.read_bytes(), strict=True)
    except FileNotFoundError as cause:
        raise ArtefactError(f"there is no fitted artefact {name!r} in {path.parent}; {REFIT}") from cause
    except (OSError, ValueError) as cause:
        raise ArtefactError(f"the record {path} is damaged; {REFIT}") from cause


def write_artefact(
    name: str,
    frame: pl.DataFrame,
    *,
    inputs: Mapping[str, str],
    code: Mapping[str, str],
    built_by: str,
    diagnostics: Mapping[str, Any] | None = None,
    folder: Path | None = None,
) -> ArtefactRecord:
    """Check an artefact's table against its declaration and write it with its record.

    The record is written last, so that an interrupted fit leaves a table whose hash its record does not name.

    Args:
        name: the artefact; its columns are declared under ``fit.NAME``.
        frame: the table.
        inputs: sha256 of each table or raw file read, by name.
        code: sha256 of each module's source that shaped the numbers, by module.
        built_by: package and version.
        diagnostics: figures on the fit itself.
        folder: where to write; by default the package's own.

    Returns:
        The record, as written beside the table.

    Raises:
        SourceError: when the table is not as declared.
        OutputError: when writing fails.
    """
    target = folder or artefacts_folder()
    content = BytesIO()
    checked(frame, FIT_PREFIX + name).write_parquet(
        content, compression="zstd", compression_level=19, statistics=False, row_group_size=1_000_000, use_pyarrow=False
    )
    path = target / f"{name}.parquet"
    write_bytes(path, content.getvalue())
    record = ArtefactRecord(
        name,
        built_by,
        frame.height,
        sha256_of(path),
        dict(sorted(inputs.items())),
        dict(sorted(code.items())),
        dict(diagnostics or {}),
    )
    write_text(target / f"{name}.json", json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n")
    forget_kept()
    return record
