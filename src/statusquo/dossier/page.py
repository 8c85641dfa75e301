"""The page: lays a dossier out as one self-contained HTML file.

The chart library (Vega, Vega-Lite and their embedding, as bundled by vl-convert) is written into the page once; the
style, the script and the specifications stand beside it, so that the file works with the network cut. Nothing is
computed here but the layout.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import cache
from gzip import compress, decompress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from statusquo.core.csv_cells import cells_without_formulas
from statusquo.core.errors import StatusQuoError
from statusquo.core.files import write_text
from statusquo.core.kept_files import read_kept, write_kept
from statusquo.core.wording import as_printed
from statusquo.dossier.glossary import Linked, glossary
from statusquo.dossier.parts import Page
from statusquo.dossier.theme import PALETTES, chart_config
from statusquo.dossier.world_map import CLASSES, MARKS, PROVINCES

NAMED_SOURCES = 3
"""Sources that the line under a chart names; the rest stand there as numbers."""

SHAPES = {"supported": "●", "contradicted": "✕", "inconclusive": "◐", "not testable": "○"}
"""The shape that stands before a verdict's word, so that no verdict is told by colour alone."""


class Neighbour(NamedTuple):
    """A page before or after another in a folder of pages: its file and what it is called."""

    file: str
    title: str


class Around(NamedTuple):
    """The pages before and after another; None at either end."""

    before: Neighbour | None = None
    after: Neighbour | None = None


ALONE = Around()
"""No page before it and none after."""


def write_page(page: Page, path: Path, *, beside: Collection[str] = (), around: Around = ALONE) -> int:
    """Write a page, a dossier's or the world's, atomically and return its size in bytes.

    Args:
        page: the page.
        path: the file.
        beside: the names of the files that will stand beside it, to which it may link; none by default.
        around: the pages before and after it, to which it leads as well; none by default.

    Raises:
        InputError: when `path` cannot be written.
    """
    text = render_page(page, beside=beside, around=around)
    write_text(path, text)
    return len(text.encode("utf-8"))


def render_page(page: Page, *, beside: Collection[str] = (), around: Around = ALONE) -> str:
    """Return a page as HTML text; see `write_page`."""
    by_id = {reference.id: reference for reference in page.references}
    bibtex = "\n\n".join(dict.fromkeys(item.bibtex for item in page.references if item.bibtex))
    template = _environment().get_template(f"{page.kind}.html.j2")
    return template.render(
        page=page,
        beside=frozenset(beside),
        around=around,
        reference=by_id.__getitem__,
        number_of=page.number_of,
        bibtex=bibtex,
        linked=Linked(),
        glossary=glossary(),
    )


def policy_for(scripts: Sequence[str]) -> str:
    """Return the policy under which the page runs these scripts and nothing else, and asks nobody for anything."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def lightened(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart's specification with rows that several of its layers draw written once, as named data.

    Args:
        spec: a layered specification with rows inside its layers.
    """
    texts = [json.dumps(layer.get("data"), sort_keys=True) for layer in spec.get("layer", ())]
    shared = {text: f"rows-{i}" for i, (text, n) in enumerate(Counter(texts).items()) if n > 1 and '"values"' in text}
    if not shared:
        return dict(spec)
    layers = [
        {**layer, "data": {"name": shared[text]}} if text in shared else layer
        for layer, text in zip(spec["layer"], texts, strict=True)
    ]
    named = {name: json.loads(text)["values"] for text, name in shared.items()}
    return {**spec, "layer": layers, "datasets": {**spec.get("datasets", {}), **named}}


@cache
def _environment() -> Environment:
    """Return what keeps the templates, each compiled once, and knows what all of them use."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=False, loader=FunctionLoader(page_file)
    )
    environment.filters["typeset"] = _typeset
    environment.globals |= {
        "policy": policy_for([chart_library(), *map(page_file, ("page.js", "sort.js", "find.js"))]),
        "style": Markup(page_file("page.css")),
        "script": Markup(page_file("page.js")),
        "sort_script": Markup(page_file("sort.js")),
        "find_script": Markup(page_file("find.js")),
        "library": packed_library(),
        "licence": page_file("chart-library-licence.txt"),
        "look": {"palettes": PALETTES, "configs": {scheme: chart_config(scheme) for scheme in PALETTES}},
        "as_json": _inline_json,
        "lightened": lightened,
        "csv_link": _csv_link,
        "named_sources": NAMED_SOURCES,
        "shapes": SHAPES,
        "classes": CLASSES,
        "marks": MARKS,
        "provinces": PROVINCES,
    }
    return environment


@cache
def packed_library() -> str:
    """Return the chart library packed, as a page carries it.

    Bundling and packing take a second, so what each version of vl-convert gives is kept in the user's cache folder.
    """
    from importlib.metadata import version

    import pooch

    path = Path(pooch.os_cache("statusquo")) / f"packed-chart-library-vl-convert-{version('vl-convert-python')}"
    kept = read_kept(path)
    if kept is not None:
        return kept.decode("ascii")
    import vl_convert

    library = packed(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # its stub forgets the default
    with suppress(OSError, StatusQuoError):  # a home that cannot be written costs time, not the page
        path.parent.mkdir(parents=True, exist_ok=True)
        write_kept(path, library.encode("ascii"))
    return library


def chart_library() -> str:
    """Return the chart library as one script."""
    return decompress(b64decode(packed_library())).decode("utf-8")


def packed(text: str) -> str:
    """Return text compressed and written in letters, as a page can carry it: the chart library in a third of its size.

    Examples:
        >>> packed("chart " * 900)[:4], len(packed("chart " * 900)) < 100
        ('H4sI', True)
    """
    return b64encode(compress(text.encode(), mtime=0)).decode()


@cache
def page_file(name: str) -> str:
    """Return the text of a template, style or script that pages share."""
    return files("statusquo.dossier").joinpath("page_files", name).read_text(encoding="utf-8")


def _inline_json(value: Any) -> Markup:
    """Return JSON that cannot leave its script element, whatever the text in it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _csv_link(data: pl.DataFrame) -> str:
    # Excel knows UTF-8 by the mark at its beginning alone.
    encoded = b64encode(cells_without_formulas(data).write_csv(include_bom=True).encode("utf-8")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def _typeset(text: str) -> str:
    """Return text as print sets it, with nothing torn apart at the end of a line."""
    text = as_printed(text).replace(" %", "\N{NO-BREAK SPACE}%")
    return re.sub(r"(?<=\d)–(?=\d)", "–\N{WORD JOINER}", text)
