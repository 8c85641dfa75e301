"""Loads the vocabulary of settlements, the settlement file of a dispute, and an analyst's own files.

A file from outside is not trusted: size, depth and number of values are limited as for case files, and everything
wrong is reported at once with file, line and field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from statusquo.cases.consistency import Fault, show
from statusquo.cases.faults import faults_of_table
from statusquo.cases.load import MAX_BYTES, load_case, parse_toml, problems_in_order
from statusquo.cases.model import Case
from statusquo.cases.values import Strict
from statusquo.core.errors import InputError, Problem, SettlementError
from statusquo.core.files import read_text
from statusquo.core.wording import listed
from statusquo.settlement.consistency import option_file_faults, settlement_faults, vocabulary_faults
from statusquo.settlement.model import OptionFile, SettlementFile
from statusquo.settlement.template import placeholder_faults
from statusquo.settlement.vocabulary import Vocabulary

VOCABULARY = "vocabulary"
_Model = TypeVar("_Model", bound=Strict)


@cache
def bundled_settlements() -> tuple[str, ...]:
    """Return the ids of the disputes whose settlement file ships with the package."""
    folder = files("statusquo.settlement") / "bundled"
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name for name in names if name != VOCABULARY))


@cache
def load_vocabulary() -> Vocabulary:
    """Return the issues and status formulas that ship with the package."""
    with as_file(files("statusquo.settlement") / "bundled" / f"{VOCABULARY}.toml") as path:
        return read_vocabulary(path)


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary in a file.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    return _read(path, Vocabulary, vocabulary_faults)


def load_settlement(case: Case) -> SettlementFile:
    """Return the bundled settlement file of a dispute.

    Raises:
        InputError: when none ships with the package.
    """
    if case.id not in bundled_settlements():
        titles = listed([load_case(name).title for name in bundled_settlements()])
        raise InputError(
            f"No file of actors and positions is bundled for {case.title}, only for {titles}. "
            "Give your own with --actors FILE."
        )
    return _load_bundled(case.id)


@cache
def _load_bundled(name: str) -> SettlementFile:
    with as_file(files("statusquo.settlement") / "bundled" / f"{name}.toml") as path:
        return read_settlement(path, load_case(name))


def read_settlement(path: Path, case: Case, vocabulary: Vocabulary | None = None) -> SettlementFile:
    """Return the settlement file at a path, checked against its case and the vocabulary.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    words = vocabulary or load_vocabulary()
    return _read(path, SettlementFile, lambda file: settlement_faults(file, words, case))


def read_options(path: Path, settlement: SettlementFile, vocabulary: Vocabulary | None = None) -> OptionFile:
    """Return the options in a file, checked against the settlement file that they are judged in.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
    """
    words = vocabulary or load_vocabulary()
    return _read(path, OptionFile, lambda file: option_file_faults(file, words, settlement))


def refuse_placeholders(path: Path) -> None:
    """Refuse a file in which the words of a template still stand: nothing is reckoned from what nobody judged.

    Raises:
        SettlementError: with the first of them, its line and field, and how many there are.
    """
    if problems := _placeholders_left(path):
        first = problems[0]
        n = len(problems)
        more = f", and in {n - 1} more {'place' if n == 2 else 'places'}" if n > 1 else ""
        raise SettlementError(replace(first, what=f"{first.what}{more}; nothing is worked out from them"))


def _placeholders_left(path: Path) -> list[Problem]:
    text = _text(path)
    faults = placeholder_faults(parse_toml(text, str(path), error=SettlementError))
    return problems_in_order(faults, text, str(path))


def check_file(path: Path) -> str:
    """Read a settlement, option or vocabulary file as what its tables say it is, and return in words what it holds.

    Where the words of a template still stand, it is said where: the file is right in form, but nothing is worked out
    from it.

    Raises:
        SettlementError: when it cannot be read or is wrong, with everything that is.
        UnknownNameError: when it is about a dispute, or its options about a settlement file, that is not known.
    """
    words, left = _checked(path), _placeholders_left(path)
    if not left:
        return words
    places = ", ".join(f"line {problem.line} {problem.field}" for problem in left)
    return f"{words}. In form: nothing is worked out from it while the template's words stand at {places}"


def _checked(path: Path) -> str:
    data = parse_toml(_text(path), str(path), error=SettlementError)
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


def _text(path: Path) -> str:
    return read_text(path, limit_bytes=MAX_BYTES, error=SettlementError)


def _read(path: Path, model: type[_Model], find_faults: Callable[[_Model], list[Fault]]) -> _Model:
    text = _text(path)
    data = parse_toml(text, str(path), error=SettlementError)
    faults: list[Fault]
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        faults = faults_of_table(error, data, model)
    else:
        faults = find_faults(found)
        if not faults:
            return found
    raise SettlementError(problems_in_order(faults, text, str(path)))
