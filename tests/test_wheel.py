"""The wheel alone, without extras and with the network cut, writes the page; it ships tables and no raw files."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel
from tests.conftest import REPOSITORY

MEGABYTE = 1_000_000

GUARD = """
import socket, sys

class NoExtras:
    extras = {"fastexcel", "geopandas", "rdata", "py7zr", "sklearn", "statsmodels", "pymc", "nutpie", "numba", "pandas",
              "SALib", "fastapi", "uvicorn", "dask", "distributed", "hypothesis", "pytest"}
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.extras:
            raise ModuleNotFoundError(f"{name} is no run-time dependency")

def no_network(*arguments, **options):
    raise OSError("the network is cut")

sys.meta_path.insert(0, NoExtras())
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = no_network
sys.argv = ["statusquo", *sys.argv[1:]]
from statusquo.cli.app import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(REPOSITORY)
    try:
        return folder / build_wheel(str(folder))
    finally:
        os.chdir(before)


def test_the_wheel_holds_what_a_run_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "statusquo/py.typed",
        "statusquo/SOURCES.md",
        "statusquo/core/columns.csv",
        "statusquo/snapshot/tables/manifest.json",
        "statusquo/snapshot/tables/episodes.parquet",
        "statusquo/cases/bundled/nagorno-karabakh.toml",
        "statusquo/dossier/page_files/base.html.j2",
        "statusquo/dossier/page_files/dossier.html.j2",
        "statusquo/dossier/page_files/chart-library-licence.txt",
        "statusquo/cli/examples.toml",
        "statusquo/dossier/page_files/world.html.j2",
        "statusquo/dossier/page_files/sort.js",
    ):
        assert name in names


def test_the_snapshot_stays_small(wheel: Path) -> None:
    sizes = [item.file_size for item in zipfile.ZipFile(wheel).infolist() if "/snapshot/tables/" in item.filename]
    assert sum(sizes) <= 8 * MEGABYTE
    assert max(sizes) <= 3 * MEGABYTE


@pytest.mark.parametrize("dispute", ["nagorno-karabakh", "ucdp-352"])
def test_the_wheel_writes_a_page_without_extras_and_without_a_network(
    wheel: Path, dispute: str, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "dossier", dispute, "-o", "page.html"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.html").stat().st_size > 500_000
