"""What `import statusquo as sq` promises a notebook, in whatever order rooms and functions are used."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.lowest_versions import ROOT, lowest

import statusquo as sq


def fresh(code: str) -> str:
    """Run code in a new interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_package_imports_no_room_but_its_face() -> None:
    code = "import sys, statusquo; print(sorted(m for m in sys.modules if m.startswith('statusquo.')))"
    told = ["", ".charts", ".data", ".disputes", ".questions", ".states"]
    face = [f"statusquo.notebook{name}" for name in told]
    assert fresh(code) == str(
        [
            "statusquo.core",
            "statusquo.core.errors",
            "statusquo.core.plain_text",
            "statusquo.core.shown",
            *face,
            "statusquo.version",
        ]
    )


def test_a_dossier_is_one_call_away(tmp_path: Path) -> None:
    import statusquo.dossier.page

    assert statusquo.dossier.page.__name__ == "statusquo.dossier.page"
    assert sq.write_dossier("ucdp-352", tmp_path / "page.html") == tmp_path / "page.html"
    assert sq.write_dossier(sq.load_case("ucdp-352"), str(tmp_path / "again.html")).is_file()


def test_a_table_of_the_snapshot_is_one_call_away() -> None:
    assert sq.table("disputes").height == 200


def test_the_measures_of_a_dispute_are_one_call_away() -> None:
    assert sq.balances_of("nagorno-karabakh").military.main.points
    assert sq.structure_of("nagorno-karabakh")["enclave_index"].n > 1
    assert sq.balances_of(sq.load_case("nagorno-karabakh")).inertia.clocks


def test_every_promised_name_is_there() -> None:
    assert all(callable(getattr(sq, name)) for name in sq.__all__ if name != "__version__")


def test_every_dependency_has_a_lower_bound_that_can_be_installed_and_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    assert [each for each in lowest(wanted) if not re.fullmatch(r"[\w.-]+==[\d.]+", each)] == []
