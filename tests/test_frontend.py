"""The bundle of the time map is what its readable source gives, and it keeps to itself."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from tests.workshop import run

MOST = 150_000
"""Bytes of the bundle once compressed, as it goes over the line."""


@pytest.fixture(scope="session")
def bundle(root):
    return (root / "nuzuh/web/timemap/bundle/timemap.js").read_bytes()


@pytest.mark.slow
def test_the_source_gives_the_committed_bundles_byte_by_byte(workshop, root, tmp_path):
    told = run(workshop, "node", "build.mjs", str(tmp_path))
    assert told.returncode == 0, told.stderr
    web = root / "nuzuh/web"
    built, committed = (
        {path.relative_to(folder): path.read_bytes() for path in folder.glob("*/bundle/*.js")}
        for folder in (tmp_path, web)
    )
    assert built == committed, "run `npm ci && npm run build` in frontend/ and commit it"


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
