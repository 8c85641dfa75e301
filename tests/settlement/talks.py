"""Where the small settlement file of the talks of 1997 and 1998 stands."""

from __future__ import annotations

from pathlib import Path

TALKS = Path(__file__).parent / "data" / "karabakh_1997.toml"
