"""A copy of the browser's source in which it can be built and run: for tests that need Node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools import lacking, need

PATIENCE = 180


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def _installed(source: Path) -> bool:
    """Whether the packages beside the source are those of the lock file."""
    there = source / "node_modules/.package-lock.json"
    if not there.exists():
        return False
    kept, wanted = (
        json.loads(path.read_text(encoding="utf-8"))["packages"]
        for path in (there, source / "package-lock.json")
    )
    needed = {name for name, package in wanted.items() if name and not package.get("optional")}
    same = all(wanted.get(name, {}).get("integrity") == kept[name]["integrity"] for name in kept)
    return same and needed <= kept.keys()


@pytest.fixture(scope="session")
def workshop(root, tmp_path_factory):
    """A copy of the source with the very packages that the lock file names."""
    need("node")
    npm = str(shutil.which("npm"))
    source = root / "frontend"
    folder = tmp_path_factory.mktemp("frontend") / "frontend"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules"))
    if _installed(source):
        (folder / "node_modules").symlink_to(source / "node_modules")
        return folder
    # No script of a package runs: esbuild's own program is itself a package.
    told = run(folder, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    if told.returncode != 0:
        if re.search(r"ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|network", told.stderr):
            lacking("node", "the npm registry cannot be reached, and its packages are not there")
        pytest.fail(told.stderr)
    return folder
