"""What a fit rests on, read from the source: the code it can reach, and what that code names.

From the function that makes an artefact the source is followed name by name: functions, classes with their methods,
constants, through imports wherever they stand. What a fit could call is in, whatever file it lies in; what nothing
names is out, so that a module imported for one constant counts with that constant alone. Of a class that inherits
nothing from another file, a method is out while nothing takes its name as an attribute. The strings of that code say
what it reads: snapshot tables, artefacts, declared columns, and the data files beside a module, each written out where
it is opened.

This holds for code that calls by name. A module's top only imports and defines, and nothing picks functions by computed
names: both are tested, and so is, on fits that run, that nothing ran and nothing was opened that is not known here.
The way ends at what can change no number (`NOT_FOLLOWED`); the packages of others are not followed.

Comments and docstrings are not hashed. An imported name is hashed with what it is imported as.
"""

from __future__ import annotations

import ast
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from statusquo.fits.definitions import EVERYTHING, Definition, SourceModule, attributes_of_names

PACKAGE = "statusquo"

NOT_FOLLOWED: Mapping[Definition, str] = {
    ("statusquo.cases.consistency", "find_faults"): "a case in which it finds anything is refused",
    ("statusquo.documents.draft", "faults_of_draft"): "a file in which it finds anything is refused",
    ("statusquo.documents.validation", "faults_of_table"): "a file in which it finds anything is refused",
    ("statusquo.explanations.load", "_binding_faults"): "an explanation in which it finds anything is refused",
    ("statusquo.documents.template", "unfilled"): "a file in which it finds anything is refused",
    ("statusquo.version", "__version__"): "it is written and compared, and no number is made of it",
}
"""Where the way ends, and why this cannot change a number."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a function rests on.

    Attributes:
        definitions: the code it can reach.
        code: sha256 of that code, by module.
        words: the strings that stand in that code.
        data: data files and folders beside the modules that name them, as paths below the package's folder.
    """

    definitions: frozenset[Definition]
    code: Mapping[str, str]
    words: frozenset[str]
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a definition names, and what its imported names stand for."""

    definitions: frozenset[Definition]
    attributes: frozenset[str]
    words: frozenset[str]
    bindings: frozenset[str]


class SourceTree:
    """The source of the package in a folder.

    Args:
        folder: the package's folder; by default that of the installed one.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(str(files(PACKAGE)))
        self._modules: dict[str, SourceModule | None] = {}
        self._named: dict[Definition, _Named] = {}
        self._beside: dict[str, frozenset[str]] = {}

    def provenance(self, function: str) -> Provenance:
        """Return what a function rests on.

        Args:
            function: as ``module:function``.

        Raises:
            ModuleNotFoundError: when there is no such module.
            AttributeError: when the module does not define the function.
        """
        name, _, start = function.partition(":")
        module = self._module(name)
        if module is None:
            raise ModuleNotFoundError(f"no module {name}", name=name)
        if start not in module.parts:
            raise AttributeError(f"module {name} does not define {start}")
        reached: defaultdict[str, set[str]] = defaultdict(set)
        for where, what in self._reached((name, start)):
            reached[where].add(what)
        words = {where: self._words(where, parts) for where, parts in reached.items()}
        return Provenance(
            frozenset((where, what) for where, parts in reached.items() for what in parts),
            {where: self._sha256(where, reached[where]) for where in sorted(reached)},
            frozenset().union(*words.values()),
            tuple(sorted({path for where in reached for path in self._data(where, words[where])})),
        )

    def _reached(self, start: Definition) -> set[Definition]:
        reached: set[Definition] = set()
        asked: set[str] = set()
        methods: defaultdict[str, set[Definition]] = defaultdict(set)
        ahead = {start}
        while ahead:
            here = ahead.pop()
            reached.add(here)
            named = self._names(here)
            ahead |= named.definitions
            for method in self._get(here[0]).part(here[1]).methods:
                name = method.rpartition(".")[2]
                methods[name].add((here[0], method))
                if name in asked:
                    ahead.add((here[0], method))
            # A name written as a string may be what `getattr` takes.
            for name in (named.attributes | named.words) - asked:
                ahead |= methods.get(name, set())
            asked |= named.attributes | named.words
            ahead -= reached | NOT_FOLLOWED.keys()
        return reached

    def _module(self, name: str) -> SourceModule | None:
        if name not in self._modules:
            path = self._file(name)
            is_package = path is not None and path.name == "__init__.py"
            self._modules[name] = _parsed(name, is_package, path.read_text(encoding="utf-8")) if path else None
        return self._modules[name]

    def _get(self, name: str) -> SourceModule:
        module = self._module(name)
        assert module is not None
        return module

    def _file(self, name: str) -> Path | None:
        package, _, rest = name.partition(".")
        if package == PACKAGE:
            stem = self.folder.joinpath(*rest.split("."))
            return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)
        spec = find_spec(name)
        return Path(spec.origin) if spec and spec.origin else None

    def _names(self, definition: Definition) -> _Named:
        if definition not in self._named:
            self._named[definition] = self._names_in(*definition)
        return self._named[definition]

    def _names_in(self, where: str, what: str) -> _Named:
        module = self._get(where)
        nodes = [node for part in module.part(what).nodes for node in ast.walk(part)]
        found: set[Definition] = set()
        by_attribute: set[ast.Name] = set()
        for node in nodes:
            for name, attribute in attributes_of_names(node):
                by_attribute.add(name)
                modules = map(self._module_bound, module.bindings.get(name.id, ()))
                found |= {each for one in modules if one for each in self._definitions(one, attribute)}
        names = [node for node in nodes if isinstance(node, ast.Name)]
        for name in names:
            if name.id in module.parts:
                found.add((where, name.id))
            for origin in module.bindings.get(name.id, ()):
                inside = self._module_bound(origin)
                if inside is None:
                    found |= set(self._definitions(*origin))
                elif name not in by_attribute:
                    found.add((inside, EVERYTHING))
        bound = {name.id for name in names} & set(module.bindings)
        return _Named(
            frozenset(found),
            frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute)),
            frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)),
            frozenset(f"{name} is {' '.join(origin)}" for name in bound for origin in module.bindings[name]),
        )

    def _module_bound(self, origin: Definition) -> str | None:
        """Return the module of the package that an import binds, where it binds a module."""
        name = origin[0] if origin[1] == EVERYTHING else ".".join(origin)
        return name if name.partition(".")[0] == PACKAGE and self._module(name) else None

    def _definitions(self, where: str, what: str) -> Iterator[Definition]:
        """Yield where the package defines a name of a module, which may have it from another."""
        if where.partition(".")[0] != PACKAGE or (module := self._module(where)) is None:
            return
        if what in module.parts:
            yield where, what
        elif what in module.bindings:
            for origin in module.bindings[what]:
                inside = self._module_bound(origin)
                yield from [(inside, EVERYTHING)] if inside else self._definitions(*origin)
        else:
            yield where, EVERYTHING

    def _words(self, where: str, parts: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._named[where, part].words for part in parts))

    def _sha256(self, where: str, parts: Iterable[str]) -> str:
        module = self._get(where)
        numbers = sorted(frozenset().union(*(module.part(part).lines for part in parts)))
        bindings = sorted(frozenset().union(*(self._named[where, part].bindings for part in parts)))
        text = [line for number in numbers if (line := module.lines[number - 1])]
        return hashlib.sha256("\n".join([*bindings, *text]).encode()).hexdigest()

    def _data(self, where: str, words: frozenset[str]) -> Iterator[str]:
        room = where.split(".")[1] if where.startswith(f"{PACKAGE}.") else None
        if room is not None:
            yield from (f"{room}/{name}" for name in words & self._data_beside(room))

    def _data_beside(self, room: str) -> frozenset[str]:
        """Return the names of a room's own data files and folders."""
        if room not in self._beside:
            folder = self.folder / room
            entries = folder.iterdir() if folder.is_dir() else ()
            self._beside[room] = frozenset(entry.name for entry in entries if entry.suffix != ".py")
        return self._beside[room]


@cache
def _parsed(name: str, is_package: bool, text: str) -> SourceModule:
    return SourceModule(name, is_package, text)


@cache
def installed() -> SourceTree:
    """Return the source of the installed package, read once."""
    return SourceTree()
