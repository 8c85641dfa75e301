"""Correlates of War Intergovernmental Organizations 3.0: which states belong to which organisations, 1816-2014.

Of the 534 organisations of the file, those that bear on territorial disputes are read: alliances with a
secretariat, unions of integration, and regional organisations that mediate or keep peace.

Quirks: GUAM is not in the file at all. The CSTO begins in 2002 with Uzbekistan among its members, which by the
treaty's own record acceded in 2006; its first year here is therefore not its accession. Codes of "no data" (-9) and
"no organisation yet" (-1) are not membership, and neither is status as an observer, which is kept apart. Ghana
stands among the members of the Warsaw Pact in 1960-1964; it was no party to the treaty, and those rows are left out.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path
from statusquo.sources.registry import origin

ORIGIN = origin("cow-igo")

ORGANISATIONS = {
    "nato": "NATO",
    "wpact": "Warsaw Pact",
    "cis": "CIS",
    "csto": "CSTO",
    "eaec": "Eurasian Economic Community",
    "sco": "Shanghai Cooperation Organisation",
    "eec": "EEC",
    "eu": "EU",
    "coe": "Council of Europe",
    "osce": "CSCE/OSCE",
    "loas": "Arab League",
    "gcc": "Gulf Cooperation Council",
    "oic": "Organisation of Islamic Cooperation",
    "oau": "Organisation of African Unity",
    "au": "African Union",
    "ecowas": "ECOWAS",
    "asean": "ASEAN",
    "oas": "Organization of American States",
}
STATUSES = {1: "full", 2: "associate", 3: "observer"}
NO_STATUS = (0, -1, -9)
"""Not a member; the organisation does not exist; no data."""

KNOWN_CELLS_WITHOUT_DATA = 0
"""Cells of these organisations coded -9, in which silence would not mean absence."""

GHANA_CCODE = 452
KNOWN_YEARS_OF_GHANA_IN_THE_WARSAW_PACT = 5
"""Ghana never acceded to the Warsaw Treaty of 14 May 1955 (UN Treaty Series 219, no. 2962)."""


def read_memberships(raw: Path) -> pl.DataFrame:
    """Return one row per COW state, year and organisation it takes part in, as table ``source.cow_igo`` declares it.

    Raises:
        SourceError: when the file is absent, is not the pinned one, or breaks its declaration.
    """
    rows = read_r_frame(raw_path(raw, ORIGIN), "state_year_format3")
    cells = rows.unpivot(
        on=list(ORGANISATIONS), index=["ccode", "year"], variable_name="organisation", value_name="code"
    )
    without_data = cells.filter(pl.col("code") == -9).height
    refuse_other_count(ORIGIN, "cells without data", without_data, KNOWN_CELLS_WITHOUT_DATA)
    frame = cells.filter(~pl.col("code").is_in([float(code) for code in NO_STATUS])).select(
        "ccode",
        "year",
        pl.col("organisation").replace_strict(ORGANISATIONS),
        pl.col("code").cast(pl.Int32).replace_strict(STATUSES, return_dtype=pl.String).alias("status"),
    )
    mistaken = (pl.col("ccode") == GHANA_CCODE) & (pl.col("organisation") == "Warsaw Pact")
    n_mistaken = frame.filter(mistaken).height
    refuse_other_count(ORIGIN, "Ghana in the Warsaw Pact", n_mistaken, KNOWN_YEARS_OF_GHANA_IN_THE_WARSAW_PACT)
    return checked(frame.filter(~mistaken).sort("ccode", "year", "organisation"), "source.cow_igo")
