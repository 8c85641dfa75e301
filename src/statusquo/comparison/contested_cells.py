"""Cells of the bundled cases that are measured otherwise than they are coded, for the fields of a comparison.

The comparison takes the coding. What is measured differently stands beside it, as it does wherever else the factor is
told, so that no reader has to find out by himself that two parts of the package disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from statusquo.cases.load import load_case
from statusquo.core.estimates import Estimate
from statusquo.core.in_use import kept_by_snapshot
from statusquo.core.jsonable import Jsonable
from statusquo.snapshot.store import open_snapshot
from statusquo.structure.codings import FIELDS
from statusquo.structure.factors import told
from statusquo.structure.readings import Coded, Rival


@dataclass(frozen=True, slots=True)
class ContestedCell(Jsonable):
    """One cell whose coded and measured value differ beyond the factor's tolerance.

    Attributes:
        case: the case.
        field: the coded field.
        factor: the factor of structure that measures the same.
        taken: the value that counts first.
        rival: the other value, with its basis and why the two may differ.
    """

    case: str
    field: str
    factor: str
    taken: Estimate
    rival: Rival


def contested_cells(cases: Iterable[str], fields: Collection[str]) -> tuple[ContestedCell, ...]:
    """Return the contested cells of these cases, in their order.

    Args:
        cases: ids of bundled cases.
        fields: the coded fields that a comparison rests on.
    """
    return tuple(cell for case in cases for cell in _of_case(case) if cell.field in fields)


@kept_by_snapshot
def _of_case(name: str) -> tuple[ContestedCell, ...]:
    return tuple(_cells(name, told(load_case(name), open_snapshot())))


def _cells(name: str, factors: dict[str, Coded]) -> Iterator[ContestedCell]:
    for factor, found in factors.items():
        field = FIELDS.get(factor)
        if field is not None and found.is_contested:
            rival = next(r for r in found.rivals if r.basis in ("measured", "general knowledge"))
            yield ContestedCell(name, field.name, factor, found.estimate, rival)
