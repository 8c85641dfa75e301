"""Where the names on a map go, so that no two overlap.

Greedy placement by rank with a few candidate positions around each point, after Imhof's preferences (right of the
point first, then left, above, below; Imhof 1975, The American Cartographer 2(2)); a name for which no free position
is left is dropped. Widths are estimated from the number of characters, generously, since the
reader's fonts are not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHARACTER_WIDTH = 0.58
"""Mean width of a character in units of the font size; system fonts lie between 0.50 and 0.57."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name that wants a place.

    Attributes:
        text: the name; a line break splits it over two lines.
        x: position in pixels from the left of the plot.
        y: position in pixels from the top.
        size: font size in pixels.
        rank: 1 is placed first.
        is_area: whether it names an area (centred on the point) or a point (beside it).
        kind: free word for the layer that draws it.
        reach: how far a symbol that is drawn already reaches from the point, pixels; it is among the obstacles.
    """

    text: str
    x: float
    y: float
    size: float
    rank: int
    is_area: bool
    kind: str
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label with its offset from the point, in pixels, and how it is aligned there."""

    label: Label
    dx: float
    dy: float
    align: str


Box = tuple[float, float, float, float]


def place_labels(
    labels: Iterable[Label], width: float, height: float, obstacles: Iterable[Box] = ()
) -> list[PlacedLabel]:
    """Return the labels that fit, with their places, none overlapping another, an obstacle or the edge.

    Args:
        labels: in any order; placed by rank, then in the order given.
        width: of the plot, pixels.
        height: of the plot, pixels.
        obstacles: boxes (left, top, right, bottom) to keep free, such as a scale bar.
    """
    taken: list[Box] = list(obstacles)
    placed = []
    for label in sorted(labels, key=lambda item: item.rank):
        dot = () if label.is_area or label.reach else ((label.x - 3.5, label.y - 3.5, label.x + 3.5, label.y + 3.5),)
        if any(_overlap(box, other) for box in dot for other in taken):
            continue
        for dx, dy, align in _candidates(label):
            box = _box(label, dx, dy, align)
            if box[0] < 2 or box[1] < 2 or box[2] > width - 2 or box[3] > height - 2:
                continue
            if any(_overlap(box, other) for other in taken):
                continue
            taken += [box, *dot]
            placed.append(PlacedLabel(label, dx, dy, align))
            break
    return placed


def _candidates(label: Label) -> list[tuple[float, float, str]]:
    line = label.size * 1.15
    rows = label.text.count("\n") + 1
    if label.is_area:
        steps = (0.0, -line, line, -2 * line, 2 * line)
        return [(0.0, dy, "center") for dy in steps] + [(side * 2 * line, 0.0, "center") for side in (-1, 1)]
    lift = (rows - 1) * line / 2
    beside, near, over = max(6.0, label.reach + 3), max(5.0, label.reach + 2), max(0.0, label.reach - 3)
    return [
        (beside, -lift, "left"),
        (-beside, -lift, "right"),
        (0, -line * rows - over, "center"),
        (0, line + over, "center"),
        (near, -line * rows * 0.7, "left"),
        (near, line * 0.8, "left"),
        (-near, -line * rows * 0.7, "right"),
        (-near, line * 0.8, "right"),
    ]


def _box(label: Label, dx: float, dy: float, align: str) -> Box:
    lines = label.text.split("\n")
    wide = max(len(line) for line in lines) * label.size * CHARACTER_WIDTH
    left = label.x + dx - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    top = label.y + dy - label.size * 0.6
    return (left, top, left + wide, top + label.size * 1.15 * len(lines) + 1)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
