"""Where each value of a TOML text stands, so that an error can name a line.

The standard library's parser keeps no positions, hence a second reading with tree-sitter's TOML grammar, made
only when there is something to report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from statusquo.documents.faults import FieldPath

if TYPE_CHECKING:
    from tree_sitter import Node

_QUOTES = ('"', "'")


class Positions:
    """The lines of the values of a TOML text.

    Args:
        text: the text, valid TOML.
    """

    def __init__(self, text: str) -> None:
        import tree_sitter_toml
        from tree_sitter import Language, Parser

        self._lines: dict[FieldPath, int] = {}
        self._lengths: dict[FieldPath, int] = {}
        tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode("utf-8"))
        self._read_document(tree.root_node)

    def line(self, path: FieldPath) -> int | None:
        """Return the 1-based line of a value, or of the innermost table that should hold it, if any."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _read_document(self, root: Node) -> None:
        for node in root.named_children:
            if node.type == "pair":
                self._read_pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._read_table(node)

    def _read_table(self, node: Node) -> None:
        header, *rest = node.named_children
        *outer, last = _key_parts(header)
        path: FieldPath = ()
        for part in outer:
            path = self._latest((*path, part))
        path = (*path, last)
        if node.type == "table_array_element":
            position = self._lengths[path] = self._lengths.get(path, -1) + 1
            self._record(path, node)
            path = (*path, position)
        self._record(path, node)
        for child in rest:
            if child.type == "pair":
                self._read_pair(child, path)

    def _latest(self, path: FieldPath) -> FieldPath:
        """Return the path, led into the newest element when it names an array of tables."""
        return (*path, self._lengths[path]) if path in self._lengths else path

    def _read_pair(self, node: Node, path: FieldPath) -> None:
        key, value = (child for child in node.named_children if child.type != "comment")
        for part in _key_parts(key):
            path = (*path, part)
            self._record(path, node)
        self._read_value(value, path)

    def _read_value(self, node: Node, path: FieldPath) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._read_pair(child, path)
        elif node.type == "array":
            elements = (child for child in node.named_children if child.type != "comment")
            for position, child in enumerate(elements):
                self._record((*path, position), child)
                self._read_value(child, (*path, position))

    def _record(self, path: FieldPath, node: Node) -> None:
        self._lines.setdefault(path, node.start_point[0] + 1)


def _key_parts(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _key_parts(child)
    else:
        text = (node.text or b"").decode("utf-8")
        yield text[1:-1] if text.startswith(_QUOTES) else text
