"""The time map's own script, built from ``frontend/src``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_BUNDLE = Path(__file__).parent / "bundle" / "timemap.js"


@cache
def time_map_script() -> bytes:
    """Return the script that draws the time map wherever it stands.

    Raises:
        FileNotFoundError: when it has not been built.
    """
    return _BUNDLE.read_bytes()
