"""An artefact is out of date when code, a table or a file that its fit can reach changed, and not otherwise."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import pytest

from statusquo.core.columns import columns_of
from statusquo.fits import inputs
from statusquo.fits.definitions import EVERYTHING, SourceModule
from statusquo.fits.inputs import declaration_sha256, input_hashes
from statusquo.fits.provenance import NOT_FOLLOWED, PACKAGE, SourceTree, installed
from statusquo.fits.registry import FITS
from statusquo.snapshot.store import open_snapshot

NAMES = [fit.name for fit in FITS]
GAME = {name for name in NAMES if name.startswith("bargaining_")}
SETTLEMENT = {name for name in NAMES if name.startswith("settlement_")}
ESTIMATED = {
    *("risk_models", "risk_predictions", "risk_backtest", "risk_duration_dependence", "risk_effects", "risk_paths"),
    *("risk_accounts", "bargaining_calibration"),
}
"""The fits that maximise a likelihood of the hazard, and the scores, which know the models by the same list."""

ABOVE_THE_FITS = ("cli", "dossier", "web")

PICKS_BY_TEXT = {"import_module", "__import__", "eval", "exec", "globals", "locals", "vars", "entry_points"}
"""What can call code by a name that the source does not hold."""

NAMED_ELSEWHERE = {
    "structure.shapes:shape_of layer",  # held to be one of `LAYERS`
    "fits.settlement:_table f'fit.{name}'",  # a fit's own columns always count
    "panels.panel:Panel self.table",  # the table that the panel was checked against
    # Named where these are called.
    *("core.columns:schema_of table", "core.columns:checked table", "core.artefacts:load_artefact name"),
    "cases.admission:unknown_shapes layer",  # of files of one's own, which no fit reads
    "snapshot.store:Snapshot name",
}
"""Where something is opened whose name does not stand there, and why it is known all the same."""

READ_OF_CASES = {
    *("ids", "holding", "exit", "coding", "line_history", "territory", "actor", "event", "proposal", "source"),
    *("id", "title"),
}
"""The parts of a case of which the digests take what fits read, and its names."""


def code_of_all(tree: SourceTree) -> dict[str, dict[str, str]]:
    return {fit.name: dict(tree.provenance(fit.made_by).code) for fit in FITS}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package's source, in which a test may edit a file if it mends it."""
    folder = tmp_path_factory.mktemp("source") / PACKAGE
    shutil.copytree(installed().folder, folder, ignore=shutil.ignore_patterns("*.parquet", "*.json", "__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        pytest.param("risk/links.py", "np.log(-np.expm1(", "np.log(1e-9 - np.expm1(", ESTIMATED, id="likelihood"),
        pytest.param("bargaining/offer_kernels.py", "else rule.press_holder", "else 0.0", GAME, id="compiled loops"),
        pytest.param("settlement/load.py", "frozenset({VOCABULARY})", "frozenset()", SETTLEMENT, id="settlement files"),
        pytest.param(
            "sources/sipri_tiv.py",
            "def read_deliveries(raw: Path)",
            "def read_deliveries(raw: str)",
            {"military_balances", "state_arming", "arms_suppliers"},
            id="reader of raw files",
        ),
        pytest.param("sources/gdp_population.py", "def read_", "def reed_", set(), id="reader of a snapshot's source"),
        pytest.param("cases/consistency.py", "def find_faults(", "def find_faults(*_, ", set(), id="what only refuses"),
        pytest.param("cases/model.py", '"""One dispute:', '"""A dispute:', set(), id="docstring"),
        pytest.param("version.py", '__version__ = "', '__version__ = "9', set(), id="version"),
    ],
)
def test_a_change_makes_stale_what_rests_on_it_and_nothing_else(
    copy: Path, file: str, old: str, new: str, stale: set[str]
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the file no longer holds what the test edits"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        changed = code_of_all(SourceTree(copy))
    finally:
        path.write_text(text, encoding="utf-8")
    known = code_of_all(installed())
    assert {name for name in NAMES if changed[name] != known[name]} == stale
    module = f"{PACKAGE}.{file.removesuffix('.py').replace('/', '.')}"
    for name in stale:
        assert {m for m in known[name] | changed[name] if known[name].get(m) != changed[name].get(m)} == {module}


def test_no_module_is_reached_that_the_fit_does_not_import() -> None:
    """Against the import graph of another tool."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    for fit in FITS:
        module = fit.made_by.partition(":")[0]
        imported = graph.find_upstream_modules(module) | {module}
        assert set(installed().provenance(fit.made_by).code) <= imported, fit.name


@pytest.mark.parametrize("name", ["risk_models", "settlement_scores"])
def test_nothing_runs_and_nothing_is_opened_that_the_source_does_not_tell(name: str) -> None:
    """Of the other fits the same was seen by hand: ``python -m tests.fits.record NAME``."""
    done = subprocess.run([sys.executable, "-m", "tests.fits.record", name], capture_output=True, text=True, check=True)
    seen: dict[str, list[Any]] = json.loads(done.stdout)
    (fit,) = (fit for fit in FITS if fit.name == name)
    rests_on = installed().provenance(fit.made_by)
    assert not [each for each in seen["ran"] if not is_reached(*each, rests_on.definitions)]
    read = input_hashes(fit, open_snapshot()).keys()
    assert seen["tables"]
    assert set(seen["tables"]) <= read
    assert {f"artefact {artefact}" for artefact in seen["artefacts"]} <= read
    assert {f"columns of {table}" for table in seen["columns"]} <= read
    fitted = {Path(file).stem for file in seen["files"] if file.startswith("fits/artefacts/")}
    assert fitted <= set(seen["artefacts"])
    others = [file for file in seen["files"] if not file.startswith("fits/artefacts/")]
    assert not [file for file in others if not file.startswith(rests_on.data)]
    assert set(seen["fields"]) <= READ_OF_CASES


def is_reached(module: str, name: str, definitions: frozenset[tuple[str, str]]) -> bool:
    of_class = name.partition(".")[0]
    if {(module, name), (module, EVERYTHING)} & definitions:
        return True
    return (module, of_class) in definitions and name not in source_module(module).parts[of_class].methods


def test_an_artefact_is_fitted_after_those_it_reads() -> None:
    for place, fit in enumerate(FITS):
        read = {name for name in input_hashes(fit, open_snapshot()) if name.startswith("artefact ")}
        assert read <= {f"artefact {name}" for name in NAMES[:place]}, fit.name


def test_a_fit_that_reads_raw_files_says_which_must_be_at_hand() -> None:
    for fit in FITS:
        reached = installed().provenance(fit.made_by).definitions
        readers = {module for module, name in reached if ".sources." in module and name.startswith("read_")}
        assert {f"{PACKAGE}.sources.{name.replace('-', '_')}" for name in fit.sources} <= readers, fit.name
        assert bool(readers) == bool(fit.sources), fit.name


def sources_below_the_page() -> Iterator[tuple[str, ast.Module]]:
    """Yield the modules of the rooms that a fit may import from."""
    for path in sorted(installed().folder.rglob("*.py")):
        room, *rest = path.relative_to(installed().folder).parts
        if rest and room not in ABOVE_THE_FITS:
            yield f"{room}/{'/'.join(rest)}", ast.parse(path.read_text(encoding="utf-8"))


def test_the_top_of_a_module_only_imports_and_defines() -> None:
    """Else importing a module would do something that no name tells."""
    kept = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    guards = ("TYPE_CHECKING", "__name__ == '__main__'")
    others = [
        f"{file}:{node.lineno}"
        for file, tree in sources_below_the_page()
        for node in tree.body
        if not isinstance(node, kept)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        and not (isinstance(node, ast.If) and ast.unparse(node.test) in guards)
    ]
    assert not others


def reached_nodes() -> Iterator[tuple[str, ast.AST]]:
    """Yield the code that the fits can reach, with where it stands."""
    for module, name in sorted({each for fit in FITS for each in installed().provenance(fit.made_by).definitions}):
        for node in source_module(module).part(name).nodes:
            yield f"{module.removeprefix(f'{PACKAGE}.')}:{name}", node


@cache
def source_module(module: str) -> SourceModule:
    path = installed().folder.parent.joinpath(*module.split(".")).with_suffix(".py")
    return SourceModule(module, False, path.read_text(encoding="utf-8"))


def test_nothing_that_a_fit_can_reach_picks_code_by_a_computed_name() -> None:
    assert not [
        where
        for where, node in reached_nodes()
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id in PICKS_BY_TEXT
    ]


def test_what_a_fit_can_open_is_named_where_it_is_opened() -> None:
    """By a text or a constant: a table whose name comes from elsewhere would not count as read."""
    opening = {"table", "load_artefact", "artefact_record", "columns_of", "schema_of", "checked"}
    otherwise = set()
    for where, node in reached_nodes():
        for call in (each for each in ast.walk(node) if isinstance(each, ast.Call) and each.args):
            name = getattr(call.func, "attr", getattr(call.func, "id", None))
            argument = call.args[1 if name == "checked" else 0]
            is_constant = isinstance(argument, ast.Constant) or ast.unparse(argument).isupper()
            if name in opening and not is_constant:
                otherwise.add(f"{where} {ast.unparse(argument)}")
    assert otherwise == NAMED_ELSEWHERE


def test_what_is_not_followed_is_there() -> None:
    for module, name in NOT_FOLLOWED:
        assert installed().provenance(f"{module}:{name}").definitions


def test_a_declared_column_counts_with_all_but_its_description(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of("disputes")
    before = declaration_sha256("disputes")
    for change, counts in (({"description": "Otherwise told."}, False), ({"domain": "1946-1947"}, True)):
        monkeypatch.setattr(
            inputs, "columns_of", lambda _, change=change: [replace(each, **change) for each in columns]
        )
        assert (declaration_sha256("disputes") != before) is counts


MODULES = {
    "room/__init__.py": "",
    "room/fit.py": """
from statusquo.room import shapes
from statusquo.room.kept import THERE as HERE
from statusquo.room.counts import Count


def fit(count: Count, *, plain=HERE):
    "Fit."
    from statusquo.room.late import late

    return late() + count.doubled() + shapes.area(plain) + getattr(count, "by_text")  # noqa: B009
""",
    "room/kept.py": "from math import pi as OTHER\nfrom statusquo.room.values import THERE\nUNUSED = 1\n",
    "room/values.py": "THERE = 'table'\nELSEWHERE = 2\n",
    "room/late.py": "def late():\n    return 1\n\n\ndef later():\n    return 2\n",
    "room/shapes.py": "def area(x):\n    return x\n\n\ndef length(x):\n    return x\n",
    "room/counts.py": """
from abc import ABC


class Count:
    n = 1

    def doubled(self):
        return self._twice()

    def _twice(self):
        return 2 * self.n

    def never(self):
        return NEVER

    @property
    def by_text(self):
        return "one.csv"


class Foreign(ABC):
    def called_by_others(self):
        return 3


NEVER = 0
ALL = {each.area: each.length for each in ()}
""",
    "room/loop.py": """
from statusquo.room import late, shapes, values

NAMES = [each.area for each in (shapes,)]
WHOLE = [late, values.ELSEWHERE]


def fit():
    return NAMES


def all_of_it():
    from statusquo.room.counts import Foreign

    return WHOLE, Foreign
""",
    "room/one.csv": "a,b\n",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        (tmp_path / PACKAGE / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / PACKAGE / name).write_text(text, encoding="utf-8")
    return tmp_path / PACKAGE


def reached_of(folder: Path, function: str) -> set[str]:
    found = SourceTree(folder).provenance(f"{PACKAGE}.room.{function}").definitions
    return {f"{module.rpartition('.')[2]}:{name}" for module, name in found}


def test_names_are_followed_through_imports_attributes_and_methods(small: Path) -> None:
    assert reached_of(small, "fit:fit") == {
        *("fit:fit", "late:late", "shapes:area", "values:THERE"),
        *("counts:Count", "counts:Count.doubled", "counts:Count._twice", "counts:Count.by_text"),
    }
    rests_on = SourceTree(small).provenance(f"{PACKAGE}.room.fit:fit")
    assert "table" in rests_on.words
    assert rests_on.data == ("room/one.csv",)


def test_a_loop_over_modules_takes_what_it_names_and_a_bare_module_counts_whole(small: Path) -> None:
    assert reached_of(small, "loop:fit") == {"loop:fit", "loop:NAMES", "shapes:area"}
    assert reached_of(small, "loop:all_of_it") == {
        *("loop:all_of_it", "loop:WHOLE", "late:*", "late:late", "late:later", "values:ELSEWHERE"),
        "counts:Foreign",
    } - {"late:late", "late:later"}


@pytest.mark.parametrize(
    ("file", "old", "new", "counts"),
    [
        ("room/late.py", "return 1", "return 1  # as found", False),
        ("room/late.py", "return 1", '"""Say one."""\n    return 1', False),
        ("room/late.py", "return 2", "return 3", False),
        ("room/late.py", "return 1", "return 4", True),
        ("room/fit.py", '"Fit."', '"Fit it."', False),
        ("room/counts.py", "return NEVER", "return 5", False),
        ("room/counts.py", "n = 1", "n = 6", True),
        ("room/kept.py", "room.values import THERE", "room.values import ELSEWHERE as THERE", True),
        ("room/fit.py", "late import late", "late import later as late", True),
    ],
)
def test_only_what_could_change_a_number_counts(small: Path, file: str, old: str, new: str, counts: bool) -> None:
    function = f"{PACKAGE}.room.fit:fit"
    before = SourceTree(small).provenance(function).code
    text = (small / file).read_text(encoding="utf-8")
    assert old in text
    (small / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert (SourceTree(small).provenance(function).code != before) is counts


def test_a_function_that_is_not_there_is_said_to_be_missing(small: Path) -> None:
    with pytest.raises(AttributeError, match=r"statusquo\.room\.fit does not define fits"):
        SourceTree(small).provenance(f"{PACKAGE}.room.fit:fits")
    with pytest.raises(ModuleNotFoundError, match=r"no module statusquo\.room\.none"):
        SourceTree(small).provenance(f"{PACKAGE}.room.none:fit")
