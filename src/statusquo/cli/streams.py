"""Standard output and standard error as the commands write to them: whatever stands behind them, no traceback.

A pipe whose reader left ends the command quietly, a full disk is one message, and a stream that was closed before the
command began takes what is written and keeps nothing.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from statusquo.core.errors import OutputError, Problem

_LEFT = {errno.EPIPE, errno.ESHUTDOWN}


class ReaderLeftError(BaseException):
    """The reader of a pipe, such as `head`, left early; that is no failure of ours."""


class _Results:
    """Standard output: its failures are those of `guarded`, all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        if text == "":  # by which libraries ask what kind of stream it is, and pass over what fails
            return 0
        with self._failures():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._failures():
            self._stream.flush()

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as cause:
            # What is left in the buffer would be written again, and fail again, as the process ends.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            self._failed(cause)

    def _failed(self, cause: OSError) -> None:
        if cause.errno in _LEFT:
            raise ReaderLeftError from cause
        problem = Problem("the output cannot be written to its end", found=cause.strerror, allowed="room for it")
        raise OutputError(problem) from cause

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Messages(_Results):
    """Standard error: what it cannot take is lost, since there is nowhere to say so."""

    def _failed(self, cause: OSError) -> None:
        pass


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Guard both streams within the block, and write out what is in their buffers at its end.

    Raises:
        ReaderLeftError: when the reader of a pipe left.
        OutputError: when standard output cannot be written, as on a full disk.
    """
    streams = sys.stdout, sys.stderr
    with contextlib.ExitStack() as stack:
        for name, stream, guard in zip(("stdout", "stderr"), streams, (_Results, _Messages), strict=True):
            if stream is None:
                stream = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123
            if isinstance(stream, io.TextIOWrapper):
                # What the terminal's encoding lacks is escaped; it ended the command halfway.
                stream.reconfigure(errors="backslashreplace")
            setattr(sys, name, guard(stream))
        try:
            yield
        finally:
            try:
                sys.stdout.flush()
            finally:
                sys.stdout, sys.stderr = streams
