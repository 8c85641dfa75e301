"""What a told risk rests on: the year its data end in, their releases, and how old each of the model's inputs is.

Whoever tells a risk says this with it. The headline knows the record of fighting, how its episodes ended and whether
the claim is closed, and the sources of these end in different years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from statusquo.core.jsonable import Jsonable
from statusquo.core.wording import MOST_FIGURES, listed
from statusquo.panels.record import record_sources
from statusquo.risk.covariates import declared_covariates
from statusquo.risk.models import RECORD
from statusquo.snapshot.store import Snapshot

_ENDINGS, _AGREEMENTS, _CLAIMS, _STATES = "tjet-spells", "ucdp-peace-agreements", "epr-claims", "isard"


_TOLD_OF_RELEASE = ("name", "version", "first_year", "last_year", "note")


@dataclass(frozen=True, slots=True)
class RiskData(Jsonable, keys={"last_years": "inputs"}):
    """The data behind a told risk.

    Attributes:
        ends: the last year of the record of conflict.
        last_release: the name of the release that tells of that year.
        releases: of each source of the headline, by its id: name, version, first and last year, and a note.
        note: how far the record reaches and which release tells of which years, in a sentence.
        last_years: by input of the headline, the last year that is known of it.
    """

    ends: int
    last_release: str
    releases: Mapping[str, Mapping[str, Any]]
    note: str
    last_years: Mapping[str, int]

    @property
    def words(self) -> str:
        """The data in a few words, such as ``data to 2025 (UCDP BRD 26.1)``."""
        return f"data to {self.ends} ({self.last_release})"

    @property
    def ages(self) -> str:
        """How far each input of the model reaches, in sentences."""
        by_year: dict[int, list[str]] = {}
        for name, year in sorted(self.last_years.items(), key=lambda item: -item[1]):
            by_year.setdefault(year, []).append(name)
        told = [f"{listed(names)} to {year}" for year, names in by_year.items()]
        groups = [told[at : at + MOST_FIGURES] for at in range(0, len(told), MOST_FIGURES)]
        return " ".join(f"{'It' if at else 'The model'} knows {listed(group)}." for at, group in enumerate(groups))


def risk_data(snapshot: Snapshot) -> RiskData:
    """Return the data that the risks of a snapshot are told from.

    Args:
        snapshot: the open snapshot.
    """
    years, releases = snapshot.table("dispute_years"), snapshot.releases
    last = years.filter(year=years["year"].max())["release"][0].split(" ")[0]
    deaths = max(years.filter(pl.col("deaths_best").is_not_null())["year"])
    return RiskData(
        snapshot.last_year,
        str(releases[last]["name"]),
        {
            source: {key: releases[source][key] for key in _TOLD_OF_RELEASE}
            for source in risk_sources(snapshot)
            if source in releases
        },
        snapshot.data_note(),
        {
            "fighting": snapshot.last_year,
            "battle deaths": deaths,
            "how episodes ended": releases[_ENDINGS]["last_year"],
            "the list of states": releases[_STATES]["last_year"],
            "peace agreements": releases[_AGREEMENTS]["last_year"],
            "claims of groups": releases[_CLAIMS]["last_year"],
        },
    )


def risk_sources(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the ids of the origins behind the headline's covariates.

    Args:
        snapshot: the open snapshot, whose record of conflict may rest on more than one release.
    """
    used = [covariate for covariate in declared_covariates() if covariate.name in RECORD]
    declared = (source for covariate in used for source in covariate.sources)
    return tuple(dict.fromkeys([*record_sources(snapshot), *declared]))
