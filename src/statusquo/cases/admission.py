"""What a case file must hold so that every command can read it: shapes that are there, an id that is its own.

The parts of a file are held against each other in `consistency`; this holds a file against the data and the cases that
ship, where what is wrong would end a measure or a page, or answer for another dispute.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from statusquo.cases.model import Case
from statusquo.cases.territory import Shape
from statusquo.documents.faults import Fault, FieldPath, show

LAYERS = ("areas", "provinces", "countries")
"""Tables of the snapshot that hold shapes."""


def shapes_of_territory(case: Case) -> list[tuple[str, Shape]]:
    """Return the composed shapes of the territory with their keys."""
    pairs = (("shape", case.territory.shape), ("held", case.territory.held))
    return [(key, shape) for key, shape in pairs if shape]


def unknown_shapes(case: Case) -> Iterator[Fault]:
    """Yield the shapes that the snapshot does not hold, and those that their own exclusions leave empty."""
    territory = case.territory
    references: list[tuple[FieldPath, str]] = [
        *((("district", i, "shape"), d.shape) for i, d in enumerate(territory.district) if d.shape),
        *((("line", i, "edge_of", j), name) for i, r in enumerate(territory.line) for j, name in enumerate(r.edge_of)),
        *((("line", i, "inside"), row.inside) for i, row in enumerate(territory.line)),
    ]  # fmt: skip
    for key, shape in shapes_of_territory(case):
        references += [((key, "include", i), name) for i, name in enumerate(shape.include)]
        references += [((key, "exclude", i), name) for i, name in enumerate(shape.exclude)]
    if not references:
        return
    # Most files name few shapes or none, and the geometry is read only then.
    import polars as pl
    import shapely

    from statusquo.snapshot.store import open_snapshot

    snapshot = open_snapshot()
    found: dict[str, bytes | None] = {}
    for path, name in references:
        layer, _, code = name.partition(":")
        if name not in found:
            rows = snapshot.table(layer).filter(pl.col("ne_id") == code) if layer in LAYERS else pl.DataFrame()
            found[name] = rows["geometry"][0] if rows.height else None
        if found[name] is None:
            allowed = "a code in `statusquo cases shapes`"
            yield Fault(("territory", *path), "the snapshot has no such shape", show(name), allowed)
    for key, shape in shapes_of_territory(case):
        parts = [[found[name] for name in names] for names in (shape.include, shape.exclude)]
        if shape.exclude and all(part is not None for some in parts for part in some):
            inside, outside = (shapely.union_all(shapely.from_wkb(some)) for some in parts)
            if shapely.difference(inside, outside).area == 0:
                what = "what is excluded takes the whole shape away"
                yield Fault(("territory", key, "exclude"), what, show(shape.exclude), "less than what is included")


def another_dispute(case: Case) -> Iterator[Fault]:
    """Yield the fault of a file that has the id of a bundled case and is about another dispute.

    A game, a weighing of claims and a file of positions ship for some cases and are found by its id; a copy of the
    bundled file, changed as one likes, keeps them as long as it keeps its conflicts and the actors they speak of.
    """
    from statusquo.cases.load import CASES

    if case.id not in CASES.names():
        return
    bundled = tomllib.loads(CASES.shipped_text(case.id))
    conflicts = tuple(bundled["ids"].get("ucdp_conflict", ()))
    lacking = sorted({row["id"] for row in bundled["actor"]} - {row.id for row in case.actor})
    allowed = f"an id of its own, or the actors and conflict numbers of {bundled['title']}"
    if tuple(case.ids.ucdp_conflict) != conflicts:
        yield Fault(("id",), "a bundled case of another dispute has this id", show(case.id), allowed)
    elif lacking:
        found = f"no actor {', '.join(lacking[:3])}"
        yield Fault(("id",), "a bundled case has this id, and not all its actors are here", found, allowed)
