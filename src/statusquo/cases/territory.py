"""The claimed territory of a case: names, shape, what was held beyond it, districts, places and lines."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, PrivateAttr, model_validator

from statusquo.documents.dates import PartialDate
from statusquo.documents.values import FactKey, Language, Line, Number, ShapeFile, ShapeRef, Slug, Strict, Text


class Name(Strict):
    """A name of the territory or of a place, in one language, with who uses it."""

    text: Line
    language: Language
    used_by: tuple[Slug, ...] = ()


class Shape(Strict):
    """An outline: the union of the snapshot's shapes in `include` less that of `exclude`, or the area in a `file`.

    What the file holds is read by whoever loads the case (`cases.load`), which alone knows where it lies.
    """

    include: tuple[ShapeRef, ...] = Field(default=(), min_length=1)
    exclude: tuple[ShapeRef, ...] = ()
    file: ShapeFile | None = None
    """A GeoJSON file beside the case file."""
    approximation: Text | None = None
    reference_area: FactKey | None = None
    """Key of the fact that gives the published area, against which the shape's error is computed."""
    _area: bytes | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _is_given_one_way(self) -> Shape:
        if self.file is None and not self.include:
            raise ValueError("a shape has neither include nor file; allowed: one of them")
        if self.file is not None and (self.include or self.exclude):
            raise ValueError("a shape is given in two ways; allowed: file, or include and exclude")
        return self

    @property
    def area(self) -> bytes | None:
        """The area in its file, in degrees as well-known binary; None for one put together from shapes."""
        return self._area

    def take(self, area: bytes) -> None:
        """Keep the area that its file holds."""
        self._area = area


class District(Strict):
    """A part of the territory, or of the land held beyond it."""

    id: Slug
    name: Line
    other_names: tuple[Name, ...] = ()
    group: Literal["claimed", "surrounding"]
    shape: ShapeRef | None = None
    note: Line | None = None


class Place(Strict):
    """A town shown on the map, with all names in use; position in degrees, WGS84.

    `approximation` says what the position is when it is not the town's own, such as a point in its district.
    """

    id: Slug
    names: tuple[Name, ...] = Field(min_length=1)
    longitude: Number = Field(ge=-180, le=180)
    latitude: Number = Field(ge=-90, le=90)
    approximation: Text | None = None
    source: tuple[Slug, ...] = Field(min_length=1)


class MapLine(Strict):
    """A line on the map, such as a line of contact, given by the edge of a shape."""

    id: Slug
    name: Line
    start: PartialDate
    end: PartialDate | None = None
    edge_of: tuple[ShapeRef, ...] = Field(min_length=1)
    inside: ShapeRef
    approximation: Text
    source: tuple[Slug, ...] = Field(min_length=1)


class Territory(Strict):
    """The claimed territory: names, shape, what was held beyond it, districts, places and lines."""

    name: tuple[Name, ...] = Field(min_length=1)
    shape: Shape | None = None
    held: Shape | None = None
    district: tuple[District, ...] = ()
    place: tuple[Place, ...] = ()
    line: tuple[MapLine, ...] = ()
