"""The values a file of data may hold, and what every table of it has in common."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticOmit

from statusquo.core.plain_text import hidden_character

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=120)]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
"""Numbers and flags are taken as TOML writes them: no text that looks like one, and true is not 1."""


def _visible(text: str) -> str:
    if found := hidden_character(text):
        raise ValueError(f"a character that nobody sees stands in the text, {found}; allowed: text and line breaks")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True), AfterValidator(_visible)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), AfterValidator(_visible)]
ShapeRef = Annotated[str, StringConstraints(pattern=r"^(areas|provinces|countries):[A-Za-z0-9_.+-]+$", max_length=60)]
"""A shape of the snapshot: its table and Natural Earth code, such as ``areas:B38``."""

ShapeFile = Annotated[str, StringConstraints(pattern=r"^[^/\\:.][^/\\:]*\.(geojson|json)$", max_length=100)]
"""A GeoJSON file in the folder of the file that names it; no path, which a stranger's file could point anywhere."""

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})*$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A coded field of a case, such as ``sea_access``."""

AreaCode = Annotated[str, StringConstraints(pattern=r"^B\d{2}$")]

Confidence = Literal["high", "medium", "low"]


class ByLoader:
    """Marks a field that no file may hold and its loader fills; the JSON Schema of the file leaves it out."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        """Tell pydantic to leave the field out."""
        raise PydanticOmit


class Strict(BaseModel):
    """A table that refuses unknown keys and is not changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Sourced(Strict):
    """A table that says on which sources it rests, and how sure it is."""

    source: tuple[Slug, ...] = Field(min_length=1)
    confidence: Confidence = "medium"
    note: Line | None = None
