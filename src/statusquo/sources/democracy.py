"""Democracy by three measures: V-Dem's polyarchy, Polity2 and the extended Unified Democracy Scores.

The three are in one file for each list of states, and end in different years, which the table of columns states for
each: Polity2 in 2018, the Unified Democracy Scores in 2025, polyarchy in 2024 for Gleditsch-Ward states and in 2025
for COW states.

Quirks: V-Dem 16 covers 2025, and the COW file has it, but the Gleditsch-Ward file stops at 2024. Polity5 ends in
2018; only for the United States do the files carry it on to 2020, and those two values are left out, or the last
year of the covariate would be true of one state alone.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from statusquo.core.columns import checked
from statusquo.core.domain import Domain
from statusquo.core.origin import Origin, RawFile
from statusquo.sources.known_counts import refuse_other_count
from statusquo.sources.r_files import read_r_frame
from statusquo.sources.raw import raw_path

ORIGIN = Origin(
    id="democracy",
    title="Democracy of states: V-Dem, Polity and Unified Democracy Scores (isard)",
    producer="V-Dem Institute; Center for Systemic Peace; Xavier Marquez; collected by Steven V. Miller",
    version="V-Dem 16, Polity5 (2018), extended UDS, in isard commit 46944ad",
    terms="GPL-2 (package); no separate licence for the data",
    citation=(
        "Teorell, Jan, Michael Coppedge, Staffan Lindberg and Svend-Erik Skaaning (2019) Measuring Polyarchy"
        " Across the Globe, 1900-2017. Studies in Comparative International Development 54(1): 71-95.",
        "Marshall, Monty G. and Ted Robert Gurr (2020) Polity5: Political Regime Characteristics and "
        "Transitions, 1800-2018. Dataset Users' Manual. Center for Systemic Peace.",
        "Pemstein, Daniel, Stephen A. Meserve and James Melton (2010) Democratic Compromise: A Latent "
        "Variable Analysis of Ten Measures of Regime Type. Political Analysis 18(4): 426-449.",
        "Marquez, Xavier (2016) A Quick Method for Extending the Unified Democracy Scores. "
        "https://doi.org/10.2139/ssrn.2753830.",
    ),
    bibtex=(
        {
            "type": "article",
            "key": "teorell2019polyarchy",
            "author": "Teorell, Jan and Coppedge, Michael and Lindberg, Staffan and Skaaning, Svend-Erik",
            "title": "Measuring Polyarchy Across the Globe, 1900--2017",
            "journal": "Studies in Comparative International Development",
            "year": "2019",
            "volume": "54",
            "number": "1",
            "pages": "71--95",
        },
        {
            "type": "techreport",
            "key": "marshall2020polity5",
            "author": "Marshall, Monty G. and Gurr, Ted Robert",
            "title": "{Polity5}: Political Regime Characteristics and Transitions, 1800--2018. Dataset Users' Manual",
            "institution": "Center for Systemic Peace",
            "year": "2020",
        },
        {
            "type": "article",
            "key": "pemstein2010compromise",
            "author": "Pemstein, Daniel and Meserve, Stephen A. and Melton, James",
            "title": "Democratic Compromise: A Latent Variable Analysis of Ten Measures of Regime Type",
            "journal": "Political Analysis",
            "year": "2010",
            "volume": "18",
            "number": "4",
            "pages": "426--449",
        },
        {
            "type": "misc",
            "key": "marquez2016extending",
            "author": "Marquez, Xavier",
            "title": "A Quick Method for Extending the Unified Democracy Scores",
            "year": "2016",
            "doi": "10.2139/ssrn.2753830",
        },
    ),
    domain=Domain(
        first_year=1816,
        last_year=2025,
        system="gw",
        unit="state-year",
        note="each measure has a last year of its own",
    ),
    files=(
        RawFile(
            "isard/gw_democracy.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/gw_democracy.rda",
            223_557,
            "19279af159e0c1af0ba3f4d54bee6661bfe2784de7c557e9320dc6708a62a132",
        ),
        RawFile(
            "isard/cw_democracy.rda",
            "svmiller/isard",
            "46944ad97a5532cd8e3b33129463c8435a69846a",
            "data/cw_democracy.rda",
            214_470,
            "63817db0ed4be6d4faafe6a1c363ffe3862897fb1b28d53298099fef576be45a",
        ),
    ),
    link="https://github.com/svmiller/isard",
    quirks=(
        "Polity2 ends in 2018; the two later values, of the United States alone, are left out.",
        "Polyarchy of 2025 is in the COW file and missing from the Gleditsch-Ward file.",
        "Scores of the Unified Democracy Scores are rescaled to the states of each list and differ between "
        "the two files.",
    ),
)

POLITY_LAST_YEAR = 2018

KNOWN_POLITY_VALUES_AFTER_ITS_END = 2
"""Values of Polity2 after 2018: the United States in 2019 and 2020."""


def read_democracy_gw(raw: Path) -> pl.DataFrame:
    """Return one row per Gleditsch-Ward state and year, as table ``source.democracy_gw`` declares it."""
    return _read(raw, "gw_democracy", "gwcode", "gwno", "source.democracy_gw")


def read_democracy_cow(raw: Path) -> pl.DataFrame:
    """Return one row per COW state and year, as table ``source.democracy_cow`` declares it."""
    return _read(raw, "cw_democracy", "ccode", "ccode", "source.democracy_cow")


def _read(raw: Path, name: str, held: str, code: str, table: str) -> pl.DataFrame:
    rows = read_r_frame(raw_path(raw, ORIGIN, f"{name}.rda"), name)
    late = pl.col("year") > POLITY_LAST_YEAR
    n_late = rows.filter(late & pl.col("polity2").is_not_null()).height
    refuse_other_count(ORIGIN, "values of Polity2 after its end", n_late, KNOWN_POLITY_VALUES_AFTER_ITS_END)
    frame = rows.select(
        pl.col(held).alias(code),
        "year",
        pl.col("v2x_polyarchy").alias("polyarchy"),
        pl.when(~late).then("polity2").cast(pl.Int32),
        pl.col("euds").alias("uds"),
        pl.col("aeuds").alias("uds_adjusted"),
    )
    return checked(frame.sort(code, "year"), table)
