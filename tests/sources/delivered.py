"""Small files as a user might bring them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def csv_file(folder: Path, content: bytes, name: str = "given") -> Path:
    """Write a file into a folder of its own and return it."""
    place = folder / f"from {len([*folder.iterdir()])}"
    place.mkdir()
    (place / name).write_bytes(content)
    return place / name


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """Return a zip of some members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
