"""Whether Python and every package that nuzuh needs are there, and in a version that it takes.

It imports nothing that may be missing: it is asked when nuzuh itself cannot be imported.
"""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from nuzuh.cli.health.finding import Finding

_ROOT = Path(__file__).resolve().parents[3]
_ANEW = "install nuzuh anew with its requirements; in a checkout, `make clean run` does"


def python_and_packages() -> list[Finding]:
    """Return what is found of Python, and of the packages that nuzuh needs."""
    try:
        from packaging.requirements import Requirement  # noqa: PLC0415 (may be what is missing)
        from packaging.specifiers import SpecifierSet  # noqa: PLC0415
    except ImportError:
        told = "packaging is not installed, so no other package can be held against its range"
        return [Finding("installed", "packages", told, "broken", _ANEW)]
    wanted, python = _wanted()
    here = platform.python_version()
    findings = [
        Finding("installed", "Python", here)
        if SpecifierSet(python).contains(here, prereleases=True)
        else Finding(
            "installed",
            "Python",
            f"{here}, which is not {python}",
            "broken",
            f"install nuzuh with a Python {python}",
        )
    ]
    needed = [one for one in map(Requirement, wanted) if one.marker is None or _applies(one)]
    broken = list(_unfit(needed))
    fit = len(needed) - len(broken)
    told = f"{fit} of {len(needed)} are there, within their ranges"
    return [*findings, Finding("installed", "packages", told), *broken]


def _applies(requirement: Any) -> bool:
    """Whether a requirement is for this machine, and for no extra."""
    return bool(requirement.marker.evaluate({"extra": ""}))


def _unfit(needed: Iterable[Any]) -> Iterator[Finding]:
    for requirement in needed:
        try:
            here = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            found = f"not installed; nuzuh needs {requirement.specifier or 'it'}"
            yield Finding("installed", requirement.name, found, "broken", _ANEW)
            continue
        if not requirement.specifier.contains(here, prereleases=True):
            found = f"{here}, which is not {requirement.specifier}"
            yield Finding("installed", requirement.name, found, "broken", _ANEW)


def _wanted() -> tuple[list[str], str]:
    """The packages that nuzuh needs, and the versions of Python that it takes.

    A checkout says so itself: what was installed of it may be of an earlier day.
    """
    project = _project(_ROOT / "pyproject.toml")
    if project:
        return list(project["dependencies"]), str(project["requires-python"])
    told = metadata.metadata("nuzuh")
    return metadata.requires("nuzuh") or [], str(told["Requires-Python"] or "")


def _project(path: Path) -> Mapping[str, Any]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    except (OSError, ValueError, KeyError):
        return {}
    return told if isinstance(told, dict) and told.get("name") == "nuzuh" else {}
