"""The descriptions of data sets in `sources/origins/`, and the citations that are made from their BibTeX fields."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import statusquo.sources
from statusquo.sources.citation import citation_of, plain_text
from statusquo.sources.registry import ORIGINS, OWN_ORIGINS

FILES = sorted((Path(statusquo.sources.__file__).parent / "origins").iterdir())


def test_every_data_set_has_one_reader_and_every_reader_describes_its_own() -> None:
    modules = [import_module(f"statusquo.sources.{module.name}") for module in iter_modules(statusquo.sources.__path__)]
    read = [module.ORIGIN.id for module in modules if hasattr(module, "ORIGIN")]
    assert sorted(read) == sorted([*ORIGINS, *OWN_ORIGINS]) == [file.stem for file in FILES]


def test_data_sets_have_places_of_their_own_in_the_order_of_printing() -> None:
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]
    places = [(table.get("own", False), table["place"]) for table in tables]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_citation_is_written_out_only_where_its_fields_would_make_another(file: Path) -> None:
    works = tomllib.loads(file.read_text(encoding="utf-8"))["work"]
    assert works
    assert not [work["key"] for work in works if work.get("citation") == citation_of(work)]


@pytest.mark.parametrize(
    ("data_set", "work", "printed"),
    [
        (
            "ucdp-prio-acd",
            0,
            "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Håvard Strand (2002) "
            "Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5): 615-637.",
        ),
        (
            "cow-igo",
            1,
            "Wallace, Michael and J. David Singer (1970) Intergovernmental Organization in the Global System, "
            "1815-1964. International Organization 24(2): 239-287.",
        ),
        (
            "isard",
            0,
            "Miller, Steve (2025) isard: Overflow Data for Quantitative Peace Science Research. R package. "
            "https://doi.org/10.32614/CRAN.package.isard.",
        ),
        (
            "rivalries-td",
            0,
            "Thompson, William R. and David R. Dreyer (2012) Handbook of International Rivalries, 1494-2010. "
            "Washington, DC: CQ Press.",
        ),
        (
            "ucdp-termination",
            0,
            "Kreutz, Joakim (2021) UCDP Conflict Termination Dataset v.3-2021. Uppsala Conflict Data Program.",
        ),
        (
            "cow-nmc",
            0,
            "Singer, J. David, Stuart Bremer and John Stuckey (1972) Capability Distribution, Uncertainty, and Major "
            "Power War, 1820-1965. In: Bruce Russett (ed) Peace, War, and Numbers. Beverly Hills: Sage, 19-48.",
        ),
    ],
)
def test_citations_read_as_the_field_writes_them(data_set: str, work: int, printed: str) -> None:
    assert ORIGINS[data_set].citation[work] == printed


def test_another_release_cites_its_own_works() -> None:
    (release,) = ORIGINS["ucdp-prio-acd"].others
    assert [fields["key"] for fields in release.bibtex] == ["gleditsch2002armed", "davies2026organized"]
    assert release.citation[1].startswith("Davies, Shawn, Therése Pettersson and Magnus Öberg (2026)")


def test_letters_of_bibtex_are_printed_as_letters() -> None:
    assert plain_text(r"H{\aa}vard {\"O}berg, Ther{\'e}se; 1946--2001, Research \& Politics, {UCDP}") == (
        "Håvard Öberg, Therése; 1946-2001, Research & Politics, UCDP"
    )
