"""The shapes that a case file can name: the disputed areas, provinces and countries that the snapshot has."""

from __future__ import annotations

from dataclasses import dataclass

from statusquo.core.jsonable import Jsonable
from statusquo.core.plain_names import plain
from statusquo.snapshot.store import Snapshot


@dataclass(frozen=True, slots=True)
class KnownShape(Jsonable):
    """One shape.

    Attributes:
        id: as a case file names it, such as ``areas:B38``.
        name: as Natural Earth has it.
        country: whose it is, or who holds it; None for a country.
    """

    id: str
    name: str
    country: str | None


def known_shapes(snapshot: Snapshot, word: str = "") -> list[KnownShape]:
    """Return the shapes whose name, country or id holds a word, disputed areas first.

    Args:
        snapshot: the open snapshot.
        word: what is looked for, whatever its case and accents; empty for all.

    Example:
        >>> from statusquo.snapshot.store import open_snapshot
        >>> [shape.id for shape in known_shapes(open_snapshot(), "transnistria")]
        ['areas:B36']
    """
    states = dict(snapshot.table("countries").select("ne_id", "name").iter_rows())
    found = [
        *(KnownShape(f"areas:{id}", name, states.get(by, by)) for id, name, _, by in _rows(snapshot, "areas")),
        *(KnownShape(f"provinces:{id}", name, states.get(by, by)) for id, name, by in _rows(snapshot, "provinces")),
        *(KnownShape(f"countries:{id}", name, None) for id, name in sorted(states.items())),
    ]
    wanted = plain(word)
    return [shape for shape in found if wanted in plain(f"{shape.id} {shape.name} {shape.country or ''}")]


def _rows(snapshot: Snapshot, layer: str) -> list[tuple[str, ...]]:
    return snapshot.table(layer).drop("geometry").sort("ne_id").rows()
