"""One kind of file that people write: its model, its limits, what its parts must hold, and the files that ship."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from statusquo.core.errors import InputError, UnknownNameError
from statusquo.core.files import read_text
from statusquo.documents.faults import Fault, InconsistentError
from statusquo.documents.template import checked_id, with_schema_line
from statusquo.documents.toml import MAX_BYTES, MAX_DEPTH, parse_toml, problems_in_order

ModelT = TypeVar("ModelT", bound=BaseModel)
PartT = TypeVar("PartT", bound=BaseModel)
Check = Callable[[Any], Iterable[Fault]]

SHIPPED = {"is_shipped": True}
"""The context in which a model reads a file that ships: what holds between its parts need not be looked at again."""

_HEAD = re.compile(r"^\[\[?(\w+)", re.MULTILINE)
"""The head of a table, or of an array of tables, with the name at the top that it is part of."""


@dataclass(frozen=True)
class Bundle(Generic[ModelT]):
    """One kind of file.

    Attributes:
        kind: what errors and commands call it, such as ``explanation``.
        model: of the whole file.
        error: raised when a file is wrong, with all that is wrong with it.
        package: in which the files that ship lie, such as ``statusquo.cases``; none ship without one.
        folder: their folder in it, part by part.
        checks: what must hold between the parts, beyond what the model compares itself.
        in_model: what the model compares itself once each part is right.
        max_bytes: largest file.
        max_depth: levels of nesting.
        first: ids that are listed before the others.
        others: files of the folder that are of another kind.
        also: what a name may be beside an id, in the words of an error.
        template: file of the package with a commented template.
    """

    kind: str
    model: type[ModelT]
    error: type[InputError]
    package: str = ""
    folder: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    in_model: tuple[Check, ...] = ()
    max_bytes: int = MAX_BYTES
    max_depth: int = MAX_DEPTH
    first: tuple[str, ...] = ()
    others: frozenset[str] = field(default=frozenset())
    also: str = ""
    template: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the ids of the files that ship with the package."""
        return _names(self.package, self.folder, self.first, self.others)

    def path_of(self, id_or_path: str | Path) -> Path | None:
        """Return the path that a text means, or None where it is an id: it ends in ``.toml`` or has a separator."""
        if isinstance(id_or_path, Path):
            return id_or_path
        separators = [separator for separator in (os.sep, os.altsep) if separator]
        is_path = id_or_path.endswith(".toml") or any(separator in id_or_path for separator in separators)
        return Path(id_or_path) if is_path else None

    def unknown(self, name: str) -> UnknownNameError:
        """Return the error that no file of this kind has a name."""
        hint = ", ".join(["a bundled id", *([self.also] if self.also else [])]) + " or the path of a .toml file"
        return UnknownNameError(self.kind, name, self.names(), hint=hint)

    def shipped(self, name: str, checks: Iterable[Check] = (), **filled: Any) -> ModelT:
        """Return a file that ships; that it keeps to the limits and hangs together is known since before it did.

        Args:
            name: its id.
            checks: as for `from_text`.
            filled: fields that no file may hold and its loader fills.
        """
        try:
            found = self.model.model_validate({**tomllib.loads(self.shipped_text(name)), **filled}, context=SHIPPED)
        except ValueError:  # of whoever writes one: the errors of a stranger's file say what is wrong
            with as_file(files(self.package).joinpath(*self.folder, f"{name}.toml")) as path:
                return self.read(path, checks, **filled)
        if faults := [fault for check in checks for fault in check(found)]:
            raise self.error(problems_in_order(faults, self.shipped_text(name), f"{name}.toml"))
        return found

    def shipped_part(self, name: str, part: type[PartT]) -> PartT:
        """Return a part of a file that ships: a model of some of its tables, without the others being read.

        Args:
            name: its id.
            part: the model of the tables that are wanted.
        """
        text = self.shipped_text(name)
        heads = [(match.start(), match[1]) for match in _HEAD.finditer(text)]
        ends = [start for start, _ in heads[1:]] + [len(text)]
        wanted = [text[start:end] for (start, name), end in zip(heads, ends, strict=True) if name in part.model_fields]
        tables = tomllib.loads(text[: heads[0][0]] + "".join(wanted))
        return part.model_validate({key: tables[key] for key in tables.keys() & part.model_fields}, context=SHIPPED)

    def shipped_text(self, name: str) -> str:
        """Return the text of a file that ships."""
        return files(self.package).joinpath(*self.folder, f"{name}.toml").read_text(encoding="utf-8")

    def new_text(self, id: str) -> str:
        """Return the text of a new file: a commented template with the id in it.

        Raises:
            InputError: when the id is not allowed.
        """
        text = (files(self.package) / self.template).read_text(encoding="utf-8")
        return with_schema_line(text.replace("{id}", checked_id(id, "first-war")), self.kind)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the kind of file: its tables and keys, not what must hold between them."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **self.model.model_json_schema()}

    def text(self, path: Path) -> str:
        """Return the text of a file.

        Raises:
            InputError: of the kind's class, when the file cannot be read, is too large, or no UTF-8.
        """
        return read_text(path, limit_bytes=self.max_bytes, error=self.error)

    def tables(self, text: str, file: str) -> dict[str, Any]:
        """Return the plain tables of a text.

        Raises:
            InputError: of the kind's class, when the text is no TOML, or nested or filled beyond the limits.
        """
        return parse_toml(text, file, error=self.error, depth=self.max_depth)

    def read(self, path: Path, checks: Iterable[Check] = (), **filled: Any) -> ModelT:
        """Return what a file holds; see `from_text`.

        Raises:
            InputError: of the kind's class, when the file cannot be read or is wrong, with everything that is.
        """
        return self.from_text(self.text(path), str(path), checks, **filled)

    def from_text(self, text: str, file: str, checks: Iterable[Check] = (), **filled: Any) -> ModelT:
        """Return what a text holds.

        Args:
            text: the TOML.
            file: how errors call the file.
            checks: what must hold beyond what every file of the kind must, such as against another file.
            filled: fields that no file may hold and its loader fills.

        Raises:
            InputError: of the kind's class, when the text is wrong, with everything that is.
        """
        data = self.tables(text, file)
        found, faults = self._validated(data, (*self.checks, *checks), filled)
        if found is None or faults:
            raise self.error(problems_in_order(faults, text, file))
        return found

    def _validated(
        self, data: dict[str, Any], checks: tuple[Check, ...], filled: Mapping[str, Any]
    ) -> tuple[ModelT | None, list[Fault]]:
        try:
            found = self.model.model_validate({**data, **filled})
        except ValidationError as error:
            return None, self._faults(error, data, checks)
        if any(name in data for name in filled):
            return None, self._faults(None, data, checks)
        return found, [fault for check in checks for fault in check(found)]

    def _faults(self, error: ValidationError | None, data: dict[str, Any], checks: tuple[Check, ...]) -> list[Fault]:
        # Read only when a file is wrong.
        from statusquo.documents.draft import draft_of, faults_of_draft
        from statusquo.documents.validation import faults_of_table

        faults = faults_of_table(error, data, self.model)
        draft = draft_of(data, self.model)
        details = error.errors(include_url=False) if error else ()
        compared = any(isinstance(detail.get("ctx", {}).get("error"), InconsistentError) for detail in details)
        left = checks if compared else (*self.in_model, *checks)
        return [*faults, *faults_of_draft(draft, left, faults)]


@cache
def _names(package: str, folder: tuple[str, ...], first: tuple[str, ...], others: frozenset[str]) -> tuple[str, ...]:
    entries = files(package).joinpath(*folder).iterdir() if package else ()
    names = {entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml")} - others
    return (*first, *sorted(names - set(first)))
