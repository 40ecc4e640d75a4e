"""What is installed: one package that holds everything, and a start that says what is missing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from nuzuh import __version__

pytestmark = pytest.mark.slow


def run(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel of this checkout, built from a copy, with no network."""
    copy = tmp_path_factory.mktemp("checkout")
    for room in ("nuzuh", "loaders", "geodata", "pages"):
        shutil.copytree(root / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "app.py"):
        shutil.copy(root / file, copy)
    built = run(copy, "from setuptools import build_meta; print(build_meta.build_wheel('built'))")
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(copy / "built" / built.stdout.splitlines()[-1]) as opened:
        yield opened


def test_only_the_package_lands_among_those_of_others(wheel):
    top = {name.split("/")[0] for name in wheel.namelist()}
    assert top == {"nuzuh", f"nuzuh-{__version__}.dist-info"}


def test_every_module_and_every_file_of_data_is_installed(root, wheel):
    homes = {"nuzuh": "", "loaders": "nuzuh/", "geodata": "nuzuh/"}
    there = {
        home + path.relative_to(root).as_posix()
        for room, home in homes.items()
        for path in (root / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = {Path(name).suffix for name in there}
    code, data = {".py", ".css", ".svg", ".js"}, {".npz", ".json", ".csv", ".geojson"}
    assert code | data | {".po", ".pot", ".ttf"} <= kinds
    installed = {name for name in wheel.namelist() if name.startswith("nuzuh/")}
    assert installed == there


def test_the_wheel_says_its_version_and_starts_by_its_command(wheel):
    info = f"nuzuh-{__version__}.dist-info"
    assert message_from_bytes(wheel.read(f"{info}/METADATA"))["Version"] == __version__
    assert wheel.read(f"{info}/entry_points.txt").decode().split() == [
        "[console_scripts]",
        "nuzuh",
        "=",
        "nuzuh.cli:main",
    ]


def test_an_installed_package_finds_its_rooms_and_its_data_in_itself(wheel, tmp_path):
    wheel.extractall(tmp_path)
    told = run(
        tmp_path,
        "import nuzuh.loaders, nuzuh.cli\n"
        "print(len(nuzuh.loaders.all_sources()) > 9, list(nuzuh.__path__), nuzuh.loaders.__file__)",
    )
    assert told.returncode == 0, told.stderr
    package = tmp_path.resolve() / "nuzuh"
    assert told.stdout == f"True {[str(package)]} {package / 'loaders/__init__.py'}\n"


def test_a_bare_host_installs_the_locked_versions(root):
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-r requirements.lock"]
    locked = (root / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in project["dependencies"]:
        name = re.match(r"[\w-]+", wanted)[0]
        assert re.search(rf"^{name}==", locked, re.MULTILINE), name


def start(root: Path, missing: str) -> subprocess.CompletedProcess[str]:
    """Run the app in a process that lacks a package, and print what the page says."""
    return run(
        root,
        f"import sys\nsys.modules[{missing!r}] = None\n"
        "from streamlit.testing.v1 import AppTest\n"
        "app = AppTest.from_file('app.py', default_timeout=60).run()\n"
        "print([error.value for error in app.error], [e.message for e in app.exception])",
    )


def test_the_app_says_which_command_was_left_out(root):
    told = start(root, "geopandas")
    assert told.stdout == (
        "['geopandas is not installed here. In the folder of app.py, run "
        "`python -m pip install -r requirements.txt`, then start the app again.'] []\n"
    ), told.stderr


def test_a_mistake_of_our_own_is_not_taken_for_a_missing_package(root):
    told = start(root, "nuzuh.scene.translator")
    assert re.match(r"\[\] \[.+\]$", told.stdout.splitlines()[-1]), told.stdout
    assert "import of nuzuh.scene.translator halted" in told.stdout
