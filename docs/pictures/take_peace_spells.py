"""Draws the picture of the page on peace spells by running that page's own code.

Run with ``make picture`` after the panel or the page has changed.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

PAGE = Path(__file__).resolve().parents[1] / "how-to" / "peace-spells.md"
TARGET = Path(__file__).resolve().with_name("peace-spells.svg")


def main() -> None:
    """Write the picture."""
    tokens = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    code = "\n".join(token.content for token in tokens if token.type == "fence" and token.info == "python")
    session: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        exec(compile(code, PAGE.name, "exec"), session)
        os.chdir(PAGE.parent)
    session["chart"].save(TARGET)


if __name__ == "__main__":
    main()
