"""A table of cases of which some columns are measured and calibrated by anchors, and others name a case's cluster."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from statusquo.comparison.case_tables import CaseTable, calibrated_cases
from statusquo.comparison.measured_cases import Anchors, MeasuredCases, calibrate
from statusquo.core.errors import InputError, Problem, UnknownNameError
from statusquo.documents.csv_table import is_missing, told


def measured_cases(found: CaseTable, anchors: Mapping[str, Anchors], *, is_absence: bool = False) -> MeasuredCases:
    """Return the cases of a table as sets, those columns calibrated that have anchors.

    Args:
        found: the table, with an outcome.
        anchors: for each measured column exclusion, crossover and inclusion, or the one threshold of a crisp set.
        is_absence: whether the absence of the outcome is explained.

    Raises:
        InputError: when anchors cannot be used, or with every column and cell that is not what it should be.
    """
    sets = (*found.conditions, *([found.outcome] if found.outcome else ()))
    for name, chosen in anchors.items():
        if name not in sets:
            raise UnknownNameError("condition or outcome", name, sets, hint="to calibrate")
        if len(chosen) not in (1, 3) or not all(map(math.isfinite, chosen)):
            given, allowed = ",".join(f"{value:g}" for value in chosen), "one threshold, or three anchors"
            raise InputError(Problem("the number of anchors", field=name, found=given, allowed=allowed))
    values = {name: found.numbers([name])[:, 0] for name in anchors}
    rows = [dict(row) for row in found.table.rows]
    for name, measured in values.items():
        # A missing cell stays as it is, and is told with the others.
        known = np.flatnonzero(np.isfinite(measured))
        for i, membership in zip(known, calibrate(measured[known], anchors[name]), strict=True):
            rows[i][name] = np.format_float_positional(membership)
    table = replace(found.table, rows=tuple(rows))
    return MeasuredCases(calibrated_cases(replace(found, table=table), is_absence=is_absence), values, dict(anchors))


def without_columns(found: CaseTable, apart: Sequence[str]) -> CaseTable:
    """Return the table without some columns among its conditions, such as those of clusters."""
    return replace(found, conditions=tuple(name for name in found.conditions if name not in apart))


def groups_of(found: CaseTable, column: str) -> dict[str, str]:
    """Return what a column says of each case, such as its year or its region.

    Raises:
        UnknownNameError: when there is no such column.
        InputError: when a cell of it is missing.
    """
    if column not in found.table.header:
        raise UnknownNameError("column", column, found.table.header, hint=f"in {found.table.file}")
    cells = [row[column] for row in found.table.rows]
    if wrong := [i for i, cell in enumerate(cells) if is_missing(cell)]:
        raise InputError(told([found.table.wrong_cell(i, column, "the cell is empty", "a group") for i in wrong]))
    return dict(zip(found.names, cells, strict=True))
