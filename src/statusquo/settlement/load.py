"""Loads the vocabulary of settlements, the settlement file of a dispute, and an analyst's own files.

A file from outside is not trusted: size, depth and number of values are limited as for case files, and everything
wrong is reported at once with file, line and field.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from statusquo.cases.load import load_case
from statusquo.cases.model import Case
from statusquo.core.errors import InputError, Problem, SettlementError
from statusquo.core.wording import listed
from statusquo.documents.bundle import Bundle
from statusquo.documents.faults import show
from statusquo.documents.template import unfilled
from statusquo.settlement.consistency import option_file_faults, settlement_faults, vocabulary_faults
from statusquo.settlement.model import OptionFile, SettlementFile
from statusquo.settlement.vocabulary import Vocabulary

VOCABULARY = "vocabulary"

VOCABULARIES = Bundle(
    "vocabulary",
    Vocabulary,
    SettlementError,
    package="statusquo.settlement",
    folder=("bundled",),
    checks=(vocabulary_faults, unfilled),
)
SETTLEMENTS = Bundle(
    "settlement",
    SettlementFile,
    SettlementError,
    package="statusquo.settlement",
    folder=("bundled",),
    checks=(unfilled,),
    others=frozenset({VOCABULARY}),
)
OPTIONS = Bundle("file of options", OptionFile, SettlementError, checks=(unfilled,))


def bundled_settlements() -> tuple[str, ...]:
    """Return the ids of the disputes whose settlement file ships with the package."""
    return SETTLEMENTS.names()


@cache
def load_vocabulary() -> Vocabulary:
    """Return the issues and status formulas that ship with the package."""
    return VOCABULARIES.shipped(VOCABULARY)


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in a file.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    return VOCABULARIES.read(path)


def load_settlement(case: Case) -> SettlementFile:
    """Return the bundled settlement file of a dispute.

    Raises:
        InputError: when none ships with the package.
    """
    if case.id not in bundled_settlements():
        titles = listed([load_case(name).title for name in bundled_settlements()])
        raise InputError(
            f"No file of actors and positions is bundled for {case.title}, only for {titles}. "
            "Give an actor file of your own."
        )
    return _load_bundled(case.id)


@cache
def _load_bundled(name: str) -> SettlementFile:
    words, case = load_vocabulary(), load_case(name)
    return SETTLEMENTS.shipped(name, checks=(lambda file: settlement_faults(file, words, case),))


def read_settlement(path: Path, case: Case, vocabulary: Vocabulary | None = None) -> SettlementFile:
    """Return the settlement file at a path, checked against its case and the vocabulary.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    words = vocabulary or load_vocabulary()
    return SETTLEMENTS.read(path, checks=(lambda file: settlement_faults(file, words, case),))


def read_options(path: Path, settlement: SettlementFile, vocabulary: Vocabulary | None = None) -> OptionFile:
    """Return the options in a file, checked against the settlement file that they are judged in.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    words = vocabulary or load_vocabulary()
    return OPTIONS.read(path, checks=(lambda file: option_file_faults(file, words, settlement),))


def check_file(path: Path) -> str:
    """Read a settlement, option or vocabulary file as what its tables say it is, and return in words what it holds.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is, or the words of a template still
            stand in it.
        UnknownNameError: when it is about a dispute, or its options about a settlement file, that is not known.
    """
    data = SETTLEMENTS.tables(SETTLEMENTS.text(path), str(path))
    if "case" not in data:
        words = read_vocabulary(path)
        return f"{words.title}: {len(words.issue)} issues, {len(words.formula)} status formulas"
    named = data["case"]
    if not isinstance(named, str):
        raise SettlementError(Problem("the dispute is no text", str(path), 1, "case", show(named), "the id of a case"))
    case = load_case(named)
    if "option" in data and "actor" not in data and "stance" not in data:
        options = read_options(path, load_settlement(case))
        return f"{len(options.option)} options for {case.title}"
    file = read_settlement(path, case)
    return f"{file.title}: {len(file.period)} periods, {len(file.actor)} actors, {len(file.position)} positions"
