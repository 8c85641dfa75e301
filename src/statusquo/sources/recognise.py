"""Which data set a user's file is, told from what it holds and never from its name.

A table is known by the names of its fields, a workbook by the names of its sheets or, where there is one sheet only, by
the names that stand in it. A table that has most of a data set's fields but lacks one by which it is known is taken for
it all the same, so that its reader can say what is wrong; everything else is refused with what would be read.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from statusquo.core.errors import InputError, Problem
from statusquo.core.origin import Origin
from statusquo.sources import (
    acled,
    pax,
    sdm,
    sipri_milex,
    sipri_register,
    ucdp_brd,
    ucdp_dyadic,
    ucdp_ged,
    ucdp_prio_acd,
)
from statusquo.sources.delivery import Delivery

HEAD_BYTES = 1 << 18
"""How much of a table is looked at: the names of the fields, after at most some lines of notes."""

NEAR = 0.6
"""Share of a data set's fields that a table must have to be taken for it when it lacks one that tells."""

LIMIT_OTHERS = 0.5
"""Fields beside its own, in parts of them, that a table may have: one with more was joined from several data sets."""


@dataclass(frozen=True, slots=True)
class Form:
    """A data set as a file.

    Attributes:
        origin: the data set.
        tells: fields that a table has if and only if it is one of these.
        fields: fields of the last release known, in order; empty where they are many and differ.
        separators: what may stand between the fields.
    """

    origin: Origin
    tells: frozenset[str]
    fields: tuple[str, ...] = ()
    separators: tuple[str, ...] = (",",)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a user's file is.

    Attributes:
        form: the data set.
        fields: the fields of the table, in order; empty for a workbook.
        separator: what stands between them.
    """

    form: Form
    fields: tuple[str, ...] = ()
    separator: str = ","


def _form(origin: Origin, tells: Iterable[str], separators: Sequence[str] = (",",)) -> Form:
    return Form(origin, frozenset(tells), origin.columns, tuple(separators))


_REGISTER_BEGINS = sipri_register.ORIGIN.columns[0]
"""The first field of SIPRI's register, whose names stand after some lines of notes."""

TABLES = (
    _form(ucdp_prio_acd.ORIGIN, ["conflict_id", "intensity_level", "cumulative_intensity", "ep_end"]),
    _form(ucdp_dyadic.ORIGIN, ["dyad_id", "conflict_id", "intensity_level", "start_date2"]),
    _form(ucdp_brd.ORIGIN, ["conflict_id", "bd_best", "bd_low", "bd_high"]),
    _form(ucdp_ged.ORIGIN, ["relid", "type_of_violence", "date_prec", "deaths_civilians"]),
    _form(sipri_register.ORIGIN, [_REGISTER_BEGINS, "Recipient", "TIV delivery values"]),
    _form(pax.ORIGIN, ["AgtId", "PPName", "Stage", "UcdpCon"]),
    _form(sdm.ORIGIN, ["sdm_startdate1", "domclaim", "violsd"]),
    _form(acled.ORIGIN, ["event_id_cnty", "event_date", "sub_event_type", "actor1"], acled.SEPARATORS),
)
"""What is read as a table. A candidate file of GED has the fields of GED; its events tell it apart."""

WORKBOOKS = (_form(sipri_milex.ORIGIN, []), TABLES[6])
"""What is read as a workbook."""

READ = (
    "UCDP/PRIO Armed Conflict, UCDP Dyadic, Battle-Related Deaths, GED, Candidate Events, SIPRI military expenditure "
    "and trade register, PA-X, SDM 2.0, ACLED"
)
_CONSTANT_PRICES = re.compile(r"Constant \(\d{4}\) US\$")


def recognise(file: Delivery) -> Recognised:
    """Return which data set a file is.

    Args:
        file: a user's file, unpacked.

    Raises:
        InputError: when it is none that is read, or not in the form in which it is read.
    """
    return _workbook(file) if file.kind == "xlsx" else _table(file)


