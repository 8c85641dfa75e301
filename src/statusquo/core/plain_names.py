"""Names as they are compared: without case, accents and what stands between words."""

from __future__ import annotations

import unicodedata


def plain(name: str) -> str:
    """Return a name without case, accents and what stands between words.

    Example:
        >>> plain("Côte d’Ivoire"), plain("Südtirol"), plain("  NAGORNO-Karabakh ")
        ('cote d ivoire', 'sudtirol', 'nagorno karabakh')
    """
    # The dotless ı is a letter of its own to Unicode, and an i to whoever has no Turkish keyboard.
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
