"""A commented template of a case file: every table and key, what is allowed there, required or optional.

What a key means and an example of it stand in ``template.toml``; what is allowed comes from the model, so that the two
cannot differ. A template may begin from what UCDP gives on a conflict; the rest is filled with placeholders that
rest on general knowledge, which counts as no source.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from textwrap import wrap
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from statusquo.cases.model import Case
from statusquo.cases.territory import Name
from statusquo.core.errors import UnknownNameError
from statusquo.documents.template import checked_id, with_schema_line
from statusquo.documents.validation import allowed_for, required_type, types_of

_HEAD = """\
# A case file of statusquo: one dispute as data. Check it with: statusquo cases check FILE
#
# Lines that begin with # and a blank explain. Lines that begin with # alone are keys and tables that may be given:
# take the # away to use them. Every statement cites a [[source]] by its id. Dates are 1992, 1992-05 or 1992-05-18,
# as fine as the source is. Of each kind of row there may be as many as it takes.
"""
_PLACEHOLDERS: dict[str, Any] = {
    "actor": [
        {"id": "parent-state", "name": "<Parent state>", "kind": "state", "role": [{"role": "parent"}]},
        {"id": "separatist-side", "name": "<Separatist side>", "kind": "movement", "role": [{"role": "separatist"}]},
    ],
    "holding": [{}],
    "territory": {},
    "source": [{}],
}
"""What a file must have; keys that are required and not given here take their example."""

_UCDP_ID = re.compile(r"ucdp-\d{1,6}")


def template(case_id: str, *, origin: str | None = None, shape: str | None = None) -> str:
    """Return the text of a template: a valid case file but for the words in angle brackets, which wait for an author's.

    Args:
        case_id: the id of the new case.
        origin: id of a UCDP conflict to fill in what the data give.
        shape: name of a GeoJSON file with the territory, in place of a shape that the data give.

    Raises:
        InputError: when the id is not allowed, or there is no such conflict.
    """
    checked_id(case_id, "first-war")
    given = {**(_derived(origin) if origin else _PLACEHOLDERS), "id": case_id}
    if shape is not None:
        given["territory"] = {**given["territory"], "shape": {"file": shape}}
    writer = _Writer(given)
    lines = "\n".join([_HEAD, *writer.table("", Case, given, is_live=True)])
    return with_schema_line(lines.rstrip() + "\n", "case")


def _derived(origin: str) -> dict[str, Any]:
    from statusquo.cases.load import load_case

    if not _UCDP_ID.fullmatch(origin):
        raise UnknownNameError("conflict", origin, (), hint="a case starts from ucdp- and a number, such as ucdp-352")
    case = load_case(origin).model_dump(mode="json", exclude_defaults=True)
    case.pop("origin")
    return case


@cache
def meanings() -> Mapping[str, Mapping[str, Any]]:
    """Return, by table, the meaning and an example of each key."""
    return tomllib.loads((files("statusquo.cases") / "template.toml").read_text(encoding="utf-8"))


class _Writer:
    """Writes the tables of one template; each table is explained where it first stands."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._explained: set[str] = set()
        roles = {role["role"]: actor["id"] for actor in reversed(given["actor"]) for role in actor.get("role", ())}
        claimants = [a["id"] for a in given["actor"] if any(r["role"] == "claimant" for r in a.get("role", ()))]
        one, other = (roles["parent"], roles["separatist"]) if not claimants else claimants[:2]
        source = next((row["id"] for row in given["source"] if "id" in row), meanings()["source"]["id"][1])
        self._words = {
            "id": given["id"], "parent": one, "separatist": other, "source": source,
        }  # fmt: skip

    def table(self, path: str, model: type[BaseModel], row: Mapping[str, Any], *, is_live: bool) -> Iterator[str]:
        """Yield the lines of one row: its own keys, then the tables in it."""
        is_first = path not in self._explained
        self._explained.add(path)
        inner: list[tuple[str, Any]] = []
        for name, annotation in _keys(model):
            if _table_of(annotation) or get_origin(annotation) is dict:
                inner.append((name, annotation))
            else:
                yield from self._key(path, model, name, row, is_first=is_first, is_live=is_live)
        yield ""
        for name, annotation in inner:
            place = f"{path}.{name}" if path else name
            yield from self._inner(place, annotation, row.get(name), is_first=is_first, is_live=is_live)

    def _inner(self, path: str, annotation: Any, value: Any, *, is_first: bool, is_live: bool) -> Iterator[str]:
        is_given = value is not None or _is_required(path)
        if not (is_given or is_first):
            return
        live = is_live and is_given
        rows = value if isinstance(value, list) else [value or {}]
        for row in rows:
            if path not in self._explained:
                yield from _comment(f"{'-' * 8} {path}: {_table_need(path)}. {meanings()[path]['_']}")
            is_array = get_origin(annotation) is tuple
            yield _mark(f"[[{path}]]" if is_array else f"[{path}]", live)
            if model := _table_of(annotation):
                yield from self.table(path, model, row, is_live=live)
            else:
                yield from self._free_table(path, row, is_live=live)

    def _free_table(self, path: str, row: Mapping[str, Any], *, is_live: bool) -> Iterator[str]:
        """Yield the lines of a table whose keys the author chooses."""
        self._explained.add(path)
        for name, (meaning, example) in ((k, v) for k, v in meanings()[path].items() if k != "_"):
            yield from _comment(f"{name}: optional; {allowed_for((*_steps(path), name), Case)}. {meaning}")
            yield _mark(f"{name} = {_toml(row.get(name, example))}", is_live)
        yield ""

    def _key(
        self, path: str, model: type[BaseModel], name: str, row: Mapping[str, Any], *, is_first: bool, is_live: bool
    ) -> Iterator[str]:
        meaning, example = meanings()[path or "case"][name]
        is_required = model.model_fields[name].is_required()
        if is_first:
            allowed = allowed_for((*_steps(path), name), Case)
            bounds = _bounds(model.model_fields[name].metadata)
            yield from _comment(f"{name}: {'required' if is_required else 'optional'}; {allowed}{bounds}. {meaning}")
            if _is_names(types_of(model)[name]) and "name" not in self._explained:
                self._explained.add("name")
                for key, (what, _) in ((k, v) for k, v in meanings()["name"].items() if k != "_"):
                    need = "required" if Name.model_fields[key].is_required() else "optional"
                    yield from _comment(f"  {key}: {need}; {allowed_for(('territory', 'name', 0, key), Case)}. {what}")
        if name in row or is_required:
            yield _mark(f"{name} = {_toml(self._filled(row.get(name, example), row))}", is_live)
        elif is_first:
            yield f"#{name} = {_toml(self._filled(example, row))}"

    def _filled(self, value: Any, row: Mapping[str, Any]) -> Any:
        """Return an example with the words in braces replaced by what this file calls them."""
        if isinstance(value, list):
            return [self._filled(one, row) for one in value]
        if isinstance(value, dict):
            return {name: self._filled(one, row) for name, one in value.items()}
        if value == "{value}":
            return row.get("value", meanings()["fact"]["value"][1])
        if value == "{since}":
            return row.get("date") or row.get("start") or "1990"
        return self._words.get(value[1:-1], value) if isinstance(value, str) and value.startswith("{") else value


