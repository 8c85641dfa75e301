"""The page: lays a dossier out as one self-contained HTML file.

The chart library (Vega, Vega-Lite and their embedding, as bundled by vl-convert) is written into the page once; the
style, the script and the specifications stand beside it, so that the file works with the network cut. Nothing is
computed here but the layout.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from statusquo.core.errors import StatusQuoError
from statusquo.core.files import write_text
from statusquo.dossier.parts import ClaimList, Dossier, EntryList, Figure, Reference, Section, Table
from statusquo.dossier.theme import PALETTES, chart_config
from statusquo.dossier.world import World
from statusquo.dossier.world_map import CLASSES
from statusquo.dossier.world_table import columns

NAMED_SOURCES = 6
"""Sources that the line under a chart names; the rest stand there as numbers."""

SHAPES = {"supported": "●", "contradicted": "✕", "inconclusive": "◐", "not testable": "○"}
"""The shape that stands before a verdict's word, so that no verdict is told by colour alone."""


def write_page(dossier: Dossier, path: Path) -> int:
    """Write the page atomically and return its size in bytes.

    Raises:
        InputError: when `path` cannot be written.
    """
    page = render_page(dossier)
    write_text(path, page)
    return len(page.encode("utf-8"))


def render_page(dossier: Dossier) -> str:
    """Return the page as HTML text."""
    return _rendered(
        "page.html.j2",
        dossier.references,
        dossier=dossier,
        number_of=dossier.number_of,
        file_stem=dossier.case.id,
        insets_of=_insets_of,
        is_figure=lambda block: isinstance(block, Figure),
        is_table=lambda block: isinstance(block, Table),
        is_entries=lambda block: isinstance(block, EntryList),
        is_claims=lambda block: isinstance(block, ClaimList),
        shapes=SHAPES,
        has_figure=frozenset(
            block.id for section in dossier.sections for block in section.blocks if isinstance(block, Figure)
        ).__contains__,
        sources_finding=_sources_finding(dossier.references),
        command=f"statusquo dossier {dossier.case.id} -o {dossier.case.id}.html",
    )


def write_world(world: World, path: Path) -> int:
    """Write the page on all open disputes atomically and return its size in bytes.

    Raises:
        InputError: when `path` cannot be written.
    """
    page = render_world(world)
    write_text(path, page)
    return len(page.encode("utf-8"))


def render_world(world: World) -> str:
    """Return the page on all open disputes as HTML text."""
    return _rendered(
        "world.html.j2",
        world.references,
        world=world,
        number_of=world.number_of,
        file_stem="world",
        classes=CLASSES,
        columns=columns(world.year),
        sort_script=Markup(_page_file("sort.js")),
    )


def _rendered(name: str, references: Sequence[Reference], **parts: Any) -> str:
    by_id = {reference.id: reference for reference in references}
    return (
        _environment()
        .get_template(name)
        .render(
            reference=by_id.__getitem__,
            short_name=lambda name: by_id[name].short,
            style=Markup(_page_file("page.css")),
            script=Markup(_page_file("page.js")),
            library=Markup(chart_library()),
            look={"palettes": PALETTES, "configs": {scheme: chart_config(scheme) for scheme in PALETTES}},
            as_json=_inline_json,
            named_sources=NAMED_SOURCES,
            csv_link=_csv_link,
            bibtex="\n\n".join(dict.fromkeys(item.bibtex for item in references if item.bibtex)),
            **parts,
        )
    )


@cache
def _environment() -> Environment:
    """Return what keeps the templates, each compiled once."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=False, loader=FunctionLoader(_page_file)
    )
    environment.filters["typeset"] = _typeset
    return environment


@cache
def chart_library() -> str:
    """Return the chart library as one script, safe to stand inside an HTML page.

    Bundling takes a second, so the bundle of each version of vl-convert is kept in the user's cache folder.
    """
    from importlib.metadata import version

    import pooch

    kept = Path(pooch.os_cache("statusquo")) / f"chart-library-vl-convert-{version('vl-convert-python')}.js"
    try:
        script = kept.read_text(encoding="utf-8")
    except OSError:
        import vl_convert

        script = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub forgets the default
        with suppress(OSError, StatusQuoError):  # a home that cannot be written costs time, not the page
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_text(kept, script)
    # A closing tag inside a JavaScript string would end the script element early.
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


@cache
def _page_file(name: str) -> str:
    return files("statusquo.dossier").joinpath("page_files", name).read_text(encoding="utf-8")


def _inline_json(value: Any) -> Markup:
    """Return JSON that cannot leave its script element, whatever the text in it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _csv_link(data: pl.DataFrame) -> str:
    encoded = b64encode(data.write_csv().encode("utf-8")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{encoded}"


def _typeset(text: str) -> str:
    """Return text as print sets it: square kilometres, ranges, and nothing torn apart at the end of a line."""
    text = text.replace("km2", "km²").replace(" %", "\N{NO-BREAK SPACE}%")
    text = re.sub(r"(?<=\d)-(?=\d{4}\b)", "–", text)
    return re.sub(r"(?<=\d)–(?=\d)", "–\N{WORD JOINER}", text)


def _insets_of(section: Section, figure: Figure) -> list[Figure]:
    return [block for block in section.blocks if isinstance(block, Figure) and block.inset == figure.id]


def _sources_finding(references: tuple[Reference, ...]) -> str:
    data = sum(bool(reference.terms) for reference in references)
    unsourced = sum(not reference.is_source for reference in references)
    works = len(references) - data - unsourced
    parts = [f"{data} data {'set' if data == 1 else 'sets'}"]
    if works:
        parts.append(f"{works} other {'work' if works == 1 else 'works'} cited in the case file")
    sentence = f"This page rests on {' and '.join(parts)}."
    if unsourced:
        sentence += (
            " What is marked unsourced is commonly stated but was found in no source read, and no computation uses it."
        )
    return sentence