def _table(file: Delivery) -> Recognised:
    lines = _head(file).splitlines(keepends=True)
    names = next((n for n, line in enumerate(lines) if line.startswith(_REGISTER_BEGINS)), 0)
    by_separator = {separator: _names(lines[names:], separator) for separator in (",", ";", "\t")}
    separator, fields = max(by_separator.items(), key=lambda item: len(item[1]))
    form = _form_of(fields)
    if form is None:
        found = ", ".join(fields[:6]) + (", ..." if len(fields) > 6 else "")
        raise _refused(file, "this is no data set that is read, by its fields", repr(found), READ)
    if separator not in form.separators:
        words = {",": "commas", ";": "semicolons", "\t": "tabs"}
        what = f"the fields of {form.origin.title} are not separated as published"
        raise _refused(file, what, words[separator], " or ".join(words[known] for known in form.separators))
    return Recognised(form, fields, separator)


def _form_of(fields: Sequence[str]) -> Form | None:
    held = {*fields}
    meant = [
        form
        for form in TABLES
        if (form.tells <= held or len(held & {*form.fields}) > NEAR * len(form.fields) > 0)
        and (not form.fields or len(held - {*form.fields}) <= LIMIT_OTHERS * len(form.fields))
    ]
    return max(meant, key=lambda form: (form.tells <= held, _likeness(form, held)), default=None)


def _likeness(form: Form, held: set[str]) -> float:
    fields = {*form.fields} or form.tells
    return len(fields & held) / len(fields | held)


def _head(file: Delivery) -> str:
    with file.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file, "the file is not UTF-8 text", "UTF-16", "UTF-8, as published")
    if b"\0" in head:
        raise _refused(file, "the file is not text", "zero bytes", "a table in UTF-8, a workbook, or a zip of one")
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        if cause.start < len(head) - 4:
            line = head[: cause.start].count(b"\n") + 1
            found = f"byte {head[cause.start]:#04x}"
            raise _refused(file, "the file is not UTF-8 text", found, "UTF-8, as published", line) from cause
        text = head[: cause.start].decode("utf-8-sig")
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise _refused(file, "this is a page of a web site and no table", "HTML", "the file that the page links to")
    return text


def _names(lines: Sequence[str], separator: str) -> tuple[str, ...]:
    try:
        return tuple(name.strip() for name in next(csv.reader(lines, delimiter=separator), []))
    except csv.Error:
        return ()


def _workbook(file: Delivery) -> Recognised:
    with zipfile.ZipFile(file.path) as book:
        parts = {part.filename for part in book.infolist()}
        sheets = _texts(book.read("xl/workbook.xml"), r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"')
        strings = set()
        if "xl/sharedStrings.xml" in parts:
            with book.open("xl/sharedStrings.xml") as stream:
                strings = {*_texts(stream.read(HEAD_BYTES), r"<(?:\w+:)?t\b[^>]*>([^<]*)<")}
    if any(_CONSTANT_PRICES.fullmatch(sheet) for sheet in sheets):
        return Recognised(WORKBOOKS[0])
    if WORKBOOKS[1].tells <= strings:
        return Recognised(WORKBOOKS[1])
    for form in TABLES:
        if form.tells <= strings:
            what = f"{form.origin.title} is not read from a workbook"
            raise _refused(file, what, "an .xlsx", "the .csv of the same release, or the zip that holds it")
    raise _refused(file, "this is no workbook that is read, by its sheets", ", ".join(sheets[:6]), READ)


def _texts(content: bytes, pattern: str) -> list[str]:
    return re.findall(pattern, content.decode("utf-8", errors="replace"))


def _refused(file: Delivery, what: str, found: str, allowed: str, line: int | None = None) -> InputError:
    return InputError(Problem(what, file.name, line, found=found, allowed=allowed))
