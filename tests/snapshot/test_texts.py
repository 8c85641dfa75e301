"""The names in the snapshot are plain text: nothing in them that nobody sees, nothing left of a broken encoding."""

from __future__ import annotations

import unicodedata

import polars as pl

from statusquo.snapshot.store import open_snapshot

BROKEN = ("Ã©", "Ã³", "Ã±", "Â ", "â€", "\N{REPLACEMENT CHARACTER}")


def test_no_text_has_hidden_characters_or_traces_of_another_encoding() -> None:
    snapshot = open_snapshot()
    wrong = []
    for name in snapshot.table_names:
        table = snapshot.table(name)
        for column in table.select(pl.col(pl.String)).columns:
            for text in table[column].drop_nulls().unique():
                hidden = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn")]
                if hidden or any(trace in text for trace in BROKEN) or text != unicodedata.normalize("NFC", text):
                    wrong.append((name, column, text))
    assert wrong == []
