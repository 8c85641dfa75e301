"""Every fit names what it reads; the artefacts that ship rest on the snapshot that ships."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import statusquo
from statusquo.cli.data import app
from statusquo.core import artefacts
from statusquo.core.errors import InputError, UnknownNameError
from statusquo.core.in_use import forget_kept
from statusquo.core.seeds import spawn_generator
from statusquo.fits.build import build_artefacts, fit_state, fits_named
from statusquo.fits.inputs import code_hashes, data_sha256, declaration_sha256
from statusquo.fits.registry import FITS, Fit, FitInputs, Fitted
from statusquo.snapshot.store import open_snapshot


def count_disputes(inputs: FitInputs) -> Fitted:
    """A fit that can be checked by hand."""
    inputs.progress(1, 1, "counting")
    n = inputs.snapshot.table("disputes").height
    return Fitted(pl.DataFrame({"n": [n]}, schema={"n": pl.Int32}), {"seen": n})


def count_at_random(inputs: FitInputs) -> Fitted:
    """A fit that reads and runs more."""
    n = inputs.snapshot.table("disputes").height + inputs.snapshot.table("episodes").height
    return Fitted(pl.DataFrame({"n": [spawn_generator("count").integers(n)]}))


READ_BY_THE_SNAPSHOT = ("conflict_runs", "dispute_years", "states")
"""What an open snapshot reads to tell of itself, on which, with the data sets' origins, every fit is taken to rest."""

COUNT = Fit("count", "How many disputes there are.", f"{__name__}:count_disputes")


@pytest.mark.parametrize("fit", FITS, ids=lambda fit: fit.name)
def test_an_artefact_that_ships_was_made_from_the_snapshot_that_ships(fit: Fit) -> None:
    state = fit_state(fit, open_snapshot())
    assert state.is_fitted
    assert not state.changed_inputs, state.words


def test_a_fit_writes_its_table_with_the_hashes_of_what_it_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artefacts, "checked", lambda frame, table: frame)
    seen = []
    (record,) = build_artefacts(
        [COUNT], open_snapshot(), None, lambda fit: lambda *step: seen.append(step), folder=tmp_path
    )
    assert pl.read_parquet(tmp_path / "count.parquet")["n"].to_list() == [200]
    tables = {"disputes", *READ_BY_THE_SNAPSHOT}
    assert record.inputs == {
        **{name: open_snapshot().manifest["tables"][name]["sha256"] for name in tables},
        **{f"columns of {name}": declaration_sha256(name) for name in tables},
        "sources/origins": data_sha256(Path(statusquo.__file__).parent / "sources" / "origins"),
    }
    assert record.code == code_hashes(COUNT)
    assert record.diagnostics == {"seen": 200}
    assert seen == [(1, 1, "counting")]


def test_a_change_of_what_a_fit_read_or_of_its_code_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artefacts, "checked", lambda frame, table: frame)
    monkeypatch.setattr(artefacts, "artefacts_folder", lambda: tmp_path)
    forget_kept()
    snapshot = open_snapshot()
    assert fit_state(COUNT, snapshot).words == "not fitted"
    build_artefacts([COUNT], snapshot, None, lambda fit: lambda *step: None)
    assert fit_state(COUNT, snapshot).words == "up to date"
    wider = fit_state(dataclasses.replace(COUNT, made_by=f"{__name__}:count_at_random"), snapshot)
    assert wider.changed_inputs == ("columns of episodes", "episodes")
    assert wider.changed_code == ("statusquo.core.seeds", __name__)
    assert wider.words == f"made from other versions of columns of episodes, episodes, statusquo.core.seeds, {__name__}"
    assert dataclasses.replace(wider, changed_code=("a", "b", "c")).words.endswith("episodes, a, b and 1 more")
    forget_kept()


def test_a_fit_from_raw_files_asks_for_them(tmp_path: Path) -> None:
    needs_raw = dataclasses.replace(COUNT, sources=("isard",))
    with pytest.raises(InputError, match=r"fitted from raw files.*a folder of them"):
        build_artefacts([needs_raw], open_snapshot(), tmp_path / "none", lambda fit: lambda *step: None)


def test_an_unknown_artefact_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown fitted artefact"):
        fits_named(["no-such"])


def test_the_command_shows_each_artefact_and_its_state() -> None:
    result = CliRunner().invoke(app, ["fit", "--show", "--json"])
    assert result.exit_code == 0, result.output
    assert [row["name"] for row in json.loads(result.stdout)["artefacts"]] == [fit.name for fit in FITS]
