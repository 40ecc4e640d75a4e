"""The bundle of the time map is what its readable source gives, and it keeps to itself."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools import lacking, need

MOST = 150_000
"""Bytes of the bundle once compressed, as it goes over the line."""
PATIENCE = 180


@pytest.fixture(scope="session")
def bundle(root):
    return (root / "nuzuh/web/timemap/bundle/timemap.js").read_bytes()


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


@pytest.mark.slow
def test_the_source_gives_the_committed_bundle_byte_by_byte(workshop, bundle, tmp_path):
    built = tmp_path / "timemap.js"
    told = run(workshop, "node", "build.mjs", str(built))
    assert told.returncode == 0, told.stderr
    assert built.read_bytes() == bundle, "run `npm ci && npm run build` in frontend/ and commit it"


@pytest.mark.slow
def test_the_source_has_sound_types(workshop):
    told = run(workshop, "node", "node_modules/typescript/bin/tsc", "--noEmit")
    assert (told.returncode, told.stdout) == (0, "")


def test_the_bundle_is_small(bundle):
    assert len(gzip.compress(bundle, mtime=0)) <= MOST


def test_the_bundle_names_no_address(bundle):
    text = bundle.decode("utf-8")
    named = set(re.findall(r"(?:https?|wss?):(?:\\?/){2}[^\"'`\s)\\]+", text))
    spaces = {address for address in named if address.startswith("http://www.w3.org/")}
    assert named - spaces == set()
    # It draws what it was given: it asks for nothing, and runs nothing but itself.
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "eval("):
        assert word not in text


def test_no_text_of_the_source_becomes_markup(root):
    for path in (root / "frontend/src").glob("*.ts"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write", text), (
            path
        )


def test_every_package_is_fixed_by_its_hash(root):
    lock = json.loads((root / "frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 10
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        # Whoever installs names the registry; the hash holds wherever it comes from.
        assert "resolved" not in package, name
