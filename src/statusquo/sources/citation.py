"""The citation of a work as text, made from its BibTeX fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}
_LETTERS = {r"{\aa}": "å", r"\&": "&"}


def citation_of(work: Mapping[str, str]) -> str:
    """Return a work's citation, as ``Kreutz, Joakim (2010) How ... Journal ... 47(2): 243-250``, and a full stop.

    Args:
        work: its BibTeX fields with ``type``; names stand as ``Last, First and Last, First``.
    """
    field = {name: plain_text(value) for name, value in work.items()}
    year = f" ({field['year']})" if "year" in field else "."
    parts = [f"{_names(work['author'])}{year} {field['title']}"]
    if field["type"] == "article":
        number = f"({field['number']})" if "number" in field else ""
        pages = f": {field['pages']}" if "pages" in field else ""
        parts.append(f"{field['journal']} {field['volume']}{number}{pages}")
    elif field["type"] == "book":
        parts.append(f"{field['address']}: {field['publisher']}")
    else:
        doi = f"https://doi.org/{field['doi']}" if "doi" in field else None
        place = field.get("institution") or field.get("howpublished") or doi or field.get("url")
        parts += [part for part in (field.get("note"), place) if part]
    return ". ".join(parts) + "."


def plain_text(field: str) -> str:
    r"""Return a BibTeX field as it is printed: ``{\"O}berg`` is Öberg, ``1946--2001`` is 1946-2001."""
    for letter, plain in _LETTERS.items():
        field = field.replace(letter, plain)
    field = re.sub(r"\{\\(.)(\w)\}", lambda found: found[2] + _ACCENTS[found[1]], field)
    return unicodedata.normalize("NFC", re.sub(r"[{}]", "", field).replace("--", "-"))


def _names(authors: str) -> str:
    first, *others = (plain_text(name) for name in authors.split(" and "))
    names = [first, *(" ".join(reversed(name.split(", "))) for name in others)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
