"""Runs one fit in a process of its own and prints as JSON what of the package ran and what was opened.

`python -m tests.fits.record NAME`. Compiled loops and the processes of workers are not seen.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from statusquo.cases.model import Case
from statusquo.core.columns import columns_of
from statusquo.fits.build import fits_named
from statusquo.fits.provenance import NOT_FOLLOWED, installed
from statusquo.fits.registry import FitInputs
from statusquo.snapshot.store import forget_opened, open_snapshot

PACKAGE = installed().folder
LOADING = ("statusquo.documents.bundle", "Bundle.from_text")
ASKED = {
    ("statusquo.snapshot.store", "Snapshot.table"): ("tables", "name"),
    ("statusquo.core.artefacts", "load_artefact"): ("artefacts", "name"),
    ("statusquo.core.columns", "columns_of"): ("columns", "table"),
}


TraceFunction = Callable[[FrameType, str, Any], Any]


class Recorder:
    """What ran and was opened, as sets by kind."""

    def __init__(self) -> None:
        self.seen: dict[str, set[Any]] = {
            kind: set() for kind in ("ran", "tables", "artefacts", "columns", "files", "fields")
        }
        self._modules: dict[str, str | None] = {}
        self._aside: list[FrameType] = []
        """Calls under way of what is not followed, or of what loads a case."""

    def call(self, frame: FrameType, event: str, _: object) -> TraceFunction | None:
        """Take note of a call."""
        code = frame.f_code
        module = self._module(code.co_filename)
        # The body of a class or a module runs as it is imported, not as it is used.
        if module is None or not code.co_flags & inspect.CO_OPTIMIZED or self._is_refusing():
            return None
        here = (module, code.co_qualname.partition(".<locals>")[0])
        if here not in NOT_FOLLOWED and not here[1].startswith("<"):
            self.seen["ran"].add(here)
        if here in ASKED:
            kind, argument = ASKED[here]
            self.seen[kind].add(frame.f_locals[argument])
        if here not in {*NOT_FOLLOWED, LOADING}:
            return None
        self._aside.append(frame)
        frame.f_trace_lines = False
        return self._end_of_call

    def _end_of_call(self, frame: FrameType, event: str, _: object) -> TraceFunction:
        if event == "return" and self._aside and self._aside[-1] is frame:
            self._aside.pop()
        return self._end_of_call

    def _is_refusing(self) -> bool:
        return any(self._here(frame) in NOT_FOLLOWED for frame in self._aside)

    def _here(self, frame: FrameType) -> tuple[str | None, str]:
        return self._module(frame.f_code.co_filename), frame.f_code.co_qualname

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of a file of the package that is opened."""
        if event == "open" and isinstance(arguments[0], str | Path) and not self._is_refusing():
            path = Path(arguments[0])
            if path.is_relative_to(PACKAGE) and path.suffix not in (".py", ".pyc"):
                self.seen["files"].add(path.relative_to(PACKAGE).as_posix())

    def field(self, case: Case, name: str) -> None:
        """Take note of a part of a bundled case that is read after the case was loaded."""
        is_read = name in Case.model_fields and not self._aside
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
    module, _, function = fit.made_by.partition(":")
    made_by = getattr(import_module(module), function)
    columns_of.cache_clear()
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
    threading.settrace(recorder.call)
    sys.settrace(recorder.call)
    made_by(inputs)
    sys.settrace(None)
    print(json.dumps({kind: sorted(seen) for kind, seen in recorder.seen.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
