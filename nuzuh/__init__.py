"""Displacement in the Gaza Strip: published figures, what they come to, and maps of them."""

from pathlib import Path

__version__ = "0.1.0"

_ROOT = Path(__file__).resolve().parent.parent
if (_ROOT / "pyproject.toml").is_file() and (_ROOT / "loaders").is_dir():
    # A checkout keeps loaders/ and geodata/ at its root; a wheel holds them in the package.
    # So it runs uninstalled, and never on the loaders of another checkout that is installed.
    __path__.append(str(_ROOT))
