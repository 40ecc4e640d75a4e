"""The scripts of the static site, built from ``frontend/src``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_BUNDLES = Path(__file__).parent / "bundle"


@cache
def script(name: str) -> bytes:
    """Return a script of the site.

    Args:
        name: of its file.

    Raises:
        FileNotFoundError: for one that has not been built.
    """
    return (_BUNDLES / name).read_bytes()
