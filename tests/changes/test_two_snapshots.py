"""Two snapshots are told each with its own artefacts; of one that cannot be worked from as much as can be is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from statusquo.changes import told as told_module
from statusquo.changes.two_snapshots import snapshot_moves
from statusquo.core.artefacts import artefacts_folder
from statusquo.core.errors import StatusQuoError
from statusquo.core.files import sha256_of
from statusquo.core.in_use import in_use
from statusquo.snapshot.store import MANIFEST, Snapshot, default_folder, open_of_any_version

HALVED = 354
"""A dispute with a risk of war: Kurdistan, in Turkey."""


@pytest.fixture(autouse=True)
def _judge_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims are judged in `test_told`; here they would only take time."""
    monkeypatch.setattr(told_module, "disputes_of_explanations", tuple)


@pytest.fixture(scope="module")
def embedded() -> Snapshot:
    return open_of_any_version(default_folder())


@pytest.fixture
def other(tmp_path: Path) -> Callable[..., Snapshot]:
    """Makes a copy of the embedded snapshot: one risk of war is halved, and other words stand in its manifest."""

    def made(*, with_risks: bool = True, **manifest: Any) -> Snapshot:
        folder = tmp_path / "other"
        shutil.copytree(default_folder(), folder)
        told = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps({**told, **manifest}))
        if with_risks:
            (folder / "artefacts").mkdir()
            halved = (pl.col("conflict_id_ucdp") == HALVED) & (pl.col("event") == "war")
            paths = pl.read_parquet(artefacts_folder() / "risk_paths.parquet").with_columns(
                pl.when(halved).then(pl.col("risk") / 2).otherwise("risk").alias("risk"),
                pl.when(halved).then(pl.col("low") / 2).otherwise("low").alias("low"),
            )
            paths.write_parquet(folder / "artefacts" / "risk_paths.parquet")
            record = json.loads((artefacts_folder() / "risk_paths.json").read_text())
            (folder / "artefacts" / "risk_paths.json").write_text(
                json.dumps({**record, "sha256": sha256_of(folder / "artefacts" / "risk_paths.parquet")})
            )
        return open_of_any_version(folder)

    return made


def test_a_snapshot_against_itself_is_not_told_twice(embedded: Snapshot) -> None:
    found = snapshot_moves(embedded, embedded)
    assert found.moved is None
    assert found.notes == ("The two were made from the same tables and the same fits, and tell the same.",)


def test_the_one_risk_that_differs_is_the_one_that_moved(embedded: Snapshot, other: Callable[..., Snapshot]) -> None:
    before = in_use()
    found = snapshot_moves(other(), embedded)
    assert found.moved is not None
    assert [(move.id, move.outcome) for move in found.moved.risks] == [(HALVED, "war")]
    assert found.moved.risks[0].odds_ratio > 1.9
    assert found.moved.stands == ()
    assert found.notes == ()
    assert in_use() == before


def test_of_a_snapshot_in_another_format_the_risks_alone_are_taken(
    embedded: Snapshot, other: Callable[..., Snapshot]
) -> None:
    found = snapshot_moves(other(format=1, built_by="statusquo 0.0.9"), embedded)
    assert found.moved is not None
    assert [(move.id, move.outcome) for move in found.moved.risks] == [(HALVED, "war")]
    assert found.moved.ranks is None
    assert found.moved.verdicts is None
    assert "only the risks that were fitted to it are taken" in found.notes[0]
    assert "has format 1" in found.notes[0]


def test_a_snapshot_that_tells_nothing_and_keeps_no_risks_is_said_to_do_so(
    embedded: Snapshot, other: Callable[..., Snapshot]
) -> None:
    found = snapshot_moves(other(with_risks=False, format=1, built_by="statusquo 0.0.9"), embedded)
    assert found.moved is None
    assert "it keeps no risks" in found.notes[0]
    assert "has format 1" in found.notes[0]


def test_risks_of_one_fit_are_said_to_be_of_one_fit(embedded: Snapshot, other: Callable[..., Snapshot]) -> None:
    found = snapshot_moves(other(with_risks=False, built_by="statusquo 0.0.9"), embedded)
    assert found.moved is not None
    assert found.moved.risks == ()
    assert any("of one fit" in note for note in found.notes)


def test_verdicts_that_cannot_be_worked_out_do_not_keep_the_rest_back(
    embedded: Snapshot, other: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(dispute: str, snapshot: Snapshot) -> dict[str, str]:
        if snapshot.folder.name == "other":
            raise StatusQuoError("a table is too old; build it anew")
        return {"isle/x/A1": "supported"}

    monkeypatch.setattr(told_module, "disputes_of_explanations", lambda: ("isle",))
    monkeypatch.setattr(told_module, "verdicts_on", fails)
    found = snapshot_moves(other(), embedded)
    assert found.moved is not None
    assert found.moved.verdicts is None
    assert [move.id for move in found.moved.risks] == [HALVED]
    assert found.notes[0].endswith("a table is too old")
