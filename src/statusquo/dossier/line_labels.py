"""Where the names of lines go in a chart of several: at each line where it stands clearest of the others.

A name stands over or under its line, centred, wherever it covers least of the other lines and of the names that stand
already; later years come first among equal places, since readers look for names at the ends. Widths of text are
estimated generously, as for maps (`labels`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from statusquo.dossier.labels import CHARACTER_WIDTH, Box

_STEP_PX = 4.0
_COVERED, _FLAT, _EARLY = 1.0, 0.12, 0.004
"""What it costs to cover a step of another line, to stand off one's own by a pixel, to stand a pixel further left."""

Line = Sequence[tuple[float, float]]
"""A line from left to right, each point with its pixels from the left and from the top of the plot."""


@dataclass(frozen=True, slots=True)
class LineLabel:
    """A name with the pixels of its middle."""

    text: str
    x: float
    y: float


def place_beside_lines(
    names: Mapping[str, Line], others: Iterable[Line], plot: tuple[float, float], size: float, taken: Iterable[Box] = ()
) -> list[LineLabel]:
    """Return a place for the name of each line, the shortest lines first, which have the fewest places.

    Args:
        names: the lines that are named.
        others: lines to keep free.
        plot: its width and height, pixels.
        size: of the font, pixels.
        taken: boxes to keep free.
    """
    drawn = {name: _steps(points) for name, points in names.items()}
    kept = [_steps(points) for points in others]
    boxes = list(taken)
    found = []
    for name in sorted(drawn, key=lambda name: len(drawn[name])):
        crossed = np.concatenate([*(steps for other, steps in drawn.items() if other != name), *kept])
        wide, high = len(name) * size * CHARACTER_WIDTH, size * 1.15
        best = min(
            _places(drawn[name], wide, high, plot),
            key=lambda place: _cost(place, crossed, boxes, plot[0]),
            default=None,
        )
        if best is not None:
            boxes.append(best[0])
            left, top, right, bottom = best[0]
            found.append(LineLabel(name, (left + right) / 2, (top + bottom) / 2))
    return found


def _steps(points: Line) -> NDArray[np.float64]:
    """Return a line as points a few pixels apart."""
    x, y = np.array(points, dtype=float).T
    at = np.append(np.arange(x[0], x[-1], _STEP_PX), x[-1])
    return np.column_stack([at, np.interp(at, x, y)])


def _places(
    own: NDArray[np.float64], wide: float, high: float, plot: tuple[float, float]
) -> Iterable[tuple[Box, float]]:
    """Return boxes over and under a line inside the plot, each with how far the line runs off it."""
    for x in own[:, 0]:
        left = min(max(x - wide / 2, 0.0), plot[0] - wide)
        under = own[(own[:, 0] >= left) & (own[:, 0] <= left + wide), 1]
        if under.size == 0:
            continue
        for top in (under.min() - high - 1, under.max() + 2):
            if 0 <= top <= plot[1] - high:
                yield (left, float(top), left + wide, float(top) + high), float(np.ptp(under))


def _cost(place: tuple[Box, float], crossed: NDArray[np.float64], boxes: Sequence[Box], width: float) -> float:
    (left, top, right, bottom), off = place
    x, y = crossed.T
    covered = ((x >= left) & (x <= right) & (y >= top - 1) & (y <= bottom + 1)).sum()
    meets = sum(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in boxes)
    return float(_COVERED * covered + 1000 * meets + _FLAT * off + _EARLY * (width - right))
