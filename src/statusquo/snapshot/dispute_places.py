"""Which shape belongs to which territorial dispute.

UCDP names territories, Natural Earth draws areas; nothing joins them. A link is made where the names are the
same and the shape lies in the state UCDP gives as location (`same name`), or by `dispute_places.csv` (`alias`).
Most disputes have no shape here: the territory is a border strip, an ideology's reach, or a region of a
country whose provinces are not at hand. They stay without one; a wrong map is worse than none.

A link says where a dispute is, not where a claim's border runs: countries are today's, a colony has the
outline of the state it became, and provinces are those of 2015.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.errors import SourceError
from statusquo.core.shipped_tables import shipped_rows

Shape = tuple[str, str, str, object]
"""Table, code, name and Gleditsch-Ward number of the state it lies in."""

_ROWS = shipped_rows("statusquo.snapshot", "dispute_places.csv")

ALIASES = {int(row["conflict_id_ucdp"]): tuple(row["shapes"].split()) for row in _ROWS if row["shapes"]}
"""Shapes of a dispute by UCDP conflict number, each as table and code."""

REGION_ALIASES = {
    int(row["conflict_id_ucdp"]): (row["country_ne"], tuple(row["regions"].split("; ")))
    for row in _ROWS
    if row["regions"]
}
"""Disputes whose shape is every province of some regions: country code and names of the regions."""

NAMESAKES = {int(row["conflict_id_ucdp"]): row["note"] for row in _ROWS if not (row["shapes"] or row["regions"])}
"""Disputes whose territory bears the name of a shape that is something else, with the reason."""


def dispute_places(
    disputes: pl.DataFrame,
    locations: pl.DataFrame,
    *,
    areas: pl.DataFrame,
    provinces: pl.DataFrame,
    countries: pl.DataFrame,
) -> pl.DataFrame:
    """Return table ``dispute_places``: one row per dispute and shape.

    Args:
        disputes: table ``disputes``.
        locations: `conflict_id_ucdp` and the Gleditsch-Ward numbers of its location, `gwno_location`.
        areas: table ``areas``.
        provinces: every province at hand, as `sources.natural_earth.read_provinces` gives them.
        countries: table ``countries``.

    Raises:
        SourceError: when an alias names a conflict or a shape that is not there.
    """
    numbers = dict(countries.select("ne_id", "gwno").iter_rows())
    shapes: list[Shape] = [
        *(("areas", code, name, numbers.get(holder)) for code, name, holder in _rows(areas, "holder_ne")),
        *(("provinces", code, name, numbers.get(country)) for code, name, country in _rows(provinces, "country_ne")),
        *(("countries", code, name, gwno) for code, name, gwno in _rows(countries, "gwno")),
    ]
    where: dict[int, set[int]] = {
        conflict: set(gwnos) for conflict, gwnos in locations.select("conflict_id_ucdp", "gwno_location").iter_rows()
    }
    aliases = _aliases(provinces)
    links = []
    for conflict, territory in disputes.select("conflict_id_ucdp", "territory_name").iter_rows():
        if conflict in aliases:
            links += [(conflict, *reference.split(":"), "alias") for reference in aliases[conflict]]
        elif conflict not in NAMESAKES:
            links += [(conflict, *shape, "same name") for shape in _namesakes(territory, where[conflict], shapes)]
    _refuse_dangling(links, aliases, shapes)
    frame = pl.DataFrame(
        sorted(set(links)),
        schema={"conflict_id_ucdp": pl.Int32, "layer": pl.String, "ne_id": pl.String, "rule": pl.String},
        orient="row",
    )
    return checked(frame, "dispute_places")


def _namesakes(territory: str, location: set[int], shapes: Iterable[Shape]) -> list[tuple[str, str]]:
    """Return table and code of the shapes of that name in that state, from the first table that has any."""
    found = [
        (layer, code)
        for layer, code, name, gwno in shapes
        if name.casefold() == territory.casefold() and gwno in location
    ]
    return [shape for shape in found if shape[0] == found[0][0]]


def _rows(frame: pl.DataFrame, state: str) -> Iterable[tuple[str, str, object]]:
    return frame.select("ne_id", "name", state).iter_rows()


def _aliases(provinces: pl.DataFrame) -> dict[int, tuple[str, ...]]:
    by_region = {
        conflict: tuple(
            f"provinces:{code}"
            for code in provinces.filter((pl.col("country_ne") == country) & pl.col("region").is_in(regions))["ne_id"]
        )
        for conflict, (country, regions) in REGION_ALIASES.items()
    }
    return {**ALIASES, **by_region}


def _refuse_dangling(
    links: list[tuple[int, str, str, str]],
    aliases: dict[int, tuple[str, ...]],
    shapes: Iterable[Shape],
) -> None:
    known = {(layer, code) for layer, code, _, _ in shapes}
    dangling = [f"{layer}:{code}" for _, layer, code, _ in links if (layer, code) not in known]
    unused = sorted(set(aliases) - {conflict for conflict, *_ in links})
    if dangling or unused:
        raise SourceError(f"aliases lead nowhere: shapes {dangling or 'none'}, conflicts {unused or 'none'}")
