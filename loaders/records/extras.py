"""What movement records need beside nuzuh itself, and the sentence where it is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from nuzuh.loaders.errors import RefusedError

NEEDED = {"ibis": "Ibis", "duckdb": "DuckDB", "h3": "h3", "yaml": "PyYAML"}
"""What a mapping is read with and records are counted with: the module, and what it is called."""


def need_records() -> None:
    """Refuse to go on where what movement records need is not installed.

    Nothing is imported: it is called before the modules that import them.

    Raises:
        RefusedError: naming what is missing, and what to install.
    """
    missing = [told for module, told in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise RefusedError(
            f"movement records need what is not installed here ({', '.join(missing)}): install "
            "nuzuh[records], in a checkout with `python -m pip install -e '.[records]'`"
        )
