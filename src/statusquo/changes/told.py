"""What is told of all disputes on one day: risks, ranks, where each stands, and the verdicts on claims.

`tell` asks the rooms below and keeps the answers as plain values, so that they can be written down and held against
those of another day or of another snapshot (`statusquo.changes.moves`). Risks are those of the year after the data, of
the set in which each dispute is told (`statusquo.risk.path`); verdicts are those of the bundled explanations on the
disputes that they are about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import polars as pl
from pydantic import TypeAdapter

from statusquo.cases.load import load_case
from statusquo.cases.titles import titles
from statusquo.core.artefacts import artefact_record, has_artefact
from statusquo.core.errors import ArtefactError
from statusquo.explanations.ledger import judge
from statusquo.explanations.load import bundled_explanations, load_explanation
from statusquo.forecasts.ledger import published_forecasts
from statusquo.panels.standing import standings
from statusquo.risk.events import HEADLINE, OUTCOMES
from statusquo.risk.fitted_paths import fitted_paths
from statusquo.risk.ranking import ranking
from statusquo.snapshot.own_ledger import kept_files
from statusquo.snapshot.store import Snapshot
from statusquo.version import __version__

Stands = Literal["quiet", "fighting", "war", "closed"]

FORMAT = 1
"""Number of the form in which what was told is written down."""

ToldOutcome = Literal["recurrence", "war", "continuation"]
TOLD_OUTCOMES: tuple[ToldOutcome, ...] = get_args(ToldOutcome)
"""Renewed fighting and war, and that fighting under way goes on; the chances within three years follow them."""

_STANDS: Mapping[str, Stands] = {"none": "quiet", "minor": "fighting", "war": "war"}

Progress = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and what comes next."""


class Chance(NamedTuple):
    """A risk with its 95 % bounds."""

    value: float
    low: float
    high: float


class SetRisk(NamedTuple):
    """The chances of one dispute in one year, and the set of disputes in which they are told."""

    risk_set: str
    risk: Mapping[ToldOutcome, Chance]


@dataclass(frozen=True, slots=True)
class ToldDispute:
    """What is told of one dispute.

    Attributes:
        name: what it is called: the title of its case file, else the territory with the state or states.
        stands: fought over or quiet in the last year of the data, or its claim closed; None where it was not kept.
        rank: its place by risk of war among the open disputes that have one, the likeliest first.
        risk: by outcome, its chance in the year after the data.
        risk_set: the set of disputes in which the chances are told; None where none is.
    """

    name: str
    stands: Stands | None = None
    rank: int | None = None
    risk: Mapping[ToldOutcome, Chance] = field(default_factory=dict)
    risk_set: str | None = None

    def with_risk(self, told: SetRisk | None) -> ToldDispute:
        """Return the dispute with other chances, or without any."""
        return replace(self, risk=told.risk if told else {}, risk_set=told.risk_set if told else None)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of all disputes on one day.

    Attributes:
        day: the day.
        version: version of the package.
        last_year: last year of the data.
        releases: version of each data set behind it, by the id of its source.
        risks_sha256: of the artefact with the risks.
        disputes: by UCDP's number.
        verdicts: by claim, as ``dispute/explanation/claim``; None where they were not kept.
        forecasts: names of the forecasts published by then.
        own_files: sha256 of the user's own files added by then.
        why_no_risks: why no risk can be told, where the snapshot has none fitted to it; None where they are told.
    """

    day: date
    version: str
    last_year: int
    releases: Mapping[str, str]
    risks_sha256: str
    disputes: Mapping[int, ToldDispute]
    verdicts: Mapping[str, str] | None
    forecasts: tuple[str, ...] = ()
    own_files: tuple[str, ...] = ()
    why_no_risks: str | None = None

    @property
    def coming_year(self) -> int:
        """The year of which the risks are told."""
        return self.last_year + 1

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, from which `from_json` makes the same again."""
        return {"format": FORMAT, **_form().dump_python(self, mode="json")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Told:
        """Return what `to_json` wrote.

        Raises:
            ValueError: (or KeyError, TypeError) when it is something else, or of another format.
        """
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}, allowed {FORMAT}")
        return _form().validate_python({name: value for name, value in data.items() if name != "format"})


@cache
def _form() -> TypeAdapter[Told]:
    return TypeAdapter(Told)


