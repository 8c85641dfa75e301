"""Nothing in the source is of a kind that is known to fail on Windows or macOS.

The package is run on Linux alone; what a reading of the source can find is found here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import statusquo

ROOT = Path(statusquo.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

UNIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "crypt", "syslog", "posix"}
UNIX_NAMES = {
    ("os", name) for name in ("fork", "getuid", "geteuid", "getgid", "setsid", "killpg", "mkfifo", "mknod", "uname")
} | {("signal", name) for name in ("SIGHUP", "SIGKILL", "SIGALRM", "alarm", "setitimer", "SIGUSR1", "SIGQUIT")}
TEXT_METHODS = {"read_text", "write_text"}
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$|[<>:\"|?*\\]|[ .]$", re.IGNORECASE)


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported: everything but the bodies of functions."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def faults(source: str) -> list[str]:
    """Return the known kinds found in a source, each with its line."""
    tree, found = ast.parse(source), []
    for node in at_import(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"{node.lineno}: imports {name} at the top" for name in names if name in UNIX_MODULES]  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) in UNIX_NAMES:
                found.append(f"{node.lineno}: uses {node.value.id}.{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search(r"%-[a-zA-Z]", node.value):
                found.append(f"{node.lineno}: a flag of strftime that Windows does not have")
            if re.match(r"/(tmp|dev|proc|var|etc)\b", node.value):
                found.append(f"{node.lineno}: a path of Unix")
        elif isinstance(node, ast.Call):
            given = {keyword.arg for keyword in node.keywords}
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TEXT_METHODS and "encoding" not in given and not takes_bytes_or_own(node):
                found.append(f"{node.lineno}: {name} in the encoding of the machine")
            if name == "ProcessPoolExecutor" and "mp_context" not in given:
                found.append(f"{node.lineno}: processes started as the system does by default")
    return found


def takes_bytes_or_own(node: ast.Call) -> bool:
    """Whether a call is of our own `read_text` and `write_text` (`core.files`), which are UTF-8."""
    return isinstance(node.func, ast.Name)


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl\n",
        "from resource import getrusage\n",
        "import os\n\n\ndef f():\n    return os.geteuid()\n",
        "import signal\nsignal.signal(signal.SIGHUP, None)\n",
        "day = f'{today:%-d %B}'\n",
        "path.read_text()\n",
        "where = '/dev/stdout'\n",
        "ProcessPoolExecutor(2)\n",
    ],
)
def test_each_kind_is_found(source: str) -> None:
    assert faults(source)


def test_no_known_kind_stands_in_the_source() -> None:
    found = {str(file.relative_to(ROOT)): faults(file.read_text(encoding="utf-8")) for file in FILES}
    assert {file: told for file, told in found.items() if told} == {}


def test_every_file_of_the_package_has_a_name_that_every_system_allows() -> None:
    names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if "__pycache__" not in path.parts]
    assert [name for name in names if any(RESERVED.search(part.split(".")[0]) for part in name.parts)] == []
    lowered = [str(name).lower() for name in names]
    assert len(set(lowered)) == len(lowered)
