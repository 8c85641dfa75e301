"""Characters that nobody sees and that change what is seen: control characters, and marks that turn lines about.

A name with an escape sequence in it moves the cursor of whoever lists it; one with U+202E shows letters in another
order than they stand. Files of people may hold neither, and messages show what they found there by its number.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""All of Unicode's category Cc but tab and line feed, the separators of lines, and the embeddings of UAX 9."""


def hidden_character(text: str) -> str | None:
    r"""Return the first such character of a text as its number, None where there is none.

    Example:
        >>> hidden_character("North\x1b[31mland"), hidden_character("Nordland")
        ('\\x1b', None)
    """
    match = _HIDDEN.search(text)
    return _number(match) if match else None


def with_numbers(text: str) -> str:
    r"""Return a text with each such character shown by its number.

    Example:
        >>> print(with_numbers("a\x00b"))
        a\x00b
    """
    return _HIDDEN.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
