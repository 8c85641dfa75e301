"""What every figure promises: a valid specification, words, numbers to download, sources."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import altair as alt
import polars as pl
import pytest

from statusquo.dossier.across import assemble_comparison
from statusquo.dossier.page import chart_library, packed_library
from statusquo.dossier.parts import Dossier, Figure
from statusquo.dossier.theme import PALETTES, ROLES
from statusquo.snapshot.store import Snapshot

MOST_FIGURES = 3
LONGEST_TITLE = 190


def figures(dossier: Dossier) -> list[Figure]:
    return list(dossier.figures)


def is_over_years(figure: Figure) -> bool:
    """Whether the chart takes part in the brush over the years."""
    return any(parameter["name"] == "years" for parameter in figure.spec["params"])


def test_every_specification_obeys_the_vega_lite_schema(any_dossier: Dossier) -> None:
    for figure in figures(any_dossier):
        alt.LayerChart.from_dict(figure.spec, validate=True)


def test_no_chart_is_a_concatenation_or_a_facet(any_dossier: Dossier) -> None:
    for figure in figures(any_dossier):
        assert not {"hconcat", "vconcat", "concat", "facet", "repeat"} & set(figure.spec)
        assert "layer" in figure.spec


def test_every_figure_says_in_words_what_it_shows(any_dossier: Dossier) -> None:
    for figure in figures(any_dossier):
        assert len(figure.alt) > 40
        assert figure.how_to_read
        assert figure.spec["description"] == figure.alt


def test_every_figure_gives_its_numbers(any_dossier: Dossier) -> None:
    for figure in figures(any_dossier):
        assert figure.data.height > 0
        assert pl.read_csv(figure.data.write_csv().encode()).height == figure.data.height


def test_the_numbers_of_the_deaths_are_those_of_the_data(karabakh_dossier: Dossier) -> None:
    deaths = next(figure for figure in figures(karabakh_dossier) if figure.id == "battle-deaths").data
    row = deaths.row(by_predicate=pl.col("year") == 2020, named=True)
    assert (row["deaths_best"], row["deaths_low"], row["deaths_high"]) == (7646, 7547, 9076)
    assert deaths.height == 17


def test_every_source_of_a_figure_stands_in_the_references(any_dossier: Dossier) -> None:
    known = {reference.id for reference in any_dossier.references}
    for figure in figures(any_dossier):
        assert figure.sources
        assert set(figure.sources) <= known


def test_every_figure_is_titled_by_what_it_says(any_dossier: Dossier, snapshot: Snapshot) -> None:
    """An inset has no title of its own: it belongs to the map beside it."""
    pages = (*figures(any_dossier), *(f for s in assemble_comparison(snapshot).sections for f in s.figures))
    for figure in pages:
        if figure.inset is None:
            assert is_title(figure), (figure.id, figure.headline)


def is_title(figure: Figure) -> bool:
    """Whether a figure's title is one sentence with a name or a number and few figures, and not the variable.

    What stands in brackets is the interval of the figure before it, and a run of years is one figure.
    """
    title = figure.headline
    bare = re.sub(r"“[^”]*”|\([^)]*\)", "", title)
    found = re.findall(r"\d[\d,.–]*", bare)
    counts = re.findall(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", bare)
    has_name = re.search(r"\w.*\b[A-ZÅÇİ]\w", title) is not None
    return (
        title.endswith(".")
        and title[0].isupper() | title[0].isdigit() | (title[0] == "“")
        and (has_name or bool(found or counts))
        and len(found) <= MOST_FIGURES
        and title.removesuffix(".") != figure.title
        and "null" not in title
        and len(title) <= LONGEST_TITLE
    )


@pytest.mark.parametrize(
    "headline", ["", "Military spending", "Of 12 in 1990, 13 in 1991 and 14 in 1992 none.", "it rose in Moldova."]
)
def test_a_title_that_is_a_variable_a_fragment_or_a_heap_of_figures_is_none(
    karabakh_dossier: Dossier, headline: str
) -> None:
    assert not is_title(replace(figures(karabakh_dossier)[0], headline=headline))


def test_charts_over_years_share_their_years_and_margins(any_dossier: Dossier) -> None:
    over_years = [figure for figure in figures(any_dossier) if is_over_years(figure)]
    assert over_years
    domains = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for figure in over_years
        for layer in figure.spec["layer"]
        if "x" in layer.get("encoding", {})
    }
    assert len(domains) == 1
    assert len({tuple(sorted(figure.spec["padding"].items())) for figure in over_years}) == 1


def test_every_colour_of_a_mark_is_a_role(any_dossier: Dossier) -> None:
    for figure in figures(any_dossier):
        for layer in figure.spec["layer"]:
            mark = layer["mark"]
            for name in ("fill", "stroke", "color"):
                if mark.get(name) is not None:
                    assert mark[name] == {"expr": mark[name]["expr"]}
                    assert mark[name]["expr"] in ROLES


@pytest.mark.parametrize("scheme", PALETTES)
def test_the_two_sides_differ_in_grey(scheme: str) -> None:
    """WCAG 2.2 relative luminance: a contrast of at least 1.6 tells two areas apart without hue."""
    one, two = (_luminance(PALETTES[scheme][role]) for role in ("parent_side", "separatist_side"))
    assert (max(one, two) + 0.05) / (min(one, two) + 0.05) >= 1.6


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("role", ["ink", "muted"])
def test_text_is_readable_on_the_paper(scheme: str, role: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text."""
    palette = {str(name): colour for name, colour in PALETTES[scheme].items()}
    one, two = _luminance(palette[role]), _luminance(palette["paper"])
    assert (max(one, two) + 0.05) / (min(one, two) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_chart_library_is_packed_in_letters_that_cannot_end_its_script_element() -> None:
    assert "vegaEmbed" in chart_library()
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", packed_library())


@pytest.mark.parametrize("damage", ["emptied", "cut", "another"])
def test_a_damaged_kept_library_is_bundled_anew(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packed_library()
    monkeypatch.setattr("pooch.os_cache", lambda _: tmp_path)
    packed_library.cache_clear()
    assert packed_library() == whole
    (kept,) = tmp_path.iterdir()
    content = kept.read_bytes()
    kept.write_bytes({"emptied": b"", "cut": content[:-5], "another": b"alert(1)" + content[8:]}[damage])
    packed_library.cache_clear()
    assert packed_library() == whole
    assert kept.read_bytes() == content
