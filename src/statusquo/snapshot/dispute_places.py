"""Which shape belongs to which territorial dispute.

UCDP names territories, Natural Earth draws areas; nothing joins them. A link is made where the names are the
same and the shape lies in the state UCDP gives as location (`same name`), or by the table below (`alias`).
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

Shape = tuple[str, str, str, object]
"""Table, code, name and Gleditsch-Ward number of the state it lies in."""

ALIASES: dict[int, tuple[str, ...]] = {
    # UCDP 205 Kurdistan in Iran: the province that bears the name; the movement's claim reaches beyond it.
    205: ("provinces:IRN-3241",),
    # 206 Azerbaijan in Iran, 1946: East and West Azarbaijan with Ardabil, parted from East Azarbaijan in
    # 1993.
    206: ("provinces:IRN-3230", "provinces:IRN-3237", "provinces:IRN-3238"),
    # 210-213 Soviet republics that are states now, under their own names.
    210: ("countries:EST",),
    211: ("countries:LVA",),
    212: ("countries:LTU",),
    213: ("countries:UKR",),
    217: ("countries:TWN",),  # Taiwan, 1947; UCDP's location is China
    # 218 Kashmir between India and Pakistan: the parts each holds, and the glacier both claim.
    218: ("areas:B05", "areas:B08", "areas:B09", "areas:B45"),
    219: ("countries:MDG",),  # Malagasy: Madagascar
    234: ("areas:B53", "areas:B54"),  # Palestine: Gaza and the West Bank
    235: ("countries:KOR", "countries:PRK"),  # Korea, claimed whole by both
    # 237 South Moluccas: the province of Maluku, whose outer islands the republic of 1950 did not hold.
    237: ("provinces:IDN-554",),
    238: ("countries:PRI",),  # Puerto Rico; UCDP's location is the United States
    # 248 Cyprus before independence: the island, which Natural Earth draws in parts.
    248: ("areas:B20", "areas:B43", "countries:CYP"),
    # 268 and 329 Ogaden: Ethiopia's Somali region.
    268: ("provinces:ETH-3134",),
    # 271 Kurdistan in Iraq: the three governorates of the autonomous region.
    271: ("provinces:IRQ-3046", "provinces:IRQ-3050", "provinces:IRQ-3242"),
    274: ("areas:B00", "areas:B07"),  # Aksai Chin, Arunachal Pradesh
    275: ("countries:ERI",),  # Eritrea, then in Ethiopia
    # 276 and 291 western New Guinea: Indonesia's two provinces there in 2015.
    276: ("provinces:IDN-1933", "provinces:IDN-558"),
    282: ("countries:SDS",),  # Southern Sudan: South Sudan
    291: ("provinces:IDN-1933", "provinces:IDN-558"),
    298: ("countries:NAM",),  # Namibia, then held by South Africa
    301: ("areas:B54",),  # West Bank
    # 303 Biafra: the Eastern Region of 1967, nine states today.
    303: (
        "provinces:NGA-2841",  # Abia
        "provinces:NGA-2842",  # Akwa Ibom
        "provinces:NGA-2857",  # Anambra
        "provinces:NGA-2845",  # Bayelsa
        "provinces:NGA-2847",  # Cross River
        "provinces:NGA-2863",  # Ebonyi
        "provinces:NGA-2862",  # Enugu
        "provinces:NGA-2843",  # Imo
        "provinces:NGA-2844",  # Rivers
    ),
    312: ("countries:BGD",),  # East Pakistan: Bangladesh
    323: ("areas:B20",),  # Northern Cyprus
    325: ("provinces:PAK-1108",),  # Balochistan, spelled Baluchistan
    329: ("provinces:ETH-3134",),
    330: ("countries:TLS",),  # East Timor, then in Indonesia
    # 331 and 428 Western Sahara: the part Morocco holds and the part it does not.
    331: ("areas:B19", "areas:B28"),
    339: ("provinces:IRN-3219",),  # Arabistan: Khuzestan
    # 342 Basque: the three provinces of the autonomous community; the claim takes in Navarre and land in
    # France.
    342: ("provinces:ESP-5801", "provinces:ESP-5823", "provinces:ESP-5851"),
    346: ("areas:B12",),  # Malvinas/Falkland Islands
    351: ("provinces:IND-3249",),  # Punjab/Khalistan: the state of Punjab
    # 352 Eelam: the districts of Sri Lanka's Northern and Eastern provinces.
    352: (
        "provinces:LKA-2451",  # Ampara
        "provinces:LKA-2452",  # Batticaloa
        "provinces:LKA-2454",  # Trincomalee
        "provinces:LKA-2456",  # Vavuniya
        "provinces:LKA-2457",  # Mannar
        "provinces:LKA-2458",  # Mullaitivu
        "provinces:LKA-2459",  # Jaffna
        "provinces:LKA-2460",  # Kilinochchi
    ),
    364: ("areas:B05",),  # Kashmir, the part that India holds
    369: ("provinces:PNG-1245",),  # Bougainville: the province was called North Solomons
    376: ("areas:B38",),  # Nagorno-Karabakh against the Soviet Union
    377: ("countries:AZE",),  # Azerbaijan against the Soviet Union
    384: ("countries:SVN",),  # Slovenia and Croatia against Yugoslavia
    385: ("countries:HRV",),
    388: ("areas:B38",),  # Artsakh (Nagorno-Karabakh): the area held before 2020, not the oblast
    # 389 Serb in Bosnia: the regions of Republika Srpska as of Dayton, without the Brcko district.
    389: (
        "provinces:BIH-4801",  # Doboj
        "provinces:BIH-4802",  # Banja Luka
        "provinces:BIH-4804",  # Bijeljina
        "provinces:BIH-4805",  # Vlasenica
        "provinces:BIH-4806",  # Sarajevo-Romanija
        "provinces:BIH-4807",  # Foca
        "provinces:BIH-4808",  # Trebinje
    ),
    394: ("areas:B36",),  # Dniestr: Transnistria
    412: ("countries:KOS",),  # Kosovo, then in Yugoslavia
    428: ("areas:B19", "areas:B28"),
    13246: ("provinces:UKR-327",),  # Donetsk, spelled Donets'k
    13247: ("provinces:UKR-329",),  # Lugansk, spelled Luhans'k
    # 13306 Novorossiya: the Donbass as Natural Earth draws it; the name claims more of Ukraine.
    13306: ("areas:B90",),
    # 16379 Jubaland: the three regions that form it.
    16379: ("provinces:SOM-2314", "provinces:SOM-2315", "provinces:SOM-2645"),
}
"""Shapes of a dispute by UCDP conflict number, each as table and code."""

NAMESAKES = {
    207: "Israel in 1946: the mandate of Palestine, not the outline of the state founded in 1948",
    254: "Cameroon under France: the trust territory without its British neighbour, half of today's west",
    258: "Oman in 1957: the imamate of the interior, not the whole sultanate",
}
"""Disputes whose territory bears the name of a shape that is something else, with the reason."""

REGION_ALIASES: dict[int, tuple[str, tuple[str, ...]]] = {
    # 308 Mindanao: the provinces of the island's six regions, and of the autonomous region with its islands.
    308: (
        "PHL",
        (
            "Autonomous Region in Muslim Mindanao (ARMM)",
            "Davao (Region XI)",
            "Dinagat Islands (Region XIII)",
            "Northern Mindanao (Region X)",
            "SOCCSKSARGEN (Region XII)",
            "Zamboanga Peninsula (Region IX)",
        ),
    ),
    315: ("GBR", ("Northern Ireland",)),
}
"""Disputes whose shape is every province of some regions: country code and names of the regions."""


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
