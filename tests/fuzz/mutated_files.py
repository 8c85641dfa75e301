"""Reads mutated files of every kind and says which broke the promise: right, or exit 2 with one message a fault.

    python -m tests.fuzz.mutated_files --count 10000 --seed 1 [--kind cases] [--keep FOLDER]

Each file is one that ships, or its kind's template, with a few bytes, cells, values or lines changed. A run breaks the
promise when it ends in a traceback, with any exit code but 0 and 2, with a message that names no line where the file
has lines, with control characters in it, or takes over ten seconds or a gigabyte. The seed and the number of a file
make it again.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tests.commands import run_command

MOST_SECONDS, MOST_KILOBYTES = 10, 1_000_000

VALUES = (
    '""', '"a"', '"' + "x" * 3000 + '"', "[]", "{}", "[[]]", "nan", "inf", "-inf", "1e400", "-0.0", "1_000", "0x10",
    "true", str(10**30), "-1", "9999", "1800", "1990-02-30", "1990-01-01", "'''a\nb'''", '"\\u001b]0;x"', '"\\u202e"',
    '"[/x]"', '"=1+1"', "{a = 1}", "[1, \"a\", 2.5]", '"NaN"', '"1990"', '"in the 1990s"', '"\\u0000"',
)  # fmt: skip
CELLS = (
    "", "NA", "nan", "inf", "-1", "2", "0.5", "1,5", "1_0", "1e400", "TRUE", "x" * 3000, "=1+1", "[/x]", '"', "\x00",
    "\x1b[31m", "\u202e", "\u00ad", "1990", " 1 ", "-", "0.50000000000000001", str(10**400),
    "dc", "FALSE", "#N/A", ".", '"1,234"', "1 234", "5 %", "9999", "8888",
)  # fmt: skip
CHARACTERS = "[]{}=\"'#,;.\t\n\r\0\x1b\u202e\u00ad é0a-_\\"

TABLE = "case,SMALL,KIN,EARLY,LEFT\n" + "".join(
    f"{chr(97 + n)},{n % 2},{n // 2 % 2},{round((n * 37 % 100) / 100, 2)},{n // 3 % 2}\n" for n in range(16)
)


@dataclass(frozen=True)
class Kind:
    """A kind of file: seeds, the name of a file, and the command that reads it.

    Attributes:
        seeds: texts that are right, or the template.
        name: of the file.
        command: words, with ``FILE`` for the file.
    """

    seeds: Callable[[], list[str]]
    name: str
    command: tuple[str, ...]


def _texts(*places: str) -> Callable[[], list[str]]:
    def texts() -> list[str]:
        found = []
        for place in places:
            path = files("statusquo").joinpath(place)
            inside = sorted(path.iterdir(), key=lambda entry: entry.name) if path.is_dir() else [path]
            found += [entry.read_text(encoding="utf-8") for entry in inside if entry.name.endswith(".toml")]
        return found

    return texts


def _new(group: str) -> Callable[[], list[str]]:
    def texts() -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            run_command(group, "new", "own-one", cwd=Path(folder))
            return [path.read_text(encoding="utf-8") for path in Path(folder).iterdir()]

    return texts


def _table(command: str) -> Kind:
    words = ("compare", command, "--data", "FILE", "--outcome", "LEFT", "--conditions", "SMALL,KIN,EARLY")
    return Kind(lambda: [TABLE], "own.csv", words)


KINDS: dict[str, Kind] = {
    "cases": Kind(_texts("cases/bundled"), "own.toml", ("cases", "check", "FILE")),
    "case templates": Kind(_new("cases"), "own-one.toml", ("cases", "check", "FILE")),
    "explanations": Kind(_texts("explanations/bundled"), "own.toml", ("explanations", "check", "FILE")),
    "settlements": Kind(_texts("settlement/bundled"), "own.toml", ("settlements", "check", "FILE")),
    "scenarios": Kind(_texts("risk/examples", "bargaining/scenarios"), "own.toml", ("scenarios", "check", "FILE")),
    "sweeps": Kind(_texts("bargaining/sweeps/template.toml"), "own.toml", ("sweeps", "check", "FILE")),
    "weighings": Kind(_texts("explanations/bundled/weighing"), "own.toml", ("weighings", "check", "FILE")),
    "codings": Kind(_new("codings"), "own-one.csv", ("codings", "check", "FILE")),
    "qca": _table("qca"),
    "logit": _table("logit"),
    "nearest": _table("nearest"),
    "panels of cases": Kind(
        lambda: [PANEL],
        "own.csv",
        ("compare", "logit", "--data", "FILE", "--outcome", "Y", "--names", "country,year", "--frequency", "n"),
    ),
    "sdm": Kind(lambda: [SDM], "own.csv", ("data", "sdm", "FILE")),
}

SDM = (
    "country,group,year,sdm_startdate1,sdm_enddate1,sdm_startdate2,sdm_enddate2,domclaim,sovdec,violsd,violsd_onset,"
    "viol_escal,con,autcon,res,autres,groupsize,pwrstat\n"
) + "".join(
    f"Freedonia,Sylvanians,{year},1970,1975,1988,9999,Autonomy,0,1,,,0,0,1,0,0.25,Powerless\n"
    for year in range(1990, 2000)
)
PANEL = "X,country,year,A,B,n,Y\n" + "".join(
    f"{n + 1},C{n // 4},{1990 + n % 4},{str(n % 2 == 0).upper()},{n * 7 % 10 / 10},{1 + n % 3},{n // 3 % 2}\n"
    for n in range(16)
)


def changed(
    lines: list[str],
    how: str,
    chance: random.Random,
    valued: Callable[[str, random.Random], str],
    characters: Sequence[str],
) -> list[str]:
    """Return lines with one change: delete, double, swap, flip, cut, or value.

    Args:
        lines: at least one, each with its end.
        how: the change.
        chance: chooses where.
        valued: changes the value in a line.
        characters: what a flipped character may become.
    """
    lines = list(lines)
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    if how == "delete":
        del lines[i]
    elif how == "double":
        lines.insert(j, lines[i])
    elif how == "swap":
        lines[i], lines[j] = lines[j], lines[i]
    elif how == "flip" and lines[i]:
        place = chance.randrange(len(lines[i]))
        lines[i] = lines[i][:place] + chance.choice(characters) + lines[i][place + 1 :]
    elif how == "value":
        lines[i] = valued(lines[i], chance)
    elif how == "cut":
        lines = lines[: max(1, i)]
    return lines


def value_changed(line: str, chance: random.Random, values: Sequence[str] = VALUES) -> str:
    """Return a line of TOML with another value."""
    return f"{line.partition('=')[0]}= {chance.choice(values)}\n"


def cell_changed(line: str, chance: random.Random) -> str:
    """Return a row of a table with another cell."""
    cells = line.rstrip("\n").split(",")
    cells[chance.randrange(len(cells))] = chance.choice(CELLS)
    return ",".join(cells) + "\n"


def mutated(text: str, chance: random.Random, *, is_table: bool) -> bytes:
    """Return a text with one to four changes, as bytes that may be no text any more."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        if not lines:
            break
        how = chance.choice(("delete", "double", "swap", "flip", "value", "value", "value", "cut"))
        if how != "cut" or chance.random() < 0.3:
            lines = changed(lines, how, chance, cell_changed if is_table else value_changed, CHARACTERS)
    content = "".join(lines).encode("utf-8", "surrogatepass")
    way = chance.random()
    if way < 0.03 and content:
        place = chance.randrange(len(content))
        content = content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
    elif way < 0.05:
        content = chance.choice(
            (b"\xef\xbb\xbf" + content, content.replace(b"\n", b"\r\n"), content.replace(b",", b";"))
        )
    elif way < 0.06:
        content = "".join(lines).encode("utf-16")
    return content


