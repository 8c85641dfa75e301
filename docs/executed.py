"""Runs the cells of a page as one notebook session and puts under each what it shows: no output is written by hand.

A cell is a Python block whose info string is ``python cell``; the value of its last line is shown as a notebook would
show it in text.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
from typing import Any

_CELL = re.compile(r"^```python cell\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def with_outputs(page: str) -> str:
    """Return the Markdown of a page with the output of each cell under it."""
    session: dict[str, Any] = {}

    def shown(cell: re.Match[str]) -> str:
        output = run(cell[1], session)
        return f"```python\n{cell[1]}```\n" + (f"\n```text\n{output}\n```\n" if output else "")

    return _CELL.sub(shown, page)


def run(code: str, session: dict[str, Any]) -> str:
    """Run a cell in a session and return what it prints and the value of its last line."""
    body = ast.parse(code).body
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), "cell", "exec"), session)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), session)
            if value is not None:
                print(value)
    return printed.getvalue().rstrip()
