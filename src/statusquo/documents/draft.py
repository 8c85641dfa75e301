"""A wrong file as far as it can be read: tables as their models, unchecked, so that its parts can be compared.

What must hold between the parts of a file is checked by functions of its model. Of a file with a wrong value there is
no model yet; a draft lets the same checks run, so that one reading of the file tells everything that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from statusquo.documents.dates import PartialDate
from statusquo.documents.faults import Fault, FieldPath
from statusquo.documents.validation import required_type, types_of

MISSING_KEY = "a required key is missing"


def draft_of(data: dict[str, Any], table: type[BaseModel]) -> Any:
    """Return plain tables as a model without validation: what is wrong stands as it is, what is missing is None."""
    types = types_of(table)
    values: dict[str, Any] = {}
    for name, field in table.model_fields.items():
        key = field.alias or name
        annotation = required_type(types[key])
        if key in data:
            values[name] = _value(data[key], annotation)
        elif not field.is_required():
            values[name] = field.get_default(call_default_factory=True)
        else:
            values[name] = {tuple: (), dict: {}}.get(get_origin(annotation))
    return table.model_construct(**values)


def _value(value: Any, annotation: Any) -> Any:
    if isinstance(value, list) and get_origin(annotation) is tuple:
        return tuple(_value(one, get_args(annotation)[0]) for one in value)
    if isinstance(value, dict) and get_origin(annotation) is dict:
        return {name: _value(one, get_args(annotation)[1]) for name, one in value.items()}
    if annotation is PartialDate:
        try:
            return PartialDate.parse(value)
        except ValueError:
            return value
    is_table = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return draft_of(value, annotation) if is_table and isinstance(value, dict) else value


def faults_of_draft(
    draft: Any, checks: Iterable[Callable[[Any], Iterable[Fault]]], known: Iterable[Fault]
) -> Iterator[Fault]:
    """Yield what the checks find in a draft and nothing has told yet.

    A check ends where it meets a value that is not of its type, which is told already; so does what it would say of
    such a value, or of a table that lacks a key.

    Args:
        draft: of the file.
        checks: functions of the model of the file.
        known: what is wrong with single values.
    """
    known = tuple(known)
    told = {fault.path for fault in known} | {fault.path[:-1] for fault in known if fault.what == MISSING_KEY}
    for check in checks:
        try:
            yield from (fault for fault in check(draft) if not _is_told(fault.path, told))
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            continue


def _is_told(path: FieldPath, told: set[FieldPath]) -> bool:
    """Return whether a place or a value around it is told; that the file itself lacks a key is not enough."""
    return any(path[:length] in told for length in range(1, len(path) + 1))
