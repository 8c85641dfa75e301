"""Putting a snapshot, tables with artefacts, in the place of an older one as a whole.

The new one is prepared in a scratch folder beside the final one. For the moment between two renamings the old one
stands aside, where `core.in_use.edition_of` finds it and the next build puts it back; a process that is killed or runs
out of room leaves the old one.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from statusquo.core.errors import OutputError, Problem
from statusquo.core.files import scratch_folder
from statusquo.core.in_use import MANIFEST, set_aside


@contextlib.contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Yield a new folder that replaces another when the block ends well, and goes when it does not.

    Args:
        final: the folder to make or replace.

    Raises:
        InputError: when its folder cannot be written, or another build is writing there.
        OutputError: when writing fails later, as on a full disk.
    """
    final = final.resolve()  # of a linked folder the content is replaced, not the link
    old = set_aside(final)
    with scratch_folder(final) as new:
        try:
            if old.exists():  # a build was killed as it replaced the snapshot
                if (final / MANIFEST).exists():
                    shutil.rmtree(old)
                else:
                    old.rename(final)
            yield new
            if final.exists():
                final.rename(old)
            try:
                new.rename(final)
            except BaseException:
                if old.exists():
                    old.rename(final)
                raise
        except OSError as cause:
            raise OutputError(
                Problem("the folder cannot be replaced", str(final), found=cause.strerror, allowed="another folder")
            ) from cause
        shutil.rmtree(old, ignore_errors=True)