def tell(snapshot: Snapshot, *, verdicts: bool = True, progress: Progress = lambda done, total, what: None) -> Told:
    """Return what is told from a snapshot, which must be the one in use: its artefacts are read by name.

    Where no risks were fitted to it, all else is told, and why there are none.

    Args:
        snapshot: the open snapshot.
        verdicts: whether claims are judged as well, which takes seconds.
        progress: told of each step.

    Raises:
        ArtefactError: when an artefact is damaged.
        ForecastError: when the ledger of published forecasts is damaged.
        SnapshotError: when the snapshot lacks a table.
        SourceError: when the list of the user's own files is damaged.
    """
    own = disputes_of_explanations() if verdicts else ()
    total = 1 + len(own)
    progress(0, total, "risks")
    disputes = disputes_standing(snapshot)
    why_no_risks: str | None = None
    try:
        disputes = with_risks(disputes, snapshot)
    except ArtefactError as cause:
        why_no_risks = str(cause)
    found: dict[str, str] = {}
    for done, dispute in enumerate(own, 1):
        progress(done, total, f"claims about {dispute}")
        found |= verdicts_on(dispute, snapshot)
    progress(total, total, "")
    return Told(
        datetime.now(UTC).date(),
        __version__,
        snapshot.last_year,
        releases_of(snapshot),
        artefact_record("risk_paths").sha256 if has_artefact("risk_paths") else "",
        disputes,
        found if verdicts else None,
        tuple(forecast.entry.name for forecast in published_forecasts()),
        tuple(file.sha256 for file in kept_files()),
        why_no_risks,
    )


def disputes_of_explanations() -> tuple[str, ...]:
    """Return the cases that some bundled explanation is about."""
    return tuple(sorted({name for each in bundled_explanations() for name in load_explanation(each).disputes}))


def verdicts_on(dispute: str, snapshot: Snapshot) -> dict[str, str]:
    """Return the verdicts of the bundled explanations about a dispute, by ``dispute/explanation/claim``."""
    about = [each for name in bundled_explanations() if dispute in (each := load_explanation(name)).disputes]
    ledger = judge(load_case(dispute), snapshot, about)
    return {f"{dispute}/{claim.explanation}/{claim.claim.id}": claim.verdict for claim in ledger.claims}


def releases_of(snapshot: Snapshot) -> dict[str, str]:
    """Return the version of each data set that a snapshot was made from, by the id of its source."""
    manifest = snapshot.manifest
    entries: Mapping[str, Mapping[str, Any]] = {**manifest.get("sources", {}), **manifest.get("releases", {})}
    return {name: str(entry["version"]) for name, entry in sorted(entries.items())}


def disputes_standing(snapshot: Snapshot) -> dict[int, ToldDispute]:
    """Return where each territorial dispute stands, by UCDP's number.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    names = names_of_disputes(snapshot)
    return {
        number: ToldDispute(
            names.get(number, str(number)), "closed" if not standing.is_open else _STANDS[standing.intensity]
        )
        for number, standing in sorted(standings(snapshot).items())
    }


def with_risks(disputes: Mapping[int, ToldDispute], snapshot: Snapshot) -> dict[int, ToldDispute]:
    """Return the disputes with their ranks and the risks of the coming year.

    Raises:
        ArtefactError: when no risks were fitted to the snapshot.
    """
    risks = risks_of_year(fitted_paths(snapshot), snapshot.coming_year)
    ranks = {row.conflict_id_ucdp: place for place, row in enumerate(ranking(snapshot), 1)}
    closed_or_elsewhere = {number for number, each in standings(snapshot).items() if each.why_no_risk is not None}
    return {
        number: replace(dispute, rank=ranks.get(number)).with_risk(
            None if number in closed_or_elsewhere else risks.get(number)
        )
        for number, dispute in disputes.items()
    }


def risks_of_year(paths: pl.DataFrame, year: int) -> dict[int, SetRisk]:
    """Return the risks of one year by UCDP's number: of the headline set where the dispute is in it, else of the broad.

    Args:
        paths: rows with ``risk_set``, ``event``, ``conflict_id_ucdp``, ``year``, ``risk``, ``low`` and ``high``.
        year: the year.
    """
    rows = paths.filter(pl.col("year") == year, pl.col("event").is_in(TOLD_OUTCOMES))
    found: dict[int, SetRisk] = {}
    for risk_set in (HEADLINE, "broad"):
        own: dict[int, dict[ToldOutcome, Chance]] = {}
        told = rows.filter(risk_set=risk_set).select("conflict_id_ucdp", "event", "risk", "low", "high")
        for number, event, *bounds in told.iter_rows():
            own.setdefault(number, {})[event] = Chance(*bounds)
        for number, chances in own.items():
            found.setdefault(number, SetRisk(risk_set, dict(sorted(chances.items(), key=_in_order))))
    return found


def names_of_disputes(snapshot: Snapshot) -> dict[int, str]:
    """Return what each territorial dispute is called, by UCDP's number, with the number where two are called alike.

    Raises:
        SnapshotError: when the snapshot lacks a table.
    """
    called = Counter(titles(snapshot).values())
    return {number: f"{name} [{number}]" if called[name] > 1 else name for number, name in titles(snapshot).items()}


def _in_order(item: tuple[ToldOutcome, Chance]) -> int:
    return OUTCOMES.index(item[0])
