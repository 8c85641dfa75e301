"""Turns what pydantic says about a file of data into faults that a person can act on.

Each names the key, what was found and what is allowed there, in the words of the model: the names a table may
have, the choices of a field, the form of an id or a date. Read only when a file is wrong.
"""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError

from statusquo.documents import values
from statusquo.documents.dates import ALLOWED_DATES, PartialDate
from statusquo.documents.faults import Fault, FieldPath, InconsistentError, show

_FORMS: dict[Any, str] = {
    values.Slug: "lower-case words joined by hyphens, such as first-war",
    values.FactKey: "lower-case words joined by dots and underscores, such as territory.oblast.area_km2",
    values.FieldName: "a field that coded_fields.csv declares, such as sea_access",
    values.ShapeRef: "areas:, provinces: or countries: and a code, such as areas:B38",
    values.ShapeFile: "the name of a .geojson file in the folder of this file, such as northland.geojson",
    values.Address: "an address that begins with http:// or https://",
    values.Language: "a language code such as en or az",
    values.AreaCode: "B and two digits, such as B38",
    values.Line: "a text of 1 to 400 characters",
    values.Text: "a text of 1 to 4,000 characters",
    PartialDate: ALLOWED_DATES,
    str: "a text",
    values.Whole: "a whole number",
    values.Number: "a number",
    values.Flag: "true or false",
}


def faults_of_table(error: ValidationError | None, data: dict[str, Any], root: type[BaseModel]) -> list[Fault]:
    """Return everything wrong with the plain tables of a file of data, each fault once.

    Args:
        error: what pydantic said about `data`, None when it had nothing to say.
        data: the tables, as TOML gives them.
        root: the model of the whole file.
    """
    faults: dict[FieldPath, Fault] = {}
    for name in data.keys() & (types_of(root).keys() - set(keys_of(root))):
        # The model has it, but it is for the loader to say.
        faults[name,] = _unknown_key((name,), root)
    between_parts: tuple[Fault, ...] = ()
    for detail in error.errors(include_url=False) if error else ():
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, InconsistentError):
            between_parts = cause.faults
            continue
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # pydantic does not count elements that are wrong themselves; those are reported
        path = _path_in(data, detail["loc"], is_missing=detail["type"] == "missing")
        # A field of two types is reported once for each: the first report stands for both.
        faults.setdefault(path, _fault(path, detail["type"], detail["msg"], detail["input"], cause, root))
    return [*faults.values(), *between_parts]


def _unknown_key(path: FieldPath, root: type[BaseModel]) -> Fault:
    """Return the fault of a key that its table does not have."""
    return Fault(path, "unknown key", show(path[-1]), ", ".join(_keys_at(path[:-1], root)) or None)


def _path_in(data: Any, loc: tuple[int | str, ...], *, is_missing: bool) -> FieldPath:
    """Return the part of pydantic's location that the data have: it names types too, which are no keys."""
    path: FieldPath = ()
    for part in loc:
        exists = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        )
        if not exists:
            return (*path, part) if is_missing else path
        data, path = data[part], (*path, part)
    return path


def _fault(
    path: FieldPath, kind: str, message: str, found: Any, cause: Exception | None, root: type[BaseModel]
) -> Fault:
    if kind == "extra_forbidden":
        return _unknown_key(path, root)
    annotation = _annotation_at(path, root)
    allowed = describe(annotation) if annotation is not None else None
    if kind == "missing":
        return Fault(path, "a required key is missing", "nothing", allowed)
    if cause is not None:
        what, _, named = str(cause).partition("; allowed: ")
        return Fault(path, what, show(found), named or None)
    if kind == "too_short":
        return Fault(path, "too few elements", show(found), "at least one")
    if kind in ("greater_than_equal", "less_than_equal"):
        allowed = None
    expected = message.removeprefix("Input should ").removeprefix("be ").removeprefix("have ")
    return Fault(path, "the value is not allowed here", show(found), allowed or expected)


def allowed_for(path: FieldPath, root: type[BaseModel]) -> str:
    """Return what a model allows at a path, in words."""
    annotation = _annotation_at(path, root)
    return describe(annotation) or _FORMS[str]


def _annotation_at(path: FieldPath, root: type[BaseModel]) -> Any:
    """Return the type that the model declares at a path, None where it declares none."""
    annotation: Any = root
    for part in path:
        if isinstance(part, int):
            arguments = get_args(annotation)
            annotation = arguments[0] if get_origin(annotation) is tuple else None
        elif get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            annotation = required_type(types_of(annotation).get(part))
        else:
            return None
    return annotation


@cache
def types_of(table: type[BaseModel]) -> dict[str, Any]:
    """Return the declared types of a table's keys, as files write them."""
    hints = get_type_hints(table, include_extras=True)
    return {field.alias or name: hints[name] for name, field in table.model_fields.items()}


def required_type(annotation: Any) -> Any:
    """Return a type without the None of an optional field."""
    if get_origin(annotation) in (Union, UnionType):
        rest = tuple(argument for argument in get_args(annotation) if argument is not NoneType)
        return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007 - built from values
    return annotation


def _keys_at(path: FieldPath, root: type[BaseModel]) -> list[str]:
    annotation = _annotation_at(path, root)
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return []
    return keys_of(annotation)


def keys_of(table: type[BaseModel]) -> list[str]:
    """Return the keys that a table of a file may have: the fields of its model, but those that its loader fills."""
    fields = table.model_fields.items()
    return [
        field.alias or name
        for name, field in fields
        if not any(isinstance(one, values.ByLoader) for one in field.metadata)
    ]


def describe(annotation: Any) -> str | None:
    """Return what is allowed for a type in words, None where pydantic's own words serve better."""
    if annotation in _FORMS:
        return _FORMS[annotation]
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(repr(choice) for choice in get_args(annotation))
    if origin in (Union, UnionType):
        return " or ".join(filter(None, map(describe, get_args(annotation))))
    if origin is tuple:
        inner = get_args(annotation)[0]
        return "an array of tables" if _is_model(inner) else f"an array, each element {describe(inner) or 'a text'}"
    if origin is dict or _is_model(annotation):
        return "a table"
    return None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
