"""The coded fields of the bundled cases as frames: one row per case, or one row per coded value.

What a comparison reads. Nothing is filled in: a field that a case does not code is missing. A value that rests on
general knowledge or on copies of an encyclopedia alone is there and marked `is_sourced` false (`standing` says which);
`sourced_only` leaves it out, which a headline analysis does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import polars as pl

from statusquo.cases.coding import CodedField, CodedValue, coded_fields
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.core.columns import checked

Reading = Literal["main", "alternative"]
"""Which coding is taken where it is contested: the case's own, or the first of its rivals."""

_TYPES: dict[str, pl.DataType] = {
    "flag": pl.Boolean(),
    "number": pl.Float64(),
    "whole": pl.Int32(),
    "year": pl.Int32(),
    "text": pl.String(),
    "choice": pl.String(),
}


def coded_cases(*, reading: Reading = "main", sourced_only: bool = False, own: Case | None = None) -> pl.DataFrame:
    """Return one row per bundled case and one column per declared field.

    Args:
        reading: for contested fields, the main coding or the first alternative.
        sourced_only: leave out values that rest on general knowledge or copies of an encyclopedia alone.
        own: a case of one's own, which comes last, in the place of a bundled one with its id.

    Returns:
        `case`, `title`, `ucdp_conflict`, `sdm`, then the fields in the order of their declaration.
    """
    cases = [load_case(name) for name in bundled_ids() if own is None or name != own.id]
    rows = [_row(case, reading, sourced_only=sourced_only) for case in (*cases, *([own] if own else [])) if case.coding]
    schema: dict[str, Any] = {
        "case": pl.String(),
        "title": pl.String(),
        "ucdp_conflict": pl.List(pl.Int32()),
        "sdm": pl.String(),
        **{field.name: _TYPES[field.type] for field in coded_fields().values()},
    }
    return pl.DataFrame(rows, schema=schema)


def coded_values() -> pl.DataFrame:
    """Return one row per case and coded field: table ``cases.coded_values``.

    `value` and `alternatives` are texts; flags read true and false. `is_contested` says that there are alternatives.
    """
    rows = [row for name in bundled_ids() for row in _long_rows(name)]
    schema: dict[str, Any] = {
        **dict.fromkeys(("case", "field", "value"), pl.String()),
        "alternatives": pl.List(pl.String()),
        "is_contested": pl.Boolean(),
        "known_when": pl.String(),
        "as_of": pl.String(),
        "source_ids": pl.List(pl.String()),
        "is_sourced": pl.Boolean(),
        "standing": pl.String(),
        "confidence": pl.String(),
        "note": pl.String(),
    }
    return checked(pl.DataFrame(rows, schema=schema), "cases.coded_values")


def _row(case: Case, reading: Reading, *, sourced_only: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "case": case.id, "title": case.title, "ucdp_conflict": list(case.ids.ucdp_conflict), "sdm": case.ids.sdm,
    }  # fmt: skip
    for coded in case.coding:
        if not sourced_only or case.is_sourced(coded):
            field = coded_fields()[coded.field]
            row[field.name] = _plain(field, _read(coded, reading))
    return row


def _read(coded: CodedValue, reading: Reading) -> bool | float | str:
    return coded.alternative[0] if reading == "alternative" and coded.alternative else coded.value


def _plain(field: CodedField, value: bool | float | str) -> bool | float | str:
    """Return a whole number as one: TOML's numbers all arrive as floats."""
    return int(value) if field.type in ("whole", "year") and not isinstance(value, str) else value


def _long_rows(name: str) -> Iterator[dict[str, Any]]:
    case = load_case(name)
    order = list(coded_fields())
    for coded in sorted(case.coding, key=lambda coded: order.index(coded.field)):
        field = coded_fields()[coded.field]
        yield {
            "case": case.id,
            "field": field.name,
            "value": _text(field, coded.value),
            "alternatives": [_text(field, value) for value in coded.alternative],
            "is_contested": bool(coded.alternative),
            "known_when": field.known_when,
            "as_of": coded.as_of,
            "source_ids": list(coded.source),
            "is_sourced": case.is_sourced(coded),
            "standing": case.standing(coded),
            "confidence": coded.confidence,
            "note": coded.note,
        }


def _text(field: CodedField, value: bool | float | str) -> str:
    plain = _plain(field, value)
    if isinstance(plain, bool):
        return str(plain).lower()
    return f"{plain:.10g}" if isinstance(plain, float) else str(plain)
