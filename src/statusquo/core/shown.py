"""How results show themselves: one line in a terminal, a small card in a notebook, a frame in one step.

What a class says of itself it says in `in_short`; the full content stays in its attributes and in `to_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from statusquo.core.errors import UnknownNameError

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

T = TypeVar("T")
_SHOWN_ROWS = 12


class Shown:
    """What prints itself in one line and shows itself in a notebook as a card."""

    __slots__ = ()

    def in_short(self) -> str:
        """Return in one line what this is."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.in_short()}>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        return f"<p><strong>{escape(type(self).__name__)}</strong> {escape(self.in_short())}</p>{self._rows_as_html()}"

    def _rows_as_html(self) -> str:
        frame = getattr(self, "frame", None)
        return "" if frame is None or frame.is_empty() else str(frame.head(_SHOWN_ROWS)._repr_html_())


class Charted(Shown):
    """What a dossier draws too."""

    __slots__ = ()

    def chart(self) -> alt.Chart:
        """Return the chart that a dossier shows of this."""
        return _CHARTS[0](self)


_CHARTS: list[Callable[[object], alt.Chart]] = []
"""What draws a result: the charts stand on a floor above, which marks it by `draws_charts`."""


def draws_charts(draw: Callable[[object], alt.Chart]) -> Callable[[object], alt.Chart]:
    """Mark the function that draws the chart of a result."""
    _CHARTS[:] = [draw]
    return draw


@dataclass(frozen=True, repr=False)
class Rows(Shown, Sequence[T], Generic[T]):
    """Results in order, to be counted, gone through, looked up by id or taken as a frame.

    Attributes:
        noun: what they are, in the plural.
        by_id: each by its id.
    """

    noun: str
    by_id: Mapping[str, T]

    def in_short(self) -> str:
        """Return how many they are and the first of their ids."""
        ids = list(self.by_id)
        return f"{len(ids)} {self.noun}: {', '.join(ids[:4])}{', …' if len(ids) > 4 else ''}"

    def __len__(self) -> int:
        return len(self.by_id)

    def __iter__(self) -> Iterator[T]:
        return iter(self.by_id.values())

    @overload
    def __getitem__(self, place: int | str) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | str | slice) -> T | Sequence[T]:
        if not isinstance(place, str):
            return list(self.by_id.values())[place]
        if place not in self.by_id:
            raise UnknownNameError(f"name among these {self.noun}", place, self.by_id)
        return self.by_id[place]

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each, with its id and everything in it that is a number, a text or an estimate."""
        return frame_of({"id": id, **cells(row)} for id, row in self.by_id.items())


def frame_of(rows: Any) -> pl.DataFrame:
    """Return rows of cells as a frame."""
    import polars as pl

    return pl.DataFrame(list(rows), infer_schema_length=None)


def cells(row: Any) -> dict[str, Any]:
    """Return what a row of results holds as cells of one line of a table: what is nested under joined names."""
    if hasattr(row, "to_json"):
        content = row.to_json()
    elif isinstance(row, Mapping):
        content = row
    else:
        content = {name: getattr(row, name) for name in getattr(type(row), "model_fields", None) or row.__slots__}
    return dict(_flat("", content))


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not (name and key in ("interval", "unit", "sources", "missing_reason")):
                yield from _flat(name if name and key == "value" else f"{name}_{key}".strip("_"), inner)
    elif not isinstance(value, list | tuple):
        yield name.replace(" ", "_"), value
