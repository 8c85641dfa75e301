"""The loops compile wherever the package lies, and what was compiled is kept where it can be."""

from __future__ import annotations

from pathlib import Path

import pytest

numba = pytest.importorskip("numba")


def doubled(x: int) -> int:
    return 2 * x


def test_without_a_place_for_the_cache_a_loop_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core import caching

    from statusquo.bargaining.compiling import compiled

    # A read-only package with a read-only home: root, who runs many tests, can write everywhere.
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(cache=True)(doubled)
    assert compiled(nogil=True)(doubled)(21) == 42


def test_with_one_what_was_compiled_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from statusquo.bargaining.compiling import compiled

    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))
    assert compiled()(doubled)(21) == 42
    assert list(tmp_path.rglob("*.nbc"))
