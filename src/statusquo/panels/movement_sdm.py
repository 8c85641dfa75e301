"""Concessions and restrictions from a user's own SDM 2.0 file, joined to the movement-year panel by names.

SDM names states and groups where EPR numbers them, so a movement is matched by the parent's name (`STATE_NAMES` says
which differ) and the group's, compared without case, accents, plurals or what stands in brackets. What does not match
is counted, never guessed. Nothing of the file is kept: the columns exist only in the panel the user writes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import polars as pl

from statusquo.core.columns import checked, columns_of
from statusquo.panels.panel import Panel
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sdm

TABLE = "panel.movement_year_sdm"

STATE_NAMES = {
    346: "Bosnia",
    490: "Congo-Zaire",
    437: "Cote d'Ivoire",
    343: "Macedonia",
    775: "Myanmar",
    365: "Russia (USSR)",
    340: "Serbia (Yugoslavia)",
    345: "Serbia (Yugoslavia)",
    817: "South Vietnam",
}
"""States that SDM calls otherwise than the table of states."""


def with_sdm(panel: Panel, snapshot: Snapshot, path: Path) -> Panel:
    """Return the panel with SDM's concessions and restrictions beside its own columns.

    Args:
        panel: the movement-year panel.
        snapshot: the open snapshot.
        path: the user's file.

    Raises:
        InputError: when the file is absent, of another kind, or lacks a column.
    """
    rows = sdm.read_movements(path)
    names = snapshot.states
    keys = panel.frame.select("gwgroupid", "group", "parent_gw").unique()
    keys = keys.with_columns(
        country=pl.Series(
            [STATE_NAMES.get(number) or names.name_of_gw(number) for number in keys["parent_gw"]], dtype=pl.String
        ),
        plain=pl.Series([plain_name(name) for name in keys["group"]], dtype=pl.String),
    )
    marks = [column.name for column in columns_of(TABLE) if not column.is_key]
    coded = rows.select(
        "country",
        "year",
        pl.Series("plain", [plain_name(name) for name in rows["group"]], dtype=pl.String),
        *(pl.col(mark.replace("_sdm", "")).alias(mark) for mark in marks),
    )
    matched = (
        coded.join(keys.select("gwgroupid", "country", "plain"), on=["country", "plain"])
        .group_by("gwgroupid", "year")
        .agg(pl.col(mark).any() for mark in marks)
    )
    added = checked(matched.sort("gwgroupid", "year"), TABLE)
    frame = panel.frame.join(added, on=["gwgroupid", "year"], how="left", maintain_order="left")
    n_matched, n_all = added["gwgroupid"].n_unique(), keys.height
    warning = (
        f"Columns ending in _sdm come from your SDM 2.0 file, matched by name: {n_matched} of {n_all} movements; "
        "in the others they are missing, which is not none. Do not redistribute them."
    )
    return replace(panel, frame=frame, warnings=(*panel.warnings, warning))


def plain_name(name: str) -> str:
    """Return a group's name as it is compared: lower case, without accents, brackets, plural or punctuation."""
    text = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)|/.*", "", name)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", text.lower())
    return " ".join(word.removesuffix("s") for word in words)
