"""What the first screen of a dossier is made of: boxes, each with a number, a line, sentences or rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line over years on a scale of its own, in a drawing 300 wide and 64 high.

    Attributes:
        lines: runs of years without a gap, as points of an SVG polyline.
        last: where the last value stands.
        bounds: where its interval begins and ends, from the top.
        highest: where the highest value stands.
        texts: the highest value, the last one, the first year and the last, as printed.
        alt: the drawing in words.
    """

    lines: tuple[str, ...]
    last: tuple[float, float]
    bounds: tuple[float, float]
    highest: tuple[float, float]
    texts: tuple[str, str, str, str]
    alt: str


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A row of a box: what, what of it, and the sources behind it."""

    what: str
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the first screen.

    Attributes:
        id: unique on the page.
        head: the question, in a few words.
        big: its answer, set large; empty where no number gives it.
        says: what the large number is of, or the answer itself.
        spark: a small line; None for none.
        lines: what to know beside it, in sentences.
        rows: what is listed.
    """

    id: str
    head: str
    big: str = ""
    says: tuple[str, ...] = ()
    spark: Spark | None = None
    lines: tuple[str, ...] = ()
    rows: tuple[BoxRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """The first screen: the answer on the dispute, laid out on one grid.

    Attributes:
        title: what the dispute is called most.
        names: its other names, each with its language's tag; empty where no source gives that.
        tags: how it stands, whether it is fought over, whether the claim is open.
        sentences: at most three.
        boxes: those that have something to say, the weightiest first.
        endings: how such attempts ended, which stands below the map; None where nothing is known.
        stands: who holds the ground, below the map.
        strip: what all this rests on.
    """

    title: str
    names: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    sentences: tuple[str, ...]
    boxes: tuple[Box, ...]
    endings: Box | None
    stands: tuple[str, ...]
    strip: tuple[str, ...]
