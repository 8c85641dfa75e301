"""What `import statusquo as sq` promises a notebook, in whatever order rooms and functions are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import statusquo as sq


def fresh(code: str) -> str:
    """Run code in a new interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_package_imports_no_room() -> None:
    code = "import sys, statusquo; print(sorted(m for m in sys.modules if m.startswith('statusquo.')))"
    assert fresh(code) == "['statusquo.version']"


@pytest.mark.parametrize("first", ["", "import statusquo.cases.load", "from statusquo.cases import model"])
def test_a_room_that_shares_its_name_with_a_function_can_be_called(first: str) -> None:
    use = "import statusquo as sq\nprint(len(sq.cases()), len(sq.cases()))"
    again = "import statusquo.cases.load as load\nprint(load.__name__)"
    code = f"{first}\n{use}\n{again}"
    assert fresh(code).split("\n") == ["231 231", "statusquo.cases.load"]


def test_a_dossier_is_one_call_away(tmp_path: Path) -> None:
    import statusquo.dossier.page

    assert statusquo.dossier.page.__name__ == "statusquo.dossier.page"
    assert sq.dossier("ucdp-352", tmp_path / "page.html") == tmp_path / "page.html"
    assert sq.dossier(sq.load_case("ucdp-352"), str(tmp_path / "again.html")).is_file()


def test_a_table_of_the_snapshot_is_one_call_away() -> None:
    assert sq.table("disputes").height == 200


def test_the_measures_of_a_dispute_are_one_call_away() -> None:
    assert sq.balances("nagorno-karabakh").military.main.points
    assert sq.structure("nagorno-karabakh")["enclave_index"].n > 1
    assert sq.balances(sq.load_case("nagorno-karabakh")).inertia.clocks


def test_every_promised_name_is_there() -> None:
    assert all(callable(getattr(sq, name)) for name in sq.__all__ if name != "__version__")
