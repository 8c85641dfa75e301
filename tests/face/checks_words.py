"""Words and figures of the answer and of the page, found in the text that is printed.

The answer is read of every dispute. The prose of the page is read of every case file, and of a spread of disputes
known from data alone: one between states, one at war, one of many groups, one under another number, one that ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.face.product import Facts
from tests.face.prose import Passage, sentences

from statusquo.core.wording import MOST_FIGURES, n_figures

SPREAD = frozenset(
    {"ucdp-218", "ucdp-221", "ucdp-224", "ucdp-232", "ucdp-234", "ucdp-239", "ucdp-275", "ucdp-329", "ucdp-346",
     "ucdp-354", "ucdp-372", "ucdp-409", "ucdp-13243", "ucdp-14275"}
)  # fmt: skip

_DOUBLED = re.compile(r"\b([A-Za-z]+) \1\b", re.IGNORECASE)
_TWICE_BY_RIGHT = frozenset({"mau", "baden", "had"})

_WITH_ARTICLE = (
    r"United (?:States|Kingdom|Nations|Arab Emirates)|Soviet Union|European Union|African Union|"
    r"(?:Central African|Dominican|Czech) Republic|Netherlands|Philippines|Comoros|Maldives|Gambia|Seychelles|Bahamas|"
    r"(?:Solomon|Marshall|Åland) Islands|(?:DR|Democratic Republic of the) Congo|Sudan People’s Liberation Movement|"
    r"(?:Abkhaz|Transnistrian|South Ossetian|Turkish Cypriot|Biafran|Katangese|Somaliland|Kosovo Albanian) side|"
    r"Karabakh Armenians|Moro fronts|Kurdish parties|Polisario Front|Free Aceh Movement"
)
_AFTER = (
    r"(?=$|[.,;:)’]|\s(?:and|or|in|had|has|have|was|were|is|are|to|by|of|accepted|rejected|for|with|since|on|at)\b)"
)
_BARE = re.compile(rf"(?<!\d )(?<!the )(?<!The )(?<!the former )(?<!: )\b(?:{_WITH_ARTICLE}){_AFTER}")

_THINGS = (
    "years|months|days|facts|things|cases|deaths|disputes|movements|episodes|figures|claims|sources|soldiers|states|"
    "groups|times|events|proposals|answers|wars|readings|factors|parameters"
)
_ONE_OF_MANY = re.compile(
    rf"(?<![\d.,–:−-])\b(?:1|[Oo]ne) (?:{_THINGS})\b|\b[Nn]o years? since\b|\b(?:1|[Oo]ne) (?:are|were|have)\b"
)
_PER_CENT = re.compile(r"\d ?(?:per ?cent|pct)\b|\d%")
_DASHED_INTERVAL = re.compile(r"\(\D?(?!(?:1[89]|20)\d\d\b)[−+]?\d[\d.,]*–[−+]?\d")
_PRINTED_FOR_NOTHING = re.compile(
    r"\bNone\b(?! of| is| that|:)|\b(?:nan|NaN|null)\b|\{[a-z_]+\}|\(\)|\s[,.;](?:\s|$)|\.\.(?!\.)|;\.|\ss\s"
)
_RIDDLES = re.compile(
    r"\b(?:revisionist|holder|premise|covariate|log odds|inertia|stratum|[Tt]he (?:separatist|parent) side|ucdp-\d+)\b"
    r"|d\*"
)
_WORKSHOP = re.compile(
    r"\b(?:pages? seen|latest page|looked up|not (?:yet )?(?:checked|verified)(?! byte)|to be (?:checked|verified)|"
    r"TODO|FIXME|see above|tbd|ended that number|mirror figure|in chaos)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b[Nn]ot told\b|\b(?:is|was|no chance\b[^.]*) told\b|\btold on\b|\bcoded here\b")


def over_three_figures(facts: Facts) -> Iterator[str]:
    """Find a sentence with more figures than a reader holds: `n_figures` says what counts as one."""
    for text in (*_answer(facts), *(passage.text for passage in _prose(facts) if not passage.is_value)):
        yield from (said for said in sentences(text) if n_figures(said) > MOST_FIGURES)


def doubled_words(facts: Facts) -> Iterator[str]:
    """Find a word that stands twice in a row."""
    for text in _all(facts):
        if any(found[1].lower() not in _TWICE_BY_RIGHT for found in _DOUBLED.finditer(text)):
            yield text


def names_without_article(facts: Facts) -> Iterator[str]:
    """Find a name in a sentence without the article that it takes; a name alone is a head or a title."""
    for text in (*_answer(facts), *(p.text for p in _prose(facts) if not (p.is_name or p.is_value))):
        yield from (said for said in sentences(text) if _BARE.search(said))


def one_of_many(facts: Facts) -> Iterator[str]:
    """Find one of a thing in the plural."""
    for text in _all(facts):
        yield from (said for said in sentences(text) if _ONE_OF_MANY.search(said))


def other_styles(facts: Facts) -> Iterator[str]:
    """Find a per cent in words or without its blank, and an interval with a dash, which is for runs of years."""
    for text in _all(facts):
        yield from (said for said in sentences(text) if _PER_CENT.search(said) or _DASHED_INTERVAL.search(said))


def printed_for_nothing(facts: Facts) -> Iterator[str]:
    """Find a name of the program, empty brackets, or a stop that nothing stands before."""
    return (text for text in _all(facts) if _PRINTED_FOR_NOTHING.search(text))


def riddles_of_the_answer(facts: Facts) -> Iterator[str]:
    """Find a word of the workshop in the answer, as it is printed and as the page begins."""
    for text in (*_answer(facts), *(p.text for p in _prose(facts) if p.section in _FIRST)):
        yield from (said for said in sentences(text) if _RIDDLES.search(said) or _TOLD.search(said))


def working_notes(facts: Facts) -> Iterator[str]:
    """Find what its author noted for himself."""
    return (text for text in _all(facts) if _WORKSHOP.search(text))


_FIRST = ("top", "answer-likely", "answer-stronger", "answer-offered", "answer-endings", "answer-watch")


def _prose(facts: Facts) -> list[Passage]:
    is_read = facts["case"].origin != "derived" or facts["id"] in SPREAD
    return facts["passages"] if is_read else []


def _answer(facts: Facts) -> list[str]:
    """Return the blocks of the printed answer, each on one line."""
    blocks: list[str] = []
    for line in facts["screen"].splitlines()[1:-1]:
        if line[:9].strip() in _HEADS:
            blocks.append(line[9:])
        elif line.startswith("[") or not blocks or blocks[-1].startswith("["):
            blocks.append(line)
        else:
            blocks[-1] += f" {line.strip()}"
    return blocks


_HEADS = ("Stands", "Likely", "Stronger", "Offered", "Endings", "Watch", "Data")


def _all(facts: Facts) -> list[str]:
    return [*_answer(facts), *(passage.text for passage in _prose(facts))]
