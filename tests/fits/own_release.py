"""A user who has added the Armed Conflict Dataset 26.1, and a quick way to build their snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.snapshot.releases import ACD_MEMBER, acd_26_1, as_csv, zipped

from statusquo.core.artefacts import artefacts_folder
from statusquo.fits.registry import Fit

OFFICIAL_NAME = "ucdp-prio-acd-261-csv.zip"


def write_acd(raw: Path, folder: Path) -> Path:
    """Write the made-up release as its producer would, and return where."""
    path = folder / OFFICIAL_NAME
    path.write_bytes(zipped(ACD_MEMBER, as_csv(acd_26_1(raw), bom=True)))
    return path


def shipped_artefacts(
    fits: Iterable[Fit], snapshot: Any, raw: Any, progress: Callable[[Fit], Any], *, folder: Path
) -> None:
    """Take the package's artefacts in the place of fitting, for tests of how a snapshot is built."""
    for fit in fits:
        for suffix in (".parquet", ".json"):
            shutil.copyfile(artefacts_folder() / f"{fit.name}{suffix}", folder / f"{fit.name}{suffix}")
        progress(fit)(1, 1, "taken as it ships")
