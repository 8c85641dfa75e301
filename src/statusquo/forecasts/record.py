"""What is written down of a published forecast, and its risks as published.

A forecast is one CSV file (table ``forecast.published`` in the table of columns) and one entry in the ledger
``published.toml`` beside it: who made it, when, from which releases of the data and by which models, the base rates
known when it was made, and the sha256 of the file. Its risks are read only if the file still has that sha256.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from statusquo.core.columns import checked, schema_of
from statusquo.core.errors import ForecastError, Problem, SourceError, by_id
from statusquo.core.shown import Shown
from statusquo.risk.events import RiskSet

TABLE = "forecast.published"
LEDGER = "published.toml"

NAME_PATTERN = r"[a-z0-9][a-z0-9.-]{0,79}"

Role = Literal["model", "baseline"]
"""As `risk.models` has it, which is not imported: it loads what a reader of forecasts has no use for."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ToldBy(_Entry):
    """A model of a forecast.

    Attributes:
        name: as its rows call it.
        role: ``model`` or ``baseline``.
        written: where the model is written down.
    """

    name: str = Field(min_length=1)
    role: Role
    written: str = Field(min_length=1)


class BaseRate(_Entry):
    """How often an event had come, as far as was known when the forecast was made.

    Attributes:
        risk_set: the disputes.
        event: the event.
        rows: dispute-years at risk whose outcome was known.
        events: those with the event.
    """

    risk_set: RiskSet
    event: str = Field(min_length=1)
    rows: int = Field(gt=0)
    events: int = Field(ge=0)

    @model_validator(mode="after")
    def _no_more_events_than_rows(self) -> BaseRate:
        if self.events > self.rows:
            raise ValueError(f"{self.events} events in {self.rows} rows")
        return self

    @property
    def share(self) -> float:
        """Events by rows."""
        return self.events / self.rows


class Entry(_Entry):
    """A forecast's entry in the ledger.

    Attributes:
        name: what the forecast is called; its file is ``NAME.csv``.
        years: the years that it tells of.
        made: when its numbers were made.
        published: when it was entered here.
        made_by: package and version.
        commit: the state of the source that made it; empty where it is not known.
        known_to: the last year of the record of fighting that it knew.
        releases: versions of the data sets that it knew, by id.
        sha256: of its file's bytes.
        rows: of its file.
        note: what a reader must be told of how it came about.
        models: by which models.
        base_rates: how often each event had come before.
    """

    name: str = Field(pattern=f"^{NAME_PATTERN}$")
    years: list[int] = Field(min_length=1)
    made: dt.date
    published: dt.date
    made_by: str = Field(min_length=1)
    commit: str = Field(default="", pattern=r"^([0-9a-f]{7,40})?$")
    known_to: int
    releases: dict[str, str]
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int = Field(gt=0)
    note: str = ""
    models: list[ToldBy] = Field(min_length=1)
    base_rates: list[BaseRate]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    def model(self, name: str) -> ToldBy:
        """Return one of its models.

        Raises:
            UnknownNameError: when it has no such model.
        """
        return by_id("model", name, self.models, key=lambda model: model.name)

    def base_rate(self, risk_set: str, event: str) -> BaseRate | None:
        """Return how often an event had come in a risk set; None where that was not written down."""
        found = (rate for rate in self.base_rates if (rate.risk_set, rate.event) == (risk_set, event))
        return next(found, None)

    def timing(self, year: int) -> str:
        """Return when it was published against a year that it tells of, as a clause."""
        when = f"{self.published.day} {self.published:%B %Y}"
        if self.published.year < year:
            return f"published on {when}, before {year} began"
        if self.published.year == year:
            return f"published on {when}, while {year} was under way, from data to {self.known_to}"
        return f"published on {when}, after {year} had ended, from data to {self.known_to}"


@dataclass(frozen=True, slots=True, repr=False)
class Forecast(Shown):
    """A published forecast.

    Attributes:
        entry: its entry in the ledger.
        folder: where it lies.
        is_shipped: whether it came with the package; else it is the user's own.
    """

    entry: Entry
    folder: Path = field(compare=False)
    is_shipped: bool = True

    def in_short(self) -> str:
        """Return its name, when it was published and of which years it tells."""
        entry = self.entry
        return f"{entry.name}: {entry.rows:,} risks of {', '.join(map(str, entry.years))}, published {entry.published}"

    @property
    def frame(self) -> pl.DataFrame:
        """Its risks as published."""
        return self.table

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / self.entry.file

    @property
    def table(self) -> pl.DataFrame:
        """Its risks as published; columns as declared under ``forecast.published``.

        Raises:
            ForecastError: when its file is gone, or not the one that was published.
        """
        return published_table(self.path, self.entry.sha256)

    def check(self) -> None:
        """Read its file.

        Raises:
            ForecastError: when it is gone, or not the one that was published.
        """
        published_table(self.path, self.entry.sha256)

    def to_json(self) -> dict[str, Any]:
        """Return its entry as plain JSON values."""
        return {
            **self.entry.model_dump(mode="json"),
            "file": str(self.path),
            "from": "package" if self.is_shipped else "user",
        }


@cache
def _table_of(content: bytes) -> pl.DataFrame:
    return pl.read_csv(BytesIO(content), schema=schema_of(TABLE))


def published_table(path: Path, sha256: str) -> pl.DataFrame:
    """Return the risks in a published file.

    Args:
        path: the file.
        sha256: what its bytes had when it was published.

    Raises:
        ForecastError: when it is gone, its bytes are others, or they are no table of risks.
    """
    import hashlib

    try:
        content = path.read_bytes()
    except OSError as cause:
        raise ForecastError(
            Problem(
                "a published forecast is gone, and the ledger still names it",
                str(path),
                found=cause.strerror,
                allowed=f"the file as published, with sha256 {sha256}",
            )
        ) from cause
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ForecastError(
            Problem(
                "a published forecast was changed after it was published, so it is not read",
                str(path),
                found=f"sha256 {found}",
                allowed=f"sha256 {sha256}, as the ledger has it",
            )
        )
    try:
        return risks_in_order(_table_of(content))
    except (SourceError, pl.exceptions.PolarsError) as cause:
        raise ForecastError(Problem(f"a published forecast is no table of risks: {cause}", str(path))) from cause


def risks_in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table of risks after holding it to its declaration, and each risk to its own bounds.

    Raises:
        SourceError: when it is not as declared, or a risk lies outside its bounds.
    """
    frame = checked(frame, TABLE)
    outside = frame.filter((pl.col("risk") < pl.col("low")) | (pl.col("risk") > pl.col("high")))
    if outside.height:
        raise SourceError(f"{TABLE}: a risk lies outside its bounds, first {outside.row(0)}")
    return frame