def _keys(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Yield the keys of a table with their types; those of a base class, such as the source, come last."""
    own = model.__annotations__
    types = types_of(model)
    for name in sorted(model.model_fields, key=lambda name: name not in own):
        if not (model is Case and name == "origin"):
            yield name, required_type(types[name])


def _table_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a table or of an array of tables; names are written in line and count as values."""
    inner = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not Name else None


def _is_names(annotation: Any) -> bool:
    return get_origin(annotation) is tuple and get_args(annotation)[0] is Name


def _steps(path: str) -> tuple[str | int, ...]:
    """Return the path of the first row of a table, through the first rows of the tables around it."""
    steps: tuple[str | int, ...] = ()
    annotation: Any = Case
    for name in path.split(".") if path else ():
        annotation = required_type(types_of(annotation)[name])
        steps = (*steps, name, 0) if get_origin(annotation) is tuple else (*steps, name)
        annotation = _table_of(annotation)
    return steps


def _is_required(path: str) -> bool:
    outer, _, name = path.rpartition(".")
    annotation: Any = Case
    for part in outer.split(".") if outer else ():
        annotation = _table_of(required_type(types_of(annotation)[part]))
    field = annotation.model_fields[name]
    return bool(field.is_required())


def _table_need(path: str) -> str:
    return "required" if _is_required(path) else "optional"


def _bounds(metadata: Iterable[Any]) -> str:
    """Return the limits of a number in words, nothing where it has none."""
    low, high = (next((getattr(m, end) for m in metadata if hasattr(m, end)), None) for end in ("ge", "le"))
    return f" from {low} to {high}" if low is not None and high is not None else ""


def _comment(text: str) -> list[str]:
    return wrap(text, 120, initial_indent="# ", subsequent_indent="#     ", break_on_hyphens=False)


def _mark(line: str, is_live: bool) -> str:
    return line if is_live else f"#{line}"


def _toml(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}"
