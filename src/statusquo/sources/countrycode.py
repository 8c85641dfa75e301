"""countrycode 1.8.0: English names and code schemes of states and territories.

Read for English short names and ISO 3166-1 alpha-3 codes only. Its Gleditsch-Ward column lacks the
microstates and puts Vietnam at 815 (the state that ended in 1893), so the codes themselves come from
`sources.isard`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="countrycode",
    title="countrycode: Convert Country Names and Country Codes",
    producer="Vincent Arel-Bundock and contributors",
    version="1.8.0",
    terms="GPL-3 (package); names and codes only",
    citation=(
        "Arel-Bundock, Vincent, Nils Enevoldsen and CJ Yetman (2018) countrycode: An R package "
        "to convert country "
        "names and country codes. Journal of Open Source Software 3(28): 848.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "arelbundock2018countrycode",
            "author": "Arel-Bundock, Vincent and Enevoldsen, Nils and Yetman, CJ",
            "title": "countrycode: An {R} package to convert country names and country codes",
            "journal": "Journal of Open Source Software",
            "year": "2018",
            "volume": "3",
            "number": "28",
            "pages": "848",
        },
    ),
    domain=Domain(first_year=None, last_year=None, system="cow", unit="state or territory"),
    files=(
        RawFile(
            "countrycode/codelist_without_cldr.csv",
            "vincentarelbundock/countrycode",
            "284d6a2f7e49d826e10894227a05d4c857e21540",
            "dictionary/codelist_without_cldr.csv",
            147_521,
            "2632dba9d168d0ae0174468b27c62671668d8f8a4a84112dced13e4126e46980",
        ),
    ),
    link="https://vincentarelbundock.github.io/countrycode/",
    quirks=(
        "Vietnam has the Gleditsch-Ward number 815 instead of 816, and microstates have none.",
        "Kosovo has no ISO code, and Yemen no Gleditsch-Ward number.",
    ),
)


def read_codes(raw: Path) -> pl.DataFrame:
    """Return one row per state or territory, as table ``source.countrycode_states`` declares it."""
    rows = pl.read_csv(raw_path(raw, ORIGIN), infer_schema=False, null_values=["", "NA"])
    frame = rows.select(
        pl.col("country.name.en").alias("name"),
        pl.col("gwn").cast(pl.Int32).alias("gwno"),
        pl.col("cown").cast(pl.Int32).alias("ccode"),
        pl.col("iso3c").alias("iso3"),
    )
    return checked(frame.sort("name"), "source.countrycode_states")
