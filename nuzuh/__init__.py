"""Displacement in the Gaza Strip: published figures, what they come to, and maps of them.

The library is small: see :mod:`nuzuh.api`. It is loaded when one of its names is asked for.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nuzuh.api import (
        RefusedError,
        changes,
        cite,
        estimates,
        movements,
        orders,
        people,
        versions,
    )

__version__ = "0.1.0"

__all__ = [
    "RefusedError",
    "__version__",
    "changes",
    "cite",
    "estimates",
    "movements",
    "orders",
    "people",
    "versions",
]

_ROOT = Path(__file__).resolve().parent.parent
if (_ROOT / "pyproject.toml").is_file() and (_ROOT / "loaders").is_dir():
    # A checkout keeps loaders/ and geodata/ at its root; a wheel holds them in the package.
    # So it runs uninstalled, and never on the loaders of another checkout that is installed.
    __path__.append(str(_ROOT))


def __getattr__(name: str) -> Any:
    """Load the library for one of its names; who asks for the version alone waits for nothing."""
    if name in __all__:
        return getattr(import_module("nuzuh.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names of the library, too."""
    return sorted({*globals(), *__all__})