def broken_promises(kind: Kind, path: Path) -> Iterator[str]:
    """Yield what of the promise does not hold for one file."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        done = run_command(*(str(path) if word == "FILE" else word for word in kind.command))
    except BaseException:
        yield traceback.format_exc(limit=-6)
        return
    seconds = time.monotonic() - began
    if done.returncode not in (0, 2):
        yield f"exit {done.returncode}: {done.stderr[:300]}"
    if done.returncode == 2 and str(path) not in done.stderr and "Error: --" not in done.stderr:
        yield f"the message names neither the file nor an option: {done.stderr[:300]}"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", done.stdout + done.stderr):
        yield f"control characters in what is printed: {(done.stdout + done.stderr)[:300]!r}"
    if seconds > MOST_SECONDS:
        yield f"{seconds:.1f} seconds"
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before > MOST_KILOBYTES:
        yield "over a gigabyte"


def fuzz(name: str, count: int, seed: int, keep: Path | None = None) -> list[str]:
    """Return the broken promises over some mutated files of a kind, each with its number.

    Args:
        name: the kind.
        count: how many files.
        seed: of the changes.
        keep: folder for the files that broke it.
    """
    kind, found = KINDS[name], []
    seeds = kind.seeds()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, kind.name)
        for number in range(count):
            chance = random.Random(f"{seed} {name} {number}")
            content = mutated(chance.choice(seeds), chance, is_table=kind.name.endswith(".csv"))
            path.write_bytes(content)
            told = list(broken_promises(kind, path))
            found += [f"{name} {number} (seed {seed}): {each}" for each in told]
            if told and keep:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name.replace(' ', '-')}-{seed}-{number}{path.suffix}").write_bytes(content)
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="files of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=sorted(KINDS), action="append")
    parser.add_argument("--keep", type=Path, help="folder for the files that broke the promise")
    options = parser.parse_args()
    total = 0
    for name in options.kind or KINDS:
        began = time.monotonic()
        found = fuzz(name, options.count, options.seed, options.keep)
        total += len(found)
        print(f"{name}: {options.count} files, {len(found)} broken, {time.monotonic() - began:.0f} s", flush=True)
        for each in found[:20]:
            print(f"  {each}", flush=True)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
