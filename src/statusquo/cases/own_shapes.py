"""The outlines that people bring: GeoJSON files beside a case file, and their areas in the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from statusquo.cases.admission import shapes_of_territory
from statusquo.cases.model import Case
from statusquo.core.errors import CaseError, InputError, Problem
from statusquo.core.files import kind_of
from statusquo.documents.faults import Fault, show
from statusquo.documents.geojson import area_in
from statusquo.documents.values import ShapeFile


def missing_shape_files(folder: Path, case: Case) -> Iterator[Fault]:
    """Yield the files of shapes that do not lie in the folder of the case file."""
    for key, shape in shapes_of_territory(case):
        if shape.file is not None and kind_of(folder / shape.file, error=CaseError) is None:
            allowed = "a GeoJSON file in the folder of the case file"
            yield Fault(("territory", key, "file"), "there is no such file", show(shape.file), allowed)


def with_areas(case: Case, folder: Path) -> Case:
    """Return a case from a folder, with the areas in the GeoJSON files that it names.

    Raises:
        CaseError: when a file cannot be read, or holds no area.
    """
    for _, shape in shapes_of_territory(case):
        if shape.file is not None:
            import shapely

            shape.take(shapely.to_wkb(area_in(folder / shape.file, error=CaseError)))
    return case


def shape_beside(case_file: Path, shape: Path) -> str:
    """Return how a case file that is to be written names a GeoJSON file, after looking at what that holds.

    Args:
        case_file: where the case file will lie.
        shape: the GeoJSON file.

    Raises:
        InputError: when it cannot be read, holds no area, or lies elsewhere than the case file will.
    """
    area_in(shape, error=CaseError)
    if shape.parent.resolve() != case_file.parent.resolve():
        where = f"a file in {case_file.parent.resolve()}, where the case file will lie"
        raise InputError(Problem("the shape lies in another folder", field="shape", found=str(shape), allowed=where))
    try:
        return TypeAdapter(ShapeFile).validate_python(shape.name)
    except ValidationError:
        allowed = "a name that ends in .geojson or .json, and begins with no dot"
        problem = Problem("the shape's file is called otherwise", field="shape", found=str(shape), allowed=allowed)
        raise InputError(problem) from None
