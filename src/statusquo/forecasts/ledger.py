"""The ledgers of published forecasts: the package's own, and the user's.

Each lies with its files in a folder: the package's in ``published`` beside this module, the user's in ``forecasts``
of the user's folder. An entry is only ever added, at the end, and the text before it stays as it is, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from statusquo.core.errors import ForecastError, InputError
from statusquo.core.files import write_bytes
from statusquo.core.places import user_folder
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import Fault, show
from statusquo.forecasts.record import LEDGER, Entry, Forecast

_MOST_BYTES = 10_000_000

HEAD = (
    "# Forecasts as published. `statusquo forecast publish` adds entries at the end, and none is ever changed: a file\n"
    "# whose sha256 is not the one below is not read.\n"
)


class _Ledger(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    forecast: list[Entry] = []


def _repeated_names(ledger: _Ledger) -> Iterator[Fault]:
    names = [entry.name for entry in ledger.forecast]
    for row, name in enumerate(names):
        if name in names[:row]:
            yield Fault(("forecast", row, "name"), "there are two forecasts of one name", show(name))


LEDGERS = Bundle("ledger of forecasts", _Ledger, InputError, checks=(_repeated_names,), max_bytes=_MOST_BYTES)


def package_folder() -> Path:
    """Return the folder of the forecasts that ship with the package."""
    return Path(str(files("statusquo.forecasts").joinpath("published")))


def own_folder() -> Path:
    """Return the folder of the user's own forecasts; it may not be there."""
    return user_folder() / "forecasts"


def shipped_forecasts() -> tuple[Forecast, ...]:
    """Return the forecasts that ship with the package, in the order in which they were published.

    Raises:
        ForecastError: when the ledger is damaged.
    """
    return read_ledger(package_folder())


def published_forecasts(*folders: Path) -> tuple[Forecast, ...]:
    """Return every forecast: the package's, then the user's own.

    Args:
        folders: more folders to look in.

    Raises:
        ForecastError: when a ledger is damaged.
    """
    found = [*shipped_forecasts()]
    seen = {package_folder().resolve()}
    for folder in (own_folder(), *folders):
        if folder.resolve() not in seen:
            seen.add(folder.resolve())
            found += read_ledger(folder)
    return tuple(found)


def read_ledger(folder: Path) -> tuple[Forecast, ...]:
    """Return the forecasts that a folder's ledger names; none where there is no ledger.

    Raises:
        ForecastError: when the ledger cannot be read, with the first thing that is wrong with it.
    """
    path = folder / LEDGER
    if not path.exists():
        return ()
    try:
        ledger = LEDGERS.read(path)
    except InputError as cause:
        first = cause.problems[0]
        what = f"the ledger of published forecasts is damaged: {first.what}"
        raise ForecastError(replace(first, what=what)) from cause
    is_shipped = folder.resolve() == package_folder().resolve()
    return tuple(Forecast(entry, folder, is_shipped) for entry in ledger.forecast)


def add_entry(folder: Path, entry: Entry) -> None:
    """Add an entry at the end of a folder's ledger; the text before it stays as it is.

    Raises:
        OutputError: when it cannot be written; the ledger is then what it was.
    """
    path = folder / LEDGER
    before = path.read_bytes() if path.exists() else HEAD.encode("utf-8")
    write_bytes(path, before + b"\n" + entry_text(entry).encode("utf-8"))


def entry_text(entry: Entry) -> str:
    """Return an entry as TOML."""
    lines = ["[[forecast]]", f"name = {_toml(entry.name)}", f"years = {_toml(entry.years)}"]
    lines += [f"made = {entry.made.isoformat()}", f"published = {entry.published.isoformat()}"]
    lines += [f"{key} = {_toml(getattr(entry, key))}" for key in ("made_by", "commit", "known_to", "sha256", "rows")]
    lines += [f"note = {_toml(entry.note)}"] if entry.note else []
    lines += ["releases = { " + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in entry.releases.items()) + " }"]
    for key, rows in (("models", entry.models), ("base_rates", entry.base_rates)):
        lines += [f"{key} = [", *(f"    {_inline(row)}," for row in rows), "]"]
    return "\n".join(lines) + "\n"


def _inline(row: BaseModel) -> str:
    return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in row.model_dump().items()) + " }"


def _toml(value: str | int | Sequence[int]) -> str:
    """Return a text or a number as TOML has it; its basic strings, and lists of numbers, are JSON's."""
    return json.dumps(value, ensure_ascii=False)


def years_told(forecasts: Iterable[Forecast]) -> tuple[int, ...]:
    """Return the years that forecasts tell of, in order."""
    return tuple(sorted({year for forecast in forecasts for year in forecast.entry.years}))
