"""What kinds of sources there are, which of them are weak, and which hosts hold an encyclopedia that anyone may edit.

The hosts stand in ``source_hosts.csv``: open encyclopedias, their mirrors, aggregators that retell others' pages
without an author, and forums. What such a page says may be right, but nobody answers for it and it may change: a source
there has the kind `encyclopedia mirror`, whatever the page copies, and a statement that rests on nothing else is weak.
"""

from __future__ import annotations

from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from statusquo.core.shipped_tables import shipped_rows

SourceKind = Literal[
    "data",
    "law",
    "official",
    "news",
    "scholarship",
    "analysis",
    "reference",
    "advocacy",
    "own computation",
    "encyclopedia mirror",
    "general knowledge",
]
Standing = Literal["sourced", "mirror only", "unsourced"]
"""What a statement rests on: a source that somebody answers for, mirrors at best, or nothing that was read."""

MIRROR: SourceKind = "encyclopedia mirror"
NO_SOURCE: SourceKind = "general knowledge"


@cache
def mirror_hosts() -> dict[str, str]:
    """Return the hosts of the list with what they are, in words."""
    return {row["host"]: f"{row['kind']}: {row['note']}" for row in shipped_rows("statusquo.cases", "source_hosts.csv")}


def mirror_host(url: str) -> str | None:
    """Return the host of the list on which an address lies, itself or a host under it; None where it lies elsewhere."""
    try:
        parts = (urlsplit(url).hostname or "").rstrip(".").split(".")
    except ValueError:
        return None
    names = (".".join(parts[i:]) for i in range(len(parts)))
    return next((name for name in names if name in mirror_hosts()), None)
