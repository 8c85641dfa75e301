"""Runs one fit in a process of its own and prints as JSON what of the package ran and what was opened.

`python -m tests.fits.record NAME`. Compiled loops and the processes of workers are not seen.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from statusquo.cases.model import Case
from statusquo.core.artefacts import load_artefact
from statusquo.core.columns import columns_of
from statusquo.fits.build import fits_named
from statusquo.fits.provenance import ONLY_REFUSE, installed
from statusquo.fits.registry import FitInputs
from statusquo.snapshot.store import forget_opened, open_snapshot

PACKAGE = installed().folder
LOADING = ("statusquo.cases.load", "case_from_text")
ASKED = {
    ("statusquo.snapshot.store", "Snapshot.table"): ("tables", "name"),
    ("statusquo.core.artefacts", "load_artefact"): ("artefacts", "name"),
    ("statusquo.core.columns", "columns_of"): ("columns", "table"),
}


class Recorder:
    """What ran and was opened, as sets by kind."""

    def __init__(self) -> None:
        self.seen: dict[str, set[Any]] = {
            kind: set() for kind in ("ran", "tables", "artefacts", "columns", "files", "fields")
        }
        self._modules: dict[str, str | None] = {}
        self._refusing: list[FrameType] = []
        self._loading: list[FrameType] = []

    def profile(self, frame: FrameType, event: str, _: object) -> None:
        """Take note of a call."""
        if event == "return":
            for frames in (self._refusing, self._loading):
                if frames and frames[-1] is frame:
                    frames.pop()
        code = frame.f_code
        module = self._module(code.co_filename)
        # The body of a class or a module runs as it is imported, not as it is used.
        if event != "call" or self._refusing or module is None or not code.co_flags & inspect.CO_OPTIMIZED:
            return
        name = code.co_qualname.partition(".<locals>")[0]
        here = (module, name)
        if here in ONLY_REFUSE:
            self._refusing.append(frame)
        elif not name.startswith("<"):
            self.seen["ran"].add(here)
        if here == LOADING:
            self._loading.append(frame)
        if here in ASKED:
            kind, argument = ASKED[here]
            self.seen[kind].add(frame.f_locals[argument])

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of a file of the package that is opened."""
        if event == "open" and isinstance(arguments[0], str | Path) and not self._refusing:
            path = Path(arguments[0])
            if path.is_relative_to(PACKAGE) and path.suffix not in (".py", ".pyc"):
                self.seen["files"].add(path.relative_to(PACKAGE).as_posix())

    def field(self, case: Case, name: str) -> None:
        """Take note of a part of a bundled case that is read after the case was loaded."""
        is_read = name in Case.model_fields and not self._loading and not self._refusing
        if is_read and object.__getattribute__(case, "origin") == "bundled":
            self.seen["fields"].add(name)

    def _module(self, file: str) -> str | None:
        if file not in self._modules:
            path = Path(file)
            inside = path.is_relative_to(PACKAGE) and path.suffix == ".py"
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts if inside else ()
            self._modules[file] = ".".join(parts).removesuffix(".__init__") if parts else None
        return self._modules[file]


def main(name: str) -> None:
    """Run a fit and print what was seen."""
    (fit,) = fits_named([name])
    for module in installed().provenance(fit.made_by).code:
        import_module(module)
    for cached in (load_artefact, columns_of):
        cached.cache_clear()
    forget_opened()
    recorder = Recorder()
    read = Case.__getattribute__

    def spied(case: Case, name: str) -> Any:
        recorder.field(case, name)
        return read(case, name)

    Case.__getattribute__ = spied  # type: ignore[method-assign]
    raw = os.environ.get("STATUSQUO_RAW")
    inputs = FitInputs(open_snapshot(), Path(raw) if raw else None, lambda *_: None)
    sys.addaudithook(recorder.audit)
    threading.setprofile(recorder.profile)
    sys.setprofile(recorder.profile)
    fit.run(inputs)
    sys.setprofile(None)
    print(json.dumps({kind: sorted(seen) for kind, seen in recorder.seen.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
