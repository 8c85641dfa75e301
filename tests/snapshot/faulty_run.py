"""Runs the `statusquo` command in this process with faults, for the tests of interruptions.

Called as ``python faulty_run.py FAULTS ARGUMENT...``; FAULTS is a JSON object with any of these keys:

- ``shipped_tables``: true lets a build take the tables that ship instead of deriving them for long;
- ``shipped_artefacts``: true lets a user's snapshot take the artefacts that ship instead of fitting them;
- ``limit_bytes``: no file can grow beyond this, as on a full disk;
- ``kill_before``: ``[event, name]`` kills this process with SIGKILL just before Python's audit event of that name
  touches a file or folder of that name;
- ``address``: raw files are fetched from there instead of their pinned addresses;
- ``files``: path, size and sha256 of the raw files that the source ``isard`` has instead of its own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any


def inject(faults: dict[str, Any]) -> None:
    """Make the faults happen in this process."""
    if faults.get("shipped_tables"):
        from statusquo.snapshot import build
        from statusquo.snapshot.store import open_snapshot

        snapshot = open_snapshot()
        tables = {name: snapshot.table(name) for name in snapshot.table_names}
        build.derive_tables = lambda raw, progress: tables
    if faults.get("shipped_artefacts"):
        from tests.fits.own_release import shipped_artefacts

        from statusquo.fits import user_snapshot

        user_snapshot.build_artefacts = shipped_artefacts
    if address := faults.get("address"):
        from statusquo.core.origin import RawFile
        from statusquo.sources.registry import ORIGINS

        RawFile.address = property(lambda file: address + file.path)
        isard = ORIGINS["isard"]
        files = [replace(isard.files[0], path=path, size=size, sha256=sha256) for path, size, sha256 in faults["files"]]
        ORIGINS["isard"] = replace(isard, files=tuple(files))
    if limit := faults.get("limit_bytes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if kill_before := faults.get("kill_before"):
        wanted_event, wanted_name = kill_before

        def kill(event: str, arguments: tuple[Any, ...]) -> None:
            if event == wanted_event:
                paths = [part for part in arguments if isinstance(part, str | os.PathLike)]
                if wanted_name in [Path(path).name for path in paths]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)


if __name__ == "__main__":
    inject(json.loads(sys.argv.pop(1)))
    from statusquo.cli.app import main

    main()
