"""The source of one module, taken apart: what it defines, what its imports bind, and its text without words to readers.

The text and not the syntax tree is what gets hashed: the tree's form differs between versions of Python.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import resolve_name

EVERYTHING = "*"
"""Stands for all that a module defines."""

Definition = tuple[str, str]
"""A module and what it defines: a function, a class, ``Class.method``, a constant, or `EVERYTHING`."""

_ASKED_BY_NAME = {"property", "cached_property", "classmethod", "staticmethod", "cache"}
"""Decorators of a method that still runs only when something takes its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A definition as it stands in its module.

    Attributes:
        nodes: its syntax.
        lines: numbers of its lines, from 1.
        methods: of a class, those that run only when something takes their name, as ``Class.method``.
    """

    nodes: tuple[ast.AST, ...] = ()
    lines: frozenset[int] = frozenset()
    methods: tuple[str, ...] = ()

    def __add__(self, other: Part) -> Part:
        return Part(self.nodes + other.nodes, self.lines | other.lines, self.methods + other.methods)


class SourceModule:
    """The source of one module.

    Args:
        name: its full name.
        is_package: whether it is a folder's ``__init__``.
        text: its source.

    Attributes:
        name: its full name.
        bindings: to each name that an import binds, what it stands for: a module's definition, or a whole module.
        parts: its definitions by name.
    """

    def __init__(self, name: str, is_package: bool, text: str) -> None:
        self.name = name
        self._text = text
        self._tree = ast.parse(text)
        package = name if is_package else name.rpartition(".")[0]
        self.bindings: defaultdict[str, set[Definition]] = defaultdict(set)
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom):
                origin = resolve_name("." * node.level + (node.module or ""), package)
                for alias in node.names:
                    self.bindings[alias.asname or alias.name].add((origin, alias.name))
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.bindings[alias.asname or alias.name.partition(".")[0]].add((alias.name, EVERYTHING))
        self.parts: dict[str, Part] = {}
        for statement in self._tree.body:
            for defined, part in self._defined(statement):
                self.parts[defined] = self.parts.get(defined, Part()) + part

    def part(self, name: str) -> Part:
        """Return a definition, or all of them together."""
        return sum(self.parts.values(), Part()) if name == EVERYTHING else self.parts[name]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, where a comment or a docstring stood without it."""
        lines = self._text.splitlines()
        if "#" in self._text:
            for token in tokenize.generate_tokens(io.StringIO(self._text).readline):
                if token.type == tokenize.COMMENT:
                    row, column = token.start
                    lines[row - 1] = lines[row - 1][:column]
        for node in ast.walk(self._tree):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                first, last = node.lineno - 1, node.end_lineno or node.lineno
                if not lines[first][: node.col_offset].strip():
                    lines[first:last] = [""] * (last - first)
        return [line.rstrip() for line in lines]

    def _defined(self, node: ast.stmt) -> Iterator[tuple[str, Part]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, Part((node,), _lines(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}:
                yield name, Part((node,), _lines(node))
        elif isinstance(node, ast.ClassDef):
            inherits = not all(isinstance(base, ast.Name) and base.id in self.parts for base in node.bases)
            asked = [] if inherits else [each for each in node.body if _is_asked_by_name(each)]
            rest = tuple(each for each in ast.iter_child_nodes(node) if each not in asked)
            lines = _lines(node).difference(*map(_lines, asked))
            methods = {each: f"{node.name}.{each.name}" for each in asked if isinstance(each, ast.FunctionDef)}
            yield node.name, Part(rest, lines, tuple(methods.values()))
            yield from ((name, Part((each,), _lines(each))) for each, name in methods.items())


def attributes_of_names(node: ast.AST) -> Iterator[tuple[ast.Name, str]]:
    """Yield the names of which a node takes an attribute, with the attribute.

    A loop over names written out counts: ``module.ORIGIN for module in (atop, reign)`` takes `ORIGIN` of both.
    """
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield node.value, node.attr
    elif isinstance(node, ast.DictComp | ast.GeneratorExp | ast.ListComp | ast.SetComp):
        for loop in node.generators:
            if isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Tuple | ast.List):
                inside = [each for each in ast.walk(node) if each is not loop.target]
                uses = {each for each in inside if isinstance(each, ast.Name) and each.id == loop.target.id}
                taken = {e.value: e.attr for e in inside if isinstance(e, ast.Attribute) and e.value in uses}
                if len(taken) == len(uses):
                    names = [each for each in loop.iter.elts if isinstance(each, ast.Name)]
                    yield from ((name, attribute) for name in names for attribute in taken.values())


def _lines(node: ast.stmt) -> frozenset[int]:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return frozenset(range(first, (node.end_lineno or node.lineno) + 1))


def _is_asked_by_name(node: ast.stmt) -> bool:
    """Whether a statement of a class is a method that runs only when something takes its name."""
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("__"):
        return False
    return all(isinstance(each, ast.Name) and each.id in _ASKED_BY_NAME for each in node.decorator_list)
